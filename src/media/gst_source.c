/*
 * Video through GStreamer. The decoder's thread leaves each frame in a mailbox of one: files wait until it is taken, live
 * sources replace it, so that the newest frame wins.
 */
#include "media/gst.h"
#include "media/sources.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A video that is shorter than it says by more than this, and by more than a tenth, is told of. */
#define SHORT_NS (SL_NS_PER_S / 2)

/* After a failure, how long frames that are still being decoded may take to come out. */
#define DRAIN_NS (1 * SL_NS_PER_S)

/* A pipeline without a running thread is looked at this often before it is given up. */
#define SILENCE_ROUNDS 3
#define SILENCE_ROUND_NS (100 * SL_NS_PER_MS)

struct gst_source {
    struct sl__source source;
    struct source_spec spec;
    struct frame_pool *pool;
    struct gst_chain chain;
    GstCaps *caps; ///< of the last frame, with info
    GstVideoInfo info;
    uint64_t number;
    int64_t last_pts_ns, last_end_ns; ///< of the last frame: when it begins, and when it is over
    int64_t duration_ns; ///< as the file says; 0: it does not
    atomic_bool has_sound;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    GstSample *newest; ///< the mailbox
    int64_t arrived_ns;
    uint64_t lost;
    bool ended, closing, interrupted;
    bool hand_to_hand; ///< frames are made in lent memory: the next one when the one before was let go of
    bool is_out;       ///< and it was not yet: its taker has not asked for another
    struct gst_trouble trouble;
};

static GstFlowReturn sample_arrived(GstAppSink *sink, gpointer data)
{
    struct gst_source *gst = data;
    GstSample *sample = gst_app_sink_pull_sample(sink), *old = NULL;
    pthread_mutex_lock(&gst->lock);
    while (gst->newest && !gst->source.live && !gst->closing)
        pthread_cond_wait(&gst->changed, &gst->lock);
    bool closing = gst->closing;
    old = gst->newest;
    gst->newest = sample;
    gst->lost += old != NULL;
    gst->arrived_ns = sl__clock_ns();
    pthread_cond_broadcast(&gst->changed);
    while (gst->hand_to_hand && (gst->newest || gst->is_out) && !gst->closing)
        pthread_cond_wait(&gst->changed, &gst->lock);
    pthread_mutex_unlock(&gst->lock);
    if (old)
        gst_sample_unref(old);
    return closing ? GST_FLOW_FLUSHING : GST_FLOW_OK;
}

static void stream_ended(GstAppSink *sink, gpointer data)
{
    struct gst_source *gst = data;
    (void)sink;
    pthread_mutex_lock(&gst->lock);
    gst->ended = true;
    pthread_cond_broadcast(&gst->changed);
    pthread_mutex_unlock(&gst->lock);
}

static GstBusSyncReply message_arrived(GstBus *bus, GstMessage *message, gpointer data)
{
    struct gst_source *gst = data;
    (void)bus;
    pthread_mutex_lock(&gst->lock);
    if (gst_trouble_note(&gst->trouble, message))
        pthread_cond_broadcast(&gst->changed);
    pthread_mutex_unlock(&gst->lock);
    return GST_BUS_PASS;
}

/* The decoder knows all streams: without a linked one there will never be a frame. */
static void pads_known(GstElement *decoder, gpointer data)
{
    struct gst_source *gst = data;
    GstPad *pad = gst_element_get_static_pad(gst->chain.head, "sink");
    (void)decoder;
    if (!gst_pad_is_linked(pad))
        stream_ended(NULL, gst);
    gst_object_unref(pad);
}

/* A stream that is offered for decoding. All of them are taken as they would be without us; sound is noted. */
static gboolean stream_offered(GstElement *decoder, GstPad *pad, GstCaps *caps, gpointer data)
{
    struct gst_source *gst = data;
    (void)decoder, (void)pad;
    const GstStructure *first = gst_caps_get_size(caps) ? gst_caps_get_structure(caps, 0) : NULL;
    if (first && g_str_has_prefix(gst_structure_get_name(first), "audio/"))
        atomic_store(&gst->has_sound, true);
    return TRUE;
}

/*
 * Videos without an index, as .mkv and .webm, may be cut anywhere and still end well for GStreamer: only their stated length tells.
 * With sound in the file that proves nothing, since the sound may go on longer than the picture; then it is only said.
 */
