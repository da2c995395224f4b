/*
 * The publisher. One thread of the caller's loans and publishes; a thread of ours, "sl-ring", listens, welcomes readers and
 * notices when they go. Both meet under one mutex, which is held for the length of a look through the readers' pages.
 *
 * A slot is reused in three steps, so that no reader ever sees it change: its sequence is marked as retiring; then the readers'
 * claims are looked at again; then, if nobody has it, the sequence becomes 0. A reader claims first and looks at the sequence
 * afterwards. So either the reader sees the mark, or we see the claim.
 */
#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "ring/folder.h"
#include "ring/futex.h"
#include "ring/members.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define HELLO_PATIENCE_NS INT64_C(2000000000) ///< who connects and says nothing is sent away after it
#define LOOK_AGAIN_NS 200000                  ///< while waiting for readers of every frame
#define TICK_MS 50                            ///< how often overdrawn and silent readers are looked for

struct sl_ring {
    char name[SL_RING_NAME_MAX + 1], folder[256];
    struct sl_ring_opts opts;
    struct ring_segment segment;
    uint64_t generation;
    _Atomic uint64_t sequence;      ///< of the newest frame published; written by the publishing thread alone
    int loaned;                     ///< slot, -1: none
    int listener, quit;             ///< descriptors
    struct sl__thread thread;
    pthread_mutex_t mutex;          ///< guards what follows, and the segment's exchange
    struct ring_members members;
};

struct sl_ring_opts sl_ring_opts_default(enum sl_pixels pixels, int32_t width_px, int32_t height_px)
{
    return (struct sl_ring_opts){.pixels = pixels, .width_px = width_px, .height_px = height_px, .slots = 8, .batch = 1,
                                 .patience_ms = 100, .allow_uid = -1, .allow_gid = -1};
}

static int check_number(const char *name, int value, int low, int high, struct sl_error *why)
{
    if (value >= low && value <= high)
        return 0;
    return sl__error_set(why, -EINVAL, "%s of a ring is %d; it takes %d to %d", name, value, low, high);
}

