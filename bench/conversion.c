/*
 * What it saves to look for hands in a 1920x1080 NV12 frame as it is, instead of turning the whole frame into RGB first.
 * The ways take turns in blocks of ten frames, so a machine that changes speed changes all. All run on one thread, whose CPU
 * time is told: other programs on the machine disturb that less than the time on the wall. JSON on standard output.
 *
 *     bench-conversion PICTURE [FRAMES]    the picture, in the middle of a black frame; 50 frames a way
 *     bench-conversion PICTURE 0 FILE      writes that frame, NV12, for others to time
 */
#include "base/error.h"
#include "conversion.h"
#include "frame/source.h"
#include "kernel/convert.h"
#include "landmark/hands_state.h"
#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WIDTH = 1920, HEIGHT = 1080, BLOCK = 10, FRAMES_MAX = 10000 };

static uint8_t nv12[WIDTH * HEIGHT * 3 / 2], rgb[WIDTH * HEIGHT * 3];
static struct sl_frame frame, converted;

static void no_conversion(void)
{
}

static void own_conversion(void)
{
    struct sl__raster raster = {.kind = SL_RASTER_NV12, .yuv = SL_YUV_BT601, .width = WIDTH, .height = HEIGHT,
                                .plane = {nv12, nv12 + WIDTH * HEIGHT}, .stride = {WIDTH, WIDTH}};
    sl__convert_to_rgb(&raster, rgb, 3 * WIDTH);
}

static void gst_conversion(void)
{
    gst_convert(&frame, rgb);
}

struct way {
    const char *name;
    void (*convert)(void);
    const struct sl_frame *look_at;
    struct sl_hands *hands;
    int64_t conversion_ns[FRAMES_MAX], rest_ns[FRAMES_MAX], total_ns[FRAMES_MAX]; /* rest: all but the models */
};

static struct way ways[] = {
    {.name = "as it is", .convert = no_conversion, .look_at = &frame},
    {.name = "RGB by our plain C", .convert = own_conversion, .look_at = &converted},
    {.name = "RGB by GStreamer", .convert = gst_conversion, .look_at = &converted},
};

/* --- the frame --- */

