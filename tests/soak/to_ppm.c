/* Writes the first frame of a source as a PPM picture on standard output, for scripts that need raw pixels. */
#include "frame/source.h"
#include "media/media.h"

#include <stdio.h>

/* Pictures come as RGB24; anything else is refused rather than converted. */
static int write_ppm(const struct sl_frame *frame)
{
    if (frame->pixels != SL_PIXELS_RGB24)
        return fprintf(stderr, "to_ppm: the frame is %s, expected rgb24\n", sl_pixels_name(frame->pixels)), 1;
    printf("P6\n%d %d\n255\n", frame->width_px, frame->height_px);
    for (int y = 0; y < frame->height_px; y++)
        fwrite(frame->plane[0] + (size_t)y * (size_t)frame->stride_bytes[0], 3, (size_t)frame->width_px, stdout);
    return fflush(stdout) ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    struct sl_error why = {""};
    if (argc != 2 || sl__source_open(&source, argv[1], &why) < 0 || source->ops->next(source, &held, &why) != 1) {
        fprintf(stderr, "to_ppm: %s\n", argc == 2 ? why.text : "usage: to_ppm SOURCE");
        sl__source_close(&source);
        return 1;
    }
    int status = write_ppm(&held->frame);
    sl__frame_unref(&held);
    sl__source_close(&source);
    return status;
}
