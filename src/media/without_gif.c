/* A build without giflib says so; GStreamer's way (FFmpeg's demuxer) repeats a GIF for ever and gives no times. */
#include "media/sources.h"
#include "base/error.h"

int gif_source_open(struct sl__source **source, const struct source_spec *spec, struct sl_error *why)
{
    (void)source;
    return sl__error_set(why, -ENOTSUP, "%s: this build of Sightline has no giflib and so reads no GIF", spec->text);
}
