/*
 * Sources -> analysers -> sinks on threads. Each source has a decode thread ("sl-source-N") and a perception worker
 * ("sl-work-N"); between them stands either the newest frame (--latest) or a bounded queue (--every-frame).
 */
#ifndef SL_PIPELINE_PIPELINE_H
#define SL_PIPELINE_PIPELINE_H

#include "event/sink.h"
#include "frame/source.h"
#include <sightline/hands.h>

enum sl__pace { SL_PACE_AUTO, SL_PACE_EVERY_FRAME, SL_PACE_LATEST }; ///< auto: latest for live sources, else every

enum sl__pts { SL_PTS_SOURCE, SL_PTS_LEGACY }; ///< legacy: 33.333 ms per frame, as mp.solutions simulates

struct sl__pipeline_opts {
    enum sl__pace pace;
    enum sl__pts pts;
    int64_t limit;                     ///< frames per source; 0: no limit
    bool hands;                        ///< run the hands analyser
    struct sl_hands_opts hands_opts;
};

/** What one stream did; read at any time from any thread by sl__pipeline_stats(). */
struct sl__stream_stats {
    const char *stream;
    uint64_t frames;          ///< results written
    uint64_t dropped;         ///< frames taken from the source and not looked at, or lost by the source
    uint64_t with_hands;      ///< frames in which at least one hand was found
    int64_t length_frames;    ///< -1: not known
    int64_t first_ns, last_ns;///< clock of the first and last result; 0: none
    int64_t wait_ns, landmark_ns, sink_ns; ///< sums over frames, of the worker
};

struct sl__pipeline;

/**
 * Load models, one set per source. Owns nothing of @p sources and @p sinks: they must outlive it and are closed by the
 * caller after sl__pipeline_destroy().
 */
int sl__pipeline_create(struct sl__pipeline **pipeline, const struct sl__pipeline_opts *opts, struct sl_error *why);

/** Add a source and the sinks its results go to (a sink may serve several sources; writes to it are serialised). */
int sl__pipeline_add(struct sl__pipeline *pipeline, struct sl__source *source, struct sl__sink *const *sinks,
                     int sink_count, struct sl_error *why);

int sl__pipeline_start(struct sl__pipeline *pipeline, struct sl_error *why);

/** Wait until all streams have ended, or @p timeout_ms passed. @return 1 ended, 0 still running. */
int sl__pipeline_wait(struct sl__pipeline *pipeline, int timeout_ms);

/** Ask all streams to end soon; results already computed are written. Any thread. */
void sl__pipeline_interrupt(struct sl__pipeline *pipeline);

/** Join threads. @return 0, or the first failure of any stream with its sentence. */
int sl__pipeline_stop(struct sl__pipeline *pipeline, struct sl_error *why);

int sl__pipeline_streams(const struct sl__pipeline *pipeline);
void sl__pipeline_stats(const struct sl__pipeline *pipeline, int stream, struct sl__stream_stats *stats);
void sl__pipeline_destroy(struct sl__pipeline **pipeline);

#endif
