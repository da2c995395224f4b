/* Whole pictures to RGB24, and the numbers that make red, green and blue out of Y, U and V. */
#include "kernel/convert.h"

#include "kernel/pixel.h"

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

/* One row; a constant kind makes the switch in sl__pixel_get() go away. */
static inline __attribute__((always_inline)) void convert_row(const struct sl__raster *raster, enum sl__raster_kind kind,
                                                              int32_t y, uint8_t *out)
{
    struct sl__raster known = *raster;
    known.kind = kind;
    const struct sl__yuv_matrix matrix = *sl__yuv_matrix(raster->yuv);
    for (int32_t x = 0; x < known.width; x++)
        sl__pixel_get(&known, &matrix, x, y, out + 3 * x);
}

void sl__convert_to_rgb(const struct sl__raster *raster, uint8_t *rgb, int32_t stride)
{
    for (int32_t y = 0; y < raster->height; y++) {
        uint8_t *out = rgb + (ptrdiff_t)y * stride;
        switch (raster->kind) {
        case SL_RASTER_RGB24:
            memcpy(out, sl__pixel_at(raster, 0, 0, y), 3 * (size_t)raster->width);
            break;
        case SL_RASTER_BGR24:
            convert_row(raster, SL_RASTER_BGR24, y, out);
            break;
        case SL_RASTER_RGBA32:
            convert_row(raster, SL_RASTER_RGBA32, y, out);
            break;
        case SL_RASTER_I420:
            convert_row(raster, SL_RASTER_I420, y, out);
            break;
        case SL_RASTER_NV12:
            convert_row(raster, SL_RASTER_NV12, y, out);
            break;
        default:
            convert_row(raster, SL_RASTER_GRAY8, y, out);
            break;
        }
    }
}

static void swap_row(uint8_t *pixels, int32_t width)
{
    for (int32_t x = 0; x < width; x++) {
        uint8_t first = pixels[3 * x];
        pixels[3 * x] = pixels[3 * x + 2];
        pixels[3 * x + 2] = first;
    }
}

void sl__convert_to_bgr(const struct sl__raster *raster, uint8_t *bgr, int32_t stride)
{
    struct sl__raster row = *raster;
    row.height = 1;
    for (int32_t y = 0; y < raster->height; y++) {
        uint8_t *out = bgr + (ptrdiff_t)y * stride;
        if (raster->kind == SL_RASTER_BGR24) {
            memcpy(out, sl__pixel_at(raster, 0, 0, y), 3 * (size_t)raster->width);
            continue;
        }
        bool has_chroma = raster->kind == SL_RASTER_I420 || raster->kind == SL_RASTER_NV12;
        int32_t chroma_row = has_chroma ? (y + raster->chroma_y) / 2 : 0;
        for (int i = 0; i < 3; i++)
            row.plane[i] = raster->plane[i] ? sl__pixel_at(raster, i, 0, i ? chroma_row : y) : NULL;
        row.chroma_y = 0;
        sl__convert_to_rgb(&row, out, stride);
        swap_row(out, raster->width);
    }
}
