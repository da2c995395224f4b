/* Which file ending means which container, and the encoders that can fill it. */
#include "media/overlay.h"
#include "base/error.h"

#include <gst/gst.h>
#include <string.h>
#include <strings.h>

/*
 * Quality first, then speed: these run beside the analysers. H.264 without B-frames keeps the times as they are. I420,
 * because browsers play nothing else.
 */
static const struct encoder_row {
    const char *element;
    const char *rest;  ///< its settings, and what its output needs before the container
    const char *needs; ///< another element in the rest; NULL: none
} h264_rows[] = {
    {"x264enc", "speed-preset=veryfast pass=qual quantizer=20 bframes=0 rc-lookahead=8 key-int-max=60 ! "
                "video/x-h264,profile=(string){high,main,baseline}", NULL},
    {"openh264enc", "rate-control=off bitrate=8000000 gop-size=60 ! h264parse", "h264parse"},
    {NULL, NULL, NULL},
}, vpx_rows[] = {
    {"vp8enc", "deadline=1 cpu-used=8 threads=2 end-usage=cq cq-level=8 target-bitrate=12000000 keyframe-max-dist=60", NULL},
    {NULL, NULL, NULL},
};

/* An mp4 in pieces until it is finished: it plays as far as it got whatever happens to the program or the disk. */
static const struct container_row {
    const char *ending, *element, *settings;
    const struct encoder_row *encoders;
    const char *lacking;
    bool even; ///< H.264 as everybody can play it has even sizes
} containers[] = {
    {".mp4", "mp4mux", "fragment-duration=1000 fragment-mode=first-moov-then-finalise trak-timescale=90000", h264_rows,
     "x264enc (Debian: gstreamer1.0-plugins-ugly)", true},
    {".mkv", "matroskamux", "", h264_rows, "x264enc (Debian: gstreamer1.0-plugins-ugly)", true},
    {".webm", "webmmux", "", vpx_rows, "vp8enc (Debian: gstreamer1.0-plugins-good)", false},
};

static bool is_installed(const char *element)
{
    GstElementFactory *factory = element ? gst_element_factory_find(element) : NULL;
    bool found = factory != NULL;
    if (factory)
        gst_object_unref(factory);
    return found;
}

static const struct encoder_row *encoder_find(const struct encoder_row *rows)
{
    for (; rows->element; rows++)
        if (is_installed(rows->element) && (!rows->needs || is_installed(rows->needs)))
            return rows;
    return NULL;
}

int overlay_format_find(struct overlay_format *format, const char *path, struct sl_error *why)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof(containers) / sizeof(containers[0]); i++) {
        const struct container_row *row = &containers[i];
        if (strcasecmp(dot, row->ending))
            continue;
        const struct encoder_row *encoder = encoder_find(row->encoders);
        if (!encoder || !is_installed(row->element))
            return sl__error_set(why, -ENOTSUP, "%s needs a GStreamer plug-in that is not installed: %s", path,
                                 encoder ? row->element : row->lacking);
        *format = (struct overlay_format){encoder->element, encoder->rest, row->element, row->settings, row->even};
        return 0;
    }
    return sl__error_set(why, -EINVAL, "%s: overlay video takes *.mp4, *.mkv or *.webm", path);
}
