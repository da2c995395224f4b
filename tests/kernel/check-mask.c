/*
 * Every kernel of the mask's warp against OpenCV's formula, pixel by pixel, without the search for where a row meets the
 * mask. A difference of one bit fails.
 *
 *     check-mask [--seed N] [TEST]      TAP; prints its seed
 */
#include "cases.h"
#include "kernel/mask_kernels.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { SIDE_MAX = 256, PICTURE_MAX = 1400 * 40, CASES = 400 };

static unsigned long long seed;
static struct guarded mask_room, picture_room;
static float expected[PICTURE_MAX];

/* A random mask with its border, its last byte before a forbidden page. */
static struct sl__mask_warp random_mask(struct dice *dice, enum guarded_place place)
{
    struct sl__mask_warp warp = {.side = dice_between(dice, 0, 3) ? dice_between(dice, 1, SIDE_MAX) : SIDE_MAX};
    int padded = SL_MASK_PADDED(warp.side);
    float *mask = (float *)(void *)guarded_at(&mask_room, (size_t)padded * (size_t)padded * sizeof(*mask), place);
    for (int y = 0; y < padded; y++)
        for (int x = 0; x < padded; x++)
            mask[y * padded + x] = x == 0 || y == 0 || x == padded - 1 || y == padded - 1
                                       ? 0.0f : (float)dice_real(dice, 0.0, 1.0);
    warp.mask = mask;
    return warp;
}

static void random_picture(struct dice *dice, struct sl__mask_warp *warp)
{
    bool wide = dice_between(dice, 0, 4) == 0;
    warp->width = wide ? dice_between(dice, 500, 1400) : dice_between(dice, 1, 200);
    warp->height = wide ? dice_between(dice, 1, 40) : dice_between(dice, 1, 280);
}

/* Turned, mirrored, stretched; from hundreds of pixels of the picture to one of the mask, to the other way round. */
static void random_map(struct dice *dice, struct sl__mask_warp *warp)
{
    double turn = dice_between(dice, 0, 3) ? dice_real(dice, -4, 4) : dice_between(dice, -2, 2) * M_PI / 2;
    double scale_x = exp(dice_real(dice, -5, 5)), scale_y = dice_between(dice, 0, 2) ? scale_x : exp(dice_real(dice, -5, 5));
    double *m = warp->m;
    m[0] = (double)(float)(scale_x * cos(turn));
    m[1] = (double)(float)(-scale_x * sin(turn));
    m[3] = (double)(float)(scale_y * sin(turn));
    m[4] = (double)(float)(scale_y * cos(turn));
    double x = dice_real(dice, -0.2, 1.2) * warp->width, y = dice_real(dice, -0.2, 1.2) * warp->height;
    m[2] = (double)(float)(dice_real(dice, 0, 1) * warp->side - m[0] * x - m[1] * y); /* some place on some place */
    m[5] = (double)(float)(dice_real(dice, 0, 1) * warp->side - m[3] * x - m[4] * y);
}

static float pixel(const struct sl__mask_warp *warp, int64_t x, int64_t y)
{
    if (x < 0 || y < 0 || x >= warp->side || y >= warp->side)
        return 0.0f;
    return warp->mask[(y + 1) * SL_MASK_PADDED(warp->side) + x + 1];
}

/* Source: OpenCV 4.10, imgwarp.cpp, WarpAffineInvoker and remapBilinear. */
static float pixel_by_opencv(const struct sl__mask_warp *warp, int column, int row)
{
    const double *m = warp->m;
    int64_t x = (llrint(m[0] * column * 1024) + llrint((m[1] * row + m[2]) * 1024) + 16) >> 5;
    int64_t y = (llrint(m[3] * column * 1024) + llrint((m[4] * row + m[5]) * 1024) + 16) >> 5;
    float fx = (float)(x & 31) / 32.0f, fy = (float)(y & 31) / 32.0f;
    float sum = pixel(warp, x >> 5, y >> 5) * ((1.0f - fy) * (1.0f - fx));
    sum = sum + pixel(warp, (x >> 5) + 1, y >> 5) * ((1.0f - fy) * fx);
    sum = sum + pixel(warp, x >> 5, (y >> 5) + 1) * (fy * (1.0f - fx));
    return sum + pixel(warp, (x >> 5) + 1, (y >> 5) + 1) * (fy * fx);
}

