/*
 * The warp in plain C, and the choice of the kernel that does it fastest on this CPU.
 *
 * The result is that of OpenCV 4.10's warpPerspective on 8-bit pixels with linear interpolation: positions are rounded
 * to 1/32 pixel, the weights are integers, and the blend is rounded to 8 bits before it becomes a float. Integer
 * positions are pixel centres; nothing is anti-aliased.
 */
#include "kernel/warp.h"

#include "kernel/cpu.h"
#include "kernel/pixel.h"
#include "kernel/warp_kernels.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>

/* NaN fails the first comparison, so it has a place too. */
static int32_t position(double value)
{
    if (!(value > -SL_WARP_POSITION_MAX))
        return -SL_WARP_POSITION_MAX;
    return value < SL_WARP_POSITION_MAX ? (int32_t)lrint(value) : SL_WARP_POSITION_MAX;
}

struct reading {
    const struct sl__raster *raster;
    const struct sl__yuv_matrix *matrix;
    bool zero_border;
};

static int32_t clip(int32_t value, int32_t max)
{
    return value < 0 ? 0 : value > max ? max : value;
}

/* Adds weight * pixel; outside the picture that is the nearest pixel or nothing. */
static void add_neighbour(const struct reading *reading, int32_t x, int32_t y, int32_t weight, int32_t sum[3])
{
    int32_t inside_x = clip(x, reading->raster->width - 1), inside_y = clip(y, reading->raster->height - 1);
    if (reading->zero_border && (x != inside_x || y != inside_y))
        return;
    uint8_t rgb[3];
    sl__pixel_get(reading->raster, reading->matrix, inside_x, inside_y, rgb);
    for (int c = 0; c < 3; c++)
        sum[c] += weight * rgb[c];
}

/* x32, y32 in 1/32 pixel. Arithmetic shift: -1 lies 31/32 right of pixel -1. */
static void blend(const struct reading *reading, int32_t x32, int32_t y32, uint8_t rgb[3])
{
    int32_t x = x32 >> 5, y = y32 >> 5, fx = x32 & 31, fy = y32 & 31;
    int32_t sum[3] = { 512, 512, 512 };
    add_neighbour(reading, x, y, (32 - fx) * (32 - fy), sum);
    add_neighbour(reading, x + 1, y, fx * (32 - fy), sum);
    add_neighbour(reading, x, y + 1, (32 - fx) * fy, sum);
    add_neighbour(reading, x + 1, y + 1, fx * fy, sum);
    for (int c = 0; c < 3; c++)
        rgb[c] = (uint8_t)(sum[c] >> 10);
}

int sl__warp_block_width(int tensor_w, int tensor_h)
{
    int columns = 1024 / (tensor_h < 16 ? tensor_h : 16);
    return columns < tensor_w ? columns : tensor_w;
}

bool sl__warp_lanes_fit(const struct sl__warp *warp, const struct sl__raster *raster)
{
    if (warp->tensor_w > SL_WARP_SIDE_MAX || raster->width < SL_WARP_LANES_WIDTH_MIN || raster->height < 2)
        return false;
    if (raster->kind == SL_RASTER_I420 && raster->stride[1] != raster->stride[2])
        return false;
    for (int plane = 0; plane < 3; plane++)
        if (raster->plane[plane] && (int64_t)raster->stride[plane] * raster->height > INT32_MAX)
            return false;
    return true;
}

/* x, y and w are linear over the tensor, so their extremes are at its corners. */
bool sl__warp_tame(const struct sl__warp *warp)
{
    const double *m = warp->m;
    for (int corner = 0; corner < 4; corner++) {
        double x = corner & 1 ? warp->tensor_w : 0, y = corner & 2 ? warp->tensor_h : 0;
        double w = m[6] * x + m[7] * y + m[8];
        if (!(w > 0.5 && fabs(m[0] * x + m[1] * y + m[2]) < 16384.0 && fabs(m[3] * x + m[4] * y + m[5]) < 16384.0))
            return false;
    }
    return true;
}

void sl__warp_reference(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor)
{
    const struct reading reading = { raster, sl__yuv_matrix(raster->yuv), warp->border == SL_BORDER_ZERO };
    const double *m = warp->m;
    const int block_width = sl__warp_block_width(warp->tensor_w, warp->tensor_h);
    float value_of[256]; /* one rounding; fmaf() is a slow call where the compiler may not count on an FMA unit */
    for (int i = 0; i < 256; i++)
        value_of[i] = fmaf((float)i, (warp->high - warp->low) / 255.0f, warp->low);

    for (int row = 0; row < warp->tensor_h; row++) {
        for (int column = 0; column < warp->tensor_w; column++) {
            double y = row, block_x = column - column % block_width, dx = column % block_width;
            double w = m[6] * block_x + m[7] * y + m[8] + m[6] * dx;
            double scale = w != 0.0 ? 32.0 / w : 0.0;
            double x32 = (m[0] * block_x + m[1] * y + m[2] + m[0] * dx) * scale;
            double y32 = (m[3] * block_x + m[4] * y + m[5] + m[3] * dx) * scale;
            uint8_t rgb[3];
            blend(&reading, position(x32), position(y32), rgb);
            for (int c = 0; c < 3; c++)
                *tensor++ = value_of[rgb[c]];
        }
    }
}

/* Choice of the kernel. */

const struct sl__warp_kernel sl__warp_kernels[] = {
#ifdef __x86_64__
    { "avx2", sl__warp_avx2, sl__cpu_has_avx2 },
#endif
#ifdef __aarch64__
    { "neon", sl__warp_neon, sl__cpu_any },
#endif
    { "c", sl__warp_reference, sl__cpu_any },
    { NULL, NULL, NULL },
};

static const struct sl__warp_kernel *chosen;
static pthread_once_t choice = PTHREAD_ONCE_INIT;

static void choose(void)
{
    chosen = sl__warp_kernels;
    while (!chosen->usable())
        chosen++;
}

void sl__warp_run(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor)
{
    pthread_once(&choice, choose);
    chosen->run(warp, raster, tensor);
}

const char *sl__warp_kernel_name(void)
{
    pthread_once(&choice, choose);
    return chosen->name;
}
