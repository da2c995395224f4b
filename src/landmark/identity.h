/*
 * Who is who: numbers that stay with a hand, face or person from frame to frame, by where it is and how it moves. Not
 * MediaPipe's, which has none; the numbers change nothing in the landmarks.
 */
#ifndef SL_LANDMARK_IDENTITY_H
#define SL_LANDMARK_IDENTITY_H

#include "landmark/rect.h"
#include <stdint.h>

#define SL_IDENTITIES_MAX 128 ///< things in one frame together with things lost a moment ago

struct sl__identity {
    int id;
    struct sl__rect rect;      ///< where it was last seen
    float speed_x, speed_y;    ///< of its centre, in frames' widths and heights per second
    int64_t seen_ns;           ///< pts of the frame in which it was last seen
};

/** All zero: nobody yet. */
struct sl__identities {
    int count, last_id;
    struct sl__identity known[SL_IDENTITIES_MAX];
};

void sl__identities_reset(struct sl__identities *identities); ///< forget all; numbers go on from where they were

/**
 * Number the things of one frame: each takes the number of the known thing that it continues, or a new one. What is not seen is
 * remembered for a second.
 * @param      rects   where they are: boxes of their landmarks; rotation is not looked at
 * @param      pts_ns  time of the frame in its stream; where it does not grow, things count as having stood still
 * @param[out] id      [count], from 1, no two alike
 * Allocates nothing. Any count; beyond SL_IDENTITIES_MAX new numbers are given each time.
 */
void sl__identities_assign(struct sl__identities *identities, const struct sl__rect *rects, int count, int64_t pts_ns,
                           int *id);

#endif
