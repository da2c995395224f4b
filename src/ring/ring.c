/*
 * The publisher. One thread of the caller's loans and publishes; a thread of ours (host.c) listens, welcomes readers and notices
 * when they go. Both meet under one mutex, which is held for the length of a look through the readers' pages.
 */
#include "ring/publisher.h"

#include "base/clock.h"
#include "base/error.h"
#include "ring/folder.h"
#include "ring/futex.h"
#include "ring/loan.h"
#include "ring/turns.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define UNITS 8 ///< slots without batches, or batches, unless told otherwise
#define HELD 3  ///< of them, by one reader, likewise

struct sl_ring_opts sl_ring_opts_default(enum sl_pixels pixels, int32_t width_px, int32_t height_px)
{
    return (struct sl_ring_opts){.pixels = pixels, .width_px = width_px, .height_px = height_px, .batch = 1,
                                 .patience_ms = 100, .allow_uid = -1, .allow_gid = -1};
}

static int check_number(const char *name, int value, int low, int high, struct sl_error *why)
{
    if (value >= low && value <= high)
        return 0;
    return sl__error_set(why, -EINVAL, "%s of a ring is %d; it takes %d to %d", name, value, low, high);
}

static int check_slots(struct sl_ring_opts *opts, struct sl_error *why)
{
    int err = check_number("batch", opts->batch, 1, SL_RING_BATCH_MAX, why);
    if (err < 0)
        return err;
    opts->slots = opts->slots ? opts->slots : UNITS * opts->batch;
    err = check_number("slots", opts->slots, 3 * opts->batch, SL_RING_SLOTS_MAX * opts->batch, why);
    if (!err && opts->slots % opts->batch)
        err = sl__error_set(why, -EINVAL, "slots of a ring is %d; with batches of %d it takes a multiple of that", opts->slots,
                            opts->batch);
    return err;
}

/* What is 0 becomes what suits. */
static int check_opts(struct sl_ring_opts *opts, struct sl_error *why)
{
    int err = check_slots(opts, why);
    int most = err ? 1 : opts->slots / opts->batch - 2;
    if (!opts->held_max)
        opts->held_max = most < HELD ? most : HELD;
    if (!err)
        err = check_number("held_max", opts->held_max, 1, most, why);
    if (!err)
        err = check_number("patience_ms", opts->patience_ms, 0, 10000, why);
    if (!err && (unsigned)opts->colour >= SL_COLOUR_COUNT)
        err = sl__error_set(why, -EINVAL, "colour of a ring is %d; it takes 0 to %d", (int)opts->colour, SL_COLOUR_COUNT - 1);
    return err;
}

static bool is_shared(const struct sl_ring *ring)
{
    return ring->opts.allow_uid >= 0 || ring->opts.allow_gid >= 0;
}

/* ---- life ---- */

static int open_name(struct sl_ring *ring, struct sl_error *why)
{
    if (sl_ring_runtime_dir(ring->opts.runtime_dir, ring->folder, sizeof(ring->folder)) < 0)
        return sl__error_set(why, -EINVAL, "the name of the runtime folder is too long");
    ring->opts.runtime_dir = NULL; /* borrowed for the call only */
    int err = ring_folder_make(ring->folder, is_shared(ring), why);
    if (err == 0)
        ring->listener = err = ring_folder_listen(ring->folder, ring->name, is_shared(ring), why);
    return err < 0 ? err : 0;
}

static int start(struct sl_ring *ring, struct sl_error *why)
{
    ring->quit = eventfd(0, EFD_CLOEXEC);
    if (ring->quit < 0)
        return sl__error_set(why, -EIO, "no descriptor for a ring: %s", strerror(errno));
    return sl__thread_start(&ring->thread, "sl-ring", ring_host, ring, why);
}

int sl_ring_create(struct sl_ring **out, const char *name, const struct sl_ring_opts *opts, struct sl_error *why)
{
    if (!out || !opts)
        return sl__error_set(why, -EINVAL, "a ring needs a place for it and options");
    *out = NULL;
    int err = ring_name_check(name, why);
    struct sl_ring *ring = err < 0 ? NULL : calloc(1, sizeof(*ring));
    if (err < 0)
        return err;
    if (!ring)
        return sl__error_set(why, -ENOMEM, "no memory for a ring");
    snprintf(ring->name, sizeof(ring->name), "%s", name);
    ring->opts = *opts;
    ring->segment.fd = ring->listener = ring->quit = ring->loaned = ring->unit = -1;
    ring->generation = 1;
    pthread_mutex_init(&ring->mutex, NULL);
    ring_members_init(&ring->members);
    err = check_opts(&ring->opts, why);
    if (err == 0)
        err = ring_segment_create(&ring->segment, &ring->opts, ring->generation, why);
    if (err == 0)
        err = open_name(ring, why);
    if (err == 0)
        err = start(ring, why);
    if (err < 0)
        sl_ring_destroy(&ring);
    *out = ring;
    return err;
}

