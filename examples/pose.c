/*
 * A body in pictures, followed from one to the next, and how much of each picture it covers.
 *
 *     cc pose.c $(pkg-config --cflags --libs sightline) -o pose
 *     ffmpeg -i video.mp4 -vf fps=30 -f rawvideo -pix_fmt rgb24 - | ./pose 640 480 30
 *
 * Reads raw RGB pictures of that width and height on standard input, that many a second: smoothing goes by time.
 */
#include <sightline/sightline.h>
#include <stdio.h>
#include <stdlib.h>

/* The part of the picture that the body covers, 0..1. */
static double covered(const struct sl_pose *pose)
{
    int32_t width, height;
    const float *mask = sl_pose_mask(pose, &width, &height);
    double sum = 0.0;
    if (!mask)
        return 0.0;
    for (size_t i = 0; i < (size_t)width * (size_t)height; i++)
        sum += mask[i];
    return sum / width / height;
}

/* All pictures of standard input. 0, or a negative error with its sentence. */
static int follow(struct sl_pose *pose, struct sl_frame *frame, unsigned char *rgb, size_t bytes, int rate,
                  struct sl_error *why)
{
    struct sl_body body;
    for (; fread(rgb, 1, bytes, stdin) == bytes; frame->number++) {
        frame->pts_ns = (int64_t)frame->number * 1000000000 / rate;
        int found = sl_pose_process(pose, frame, &body, why);
        if (found < 0)
            return found;
        if (!found) {
            printf("picture %llu: no body\n", (unsigned long long)frame->number);
            continue;
        }
        const float *nose = body.image[SL_POSE_NOSE];
        printf("picture %llu: nose at %.9g %.9g, %.0f %% sure to be seen; the body covers %.1f %%\n",
               (unsigned long long)frame->number, nose[0], nose[1], 100.0 * body.visibility[SL_POSE_NOSE],
               100.0 * covered(pose));
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    struct sl_pose *pose = NULL;
    struct sl_frame frame;
    struct sl_error why = {"usage: pose WIDTH HEIGHT RATE <RGB"};
    int rate = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    int width = rate > 0 ? (int)strtol(argv[1], NULL, 10) : 0, height = rate > 0 ? (int)strtol(argv[2], NULL, 10) : 0;
    size_t bytes = sl_frame_bytes(SL_PIXELS_RGB24, width, height);
    unsigned char *rgb = bytes ? malloc(bytes) : NULL;

    opts.enable_segmentation = 1;
    int err = rgb ? sl_frame_init(&frame, SL_PIXELS_RGB24, width, height, rgb, 0, &why) : -1;
    if (err == 0)
        err = sl_pose_create(&pose, &opts, &why);
    if (err == 0)
        err = follow(pose, &frame, rgb, bytes, rate, &why);
    if (err < 0)
        fprintf(stderr, "pose: %s\n", why.text);
    sl_pose_destroy(&pose);
    free(rgb);
    return err < 0;
}