static int end_of_video(const struct gst_source *gst, struct sl_error *why)
{
    static const char sentence[] = "%s: the picture ends after %.1f of %.1f seconds; the file %s cut short";
    int64_t missing_ns = gst->duration_ns - gst->last_end_ns;
    double end_s = (double)gst->last_end_ns / SL_NS_PER_S, whole_s = (double)gst->duration_ns / SL_NS_PER_S;
    if (gst->source.live || missing_ns < SHORT_NS || missing_ns < gst->duration_ns / 10)
        return 0;
    if (gst->spec.form == SOURCE_FILE && !atomic_load(&gst->has_sound))
        return sl__error_set(why, -EIO, sentence, gst->spec.text, end_s, whole_s, "is");
    sl__log(SL_LOG_WARNING, "media", sentence, gst->spec.text, end_s, whole_s, "may be");
    return 0;
}

/* Why there is no frame, in our words. */
static int failure(const struct gst_source *gst, struct sl_error *why)
{
    const struct gst_trouble *trouble = &gst->trouble;
    const char *name = gst->spec.text;
    if (gst->number == 0 && trouble->missing[0] && (trouble->code == 0 || trouble->code == -ENOTSUP || trouble->code == -EPROTO))
        return sl__error_set(why, -ENOTSUP, "%s needs a GStreamer plug-in that is not installed: %s", name, trouble->missing);
    if (trouble->code == 0 || (trouble->code == -ENOTSUP && gst->spec.form != SOURCE_PIPELINE)) /* only other streams */
        return gst->number ? end_of_video(gst, why) : sl__error_set(why, -ENODATA, "%s has no video frames", name);
    if (gst->number > 0)
        return sl__error_set(why, -EIO, "%s: broken after frame %llu: %s", name, (unsigned long long)gst->number - 1,
                             trouble->reason);
    if (trouble->code == -EPROTO)
        return sl__error_set(why, -EPROTO, "%s is not a video or picture that can be read: %s", name, trouble->reason);
    return sl__error_set(why, trouble->code, "%s cannot be opened%s: %s", name,
                         gst->spec.form == SOURCE_URI && trouble->code == -EIO ? " or does not answer" : "", trouble->reason);
}

/*
 * decodebin swallows the error of an element that fails while it is being linked (GStreamer 1.22,
 * gst_decode_bin_handle_message), as a demuxer may on a truncated file; then no thread runs any more and nobody says why.
 */
static void silence_check(struct gst_source *gst, int *silent)
{
    pthread_mutex_unlock(&gst->lock);
    bool runs = gst_chain_runs(&gst->chain);
    pthread_mutex_lock(&gst->lock);
    *silent = runs ? 0 : *silent + 1;
    if (*silent < SILENCE_ROUNDS || gst->newest || gst->ended || gst->trouble.code < 0)
        return;
    gst->trouble.code = -EPROTO;
    snprintf(gst->trouble.reason, sizeof(gst->trouble.reason), "the decoder found no way to begin, or to go on");
}

/* Wait for a change, at most that long. */
static void change_wait(struct gst_source *gst, int64_t until_ns)
{
    struct timespec until = {until_ns / SL_NS_PER_S, until_ns % SL_NS_PER_S};
    pthread_cond_timedwait(&gst->changed, &gst->lock, &until);
}

/* Wait until the mailbox is filled or never will be; with the lock held. 1, 0, or a negative errno. */
static int mailbox_wait(struct gst_source *gst, struct sl_error *why)
{
    bool watched = !gst->source.live && gst->spec.form != SOURCE_PIPELINE;
    int64_t drain_until_ns = 0;
    int silent = 0;
    while (!gst->interrupted && !gst->newest && !gst->ended) {
        int64_t now_ns = sl__clock_ns();
        if (gst->trouble.code < 0) {
            drain_until_ns = drain_until_ns ? drain_until_ns : now_ns + DRAIN_NS;
            if (gst->number == 0 || now_ns >= drain_until_ns)
                break; /* what cannot be read at all gives nothing to wait for */
            change_wait(gst, drain_until_ns);
        } else if (watched) {
            change_wait(gst, now_ns + SILENCE_ROUND_NS);
            if (!gst->newest && !gst->ended && gst->trouble.code == 0)
                silence_check(gst, &silent);
        } else {
            pthread_cond_wait(&gst->changed, &gst->lock);
        }
    }
    if (gst->interrupted)
        return -ECANCELED;
    return gst->newest ? 1 : failure(gst, why);
}

