/* The two threads of a stream. Nothing here knows which analysers or sinks there are. */
#include "pipeline/stream.h"

#include "base/clock.h"
#include "base/error.h"
#include "pipeline/reading.h"

#include <stdio.h>
#include <string.h>

/* mediapipe v0.10.21, solution_base.py: the clock of a solution goes on by 33333 microseconds before each frame. */
#define LEGACY_STEP_NS 33333000LL

void stream_init(struct stream *stream, struct sl__pipeline *pipeline, const struct sl__pipeline_opts *opts, int index)
{
    memset(stream, 0, sizeof(*stream));
    stream->pipeline = pipeline;
    stream->opts = opts;
    stream->index = index;
    stream->stats.length_frames = -1;
    handover_init(&stream->handover);
    pthread_mutex_init(&stream->mutex, NULL);
}

void stream_finish(struct stream *stream)
{
    handover_finish(&stream->handover);
    pthread_mutex_destroy(&stream->mutex);
}

void stream_halt(struct stream *stream)
{
    handover_stop(&stream->handover);
    if (stream->source)
        stream->source->ops->interrupt(stream->source);
}

void stream_fail(struct stream *stream, int code, const struct sl__sink *sink, const struct sl_error *why)
{
    pthread_mutex_lock(&stream->mutex);
    if (!stream->failure.code)
        stream->failure = (struct sl__failure){.code = code, .sink = sink, .why = *why};
    pthread_mutex_unlock(&stream->mutex);
}

void stream_stats(struct stream *stream, struct sl__stream_stats *stats)
{
    uint64_t replaced = handover_dropped(&stream->handover);
    pthread_mutex_lock(&stream->mutex);
    *stats = stream->stats;
    pthread_mutex_unlock(&stream->mutex);
    stats->dropped += replaced;
}

int stream_failure(struct stream *stream, struct sl__failure *failure)
{
    pthread_mutex_lock(&stream->mutex);
    *failure = stream->failure;
    pthread_mutex_unlock(&stream->mutex);
    return failure->code;
}

/* ---- the decode thread ---- */

/* What the source knows only now. It writes these in next(), on this thread. */
static void note_source(struct stream *stream)
{
    pthread_mutex_lock(&stream->mutex);
    stream->stats.length_frames = stream->source->length_frames;
    stream->stats.dropped = stream->source->lost;
    pthread_mutex_unlock(&stream->mutex);
}

static void decode(void *arg)
{
    struct stream *stream = arg;
    struct sl__source *source = stream->source;
    struct sl_error why = {""};
    int64_t left = stream->every_frame && stream->opts->limit ? stream->opts->limit : INT64_MAX;
    int got = 0;
    for (; left > 0; left--) {
        struct sl__held_frame *frame = NULL;
        got = source->ops->next(source, &frame, &why);
        note_source(stream);
        if (got <= 0 || !handover_push(&stream->handover, frame))
            break;
    }
    handover_end(&stream->handover, got < 0 && got != -ECANCELED ? got : 0, &why);
}

int stream_start_decoder(struct stream *stream, struct sl_error *why)
{
    char name[SL_THREAD_NAME_BYTES];
    snprintf(name, sizeof(name), "sl-source-%d", stream->index);
    return sl__thread_start(&stream->decoder, name, decode, stream, why);
}

/* ---- the worker ---- */

static void event_begin(struct stream *stream, struct sl_frame *frame)
{
    if (stream->opts->pts == SL_PTS_LEGACY)
        frame->pts_ns = (int64_t)(stream->looked_at + 1) * LEGACY_STEP_NS;
    struct sl__event *event = &stream->event;
    event->stream = stream->source->name;
    event->frame = frame->number;
    event->pts_ns = frame->pts_ns;
    event->capture_ns = frame->capture_ns;
    event->width_px = frame->width_px;
    event->height_px = frame->height_px;
    event->dropped = frame->dropped;
    event->has_hands = event->has_pose = event->has_body = event->has_faces = false;
    event->has_detections = event->has_people = false;
    event->hand_count = event->face_count = event->detection_count = event->people_count = 0;
    event->one_person = stream->opts->holistic_opts.max_people == 1;
    event->landmark_cost_ns = 0;
}

