/*
 * Taking frames and batches. A reader claims a unit in its own page, looks whether the slot still holds the frame that it meant,
 * and then has it.
 */
#include "ring/reader.h"

#include "base/clock.h"
#include "base/error.h"

#include <errno.h>
#include <string.h>

#define NEWEST_TRIES 1000 ///< a newer one comes each time; or the publisher lies

/* What a policy found: a slot that is claimed. */
struct found {
    int slot;
    uint64_t sequence;
    uint32_t frames;
};

typedef int (*search_fn)(struct sl_ring_reader *reader, struct view *view, struct found *found);

static const struct ring_slot *row_of(const struct view *view, int slot)
{
    return ring_segment_slot(&view->segment, slot);
}

static uint64_t sequence_of(const struct view *view, int slot)
{
    return atomic_load(&row_of(view, slot)->sequence) & ~RING_RETIRING;
}

/* Frames in the unit that begins at this slot: none before it is complete. What a publisher says is bounded. */
static uint32_t valid_of(const struct view *view, int slot)
{
    uint32_t valid = atomic_load(&row_of(view, slot)->valid);
    return valid <= view->segment.shape.batch ? valid : view->segment.shape.batch;
}

/* Of a unit that is claimed and complete. */
static uint32_t frames_of(const struct sl_ring_reader *reader, const struct view *view, int slot)
{
    uint32_t valid = reader->by_batch ? valid_of(view, slot) : 1;
    return valid ? valid : 1;
}

/* Slots from one that can begin a take to the next one. */
static int step_of(const struct sl_ring_reader *reader, const struct view *view)
{
    return reader->by_batch || reader->group[0] ? (int)view->segment.shape.batch : 1;
}

static uint64_t newest_of(const struct sl_ring_reader *reader, const struct view *view)
{
    const struct ring_header *header = ring_segment_header(&view->segment);
    return atomic_load(reader->by_batch ? &header->newest_batch : &header->newest);
}

/* Where this reader goes on. */
static void set_cursor(struct view *view, uint64_t cursor)
{
    view->cursor = cursor;
    atomic_store(&view->claims->cursor, cursor);
}

static void count_skipped(struct view *view, uint64_t frames)
{
    atomic_fetch_add_explicit(&view->claims->skipped, frames, memory_order_relaxed);
}

static uint32_t small(uint64_t frames)
{
    return (uint32_t)(frames > UINT32_MAX / 2 ? UINT32_MAX / 2 : frames);
}

/* 1 taken, 0 nothing new, a negative errno */
static int search_newest(struct sl_ring_reader *reader, struct view *view, struct found *found)
{
    for (int tries = 0; tries < NEWEST_TRIES; tries++) {
        uint64_t newest = newest_of(reader, view), sequence = newest >> RING_SLOT_BITS;
        int slot = (int)(newest & ((1u << RING_SLOT_BITS) - 1));
        if (!sequence || sequence < view->cursor)
            return 0;
        if ((uint32_t)slot >= view->segment.shape.slot_count || slot % step_of(reader, view))
            return -EPROTO;
        int claimed = view_claim(view, slot, sequence);
        if (claimed < 0)
            return claimed;
        if (!claimed)
            continue; /* a newer one came meanwhile */
        if (view->cursor && sequence > view->cursor) {
            reader->lost = small(reader->lost + (sequence - view->cursor));
            count_skipped(view, sequence - view->cursor);
        }
        *found = (struct found){slot, sequence, frames_of(reader, view, slot)};
        return 1;
    }
    return 0;
}

/* The oldest from that sequence on that is still there; past the newest when none is. */
static uint64_t oldest_from(const struct sl_ring_reader *reader, const struct view *view, uint64_t sequence)
{
    uint64_t oldest = (atomic_load(&ring_segment_header(&view->segment)->newest) >> RING_SLOT_BITS) + 1;
    for (int slot = 0; slot < (int)view->segment.shape.slot_count; slot += step_of(reader, view)) {
        uint64_t seen = sequence_of(view, slot);
        if (seen >= sequence && seen < oldest)
            oldest = seen;
    }
    return oldest;
}

/* Go on where frames still are, and say how many are not any more. */
static int fall_behind(struct sl_ring_reader *reader, struct view *view, struct found *found)
{
    uint64_t behind = atomic_load(&view->claims->behind);
    uint64_t next = oldest_from(reader, view, view->cursor > behind ? view->cursor : behind);
    next = next > view->cursor ? next : view->cursor + 1; /* it was there when we looked again: too late all the same */
    found->frames = small(next - view->cursor);
    count_skipped(view, next - view->cursor);
    set_cursor(view, next);
    return -ESTALE;
}