static int caps_learn(struct gst_source *gst, GstSample *sample, struct sl_error *why)
{
    GstCaps *caps = gst_sample_get_caps(sample);
    if (caps == gst->caps && caps)
        return 0;
    if (!caps || !gst_video_info_from_caps(&gst->info, caps))
        return sl__error_set(why, -EIO, "%s: frames of a kind that cannot be read", gst->spec.text);
    gst_caps_replace(&gst->caps, caps);
    return 0;
}

/* Running time starts near 0 and goes on through edits; a frame without a time follows the one before. */
static int64_t sample_pts_ns(const struct gst_source *gst, GstSample *sample)
{
    GstClockTime time = gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME,
                                                    GST_BUFFER_PTS(gst_sample_get_buffer(sample)));
    if (GST_CLOCK_TIME_IS_VALID(time) && time <= INT64_MAX)
        return (int64_t)time;
    if (gst->number == 0)
        return 0;
    int64_t num = GST_VIDEO_INFO_FPS_N(&gst->info), den = GST_VIDEO_INFO_FPS_D(&gst->info);
    return gst->last_pts_ns + (num > 0 ? den * SL_NS_PER_S / num : SL_NS_PER_S / 30);
}

/* When a frame is over, generously: after its own duration, or after as long as the frame before it took. */
static int64_t sample_end_ns(const struct gst_source *gst, GstClockTime duration, int64_t pts_ns)
{
    int64_t step_ns = gst->number && pts_ns > gst->last_pts_ns ? pts_ns - gst->last_pts_ns : 0;
    bool longer = GST_CLOCK_TIME_IS_VALID(duration) && duration <= INT64_MAX && (int64_t)duration > step_ns;
    int64_t length_ns = longer ? (int64_t)duration : step_ns;
    return pts_ns <= INT64_MAX - length_ns ? pts_ns + length_ns : INT64_MAX;
}

static int64_t duration_learn(const struct gst_source *gst)
{
    gint64 duration_ns = 0;
    bool known = !gst->source.live && gst_element_query_duration(gst->chain.pipeline, GST_FORMAT_TIME, &duration_ns);
    return known && duration_ns > 0 ? duration_ns : 0;
}

/* Duration times frame rate, when both are known. */
static int64_t length_estimate(const struct gst_source *gst)
{
    int num = GST_VIDEO_INFO_FPS_N(&gst->info), den = GST_VIDEO_INFO_FPS_D(&gst->info);
    if (num <= 0 || den <= 0 || gst->duration_ns == 0)
        return -1;
    return (int64_t)gst_util_uint64_scale_round((guint64)gst->duration_ns, (guint64)num, (guint64)den * SL_NS_PER_S);
}

/* Take the sample out of the mailbox into a frame. */
static int frame_make(struct gst_source *gst, struct gst_slot *slot, GstSample *sample, int64_t arrived_ns, uint64_t lost,
                      struct sl_error *why)
{
    struct sl_frame *frame = &slot->base.held.frame;
    int err = caps_learn(gst, sample, why);
    if (err < 0) {
        gst_sample_unref(sample);
        return err;
    }
    int64_t pts_ns = sample_pts_ns(gst, sample);
    GstClockTime duration = GST_BUFFER_DURATION(gst_sample_get_buffer(sample));
    if ((err = gst_slot_fill(slot, sample, &gst->info, gst->spec.text, why)) < 0)
        return err;
    gst->last_end_ns = sample_end_ns(gst, duration, pts_ns);
    frame->pts_ns = gst->last_pts_ns = pts_ns;
    frame->capture_ns = arrived_ns;
    frame->dropped = (uint32_t)(lost - gst->source.lost);
    gst->source.lost = lost;
    if (gst->number == 0) {
        gst->duration_ns = duration_learn(gst);
        gst->source.length_frames = length_estimate(gst);
    }
    frame->number = gst->number++;
    return 0;
}

static int gst_next(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why)
{
    struct gst_source *gst = (struct gst_source *)source;
    struct pool_frame *slot;
    int err = frame_pool_take(gst->pool, &slot);
    if (err < 0)
        return err;
    pthread_mutex_lock(&gst->lock);
    gst->is_out = false;
    pthread_cond_broadcast(&gst->changed);
    err = mailbox_wait(gst, why);
    GstSample *sample = err > 0 ? gst->newest : NULL;
    int64_t arrived_ns = gst->arrived_ns;
    uint64_t lost = gst->lost;
    if (sample) {
        gst->newest = NULL;
        gst->is_out = true;
        pthread_cond_broadcast(&gst->changed);
    }
    pthread_mutex_unlock(&gst->lock);
    if (sample) {
        err = frame_make(gst, (struct gst_slot *)slot, sample, arrived_ns, lost, why);
        err = err < 0 ? err : 1;
    }
    struct sl__held_frame *held = &slot->held;
    if (err <= 0)
        sl__frame_unref(&held);
    else
        *frame = held;
    return err;
}

