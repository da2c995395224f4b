/*
 * Overlay video: each frame as RGB, painted with its event, into an encoder. The file plays as far as it was written, also
 * when the program or the disk ends before it is closed.
 */
#include "media/gst.h"
#include "media/media.h"
#include "media/overlay.h"
#include "base/clock.h"
#include "base/error.h"
#include "draw/draw.h"
#include "kernel/convert.h"
#include "kernel/raster.h"

#include <fcntl.h>
#include <gst/app/gstappsrc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define WAITING_FRAMES 3                 ///< between us and the encoder
#define STEP_MIN_NS SL_NS_PER_MS         ///< containers round times; frames closer than this could fall together
#define CLOSE_WAIT_NS (20 * SL_NS_PER_S) ///< for the encoder's last frames and the end of the file

struct overlay {
    struct sl__sink sink;
    struct overlay_format format;
    char path[4096];
    double fps;
    GstElement *pipeline; ///< NULL until the first frame
    GstAppSrc *src;
    GstBufferPool *buffers;
    GstVideoInfo info;               ///< of the video: even sizes where the format wants them
    int32_t width_px, height_px;     ///< of the frames
    int64_t first_ns, last_ns, step_ns;
    bool told; ///< write() gave the failure already

    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool full, finished;
    struct gst_trouble trouble;
};

/* --- what GStreamer tells, on its threads --- */

static void level_set(struct overlay *overlay, bool full)
{
    pthread_mutex_lock(&overlay->lock);
    overlay->full = full;
    pthread_cond_broadcast(&overlay->changed);
    pthread_mutex_unlock(&overlay->lock);
}

static void on_need_data(GstAppSrc *src, guint length, gpointer data)
{
    (void)src, (void)length;
    level_set(data, false);
}

static void on_enough_data(GstAppSrc *src, gpointer data)
{
    (void)src;
    level_set(data, true);
}

static GstBusSyncReply on_message(GstBus *bus, GstMessage *message, gpointer data)
{
    struct overlay *overlay = data;
    (void)bus;
    pthread_mutex_lock(&overlay->lock);
    bool failed = gst_trouble_note(&overlay->trouble, message);
    overlay->finished = overlay->finished || GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
    if (failed || overlay->finished)
        pthread_cond_broadcast(&overlay->changed);
    pthread_mutex_unlock(&overlay->lock);
    return GST_BUS_PASS;
}

static int failure(struct overlay *overlay, struct sl_error *why)
{
    const struct gst_trouble *trouble = &overlay->trouble;
    if (overlay->told || trouble->code == 0)
        return trouble->code;
    overlay->told = true;
    if (trouble->code == -ENOSPC)
        return sl__error_set(why, -ENOSPC, "%s: no space left on the device", overlay->sink.target);
    return sl__error_set(why, trouble->code == -EPROTO ? -EIO : trouble->code, "%s: %s", overlay->sink.target,
                         trouble->reason);
}

/* --- start --- */

static int buffers_make(struct overlay *overlay, GstCaps *caps)
{
    overlay->buffers = gst_buffer_pool_new();
    GstStructure *config = gst_buffer_pool_get_config(overlay->buffers);
    gst_buffer_pool_config_set_params(config, caps, (guint)GST_VIDEO_INFO_SIZE(&overlay->info), WAITING_FRAMES, 0);
    return gst_buffer_pool_set_config(overlay->buffers, config) && gst_buffer_pool_set_active(overlay->buffers, TRUE)
               ? 0
               : -ENOMEM;
}