static int find_sequence(const struct sl_ring_reader *reader, const struct view *view, uint64_t sequence)
{
    for (int slot = 0; slot < (int)view->segment.shape.slot_count; slot += step_of(reader, view))
        if (sequence_of(view, slot) == sequence)
            return slot;
    return -1;
}

/* 1 taken, 0 nothing new, a negative errno */
static int search_every(struct sl_ring_reader *reader, struct view *view, struct found *found)
{
    uint64_t newest = atomic_load(&ring_segment_header(&view->segment)->newest) >> RING_SLOT_BITS;
    if (view->cursor < atomic_load(&view->claims->behind))
        return fall_behind(reader, view, found);
    if (view->cursor > newest)
        return 0;
    int slot = find_sequence(reader, view, view->cursor);
    if (slot >= 0 && reader->by_batch && !valid_of(view, slot) && sequence_of(view, slot) == view->cursor)
        return 0; /* not complete yet */
    int claimed = slot < 0 ? 0 : view_claim(view, slot, view->cursor);
    if (claimed <= 0)
        return claimed < 0 ? claimed : fall_behind(reader, view, found);
    *found = (struct found){slot, view->cursor, frames_of(reader, view, slot)};
    return 1;
}

/* The oldest unit that was given to this member and that it has not taken. -1: none */
static int next_turn(const struct view *view, uint64_t *sequence)
{
    int batch = (int)view->segment.shape.batch, best = -1;
    for (int unit = 0; unit < (int)view->segment.shape.unit_count; unit++) {
        int slot = unit * batch;
        uint64_t first = sequence_of(view, slot);
        if (!first || !valid_of(view, slot) || !(atomic_load(&row_of(view, slot)->for_whom) >> view->place & 1) ||
            atomic_load_explicit(&view->claims->done[unit], memory_order_relaxed) == first || (best >= 0 && first > *sequence))
            continue;
        best = slot;
        *sequence = first;
    }
    return best;
}

/* 1 taken, 0 nothing, a negative errno */
static int search_turn(struct sl_ring_reader *reader, struct view *view, struct found *found)
{
    uint64_t lost = atomic_load(&view->claims->lost), sequence = 0;
    if (!reader->by_batch && view->segment.shape.batch > 1)
        return -EINVAL;
    if (lost != view->lost_told) {
        found->frames = small(lost - view->lost_told);
        count_skipped(view, lost - view->lost_told);
        view->lost_told = lost;
        return -ESTALE;
    }
    int slot = next_turn(view, &sequence);
    int claimed = slot < 0 ? 0 : view_claim(view, slot, sequence);
    if (claimed <= 0)
        return claimed;
    atomic_store(&view->claims->done[(uint32_t)slot / view->segment.shape.batch], sequence);
    *found = (struct found){slot, sequence, frames_of(reader, view, slot)};
    return 1;
}

static search_fn search_of(const struct sl_ring_reader *reader)
{
    return reader->group[0] ? search_turn : reader->opts.policy == SL_RING_EVERY ? search_every : search_newest;
}

bool ring_has_news(const struct sl_ring_reader *reader)
{
    const struct view *view = reader->view;
    uint64_t sequence;
    if (!view)
        return false;
    if (reader->group[0])
        return next_turn(view, &sequence) >= 0 || atomic_load(&view->claims->lost) != view->lost_told;
    uint64_t newest = newest_of(reader, view) >> RING_SLOT_BITS;
    return newest && newest >= view->cursor;
}

/* One try, under the mutex: frames are released on other threads. */
static int take_now(struct sl_ring_reader *reader, struct found *found)
{
    pthread_mutex_lock(&reader->mutex);
    struct view *view = reader->view;
    int took = view ? search_of(reader)(reader, view, found) : 0;
    if (took == 1) {
        if (!reader->group[0])
            set_cursor(view, found->sequence + found->frames);
        atomic_fetch_add_explicit(&view->claims->taken, found->frames, memory_order_relaxed);
    }
    pthread_mutex_unlock(&reader->mutex);
    return took;
}

/* What a failed take means, in a sentence. */
static int take_failed(const struct sl_ring_reader *reader, int err, struct sl_error *why)
{
    if (err == -ENOBUFS)
        return sl__error_set(why, err, "this reader of '%s' holds as many frames as it may; release some first", reader->name);
    if (err == -ESTALE)
        return sl__error_set(why, err, "this reader of '%s' fell behind", reader->name);
    if (err == -EINVAL)
        return sl__error_set(why, err, "'%s' has batches; a reader of a group takes those", reader->name);
    return sl__error_set(why, err, "the publisher of '%s' broke the layout of its memory", reader->name);
}

