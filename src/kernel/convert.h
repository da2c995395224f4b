/* Whole pictures from one pixel format to another. The same integer formulas as the warp's. */
#ifndef SL_KERNEL_CONVERT_H
#define SL_KERNEL_CONVERT_H

#include "kernel/warp.h"

/** Any raster to RGB24; chroma by nearest neighbour. @p stride in bytes, >= 3 * width. The best kernel for this CPU. */
void sl__convert_to_rgb(const struct sl__raster *raster, uint8_t *rgb, int32_t stride);

/** The same with blue first. */
void sl__convert_to_bgr(const struct sl__raster *raster, uint8_t *bgr, int32_t stride);

#endif
