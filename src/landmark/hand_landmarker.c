/* From region to hand. Sources: mediapipe v0.10.21, hand_landmark_cpu.pbtxt, tensors_to_landmarks_calculator.cc. */
#include "landmark/hand_landmarker.h"

#include "base/clock.h"
#include "landmark/crop.h"
#include "landmark/project.h"

#include <errno.h>
#include <string.h>

#define HAND_INPUT_PX 224
#define HAND_NORMALIZE_Z 0.4f /* normalize_z of the graph */

/* Outputs in the model table's order. */
enum { OUT_LANDMARKS, OUT_PRESENCE, OUT_HANDEDNESS, OUT_WORLD };

static const struct sl__crop hand_crop = {HAND_INPUT_PX, 0.0f, 1.0f, true, SL_BORDER_REPLICATE};

static void decode(const struct sl__model *model, const struct sl__rect *rect, const struct sl__padding *padding,
                   struct sl_hand *hand)
{
    const float *raw = model->output[OUT_LANDMARKS];
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        hand->image[i][0] = raw[3 * i] / (float)HAND_INPUT_PX;
        hand->image[i][1] = raw[3 * i + 1] / (float)HAND_INPUT_PX;
        hand->image[i][2] = raw[3 * i + 2] / (float)HAND_INPUT_PX / HAND_NORMALIZE_Z;
    }
    sl__points_unletterbox(hand->image, SL_HAND_POINTS, padding);
    sl__points_project(hand->image, SL_HAND_POINTS, rect);
    memcpy(hand->world, model->output[OUT_WORLD], sizeof(hand->world));
    sl__points_turn(hand->world, SL_HAND_POINTS, rect);
    float left = model->output[OUT_HANDEDNESS][0], right = 1.0f - left;
    hand->side = left >= right ? SL_SIDE_LEFT : SL_SIDE_RIGHT;
    hand->score = left >= right ? left : right;
}

int sl__hand_landmarker_run(struct sl__hand_landmarker *landmarker, const struct sl_frame *frame,
                            const struct sl__rect *rect, float presence_threshold, struct sl_hand *hand)
{
    struct sl__padding padding;
    landmarker->model_ns = 0;
    if (sl__crop_run(&hand_crop, frame, rect, landmarker->model->input[0], &padding) < 0)
        return 0;
    int64_t start = sl__clock_ns();
    int err = sl__model_run(landmarker->model);
    landmarker->model_ns = sl__clock_ns() - start;
    if (err < 0)
        return -EIO;
    hand->presence = landmarker->model->output[OUT_PRESENCE][0];
    if (!(hand->presence > presence_threshold))
        return 0;
    decode(landmarker->model, rect, &padding, hand);
    return 1;
}
