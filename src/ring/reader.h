/* A reader's inside, shared by reader.c (its life and waiting), view.c (segments it looks at) and take.c (taking). */
#ifndef SL_RING_READER_H
#define SL_RING_READER_H

#include "ring/segment.h"
#include "ring/wire.h"
#include <pthread.h>
#include <stdbool.h>

/** One segment with the claims on it. */
struct view {
    struct ring_segment segment;
    struct ring_claims *claims;
    uint64_t held;                    ///< bits of units with something taken and not released
    uint16_t count[RING_UNITS_MAX];   ///< how much of each is
    uint64_t cursor;                  ///< the next sequence of interest; 0: none seen yet
    uint64_t lost_told;               ///< group: of claims->lost
    uint32_t place;                   ///< the bit in for_whom
    struct view *next;                ///< older ones
};

struct sl_ring_reader {
    char name[SL_RING_NAME_MAX + 1], folder[256], group[SL_RING_NAME_MAX + 1];
    struct sl_ring_reader_opts opts;
    bool named;                       ///< the folder was given on purpose
    bool gone;                        ///< the publisher is, and nobody waits for another
    bool by_batch;                    ///< what was asked for last
    int socket;                       ///< -1: not attached now
    int bell, timer;                  ///< for sl_ring_fd(); -1: nobody asked for it
    uint32_t lost;                    ///< frames lost and not told of yet
    struct view *coming;              ///< a new segment, while the one before still has something; the waiting thread's
    pthread_mutex_t mutex;            ///< guards what follows: frames are released on any thread
    struct view *view;                ///< the newest first; NULL: never attached. Changed by the taking thread alone
};

int view_open(struct view **view, const struct ring_gifts *gifts, struct sl_error *why); ///< owns the descriptors in any case
void view_free(struct view *view);

/** It is the one to take from now on; older ones that nobody looks at go. Under the mutex. */
void view_install(struct sl_ring_reader *reader, struct view *view);

void view_sweep(struct sl_ring_reader *reader, bool all); ///< under the mutex

/** Claim the unit and look whether the slot still holds that frame. 1 yes, 0 no, -ENOBUFS. Under the mutex. */
int view_claim(struct view *view, int slot, uint64_t sequence);
void view_unclaim(struct view *view, int slot);

/** Is there something newer than what was taken last? */
bool ring_has_news(const struct sl_ring_reader *reader);

#endif
