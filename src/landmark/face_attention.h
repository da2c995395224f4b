/*
 * The three custom operators of the refined face model, which no engine knows: where lips and eyes are on the map of features,
 * the turned crop of that map, and the way of a head's points back to the face. Their arithmetic, rounding by rounding, is that
 * of version 2 in mediapipe v0.10.21, util/tflite/operations/.
 */
#ifndef SL_LANDMARK_FACE_ATTENTION_H
#define SL_LANDMARK_FACE_ATTENTION_H

#include "landmark/face_refinement.h"

enum { SL_FEATURES_SIDE = 48, SL_FEATURES_CHANNELS = 32, SL_FEATURES_CROP_SIDE = 16 };

/** x' = m[0][0] x + m[0][1] y + m[0][3], y' from m[1]; the rest is that of the identity. Row-major. */
struct sl__face_transform {
    float m[4][4];
};

/**
 * From the pixels of the crop to those of the map. Source: landmarks_to_transform_matrix.cc.
 * @param points  the mesh, in pixels of the map
 */
struct sl__face_transform sl__face_transform_of(const struct sl__face_part *part, const float (*points)[3]);

/**
 * Bilinear, zero where it leaves the map. Source: transform_tensor_bilinear.cc.
 * @param features  f32 [SL_FEATURES_SIDE][SL_FEATURES_SIDE][SL_FEATURES_CHANNELS]
 * @param crop      f32 [SL_FEATURES_CROP_SIDE][SL_FEATURES_CROP_SIDE][SL_FEATURES_CHANNELS]
 */
void sl__features_crop(const float *features, const struct sl__face_transform *transform, float *crop);

/** From the crop to the model's input: the map's pixels are four wide there. */
struct sl__face_transform sl__face_transform_to_input(const struct sl__face_transform *transform);

/** Source: transform_landmarks.cc, points of two dimensions. */
void sl__face_transform_points(const struct sl__face_transform *transform, const float (*xy)[2], int count, float (*out)[2]);

#endif
