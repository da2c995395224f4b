/* From logits to the frame's mask. */
#include "landmark/pose_mask.h"

#include "kernel/mask_warp.h"
#include "landmark/pose_landmarker.h"
#include "landmark/roi_matrix.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = SL_POSE_INPUT_PX, PADDED_FLOATS = SL_MASK_PADDED(SIDE) * SL_MASK_PADDED(SIDE) };

void sl__pose_mask_init(struct sl__pose_mask *mask, float ratio)
{
    *mask = (struct sl__pose_mask){.ratio = ratio};
}

void sl__pose_mask_finish(struct sl__pose_mask *mask)
{
    free(mask->room);
    *mask = (struct sl__pose_mask){.ratio = mask->ratio};
}

void sl__pose_mask_lose(struct sl__pose_mask *mask)
{
    mask->before = NULL;
}

/* Room for masks of the frame's size; what was in it is lost when the size changes. */
static int fit(struct sl__pose_mask *mask, const struct sl_frame *frame)
{
    size_t pixels = (size_t)frame->width_px * (size_t)frame->height_px;
    size_t floats = PADDED_FLOATS + (mask->ratio > 0.0f ? 2 : 1) * pixels;
    if (mask->current && mask->width_px == frame->width_px && mask->height_px == frame->height_px)
        return 0;
    if (floats > mask->room_floats) {
        sl__pose_mask_finish(mask);
        mask->room = malloc(floats * sizeof(float));
        if (!mask->room)
            return -ENOMEM;
        memset(mask->room, 0, PADDED_FLOATS * sizeof(float)); /* the border stays so */
        mask->room_floats = floats;
    }
    mask->current = mask->room + PADDED_FLOATS;
    mask->before = NULL;
    mask->width_px = frame->width_px;
    mask->height_px = frame->height_px;
    return 0;
}

/* Sum and quotient in double, unlike the sigmoid of points. Source: tensors_to_segmentation_calculator.cc. */
static void sigmoids(const float *logits, float *padded)
{
    for (int row = 0; row < SIDE; row++) {
        float *to = padded + (row + 1) * SL_MASK_PADDED(SIDE) + 1;
        for (int column = 0; column < SIDE; column++)
            to[column] = (float)(1.0 / ((double)expf(-*logits++) + 1.0));
    }
}

/* From pixels of the frame to pixels of the mask: the region's matrix inverted block by block, in float32. */
static void mask_matrix(const struct sl__roi_matrix *m, int width_px, int height_px, double to_mask[6])
{
    float determinant = (m->m5 * m->m0 - m->m1 * m->m4) * m->m10, r = 1.0f / determinant;
    float i0 = m->m5 * m->m10 * r, i1 = m->m1 * m->m10 * -r, i3 = m->m10 * (m->m5 * m->m3 - m->m1 * m->m7) * -r;
    float i4 = m->m4 * m->m10 * -r, i5 = m->m0 * m->m10 * r, i7 = m->m10 * (m->m0 * m->m7 - m->m4 * m->m3) * -r;
    float side = (float)SIDE, per_x = 1.0f / (float)width_px, per_y = 1.0f / (float)height_px;
    to_mask[0] = (double)(side * i0 * per_x);
    to_mask[1] = (double)(side * i1 * per_y);
    to_mask[2] = (double)(side * i3);
    to_mask[3] = (double)(side * i4 * per_x);
    to_mask[4] = (double)(side * i5 * per_y);
    to_mask[5] = (double)(side * i7);
}

/* A polynomial of the distance from one half. */
void sl__pose_mask_blend(float *mask, const float *before, size_t count, float ratio)
{
    for (size_t i = 0; i < count; i++) {
        float t = mask[i] - 0.5f, x = t * t;
        float sure = x * (5.68842f + x * (-0.748699f + x * (-57.8051f + x * (291.309f + x * -624.717f))));
        float unsure = 1.0f - (sure < 1.0f ? sure : 1.0f);
        mask[i] = mask[i] + (before[i] - mask[i]) * (unsure * ratio);
    }
}

/* The other one of two masks becomes the current; the one before stays. */
static void turn_over(struct sl__pose_mask *mask, size_t pixels)
{
    float *first = mask->room + PADDED_FLOATS;
    if (mask->ratio > 0.0f && mask->before)
        mask->current = mask->before == first ? first + pixels : first;
}

int sl__pose_mask_draw(struct sl__pose_mask *mask, const float *logits, const struct sl__rect *rect,
                       const struct sl_frame *frame)
{
    int err = fit(mask, frame);
    if (err < 0)
        return err;
    size_t pixels = (size_t)mask->width_px * (size_t)mask->height_px;
    struct sl__roi roi;
    struct sl__padding padding;
    sl__crop_region(&sl__pose_crop, frame, rect, &roi, &padding);
    struct sl__roi_matrix matrix = sl__roi_matrix_make(&roi, mask->width_px, mask->height_px);
    struct sl__mask_warp warp = {.mask = mask->room, .side = SIDE, .width = mask->width_px, .height = mask->height_px};
    mask_matrix(&matrix, mask->width_px, mask->height_px, warp.m);
    sigmoids(logits, mask->room);
    turn_over(mask, pixels);
    sl__mask_warp_run(&warp, mask->current);
    if (mask->ratio > 0.0f && mask->before)
        sl__pose_mask_blend(mask->current, mask->before, pixels, mask->ratio);
    mask->before = mask->current;
    return 0;
}
