/* Is the region that was followed from the frame before still good, seen from one found anew? */
#ifndef SL_LANDMARK_ROI_TRACKING_H
#define SL_LANDMARK_ROI_TRACKING_H

#include "landmark/rect.h"
#include <stdbool.h>

/** How far the followed region may be from the fresh one: the first in degrees, the others in sizes of the fresh one. */
struct sl__roi_limits {
    float turn_degrees, move, resize;
    float margin; ///< by how much the fresh region grows before all landmarks must lie in it; negative: it shrinks
};

extern const struct sl__roi_limits sl__hand_roi_limits, sl__face_roi_limits;

/**
 * @param landmarks  of the frame before, x and y in 0..1 of the picture
 * @param followed   the region made of them
 * @param fresh      the region found in this frame without them
 * @return is the followed one within the limits, and are all landmarks strictly inside the fresh one? False for numbers that are
 *         none
 * Source: roi_tracking_calculator.cc; limits of hand_tracking_cpu.pbtxt and face_tracking_cpu.pbtxt.
 */
bool sl__roi_keeps(const struct sl__roi_limits *limits, const float (*landmarks)[3], int count,
                   const struct sl__rect *followed, const struct sl__rect *fresh, int width_px, int height_px);

#endif
