/* A GStreamer buffer as a frame: the same memory, with its own strides and crop. */
#include "media/gst.h"
#include "base/error.h"

#include <string.h>

static enum sl_pixels pixels_of(GstVideoFormat format)
{
    switch (format) {
    case GST_VIDEO_FORMAT_RGB: return SL_PIXELS_RGB24;
    case GST_VIDEO_FORMAT_BGR: return SL_PIXELS_BGR24;
    case GST_VIDEO_FORMAT_RGBA:
    case GST_VIDEO_FORMAT_RGBx: return SL_PIXELS_RGBA32;
    case GST_VIDEO_FORMAT_GRAY8: return SL_PIXELS_GRAY8;
    case GST_VIDEO_FORMAT_I420:
    case GST_VIDEO_FORMAT_YV12: return SL_PIXELS_I420; /* the planes are found by component */
    case GST_VIDEO_FORMAT_NV12: return SL_PIXELS_NV12;
    default: return SL_PIXELS_NONE;
    }
}

/* BT.2020 is nearer to BT.709 than to BT.601; RGB has no matrix. */
enum sl_colour gst_colour_of(const GstVideoColorimetry *colorimetry)
{
    bool full = colorimetry->range == GST_VIDEO_COLOR_RANGE_0_255;
    switch (colorimetry->matrix) {
    case GST_VIDEO_COLOR_MATRIX_BT709:
    case GST_VIDEO_COLOR_MATRIX_SMPTE240M:
    case GST_VIDEO_COLOR_MATRIX_BT2020: return full ? SL_COLOUR_BT709_FULL : SL_COLOUR_BT709;
    default: return full ? SL_COLOUR_BT601_FULL : SL_COLOUR_BT601;
    }
}

static void planes_show(struct sl_frame *frame, GstVideoFrame *video)
{
    bool planar = frame->pixels == SL_PIXELS_I420, pairs = frame->pixels == SL_PIXELS_NV12;
    int count = planar ? 3 : pairs ? 2 : 1;
    for (int i = 0; i < count; i++) {
        frame->plane[i] = planar ? GST_VIDEO_FRAME_COMP_DATA(video, i) : GST_VIDEO_FRAME_PLANE_DATA(video, i);
        frame->stride_bytes[i] = planar ? GST_VIDEO_FRAME_COMP_STRIDE(video, i) : GST_VIDEO_FRAME_PLANE_STRIDE(video, i);
    }
}

void gst_slot_empty(struct pool_frame *frame)
{
    struct gst_slot *slot = (struct gst_slot *)frame;
    if (!slot->sample)
        return;
    gst_video_frame_unmap(&slot->video);
    g_clear_pointer(&slot->sample, gst_sample_unref);
}

int gst_slot_fill(struct gst_slot *slot, GstSample *sample, const GstVideoInfo *info, const char *name,
                  struct sl_error *why)
{
    struct sl_frame *frame = &slot->base.held.frame;
    GstBuffer *buffer = gst_sample_get_buffer(sample);
    if (!buffer || !gst_video_frame_map(&slot->video, info, buffer, GST_MAP_READ)) {
        gst_sample_unref(sample);
        return sl__error_set(why, -EIO, "%s: a frame's pixels cannot be read", name);
    }
    slot->sample = sample;
    *frame = (struct sl_frame){.pixels = pixels_of(GST_VIDEO_INFO_FORMAT(info)), .colour = gst_colour_of(&info->colorimetry),
                               .width_px = GST_VIDEO_FRAME_WIDTH(&slot->video),
                               .height_px = GST_VIDEO_FRAME_HEIGHT(&slot->video)};
    planes_show(frame, &slot->video);
    struct sl_error reason;
    int err = sl_frame_check(frame, &reason);
    const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta(buffer);
    if (err == 0 && crop)
        err = sl_frame_crop(frame, frame, (int32_t)crop->x, (int32_t)crop->y, (int32_t)crop->width,
                            (int32_t)crop->height, &reason);
    return err < 0 ? sl__error_set(why, -EPROTO, "%s: %s", name, reason.text) : 0;
}