/* Write to all sinks, also past one that fails, so that the others have every result. */
static int write_all(struct stream *stream, const struct sl_frame *frame)
{
    int first = 0;
    for (int i = 0; i < stream->outlet_count; i++) {
        struct sl_error why = {""};
        int err = outlet_write(stream->outlet[i], frame, &stream->event, &why);
        if (err < 0 && !first) {
            first = err;
            stream_fail(stream, err, stream->outlet[i]->sink, &why);
        }
    }
    return first;
}

static void count(struct stream *stream, int64_t asked_ns, int64_t came_ns, int64_t analysed_ns)
{
    int64_t now_ns = sl__clock_ns();
    struct sl__stream_stats *stats = &stream->stats;
    pthread_mutex_lock(&stream->mutex);
    stats->frames++;
    for (int i = 0; i < stats->stages; i++) {
        stats->stage[i].with += stream->stages.slot[i].found > 0;
        stats->stage[i].cost_ns += stream->stages.slot[i].cost_ns;
    }
    stats->first_ns = stats->first_ns ? stats->first_ns : now_ns;
    stats->last_ns = now_ns;
    stats->wait_ns += came_ns - asked_ns;
    stats->landmark_ns += analysed_ns - came_ns;
    stats->sink_ns += now_ns - analysed_ns;
    pthread_mutex_unlock(&stream->mutex);
}

/* One frame from the handover to the sinks. 1, or 0 when there is nothing more to do. */
static int work_one(struct stream *stream)
{
    struct sl_error why = {""};
    struct sl__held_frame *held = NULL;
    uint32_t dropped = 0;
    int64_t asked_ns = sl__clock_ns();
    int got = handover_pop(&stream->handover, &held, &dropped, &why);
    if (got <= 0) {
        if (got < 0)
            stream_fail(stream, got, NULL, &why);
        return 0;
    }
    struct sl_frame frame = held->frame; /* a copy of the description: its times are ours to set */
    frame.dropped = dropped;
    event_begin(stream, &frame);
    int64_t came_ns = sl__clock_ns();
    int err = stages_run(&stream->stages, &frame, &stream->event, &why);
    if (err == 0)
        readings_run(stream->opts, &stream->event);
    int64_t analysed_ns = sl__clock_ns();
    if (err < 0) {
        stream_fail(stream, err, NULL, &why);
    } else {
        stream->looked_at++;
        stream->event.landmark_cost_ns = stream->stages.count ? analysed_ns - came_ns : 0;
        err = write_all(stream, &frame);
        count(stream, asked_ns, came_ns, analysed_ns);
        if (err < 0)
            sl__pipeline_interrupt(stream->pipeline);
    }
    sl__frame_unref(&held);
    return err == 0 && (int64_t)stream->looked_at != stream->opts->limit;
}

static void name_stages(struct stream *stream)
{
    struct sl__stream_stats *stats = &stream->stats;
    pthread_mutex_lock(&stream->mutex);
    stats->stages = stream->stages.count;
    for (int i = 0; i < stats->stages; i++) {
        stats->stage[i].name = stream->stages.slot[i].stage->name;
        stats->stage[i].finds = stream->stages.slot[i].stage->finds;
    }
    pthread_mutex_unlock(&stream->mutex);
}

static void work(void *arg)
{
    struct stream *stream = arg;
    struct sl_error why = {""};
    int err = stages_init(&stream->stages, stream->opts, &why);
    if (err < 0)
        stream_fail(stream, err, NULL, &why);
    name_stages(stream);
    pipeline_loaded(stream->pipeline);
    if (pipeline_gate(stream->pipeline)) {
        while (work_one(stream))
            ;
        stream_halt(stream);
        sl__thread_join(&stream->decoder);
        pipeline_ended(stream->pipeline, stream);
    }
    stages_finish(&stream->stages);
}

int stream_start_worker(struct stream *stream, struct sl_error *why)
{
    char name[SL_THREAD_NAME_BYTES];
    snprintf(name, sizeof(name), "sl-work-%d", stream->index);
    return sl__thread_start(&stream->worker, name, work, stream, why);
}
