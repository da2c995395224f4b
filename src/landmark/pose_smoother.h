/*
 * A body's points over time. Source: mediapipe v0.10.21, pose_landmark_filtering.pbtxt, landmarks_smoothing_calculator.cc.
 *
 * Two filters of the original are left out, because nobody can tell: world points' visibility gets the same numbers through the
 * same filter as the image points', and that of the auxiliary points is read by no one.
 */
#ifndef SL_LANDMARK_POSE_SMOOTHER_H
#define SL_LANDMARK_POSE_SMOOTHER_H

#include "landmark/one_euro.h"
#include "landmark/pose_landmarker.h"

struct sl__pose_smoother {
    bool body; ///< smooth what is reported; the next region is smoothed in any case
    struct sl__low_pass visibility;
    struct sl__one_euro image, world, auxiliary;
};

void sl__pose_smoother_init(struct sl__pose_smoother *smoother, bool body);

/** No body in this frame: places in the picture are forgotten; visibility and world points live on, as in MediaPipe. */
void sl__pose_smoother_lose(struct sl__pose_smoother *smoother);

/** Forget everything. */
void sl__pose_smoother_reset(struct sl__pose_smoother *smoother);

/** @param look  in place: body and auxiliary points. @param now_ns  of the frame; without growth the points stay as they are */
void sl__pose_smoother_run(struct sl__pose_smoother *smoother, struct sl__pose_look *look, int width_px, int height_px,
                           int64_t now_ns);

#endif
