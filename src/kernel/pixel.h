/*
 * One pixel of a raster as red, green, blue. The plain C that every fast kernel is compared with reads pixels only here;
 * the fast kernels repeat these integer formulas lane by lane.
 */
#ifndef SL_KERNEL_PIXEL_H
#define SL_KERNEL_PIXEL_H

#include "kernel/warp.h"

#include <stddef.h>

/* Two steps, so that compilers need no branch: noise would be mispredicted. */
static inline uint8_t sl__pixel_clamp(int32_t value)
{
    value = value < 0 ? 0 : value;
    return (uint8_t)(value > 255 ? 255 : value);
}

/** A 16.16 sum needs at most 26 bits: 76309 * 239 + 138438 * 127 + 32768 < 2^26. */
static inline void sl__pixel_from_yuv(const struct sl__yuv_matrix *k, uint8_t y, uint8_t u, uint8_t v, uint8_t rgb[3])
{
    int32_t luma = k->y_scale * (y - k->y_offset) + 32768, cb = u - 128, cr = v - 128;
    rgb[0] = sl__pixel_clamp((luma + k->v_to_r * cr) >> 16);
    rgb[1] = sl__pixel_clamp((luma + k->u_to_g * cb + k->v_to_g * cr) >> 16);
    rgb[2] = sl__pixel_clamp((luma + k->u_to_b * cb) >> 16);
}

static inline const uint8_t *sl__pixel_at(const struct sl__raster *raster, int plane, int32_t x_bytes, int32_t y)
{
    return raster->plane[plane] + (ptrdiff_t)y * raster->stride[plane] + x_bytes;
}

/** @p x, @p y inside the picture; @p matrix is that of raster->yuv and looked at for I420 and NV12 only. */
static inline void sl__pixel_get(const struct sl__raster *raster, const struct sl__yuv_matrix *matrix, int32_t x, int32_t y,
                                 uint8_t rgb[3])
{
    int32_t cx = (x + raster->chroma_x) / 2, cy = (y + raster->chroma_y) / 2;
    const uint8_t *p;
    switch (raster->kind) {
    case SL_RASTER_RGB24:
        p = sl__pixel_at(raster, 0, 3 * x, y);
        rgb[0] = p[0], rgb[1] = p[1], rgb[2] = p[2];
        break;
    case SL_RASTER_BGR24:
        p = sl__pixel_at(raster, 0, 3 * x, y);
        rgb[0] = p[2], rgb[1] = p[1], rgb[2] = p[0];
        break;
    case SL_RASTER_RGBA32:
        p = sl__pixel_at(raster, 0, 4 * x, y);
        rgb[0] = p[0], rgb[1] = p[1], rgb[2] = p[2];
        break;
    case SL_RASTER_I420:
        sl__pixel_from_yuv(matrix, *sl__pixel_at(raster, 0, x, y), *sl__pixel_at(raster, 1, cx, cy),
                           *sl__pixel_at(raster, 2, cx, cy), rgb);
        break;
    case SL_RASTER_NV12:
        p = sl__pixel_at(raster, 1, 2 * cx, cy);
        sl__pixel_from_yuv(matrix, *sl__pixel_at(raster, 0, x, y), p[0], p[1], rgb);
        break;
    default: /* SL_RASTER_GRAY8 */
        rgb[0] = rgb[1] = rgb[2] = *sl__pixel_at(raster, 0, x, y);
        break;
    }
}

#endif
