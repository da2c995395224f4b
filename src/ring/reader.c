/*
 * A reader. It claims a slot in its own page, looks whether the slot still holds the frame that it meant, and then has it. What
 * the publisher wrote is read once and bounded before it is used.
 *
 * When the publisher changes the format it sends a new segment; frames taken from the old one stay good until released, so a
 * segment lives while something of it is held.
 */
#include "base/clock.h"
#include "base/error.h"
#include "ring/folder.h"
#include "ring/futex.h"
#include "ring/segment.h"
#include "ring/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WELCOME_MS 2000               ///< a publisher that lives answers at once
#define SLICE_NS INT64_C(20000000)    ///< how long to sleep before looking whether the publisher is still there
#define KNOCK_AGAIN_NS INT64_C(50000000)
#define RETIRING_LOOKS 1000           ///< a slot is retiring for a moment only

/** One segment with the claims on it. */
struct view {
    struct ring_segment segment;
    struct ring_claims *claims;
    uint64_t held;                    ///< bits of slots taken and not released
    uint64_t cursor;                  ///< the next sequence of interest; 0: none seen yet
    struct view *next;                ///< older ones
};

struct sl_ring_reader {
    char name[SL_RING_NAME_MAX + 1], folder[256];
    struct sl_ring_reader_opts opts;
    int socket, event;                ///< -1: not attached now
    struct view *view;                ///< the newest first; NULL: not attached now
    uint32_t lost;                    ///< frames lost and not told of yet
};

struct sl_ring_reader_opts sl_ring_reader_opts_default(void)
{
    return (struct sl_ring_reader_opts){.policy = SL_RING_NEWEST};
}

static void view_free(struct view *view)
{
    ring_claims_finish(&view->claims);
    ring_segment_finish(&view->segment);
    free(view);
}

/* Older views that nobody looks at any more go. */
static void sweep_views(struct sl_ring_reader *reader, bool all)
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

/* A welcome's gifts become the newest view. Owns the descriptors in any case. */
static int unwrap(struct sl_ring_reader *reader, const struct ring_gifts *gifts, struct sl_error *why)
{
    struct view *view = calloc(1, sizeof(*view));
    if (reader->event >= 0)
        close(reader->event);
    reader->event = gifts->event;
    int err = view ? ring_segment_open(&view->segment, gifts->segment, why) : sl__error_set(why, -ENOMEM, "no memory for a reader");
    if (!view)
        close(gifts->segment);
    if (err < 0)
        close(gifts->claims);
    else
        err = ring_claims_open(&view->claims, gifts->claims, why);
    if (err < 0) {
        if (view)
            view_free(view);
        return err;
    }
    if (reader->opts.policy == SL_RING_EVERY)
        view->cursor = atomic_load(&view->claims->cursor);
    view->next = reader->view;
    reader->view = view;
    sweep_views(reader, false);
    return 0;
}

static int refused(const struct sl_ring_reader *reader, uint32_t answer, struct sl_error *why)
{
    if (answer == RING_FULL)
        return sl__error_set(why, -EBUSY, "'%s' has %d readers already, and takes no more", reader->name, SL_RING_READERS_MAX);
    return sl__error_set(why, -EACCES, "frames shared as '%s' are not for this user", reader->name);
}

/* Hear what the publisher says first. 0 or a negative errno. */
static int be_welcomed(struct sl_ring_reader *reader, int timeout_ms, struct sl_error *why)
{
    struct ring_welcome welcome;
    struct ring_gifts gifts;
    int heard = ring_welcome_receive(reader->socket, timeout_ms, &welcome, &gifts);
    if (heard == 1 && welcome.answer == RING_WELCOME)
        return unwrap(reader, &gifts, why);
    if (heard == 1)
        return refused(reader, welcome.answer, why);
    if (heard == -ECONNRESET)
        return sl__error_set(why, -ENOENT, "the publisher of '%s' went away", reader->name);
    if (heard == 0)
        return sl__error_set(why, -ETIMEDOUT, "the publisher of '%s' does not answer", reader->name);
    return sl__error_set(why, -EPROTO, "what answers as '%s' is no publisher of this version", reader->name);
}

static void hang_up(struct sl_ring_reader *reader)
{
    if (reader->socket >= 0)
        close(reader->socket);
    reader->socket = -1;
}

static int knock(struct sl_ring_reader *reader, struct sl_error *why)
{
    int err = reader->socket = ring_folder_connect(reader->folder, reader->name, why);
    if (err < 0) {
        reader->socket = -1;
        return err;
    }
    if (ring_hello_send(reader->socket, reader->opts.policy) < 0)
        err = sl__error_set(why, -ENOENT, "the publisher of '%s' went away", reader->name);
    else
        err = be_welcomed(reader, WELCOME_MS, why);
    if (err < 0)
        hang_up(reader);
    return err;
}

