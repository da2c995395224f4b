/*
 * Faces in PPM pictures, followed from one to the next: where they are, and how far apart the lips.
 *
 *     cc face_mesh.c $(pkg-config --cflags --libs sightline) -o face_mesh
 *     ffmpeg -i video.mp4 -f image2pipe -c:v ppm - | ./face_mesh
 *
 * Reads binary PPM (P6, 8 bit), any number after one another, on standard input.
 */
#include <math.h>
#include <sightline/sightline.h>
#include <stdio.h>
#include <stdlib.h>

enum { NOSE_TIP = 1, UPPER_LIP = 13, LOWER_LIP = 14 }; /* of the 478 points */

/* The next picture of the input, the caller's to free. NULL at the end, or with *broken when it is no PPM. */
static unsigned char *read_ppm(int *width, int *height, int *broken)
{
    int depth, got = scanf("P6 %d %d %d", width, height, &depth);
    size_t bytes = got == 3 && depth == 255 ? sl_frame_bytes(SL_PIXELS_RGB24, *width, *height) : 0;
    unsigned char *rgb = bytes && getchar() != EOF ? malloc(bytes) : NULL;
    if (rgb && fread(rgb, 1, bytes, stdin) == bytes)
        return rgb;
    free(rgb);
    *broken = got != EOF;
    return NULL;
}

/* One picture. @return 0, or a negative error with its sentence */
static int show(struct sl_face_mesh *mesh, const unsigned char *rgb, int width, int height, int number, struct sl_error *why)
{
    static struct sl_face found[SL_FACES_MAX];
    struct sl_frame frame;
    int count = sl_frame_init(&frame, SL_PIXELS_RGB24, width, height, rgb, 0, why);
    if (count == 0)
        count = sl_face_mesh_process(mesh, &frame, found, SL_FACES_MAX, why);
    if (count < 0)
        return count;
    printf("picture %d: %d faces\n", number, count);
    for (int i = 0; i < count; i++) {
        const float *nose = found[i].image[NOSE_TIP], *above = found[i].image[UPPER_LIP], *below = found[i].image[LOWER_LIP];
        float open_px = hypotf((above[0] - below[0]) * (float)width, (above[1] - below[1]) * (float)height);
        printf("  face %d, nose at %.9g %.9g, lips %.1f px apart\n", found[i].id, nose[0], nose[1], open_px);
    }
    return 0;
}

int main(void)
{
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    struct sl_face_mesh *mesh = NULL;
    struct sl_error why = {""};
    unsigned char *rgb = NULL;
    int width, height, broken = 0;

    opts.max_num_faces = 4;
    opts.refine_landmarks = 1;
    int err = sl_face_mesh_create(&mesh, &opts, &why);
    for (int number = 0; err == 0 && (rgb = read_ppm(&width, &height, &broken)); number++) {
        err = show(mesh, rgb, width, height, number, &why);
        free(rgb);
    }
    sl_face_mesh_destroy(&mesh);
    if (err < 0 || broken)
        fprintf(stderr, "face_mesh: %s\n", broken ? "standard input is not a row of binary PPM pictures" : why.text);
    return err < 0 || broken;
}
