/* From frame and rect to tensor, by way of the warp. */
#include "landmark/crop.h"

static struct sl__raster raster_of(const struct sl_frame *frame)
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

void sl__crop_region(const struct sl__crop *crop, const struct sl_frame *frame, const struct sl__rect *rect,
                     struct sl__roi *roi, struct sl__padding *padding)
{
    float width = (float)frame->width_px, height = (float)frame->height_px;
    *roi = (struct sl__roi){0.5f * width, 0.5f * height, width, height, 0.0f};
    if (rect)
        *roi = (struct sl__roi){rect->cx * width, rect->cy * height, rect->w * width, rect->h * height, rect->rotation};
    *padding = (struct sl__padding){0};
    if (crop->keep_aspect)
        sl__roi_pad(roi, crop->size_px, crop->size_px, padding);
}

int sl__crop_run(const struct sl__crop *crop, const struct sl_frame *frame, const struct sl__rect *rect, float *tensor,
                 struct sl__padding *padding)
{
    struct sl__roi roi;
    sl__crop_region(crop, frame, rect, &roi, padding);
    struct sl__warp warp = {
        .tensor_w = crop->size_px,
        .tensor_h = crop->size_px,
        .border = crop->border,
        .low = crop->low,
        .high = crop->high,
    };
    int err = sl__warp_matrix(&roi, crop->size_px, crop->size_px, warp.m);
    if (err < 0)
        return err;
    struct sl__raster raster = raster_of(frame);
    sl__warp_run(&warp, &raster, tensor);
    return 0;
}
