/* The elements of a source: decoder, conversion where needed, deinterlacing, rotation, sink. */
#include "media/gst.h"
#include "media/ring_pool.h"
#include "base/error.h"

#include <string.h>

/* Formats that frames take as they are; everything else is converted to one of them. */
#define TAKEN_CAPS "video/x-raw,format=(string){I420,NV12,YV12,RGB,BGR,RGBA,RGBx,GRAY8}"

/* Interlaced video is made into whole frames, one for each, and turned as its tag says, as players do; both pass
 * everything else through untouched. */
#define TAIL "deinterlace mode=auto fields=top ! videoflip video-direction=auto ! "

#define SINK "appsink name=sightline-sink sync=false enable-last-sample=false max-buffers=1 caps=" TAKEN_CAPS

/* How long a network stream is held back to sort its packets; rtspsrc's own 2 s would make live video late. */
#define NETWORK_LATENCY_MS 200

/* Tell the decoder that strides and crops of its own are fine, or it would copy to tight rows. */
static GstPadProbeReturn allocation_probe(GstPad *pad, GstPadProbeInfo *info, gpointer lender)
{
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION)
        return GST_PAD_PROBE_OK;
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, NULL);
    gst_query_add_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    if (lender)
        ring_pool_propose(pad, query, lender);
    return GST_PAD_PROBE_HANDLED;
}

static int sink_setup(struct gst_chain *chain, const char *name, const struct sl__source_wish *wish, struct sl_error *why)
{
    GstElement *sink = gst_bin_get_by_name(GST_BIN(chain->pipeline), "sightline-sink");
    if (!sink)
        return sl__error_set(why, -EIO, "%s: GStreamer lost the end of its pipeline", name);
    chain->sink = GST_APP_SINK(sink);
    GstPad *pad = gst_element_get_static_pad(sink, "sink");
    /* What changes the rate keeps frames, to repeat them: it is lent nothing. */
    gpointer lender = wish->fps > 0 ? NULL : (gpointer)wish->lender;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, allocation_probe, lender, NULL);
    gst_object_unref(pad);
    return 0;
}

static void source_setup(GstElement *bin, GstElement *source, gpointer unused)
{
    (void)bin, (void)unused;
    GstElementFactory *factory = gst_element_get_factory(source);
    const char *kind = factory ? GST_OBJECT_NAME(factory) : "";
    if (!strcmp(kind, "rtspsrc"))
        g_object_set(source, "latency", NETWORK_LATENCY_MS, NULL);
    if (!strcmp(kind, "srtsrc")) /* or it would try for ever, and silently */
        g_object_set(source, "auto-reconnect", FALSE, NULL);
}

static void pad_added(GstElement *bin, GstPad *pad, gpointer data)
{
    (void)bin;
    GstPad *sink = gst_element_get_static_pad(GST_ELEMENT(data), "sink");
    if (!gst_pad_is_linked(sink))
        gst_pad_link(pad, sink); /* a second video stream stays unlinked */
    gst_object_unref(sink);
}

