/* Whole pictures to RGB24, and the numbers that make red, green and blue out of Y, U and V. */
#include "kernel/convert.h"

#include "kernel/convert_kernels.h"
#include "kernel/cpu.h"
#include "kernel/pixel.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

/*
 * With Kr and Kb of ITU-R BT.601-7 (0.299, 0.114) or BT.709-6 (0.2126, 0.0722), Kg = 1 - Kr - Kb:
 *     R = Y' + 2 (1 - Kr) V',  G = Y' - 2 Kb (1 - Kb) / Kg U' - 2 Kr (1 - Kr) / Kg V',  B = Y' + 2 (1 - Kb) U'
 * where Y' = (Y - 16) 255 / 219 and U', V' = (U, V - 128) 255 / 224 for the limited range of these documents, and
 * Y' = Y, U', V' = U, V - 128 for the full range of JPEG (ITU-T T.871). Each factor is rounded once, to the nearest
 * 1/65536; tests/kernel computes them again from Kr and Kb.
 */
static const struct sl__yuv_matrix matrices[SL_YUV_KINDS] = {
    [SL_YUV_BT601]      = { 16, 76309, 104597, -25675, -53279, 132201 },
    [SL_YUV_BT709]      = { 16, 76309, 117489, -13975, -34925, 138438 },
    [SL_YUV_BT601_FULL] = {  0, 65536,  91881, -22553, -46802, 116130 },
    [SL_YUV_BT709_FULL] = {  0, 65536, 103206, -12276, -30679, 121609 },
};

const struct sl__yuv_matrix *sl__yuv_matrix(enum sl__yuv_kind kind)
{
    return &matrices[kind];
}

/* A constant kind makes the switch in sl__pixel_get() go away. */
static inline __attribute__((always_inline)) void convert_known(const struct sl__raster *raster, enum sl__raster_kind kind,
                                                                int32_t y, int32_t from, uint8_t *out, bool blue_first)
{
    struct sl__raster known = *raster;
    known.kind = kind;
    const struct sl__yuv_matrix matrix = *sl__yuv_matrix(raster->yuv);
    for (int32_t x = from; x < known.width; x++) {
        uint8_t rgb[3];
        sl__pixel_get(&known, &matrix, x, y, rgb);
        out[3 * x] = rgb[blue_first ? 2 : 0];
        out[3 * x + 1] = rgb[1];
        out[3 * x + 2] = rgb[blue_first ? 0 : 2];
    }
}

void sl__convert_row_c(const struct sl__raster *raster, int32_t y, int32_t from, uint8_t *out, bool blue_first)
{
    switch (raster->kind) {
    case SL_RASTER_RGB24: convert_known(raster, SL_RASTER_RGB24, y, from, out, blue_first); break;
    case SL_RASTER_BGR24: convert_known(raster, SL_RASTER_BGR24, y, from, out, blue_first); break;
    case SL_RASTER_RGBA32: convert_known(raster, SL_RASTER_RGBA32, y, from, out, blue_first); break;
    case SL_RASTER_I420: convert_known(raster, SL_RASTER_I420, y, from, out, blue_first); break;
    case SL_RASTER_NV12: convert_known(raster, SL_RASTER_NV12, y, from, out, blue_first); break;
    default: convert_known(raster, SL_RASTER_GRAY8, y, from, out, blue_first); break;
    }
}

const struct sl__convert_kernel sl__convert_kernels[] = {
#ifdef __x86_64__
    { "avx2", sl__convert_row_avx2, sl__cpu_has_avx2 },
#endif
    { "c", sl__convert_row_c, sl__cpu_any },
    { NULL, NULL, NULL },
};

static const struct sl__convert_kernel *chosen;
static pthread_once_t choice = PTHREAD_ONCE_INIT;

static void choose(void)
{
    chosen = sl__convert_kernels;
    while (!chosen->usable())
        chosen++;
}

static void convert(const struct sl__raster *raster, uint8_t *out, int32_t stride, bool blue_first)
{
    bool same = raster->kind == (blue_first ? SL_RASTER_BGR24 : SL_RASTER_RGB24);
    pthread_once(&choice, choose);
    for (int32_t y = 0; y < raster->height; y++) {
        uint8_t *row = out + (ptrdiff_t)y * stride;
        if (same)
            memcpy(row, sl__pixel_at(raster, 0, 0, y), 3 * (size_t)raster->width);
        else
            chosen->row(raster, y, 0, row, blue_first);
    }
}

void sl__convert_to_rgb(const struct sl__raster *raster, uint8_t *rgb, int32_t stride)
{
    convert(raster, rgb, stride, false);
}

void sl__convert_to_bgr(const struct sl__raster *raster, uint8_t *bgr, int32_t stride)
{
    convert(raster, bgr, stride, true);
}
