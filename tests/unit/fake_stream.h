/* A source and a sink for tests of what stands between them. */
#ifndef SL_TESTS_FAKE_STREAM_H
#define SL_TESTS_FAKE_STREAM_H

#include "base/error.h"
#include "event/sink.h"
#include "frame/source.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAKE_SIDE_PX 16

/* Gives frames as fast as they are taken, with the circulation that real sources keep to. */
struct fake_source {
    struct sl__source source;
    int frames;       ///< then it ends
    int fails_after;  ///< -1: never; then it fails with -EPROTO
    int blocks_after; ///< -1: never; then it waits for an interrupt
    int loses_every;  ///< 0: never; a frame is lost before each n-th
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int free_count, given, out_most;
    bool interrupted;
    int closed;
    struct sl__held_frame *free_frame[SL_SOURCE_FRAMES];
    struct sl__held_frame held[SL_SOURCE_FRAMES];
    uint8_t pixels[FAKE_SIDE_PX * FAKE_SIDE_PX];
};

static inline void fake_recycle(struct sl__held_frame *frame)
{
    struct fake_source *fake = frame->owner;
    pthread_mutex_lock(&fake->mutex);
    fake->free_frame[fake->free_count++] = frame;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->mutex);
}

static inline int fake_next(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why)
{
    struct fake_source *fake = (struct fake_source *)source;
    pthread_mutex_lock(&fake->mutex);
    while (!fake->interrupted && (!fake->free_count || fake->given == fake->blocks_after))
        pthread_cond_wait(&fake->changed, &fake->mutex);
    int got = 1;
    if (fake->interrupted)
        got = -ECANCELED;
    else if (fake->given == fake->fails_after)
        got = sl__error_set(why, -EPROTO, "%s: broken after %d frames", source->name, fake->given);
    else if (fake->given == fake->frames)
        got = 0;
    if (got == 1) {
        struct sl__held_frame *held = fake->free_frame[--fake->free_count];
        int out = SL_SOURCE_FRAMES - fake->free_count;
        fake->out_most = out > fake->out_most ? out : fake->out_most;
        sl_frame_init(&held->frame, SL_PIXELS_GRAY8, FAKE_SIDE_PX, FAKE_SIDE_PX, fake->pixels, 0, NULL);
        held->frame.number = (uint64_t)fake->given;
        held->frame.pts_ns = fake->given * 40000000LL;
        held->frame.dropped = fake->loses_every && fake->given % fake->loses_every == 0;
        source->lost += held->frame.dropped;
        held->refs = 1;
        held->recycle = fake_recycle;
        held->owner = fake;
        fake->given++;
        *frame = held;
        pthread_cond_broadcast(&fake->changed);
    }
    pthread_mutex_unlock(&fake->mutex);
    return got;
}

static inline void fake_interrupt(struct sl__source *source)
{
    struct fake_source *fake = (struct fake_source *)source;
    pthread_mutex_lock(&fake->mutex);
    fake->interrupted = true;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->mutex);
}

static inline void fake_close(struct sl__source *source)
{
    ((struct fake_source *)source)->closed++;
}

static const struct sl__source_ops fake_source_ops = {fake_next, fake_interrupt, fake_close};

static inline void fake_source_init(struct fake_source *fake, const char *name, int frames)
{
    memset(fake, 0, sizeof(*fake));
    fake->source.ops = &fake_source_ops;
    snprintf(fake->source.name, sizeof(fake->source.name), "%s", name);
    fake->source.length_frames = frames;
    fake->frames = frames;
    fake->fails_after = fake->blocks_after = -1;
    pthread_mutex_init(&fake->mutex, NULL);
    pthread_cond_init(&fake->changed, NULL);
    for (int i = 0; i < SL_SOURCE_FRAMES; i++)
        fake->free_frame[fake->free_count++] = &fake->held[i];
}

/* Wait until that many frames have been given. */
static inline void fake_source_wait(struct fake_source *fake, int given)
{
    pthread_mutex_lock(&fake->mutex);
    while (fake->given < given)
        pthread_cond_wait(&fake->changed, &fake->mutex);
    pthread_mutex_unlock(&fake->mutex);
}

#define FAKE_RECORDS 4096

/* Keeps what it was given. Its counters are plain: whoever writes two at a time is found by ThreadSanitizer. */
struct fake_sink {
    struct sl__sink sink;
    int fails_at;                ///< -1: never; the write of that record fails
    struct fake_source *waits_for; ///< NULL: nothing; the first write waits until this source gave so many frames
    int waits_given;
    int writes;                  ///< also those that failed
    int count;
    struct fake_record {
        const char *stream;
        uint64_t frame;
        int64_t pts_ns, frame_pts_ns;
        uint32_t dropped;
        int hand_count;
        bool has_hands;
    } record[FAKE_RECORDS];
};

static inline int fake_write(struct sl__sink *sink, const struct sl_frame *frame, const struct sl__event *event,
                             struct sl_error *why)
{
    struct fake_sink *fake = (struct fake_sink *)sink;
    if (fake->waits_for && fake->writes == 0)
        fake_source_wait(fake->waits_for, fake->waits_given);
    fake->writes++;
    if (fake->count == fake->fails_at)
        return sl__error_set(why, -ENOSPC, "%s: no space left on the device", sink->target);
    if (fake->count < FAKE_RECORDS)
        fake->record[fake->count++] = (struct fake_record){event->stream, event->frame, event->pts_ns, frame->pts_ns,
                                                           event->dropped, event->hand_count, event->has_hands};
    return 0;
}

static inline int fake_sink_close(struct sl__sink *sink, struct sl_error *why)
{
    (void)sink, (void)why;
    return 0;
}

static const struct sl__sink_ops fake_sink_ops = {fake_write, fake_sink_close};

static inline void fake_sink_init(struct fake_sink *fake, const char *target)
{
    memset(fake, 0, sizeof(*fake));
    fake->sink.ops = &fake_sink_ops;
    snprintf(fake->sink.target, sizeof(fake->sink.target), "%s", target);
    fake->fails_at = -1;
}

#endif
