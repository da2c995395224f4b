/* A detection of an SSD model and the suppression of its near copies. */
#ifndef SL_LANDMARK_DETECTION_H
#define SL_LANDMARK_DETECTION_H

#include "kernel/warp.h"
#include "landmark/rect.h"
#include "landmark/roi_matrix.h"

#define SL_DETECTION_KEYPOINTS_MAX 7

/** Units are those of the stage: 0..1 of the tensor, later of the picture. */
struct sl__detection {
    float score;
    float xmin, ymin, width, height;
    struct sl__point keypoint[SL_DETECTION_KEYPOINTS_MAX];
};

/**
 * Weighted non-maximum suppression: each survivor keeps its own score, its box and keypoints become score-weighted means of all
 * that it overlaps by more than 0.3. Source: non_max_suppression_calculator.cc, algorithm WEIGHTED.
 *
 * @param found  in the detector's order; comes back sorted by score (stable) and used up
 * @param order  scratch for @p count numbers
 * @param kept   room for @p room; the best ones when there are more
 * @return how many were kept
 */
int sl__suppress(struct sl__detection *found, int count, int keypoints, int *order, struct sl__detection *kept, int room);

/** From the letterboxed tensor's units to the picture's. */
void sl__detection_unletterbox(struct sl__detection *detection, int keypoints, const struct sl__padding *padding);

/**
 * From a region's units to the picture's; the box becomes the upright one around its four corners.
 * Source: detection_projection_calculator.cc.
 */
void sl__detection_project(struct sl__detection *detection, int keypoints, const struct sl__roi_matrix *matrix);

/** Rect of the box, turned so that the line between two keypoints points to @p target (radians). */
struct sl__rect sl__rect_from_detection(const struct sl__detection *detection, int width_px, int height_px, int start,
                                        int end, float target);

#endif
