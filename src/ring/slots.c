/*
 * Which slot is next. Units are filled one after another; a new one is the oldest that nobody needs.
 *
 * A unit is reused in three steps, so that no reader ever sees it change: its sequences are marked as retiring; then the readers'
 * claims are looked at again; then, if nobody has it, the sequences become 0. A reader claims first and looks at the sequence
 * afterwards. So either the reader sees the mark, or we see the claim.
 */
#include "ring/publisher.h"

#include "base/clock.h"
#include "ring/turns.h"

#include <errno.h>
#include <time.h>

#define LOOK_AGAIN_NS 200000 ///< while waiting for readers of every frame

/* What stands in the way of a new unit. */
struct search {
    uint64_t cursor;  ///< readers of every frame want frames from here on
    uint64_t waiting; ///< members of groups who were given the oldest one
    bool patient;     ///< they are waited for
};

static struct ring_slot *first_row(const struct sl_ring *ring, int unit)
{
    return ring_segment_slot(&ring->segment, unit * (int)ring->segment.shape.batch);
}

static uint64_t newest_unit_bit(const struct sl_ring *ring)
{
    uint64_t newest = atomic_load_explicit(&ring_segment_header(&ring->segment)->newest, memory_order_relaxed);
    uint32_t slot = newest & ((1u << RING_SLOT_BITS) - 1);
    return newest ? UINT64_C(1) << slot / ring->segment.shape.batch : 0;
}

static uint64_t held_units(struct sl_ring *ring)
{
    return ring_members_held(&ring->members, ring->segment.shape.unit_count, ring->segment.shape.held_max);
}

static uint64_t last_sequence(const struct sl_ring *ring, int unit)
{
    uint64_t last = 0;
    for (uint32_t i = 0; i < ring->segment.shape.batch; i++) {
        uint64_t sequence = atomic_load_explicit(&(first_row(ring, unit) + i)->sequence, memory_order_relaxed);
        last = sequence > last ? sequence : last;
    }
    return last;
}

/* Take the unit out of sight, unless somebody claims it this moment. */
static bool retire(struct sl_ring *ring, int unit)
{
    struct ring_slot *row = first_row(ring, unit);
    uint64_t first = atomic_load_explicit(&row->sequence, memory_order_relaxed);
    for (uint32_t i = 0; i < ring->segment.shape.batch; i++)
        atomic_fetch_or(&row[i].sequence, RING_RETIRING);
    bool free = !(held_units(ring) >> unit & 1);
    if (free)
        ring_turns_lose(&ring->members, atomic_load(&row->for_whom), unit, first, atomic_load(&row->valid));
    for (uint32_t i = 0; i < ring->segment.shape.batch; i++)
        atomic_fetch_and(&row[i].sequence, free ? 0 : ~RING_RETIRING);
    if (free) {
        atomic_store(&row->valid, 0);
        atomic_store(&row->for_whom, 0);
    }
    return free;
}

/* -1 when all bits of @p without are set. */
static int oldest_unit(const struct sl_ring *ring, uint64_t without)
{
    int best = -1;
    uint64_t oldest = UINT64_MAX;
    for (int unit = 0; unit < (int)ring->segment.shape.unit_count; unit++) {
        uint64_t sequence = atomic_load_explicit(&first_row(ring, unit)->sequence, memory_order_relaxed);
        if (without >> unit & 1 || sequence >= oldest)
            continue;
        oldest = sequence;
        best = unit;
    }
    return best;
}

/* Does somebody still want it, who is waited for? */
static bool is_wanted(struct sl_ring *ring, struct search *search, int unit)
{
    const struct ring_slot *row = first_row(ring, unit);
    uint64_t first = atomic_load_explicit(&row->sequence, memory_order_relaxed);
    if (!first || !search->patient)
        return false;
    search->waiting = ring_turns_waiting(&ring->members, atomic_load(&row->for_whom), unit, first);
    return search->waiting || last_sequence(ring, unit) >= search->cursor;
}

/* @return unit, -EAGAIN: readers hold them all, -EBUSY: somebody who is waited for still wants the oldest */
static int find_unit(struct sl_ring *ring, struct search *search)
{
    uint64_t without = held_units(ring) | newest_unit_bit(ring);
    search->cursor = ring_members_cursor(&ring->members, ring->sequence);
    for (;;) {
        int unit = oldest_unit(ring, without);
        if (unit < 0)
            return -EAGAIN;
        if (is_wanted(ring, search, unit))
            return -EBUSY;
        if (retire(ring, unit))
            return unit;
        without |= UINT64_C(1) << unit;
    }
}

/* Those who are too slow are left behind, and nobody is waited for this once: what they say may change all the time. */
static int find_unit_without_them(struct sl_ring *ring, struct search *search)
{
    ring_members_leave_behind(&ring->members, search->cursor, ring->sequence);
    ring_turns_stuck(&ring->members, search->waiting);
    search->patient = false;
    return find_unit(ring, search);
}

/* Readers of every frame get some time. */
static int find_unit_patiently(struct sl_ring *ring)
{
    int64_t end = 0;
    for (;;) {
        struct search search = {.patient = true};
        pthread_mutex_lock(&ring->mutex);
        int unit = find_unit(ring, &search);
        int64_t now = unit == -EBUSY ? sl__clock_ns() : 0;
        if (unit == -EBUSY && !end)
            end = now + ring->opts.patience_ms * INT64_C(1000000);
        if (unit == -EBUSY && now >= end)
            unit = find_unit_without_them(ring, &search);
        pthread_mutex_unlock(&ring->mutex);
        if (unit != -EBUSY)
            return unit;
        nanosleep(&(struct timespec){.tv_nsec = LOOK_AGAIN_NS}, NULL);
    }
}

int ring_next_slot(struct sl_ring *ring)
{
    if (ring->unit < 0) {
        int unit = find_unit_patiently(ring);
        if (unit < 0)
            return unit;
        ring->unit = unit;
        ring->filled = 0;
    }
    return ring->unit * (int)ring->segment.shape.batch + ring->filled;
}
