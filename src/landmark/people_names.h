/*
 * Numbers of people: by where they are and how they move (identity.h), corrected by what they look like. A region that slides at
 * a crossing from one body onto the other takes its number along; once both are seen apart, their colours tell.
 */
#ifndef SL_LANDMARK_PEOPLE_NAMES_H
#define SL_LANDMARK_PEOPLE_NAMES_H

#include "landmark/body_colours.h"
#include "landmark/identity.h"
#include <sightline/holistic.h>
#include <stdbool.h>

#define SL_PEOPLE_REMEMBERED (2 * SL_PEOPLE_MAX)

struct sl__known_look {
    int id; ///< 0: nobody
    int64_t seen_ns;
    struct sl__body_colours colours;
};

/** All zero: nobody yet. */
struct sl__people_names {
    struct sl__identities identities;
    struct sl__known_look known[SL_PEOPLE_REMEMBERED];
};

/** Forget everybody; numbers go on. */
void sl__people_names_reset(struct sl__people_names *names);

/**
 * Number the people of one frame.
 * @param people  their bodies; @p count at most SL_PEOPLE_MAX
 * @param looks   take colours into account: where there is only ever one nobody crosses
 * Allocates nothing.
 */
void sl__people_names_assign(struct sl__people_names *names, const struct sl_frame *frame, struct sl_person *const *people,
                             int count, bool looks);

#endif
