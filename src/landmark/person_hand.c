/* From a body to one of its hands. */
#include "landmark/person_hand.h"

#include "landmark/hand_roi.h"
#include "landmark/roi_tracking.h"

#include <string.h>

#define WRIST_VISIBILITY 0.1   /* threshold of hand_visibility_from_hand_landmarks_from_pose.pbtxt, compared in double */
#define PRESENCE_THRESHOLD 0.5f /* of hand_landmark_cpu.pbtxt; the options of holistic do not reach it */

int sl__person_hand_init(struct sl__person_hand *hand, const struct sl_engine_opts *engine, struct sl_error *why)
{
    memset(hand, 0, sizeof(*hand));
    int err = sl__model_open(&hand->recrop.model, SL_MODEL_HAND_RECROP, engine, why);
    return err < 0 ? err : sl__model_open(&hand->landmarker.model, SL_MODEL_HAND_FULL, engine, why);
}

void sl__person_hand_finish(struct sl__person_hand *hand)
{
    sl__model_close(&hand->recrop.model);
    sl__model_close(&hand->landmarker.model);
}

/* The region to look at. 1, 0 the arm does not say where, -EIO. @p before: landmarks of the frame before, or NULL. */
static int find_rect(struct sl__hand_recrop *recrop, const struct sl_frame *frame, const struct sl_body *body,
                     enum sl_side side, const float (*before)[3], struct sl__rect *rect)
{
    int width = frame->width_px, height = frame->height_px;
    const float *wrist = body->image[SL_POSE_LEFT_WRIST + (int)side];
    const float *pinky = body->image[SL_POSE_LEFT_PINKY + (int)side];
    const float *index = body->image[SL_POSE_LEFT_INDEX + (int)side];
    recrop->model_ns = 0;
    if (!((double)body->visibility[SL_POSE_LEFT_WRIST + (int)side] > WRIST_VISIBILITY))
        return 0;
    struct sl__rect rough = sl__hand_rect_from_body(wrist, pinky, index, width, height);
    int found = sl__hand_recrop_run(recrop, frame, &rough, rect);
    if (found <= 0 || !before)
        return found;
    struct sl__rect followed = sl__hand_next_roi(before, width, height);
    if (sl__roi_keeps(&sl__hand_roi_limits, before, SL_HAND_POINTS, &followed, rect, width, height))
        *rect = followed;
    return 1;
}

int sl__person_hand_run(struct sl__person_hand *hand, const struct sl_frame *frame, const struct sl_body *body,
                        enum sl_side side, int *has, float (*points)[3])
{
    struct sl__rect rect;
    int found = find_rect(&hand->recrop, frame, body, side, *has ? (const float(*)[3])points : NULL, &rect);
    hand->model_ns = hand->recrop.model_ns;
    if (found > 0) {
        found = sl__hand_landmarker_run(&hand->landmarker, frame, &rect, PRESENCE_THRESHOLD, &hand->found);
        hand->model_ns += hand->landmarker.model_ns;
    }
    *has = found > 0;
    if (found > 0)
        memcpy(points, hand->found.image, sizeof(hand->found.image));
    else
        memset(points, 0, sizeof(hand->found.image));
    return found < 0 ? found : 0;
}
