/*
 * From the unit square of a region to the picture, as a matrix: what ImageToTensor's MATRIX output carries. Detections of faces
 * come back through it, and its inverse draws the pose model's mask.
 */
#ifndef SL_LANDMARK_ROI_MATRIX_H
#define SL_LANDMARK_ROI_MATRIX_H

#include "kernel/warp.h"
#include "landmark/rect.h"

/** The elements of a row-major 4x4 matrix that are not the identity's: x' = m0 x + m1 y + m3, y' = m4 x + m5 y + m7. */
struct sl__roi_matrix {
    float m0, m1, m3, m4, m5, m7;
    float m10; ///< of z
};

/**
 * @param roi  in pixels of the picture, with its letterbox (sl__crop_region())
 * @return from 0..1 of the region to 0..1 of the picture. Source: image_to_tensor_utils.cc,
 *         GetRotatedSubRectToRectTransformMatrix.
 */
struct sl__roi_matrix sl__roi_matrix_make(const struct sl__roi *roi, int width_px, int height_px);

struct sl__point sl__roi_matrix_point(const struct sl__roi_matrix *matrix, float x, float y);

#endif