/* Parse a description; the sentence tells what GStreamer says about it. */
static GstElement *parse(const char *description, int code, const char *name, struct sl_error *why)
{
    GError *error = NULL;
    GstElement *made = gst_parse_launch_full(description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
    if (!made)
        sl__error_set(why, code, "%s: %s", name, error ? error->message : "GStreamer cannot make its pipeline");
    g_clear_error(&error);
    return made;
}

static gchar *uri_of(const struct source_spec *spec)
{
    if (spec->form == SOURCE_FILE)
        return gst_filename_to_uri(spec->body, NULL);
    return spec->form == SOURCE_CAMERA ? g_strconcat("v4l2://", spec->body, NULL) : g_strdup(spec->body);
}

static const char *const format_names[SL_PIXELS_COUNT] = {
    [SL_PIXELS_RGB24] = "RGB", [SL_PIXELS_BGR24] = "BGR", [SL_PIXELS_RGBA32] = "RGBA",
    [SL_PIXELS_GRAY8] = "GRAY8", [SL_PIXELS_I420] = "I420", [SL_PIXELS_NV12] = "NV12"};

/* What makes frames as they are wished for; empty when they are taken as they come. The caller's to free. */
static gchar *wish_describe(const struct sl__source_wish *wish)
{
    GString *text = g_string_new(NULL), *caps = g_string_new("video/x-raw");
    int num, den;
    if (wish->pixels)
        g_string_append_printf(caps, ",format=(string)%s", format_names[wish->pixels]);
    if (wish->width_px) {
        g_string_append_printf(caps, ",width=%d,height=%d", wish->width_px, wish->height_px);
        g_string_append(text, "videoscale add-borders=false ! ");
    }
    if (wish->fps > 0) {
        gst_util_double_to_fraction(wish->fps, &num, &den);
        g_string_append_printf(caps, ",framerate=%d/%d", num, den);
        g_string_append(text, "videorate ! ");
    }
    if (wish->pixels || text->len)
        g_string_append_printf(text, "videoconvert ! %s ! ", caps->str);
    g_string_free(caps, TRUE);
    return g_string_free(text, FALSE);
}

/* A file, an address or a camera: the decoder finds out what it is, and gives its pad when it knows. */
static int decoder_make(struct gst_chain *chain, const struct source_spec *spec, const char *tail, struct sl_error *why)
{
    gchar *whole = g_strconcat("uridecodebin name=sightline-in expose-all-streams=false caps=video/x-raw(ANY) "
                               "videoconvert name=sightline-head ! " TAIL, tail, SINK, NULL);
    chain->pipeline = parse(whole, -ENOTSUP, spec->text, why);
    g_free(whole);
    if (!chain->pipeline)
        return -ENOTSUP;
    GstElement *in = gst_bin_get_by_name(GST_BIN(chain->pipeline), "sightline-in");
    chain->head = gst_bin_get_by_name(GST_BIN(chain->pipeline), "sightline-head");
    gchar *uri = uri_of(spec);
    g_object_set(in, "uri", uri, NULL);
    g_signal_connect(in, "source-setup", G_CALLBACK(source_setup), NULL);
    g_signal_connect_object(in, "pad-added", G_CALLBACK(pad_added), chain->head, (GConnectFlags)0);
    g_free(uri);
    gst_object_unref(in);
    return 0;
}

/* The user's description, followed by our end; its last element is linked as soon as it has a pad. */
static int description_make(struct gst_chain *chain, const struct source_spec *spec, const char *tail, struct sl_error *why)
{
    gchar *whole = g_strconcat(spec->body, " ! videoconvert ! ", tail, SINK, NULL);
    chain->pipeline = parse(whole, -EINVAL, spec->text, why);
    g_free(whole);
    return chain->pipeline ? 0 : -EINVAL;
}

int gst_chain_make(struct gst_chain *chain, const struct source_spec *spec, const struct sl__source_wish *wish,
                   struct sl_error *why)
{
    gchar *tail = wish_describe(wish);
    int err = spec->form == SOURCE_PIPELINE ? description_make(chain, spec, tail, why) : decoder_make(chain, spec, tail, why);
    g_free(tail);
    return err < 0 ? err : sink_setup(chain, spec->text, wish, why);
}

/* A fold over pads: has one of them a task that runs? */
static gboolean pad_runs(const GValue *item, GValue *found, gpointer unused)
{
    GstPad *pad = g_value_get_object(item);
    (void)unused;
    GST_OBJECT_LOCK(pad);
    GstTask *task = GST_PAD_TASK(pad);
    if (task && GST_TASK_STATE(task) == GST_TASK_STARTED)
        g_value_set_boolean(found, TRUE);
    GST_OBJECT_UNLOCK(pad);
    return TRUE;
}

static gboolean element_runs(const GValue *item, GValue *found, gpointer unused)
{
    GstIterator *pads = gst_element_iterate_pads(g_value_get_object(item));
    gst_iterator_fold(pads, pad_runs, found, unused);
    gst_iterator_free(pads);
    return TRUE;
}

bool gst_chain_runs(const struct gst_chain *chain)
{
    GValue found = G_VALUE_INIT;
    g_value_init(&found, G_TYPE_BOOLEAN);
    GstIterator *elements = gst_bin_iterate_recurse(GST_BIN(chain->pipeline));
    /* Elements that come while we look mean that somebody is at work. */
    if (gst_iterator_fold(elements, element_runs, &found, NULL) == GST_ITERATOR_RESYNC)
        g_value_set_boolean(&found, TRUE);
    gst_iterator_free(elements);
    return g_value_get_boolean(&found);
}

void gst_chain_finish(struct gst_chain *chain)
{
    if (chain->pipeline)
        gst_element_set_state(chain->pipeline, GST_STATE_NULL);
    g_clear_pointer(&chain->head, gst_object_unref);
    g_clear_pointer(&chain->sink, gst_object_unref);
    g_clear_pointer(&chain->pipeline, gst_object_unref);
}
