/*
 * Every fast kernel against plain C, and plain C against what it must be. Differences of one bit fail.
 *
 *     check-kernel [--seed N] [--cases N] [TEST]      TAP; prints its seed
 *     check-kernel --bench                            a table of times
 */
#include "bench.h"
#include "cases.h"
#include "kernel/convert.h"
#include "kernel/warp_kernels.h"
#include "tap.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { TENSOR_FLOATS_MAX = 3 * SL_WARP_SIDE_MAX * SL_WARP_SIDE_MAX };

static unsigned long long seed;
static int cases = 150;
static struct studio studio;
static struct guarded tensor_room;
static float *expected;

/* Runs one kernel into a tensor that touches a forbidden page; the first difference is told. */
static void check_case(const struct sl__warp_kernel *kernel, const struct sl__warp *warp, const struct sl__raster *raster,
                       enum guarded_place place)
{
    const size_t count = 3 * (size_t)warp->tensor_w * (size_t)warp->tensor_h;
    float *found = (float *)(void *)guarded_at(&tensor_room, count * sizeof(*found), place);
    memset(found, 0xff, count * sizeof(*found));
    kernel->run(warp, raster, found);
    for (size_t i = 0; i < count && tap_good; i++)
        if (memcmp(&found[i], &expected[i], sizeof(*found)))
            TAP_FAIL("%s: value %zu is %.9g, expected %.9g; %s", kernel->name, i, found[i], expected[i], case_text(warp, raster));
}

static void check_all(const struct sl__warp *warp, const struct sl__raster *raster, enum guarded_place place)
{
    for (const struct sl__warp_kernel *kernel = sl__warp_kernels; kernel->name && tap_good; kernel++)
        if (kernel->usable())
            check_case(kernel, warp, raster, place);
}

static void check_kind(enum sl__raster_kind kind)
{
    struct dice dice = { seed + kind };
    for (int i = 0; i < cases && tap_good; i++) {
        struct sl__raster raster = studio_picture(&studio, &dice, kind);
        for (int j = 0; j < 3; j++) {
            struct sl__warp warp = random_warp(&dice, &raster);
            sl__warp_reference(&warp, &raster, expected);
            check_all(&warp, &raster, j % 2 ? GUARDED_START : GUARDED_END);
        }
    }
}

static void kernels_equal_c_on_rgb24(void) { check_kind(SL_RASTER_RGB24); }
static void kernels_equal_c_on_bgr24(void) { check_kind(SL_RASTER_BGR24); }
static void kernels_equal_c_on_rgba32(void) { check_kind(SL_RASTER_RGBA32); }
static void kernels_equal_c_on_gray8(void) { check_kind(SL_RASTER_GRAY8); }
static void kernels_equal_c_on_i420(void) { check_kind(SL_RASTER_I420); }
static void kernels_equal_c_on_nv12(void) { check_kind(SL_RASTER_NV12); }

static void kernels_equal_c_on_matrices_no_rectangle_gives(void)
{
    struct dice dice = { seed + 100 };
    for (int i = 0; i < 3 * cases && tap_good; i++) {
        struct sl__raster raster = studio_picture(&studio, &dice, (enum sl__raster_kind)(i % SL_RASTER_KINDS));
        struct sl__warp warp = random_warp(&dice, &raster);
        spoil_matrix(&dice, &warp);
        sl__warp_reference(&warp, &raster, expected);
        check_all(&warp, &raster, GUARDED_END);
    }
}

static struct sl__raster as_rgb(const struct sl__raster *raster, uint8_t *rgb)
{
    sl__convert_to_rgb(raster, rgb, 3 * raster->width);
    return (struct sl__raster){ .kind = SL_RASTER_RGB24, .width = raster->width, .height = raster->height,
                                .plane = { rgb }, .stride = { 3 * raster->width } };
}

