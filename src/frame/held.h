/*
 * A frame with a life: who holds a reference may read its pixels, the last one to let go returns it to its source.
 * Sources make a fixed number of them at start, so nothing is allocated while frames flow.
 */
#ifndef SL_FRAME_HELD_H
#define SL_FRAME_HELD_H

#include <sightline/frame.h>

struct sl__held_frame {
    struct sl_frame frame;                          ///< const for all but the source
    _Atomic int refs;                               ///< 1 when the source hands it out
    void (*recycle)(struct sl__held_frame *frame);  ///< called by whoever lets go last, on any thread
    void *owner;                                    ///< the source's
};

struct sl__held_frame *sl__frame_ref(struct sl__held_frame *frame);

/** Takes NULL and a pointer to NULL; leaves NULL behind. */
void sl__frame_unref(struct sl__held_frame **frame);

#endif
