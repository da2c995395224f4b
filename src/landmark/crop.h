/* A region of a frame as a model's input. Source: image_to_tensor_calculator.cc, CPU converter. */
#ifndef SL_LANDMARK_CROP_H
#define SL_LANDMARK_CROP_H

#include "kernel/warp.h"
#include "landmark/rect.h"
#include <sightline/frame.h>
#include <stdbool.h>

struct sl__crop {
    int size_px;            ///< the tensor is square
    float low, high;        ///< 0..255 becomes low..high
    bool keep_aspect;       ///< letterbox instead of stretching
    enum sl__border border; ///< what lies outside the picture
};

/**
 * Where the tensor's pixels lie.
 * @param      rect     NULL: the whole picture
 * @param[out] roi      in pixels of the picture, with the letterbox
 * @param[out] padding  the letterbox, fractions of the tensor
 */
void sl__crop_region(const struct sl__crop *crop, const struct sl_frame *frame, const struct sl__rect *rect,
                     struct sl__roi *roi, struct sl__padding *padding);

/**
 * @param      rect     NULL: the whole picture
 * @param[out] tensor   f32 [size][size][3], RGB
 * @param[out] padding  letterbox, fractions of the tensor
 * @return 0, or -EINVAL when the rect is not finite or has no size
 */
int sl__crop_run(const struct sl__crop *crop, const struct sl_frame *frame, const struct sl__rect *rect, float *tensor,
                 struct sl__padding *padding);

#endif
