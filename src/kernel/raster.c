/* From the public description of a picture to what kernels read. */
#include "kernel/raster.h"

struct sl__raster sl__raster_of(const struct sl_frame *frame)
{
    static const enum sl__raster_kind kinds[SL_PIXELS_COUNT] = {
        [SL_PIXELS_RGB24] = SL_RASTER_RGB24,   [SL_PIXELS_BGR24] = SL_RASTER_BGR24,
        [SL_PIXELS_RGBA32] = SL_RASTER_RGBA32, [SL_PIXELS_GRAY8] = SL_RASTER_GRAY8,
        [SL_PIXELS_I420] = SL_RASTER_I420,     [SL_PIXELS_NV12] = SL_RASTER_NV12,
    };
    static const enum sl__yuv_kind matrices[SL_COLOUR_COUNT] = {
        [SL_COLOUR_BT601] = SL_YUV_BT601,
        [SL_COLOUR_BT709] = SL_YUV_BT709,
        [SL_COLOUR_BT601_FULL] = SL_YUV_BT601_FULL,
        [SL_COLOUR_BT709_FULL] = SL_YUV_BT709_FULL,
    };
    /* The colour of other formats means nothing, and nobody has checked it. */
    bool has_chroma = frame->pixels == SL_PIXELS_I420 || frame->pixels == SL_PIXELS_NV12;
    struct sl__raster raster = {
        .kind = kinds[frame->pixels],
        .yuv = has_chroma ? matrices[frame->colour] : SL_YUV_BT601,
        .width = frame->width_px,
        .height = frame->height_px,
        .chroma_x = frame->chroma_x,
        .chroma_y = frame->chroma_y,
    };
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++) {
        raster.plane[i] = frame->plane[i];
        raster.stride[i] = frame->stride_bytes[i];
    }
    return raster;
}