static void gst_interrupt(struct sl__source *source)
{
    struct gst_source *gst = (struct gst_source *)source;
    frame_pool_interrupt(gst->pool);
    pthread_mutex_lock(&gst->lock);
    gst->interrupted = true;
    pthread_cond_broadcast(&gst->changed);
    pthread_mutex_unlock(&gst->lock);
}

static void gst_close(struct sl__source *source)
{
    struct gst_source *gst = (struct gst_source *)source;
    pthread_mutex_lock(&gst->lock);
    gst->closing = true;
    pthread_cond_broadcast(&gst->changed);
    pthread_mutex_unlock(&gst->lock);
    gst_chain_finish(&gst->chain);
    if (gst->newest)
        gst_sample_unref(gst->newest);
    gst_caps_replace(&gst->caps, NULL);
    frame_pool_close(&gst->pool);
    pthread_cond_destroy(&gst->changed);
    pthread_mutex_destroy(&gst->lock);
    free(gst);
}

static const struct sl__source_ops gst_ops = {gst_next, gst_interrupt, gst_close};

static void chain_connect(struct gst_source *gst)
{
    GstAppSinkCallbacks callbacks = {.eos = stream_ended, .new_sample = sample_arrived};
    gst_app_sink_set_callbacks(gst->chain.sink, &callbacks, gst, NULL);
    GstBus *bus = gst_element_get_bus(gst->chain.pipeline);
    gst_bus_set_sync_handler(bus, message_arrived, gst, NULL);
    gst_object_unref(bus);
    GstElement *in = gst_bin_get_by_name(GST_BIN(gst->chain.pipeline), "sightline-in");
    if (in) {
        g_signal_connect(in, "no-more-pads", G_CALLBACK(pads_known), gst);
        if (gst->spec.form != SOURCE_PIPELINE) /* the user's own pipeline may name an element so */
            g_signal_connect(in, "autoplug-continue", G_CALLBACK(stream_offered), gst);
        gst_object_unref(in);
    }
}

/* Start; of a file wait for the first frame, so that what is wrong with it is told here. */
static int chain_start(struct gst_source *gst, struct sl_error *why)
{
    GstStateChangeReturn change = gst_element_set_state(gst->chain.pipeline, GST_STATE_PAUSED);
    gst->source.live = change == GST_STATE_CHANGE_NO_PREROLL;
    if (change != GST_STATE_CHANGE_FAILURE)
        change = gst_element_set_state(gst->chain.pipeline, GST_STATE_PLAYING);
    int err = 0;
    pthread_mutex_lock(&gst->lock);
    if (change == GST_STATE_CHANGE_FAILURE && gst->trouble.code == 0) {
        gst->trouble.code = -EIO;
        snprintf(gst->trouble.reason, sizeof(gst->trouble.reason), "GStreamer gives no reason");
    }
    if (gst->spec.form == SOURCE_FILE)
        err = mailbox_wait(gst, why);
    else if (gst->trouble.code < 0)
        err = failure(gst, why);
    pthread_mutex_unlock(&gst->lock);
    return err < 0 ? err : 0;
}

static void wait_init(struct gst_source *gst)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&gst->lock, NULL);
    pthread_cond_init(&gst->changed, &attributes);
    pthread_condattr_destroy(&attributes);
}

int gst_source_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                    struct sl_error *why)
{
    int err = media_gst_start(why);
    if (err < 0)
        return err;
    struct gst_source *gst = calloc(1, sizeof(*gst));
    if (!gst)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a source", spec->text);
    wait_init(gst);
    gst->spec = *spec;
    gst->hand_to_hand = wish->lender && !(wish->fps > 0);
    gst->source.ops = &gst_ops;
    gst->source.length_frames = -1;
    snprintf(gst->source.name, sizeof(gst->source.name), "%s", spec->name);
    err = frame_pool_create(&gst->pool, sizeof(struct gst_slot), gst_slot_empty, why);
    if (err == 0)
        err = gst_chain_make(&gst->chain, spec, wish, why);
    if (err == 0) {
        chain_connect(gst);
        err = chain_start(gst, why);
    }
    if (err < 0) {
        gst_close(&gst->source);
        return err;
    }
    *source = &gst->source;
    return 0;
}
