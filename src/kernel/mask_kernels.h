/* What the kernels of the mask's warp share, and the list of them. All give the same bits. */
#ifndef SL_KERNEL_MASK_KERNELS_H
#define SL_KERNEL_MASK_KERNELS_H

#include "kernel/mask_warp.h"

#include <stdbool.h>
#include <stdint.h>

/** Part of a picture's row, all of whose positions lie in the mask or on its border. */
struct sl__mask_span {
    const int32_t *along_x, *along_y; ///< position of pixel i, in 1/1024 pixel of the mask: along[i] + start, modulo 2^32
    int32_t start_x, start_y;
    int count; ///< 1..
};

struct sl__mask_kernel {
    const char *name;
    void (*run)(const float *mask, int padded, const struct sl__mask_span *span, float *picture);
    bool (*usable)(void); ///< on this CPU
};

void sl__mask_span_c(const float *mask, int padded, const struct sl__mask_span *span, float *picture);
void sl__mask_span_avx2(const float *mask, int padded, const struct sl__mask_span *span, float *picture);

/** Best first; ends with a NULL name. The last real one is plain C, which is always usable. */
extern const struct sl__mask_kernel sl__mask_kernels[];

void sl__mask_warp_with(const struct sl__mask_kernel *kernel, const struct sl__mask_warp *warp, float *picture);

#endif
