/* From frame and rect to tensor, by way of the warp. */
#include "landmark/crop.h"

#include "kernel/raster.h"

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
    struct sl__raster raster = sl__raster_of(frame);
    sl__warp_run(&warp, &raster, tensor);
    return 0;
}
