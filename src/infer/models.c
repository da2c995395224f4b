/*
 * The models that the project knows: the files of the mediapipe 0.10.21 wheel. Outputs in the order in which the
 * original's graphs take them apart (hand_landmark_tracking_cpu.pbtxt, palm_detection_cpu.pbtxt of mediapipe v0.10.21).
 */
#include "infer/model.h"

#define VECTOR(a) {2, {1, a}}
#define ROWS(a, b) {3, {1, a, b}}
#define PICTURE(side) {4, {1, side, side, 3}}

/* clang-format off */
static const struct sl__model_row rows[SL_MODEL_COUNT] = {
    [SL_MODEL_PALM_LITE] = {
        "palm_detection_lite", "palm_detection_lite.tflite",
        "e9a4aaddf90dda56a87235303cf00e4c2d3fb28725f68fd88772997dac905c18", 1, 2,
        {{"input_1", PICTURE(192)}},
        {{"Identity", ROWS(2016, 18)},     /* boxes and seven key points, per anchor */
         {"Identity_1", ROWS(2016, 1)}},   /* score, before the sigmoid */
    },
    [SL_MODEL_PALM_FULL] = {
        "palm_detection_full", "palm_detection_full.tflite",
        "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54", 1, 2,
        {{"input_1", PICTURE(192)}},
        {{"Identity", ROWS(2016, 18)},
         {"Identity_1", ROWS(2016, 1)}},
    },
    [SL_MODEL_HAND_LITE] = {
        "hand_landmark_lite", "hand_landmark_lite.tflite",
        "048edd3645c9bf7397d19a9f6e3a42957d6e414c9bea6598030a2e9b624156e6", 1, 4,
        {{"input_1", PICTURE(224)}},
        {{"Identity", VECTOR(63)},         /* 21 landmarks x, y, z in pixels of the input */
         {"Identity_1", VECTOR(1)},        /* presence, 0..1 */
         {"Identity_2", VECTOR(1)},        /* handedness, 0..1 */
         {"Identity_3", VECTOR(63)}},      /* 21 world landmarks in metres */
    },
    [SL_MODEL_HAND_FULL] = {
        "hand_landmark_full", "hand_landmark_full.tflite",
        "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3", 1, 4,
        {{"input_1", PICTURE(224)}},
        {{"Identity", VECTOR(63)},
         {"Identity_1", VECTOR(1)},
         {"Identity_2", VECTOR(1)},
         {"Identity_3", VECTOR(63)}},
    },
};
/* clang-format on */

const struct sl__model_row *sl__model_row(enum sl__model_id id)
{
    return &rows[id];
}

size_t sl__shape_count(const struct sl__shape *shape)
{
    size_t count = 1;
    for (int i = 0; i < shape->rank; i++)
        count *= (size_t)shape->dim[i];
    return count;
}
