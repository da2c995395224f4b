/* The publisher's list of readers. What stands in their pages is read once and bounded: it may be anything. */
#include "ring/members.h"

#include "ring/futex.h"

#include <errno.h>
#include <unistd.h>

void ring_members_init(struct ring_members *members)
{
    members->count = 0;
    for (int i = 0; i < SL_RING_READERS_MAX; i++)
        members->member[i] = (struct ring_member){.socket = -1};
}

void ring_members_finish(struct ring_members *members)
{
    for (int i = 0; i < members->count; i++)
        ring_member_remove(&members->member[i]);
    members->count = 0;
}

struct ring_member *ring_members_add(struct ring_members *members, int socket, int64_t now_ns)
{
    for (int i = 0; i < SL_RING_READERS_MAX; i++) {
        struct ring_member *member = &members->member[i];
        if (member->socket >= 0)
            continue;
        *member = (struct ring_member){.socket = socket, .since_ns = now_ns};
        if (members->count <= i)
            members->count = i + 1;
        return member;
    }
    return NULL;
}

void ring_member_remove(struct ring_member *member)
{
    ring_claims_finish(&member->claims);
    if (member->socket >= 0)
        close(member->socket);
    *member = (struct ring_member){.socket = -1};
}

int ring_member_welcome(struct ring_members *members, struct ring_member *member, const struct ring_segment *segment,
                        uint64_t generation, uint64_t next_sequence)
{
    struct ring_claims *claims;
    struct ring_gifts gifts = {.segment = segment->fd};
    int err = ring_claims_create(&claims, (uint32_t)(member - members->member), &gifts.claims);
    if (err < 0)
        return err;
    atomic_store(&claims->policy, member->hello.policy);
    atomic_store(&claims->cursor, next_sequence);
    err = ring_welcome_send(member->socket, RING_WELCOME, generation, &gifts);
    close(gifts.claims);
    if (err < 0) {
        ring_claims_finish(&claims);
        return err;
    }
    ring_claims_finish(&member->claims);
    member->claims = claims;
    member->welcomed = true;
    member->behind = 0;
    member->stuck = false;
    return 0;
}

/* Readers of every frame; members of groups are waited for by what was given to them instead (turns.h). */
static bool wants_every(const struct ring_member *member)
{
    return member->claims && !member->overdrawn && member->hello.policy == SL_RING_EVERY && !member->hello.group[0];
}

uint64_t ring_members_held(struct ring_members *members, uint32_t unit_count, uint32_t held_max)
{
    uint64_t all = 0, possible = unit_count >= 64 ? UINT64_MAX : (UINT64_C(1) << unit_count) - 1;
    for (int i = 0; i < members->count; i++) {
        struct ring_member *member = &members->member[i];
        if (!member->claims || member->overdrawn)
            continue;
        uint64_t held = atomic_load(&member->claims->held);
        if ((held & ~possible) || (uint32_t)__builtin_popcountll(held) > held_max)
            member->overdrawn = true;
        else
            all |= held;
    }
    return all;
}

uint64_t ring_members_cursor(const struct ring_members *members, uint64_t newest)
{
    uint64_t first = UINT64_MAX;
    for (int i = 0; i < members->count; i++) {
        const struct ring_member *member = &members->member[i];
        if (!wants_every(member))
            continue;
        uint64_t cursor = atomic_load(&member->claims->cursor);
        if (cursor < member->behind)
            continue; /* it fell behind and does not know yet: nobody waits for it until it does */
        if (cursor <= newest && cursor < first)
            first = cursor;
    }
    return first;
}

void ring_members_leave_behind(struct ring_members *members, uint64_t sequence, uint64_t newest)
{
    for (int i = 0; i < members->count; i++) {
        struct ring_member *member = &members->member[i];
        if (!wants_every(member) || atomic_load(&member->claims->cursor) > sequence)
            continue;
        member->behind = newest + 1;
        atomic_store(&member->claims->behind, newest + 1);
    }
}

/* A packet for who asked for one. The socket may be full: then there is something to read in it already. */
static void write_note(const struct ring_member *member)
{
    if (atomic_load(&member->claims->wants_note) && atomic_exchange(&member->claims->wants_note, 0))
        ring_welcome_send(member->socket, RING_NOTE, 0, NULL);
}

void ring_members_wake(struct ring_members *members, _Atomic uint32_t *futex)
{
    bool sleepers = false;
    for (int i = 0; i < members->count; i++) {
        const struct ring_member *member = &members->member[i];
        if (!member->claims)
            continue;
        sleepers = sleepers || atomic_load(&member->claims->asleep);
        write_note(member);
    }
    if (sleepers)
        ring_futex_wake(futex);
}

int ring_members_welcomed(const struct ring_members *members)
{
    int count = 0;
    for (int i = 0; i < members->count; i++)
        count += members->member[i].welcomed;
    return count;
}