/* Until one is found or the time is over; also when a publisher says again and again that there is one, and there is not. */
static int take_patiently(struct sl_ring_reader *reader, struct found *found, int timeout_ms, struct sl_error *why)
{
    int64_t until_ns = timeout_ms > 0 ? sl__clock_ns() + timeout_ms * INT64_C(1000000) : 0;
    for (int tries = 0;; tries++) {
        int took = take_now(reader, found);
        if (took)
            return took < 0 ? take_failed(reader, took, why) : took;
        int64_t left_ns = timeout_ms > 0 ? until_ns - sl__clock_ns() : 0;
        if (timeout_ms >= 0 && left_ns <= 0 && tries)
            return 0;
        int left_ms = timeout_ms < 0 ? -1 : left_ns <= 0 ? 0 : (int)((left_ns + 999999) / 1000000);
        int waited = sl_ring_wait(reader, left_ms, why);
        if (waited <= 0)
            return waited;
    }
}

/* Pixels of the frame in that slot, with what its row says. */
static void describe(const struct view *view, int slot, struct sl_frame *frame)
{
    const struct ring_slot *row = row_of(view, slot);
    *frame = view->segment.shape.frame;
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++)
        if (i == 0 || frame->plane[i])
            frame->plane[i] = ring_segment_pixels(&view->segment, slot) + (uintptr_t)view->segment.shape.frame.plane[i];
    frame->number = row->number;
    frame->pts_ns = row->pts_ns;
    frame->capture_ns = atomic_load_explicit(&row->capture_ns, memory_order_relaxed);
    frame->dropped = row->dropped;
}

/* Frames lost before this one that the reader was not told of yet. */
static uint32_t tell_lost(struct sl_ring_reader *reader)
{
    uint32_t lost = reader->lost;
    reader->lost = 0;
    return lost;
}

int sl_ring_take(struct sl_ring_reader *reader, struct sl_ring_frame *seen, int timeout_ms, struct sl_error *why)
{
    struct found found = {0};
    if (!reader || !seen)
        return sl__error_set(why, -EINVAL, "taking a frame needs a reader and a place for it");
    reader->by_batch = false;
    int took = take_patiently(reader, &found, timeout_ms, why);
    *seen = (struct sl_ring_frame){.slot = -1};
    if (took == -ESTALE)
        seen->frame.dropped = found.frames;
    if (took != 1)
        return took;
    *seen = (struct sl_ring_frame){.sequence = found.sequence, .slot = found.slot, .segment = reader->view};
    describe(reader->view, found.slot, &seen->frame);
    seen->frame.dropped += tell_lost(reader);
    return 1;
}

int sl_ring_take_batch(struct sl_ring_reader *reader, struct sl_ring_batch *batch, int timeout_ms, struct sl_error *why)
{
    struct found found = {0};
    if (!reader || !batch)
        return sl__error_set(why, -EINVAL, "taking a batch needs a reader and a place for it");
    reader->by_batch = true;
    int took = take_patiently(reader, &found, timeout_ms, why);
    *batch = (struct sl_ring_batch){.slot = -1};
    if (took == -ESTALE)
        batch->dropped = found.frames;
    if (took != 1)
        return took;
    struct view *view = reader->view;
    *batch = (struct sl_ring_batch){
        .pixels = ring_segment_pixels(&view->segment, found.slot), .frame_bytes = view->segment.shape.frame_bytes,
        .sequence = found.sequence, .dropped = row_of(view, found.slot)->dropped + tell_lost(reader),
        .count = (int)found.frames, .size = (int)view->segment.shape.batch, .slot = found.slot, .segment = view};
    return 1;
}

int sl_ring_batch_frame(const struct sl_ring_batch *batch, int index, struct sl_frame *frame)
{
    if (!batch || !batch->segment || !frame || index < 0 || index >= batch->count)
        return -EINVAL;
    describe(batch->segment, batch->slot + index, frame);
    return 0;
}

static void let_go(struct sl_ring_reader *reader, struct view *view, int slot)
{
    pthread_mutex_lock(&reader->mutex);
    view_unclaim(view, slot);
    if (view != reader->view)
        view_sweep(reader, false);
    pthread_mutex_unlock(&reader->mutex);
}

void sl_ring_release(struct sl_ring_reader *reader, struct sl_ring_frame *seen)
{
    if (reader && seen && seen->segment)
        let_go(reader, seen->segment, seen->slot);
    if (seen)
        seen->segment = NULL;
}

void sl_ring_release_batch(struct sl_ring_reader *reader, struct sl_ring_batch *batch)
{
    if (reader && batch && batch->segment)
        let_go(reader, batch->segment, batch->slot);
    if (batch)
        batch->segment = NULL;
}
