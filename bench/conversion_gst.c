#include "conversion.h"

#include <gst/video/video.h>

static GstVideoConverter *converter;
static GstVideoInfo from, to;

int gst_convert_start(const struct sl_frame *frame)
{
    gst_init(NULL, NULL);
    gst_video_info_set_format(&from, GST_VIDEO_FORMAT_NV12, (guint)frame->width_px, (guint)frame->height_px);
    gst_video_info_set_format(&to, GST_VIDEO_FORMAT_RGB, (guint)frame->width_px, (guint)frame->height_px);
    converter = gst_video_converter_new(&from, &to, NULL);
    return converter ? 0 : -1;
}

void gst_convert(const struct sl_frame *frame, uint8_t *rgb)
{
    GstBuffer *in = gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, (gpointer)(uintptr_t)frame->plane[0],
                                                GST_VIDEO_INFO_SIZE(&from), 0, GST_VIDEO_INFO_SIZE(&from), NULL, NULL);
    GstBuffer *out = gst_buffer_new_wrapped_full(0, rgb, GST_VIDEO_INFO_SIZE(&to), 0, GST_VIDEO_INFO_SIZE(&to), NULL, NULL);
    GstVideoFrame source, target;
    if (gst_video_frame_map(&source, &from, in, GST_MAP_READ) && gst_video_frame_map(&target, &to, out, GST_MAP_WRITE)) {
        gst_video_converter_frame(converter, &source, &target);
        gst_video_frame_unmap(&target);
        gst_video_frame_unmap(&source);
    }
    gst_buffer_unref(out);
    gst_buffer_unref(in);
}

void gst_convert_stop(void)
{
    gst_video_converter_free(converter);
}
