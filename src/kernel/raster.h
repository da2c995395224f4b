/* A frame as kernels see it. */
#ifndef SL_KERNEL_RASTER_H
#define SL_KERNEL_RASTER_H

#include "kernel/warp.h"
#include <sightline/frame.h>
#include <stdbool.h>

/** @p frame has been checked by sl_frame_check(); its pixels are borrowed. */
struct sl__raster sl__raster_of(const struct sl_frame *frame);

#endif