/* Into a picture that touches a forbidden page; the first difference is told. @return pixels that are not zero */
static int check_kernel(const struct sl__mask_kernel *kernel, const struct sl__mask_warp *warp, enum guarded_place place)
{
    size_t count = (size_t)warp->width * (size_t)warp->height;
    float *found = (float *)(void *)guarded_at(&picture_room, count * sizeof(*found), place);
    int touched = 0;
    memset(found, 0xff, count * sizeof(*found));
    sl__mask_warp_with(kernel, warp, found);
    for (size_t i = 0; i < count && tap_good; i++) {
        touched += found[i] != 0.0f;
        if (memcmp(&found[i], &expected[i], sizeof(*found)))
            TAP_FAIL("%s: mask %d, picture %dx%d, map %.9g %.9g %.9g %.9g %.9g %.9g: pixel %zu is %.9g, expected %.9g",
                     kernel->name, warp->side, warp->width, warp->height, warp->m[0], warp->m[1], warp->m[2], warp->m[3],
                     warp->m[4], warp->m[5], i, (double)found[i], (double)expected[i]);
    }
    return touched;
}

static int check_all(const struct sl__mask_warp *warp, enum guarded_place place)
{
    int touched = 0;
    for (const struct sl__mask_kernel *kernel = sl__mask_kernels; kernel->name && tap_good; kernel++)
        if (kernel->usable())
            touched = check_kernel(kernel, warp, place);
    return touched;
}

static void kernels_equal_the_formula(void)
{
    struct dice dice = { seed };
    int touched = 0;
    for (int i = 0; i < CASES && tap_good; i++) {
        struct sl__mask_warp warp = random_mask(&dice, i % 2 ? GUARDED_START : GUARDED_END);
        random_picture(&dice, &warp);
        random_map(&dice, &warp);
        for (int k = 0; k < warp.width * warp.height; k++)
            expected[k] = pixel_by_opencv(&warp, k % warp.width, k / warp.width);
        touched += check_all(&warp, i % 3 ? GUARDED_END : GUARDED_START) > 0;
    }
    printf("# %d cases, %d with something of the mask in the picture\n", CASES, touched);
    CHECK(touched > CASES / 2);
}

static void a_map_that_changes_nothing_draws_the_mask(void)
{
    struct dice dice = { seed + 1 };
    struct sl__mask_warp warp = random_mask(&dice, GUARDED_END);
    warp.m[0] = warp.m[4] = 1.0;
    warp.width = warp.side + 3 <= 200 ? warp.side + 3 : 200;
    warp.height = 100;
    for (int k = 0; k < warp.width * warp.height; k++)
        expected[k] = pixel(&warp, k % warp.width, k / warp.width);
    check_all(&warp, GUARDED_END);
}

/* Far away, without size, infinite, no number: whatever it is, nothing is read outside and nothing drawn. */
static void maps_that_make_no_sense_draw_nothing(void)
{
    static const double values[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e18, 3e9, -3e9, 1e-300 };
    struct dice dice = { seed + 2 };
    struct sl__mask_warp warp = random_mask(&dice, GUARDED_END);
    warp.width = warp.height = 33;
    memset(expected, 0, sizeof(expected));
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        for (int k = 0; k < 6; k++) {
            const double far[6] = { 1, 0, -1e6, 0, 1, -1e6 };
            memcpy(warp.m, far, sizeof(far));
            warp.m[k] = values[i];
            check_all(&warp, GUARDED_END);
        }
    }
}

static void the_best_usable_kernel_is_chosen(void)
{
    struct dice dice = { seed + 3 };
    struct sl__mask_warp warp = random_mask(&dice, GUARDED_END);
    const struct sl__mask_kernel *kernel = sl__mask_kernels;
    static float found[33 * 33];
    while (!kernel->usable())
        kernel++;
    printf("# sl__mask_warp_run() uses %s\n", kernel->name);
    warp.width = warp.height = 33;
    random_map(&dice, &warp);
    sl__mask_warp_with(kernel, &warp, expected);
    sl__mask_warp_run(&warp, found);
    CHECK_BITS(found, expected, 33 * 33);
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
    guarded_init(&mask_room, SL_MASK_PADDED(SIDE_MAX) * SL_MASK_PADDED(SIDE_MAX) * sizeof(float));
    guarded_init(&picture_room, PICTURE_MAX * sizeof(float));
    RUN(kernels_equal_the_formula);
    RUN(a_map_that_changes_nothing_draws_the_mask);
    RUN(maps_that_make_no_sense_draw_nothing);
    RUN(the_best_usable_kernel_is_chosen);
    guarded_finish(&mask_room);
    guarded_finish(&picture_room);
    return TAP_END();
}
