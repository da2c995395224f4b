/* The kinds of sources, each in a file of its own. All: 0 or a negative errno with a sentence that names the source. */
#ifndef SL_MEDIA_SOURCES_H
#define SL_MEDIA_SOURCES_H

#include "frame/source.h"
#include "media/grammar.h"
#include "media/media.h"

/** Raw frames from @p fd, which stays the caller's. */
int raw_source_open(struct sl__source **source, const struct source_spec *spec, int fd, struct sl_error *why);

/** One picture file (SOURCE_FILE) or those that a pattern matches (SOURCE_IMAGES). */
int stills_source_open(struct sl__source **source, const struct source_spec *spec, struct sl_error *why);

/** A GIF file; -ENOTSUP in a build without giflib. */
int gif_source_open(struct sl__source **source, const struct source_spec *spec, struct sl_error *why);

/** Frames that another process shares. */
int ring_source_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                     struct sl_error *why);

/** Files, URIs, cameras and pipelines through GStreamer; -ENOTSUP in a build without it. */
int gst_source_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                    struct sl_error *why);

#endif