/* Without a publisher, but willing to wait for one. */
static bool may_wait(const struct sl_ring_reader *reader, int err)
{
    return reader->opts.reattach && (err == -ENOENT || err == -ETIMEDOUT);
}

int sl_ring_attach(struct sl_ring_reader **out, const char *name, const struct sl_ring_reader_opts *opts, struct sl_error *why)
{
    if (!out)
        return sl__error_set(why, -EINVAL, "a reader needs a place for it");
    *out = NULL;
    int err = ring_name_check(name, why);
    if (err < 0)
        return err;
    if (opts && ((unsigned)opts->policy > SL_RING_EVERY || opts->spin_us < 0 || opts->spin_us > 1000000))
        return sl__error_set(why, -EINVAL, "policy or spin_us of a reader is out of range");
    struct sl_ring_reader *reader = calloc(1, sizeof(*reader));
    if (!reader)
        return sl__error_set(why, -ENOMEM, "no memory for a reader");
    snprintf(reader->name, sizeof(reader->name), "%s", name);
    reader->opts = opts ? *opts : sl_ring_reader_opts_default();
    reader->socket = reader->event = -1;
    if (sl_ring_runtime_dir(reader->opts.runtime_dir, reader->folder, sizeof(reader->folder)) < 0)
        err = sl__error_set(why, -EINVAL, "the name of the runtime folder is too long");
    reader->opts.runtime_dir = NULL; /* borrowed for the call only */
    if (err == 0)
        err = knock(reader, why);
    if (err < 0 && !may_wait(reader, err)) {
        sl_ring_detach(&reader);
        return err;
    }
    *out = reader;
    return 0;
}

void sl_ring_detach(struct sl_ring_reader **out)
{
    struct sl_ring_reader *reader = out ? *out : NULL;
    if (!reader)
        return;
    *out = NULL;
    sweep_views(reader, true);
    hang_up(reader);
    if (reader->event >= 0)
        close(reader->event);
    free(reader);
}

int sl_ring_fd(struct sl_ring_reader *reader)
{
    if (!reader || !reader->view)
        return -1;
    atomic_store(&reader->view->claims->wants_event, 1);
    return reader->event;
}

/* ---- taking ---- */

/* Claim the slot and look whether it still holds that frame. 1 yes, 0 no. */
static int claim(struct view *view, int slot, uint64_t sequence)
{
    struct ring_slot *row = ring_segment_slot(&view->segment, slot);
    uint64_t bit = UINT64_C(1) << slot, seen = 0;
    atomic_store(&view->claims->held, view->held | bit);
    for (int look = 0; look < RETIRING_LOOKS; look++) {
        seen = atomic_load(&row->sequence);
        if (seen != (sequence | RING_RETIRING))
            break;
    }
    if (seen == sequence) {
        view->held |= bit;
        return 1;
    }
    atomic_store(&view->claims->held, view->held);
    return 0;
}

static int find_sequence(const struct view *view, uint64_t sequence)
{
    for (uint32_t i = 0; i < view->segment.shape.slot_count; i++) {
        uint64_t seen = atomic_load(&ring_segment_slot(&view->segment, (int)i)->sequence);
        if ((seen & ~RING_RETIRING) == sequence)
            return (int)i;
    }
    return -1;
}

static void describe(struct sl_ring_reader *reader, struct view *view, int slot, uint64_t sequence, struct sl_ring_frame *seen)
{
    const struct ring_slot *row = ring_segment_slot(&view->segment, slot);
    *seen = (struct sl_ring_frame){.frame = view->segment.shape.frame, .sequence = sequence, .slot = slot, .segment = view};
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++)
        if (i == 0 || seen->frame.plane[i])
            seen->frame.plane[i] = ring_segment_pixels(&view->segment, slot) + (uintptr_t)view->segment.shape.frame.plane[i];
    seen->frame.number = row->number;
    seen->frame.pts_ns = row->pts_ns;
    seen->frame.capture_ns = row->capture_ns;
    seen->frame.dropped = row->dropped + reader->lost;
    reader->lost = 0;
    view->cursor = sequence + 1;
    atomic_store(&view->claims->cursor, view->cursor);
    atomic_fetch_add_explicit(&view->claims->taken, 1, memory_order_relaxed);
}

