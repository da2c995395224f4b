/*
 * Hands and faces of people whose bodies are known, side by side where there are threads: each of the three parts has models of
 * its own, and whoever is free takes the next part, of everybody. Who takes which changes nothing in the results.
 */
#ifndef SL_LANDMARK_PERSON_PARTS_H
#define SL_LANDMARK_PERSON_PARTS_H

#include "base/thread.h"
#include "landmark/person_face.h"
#include "landmark/person_hand.h"
#include <sightline/holistic.h>
#include <stdatomic.h>

#define SL_PERSON_HELPERS_MAX 2 ///< beside the caller's thread

enum sl__person_part { SL_PART_LEFT_HAND, SL_PART_RIGHT_HAND, SL_PART_FACE, SL_PARTS_COUNT };

struct sl__person_parts {
    struct sl__person_hand hand[2]; ///< by side
    int hand_count;                 ///< 1: both sides share the first, one after the other
    struct sl__person_face face;
    struct sl__helper *helper[SL_PERSON_HELPERS_MAX];
    int helper_count;

    /* Of the frame in work. */
    const struct sl_frame *frame;
    struct sl_person *const *people;
    int people_count;
    atomic_int next;            ///< the first part that nobody has taken
    int result[SL_PARTS_COUNT]; ///< 0 or -EIO
    int64_t part_ns[SL_PARTS_COUNT]; ///< of models
};

/** Of so many threads, how many the parts use: up to three side by side, and from twelve on several for the models of each. */
int sl__person_parts_threads(int threads);

/** Finish it in any case. @param engine  its threads are shared out among the parts */
int sl__person_parts_init(struct sl__person_parts *parts, bool refine_face, const struct sl_engine_opts *engine,
                          struct sl_error *why);
void sl__person_parts_finish(struct sl__person_parts *parts);

/**
 * @param[in,out] people  with this frame's body and the hands and face of the frame before; they become this frame's
 * @param[out] model_ns   time in models; with several threads more than passes
 * @return 0 or -EIO. Allocates nothing.
 */
int sl__person_parts_run(struct sl__person_parts *parts, const struct sl_frame *frame, struct sl_person *const *people,
                         int count, int64_t *model_ns);

#endif