static void warping_any_format_equals_converting_first(void)
{
    static uint8_t rgb[3 * PICTURE_SIDE_MAX * PICTURE_SIDE_MAX];
    struct dice dice = { seed + 200 };
    for (int i = 0; i < 2 * cases && tap_good; i++) {
        struct sl__raster raster = studio_picture(&studio, &dice, (enum sl__raster_kind)(i % SL_RASTER_KINDS));
        struct sl__raster converted = as_rgb(&raster, rgb);
        struct sl__warp warp = random_warp(&dice, &raster);
        sl__warp_reference(&warp, &converted, expected);
        check_all(&warp, &raster, GUARDED_END);
    }
}

/* The whole picture into a tensor of its size is the picture; BGR and RGBA only order bytes. */
static void the_whole_picture_at_its_own_size_is_itself(void)
{
    struct dice dice = { seed + 300 };
    for (int i = 0; i < cases && tap_good; i++) {
        struct sl__raster raster = studio_picture(&studio, &dice, (enum sl__raster_kind)(i % (SL_RASTER_GRAY8 + 1)));
        const float w = (float)raster.width, h = (float)raster.height;
        const struct sl__roi roi = { 0.5f * w, 0.5f * h, w, h, 0.0f };
        struct sl__warp warp = { .tensor_w = raster.width, .tensor_h = raster.height, .high = 255.0f };
        CHECK_INT(sl__warp_matrix(&roi, raster.width, raster.height, warp.m), 0);
        static const struct { int bytes, r, g, b; } order[] = { { 3, 0, 1, 2 }, { 3, 2, 1, 0 }, { 4, 0, 1, 2 }, { 1, 0, 0, 0 } };
        const int bytes = order[raster.kind].bytes;
        float *out = expected;
        for (int y = 0; y < raster.height; y++) {
            for (int x = 0; x < raster.width; x++) {
                const uint8_t *pixel = raster.plane[0] + y * raster.stride[0] + x * bytes;
                *out++ = pixel[order[raster.kind].r];
                *out++ = pixel[order[raster.kind].g];
                *out++ = pixel[order[raster.kind].b];
            }
        }
        check_all(&warp, &raster, GUARDED_END);
    }
}

static void values_are_mapped_with_one_rounding(void)
{
    uint8_t bytes[3 * 256];
    for (int i = 0; i < 3 * 256; i++)
        bytes[i] = (uint8_t)(i / 3);
    const struct sl__raster raster = { .kind = SL_RASTER_RGB24, .width = 256, .height = 1, .plane = { bytes }, .stride = { 768 } };
    const struct sl__warp warp = { .m = { 1, 0, 0, 0, 1, 0, 0, 0, 1 }, .tensor_w = 256, .tensor_h = 1, .low = -1.0f, .high = 1.0f };
    for (int i = 0; i < 3 * 256; i++) /* exact in double, so this rounds once too */
        expected[i] = (float)((double)(2.0f / 255.0f) * (i / 3) - 1.0);
    check_all(&warp, &raster, GUARDED_END);
    CHECK_BITS((float[]){ expected[0] }, (float[]){ -1.0f }, 1);
}

static int32_t fixed(double value)
{
    return (int32_t)lrint(value * 65536.0);
}

static void colour_matrices_are_those_of_the_itu(void)
{
    static const struct { enum sl__yuv_kind kind; double kr, kb; bool full; } all[] = {
        { SL_YUV_BT601, 0.299, 0.114, false },       { SL_YUV_BT709, 0.2126, 0.0722, false },
        { SL_YUV_BT601_FULL, 0.299, 0.114, true },   { SL_YUV_BT709_FULL, 0.2126, 0.0722, true },
    };
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        const struct sl__yuv_matrix *m = sl__yuv_matrix(all[i].kind);
        const double kr = all[i].kr, kb = all[i].kb, kg = 1.0 - kr - kb, chroma = all[i].full ? 1.0 : 255.0 / 224.0;
        CHECK_INT(m->y_offset, all[i].full ? 0 : 16);
        CHECK_INT(m->y_scale, fixed(all[i].full ? 1.0 : 255.0 / 219.0));
        CHECK_INT(m->v_to_r, fixed(2.0 * (1.0 - kr) * chroma));
        CHECK_INT(m->u_to_g, fixed(-2.0 * kb * (1.0 - kb) / kg * chroma));
        CHECK_INT(m->v_to_g, fixed(-2.0 * kr * (1.0 - kr) / kg * chroma));
        CHECK_INT(m->u_to_b, fixed(2.0 * (1.0 - kb) * chroma));
    }
}