static void count_lost(struct sl_ring_reader *reader, struct view *view, uint64_t lost)
{
    reader->lost += (uint32_t)(lost > UINT32_MAX / 2 ? UINT32_MAX / 2 : lost);
    atomic_fetch_add_explicit(&view->claims->skipped, lost, memory_order_relaxed);
}

/* 1 taken, 0 nothing new, -EPROTO */
static int take_newest(struct sl_ring_reader *reader, struct view *view, struct sl_ring_frame *seen)
{
    const struct ring_header *header = ring_segment_header(&view->segment);
    for (int tries = 0; tries < RETIRING_LOOKS; tries++) {
        uint64_t newest = atomic_load(&header->newest), sequence = newest >> 8;
        int slot = (int)(newest & 0xff);
        if (!sequence || sequence < view->cursor)
            return 0;
        if ((uint32_t)slot >= view->segment.shape.slot_count)
            return -EPROTO;
        if (!claim(view, slot, sequence))
            continue; /* a newer one came meanwhile */
        if (view->cursor && sequence > view->cursor)
            count_lost(reader, view, sequence - view->cursor);
        describe(reader, view, slot, sequence, seen);
        return 1;
    }
    return 0;
}

/* The oldest frame from that sequence on that is still there; past the newest when none is. */
static uint64_t oldest_from(const struct view *view, uint64_t sequence)
{
    uint64_t oldest = (atomic_load(&ring_segment_header(&view->segment)->newest) >> 8) + 1;
    for (uint32_t i = 0; i < view->segment.shape.slot_count; i++) {
        uint64_t seen = atomic_load(&ring_segment_slot(&view->segment, (int)i)->sequence) & ~RING_RETIRING;
        if (seen >= sequence && seen < oldest)
            oldest = seen;
    }
    return oldest;
}

/* Go on where frames still are, and say how many are not any more. */
static int fall_behind(struct view *view, struct sl_ring_frame *seen)
{
    uint64_t behind = atomic_load(&view->claims->behind);
    uint64_t next = oldest_from(view, view->cursor > behind ? view->cursor : behind);
    next = next > view->cursor ? next : view->cursor + 1; /* it was there when we looked again: too late all the same */
    uint64_t lost = next - view->cursor;
    seen->frame.dropped = (uint32_t)(lost > UINT32_MAX ? UINT32_MAX : lost);
    atomic_fetch_add_explicit(&view->claims->skipped, lost, memory_order_relaxed);
    view->cursor = next;
    atomic_store(&view->claims->cursor, next);
    return -ESTALE;
}

/* 1 taken, 0 nothing new, -ESTALE */
static int take_every(struct sl_ring_reader *reader, struct view *view, struct sl_ring_frame *seen)
{
    uint64_t newest = atomic_load(&ring_segment_header(&view->segment)->newest) >> 8;
    if (view->cursor < atomic_load(&view->claims->behind))
        return fall_behind(view, seen);
    if (view->cursor > newest)
        return 0;
    int slot = find_sequence(view, view->cursor);
    if (slot < 0 || !claim(view, slot, view->cursor))
        return fall_behind(view, seen);
    describe(reader, view, slot, view->cursor, seen);
    return 1;
}

static int take_now(struct sl_ring_reader *reader, struct sl_ring_frame *seen)
{
    struct view *view = reader->view;
    if (!view)
        return 0;
    if ((uint32_t)__builtin_popcountll(view->held) >= view->segment.shape.held_max)
        return -ENOBUFS;
    return reader->opts.policy == SL_RING_EVERY ? take_every(reader, view, seen) : take_newest(reader, view, seen);
}

/* The publisher ended, or changed the format, or died? 0: go on, -EPIPE: it is gone and reattach is off */
static int look_at_publisher(struct sl_ring_reader *reader, struct sl_error *why)
{
    struct view *view = reader->view;
    if (reader->socket < 0) {
        int err = knock(reader, why);
        return err == 0 || may_wait(reader, err) ? 0 : err;
    }
    bool closed = view && atomic_load(&ring_segment_header(&view->segment)->closed);
    if (closed && be_welcomed(reader, 0, NULL) == 0)
        return 0;
    if (!ring_peer_gone(reader->socket))
        return 0;
    hang_up(reader);
    if (reader->opts.reattach)
        return 0;
    return sl__error_set(why, -EPIPE, "the publisher of '%s' is gone", reader->name);
}

static bool spin(const struct ring_header *header, uint32_t wake, int64_t until_ns)
{
    while (sl__clock_ns() < until_ns)
        for (int i = 0; i < 64; i++)
            if (atomic_load_explicit(&header->wake, memory_order_acquire) != wake)
                return true;
    return false;
}

