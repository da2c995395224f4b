/* A build without GStreamer says so. */
#include "media/media.h"
#include "media/sources.h"
#include "base/error.h"

int gst_source_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                    struct sl_error *why)
{
    (void)source, (void)wish;
    return sl__error_set(why, -ENOTSUP, "%s: this build of Sightline has no GStreamer, which would read it", spec->text);
}

int sl__overlay_open(struct sl__sink **sink, const char *path, double fps_hint, struct sl_error *why)
{
    (void)fps_hint;
    *sink = NULL;
    return sl__error_set(why, -ENOTSUP, "%s: this build of Sightline has no GStreamer and so writes no video", path);
}
