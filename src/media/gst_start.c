/* Starting GStreamer, and its messages in our words. */
#include "media/gst.h"
#include "base/error.h"
#include "base/log.h"

#include <gst/pbutils/missing-plugins.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_once_t start_once = PTHREAD_ONCE_INIT;
static struct sl_error start_error;
static int start_result;

/* What GLib and the plug-ins would print; failures reach the user as messages of the bus. */
static void log_quietly(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer unused)
{
    (void)level, (void)unused;
    SL_LOG_LIMITED(SL_LOG_DEBUG, "media", "%s: %s", domain ? domain : "GLib", text);
}

static void rank_set(const char *element, guint rank)
{
    GstPluginFeature *feature = gst_registry_lookup_feature(gst_registry_get(), element);
    if (!feature)
        return;
    gst_plugin_feature_set_rank(feature, rank);
    gst_object_unref(feature);
}

/* GStreamer 1.22 with FFmpeg: BMP and TIFF in files of their own fail, gdk-pixbuf's decoder reads them; GIF repeats for ever
 * without times, so from a network it is better refused (from a file giflib reads it). */
static void ranks_set(void)
{
    rank_set("gdkpixbufdec", GST_RANK_MARGINAL);
    rank_set("avdec_bmp", GST_RANK_MARGINAL - 1);
    rank_set("avdec_tiff", GST_RANK_MARGINAL - 1);
    rank_set("avdemux_gif", GST_RANK_NONE);
}

static void start(void)
{
    GError *error = NULL;
    g_log_set_default_handler(log_quietly, NULL);
    if (!gst_init_check(NULL, NULL, &error))
        start_result = sl__error_set(&start_error, -EIO, "GStreamer does not start: %s", error ? error->message : "no reason");
    else
        ranks_set();
    g_clear_error(&error);
}

int media_gst_start(struct sl_error *why)
{
    pthread_once(&start_once, start);
    return start_result < 0 ? sl__error_set(why, start_result, "%s", start_error.text) : 0;
}

/* Debian 12's package for what is missing, by the beginning of the installer's detail (type-caps). */
static const char *package_of(const char *detail)
{
    static const struct {
        const char *part, *package;
    } rows[] = {
        {"urisource-srt", "gstreamer1.0-plugins-bad"},        {"urisource-", "gstreamer1.0-plugins-good"},
        {"decoder-video/quicktime", "gstreamer1.0-plugins-good"}, {"decoder-video/x-matroska", "gstreamer1.0-plugins-good"},
        {"decoder-video/webm", "gstreamer1.0-plugins-good"},  {"decoder-video/x-msvideo", "gstreamer1.0-plugins-good"},
        {"decoder-video/x-vp", "gstreamer1.0-plugins-good"},  {"decoder-video/mpegts", "gstreamer1.0-plugins-bad"},
        {"decoder-", "gstreamer1.0-libav"},
    };
    for (size_t i = 0; detail && i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *found = strstr(detail, rows[i].part);
        if (found && (found == detail || found[-1] == '|'))
            return rows[i].package;
    }
    return "gstreamer1.0-plugins-good, -bad, -ugly or gstreamer1.0-libav";
}

static void missing_note(struct gst_trouble *trouble, GstMessage *message)
{
    gchar *what = gst_missing_plugin_message_get_description(message);
    gchar *detail = gst_missing_plugin_message_get_installer_detail(message);
    if (!trouble->missing[0] && !strstr(detail ? detail : "", "-audio/"))
        snprintf(trouble->missing, sizeof(trouble->missing), "%s (Debian: %s)", what ? what : "?", package_of(detail));
    g_free(detail);
    g_free(what);
}

static int code_of(const GError *error)
{
    if (error->domain == GST_RESOURCE_ERROR)
        switch (error->code) {
        case GST_RESOURCE_ERROR_NOT_FOUND: return -ENOENT;
        case GST_RESOURCE_ERROR_NOT_AUTHORIZED: return -EACCES;
        case GST_RESOURCE_ERROR_NO_SPACE_LEFT: return -ENOSPC;
        case GST_RESOURCE_ERROR_BUSY: return -EBUSY;
        default: return -EIO;
        }
    if (error->domain == GST_CORE_ERROR && error->code == GST_CORE_ERROR_MISSING_PLUGIN)
        return -ENOTSUP;
    if (error->domain == GST_STREAM_ERROR && error->code == GST_STREAM_ERROR_CODEC_NOT_FOUND)
        return -ENOTSUP;
    bool of_flow = error->code == GST_STREAM_ERROR_FAILED; /* says only that data stopped, as when a server is not there */
    return error->domain == GST_STREAM_ERROR && !of_flow ? -EPROTO : -EIO;
}

/* The last line of the debug text often names the cause: "Failed to connect. (Generic error)". */
static const char *detail_of(const char *debug)
{
    const char *line = debug ? strrchr(debug, '\n') : NULL;
    return line && line[1] ? line + 1 : NULL;
}

/* "Could not open resource for reading." as a clause: without the full stop. */
static void reason_set(struct gst_trouble *trouble, const GError *error, const char *debug)
{
    const char *detail = error->domain == GST_RESOURCE_ERROR ? detail_of(debug) : NULL;
    int length = (int)strlen(error->message);
    while (length > 0 && (error->message[length - 1] == '.' || error->message[length - 1] == '\n'))
        length--;
    snprintf(trouble->reason, sizeof(trouble->reason), "%.*s%s%s%s", length, error->message, detail ? " (" : "",
             detail ? detail : "", detail ? ")" : "");
}

bool gst_trouble_note(struct gst_trouble *trouble, GstMessage *message)
{
    if (gst_is_missing_plugin_message(message))
        missing_note(trouble, message);
    if (GST_MESSAGE_TYPE(message) != GST_MESSAGE_ERROR)
        return false;
    GError *error = NULL;
    gchar *debug = NULL;
    gst_message_parse_error(message, &error, &debug);
    if (trouble->code == 0) {
        trouble->code = code_of(error);
        reason_set(trouble, error, debug);
    }
    g_clear_error(&error);
    g_free(debug);
    return true;
}
