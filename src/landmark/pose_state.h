/* What a pose object holds. For this module, its tests and its timing. */
#ifndef SL_LANDMARK_POSE_STATE_H
#define SL_LANDMARK_POSE_STATE_H

#include "landmark/pose_track.h"

struct sl__pose_cost {
    int64_t total_ns, model_ns; ///< of the last call
};

struct sl_pose {
    struct sl__pose_models models;
    struct sl__pose_track track;
    bool has_mask; ///< of the last frame
    struct sl__pose_cost cost;
};

#endif
