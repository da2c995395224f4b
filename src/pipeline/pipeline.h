/*
 * Sources -> analysers -> sinks on threads. Each stream has a perception worker ("sl-work-N"), which loads its own models
 * while the source opens, and a decode thread ("sl-source-N"). Between them stands either the newest frame (--latest) or
 * a short queue (--every-frame).
 *
 *     sl__pipeline_create(&pipeline, &opts, 1, &why);           models begin to load
 *     sl__source_open(&source, "clip.mp4", &why);               meanwhile
 *     sl__pipeline_ready(pipeline, &why);                       they are loaded
 *     sl__pipeline_add(pipeline, source, sinks, count, &why);
 *     sl__pipeline_start(pipeline, &why);
 *     while (!sl__pipeline_wait(pipeline, 100)) ...
 *     int err = sl__pipeline_stop(pipeline, &why);
 *     sl__pipeline_destroy(&pipeline);
 *
 * What ends what. A stream whose source or analyser fails ends after the results before the failure; the others go on. A
 * sink that fails gets nothing more and the run ends; the other sinks still get the result in work, so they are whole.
 */
#ifndef SL_PIPELINE_PIPELINE_H
#define SL_PIPELINE_PIPELINE_H

#include "event/sink.h"
#include "frame/source.h"
#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>
#include <sightline/gaze.h>
#include <sightline/hands.h>
#include <sightline/holistic.h>
#include <sightline/pose.h>

#define SL_PIPELINE_STREAMS_MAX 64
#define SL_PIPELINE_SINKS_MAX 16 ///< of one stream
#define SL_PIPELINE_STAGES_MAX 8 ///< analysers of one stream

enum sl__pace { SL_PACE_AUTO, SL_PACE_EVERY_FRAME, SL_PACE_LATEST }; ///< auto: latest for live sources, else every

enum sl__pts { SL_PTS_SOURCE, SL_PTS_LEGACY }; ///< legacy: 33.333 ms per frame looked at, as mp.solutions simulates

struct sl__gaze_opts {
    int mode;       ///< enum sl_gaze_mode
    float focal_px; ///< focal length of the camera, for distances; 0: the frame's width
};

struct sl__pipeline_opts {
    enum sl__pace pace;
    enum sl__pts pts;
    int64_t limit;                        ///< results per stream; 0: no limit
    bool hands, pose, face_mesh, face_detection, holistic; ///< the analysers that run
    bool gestures, head_pose, gaze, mood; ///< what is read from their results
    struct sl_engine_opts engine;         ///< of all analysers; its threads are for each stream, shared out among its
                                          ///< analysers; its texts must stay good until sl__pipeline_ready()
    struct sl_hands_opts hands_opts;      ///< this and those that follow: their own engine is not looked at
    struct sl_pose_opts pose_opts;
    struct sl_face_mesh_opts face_mesh_opts;
    struct sl_face_detection_opts face_detection_opts;
    struct sl_holistic_opts holistic_opts;
    struct sl__gaze_opts gaze_opts;
};

/** What one analyser of a stream did so far. */
struct sl__stage_stats {
    const char *name;  ///< "pose"
    const char *finds; ///< "bodies"
    uint64_t with;     ///< frames in which it found at least one
    int64_t cost_ns;   ///< sum over frames of its own time; several may run at the same time
};

/** What one stream did so far. */
struct sl__stream_stats {
    const char *stream;
    uint64_t frames;          ///< results written
    uint64_t dropped;         ///< frames replaced by a newer one before anybody looked, or lost by the source; frames
                              ///< still waiting when a run is interrupted are not counted
    int64_t length_frames;    ///< -1: not known
    int64_t first_ns, last_ns;///< clock of the first and last result; 0: none
    int64_t wait_ns, landmark_ns, sink_ns; ///< sums over frames, of the worker; landmark: all analysers and readings
    int stages;               ///< analysers; known once the models are loaded
    struct sl__stage_stats stage[SL_PIPELINE_STAGES_MAX];
    bool ended;
};

/** Why a stream ended early. */
struct sl__failure {
    int code;                     ///< negative errno
    const struct sl__sink *sink;  ///< the output that failed; NULL: it was the source or an analyser
    struct sl_error why;
};

struct sl__pipeline;

/** Start one worker per stream, which begins to load its models. @p streams 1..SL_PIPELINE_STREAMS_MAX */
int sl__pipeline_create(struct sl__pipeline **pipeline, const struct sl__pipeline_opts *opts, int streams,
                        struct sl_error *why);

/** Wait until all models are loaded. @return 0, or the first failure of an analyser's create */
int sl__pipeline_ready(struct sl__pipeline *pipeline, struct sl_error *why);

/**
 * Give the next stream its source and the sinks its results go to (a sink may serve several streams; writes to it are
 * serialised by a lock). Owns neither: they must outlive the pipeline and are closed by the caller after
 * sl__pipeline_destroy().
 */
int sl__pipeline_add(struct sl__pipeline *pipeline, struct sl__source *source, struct sl__sink *const *sinks,
                     int sink_count, struct sl_error *why);

/** Let frames flow, once all streams have been added; includes sl__pipeline_ready(). On failure call destroy. */
int sl__pipeline_start(struct sl__pipeline *pipeline, struct sl_error *why);

/** Wait until all streams have ended, or @p timeout_ms passed. @return 1 ended, 0 still running. */
int sl__pipeline_wait(struct sl__pipeline *pipeline, int timeout_ms);

/** Ask all streams to end soon; results already computed are written. Any thread, not a signal handler. */
void sl__pipeline_interrupt(struct sl__pipeline *pipeline);

/** Wait for the end of all streams and join their threads. @return 0, or the first failure of any stream, with its sentence. */
int sl__pipeline_stop(struct sl__pipeline *pipeline, struct sl_error *why);

int sl__pipeline_streams(const struct sl__pipeline *pipeline);

/** Any thread, at any time between start and destroy. */
void sl__pipeline_stats(struct sl__pipeline *pipeline, int stream, struct sl__stream_stats *stats);

/** Did this stream fail? @return 0 no (or not yet), else the negative errno that @p failure has too. As above. */
int sl__pipeline_failure(struct sl__pipeline *pipeline, int stream, struct sl__failure *failure);

/** Interrupts and joins what still runs. Takes NULL and a pointer to NULL; leaves NULL behind. */
void sl__pipeline_destroy(struct sl__pipeline **pipeline);

#endif
