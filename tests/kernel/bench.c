/* How long each kernel takes for what the pipelines ask of it. */
#include "bench.h"

#include "base/clock.h"
#include "cases.h"
#include "kernel/convert.h"
#include "kernel/warp_kernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 640, HEIGHT = 480, SIDE = 224, RUNS_MAX = 201 };

static const struct bench_case {
    const char *name;
    enum sl__raster_kind kind;
    int side;
    enum sl__border border;
    struct sl__roi roi;
    bool pad;
} bench_cases[] = {
    { "hand 224, rotated", SL_RASTER_RGB24, 224, SL_BORDER_REPLICATE, { 320, 240, 300, 300, 0.4f }, false },
    { "hand 224, half outside", SL_RASTER_RGB24, 224, SL_BORDER_REPLICATE, { 600, 440, 300, 300, 0.4f }, false },
    { "palm 192, letterbox", SL_RASTER_RGB24, 192, SL_BORDER_ZERO, { 320, 240, 640, 480, 0 }, true },
    { "hand 224, rotated", SL_RASTER_BGR24, 224, SL_BORDER_REPLICATE, { 320, 240, 300, 300, 0.4f }, false },
    { "hand 224, rotated", SL_RASTER_RGBA32, 224, SL_BORDER_REPLICATE, { 320, 240, 300, 300, 0.4f }, false },
    { "hand 224, rotated", SL_RASTER_GRAY8, 224, SL_BORDER_REPLICATE, { 320, 240, 300, 300, 0.4f }, false },
    { "hand 224, rotated", SL_RASTER_I420, 224, SL_BORDER_REPLICATE, { 320, 240, 300, 300, 0.4f }, false },
    { "palm 192, letterbox", SL_RASTER_I420, 192, SL_BORDER_ZERO, { 320, 240, 640, 480, 0 }, true },
    { "hand 224, rotated", SL_RASTER_NV12, 224, SL_BORDER_REPLICATE, { 320, 240, 300, 300, 0.4f }, false },
};

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

struct bench {
    struct sl__warp warp;
    struct sl__raster raster;
    const struct sl__warp_kernel *kernel;
    float *tensor;
    uint8_t *rgb;
};

static void run_warp(struct bench *bench)
{
    bench->kernel->run(&bench->warp, &bench->raster, bench->tensor);
}

static void run_convert(struct bench *bench)
{
    sl__convert_to_rgb(&bench->raster, bench->rgb, 3 * WIDTH);
}

/* As many runs as fit in about 60 ms. */
static void time_and_print(const char *kernel, enum sl__raster_kind kind, const char *name, void (*run)(struct bench *),
                           struct bench *bench)
{
    double took_us[RUNS_MAX], all_us = 0.0;
    int runs = 0;
    run(bench);
    while (runs < RUNS_MAX && (runs < 5 || all_us < 60e3)) {
        int64_t start_ns = sl__clock_ns();
        run(bench);
        took_us[runs] = (double)(sl__clock_ns() - start_ns) / 1e3;
        all_us += took_us[runs++];
    }
    qsort(took_us, (size_t)runs, sizeof(*took_us), by_size);
    printf("# %-8s %-8s %-24s %9.1f %9.1f\n", kernel, kind_names[kind], name, took_us[0], took_us[runs / 2]);
}

static struct sl__raster bench_picture(enum sl__raster_kind kind, const uint8_t *bytes)
{
    const int pixel_bytes = kind == SL_RASTER_RGBA32 ? 4 : kind == SL_RASTER_RGB24 || kind == SL_RASTER_BGR24 ? 3 : 1;
    const uint8_t *chroma = bytes + WIDTH * HEIGHT;
    const int chroma_stride = kind == SL_RASTER_NV12 ? WIDTH : WIDTH / 2;
    return (struct sl__raster){ .kind = kind, .width = WIDTH, .height = HEIGHT,
                                .plane = { bytes, chroma, chroma + WIDTH * HEIGHT / 4 },
                                .stride = { WIDTH * pixel_bytes, chroma_stride, chroma_stride } };
}

int bench_kernels(void)
{
    uint8_t *bytes = malloc(4 * WIDTH * HEIGHT);
    struct bench bench = { .tensor = malloc(3 * SIDE * SIDE * sizeof(float)), .rgb = malloc(3 * WIDTH * HEIGHT) };
    if (!bytes || !bench.tensor || !bench.rgb) {
        fprintf(stderr, "no memory\n");
        return 1;
    }
    struct dice dice = { 1 };
    for (size_t i = 0; i < 4 * WIDTH * HEIGHT; i++)
        bytes[i] = (uint8_t)dice_roll(&dice);

    printf("# microseconds; picture %dx%d\n", WIDTH, HEIGHT);
    printf("# %-8s %-8s %-24s %9s %9s\n", "kernel", "format", "case", "min", "median");
    for (size_t i = 0; i < sizeof(bench_cases) / sizeof(*bench_cases); i++) {
        const struct bench_case *one = &bench_cases[i];
        struct sl__roi roi = one->roi;
        struct sl__padding padding;
        if (one->pad)
            sl__roi_pad(&roi, one->side, one->side, &padding);
        bench.raster = bench_picture(one->kind, bytes);
        bench.warp = (struct sl__warp){ .tensor_w = one->side, .tensor_h = one->side, .border = one->border, .high = 1.0f };
        sl__warp_matrix(&roi, one->side, one->side, bench.warp.m);
        for (bench.kernel = sl__warp_kernels; bench.kernel->name; bench.kernel++)
            if (bench.kernel->usable())
                time_and_print(bench.kernel->name, one->kind, one->name, run_warp, &bench);
    }
    for (int kind = 0; kind < SL_RASTER_KINDS; kind++) {
        bench.raster = bench_picture((enum sl__raster_kind)kind, bytes);
        time_and_print("convert", (enum sl__raster_kind)kind, "whole picture to rgb24", run_convert, &bench);
    }
    free(bytes);
    free(bench.tensor);
    free(bench.rgb);
    return 0;
}