/* Each Y, U and V against real arithmetic; the fixed-point factors are off by at most 2^-17 each, so ties apart equal. */
static void converted_pixels_are_within_half_a_level_of_real_arithmetic(void)
{
    struct dice dice = { seed + 400 };
    for (int i = 0; i < 20000 && tap_good; i++) {
        const uint8_t y = (uint8_t)dice_roll(&dice), u = (uint8_t)dice_roll(&dice), v = (uint8_t)dice_roll(&dice);
        const struct sl__raster one = { .kind = SL_RASTER_I420, .yuv = i % 2 ? SL_YUV_BT709 : SL_YUV_BT709_FULL, .width = 1,
                                        .height = 1, .plane = { &y, &u, &v }, .stride = { 1, 1, 1 } };
        uint8_t rgb[3];
        sl__convert_to_rgb(&one, rgb, 3);
        const double luma = i % 2 ? (y - 16) * 255.0 / 219.0 : y, scale = i % 2 ? 255.0 / 224.0 : 1.0;
        const double cb = (u - 128) * scale, cr = (v - 128) * scale, kr = 0.2126, kb = 0.0722, kg = 1.0 - kr - kb;
        const double real[3] = { luma + 2.0 * (1.0 - kr) * cr,
                                 luma - 2.0 * kb * (1.0 - kb) / kg * cb - 2.0 * kr * (1.0 - kr) / kg * cr,
                                 luma + 2.0 * (1.0 - kb) * cb };
        for (int c = 0; c < 3; c++)
            if (!(fabs(fmin(fmax(real[c], 0.0), 255.0) - rgb[c]) < 0.51))
                TAP_FAIL("Y %d U %d V %d: channel %d is %d, expected %.3f", y, u, v, c, rgb[c], real[c]);
    }
}

static void the_matrix_maps_corners_to_corners(void)
{
    const struct sl__roi roi = { 100.0f, 50.0f, 40.0f, 20.0f, 1.5707964f }; /* a quarter turn clockwise */
    double m[9];
    CHECK_INT(sl__warp_matrix(&roi, 80, 10, m), 0);
    const double from[3][2] = { { 0, 0 }, { 80, 0 }, { 40, 5 } }, to[3][2] = { { 110, 30 }, { 110, 70 }, { 100, 50 } };
    for (int i = 0; i < 3; i++) {
        const double w = m[6] * from[i][0] + m[7] * from[i][1] + m[8];
        CHECK(fabs((m[0] * from[i][0] + m[1] * from[i][1] + m[2]) / w - to[i][0]) < 1e-4);
        CHECK(fabs((m[3] * from[i][0] + m[4] * from[i][1] + m[5]) / w - to[i][1]) < 1e-4);
    }
}

static void rectangles_that_make_no_sense_are_refused(void)
{
    static const struct sl__roi bad[] = {
        { NAN, 1, 1, 1, 0 }, { 1, INFINITY, 1, 1, 0 }, { 1, 1, NAN, 1, 0 },  { 1, 1, 1, -INFINITY, 0 }, { 1, 1, 1, 1, NAN },
        { 1, 1, 0, 1, 0 },   { 1, 1, 1, 0, 0 },        { 1, 1, -5, 5, 0 },   { 1, 1, 5, -5, 0 },
        { 3e38f, 3e38f, 3e38f, 3e38f, 1 }, /* infinite corners */
    };
    double m[9];
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        CHECK_INT(sl__warp_matrix(&bad[i], 64, 64, m), -EINVAL);
    const struct sl__roi good = { 1, 1, 5, 5, 0 };
    CHECK_INT(sl__warp_matrix(&good, 0, 64, m), -EINVAL);
    CHECK_INT(sl__warp_matrix(&good, 64, -1, m), -EINVAL);
}