/* Until something may have happened. @p wake was read before the reader looked. */
static void sleep_a_while(struct sl_ring_reader *reader, uint32_t wake, int64_t until_ns)
{
    int64_t now = sl__clock_ns(), left = until_ns - now;
    if (left <= 0)
        return;
    if (!reader->view || reader->socket < 0) {
        left = left < KNOCK_AGAIN_NS ? left : KNOCK_AGAIN_NS;
        nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
        return;
    }
    const struct ring_header *header = ring_segment_header(&reader->view->segment);
    int64_t spin_ns = reader->opts.spin_us * INT64_C(1000);
    if (spin_ns && spin(header, wake, now + (spin_ns < left ? spin_ns : left)))
        return;
    atomic_store(&reader->view->claims->asleep, 1);
    ring_futex_wait(&header->wake, wake, left < SLICE_NS ? left : SLICE_NS);
    atomic_store(&reader->view->claims->asleep, 0);
}

static void drain_event(struct sl_ring_reader *reader)
{
    uint64_t count;
    if (reader->view && atomic_load_explicit(&reader->view->claims->wants_event, memory_order_relaxed))
        (void)!read(reader->event, &count, sizeof(count));
}

static int64_t deadline(int timeout_ms)
{
    return timeout_ms < 0 ? INT64_MAX : timeout_ms ? sl__clock_ns() + timeout_ms * INT64_C(1000000) : 0;
}

/* Is there something newer than what was taken last? */
static bool has_news(const struct sl_ring_reader *reader)
{
    const struct view *view = reader->view;
    if (!view)
        return false;
    uint64_t newest = atomic_load(&ring_segment_header(&view->segment)->newest) >> 8;
    return newest && newest >= view->cursor;
}

int sl_ring_wait(struct sl_ring_reader *reader, int timeout_ms, struct sl_error *why)
{
    if (!reader)
        return sl__error_set(why, -EINVAL, "waiting for a frame needs a reader");
    int64_t until_ns = deadline(timeout_ms);
    drain_event(reader);
    for (;;) {
        uint32_t wake = reader->view ? atomic_load(&ring_segment_header(&reader->view->segment)->wake) : 0;
        if (has_news(reader))
            return 1;
        struct view *before = reader->view;
        int err = look_at_publisher(reader, why);
        if (err < 0)
            return err;
        if (reader->view != before)
            continue;
        if (!timeout_ms || (timeout_ms > 0 && sl__clock_ns() >= until_ns))
            return 0;
        sleep_a_while(reader, wake, until_ns);
    }
}

/* What a failed take means, in a sentence. */
static int take_failed(const struct sl_ring_reader *reader, int err, struct sl_error *why)
{
    if (err == -ENOBUFS)
        return sl__error_set(why, err, "this reader of '%s' holds as many frames as it may; release some first", reader->name);
    if (err == -ESTALE)
        return sl__error_set(why, err, "this reader of '%s' fell behind", reader->name);
    return sl__error_set(why, err, "the publisher of '%s' broke the layout of its memory", reader->name);
}

int sl_ring_take(struct sl_ring_reader *reader, struct sl_ring_frame *seen, int timeout_ms, struct sl_error *why)
{
    if (!reader || !seen)
        return sl__error_set(why, -EINVAL, "taking a frame needs a reader and a place for it");
    int64_t until_ns = deadline(timeout_ms);
    for (;;) {
        int took = take_now(reader, seen);
        if (took)
            return took < 0 ? take_failed(reader, took, why) : took;
        int64_t left_ns = timeout_ms < 0 ? INT64_MAX : until_ns - sl__clock_ns();
        int left_ms = timeout_ms < 0 ? -1 : left_ns <= 0 ? 0 : (int)((left_ns + 999999) / 1000000);
        int waited = sl_ring_wait(reader, timeout_ms ? left_ms : 0, why);
        if (waited <= 0)
            return waited;
    }
}

void sl_ring_release(struct sl_ring_reader *reader, struct sl_ring_frame *seen)
{
    struct view *view = reader && seen ? seen->segment : NULL;
    if (!view)
        return;
    view->held &= ~(UINT64_C(1) << seen->slot);
    atomic_store(&view->claims->held, view->held);
    seen->segment = NULL;
    if (view != reader->view)
        sweep_views(reader, false);
}

void sl_ring_reader_stat(const struct sl_ring_reader *reader, struct sl_ring_stat *stat)
{
    memset(stat, 0, sizeof(*stat));
    if (!reader)
        return;
    if (reader->view)
        ring_segment_stat(&reader->view->segment, stat);
    memcpy(stat->name, reader->name, sizeof(stat->name));
}
