/* The publisher's inside, shared by ring.c (frames), slots.c (which slot is next) and host.c (the thread that hears readers). */
#ifndef SL_RING_PUBLISHER_H
#define SL_RING_PUBLISHER_H

#include "base/thread.h"
#include "ring/members.h"

struct sl_ring {
    char name[SL_RING_NAME_MAX + 1], folder[256];
    struct sl_ring_opts opts;
    struct ring_segment segment;
    uint64_t generation;
    _Atomic uint64_t sequence;      ///< of the newest frame published; written by the publishing thread alone
    int loaned;                     ///< slot, -1: none
    int unit, filled;               ///< being filled (-1: none), and how many of its frames are published
    int listener, quit;             ///< descriptors
    bool deaf;                      ///< no descriptor was left for a newcomer: not asked again for a moment
    struct sl__thread thread;
    pthread_mutex_t mutex;          ///< guards what follows, what groups are given, and the segment's exchange
    struct ring_members members;
};

/** The slot for the next frame, out of the readers' sight. @return slot, or -EAGAIN: readers hold them all */
int ring_next_slot(struct sl_ring *ring);

/** The thread's: listens, welcomes readers, notices when they go; until ring->quit is written. */
void ring_host(void *ring);

/** Everybody gets the segment of now; who cannot take it (its socket is full: it does not read) is sent away. Under the mutex. */
void ring_hand_round(struct sl_ring *ring);

#endif
