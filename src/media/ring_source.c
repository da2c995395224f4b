/*
 * Frames that another process shares, as a source. They are lent, not copied; who lets go last gives the slot back, on whatever
 * thread, hence the lock around the reader.
 */
#include "media/pool.h"
#include "media/sources.h"
#include "base/error.h"

#include <pthread.h>
#include <sightline/ring.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOK_MS 50 ///< how soon an interrupt is noticed

struct ring_frame {
    struct pool_frame base; ///< first member
    struct ring_source *from;
    struct sl_ring_frame seen;
};

struct ring_source {
    struct sl__source source;
    struct frame_pool *pool;
    struct sl_ring_reader *reader; ///< NULL after close
    pthread_mutex_t mutex;         ///< guards the reader between taking and letting go
    atomic_int users;              ///< the source itself and the frames that are out
    uint64_t number;
    uint32_t behind;               ///< frames lost since the last one, as a reader of every frame
    bool asked_for_every;
    char ring[SL_RING_NAME_MAX + 1];
};

static void source_unref(struct ring_source *ring)
{
    if (atomic_fetch_sub(&ring->users, 1) > 1)
        return;
    sl_ring_detach(&ring->reader);
    pthread_mutex_destroy(&ring->mutex);
    free(ring);
}

static void give_back(struct pool_frame *frame)
{
    struct ring_frame *slot = (struct ring_frame *)frame;
    struct ring_source *ring = slot->from;
    if (!ring)
        return;
    slot->from = NULL;
    pthread_mutex_lock(&ring->mutex);
    sl_ring_release(ring->reader, &slot->seen);
    pthread_mutex_unlock(&ring->mutex);
    source_unref(ring);
}

/* 1 taken; 0 nothing now; a negative errno. A reader that holds all it may waits for one to come back. */
static int take(struct ring_source *ring, struct sl_ring_frame *seen, struct sl_error *why)
{
    pthread_mutex_lock(&ring->mutex);
    int took = sl_ring_take(ring->reader, seen, 0, why);
    pthread_mutex_unlock(&ring->mutex);
    return took;
}

static int take_patiently(struct ring_source *ring, struct sl_ring_frame *seen, struct sl_error *why)
{
    while (!frame_pool_interrupted(ring->pool)) {
        int took = take(ring, seen, why);
        if (took == 1 || (took < 0 && took != -ENOBUFS && took != -ESTALE))
            return took;
        if (took == -ESTALE)
            ring->behind += seen->frame.dropped;
        if (took == -ENOBUFS)
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        if (took)
            continue;
        took = sl_ring_wait(ring->reader, LOOK_MS, why);
        if (took < 0)
            return took;
    }
    return -ECANCELED;
}

/* The publisher waits for readers of every frame only, so it has to be told. */
static int attach(struct ring_source *ring, bool every, struct sl_error *why)
{
    struct sl_ring_reader_opts opts = sl_ring_reader_opts_default();
    opts.policy = every ? SL_RING_EVERY : SL_RING_NEWEST;
    ring->asked_for_every = every;
    return sl_ring_attach(&ring->reader, ring->ring, &opts, why);
}

static int ring_next(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why)
{
    struct ring_source *ring = (struct ring_source *)source;
    struct pool_frame *free_frame;
    int err = 0;
    if (source->every_frame && !ring->asked_for_every) {
        sl_ring_detach(&ring->reader);
        err = attach(ring, true, why);
    }
    if (err == 0)
        err = frame_pool_take(ring->pool, &free_frame);
    if (err < 0)
        return err;
    struct ring_frame *slot = (struct ring_frame *)free_frame;
    struct sl__held_frame *held = &free_frame->held;
    int took = take_patiently(ring, &slot->seen, why);
    if (took < 0) {
        sl__frame_unref(&held);
        return took == -EPIPE ? 0 : took; /* the publisher ended: so does the stream */
    }
    slot->from = ring;
    atomic_fetch_add(&ring->users, 1);
    held->frame = slot->seen.frame;
    held->frame.number = ring->number++;
    held->frame.dropped += ring->behind;
    ring->behind = 0;
    source->lost += held->frame.dropped;
    *frame = held;
    return 1;
}

static void ring_interrupt(struct sl__source *source)
{
    frame_pool_interrupt(((struct ring_source *)source)->pool);
}

static void ring_close(struct sl__source *source)
{
    struct ring_source *ring = (struct ring_source *)source;
    frame_pool_close(&ring->pool);
    source_unref(ring);
}

static const struct sl__source_ops ring_ops = {ring_next, ring_interrupt, ring_close};

int ring_source_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                     struct sl_error *why)
{
    struct ring_source *ring = calloc(1, sizeof(*ring));
    if (!ring)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a source", spec->text);
    pthread_mutex_init(&ring->mutex, NULL);
    atomic_store(&ring->users, 1);
    snprintf(ring->ring, sizeof(ring->ring), "%.*s", SL_RING_NAME_MAX, spec->body);
    int err = attach(ring, wish->every_frame, why);
    if (err == 0)
        err = frame_pool_create(&ring->pool, sizeof(struct ring_frame), give_back, why);
    if (err < 0) {
        source_unref(ring);
        return err;
    }
    ring->source.ops = &ring_ops;
    ring->source.live = true;
    ring->source.length_frames = -1;
    snprintf(ring->source.name, sizeof(ring->source.name), "%s", spec->name);
    *source = &ring->source;
    return 0;
}
