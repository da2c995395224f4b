/*
 * The models that the project knows: the files of the mediapipe 0.10.21 wheel, and of npm's @mediapipe/pose what the wheel lacks. Outputs
 * in the order in which the original's graphs take them apart. A file may stand in several rows: pose with and without its
 * segmentation, the attention face model in the parts between its custom operators.
 */
#include "infer/model.h"

#define VECTOR(a) {2, {1, a}}
#define ROWS(a, b) {3, {1, a, b}}
#define PICTURE(side) {4, {1, side, side, 3}}
#define MAP(side, channels) {4, {1, side, side, channels}}

/* Name, file and sha256 of what stands in several rows. */
#define POSE_LITE "pose_landmark_lite", "pose_landmark_lite.tflite", \
    "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61"
#define POSE_FULL "pose_landmark_full", "pose_landmark_full.tflite", \
    "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
#define POSE_HEAVY "pose_landmark_heavy", "pose_landmark_heavy.tflite", \
    "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe"
#define FACE_ATTENTION "face_landmark_with_attention", "face_landmark_with_attention.tflite", \
    "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4"

/* 39 landmarks x, y, z in pixels of the input, visibility and presence as logits; presence of a body, 0..1; heatmaps as
 * logits; 39 world landmarks in metres. And the segmentation as logits. */
#define POSE_POINTS {"Identity", VECTOR(195)}, {"Identity_1", VECTOR(1)}, {"Identity_3", MAP(64, 39)}, {"Identity_4", VECTOR(117)}
#define POSE_MASK {"Identity_2", MAP(256, 1)}

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
    [SL_MODEL_POSE_DETECTION] = {
        "pose_detection", "pose_detection.tflite",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c", 1, 2,
        {{"input_1", PICTURE(224)}},
        {{"Identity", ROWS(2254, 12)},     /* boxes and four key points, per anchor */
         {"Identity_1", ROWS(2254, 1)}},   /* score, before the sigmoid */
    },
    [SL_MODEL_POSE_LITE] = {POSE_LITE, 1, 4, {{"input_1", PICTURE(256)}}, {POSE_POINTS}, .optional_set = "pose"},
    [SL_MODEL_POSE_FULL] = {POSE_FULL, 1, 4, {{"input_1", PICTURE(256)}}, {POSE_POINTS}},
    [SL_MODEL_POSE_HEAVY] = {POSE_HEAVY, 1, 4, {{"input_1", PICTURE(256)}}, {POSE_POINTS}, .optional_set = "pose"},
    [SL_MODEL_POSE_LITE_MASK] = {POSE_LITE, 1, 5, {{"input_1", PICTURE(256)}}, {POSE_POINTS, POSE_MASK}, .optional_set = "pose"},
    [SL_MODEL_POSE_FULL_MASK] = {POSE_FULL, 1, 5, {{"input_1", PICTURE(256)}}, {POSE_POINTS, POSE_MASK}},
    [SL_MODEL_POSE_HEAVY_MASK] = {POSE_HEAVY, 1, 5, {{"input_1", PICTURE(256)}}, {POSE_POINTS, POSE_MASK}, .optional_set = "pose"},
    [SL_MODEL_FACE_SHORT] = {
        "face_detection_short_range", "face_detection_short_range.tflite",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8", 1, 2,
        {{"input", PICTURE(128)}},
        {{"regressors", ROWS(896, 16)},    /* boxes and six key points, per anchor */
         {"classificators", ROWS(896, 1)}},
    },
    [SL_MODEL_FACE_FULL] = {
        "face_detection_full_range_sparse", "face_detection_full_range_sparse.tflite",
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1", 1, 2,
        {{"input_1", PICTURE(192)}},
        {{"Identity", ROWS(2304, 16)},
         {"Identity_1", ROWS(2304, 1)}},
    },
    [SL_MODEL_FACE_MESH] = {
        "face_landmark", "face_landmark.tflite",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814", 1, 2,
        {{"input_1", PICTURE(192)}},
        {{"conv2d_21", MAP(1, 1404)},      /* 468 landmarks x, y, z in pixels of the input */
         {"conv2d_31", MAP(1, 1)}},        /* a face is there: logit */
    },
    [SL_MODEL_FACE_TRUNK] = {
        FACE_ATTENTION, 1, 4,
        {{"input_1", PICTURE(192)}},
        {{"p_re_lu_3", MAP(48, 32)},
         {"multiply_by_constant", ROWS(468, 3)},
         {"output_mesh_identity", MAP(1, 1404)},
         {"conv_faceflag", MAP(1, 1)}},
    },
    [SL_MODEL_FACE_LIPS] = {
        FACE_ATTENTION, 1, 1,
        {{"transform_tensor_bilinear_v2", MAP(16, 32)}},
        {{"reshape_1", ROWS(80, 2)}},
    },
    [SL_MODEL_FACE_LEFT_EYE] = {
        FACE_ATTENTION, 1, 2,
        {{"transform_tensor_bilinear_v2_1", MAP(16, 32)}},
        {{"reshape_3", ROWS(71, 2)},
         {"reshape_4", ROWS(5, 2)}},
    },
    [SL_MODEL_FACE_RIGHT_EYE] = {
        FACE_ATTENTION, 1, 2,
        {{"transform_tensor_bilinear_v2_2", MAP(16, 32)}},
        {{"reshape_6", ROWS(71, 2)},
         {"reshape_7", ROWS(5, 2)}},
    },
    [SL_MODEL_HAND_RECROP] = {
        "hand_recrop", "hand_recrop.tflite",
        "67d996ce96f9d36fe17d2693022c6da93168026ab2f028f9e2365398d8ac7d5d", 1, 1,
        {{"input_1", PICTURE(256)}},
        {{"output_crop", MAP(1, 4)}},      /* two points x, y in pixels of the input */
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
