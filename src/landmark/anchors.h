/* Where the boxes of an SSD model start from. */
#ifndef SL_LANDMARK_ANCHORS_H
#define SL_LANDMARK_ANCHORS_H

#include "landmark/rect.h"

/** Consecutive layers of one stride; together they have so many anchors a cell. */
struct sl__anchor_group {
    int stride_px, per_cell;
};

/**
 * Centres in the order of the model's outputs: by group, row, column, anchor. Sizes are all 1 in these models.
 * Source: ssd_anchors_calculator.cc with fixed_anchor_size.
 *
 * @param anchors  NULL only counts
 * @return how many
 */
int sl__anchors_make(int input_px, const struct sl__anchor_group *groups, int group_count, struct sl__point *anchors);

#endif
