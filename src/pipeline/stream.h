/* One source on its way through the analysers to the sinks: a decode thread, a worker, and what they count. */
#ifndef SL_PIPELINE_STREAM_H
#define SL_PIPELINE_STREAM_H

#include "base/thread.h"
#include "pipeline/handover.h"
#include "pipeline/outlet.h"
#include "pipeline/pipeline.h"
#include "pipeline/stage.h"

struct stream {
    struct sl__pipeline *pipeline;
    const struct sl__pipeline_opts *opts;
    int index;
    struct sl__thread decoder, worker;
    struct sl__source *source;
    struct outlet *outlet[SL_PIPELINE_SINKS_MAX];
    int outlet_count;
    bool every_frame;
    struct handover handover;
    struct stages stages;     ///< the worker's
    struct sl__event event;   ///< the worker's
    uint64_t looked_at;       ///< the worker's: frames that went through the analysers
    pthread_mutex_t mutex;    ///< guards what follows
    struct sl__stream_stats stats;
    struct sl__failure failure;
};

void stream_init(struct stream *stream, struct sl__pipeline *pipeline, const struct sl__pipeline_opts *opts, int index);
void stream_finish(struct stream *stream);

/** Start the worker; it loads, tells the pipeline, and waits for the gate. */
int stream_start_worker(struct stream *stream, struct sl_error *why);
int stream_start_decoder(struct stream *stream, struct sl_error *why);

/** End both threads soon. Any thread. */
void stream_halt(struct stream *stream);

/** Keep the first failure. */
void stream_fail(struct stream *stream, int code, const struct sl__sink *sink, const struct sl_error *why);

void stream_stats(struct stream *stream, struct sl__stream_stats *stats);
int stream_failure(struct stream *stream, struct sl__failure *failure);

/* What the worker tells the pipeline. */
void pipeline_loaded(struct sl__pipeline *pipeline);
bool pipeline_gate(struct sl__pipeline *pipeline); ///< waits; false: go home
void pipeline_ended(struct sl__pipeline *pipeline, struct stream *stream);

#endif