/* held_max 0 becomes what suits the batch. */
static int check_opts(struct sl_ring_opts *opts, struct sl_error *why)
{
    int err = check_number("slots", opts->slots, 3, SL_RING_SLOTS_MAX, why);
    if (!err)
        err = check_number("batch", opts->batch, 1, opts->slots / 2, why);
    if (!err && opts->slots % opts->batch)
        err = sl__error_set(why, -EINVAL, "slots of a ring is %d; with batches of %d it takes a multiple of that", opts->slots,
                            opts->batch);
    if (!opts->held_max) {
        opts->held_max = opts->batch > 3 ? opts->batch : 3;
        opts->held_max = opts->held_max > opts->slots - 2 ? opts->slots - 2 : opts->held_max;
    }
    if (!err)
        err = check_number("held_max", opts->held_max, 1, opts->slots - 2, why);
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

static bool is_allowed(const struct sl_ring *ring, const struct ucred *who)
{
    return who->uid == geteuid() || who->uid == 0 || (int64_t)who->uid == ring->opts.allow_uid ||
           (int64_t)who->gid == ring->opts.allow_gid;
}

/* ---- the thread ---- */

static void count_readers(struct sl_ring *ring)
{
    atomic_store(&ring_segment_header(&ring->segment)->readers, (uint32_t)ring_members_welcomed(&ring->members));
}

static void accept_one(struct sl_ring *ring)
{
    struct ucred who = {0};
    socklen_t size = sizeof(who);
    int fd = accept4(ring->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    enum ring_answer answer = RING_WELCOME;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0 || !is_allowed(ring, &who))
        answer = RING_NOT_ALLOWED;
    else if (!ring_members_add(&ring->members, fd, who.pid, sl__clock_ns()))
        answer = RING_FULL;
    if (answer == RING_WELCOME)
        return;
    ring_welcome_send(fd, answer, 0, NULL);
    close(fd);
}

/* Something can be read of it: its hello, or its end. A welcomed reader has nothing more to say. */
static void hear(struct sl_ring *ring, struct ring_member *member)
{
    struct ring_hello hello;
    int heard = ring_hello_receive(member->socket, &hello);
    if (heard == 0)
        return;
    if (heard == 1 && !member->welcomed) {
        member->policy = (enum sl_ring_policy)hello.policy;
        heard = ring_member_welcome(member, &ring->segment, ring->generation, ring->sequence + 1);
    } else if (heard == 1) {
        heard = -EPROTO;
    }
    if (heard < 0)
        ring_member_remove(member);
    count_readers(ring);
}

static void send_away(struct sl_ring *ring)
{
    int64_t now = sl__clock_ns();
    ring_members_held(&ring->members, ring->segment.shape.slot_count, ring->segment.shape.held_max);
    for (int i = 0; i < ring->members.count; i++) {
        struct ring_member *member = &ring->members.member[i];
        bool silent = member->socket >= 0 && !member->welcomed && now - member->since_ns > HELLO_PATIENCE_NS;
        if (silent || member->overdrawn)
            ring_member_remove(member);
    }
    count_readers(ring);
}

static int list_descriptors(struct sl_ring *ring, struct pollfd *fds, int *place)
{
    int count = 0;
    fds[count++] = (struct pollfd){.fd = ring->quit, .events = POLLIN};
    fds[count++] = (struct pollfd){.fd = ring->listener, .events = POLLIN};
    for (int i = 0; i < ring->members.count; i++) {
        if (ring->members.member[i].socket < 0)
            continue;
        place[count] = i;
        fds[count++] = (struct pollfd){.fd = ring->members.member[i].socket, .events = POLLIN};
    }
    return count;
}

static void listen_loop(void *arg)
{
    struct sl_ring *ring = arg;
    struct pollfd fds[SL_RING_READERS_MAX + 2];
    int place[SL_RING_READERS_MAX + 2];
    for (;;) {
        pthread_mutex_lock(&ring->mutex);
        int count = list_descriptors(ring, fds, place);
        pthread_mutex_unlock(&ring->mutex);
        int ready = poll(fds, (nfds_t)count, count > 2 ? TICK_MS : -1);
        if (fds[0].revents)
            return;
        pthread_mutex_lock(&ring->mutex);
        for (int i = 2; i < count && ready > 0; i++)
            if (fds[i].revents && ring->members.member[place[i]].socket == fds[i].fd)
                hear(ring, &ring->members.member[place[i]]);
        if (ready > 0 && fds[1].revents)
            accept_one(ring);
        send_away(ring);
        pthread_mutex_unlock(&ring->mutex);
    }
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
    return sl__thread_start(&ring->thread, "sl-ring", listen_loop, ring, why);
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
    ring->segment.fd = ring->listener = ring->quit = ring->loaned = -1;
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

/* No frame will come into this segment any more: who waits for one looks at the socket. */
static void close_segment(struct sl_ring *ring)
{
    struct ring_header *header = ring_segment_header(&ring->segment);
    if (!header)
        return;
    atomic_store(&header->closed, 1);
    atomic_fetch_add(&header->wake, 1);
    ring_futex_wake(&header->wake);
    ring_members_wake(&ring->members, &header->wake);
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
    ring_members_finish(&ring->members);
    ring_segment_finish(&ring->segment);
    if (ring->quit >= 0)
        close(ring->quit);
    pthread_mutex_destroy(&ring->mutex);
    free(ring);
}

/* ---- frames ---- */

static uint64_t newest_slot_bit(const struct ring_header *header)
{
    uint64_t newest = atomic_load_explicit(&header->newest, memory_order_relaxed);
    return newest ? UINT64_C(1) << (newest & 0xff) : 0;
}

/* Take the slot out of sight, unless somebody claims it this moment. */
static bool retire(struct sl_ring *ring, struct ring_slot *slot, uint64_t bit)
{
    uint64_t sequence = atomic_load_explicit(&slot->sequence, memory_order_relaxed);
    atomic_store(&slot->sequence, sequence | RING_RETIRING);
    bool free = !(ring_members_held(&ring->members, ring->segment.shape.slot_count, ring->segment.shape.held_max) & bit);
    atomic_store(&slot->sequence, free ? 0 : sequence);
    return free;
}

/*
 * The slot of the oldest frame that nobody needs. With batches the slots go round in order, so that the frames of one lie
 * together. @return slot, -EAGAIN: readers hold them all, -EBUSY: a reader of every frame still waits for the oldest
 */
static int find_slot(struct sl_ring *ring)
{
    const struct ring_shape *shape = &ring->segment.shape;
    uint64_t held = ring_members_held(&ring->members, shape->slot_count, shape->held_max) |
                    newest_slot_bit(ring_segment_header(&ring->segment));
    uint64_t cursor = ring_members_cursor(&ring->members, ring->sequence), tried = 0;
    int result = -EAGAIN;
    for (uint32_t round = 0; round < shape->slot_count; round++) {
        int best = -1;
        uint64_t oldest = UINT64_MAX;
        for (uint32_t i = 0; i < shape->slot_count; i++) {
            uint64_t sequence = atomic_load_explicit(&ring_segment_slot(&ring->segment, (int)i)->sequence, memory_order_relaxed);
            if (!((held | tried) >> i & 1) && sequence < oldest) {
                oldest = sequence;
                best = (int)i;
            }
        }
        if (best < 0)
            return result;
        if (oldest >= cursor && oldest)
            return -EBUSY;
        tried |= UINT64_C(1) << best;
        if (retire(ring, ring_segment_slot(&ring->segment, best), UINT64_C(1) << best))
            return best;
    }
    return result;
}

/* Readers of every frame get some time; then those who are too slow are left behind. */
static int find_slot_patiently(struct sl_ring *ring)
{
    int64_t end = sl__clock_ns() + ring->opts.patience_ms * INT64_C(1000000);
    for (;;) {
        pthread_mutex_lock(&ring->mutex);
        int slot = find_slot(ring);
        bool late = slot == -EBUSY && sl__clock_ns() >= end;
        if (late)
            ring_members_leave_behind(&ring->members, ring_members_cursor(&ring->members, ring->sequence), ring->sequence);
        pthread_mutex_unlock(&ring->mutex);
        if (slot != -EBUSY)
            return slot;
        if (!late)
            nanosleep(&(struct timespec){.tv_nsec = LOOK_AGAIN_NS}, NULL);
    }
}

int sl_ring_loan(struct sl_ring *ring, struct sl_ring_loan *loan)
{
    if (!ring || !loan)
        return -EINVAL;
    if (ring->loaned >= 0)
        return -EBUSY;
    int slot = find_slot_patiently(ring);
    if (slot < 0) {
        atomic_fetch_add(&ring_segment_header(&ring->segment)->dropped, 1);
        return slot;
    }
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

int sl_ring_publish(struct sl_ring *ring, const struct sl_ring_loan *loan)
{
    if (!ring || !loan || loan->slot < 0 || loan->slot != ring->loaned)
        return -EINVAL;
    struct ring_header *header = ring_segment_header(&ring->segment);
    struct ring_slot *slot = ring_segment_slot(&ring->segment, loan->slot);
    uint64_t sequence = ++ring->sequence;
    slot->number = sequence - 1;
    slot->pts_ns = loan->pts_ns;
    slot->capture_ns = loan->capture_ns ? loan->capture_ns : sl__clock_ns();
    slot->dropped = loan->dropped;
    slot->valid = 1;
    atomic_store(&slot->sequence, sequence);
    atomic_store(&header->newest, sequence << 8 | (uint64_t)loan->slot);
    atomic_fetch_add_explicit(&header->published, 1, memory_order_relaxed);
    atomic_fetch_add(&header->wake, 1);
    ring->loaned = -1;
    pthread_mutex_lock(&ring->mutex);
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

/* Everybody gets the new segment; who cannot take it now (its socket is full: it does not read) is sent away. */
static void hand_round(struct sl_ring *ring)
{
    for (int i = 0; i < ring->members.count; i++) {
        struct ring_member *member = &ring->members.member[i];
        if (member->welcomed && ring_member_welcome(member, &ring->segment, ring->generation, ring->sequence + 1) < 0)
            ring_member_remove(member);
    }
    count_readers(ring);
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
    hand_round(ring);
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
    ring_segment_stat(&ring->segment, stat);
    memcpy(stat->name, ring->name, sizeof(stat->name));
}
