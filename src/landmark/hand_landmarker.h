/* The landmark model on one region: is there a hand, and where are its points. */
#ifndef SL_LANDMARK_HAND_LANDMARKER_H
#define SL_LANDMARK_HAND_LANDMARKER_H

#include "infer/model.h"
#include "landmark/rect.h"
#include <sightline/hands.h>
#include <stdbool.h>

struct sl__hand_landmarker {
    struct sl__model *model;
    int64_t model_ns; ///< time of the last model run
};

/**
 * @param      presence_threshold  the hand is there when the model's presence is above it
 * @param[out] hand                filled in when there is one
 * @return 1 a hand, 0 none (also for a region without size), -EIO. Allocates nothing.
 */
int sl__hand_landmarker_run(struct sl__hand_landmarker *landmarker, const struct sl_frame *frame,
                            const struct sl__rect *rect, float presence_threshold, struct sl_hand *hand);

#endif
