/* A hand's region from the body that it belongs to: roughly from the arm's end, then finely by a small model. */
#ifndef SL_LANDMARK_HAND_RECROP_H
#define SL_LANDMARK_HAND_RECROP_H

#include "infer/model.h"
#include "kernel/warp.h"
#include "landmark/rect.h"
#include <sightline/pose.h>

struct sl__hand_recrop {
    struct sl__model *model; ///< SL_MODEL_HAND_RECROP
    int64_t model_ns;        ///< time of the last model run
};

/** From wrist, little finger and index finger. Source: hand_detections_from_pose_to_rects_calculator.cc, as in the wheel. */
struct sl__rect sl__hand_rect_from_body(const float wrist[3], const float pinky[3], const float index[3], int width_px,
                                        int height_px);

/**
 * From the model's two points in pixels of its input, which showed @p rough.
 * Source: hand_recrop_by_roi_cpu.pbtxt, hand_landmarks_from_pose_to_recrop_roi.pbtxt.
 */
struct sl__rect sl__hand_rect_from_recrop(const float points[4], const struct sl__padding *padding,
                                          const struct sl__rect *rough, int width_px, int height_px);

/** @return 1 and the fine region, 0 for a rough one without size, -EIO. Allocates nothing. */
int sl__hand_recrop_run(struct sl__hand_recrop *recrop, const struct sl_frame *frame, const struct sl__rect *rough,
                        struct sl__rect *fine);

#endif
