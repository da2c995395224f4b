/*
 * What stands between a decode thread (the giver) and its worker (the taker): a short queue when every frame counts, one
 * place for the newest frame when only that counts.
 */
#ifndef SL_PIPELINE_HANDOVER_H
#define SL_PIPELINE_HANDOVER_H

#include "frame/source.h"
#include <pthread.h>

/* One more may be in the giver's hands, one in the taker's and one on its way out of the source. */
#define HANDOVER_FRAMES 3
_Static_assert(HANDOVER_FRAMES + 3 <= SL_SOURCE_FRAMES, "a source must not wait for a frame that stands here");

struct handover {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct sl__held_frame *frame[HANDOVER_FRAMES]; ///< a ring that begins at first
    unsigned first, count;
    bool newest_only;
    bool ended;             ///< by the giver: what stands here is all
    bool stopped;           ///< nothing goes in or out any more
    uint32_t dropped;       ///< frames dropped since the last pop
    uint64_t dropped_total; ///< frames replaced here, since init
    int code;               ///< how the giver ended: 0 or a negative errno
    struct sl_error why;
};

void handover_init(struct handover *handover);
void handover_finish(struct handover *handover); ///< lets go of what still stands there

/** How to hand over; before the first push. */
void handover_set_newest_only(struct handover *handover, bool newest_only);

/**
 * Give a frame, waiting for a place in the queue, or replacing the frame that stands there. Takes the reference in any
 * case. @return false when stopped
 */
bool handover_push(struct handover *handover, struct sl__held_frame *frame);

/** No more frames will come; @p code 0 or the failure that ended them, reported after the last frame. */
void handover_end(struct handover *handover, int code, const struct sl_error *why);

/**
 * Take the next frame, waiting for one.
 * @param[out] dropped  frames dropped since the frame before, by the source and here
 * @return 1 with a reference that is the caller's, 0 at the end or when stopped, the giver's failure
 */
int handover_pop(struct handover *handover, struct sl__held_frame **frame, uint32_t *dropped, struct sl_error *why);

/** End both sides at once. Any thread. */
void handover_stop(struct handover *handover);

uint64_t handover_dropped(struct handover *handover);

#endif