/* No frame will come any more. The sockets are closed first: who wakes up looks at them. */
static void close_segment(struct sl_ring *ring)
{
    struct ring_header *header = ring->segment.base ? ring_segment_header(&ring->segment) : NULL;
    if (header) {
        ring->loaned = -1;
        sl_ring_flush(ring);
        atomic_store(&header->closed, 1);
    }
    ring_members_finish(&ring->members);
    if (!header)
        return;
    atomic_fetch_add(&header->wake, 1);
    ring_futex_wake(&header->wake);
}

void sl_ring_destroy(struct sl_ring **out)
{
    static const uint64_t one = 1;
    struct sl_ring *ring = out ? *out : NULL;
    if (!ring)
        return;
    *out = NULL;
    if (ring->thread.running && write(ring->quit, &one, sizeof(one)) == sizeof(one))
        sl__thread_join(&ring->thread);
    if (ring->listener >= 0)
        ring_folder_unlist(ring->folder, ring->name, ring->listener);
    close_segment(ring);
    ring_segment_finish(&ring->segment);
    if (ring->quit >= 0)
        close(ring->quit);
    pthread_mutex_destroy(&ring->mutex);
    free(ring);
}

/* ---- frames ---- */

int sl__ring_try_loan(struct sl_ring *ring, struct sl_ring_loan *loan)
{
    if (!ring || !loan)
        return -EINVAL;
    if (ring->loaned >= 0)
        return -EBUSY;
    int slot = ring_next_slot(ring);
    if (slot < 0)
        return slot;
    const struct sl_frame *frame = &ring->segment.shape.frame;
    *loan = (struct sl_ring_loan){.slot = slot};
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++) {
        bool there = i == 0 || frame->plane[i];
        loan->plane[i] = there ? ring_segment_pixels(&ring->segment, slot) + (uintptr_t)frame->plane[i] : NULL;
        loan->stride_bytes[i] = frame->stride_bytes[i];
    }
    ring->loaned = slot;
    return 0;
}

int sl_ring_loan(struct sl_ring *ring, struct sl_ring_loan *loan)
{
    int err = sl__ring_try_loan(ring, loan);
    if (err == -EAGAIN)
        atomic_fetch_add(&ring_segment_header(&ring->segment)->dropped, 1);
    return err;
}

/* The unit is done: for readers of batches, and for one member of each group. Under the mutex. */
static void complete_unit(struct sl_ring *ring)
{
    struct ring_header *header = ring_segment_header(&ring->segment);
    int slot = ring->unit * (int)ring->segment.shape.batch;
    struct ring_slot *row = ring_segment_slot(&ring->segment, slot);
    uint64_t first = atomic_load_explicit(&row->sequence, memory_order_relaxed);
    atomic_store(&row->for_whom, ring_turns_choose(&ring->members, first));
    atomic_store(&row->valid, (uint32_t)ring->filled);
    atomic_store(&header->newest_batch, first << RING_SLOT_BITS | (uint64_t)slot);
    ring->unit = -1;
    ring->filled = 0;
}

int sl_ring_publish(struct sl_ring *ring, const struct sl_ring_loan *loan)
{
    if (!ring || !loan || loan->slot < 0 || loan->slot != ring->loaned)
        return -EINVAL;
    struct ring_header *header = ring_segment_header(&ring->segment);
    struct ring_slot *row = ring_segment_slot(&ring->segment, loan->slot);
    int64_t capture_ns = loan->capture_ns ? loan->capture_ns : sl__clock_ns();
    uint64_t sequence = ring->sequence + 1;
    row->number = sequence - 1;
    row->pts_ns = loan->pts_ns;
    atomic_store_explicit(&row->capture_ns, capture_ns, memory_order_relaxed);
    row->dropped = loan->dropped;
    pthread_mutex_lock(&ring->mutex);
    ring->sequence = sequence;
    ring->loaned = -1;
    atomic_store(&row->sequence, sequence);
    atomic_store(&header->newest, sequence << RING_SLOT_BITS | (uint64_t)loan->slot);
    atomic_fetch_add_explicit(&header->published, 1, memory_order_relaxed);
    if (++ring->filled == (int)ring->segment.shape.batch)
        complete_unit(ring);
    atomic_fetch_add(&header->wake, 1);
    ring_members_wake(&ring->members, &header->wake);
    pthread_mutex_unlock(&ring->mutex);
    return 0;
}

int sl_ring_flush(struct sl_ring *ring)
{
    if (!ring || ring->loaned >= 0)
        return ring ? -EBUSY : -EINVAL;
    if (ring->unit < 0 || !ring->filled)
        return 0;
    struct ring_header *header = ring_segment_header(&ring->segment);
    pthread_mutex_lock(&ring->mutex);
    complete_unit(ring);
    atomic_fetch_add(&header->wake, 1);
    ring_members_wake(&ring->members, &header->wake);
    pthread_mutex_unlock(&ring->mutex);
    return 0;
}

