/* Streams side by side: loading, the start, the end, and which failure came first. */
#include "pipeline/pipeline.h"

#include "base/error.h"
#include "pipeline/stream.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum gate { GATE_SHUT, GATE_OPEN, GATE_HOME };

struct sl__pipeline {
    struct sl__pipeline_opts opts;
    struct outlet *outlets;
    int streams, added;
    atomic_bool interrupted;
    pthread_mutex_t mutex; ///< guards what follows
    pthread_cond_t changed;
    enum gate gate;
    int loading;              ///< workers that still load
    int running;              ///< streams that have not ended
    struct stream *failed;    ///< the first stream to end with a failure
    struct stream stream[];
};

/* ---- what workers call ---- */

void pipeline_loaded(struct sl__pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->loading--;
    pthread_cond_broadcast(&pipeline->changed);
    pthread_mutex_unlock(&pipeline->mutex);
}

bool pipeline_gate(struct sl__pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->mutex);
    while (pipeline->gate == GATE_SHUT)
        pthread_cond_wait(&pipeline->changed, &pipeline->mutex);
    bool open = pipeline->gate == GATE_OPEN;
    pthread_mutex_unlock(&pipeline->mutex);
    return open;
}

void pipeline_ended(struct sl__pipeline *pipeline, struct stream *stream)
{
    struct sl__failure failure;
    bool failed = stream_failure(stream, &failure) < 0;
    pthread_mutex_lock(&stream->mutex);
    stream->stats.ended = true;
    pthread_mutex_unlock(&stream->mutex);
    pthread_mutex_lock(&pipeline->mutex);
    if (failed && !pipeline->failed)
        pipeline->failed = stream;
    pipeline->running--;
    pthread_cond_broadcast(&pipeline->changed);
    pthread_mutex_unlock(&pipeline->mutex);
}

/* ---- what the owner calls ---- */

/* Let the waiting workers in or send them home, once. */
static void gate_set(struct sl__pipeline *pipeline, enum gate gate)
{
    pthread_mutex_lock(&pipeline->mutex);
    if (pipeline->gate == GATE_SHUT)
        pipeline->gate = gate;
    pthread_cond_broadcast(&pipeline->changed);
    pthread_mutex_unlock(&pipeline->mutex);
}

static void condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

int sl__pipeline_create(struct sl__pipeline **out, const struct sl__pipeline_opts *opts, int streams, struct sl_error *why)
{
    *out = NULL;
    if (streams < 1 || streams > SL_PIPELINE_STREAMS_MAX)
        return sl__error_set(why, -EINVAL, "%d sources; one run takes 1 to %d", streams, SL_PIPELINE_STREAMS_MAX);
    struct sl__pipeline *pipeline = calloc(1, sizeof(*pipeline) + (size_t)streams * sizeof(struct stream));
    if (!pipeline)
        return sl__error_set(why, -ENOMEM, "no memory for %d streams", streams);
    pipeline->opts = *opts;
    pthread_mutex_init(&pipeline->mutex, NULL);
    condition_init(&pipeline->changed);
    for (int i = 0; i < streams; i++)
        stream_init(&pipeline->stream[i], pipeline, &pipeline->opts, i);
    pipeline->streams = pipeline->loading = streams;
    int err = 0;
    for (int i = 0; i < streams && err == 0; i++)
        err = stream_start_worker(&pipeline->stream[i], why);
    if (err < 0) {
        sl__pipeline_destroy(&pipeline);
        return err;
    }
    *out = pipeline;
    return 0;
}

int sl__pipeline_ready(struct sl__pipeline *pipeline, struct sl_error *why)
{
    pthread_mutex_lock(&pipeline->mutex);
    while (pipeline->loading)
        pthread_cond_wait(&pipeline->changed, &pipeline->mutex);
    pthread_mutex_unlock(&pipeline->mutex);
    for (int i = 0; i < pipeline->streams; i++) {
        struct sl__failure failure;
        if (stream_failure(&pipeline->stream[i], &failure) < 0)
            return sl__error_set(why, failure.code, "%s", failure.why.text);
    }
    return 0;
}

static bool every_frame(const struct sl__pipeline_opts *opts, const struct sl__source *source)
{
    return opts->pace == SL_PACE_EVERY_FRAME || (opts->pace == SL_PACE_AUTO && !source->live);
}

