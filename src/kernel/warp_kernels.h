/* What the kernels of the warp share, and the list of them. All give the same bits. */
#ifndef SL_KERNEL_WARP_KERNELS_H
#define SL_KERNEL_WARP_KERNELS_H

#include "kernel/warp.h"

#include <stdbool.h>

/**
 * Positions are cut off here, in 1/32 pixel (32768 pixels; OpenCV cuts off at 32767). That far outside a picture of at
 * most SL_FRAME_SIDE_MAX pixels, neither border shows where exactly one is.
 */
#define SL_WARP_POSITION_MAX (1 << 20)

/** Positions are computed from the first column of a block, and so rounded. Source: OpenCV 4.10, imgwarp.cpp. */
int sl__warp_block_width(int tensor_w, int tensor_h);

/** From this width on, each row of each plane of each format has the eight or four bytes that one load takes. */
#define SL_WARP_LANES_WIDTH_MIN 8

/** What kernels with 32-bit offsets and eight-byte loads can do; they leave the rest to the reference. */
bool sl__warp_lanes_fit(const struct sl__warp *warp, const struct sl__raster *raster);

/** No division by zero, and no position past SL_WARP_POSITION_MAX. */
bool sl__warp_tame(const struct sl__warp *warp);

void sl__warp_avx2(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor);
void sl__warp_neon(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor);

struct sl__warp_kernel {
    const char *name;
    void (*run)(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor);
    bool (*usable)(void); ///< on this CPU
};

/** Best first; ends with a NULL name. The last real one is the reference, which is always usable. */
extern const struct sl__warp_kernel sl__warp_kernels[];

#endif