static int pipeline_make(struct overlay *overlay, struct sl_error *why)
{
    const struct overlay_format *format = &overlay->format;
    GError *error = NULL;
    gchar *text = g_strdup_printf("appsrc name=src format=time max-buffers=%d max-bytes=0 ! videoconvert ! "
                                  "video/x-raw,format=I420 ! %s %s ! %s %s ! filesink name=file",
                                  WAITING_FRAMES, format->encoder, format->encoder_rest, format->container,
                                  format->container_settings);
    overlay->pipeline = gst_parse_launch_full(text, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
    g_free(text);
    int err = overlay->pipeline ? 0 : sl__error_set(why, -ENOTSUP, "%s: %s", overlay->sink.target,
                                                    error ? error->message : "GStreamer cannot make its encoder");
    g_clear_error(&error);
    if (err < 0)
        return err;
    GstElement *file = gst_bin_get_by_name(GST_BIN(overlay->pipeline), "file");
    g_object_set(file, "location", overlay->path, NULL);
    gst_object_unref(file);
    overlay->src = GST_APP_SRC(gst_bin_get_by_name(GST_BIN(overlay->pipeline), "src"));
    GstAppSrcCallbacks callbacks = {.need_data = on_need_data, .enough_data = on_enough_data};
    gst_app_src_set_callbacks(overlay->src, &callbacks, overlay, NULL);
    GstBus *bus = gst_element_get_bus(overlay->pipeline);
    gst_bus_set_sync_handler(bus, on_message, overlay, NULL);
    gst_object_unref(bus);
    return 0;
}

/* The first frame gives the size. */
static int overlay_start(struct overlay *overlay, const struct sl_frame *frame, struct sl_error *why)
{
    int32_t round_up = overlay->format.even ? 1 : 0;
    overlay->width_px = frame->width_px;
    overlay->height_px = frame->height_px;
    gst_video_info_set_format(&overlay->info, GST_VIDEO_FORMAT_RGB, (guint)((frame->width_px + round_up) & ~round_up),
                              (guint)((frame->height_px + round_up) & ~round_up));
    gst_util_double_to_fraction(overlay->fps, &GST_VIDEO_INFO_FPS_N(&overlay->info), &GST_VIDEO_INFO_FPS_D(&overlay->info));
    int err = pipeline_make(overlay, why);
    if (err < 0)
        return err;
    GstCaps *caps = gst_video_info_to_caps(&overlay->info);
    gst_app_src_set_caps(overlay->src, caps);
    if ((err = buffers_make(overlay, caps)) < 0)
        err = sl__error_set(why, err, "%s: no memory for its frames", overlay->sink.target);
    gst_caps_unref(caps);
    if (err == 0 && gst_element_set_state(overlay->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
        err = failure(overlay, why);
        err = err < 0 ? err : sl__error_set(why, -EIO, "%s: GStreamer cannot start its encoder", overlay->sink.target);
    }
    return err;
}

/* --- frames --- */

/* Sizes are made even by showing the last column and row twice. */
static void edges_repeat(const struct overlay *overlay, uint8_t *rgb, int32_t stride)
{
    int32_t width = GST_VIDEO_INFO_WIDTH(&overlay->info), height = GST_VIDEO_INFO_HEIGHT(&overlay->info);
    for (int32_t y = 0; y < overlay->height_px && width > overlay->width_px; y++) {
        uint8_t *end = rgb + (size_t)stride * (size_t)y + 3 * (size_t)overlay->width_px;
        memcpy(end, end - 3, 3);
    }
    if (height > overlay->height_px) {
        uint8_t *last = rgb + (size_t)stride * (size_t)overlay->height_px;
        memcpy(last, last - stride, (size_t)width * 3);
    }
}

static void buffer_paint(const struct overlay *overlay, uint8_t *rgb, const struct sl_frame *frame,
                         const struct sl__event *event)
{
    struct sl__raster raster = sl__raster_of(frame);
    int32_t stride = GST_VIDEO_INFO_PLANE_STRIDE(&overlay->info, 0);
    struct sl_canvas canvas = {rgb, frame->width_px, frame->height_px, stride};
    sl__convert_to_rgb(&raster, rgb, stride);
    sl__draw_event(&canvas, event);
    edges_repeat(overlay, rgb, stride);
}

/* The video begins with its first frame; times always go forward. */
static void buffer_time(struct overlay *overlay, GstBuffer *buffer, int64_t pts_ns)
{
    int64_t time_ns = overlay->first_ns < 0 ? 0 : pts_ns - overlay->first_ns;
    if (overlay->first_ns < 0)
        overlay->first_ns = pts_ns;
    else if (time_ns < overlay->last_ns + STEP_MIN_NS)
        time_ns = overlay->last_ns + STEP_MIN_NS;
    if (time_ns > 0)
        overlay->step_ns = time_ns - overlay->last_ns;
    overlay->last_ns = time_ns;
    GST_BUFFER_PTS(buffer) = (GstClockTime)time_ns;
    GST_BUFFER_DURATION(buffer) = (GstClockTime)overlay->step_ns; /* of the last frame; the next one's time overrules it */
}

static int buffer_push(struct overlay *overlay, const struct sl_frame *frame, const struct sl__event *event,
                       struct sl_error *why)
{
    GstBuffer *buffer = NULL;
    GstMapInfo map;
    if (gst_buffer_pool_acquire_buffer(overlay->buffers, &buffer, NULL) != GST_FLOW_OK)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a frame", overlay->sink.target);
    if (!gst_buffer_map(buffer, &map, GST_MAP_WRITE)) {
        gst_buffer_unref(buffer);
        return sl__error_set(why, -ENOMEM, "%s: no memory for a frame", overlay->sink.target);
    }
    buffer_paint(overlay, map.data, frame, event);
    gst_buffer_unmap(buffer, &map);
    buffer_time(overlay, buffer, event->pts_ns);
    gst_app_src_push_buffer(overlay->src, buffer); /* what it returns, the bus tells with a reason */
    return 0;
}

static int overlay_write(struct sl__sink *sink, const struct sl_frame *frame, const struct sl__event *event,
                         struct sl_error *why)
{
    struct overlay *overlay = (struct overlay *)sink;
    int err = overlay->pipeline ? 0 : overlay_start(overlay, frame, why);
    if (err < 0)
        return err;
    if (frame->width_px != overlay->width_px || frame->height_px != overlay->height_px)
        return sl__error_set(why, -EINVAL, "%s: the frames changed from %dx%d to %dx%d pixels; a video has one size",
                             sink->target, (int)overlay->width_px, (int)overlay->height_px, (int)frame->width_px,
                             (int)frame->height_px);
    pthread_mutex_lock(&overlay->lock);
    while (overlay->full && overlay->trouble.code == 0)
        pthread_cond_wait(&overlay->changed, &overlay->lock);
    err = failure(overlay, why);
    pthread_mutex_unlock(&overlay->lock);
    return err < 0 ? err : buffer_push(overlay, frame, event, why);
}

/* --- end --- */

static int end_wait(struct overlay *overlay, struct sl_error *why)
{
    int64_t end_ns = sl__clock_ns() + CLOSE_WAIT_NS;
    struct timespec until = {end_ns / SL_NS_PER_S, end_ns % SL_NS_PER_S};
    int late = 0;
    gst_app_src_end_of_stream(overlay->src);
    pthread_mutex_lock(&overlay->lock);
    while (!overlay->finished && overlay->trouble.code == 0 && late != ETIMEDOUT)
        late = pthread_cond_timedwait(&overlay->changed, &overlay->lock, &until);
    bool told = overlay->told;
    int err = failure(overlay, why);
    pthread_mutex_unlock(&overlay->lock);
    if (err == 0 && !overlay->finished)
        err = sl__error_set(why, -ETIMEDOUT, "%s: the encoder does not finish", overlay->sink.target);
    return told ? 0 : err;
}

/* A file that never got a frame is no video: leave nothing rather than an empty one. */
static void empty_remove(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0)
        unlink(path);
}

static int overlay_close(struct sl__sink *sink, struct sl_error *why)
{
    struct overlay *overlay = (struct overlay *)sink;
    int err = overlay->src && overlay->first_ns >= 0 ? end_wait(overlay, why) : 0;
    if (overlay->pipeline)
        gst_element_set_state(overlay->pipeline, GST_STATE_NULL);
    if (overlay->buffers)
        gst_buffer_pool_set_active(overlay->buffers, FALSE);
    g_clear_pointer(&overlay->buffers, gst_object_unref);
    g_clear_pointer(&overlay->src, gst_object_unref);
    g_clear_pointer(&overlay->pipeline, gst_object_unref);
    if (overlay->first_ns < 0)
        empty_remove(overlay->path);
    pthread_cond_destroy(&overlay->changed);
    pthread_mutex_destroy(&overlay->lock);
    free(overlay);
    return err;
}

static const struct sl__sink_ops overlay_ops = {overlay_write, overlay_close};

/* Make the file now, so that a folder that is not there is told before hours of work. */
static int file_make(const char *path, struct sl_error *why)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd >= 0) {
        close(fd);
        return 0;
    }
    switch (errno) {
    case ENOENT:
    case ENOTDIR: return sl__error_set(why, -ENOENT, "%s: its folder does not exist", path);
    case EACCES:
    case EPERM:
    case EROFS: return sl__error_set(why, -EACCES, "%s: no permission to write it", path);
    case EISDIR: return sl__error_set(why, -EINVAL, "%s: it is a folder, a file is needed", path);
    case ENOSPC: return sl__error_set(why, -ENOSPC, "%s: no space left on the device", path);
    default: return sl__error_set(why, -EIO, "%s: %s", path, strerror(errno));
    }
}