int sl__pipeline_add(struct sl__pipeline *pipeline, struct sl__source *source, struct sl__sink *const *sinks,
                     int sink_count, struct sl_error *why)
{
    if (pipeline->added == pipeline->streams)
        return sl__error_set(why, -EINVAL, "%s: the run was made for %d sources", source->name, pipeline->streams);
    if (sink_count < 0 || sink_count > SL_PIPELINE_SINKS_MAX)
        return sl__error_set(why, -EINVAL, "%s: %d outputs; a stream takes up to %d", source->name, sink_count,
                             SL_PIPELINE_SINKS_MAX);
    struct stream *stream = &pipeline->stream[pipeline->added];
    for (int i = 0; i < sink_count; i++)
        if (outlet_find(&pipeline->outlets, sinks[i], &stream->outlet[i]) < 0)
            return sl__error_set(why, -ENOMEM, "%s: no memory for its outputs", source->name);
    stream->outlet_count = sink_count;
    stream->source = source;
    source->every_frame = stream->every_frame = every_frame(&pipeline->opts, source);
    handover_set_newest_only(&stream->handover, !stream->every_frame);
    stream->stats.stream = source->name;
    stream->stats.length_frames = source->length_frames;
    pipeline->added++;
    return 0;
}

static void halt_all(struct sl__pipeline *pipeline)
{
    for (int i = 0; i < pipeline->added; i++)
        stream_halt(&pipeline->stream[i]);
}

int sl__pipeline_start(struct sl__pipeline *pipeline, struct sl_error *why)
{
    int err = sl__pipeline_ready(pipeline, why);
    if (err < 0)
        return err;
    if (pipeline->added != pipeline->streams)
        return sl__error_set(why, -EINVAL, "%d of %d sources were added", pipeline->added, pipeline->streams);
    for (int i = 0; i < pipeline->streams && err == 0; i++)
        err = stream_start_decoder(&pipeline->stream[i], why);
    if (err < 0)
        return err;
    pipeline->running = pipeline->streams;
    gate_set(pipeline, GATE_OPEN);
    if (atomic_load(&pipeline->interrupted))
        halt_all(pipeline);
    return 0;
}

int sl__pipeline_wait(struct sl__pipeline *pipeline, int timeout_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    int late = 0;
    pthread_mutex_lock(&pipeline->mutex);
    while (pipeline->running && !late)
        late = pthread_cond_timedwait(&pipeline->changed, &pipeline->mutex, &until);
    int ended = !pipeline->running;
    pthread_mutex_unlock(&pipeline->mutex);
    return ended;
}

void sl__pipeline_interrupt(struct sl__pipeline *pipeline)
{
    if (!atomic_exchange(&pipeline->interrupted, true))
        halt_all(pipeline);
}

int sl__pipeline_stop(struct sl__pipeline *pipeline, struct sl_error *why)
{
    gate_set(pipeline, GATE_HOME);
    for (int i = 0; i < pipeline->streams; i++)
        sl__thread_join(&pipeline->stream[i].worker);
    struct sl__failure failure;
    if (!pipeline->failed || stream_failure(pipeline->failed, &failure) == 0)
        return 0;
    return sl__error_set(why, failure.code, "%s", failure.why.text);
}

int sl__pipeline_streams(const struct sl__pipeline *pipeline)
{
    return pipeline->streams;
}

void sl__pipeline_stats(struct sl__pipeline *pipeline, int stream, struct sl__stream_stats *stats)
{
    stream_stats(&pipeline->stream[stream], stats);
}

int sl__pipeline_failure(struct sl__pipeline *pipeline, int stream, struct sl__failure *failure)
{
    return stream_failure(&pipeline->stream[stream], failure);
}

void sl__pipeline_destroy(struct sl__pipeline **out)
{
    struct sl__pipeline *pipeline = out ? *out : NULL;
    if (!pipeline)
        return;
    *out = NULL;
    sl__pipeline_interrupt(pipeline);
    gate_set(pipeline, GATE_HOME);
    for (int i = 0; i < pipeline->streams; i++) {
        sl__thread_join(&pipeline->stream[i].worker);
        sl__thread_join(&pipeline->stream[i].decoder);
        stream_finish(&pipeline->stream[i]);
    }
    outlet_free_all(&pipeline->outlets);
    pthread_cond_destroy(&pipeline->changed);
    pthread_mutex_destroy(&pipeline->mutex);
    free(pipeline);
}
