/* What a hands object holds. For this module, its tests and its benchmarks. */
#ifndef SL_LANDMARK_HANDS_STATE_H
#define SL_LANDMARK_HANDS_STATE_H

#include "landmark/follow.h"
#include "landmark/hand_landmarker.h"
#include <sightline/hands.h>

struct sl_hands {
    struct sl_hands_opts opts;
    struct sl__hand_landmarker landmarker[SL_FOLLOW_LOOKERS_MAX];
    struct sl__follow follow; ///< follow.cost: of the last call
};

#endif