static void wait_init(struct overlay *overlay)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&overlay->lock, NULL);
    pthread_cond_init(&overlay->changed, &attributes);
    pthread_condattr_destroy(&attributes);
}

int sl__overlay_open(struct sl__sink **sink, const char *path, double fps_hint, struct sl_error *why)
{
    struct overlay_format format;
    *sink = NULL;
    int err = media_gst_start(why);
    if (err == 0)
        err = overlay_format_find(&format, path, why);
    if (err == 0 && strlen(path) >= sizeof(((struct overlay *)0)->path))
        err = sl__error_set(why, -EINVAL, "%s: the name is too long", path);
    if (err == 0)
        err = file_make(path, why);
    if (err < 0)
        return err;
    struct overlay *overlay = calloc(1, sizeof(*overlay));
    if (!overlay)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a video", path);
    wait_init(overlay);
    overlay->sink.ops = &overlay_ops;
    overlay->format = format;
    overlay->fps = fps_hint > 0 && fps_hint <= 1000 ? fps_hint : 30;
    overlay->first_ns = -1;
    overlay->step_ns = (int64_t)((double)SL_NS_PER_S / overlay->fps);
    snprintf(overlay->sink.target, sizeof(overlay->sink.target), "%s", path);
    snprintf(overlay->path, sizeof(overlay->path), "%s", path);
    *sink = &overlay->sink;
    return 0;
}
