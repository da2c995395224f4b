/*
 * Bodies followed side by side, each with a region, filters and a mask of its own. A frame with a free place searches the whole
 * picture; what is found where somebody is followed already is dropped. With one place this is MediaPipe's pose pipeline, bit for bit.
 */
#ifndef SL_LANDMARK_PEOPLE_H
#define SL_LANDMARK_PEOPLE_H

#include "landmark/people_names.h"
#include "landmark/pose_track.h"
#include <sightline/holistic.h>

struct sl__place {
    bool here; ///< somebody: found in the last frame
    struct sl__pose_track track;
    struct sl_person person; ///< of the last frame; parts are filled in by others, and zero where nobody is
};

struct sl__people {
    struct sl__pose_models pose;
    struct sl__place place[SL_PEOPLE_MAX];
    int place_count;
    bool is_static;    ///< search every frame
    bool forget_parts; ///< in static mode
    struct sl__people_names names;

    struct sl__place *found[SL_PEOPLE_MAX]; ///< of the last frame, those followed longest first
    int found_count;
    int64_t model_ns; ///< time of the last frame's model runs
};

/** @param opts checked. Finish it in any case. */
int sl__people_init(struct sl__people *people, const struct sl_holistic_opts *opts, struct sl_error *why);
void sl__people_finish(struct sl__people *people);

/** Nobody is followed any more, after a failure; filters keep what MediaPipe's keep. */
void sl__people_lose(struct sl__people *people);

/** Forget everybody, as after init; numbers go on. */
void sl__people_reset(struct sl__people *people);

/**
 * Find this frame's bodies: person.body and person.id of people->found[]. Hands and face in them are still those of the frame
 * before.
 * @return how many, -EIO or -ENOMEM; after a failure call sl__people_lose(). Allocates nothing but masks.
 */
int sl__people_look(struct sl__people *people, const struct sl_frame *frame);

#endif