static void padding_is_on_the_short_side(void)
{
    struct sl__roi wide = { 320, 240, 640, 480, 0 }, tall = { 240, 320, 480, 640, 0 };
    struct sl__padding padding;
    sl__roi_pad(&wide, 192, 192, &padding);
    CHECK(wide.w == 640.0f && wide.h == 640.0f);
    CHECK(padding.left == 0.0f && padding.right == 0.0f && padding.top == 0.125f && padding.bottom == 0.125f);
    sl__roi_pad(&tall, 192, 192, &padding);
    CHECK(tall.w == 640.0f && tall.h == 640.0f);
    CHECK(padding.left == 0.125f && padding.right == 0.125f && padding.top == 0.0f && padding.bottom == 0.0f);
}

static void the_best_usable_kernel_is_chosen(void)
{
    const struct sl__warp_kernel *kernel = sl__warp_kernels;
    while (!kernel->usable())
        kernel++;
    CHECK_TEXT(sl__warp_kernel_name(), kernel->name);
    printf("# sl__warp_run() uses %s\n", kernel->name);

    const uint8_t bytes[12] = { 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120 };
    const struct sl__raster raster = { .kind = SL_RASTER_RGB24, .width = 2, .height = 2, .plane = { bytes }, .stride = { 6 } };
    const struct sl__warp warp = { .m = { 1, 0, 0.5, 0, 1, 0.5, 0, 0, 1 }, .tensor_w = 1, .tensor_h = 1, .high = 255.0f };
    float found[3];
    sl__warp_run(&warp, &raster, found);
    CHECK_BITS(found, ((float[]){ 55.0f, 65.0f, 75.0f }), 3);
}

static bool parse_arguments(int argc, char **argv, bool *bench)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--bench"))
            *bench = true;
        else if (!strcmp(argv[i], "--seed") && i + 1 < argc)
            seed = strtoull(argv[++i], NULL, 0);
        else if (!strcmp(argv[i], "--cases") && i + 1 < argc)
            cases = (int)strtol(argv[++i], NULL, 0);
        else if (argv[i][0] != '-' && !tap_only)
            tap_only = argv[i];
        else
            return false;
    }
    return true;
}

static void run_tests(void)
{
    RUN(kernels_equal_c_on_rgb24);
    RUN(kernels_equal_c_on_bgr24);
    RUN(kernels_equal_c_on_rgba32);
    RUN(kernels_equal_c_on_gray8);
    RUN(kernels_equal_c_on_i420);
    RUN(kernels_equal_c_on_nv12);
    RUN(kernels_equal_c_on_matrices_no_rectangle_gives);
    RUN(warping_any_format_equals_converting_first);
    RUN(the_whole_picture_at_its_own_size_is_itself);
    RUN(values_are_mapped_with_one_rounding);
    RUN(colour_matrices_are_those_of_the_itu);
    RUN(converted_pixels_are_within_half_a_level_of_real_arithmetic);
    RUN(the_matrix_maps_corners_to_corners);
    RUN(rectangles_that_make_no_sense_are_refused);
    RUN(padding_is_on_the_short_side);
    RUN(the_best_usable_kernel_is_chosen);
}

int main(int argc, char **argv)
{
    bool bench = false;
    seed = (unsigned long long)time(NULL);
    if (!parse_arguments(argc, argv, &bench)) {
        fprintf(stderr, "usage: check-kernel [--seed N] [--cases N] [TEST] | --bench\n");
        return 2;
    }
    if (bench)
        return bench_kernels();

    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("# --seed %llu\n", seed);
    studio_init(&studio);
    guarded_init(&tensor_room, TENSOR_FLOATS_MAX * sizeof(float));
    expected = malloc(TENSOR_FLOATS_MAX * sizeof(*expected));
    if (!expected) {
        fprintf(stderr, "no memory\n");
        return 1;
    }
    run_tests();
    free(expected);
    guarded_finish(&tensor_room);
    studio_finish(&studio);
    return TAP_END();
}
