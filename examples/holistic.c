/*
 * Whole people in pictures, followed from one to the next: who is there, who raises a hand, and who looks at the camera.
 *
 *     cc holistic.c $(pkg-config --cflags --libs sightline) -lm -o holistic
 *     ffmpeg -i video.mp4 -vf fps=30 -f rawvideo -pix_fmt rgb24 - | ./holistic 640 480 30
 *
 * Reads raw RGB pictures of that width and height on standard input, that many a second: smoothing goes by time.
 */
#include <math.h>
#include <sightline/sightline.h>
#include <stdio.h>
#include <stdlib.h>

/* A hand above the nose. */
static int raised(int has_hand, const float (*hand)[3], const struct sl_body *body)
{
    return has_hand && hand[SL_HAND_MIDDLE_TIP][1] < body->image[SL_POSE_NOSE][1];
}

/* The nose is in the middle between both sides of the face. */
static int frontal(const struct sl_person *person)
{
    const float(*face)[3] = person->face.image;
    float left = face[234][0], right = face[454][0];
    return person->has_face && fabsf(face[1][0] - (left + right) / 2) < 0.1f * fabsf(right - left);
}

/* All pictures of standard input. 0, or a negative error with its sentence. */
static int follow(struct sl_holistic *holistic, struct sl_frame *frame, unsigned char *rgb, size_t bytes, int rate,
                  struct sl_error *why)
{
    static struct sl_person found[SL_PEOPLE_MAX];
    for (; fread(rgb, 1, bytes, stdin) == bytes; frame->number++) {
        frame->pts_ns = (int64_t)frame->number * 1000000000 / rate;
        int count = sl_holistic_process(holistic, frame, found, SL_PEOPLE_MAX, why);
        if (count < 0)
            return count;
        printf("picture %llu: %d people\n", (unsigned long long)frame->number, count);
        for (int i = 0; i < count; i++) {
            const struct sl_person *person = &found[i];
            const float *nose = person->body.image[SL_POSE_NOSE];
            printf("  number %d, nose at %.9g %.9g%s%s%s\n", person->id, nose[0], nose[1],
                   raised(person->has_left_hand, person->left_hand, &person->body) ? ", left hand up" : "",
                   raised(person->has_right_hand, person->right_hand, &person->body) ? ", right hand up" : "",
                   frontal(person) ? ", faces the camera" : "");
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    struct sl_holistic *holistic = NULL;
    struct sl_frame frame;
    struct sl_error why = {"usage: holistic WIDTH HEIGHT RATE <RGB"};
    int rate = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    int width = rate > 0 ? (int)strtol(argv[1], NULL, 10) : 0, height = rate > 0 ? (int)strtol(argv[2], NULL, 10) : 0;
    size_t bytes = sl_frame_bytes(SL_PIXELS_RGB24, width, height);
    unsigned char *rgb = bytes ? malloc(bytes) : NULL;

    opts.max_people = 4;
    opts.engine.threads = 2;
    int err = rgb ? sl_frame_init(&frame, SL_PIXELS_RGB24, width, height, rgb, 0, &why) : -1;
    if (err == 0)
        err = sl_holistic_create(&holistic, &opts, &why);
    if (err == 0)
        err = follow(holistic, &frame, rgb, bytes, rate, &why);
    if (err < 0)
        fprintf(stderr, "holistic: %s\n", why.text);
    sl_holistic_destroy(&holistic);
    free(rgb);
    return err < 0;
}