static uint8_t byte_of(int value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* As large as it fits, by nearest neighbour; BT.601. */
static void frame_make(const struct sl_frame *picture)
{
    int w = picture->width_px, h = picture->height_px, wide = w * HEIGHT > h * WIDTH;
    int out_w = (wide ? WIDTH : w * HEIGHT / h) & ~1, out_h = (wide ? h * WIDTH / w : HEIGHT) & ~1;
    int left = ((WIDTH - out_w) / 2) & ~1, top = ((HEIGHT - out_h) / 2) & ~1;
    for (int i = 0; i < WIDTH * HEIGHT * 3 / 2; i++)
        nv12[i] = i < WIDTH * HEIGHT ? 16 : 128;
    for (int y = 0; y < out_h; y++)
        for (int x = 0; x < out_w; x++) {
            const uint8_t *p = picture->plane[0] + (ptrdiff_t)(y * h / out_h) * picture->stride_bytes[0] + 3 * (x * w / out_w);
            int at_x = left + x, at_y = top + y;
            nv12[at_y * WIDTH + at_x] = byte_of(16 + (66 * p[0] + 129 * p[1] + 25 * p[2] + 128) / 256);
            if (x % 2 || y % 2)
                continue;
            uint8_t *chroma = nv12 + WIDTH * HEIGHT + at_y / 2 * WIDTH + at_x;
            chroma[0] = byte_of(128 + (-38 * p[0] - 74 * p[1] + 112 * p[2]) / 256);
            chroma[1] = byte_of(128 + (112 * p[0] - 94 * p[1] - 18 * p[2]) / 256);
        }
    sl_frame_init(&frame, SL_PIXELS_NV12, WIDTH, HEIGHT, nv12, 0, NULL);
    sl_frame_init(&converted, SL_PIXELS_RGB24, WIDTH, HEIGHT, rgb, 0, NULL);
}

static int picture_read(const char *path, struct sl_error *why)
{
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    int err = sl__source_open(&source, path, why);
    if (!err && source->ops->next(source, &held, why) != 1)
        err = sl__error_set(why, -EIO, "%s: no picture", path);
    if (!err && held->frame.pixels != SL_PIXELS_RGB24)
        err = sl__error_set(why, -EINVAL, "%s: not RGB", path);
    if (!err)
        frame_make(&held->frame);
    sl__frame_unref(&held);
    sl__source_close(&source);
    return err;
}

/* --- times --- */

static int64_t cpu_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* One frame one way; place below 0: not counted. @return hands or a negative errno */
static int one_frame(struct way *way, int place, struct sl_error *why)
{
    static struct sl_hand found[SL_HANDS_MAX];
    int64_t start = cpu_ns();
    way->convert();
    int64_t between = cpu_ns();
    int count = sl_hands_process(way->hands, way->look_at, found, SL_HANDS_MAX, why);
    if (place >= 0) {
        way->conversion_ns[place] = between - start;
        way->total_ns[place] = cpu_ns() - start;
        way->rest_ns[place] = between - start + way->hands->follow.cost.total_ns - way->hands->follow.cost.model_ns;
    }
    return count == 0 ? sl__error_set(why, -EINVAL, "no hand in the picture") : count;
}

static int measure(int count, int frames, struct sl_error *why)
{
    int err = 0;
    for (int block = -BLOCK; block < frames && err >= 0; block += BLOCK)
        for (int w = 0; w < count && err >= 0; w++)
            for (int i = block; i < block + BLOCK && i < frames && err >= 0; i++)
                err = one_frame(&ways[w], i, why);
    return err;
}

static int compare_ns(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static double median_ms(int64_t *times, int count)
{
    qsort(times, (size_t)count, sizeof(*times), compare_ns);
    return (double)times[count / 2] / 1e6;
}

static void report(int count, int frames)
{
    double direct = median_ms(ways[0].total_ns, frames);
    for (int w = 0; w < count; w++) {
        double total = median_ms(ways[w].total_ns, frames);
        printf("{\"way\":\"%s\",\"frames\":%d,\"p50_ms\":%.3f,\"conversion_p50_ms\":%.3f,\"rest_p50_ms\":%.3f,"
               "\"saved_ms\":%.3f,\"ratio\":%.3f}\n", ways[w].name, frames, total, median_ms(ways[w].conversion_ns, frames),
               median_ms(ways[w].rest_ns, frames), total - direct, direct / total);
    }
}

static int bench(int frames, struct sl_error *why)
{
    int count = gst_convert_start(&frame) < 0 ? 2 : 3, err = 0;
    for (int w = 0; w < count && !err; w++)
        err = sl_hands_create(&ways[w].hands, NULL, why);
    if (!err)
        err = measure(count, frames, why);
    if (err >= 0)
        report(count, frames);
    for (int w = 0; w < count; w++)
        sl_hands_destroy(&ways[w].hands);
    if (count == 3)
        gst_convert_stop();
    return err;
}

static int frame_write(const char *path, struct sl_error *why)
{
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(nv12, 1, sizeof(nv12), file) == sizeof(nv12);
    if (file)
        good = !fclose(file) && good;
    return good ? 0 : sl__error_set(why, -EIO, "%s: not written", path);
}

int main(int argc, char **argv)
{
    struct sl_error why = {""};
    long frames = argc > 2 ? strtol(argv[2], NULL, 10) : 50;
    int err = argc > 1 ? picture_read(argv[1], &why) : sl__error_set(&why, -EINVAL, "usage: bench-conversion PICTURE [FRAMES]");
    if (!err && argc > 3)
        err = frame_write(argv[3], &why);
    else if (!err)
        err = bench((int)(frames < 1 ? 1 : frames > FRAMES_MAX ? FRAMES_MAX : frames), &why);
    if (err < 0)
        fprintf(stderr, "bench-conversion: %s\n", why.text);
    return err < 0 ? 1 : 0;
}
