/* A buffer pool without buffers of its own. When nothing can be lent it gives ordinary memory, which the taker copies. */
#include "media/ring_pool.h"
#include "media/gst.h"

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>
#include <stdbool.h>
#include <string.h>

typedef struct {
    GstBufferPool base;
    GstVideoInfo info;
    const struct sl__source_lender *lender;
} RingPool;

typedef struct {
    GstBufferPoolClass base;
} RingPoolClass;

GType ring_pool_get_type(void);
G_DEFINE_TYPE(RingPool, ring_pool, GST_TYPE_BUFFER_POOL)

static enum sl_pixels pixels_of(GstVideoFormat format)
{
    switch (format) {
    case GST_VIDEO_FORMAT_RGB: return SL_PIXELS_RGB24;
    case GST_VIDEO_FORMAT_BGR: return SL_PIXELS_BGR24;
    case GST_VIDEO_FORMAT_RGBA: return SL_PIXELS_RGBA32;
    case GST_VIDEO_FORMAT_GRAY8: return SL_PIXELS_GRAY8;
    case GST_VIDEO_FORMAT_I420: return SL_PIXELS_I420;
    case GST_VIDEO_FORMAT_NV12: return SL_PIXELS_NV12;
    default: return SL_PIXELS_NONE; /* no format of ours, or one with its planes in another order */
    }
}

/** What is to be told when the last reference goes. */
struct loan {
    const struct sl__source_lender *lender;
    uint64_t token;
};

static void came_back(gpointer data)
{
    struct loan *loan = data;
    loan->lender->take_back(loan->lender->arg, loan->token);
    g_free(loan);
}

/* A buffer that shows the lent planes. */
static GstBuffer *wrap(RingPool *pool, const struct sl__lent_frame *lent)
{
    const GstVideoInfo *info = &pool->info;
    gsize offset[GST_VIDEO_MAX_PLANES] = {0}, size = 0;
    gint stride[GST_VIDEO_MAX_PLANES] = {0};
    for (guint i = 0; i < GST_VIDEO_INFO_N_PLANES(info); i++) {
        gsize rows = (gsize)(i ? (GST_VIDEO_INFO_HEIGHT(info) + 1) / 2 : GST_VIDEO_INFO_HEIGHT(info));
        offset[i] = (gsize)(lent->plane[i] - lent->plane[0]);
        stride[i] = lent->stride_bytes[i];
        size = offset[i] + rows * (gsize)stride[i];
    }
    struct loan *loan = g_new(struct loan, 1);
    *loan = (struct loan){pool->lender, lent->token};
    GstBuffer *buffer = gst_buffer_new_wrapped_full((GstMemoryFlags)0, lent->plane[0], size, 0, size, loan, came_back);
    gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT(info),
                                   (guint)GST_VIDEO_INFO_WIDTH(info), (guint)GST_VIDEO_INFO_HEIGHT(info),
                                   GST_VIDEO_INFO_N_PLANES(info), offset, stride);
    return buffer;
}

static GstFlowReturn acquire(GstBufferPool *base, GstBuffer **buffer, GstBufferPoolAcquireParams *params)
{
    RingPool *pool = (RingPool *)base;
    const GstVideoInfo *info = &pool->info;
    struct sl__lent_frame lent;
    struct sl_frame like = {.pixels = pixels_of(GST_VIDEO_INFO_FORMAT(info)), .colour = gst_colour_of(&info->colorimetry),
                            .width_px = GST_VIDEO_INFO_WIDTH(info), .height_px = GST_VIDEO_INFO_HEIGHT(info)};
    (void)params;
    if (pool->lender->lend(pool->lender->arg, &like, &lent))
        *buffer = wrap(pool, &lent);
    else
        *buffer = gst_buffer_new_allocate(NULL, GST_VIDEO_INFO_SIZE(info), NULL);
    return *buffer ? GST_FLOW_OK : GST_FLOW_ERROR;
}

static void release(GstBufferPool *pool, GstBuffer *buffer)
{
    (void)pool;
    gst_buffer_unref(buffer);
}

static gboolean start_or_stop(GstBufferPool *pool)
{
    (void)pool; /* nothing is kept */
    return TRUE;
}

static const gchar **options(GstBufferPool *pool)
{
    static const gchar *names[] = {GST_BUFFER_POOL_OPTION_VIDEO_META, NULL};
    (void)pool;
    return names;
}

static void ring_pool_class_init(RingPoolClass *class)
{
    class->base.get_options = options;
    class->base.start = start_or_stop;
    class->base.stop = start_or_stop;
    class->base.acquire_buffer = acquire;
    class->base.release_buffer = release;
}

static void ring_pool_init(RingPool *pool)
{
    (void)pool;
}

static const char *kind_of(GstElement *element)
{
    GstElementFactory *factory = gst_element_get_factory(element);
    return factory ? GST_OBJECT_NAME(factory) : "";
}

static bool passes_through(GstElement *element)
{
    return !strcmp(kind_of(element), "capsfilter") ||
           (GST_IS_BASE_TRANSFORM(element) && gst_base_transform_is_passthrough(GST_BASE_TRANSFORM(element)));
}

/* The element that frames come from: elements that pass them through untouched do not count. Owned; NULL: none is found. */
static GstElement *maker_of(GstPad *sink)
{
    GstPad *pad = gst_object_ref(sink), *peer;
    GstElement *element = NULL;
    while ((peer = gst_pad_get_peer(pad))) {
        gst_object_unref(pad);
        if (GST_IS_GHOST_PAD(peer)) { /* a bin's face: look behind it */
            GstPad *target = gst_ghost_pad_get_target(GST_GHOST_PAD(peer));
            gst_object_unref(peer);
            peer = target;
        }
        element = peer ? gst_pad_get_parent_element(peer) : NULL;
        g_clear_pointer(&peer, gst_object_unref);
        if (!element || !passes_through(element))
            return element;
        pad = gst_element_get_static_pad(element, "sink");
        g_clear_pointer(&element, gst_object_unref);
        if (!pad)
            return NULL;
    }
    gst_object_unref(pad);
    return NULL;
}

/* Those that are known to let go of each frame. */
static bool lets_go(GstElement *maker)
{
    static const char *const names[] = {"videoconvert", "videoscale", "videoconvertscale", "videoflip", "videotestsrc",
                                        "jpegdec",      "pngdec",     "vp8dec",            "vp9dec",    "openh264dec"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(kind_of(maker), names[i]))
            return true;
    return false;
}

void ring_pool_propose(GstPad *sink, GstQuery *query, const struct sl__source_lender *lender)
{
    GstCaps *caps;
    GstVideoInfo info;
    gboolean wanted;
    gst_query_parse_allocation(query, &caps, &wanted);
    if (!caps || !wanted || !gst_video_info_from_caps(&info, caps) || !pixels_of(GST_VIDEO_INFO_FORMAT(&info)))
        return;
    GstElement *maker = maker_of(sink);
    bool good = maker && lets_go(maker);
    g_clear_pointer(&maker, gst_object_unref);
    if (!good)
        return;
    RingPool *pool = g_object_new(ring_pool_get_type(), NULL);
    gst_object_ref_sink(pool);
    pool->info = info;
    pool->lender = lender;
    gst_query_add_allocation_pool(query, &pool->base, (guint)GST_VIDEO_INFO_SIZE(&info), 0, 0);
    gst_object_unref(pool);
}