void sl_ring_cancel(struct sl_ring *ring, const struct sl_ring_loan *loan)
{
    if (ring && loan && loan->slot == ring->loaned)
        ring->loaned = -1;
}

static void copy_plane(uint8_t *to, int32_t to_stride, const uint8_t *from, int32_t from_stride, size_t row_bytes, int rows)
{
    for (int y = 0; y < rows; y++)
        memcpy(to + (int64_t)y * to_stride, from + (int64_t)y * from_stride, row_bytes);
}

/* The bytes of a row, and the rows, of each plane. */
static void plane_size(const struct sl_frame *frame, int plane, size_t *row_bytes, int *rows)
{
    static const uint8_t pixel_bytes[SL_PIXELS_COUNT] = {
        [SL_PIXELS_RGB24] = 3, [SL_PIXELS_BGR24] = 3, [SL_PIXELS_RGBA32] = 4, [SL_PIXELS_GRAY8] = 1,
        [SL_PIXELS_I420] = 1,  [SL_PIXELS_NV12] = 1};
    size_t half = ((size_t)frame->width_px + 1) / 2;
    *rows = plane ? (frame->height_px + 1) / 2 : frame->height_px;
    *row_bytes = !plane ? (size_t)frame->width_px * pixel_bytes[frame->pixels] : frame->pixels == SL_PIXELS_NV12 ? 2 * half : half;
}

int sl_ring_write(struct sl_ring *ring, const struct sl_frame *frame, struct sl_error *why)
{
    struct sl_ring_loan loan;
    int err = ring ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no ring");
    if (err < 0)
        return err;
    const struct sl_frame *own = &ring->segment.shape.frame;
    if (frame->pixels != own->pixels || frame->width_px != own->width_px || frame->height_px != own->height_px ||
        frame->chroma_x || frame->chroma_y)
        return sl__error_set(why, -EINVAL, "a frame of %dx%d %s does not go into a ring of %dx%d %s", frame->width_px,
                             frame->height_px, sl_pixels_name(frame->pixels), own->width_px, own->height_px,
                             sl_pixels_name(own->pixels));
    err = sl_ring_loan(ring, &loan);
    if (err < 0)
        return sl__error_set(why, err, "no slot is free: readers hold them all");
    uint64_t copied = 0;
    for (int i = 0; i < SL_FRAME_PLANES_MAX && loan.plane[i]; i++) {
        size_t row_bytes;
        int rows;
        plane_size(frame, i, &row_bytes, &rows);
        copy_plane(loan.plane[i], loan.stride_bytes[i], frame->plane[i], frame->stride_bytes[i], row_bytes, rows);
        copied += row_bytes * (uint64_t)rows;
    }
    atomic_fetch_add_explicit(&ring_segment_header(&ring->segment)->copied_bytes, copied, memory_order_relaxed);
    loan.pts_ns = frame->pts_ns;
    loan.capture_ns = frame->capture_ns;
    loan.dropped = frame->dropped;
    return sl_ring_publish(ring, &loan);
}

int sl_ring_reformat(struct sl_ring *ring, enum sl_pixels pixels, enum sl_colour colour, int32_t width_px, int32_t height_px,
                     struct sl_error *why)
{
    struct ring_segment fresh;
    if (!ring || ring->loaned >= 0)
        return sl__error_set(why, -EINVAL, "a ring changes its format between frames only");
    struct sl_ring_opts opts = ring->opts;
    opts.pixels = pixels;
    opts.colour = colour;
    opts.width_px = width_px;
    opts.height_px = height_px;
    int err = check_opts(&opts, why);
    if (err == 0)
        err = ring_segment_create(&fresh, &opts, ring->generation + 1, why);
    if (err < 0)
        return err;
    sl_ring_flush(ring);
    pthread_mutex_lock(&ring->mutex);
    struct ring_segment old = ring->segment;
    struct ring_header *from = ring_segment_header(&old), *to = ring_segment_header(&fresh);
    atomic_store(&to->published, atomic_load(&from->published));
    atomic_store(&to->dropped, atomic_load(&from->dropped));
    atomic_store(&to->copied_bytes, atomic_load(&from->copied_bytes));
    ring->opts = opts;
    ring->generation++;
    atomic_store(&from->closed, 1);
    ring->segment = fresh;
    ring->unit = -1;
    ring_hand_round(ring);
    atomic_fetch_add(&from->wake, 1);
    ring_futex_wake(&from->wake);
    pthread_mutex_unlock(&ring->mutex);
    ring_segment_finish(&old);
    return 0;
}

void sl_ring_stat(const struct sl_ring *ring, struct sl_ring_stat *stat)
{
    memset(stat, 0, sizeof(*stat));
    if (!ring)
        return;
    pthread_mutex_t *mutex = (pthread_mutex_t *)&ring->mutex;
    pthread_mutex_lock(mutex);
    ring_segment_stat(&ring->segment, stat);
    pthread_mutex_unlock(mutex);
    memcpy(stat->name, ring->name, sizeof(stat->name));
}
