/*
 * What a reader sees: a segment and its claims on it. When the publisher changes the format it sends a new segment; frames taken
 * from the old one stay good until released, so a view lives while something of it is held.
 */
#include "ring/reader.h"

#include "base/error.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define RETIRING_LOOKS 1000 ///< a slot is retiring for a moment only

void view_free(struct view *view)
{
    ring_claims_finish(&view->claims);
    ring_segment_finish(&view->segment);
    free(view);
}

int view_open(struct view **out, const struct ring_gifts *gifts, struct sl_error *why)
{
    struct view *view = calloc(1, sizeof(*view));
    *out = NULL;
    if (!view) {
        close(gifts->segment);
        close(gifts->claims);
        return sl__error_set(why, -ENOMEM, "no memory for a reader");
    }
    int err = ring_segment_open(&view->segment, gifts->segment, why);
    if (err < 0)
        close(gifts->claims);
    else
        err = ring_claims_open(&view->claims, gifts->claims, why);
    if (err < 0) {
        view_free(view);
        return err;
    }
    close(view->segment.fd); /* the mapping is enough */
    view->segment.fd = -1;
    view->place = view->claims->place % SL_RING_READERS_MAX;
    *out = view;
    return 0;
}

void view_sweep(struct sl_ring_reader *reader, bool all)
{
    struct view **link = &reader->view;
    if (*link && !all)
        link = &(*link)->next;
    while (*link) {
        struct view *view = *link;
        if (view->held && !all) {
            link = &view->next;
            continue;
        }
        *link = view->next;
        view_free(view);
    }
}

void view_install(struct sl_ring_reader *reader, struct view *view)
{
    if (reader->opts.policy == SL_RING_EVERY)
        view->cursor = atomic_load(&view->claims->cursor);
    view->next = reader->view;
    reader->view = view;
    view_sweep(reader, false);
}

int view_claim(struct view *view, int slot, uint64_t sequence)
{
    const struct ring_slot *row = ring_segment_slot(&view->segment, slot);
    uint32_t unit = (uint32_t)slot / view->segment.shape.batch;
    uint64_t bit = UINT64_C(1) << unit, seen = 0;
    if (!(view->held & bit) && (uint32_t)__builtin_popcountll(view->held) >= view->segment.shape.held_max)
        return -ENOBUFS;
    atomic_store(&view->claims->held, view->held | bit);
    for (int look = 0; look < RETIRING_LOOKS; look++) {
        seen = atomic_load(&row->sequence);
        if (seen != (sequence | RING_RETIRING))
            break;
    }
    if (seen == sequence) {
        view->held |= bit;
        view->count[unit]++;
        return 1;
    }
    atomic_store(&view->claims->held, view->held);
    return 0;
}

void view_unclaim(struct view *view, int slot)
{
    uint32_t unit = (uint32_t)slot / view->segment.shape.batch;
    if (--view->count[unit])
        return;
    view->held &= ~(UINT64_C(1) << unit);
    atomic_store(&view->claims->held, view->held);
}
