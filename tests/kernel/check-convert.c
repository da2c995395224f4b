/*
 * Every kernel of the conversion against plain C, and plain C against the formula in floating point. A difference of one bit
 * between kernels fails, and a byte read or written outside ends the program.
 *
 *     check-convert [--seed N] [TEST]      TAP; prints its seed
 */
#include "cases.h"
#include "kernel/convert.h"
#include "kernel/convert_kernels.h"
#include "kernel/pixel.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>

enum { CASES = 600, ROW_MAX = 3 * PICTURE_SIDE_MAX };

static unsigned long long seed;
static struct studio studio;
static struct guarded room;

static void check_row(const struct sl__convert_kernel *kernel, const struct sl__raster *raster, int32_t y, bool blue_first)
{
    static uint8_t expected[ROW_MAX];
    size_t bytes = 3 * (size_t)raster->width;
    for (enum guarded_place place = GUARDED_START; place <= GUARDED_END; place++) {
        uint8_t *found = guarded_at(&room, bytes, place);
        sl__convert_row_c(raster, y, 0, expected, blue_first);
        memset(found, 0xaa, bytes);
        kernel->row(raster, y, 0, found, blue_first);
        for (size_t i = 0; i < bytes && tap_good; i++)
            if (found[i] != expected[i])
                TAP_FAIL("%s: %s %dx%d, matrix %d, chroma %d,%d, row %d: byte %zu is %d, expected %d", kernel->name,
                         kind_names[raster->kind], raster->width, raster->height, (int)raster->yuv, raster->chroma_x,
                         raster->chroma_y, y, i, found[i], expected[i]);
    }
}

static void kernels_equal_plain_c(void)
{
    struct dice dice = {seed};
    for (int i = 0; i < CASES && tap_good; i++) {
        struct sl__raster raster = studio_picture(&studio, &dice, (enum sl__raster_kind)(i % SL_RASTER_KINDS));
        raster.yuv = (enum sl__yuv_kind)dice_between(&dice, 0, SL_YUV_KINDS - 1);
        for (const struct sl__convert_kernel *kernel = sl__convert_kernels; kernel->name && tap_good; kernel++) {
            if (!kernel->usable())
                continue;
            check_row(kernel, &raster, dice_between(&dice, 0, raster.height - 1), i % 2);
            check_row(kernel, &raster, raster.height - 1, i % 2);
        }
    }
}

/* Plain C reads each pixel as the warp does, and blue and red change places. */
static void both_orders_hold_the_pixels_of_the_warp(void)
{
    struct dice dice = {seed + 1};
    static uint8_t rgb[ROW_MAX * PICTURE_SIDE_MAX], bgr[ROW_MAX * PICTURE_SIDE_MAX];
    for (int i = 0; i < 60 && tap_good; i++) {
        struct sl__raster raster = studio_picture(&studio, &dice, (enum sl__raster_kind)(i % SL_RASTER_KINDS));
        sl__convert_to_rgb(&raster, rgb, ROW_MAX);
        sl__convert_to_bgr(&raster, bgr, ROW_MAX);
        for (int32_t k = 0; k < raster.width * raster.height && tap_good; k++) {
            uint8_t pixel[3], *a = rgb + k / raster.width * ROW_MAX + 3 * (k % raster.width);
            uint8_t *b = bgr + k / raster.width * ROW_MAX + 3 * (k % raster.width);
            sl__pixel_get(&raster, sl__yuv_matrix(raster.yuv), k % raster.width, k / raster.width, pixel);
            CHECK(!memcmp(a, pixel, 3) && b[0] == pixel[2] && b[1] == pixel[1] && b[2] == pixel[0]);
        }
    }
}

int main(int argc, char **argv)
{
    seed = (unsigned long long)time(NULL);
    if (argc > 2 && !strcmp(argv[1], "--seed")) {
        seed = strtoull(argv[2], NULL, 0);
        argv += 2, argc -= 2;
    }
    TAP_BEGIN(argc, argv);
    printf("# --seed %llu\n", seed);
    studio_init(&studio);
    guarded_init(&room, ROW_MAX);
    RUN(kernels_equal_plain_c);
    RUN(both_orders_hold_the_pixels_of_the_warp);
    guarded_finish(&room);
    studio_finish(&studio);
    return TAP_END();
}
