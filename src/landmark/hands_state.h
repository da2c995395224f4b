/* What a hands object holds. For this module and its tests. */
#ifndef SL_LANDMARK_HANDS_STATE_H
#define SL_LANDMARK_HANDS_STATE_H

#include "base/thread.h"
#include "landmark/detector.h"
#include "landmark/hand_landmarker.h"
#include "landmark/identity.h"
#include <sightline/hands.h>
#include <stdatomic.h>

#define SL_HANDS_LANDMARKERS_MAX 2

/** One region to look at and what came of it. */
struct sl__hand_job {
    struct sl__rect rect;
    int result; ///< of sl__hand_landmarker_run()
    struct sl_hand hand;
};

struct sl__hands_cost {
    int64_t total_ns, model_ns; ///< of the last call; with two threads the models' times add up
};

struct sl_hands {
    struct sl_hands_opts opts;
    struct sl__detector palms;
    struct sl__hand_landmarker landmarker[SL_HANDS_LANDMARKERS_MAX];
    int landmarker_count;
    struct sl__helper *helper; ///< NULL: everything in the caller's thread

    struct sl__rect tracked[SL_HANDS_MAX]; ///< regions from the frame before
    int tracked_count;
    struct sl__identities identities;

    /* Of the frame in work. */
    const struct sl_frame *frame;
    struct sl__detection palm[SL_HANDS_WANTED_MAX];
    int palm_count; ///< or a negative errno
    struct sl__hand_job job[SL_HANDS_MAX];
    atomic_int next_job; ///< the first that nobody has taken
    int job_end;
    struct sl__hands_cost cost;
};

#endif
