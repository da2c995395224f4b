/* The kernels of the conversion to RGB or BGR, a row at a time. All give the same bits. */
#ifndef SL_KERNEL_CONVERT_KERNELS_H
#define SL_KERNEL_CONVERT_KERNELS_H

#include "kernel/warp.h"

#include <stdbool.h>

/** Pixels @p from on of row @p y; @p out is the row's first pixel. */
typedef void (*sl__convert_row_fn)(const struct sl__raster *raster, int32_t y, int32_t from, uint8_t *out, bool blue_first);

void sl__convert_row_c(const struct sl__raster *raster, int32_t y, int32_t from, uint8_t *out, bool blue_first);
void sl__convert_row_avx2(const struct sl__raster *raster, int32_t y, int32_t from, uint8_t *out, bool blue_first);

struct sl__convert_kernel {
    const char *name;
    sl__convert_row_fn row;
    bool (*usable)(void); ///< on this CPU
};

/** Best first; ends with a NULL name. The last real one is plain C, which is always usable. */
extern const struct sl__convert_kernel sl__convert_kernels[];

#endif
