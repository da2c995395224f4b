/* Where results go, as a small vtable: text files here, overlay video in media/. */
#ifndef SL_EVENT_SINK_H
#define SL_EVENT_SINK_H

#include "event/event.h"
#include <sightline/error.h>
#include <sightline/frame.h>
#include <stdbool.h>

struct sl__sink;

struct sl__sink_ops {
    /** One frame and its result; both borrowed for the call. One thread at a time. 0 or a negative errno. */
    int (*write)(struct sl__sink *sink, const struct sl_frame *frame, const struct sl__event *event,
                 struct sl_error *why);
    /** Complete the output so that it can be read, and free the sink, also after a failed write. 0 or a negative errno. */
    int (*close)(struct sl__sink *sink, struct sl_error *why);
};

struct sl__sink {
    const struct sl__sink_ops *ops;
    char target[512]; ///< as the user wrote it, for sentences
};

/** Takes NULL and a pointer to NULL; leaves NULL behind. */
int sl__sink_close(struct sl__sink **sink, struct sl_error *why);

/*
 * The text sinks (doc/outputs.md). @p path "-" is standard output. A file is made at once and each event is in it when write()
 * returns; the keypoints array is well-formed at any time. When a write fails, the file keeps the events before it. -EACCES,
 * -ENOENT, -ENOSPC, -EPIPE ... with a sentence naming the path. The program must ignore SIGPIPE (and SIGXFSZ), or the system
 * ends it before -EPIPE (-E2BIG) can be said. NDJSON and CSV take events of several streams, keypoints of one. The first event
 * tells CSV which table to write: rows of hands, or of points where more than hands ran.
 */
int sl__ndjson_open(struct sl__sink **sink, const char *path, struct sl_error *why);
int sl__csv_open(struct sl__sink **sink, const char *path, struct sl_error *why);
int sl__keypoints_open(struct sl__sink **sink, const char *path, struct sl_error *why);

/** What a .pose file has room for; fixed before its first frame. */
struct sl__posefile_opts {
    int people;  ///< 1..SL_PEOPLE_MAX: as many as were asked for
    bool irises; ///< faces have SL_FACE_POINTS_MAX points
};

/**
 * A file of the Python package pose-format (doc/outputs.md), from holistic's people, or from pose, face mesh and hands where
 * holistic did not run. Takes events of one stream and a plain file only; the file is whole at any moment. Otherwise as above.
 */
int sl__posefile_open(struct sl__sink **sink, const char *path, const struct sl__posefile_opts *opts, struct sl_error *why);

#endif
