/* Where frames come from, as a small vtable: GStreamer, raw bytes, a fake for tests. */
#ifndef SL_FRAME_SOURCE_H
#define SL_FRAME_SOURCE_H

#include "frame/held.h"
#include <sightline/error.h>
#include <stdbool.h>

struct sl__source;

struct sl__source_ops {
    /**
     * Wait for the next frame. @return 1 with a reference that is the caller's, 0 at the end, -ECANCELED after
     * interrupt, another negative errno with a sentence. Frames given before a failure are good. One thread.
     */
    int (*next)(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why);
    void (*interrupt)(struct sl__source *source); ///< any thread; a waiting next() returns soon, later ones at once
    void (*close)(struct sl__source *source);     ///< after the last next(); frames still held stay good until let go
};

struct sl__source {
    const struct sl__source_ops *ops;
    char name[64];         ///< of the stream: "cam0", "clip"
    bool live;             ///< a camera or network stream: --latest is its default
    int64_t length_frames; ///< -1 when not known; may become known after the first frame; an estimate
    uint64_t lost;         ///< frames the source itself had to drop
    bool every_frame;      ///< set before the first next(): nothing should be skipped if it can be helped
};

/** Takes NULL and a pointer to NULL; leaves NULL behind. */
void sl__source_close(struct sl__source **source);

/** How many frames of one source may be held at the same time; a source waits (file) or drops (live) beyond it. */
#define SL_SOURCE_FRAMES 6

#endif
