/* The readers of a ring as its publisher knows them: one line of socket, one page of claims each. */
#ifndef SL_RING_MEMBERS_H
#define SL_RING_MEMBERS_H

#include "ring/layout.h"
#include "ring/segment.h"
#include "ring/wire.h"

struct ring_member {
    int socket;                  ///< -1: the place is free
    bool welcomed;               ///< it has said hello and got the segment
    bool overdrawn;              ///< held more than it may: to be sent away
    int64_t since_ns;            ///< when it connected; who never says hello is sent away
    struct ring_hello hello;     ///< what it asked for
    struct ring_claims *claims;  ///< NULL before the welcome
    uint64_t behind;             ///< every: as told in its page, which it might change
    uint64_t turn;               ///< group: the sequence given to it last
    uint64_t weight;             ///< group by stream: who weighs most gets all
    bool stuck;                  ///< group: did not take in time; gets no more until `taken` moves on
    uint64_t stuck_taken;
};

struct ring_members {
    struct ring_member member[SL_RING_READERS_MAX];
    int count;                   ///< places in use are below this
};

void ring_members_init(struct ring_members *members);
void ring_members_finish(struct ring_members *members);

struct ring_member *ring_members_add(struct ring_members *members, int socket, int64_t now_ns); ///< NULL: full
void ring_member_remove(struct ring_member *member);

/**
 * Give the segment with a new page of claims; the claims in the old page end.
 * @param next_sequence  of the first frame that a reader of every frame will get
 * @return 0 or a negative errno: then remove it
 */
int ring_member_welcome(struct ring_members *members, struct ring_member *member, const struct ring_segment *segment,
                        uint64_t generation, uint64_t next_sequence);

/** Units that somebody looks at, as bits. Who holds more than @p held_max is marked and does not count. */
uint64_t ring_members_held(struct ring_members *members, uint32_t unit_count, uint32_t held_max);

/** The first sequence that a reader of every frame still waits for; UINT64_MAX: none does. @p newest bounds what they say. */
uint64_t ring_members_cursor(const struct ring_members *members, uint64_t newest);

/** Readers of every frame who have not got past this sequence lose all up to the newest, and are told. */
void ring_members_leave_behind(struct ring_members *members, uint64_t sequence, uint64_t newest);

/** Wake those who sleep, and write to those who asked for it. */
void ring_members_wake(struct ring_members *members, _Atomic uint32_t *futex);

int ring_members_welcomed(const struct ring_members *members);

#endif
