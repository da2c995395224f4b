/* Reference counting of frames. */
#include "frame/held.h"

#include <stdatomic.h>
#include <stddef.h>

struct sl__held_frame *sl__frame_ref(struct sl__held_frame *frame)
{
    atomic_fetch_add_explicit(&frame->refs, 1, memory_order_relaxed);
    return frame;
}

void sl__frame_unref(struct sl__held_frame **frame)
{
    struct sl__held_frame *held = frame ? *frame : NULL;
    if (!held)
        return;
    *frame = NULL;
    if (atomic_fetch_sub_explicit(&held->refs, 1, memory_order_acq_rel) == 1)
        held->recycle(held);
}
