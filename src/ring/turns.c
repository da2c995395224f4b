/*
 * Groups. The publisher decides: when a unit is complete it picks one member of each group and sets that member's bit in the
 * unit's first row. A member notes in its own page which sequence it took from which unit, so that the publisher knows what is
 * still to be taken, by whom, and what to give to others when a member leaves.
 */
#include "ring/turns.h"

#include <string.h>

/* FNV-1a, then a last mixing, because the bytes that differ come last. */
uint64_t ring_turns_weight(const char *ring, int64_t pid, int place)
{
    uint64_t hash = UINT64_C(14695981039346656037), who[2] = {(uint64_t)pid, (uint64_t)place};
    for (const char *at = ring; *at; at++)
        hash = (hash ^ (uint8_t)*at) * UINT64_C(1099511628211);
    for (size_t i = 0; i < sizeof(who); i++)
        hash = (hash ^ ((const uint8_t *)who)[i]) * UINT64_C(1099511628211);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    return hash ^ hash >> 33;
}

static bool in_group(const struct ring_member *member)
{
    return member->claims && !member->overdrawn && member->hello.group[0];
}

static bool same_group(const struct ring_member *a, const struct ring_member *b)
{
    return in_group(a) && in_group(b) && !strcmp(a->hello.group, b->hello.group);
}

/* Who is stuck comes back when it took something. */
static void look_again(struct ring_member *member)
{
    if (member->stuck && atomic_load(&member->claims->taken) != member->stuck_taken)
        member->stuck = false;
}

static bool goes_before(const struct ring_member *a, const struct ring_member *b, uint32_t share)
{
    if (a->stuck != b->stuck)
        return b->stuck;
    return share == SL_RING_STREAM ? a->weight > b->weight : a->turn < b->turn;
}

/* The member of the group of @p first whose turn it is; @p except is not asked. NULL: none */
static struct ring_member *choose_one(struct ring_members *members, const struct ring_member *first,
                                      const struct ring_member *except)
{
    struct ring_member *best = NULL;
    for (int i = 0; i < members->count; i++) {
        struct ring_member *member = &members->member[i];
        if (member == except || !in_group(member) || strcmp(member->hello.group, first->hello.group))
            continue;
        look_again(member);
        if (!best || goes_before(member, best, first->hello.share))
            best = member;
    }
    return best;
}

uint64_t ring_turns_choose(struct ring_members *members, uint64_t sequence)
{
    uint64_t chosen = 0, seen = 0;
    for (int i = 0; i < members->count; i++) {
        if (!in_group(&members->member[i]) || seen >> i & 1)
            continue;
        for (int k = i; k < members->count; k++)
            if (same_group(&members->member[i], &members->member[k]))
                seen |= UINT64_C(1) << k;
        struct ring_member *member = choose_one(members, &members->member[i], NULL);
        member->turn = sequence;
        chosen |= UINT64_C(1) << (member - members->member);
    }
    return chosen;
}

static bool is_done(const struct ring_member *member, int unit, uint64_t sequence)
{
    return atomic_load(&member->claims->done[unit]) == sequence;
}

uint64_t ring_turns_waiting(struct ring_members *members, uint64_t for_whom, int unit, uint64_t sequence)
{
    uint64_t waiting = 0;
    for (int i = 0; for_whom && i < members->count; i++) {
        struct ring_member *member = &members->member[i];
        if (!(for_whom >> i & 1) || !in_group(member))
            continue;
        look_again(member);
        if (!member->stuck && !is_done(member, unit, sequence))
            waiting |= UINT64_C(1) << i;
    }
    return waiting;
}

void ring_turns_stuck(struct ring_members *members, uint64_t who)
{
    for (int i = 0; i < members->count; i++) {
        struct ring_member *member = &members->member[i];
        if (!(who >> i & 1) || !member->claims)
            continue;
        member->stuck = true;
        member->stuck_taken = atomic_load(&member->claims->taken);
    }
}

void ring_turns_lose(struct ring_members *members, uint64_t for_whom, int unit, uint64_t sequence, uint32_t frames)
{
    for (int i = 0; for_whom && i < members->count; i++) {
        const struct ring_member *member = &members->member[i];
        if ((for_whom >> i & 1) && in_group(member) && !is_done(member, unit, sequence))
            atomic_fetch_add(&member->claims->lost, frames);
    }
}

bool ring_turns_leave(struct ring_members *members, const struct ring_member *member, const struct ring_segment *segment)
{
    uint64_t bit = UINT64_C(1) << (member - members->member);
    bool given = false;
    if (!member->claims || !member->hello.group[0])
        return false;
    for (int unit = 0; unit < (int)segment->shape.unit_count; unit++) {
        struct ring_slot *row = ring_segment_slot(segment, unit * (int)segment->shape.batch);
        uint64_t for_whom = atomic_load(&row->for_whom), sequence = atomic_load(&row->sequence);
        if (!(for_whom & bit))
            continue;
        for_whom &= ~bit;
        struct ring_member *heir = !sequence || is_done(member, unit, sequence) ? NULL : choose_one(members, member, member);
        if (heir) {
            heir->turn = sequence;
            for_whom |= UINT64_C(1) << (heir - members->member);
            given = true;
        }
        atomic_store(&row->for_whom, for_whom);
    }
    return given;
}
