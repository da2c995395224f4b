/*
 * Hands in PPM pictures, each found on its own or followed from one to the next.
 *
 *     cc hands.c $(pkg-config --cflags --libs sightline) -o hands
 *     ffmpeg -i video.mp4 -f image2pipe -c:v ppm - | ./hands
 *
 * Reads binary PPM (P6, 8 bit), any number after one another, on standard input. Prints where each index finger points.
 */
#include <sightline/sightline.h>
#include <stdio.h>
#include <stdlib.h>

/* One picture into *rgb, grown as needed: 1, 0 at the end of the input, -1 when it is no PPM. */
static int read_ppm(unsigned char **rgb, size_t *room, int *width, int *height)
{
    int depth, got = scanf("P6 %d %d %d", width, height, &depth);
    if (got == EOF)
        return 0;
    size_t bytes = sl_frame_bytes(SL_PIXELS_RGB24, *width, *height);
    if (got != 3 || depth != 255 || bytes == 0 || getchar() == EOF)
        return -1;
    if (bytes > *room) {
        unsigned char *more = realloc(*rgb, bytes);
        if (!more)
            return -1;
        *rgb = more;
        *room = bytes;
    }
    return fread(*rgb, 1, bytes, stdin) == bytes ? 1 : -1;
}

int main(void)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    struct sl_hand found[SL_HANDS_MAX];
    struct sl_hands *hands = NULL;
    struct sl_frame frame;
    struct sl_error why;
    unsigned char *rgb = NULL;
    size_t room = 0;
    int width, height, state, status = 0;

    if (sl_hands_create(&hands, &opts, &why) < 0) {
        fprintf(stderr, "hands: %s\n", why.text);
        return 1;
    }
    for (int number = 0; (state = read_ppm(&rgb, &room, &width, &height)) > 0; number++) {
        int count = sl_frame_init(&frame, SL_PIXELS_RGB24, width, height, rgb, 0, &why);
        if (count == 0)
            count = sl_hands_process(hands, &frame, found, SL_HANDS_MAX, &why);
        if (count < 0) {
            fprintf(stderr, "hands: picture %d: %s\n", number, why.text);
            status = 1;
            break;
        }
        printf("picture %d: %d hands\n", number, count);
        for (int i = 0; i < count; i++) {
            const float *tip = found[i].image[SL_HAND_INDEX_TIP];
            printf("  %s, index finger at %.9g %.9g\n", found[i].side == SL_SIDE_LEFT ? "left" : "right", tip[0], tip[1]);
        }
    }
    if (state < 0) {
        fprintf(stderr, "hands: standard input is not a row of binary PPM pictures\n");
        status = 1;
    }
    free(rgb);
    sl_hands_destroy(&hands);
    return status;
}
