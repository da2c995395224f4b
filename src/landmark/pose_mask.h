/*
 * The body's mask in the whole frame: the model's square, turned back into the picture, and blended with the mask before
 * if that is asked for. Sources: mediapipe v0.10.21, pose_landmarks_and_segmentation_inverse_projection.pbtxt,
 * warp_affine_calculator.cc, segmentation_smoothing_calculator.cc.
 */
#ifndef SL_LANDMARK_POSE_MASK_H
#define SL_LANDMARK_POSE_MASK_H

#include "landmark/rect.h"
#include <sightline/frame.h>
#include <stdbool.h>
#include <stddef.h>

struct sl__pose_mask {
    float ratio;             ///< 0..1: how much of the mask before stays where the new one is unsure
    float *room;             ///< one block: the model's mask with a border, then frames' masks
    size_t room_floats;
    float *current, *before; ///< of a frame, in room; before: NULL when there is none or it is of no use
    int32_t width_px, height_px;
};

void sl__pose_mask_init(struct sl__pose_mask *mask, float ratio);
void sl__pose_mask_finish(struct sl__pose_mask *mask);

/** No body: the mask before is of no use any more. */
void sl__pose_mask_lose(struct sl__pose_mask *mask);

/**
 * @param logits  f32 [256][256], as the landmark model gives them for @p rect
 * @return 0, or -ENOMEM: no memory for the mask of a frame that is larger than any before. mask->current is f32 [height][width]
 */
int sl__pose_mask_draw(struct sl__pose_mask *mask, const float *logits, const struct sl__rect *rect,
                       const struct sl_frame *frame);

/** Of each value: the less sure the new one is, the more of the one before, up to @p ratio. In place. */
void sl__pose_mask_blend(float *mask, const float *before, size_t count, float ratio);

#endif
