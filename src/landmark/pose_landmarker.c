/* From region to body. Sources: mediapipe v0.10.21, pose_landmark_by_roi_cpu.pbtxt,
 * tensors_to_pose_landmarks_and_segmentation.pbtxt, tensors_to_landmarks_calculator.cc. */
#include "landmark/pose_landmarker.h"

#include "base/clock.h"
#include "landmark/crop.h"
#include "landmark/heatmap.h"
#include "landmark/project.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define HEATMAP_SIDE 64

enum {
    MODEL_POINTS = 39, ///< the body's, then two auxiliary ones, then four that nobody uses
    USED_POINTS = SL_POSE_POINTS + 2,
    POINT_FLOATS = 5,  ///< x, y, z in pixels of the input, visibility, presence
};

/* Outputs in the model table's order. */
enum { OUT_LANDMARKS, OUT_PRESENCE, OUT_HEATMAP, OUT_WORLD, OUT_MASK };

static const enum sl__model_id models[2][3] = {
    {SL_MODEL_POSE_LITE, SL_MODEL_POSE_FULL, SL_MODEL_POSE_HEAVY},
    {SL_MODEL_POSE_LITE_MASK, SL_MODEL_POSE_FULL_MASK, SL_MODEL_POSE_HEAVY_MASK},
};

const struct sl__crop sl__pose_crop = {SL_POSE_INPUT_PX, 0.0f, 1.0f, true, SL_BORDER_REPLICATE};

int sl__pose_landmarker_init(struct sl__pose_landmarker *landmarker, int complexity, bool segmentation,
                             const struct sl_engine_opts *engine, struct sl_error *why)
{
    *landmarker = (struct sl__pose_landmarker){.segmentation = segmentation};
    return sl__model_open(&landmarker->model, models[segmentation][complexity], engine, why);
}

void sl__pose_landmarker_finish(struct sl__pose_landmarker *landmarker)
{
    sl__model_close(&landmarker->model);
}

static float sigmoid(float logit)
{
    return 1.0f / (1.0f + expf(-logit));
}

static void decode(const struct sl__model *model, const struct sl__rect *rect, const struct sl__padding *padding,
                   struct sl__pose_look *look)
{
    const float *raw = model->output[OUT_LANDMARKS];
    float points[USED_POINTS][3];
    struct sl_body *body = &look->body;
    for (int i = 0; i < USED_POINTS; i++)
        for (int axis = 0; axis < 3; axis++)
            points[i][axis] = raw[POINT_FLOATS * i + axis] / (float)SL_POSE_INPUT_PX;
    sl__heatmap_refine(model->output[OUT_HEATMAP], HEATMAP_SIDE, MODEL_POINTS, points, USED_POINTS);
    sl__points_unletterbox(points, USED_POINTS, padding);
    sl__points_project(points, USED_POINTS, rect);
    memcpy(body->image, points, sizeof(body->image));
    memcpy(look->auxiliary, points[SL_POSE_POINTS], sizeof(look->auxiliary));
    memcpy(body->world, model->output[OUT_WORLD], sizeof(body->world));
    sl__points_turn(body->world, SL_POSE_POINTS, rect);
    for (int i = 0; i < SL_POSE_POINTS; i++) {
        body->visibility[i] = sigmoid(raw[POINT_FLOATS * i + 3]);
        body->presence[i] = sigmoid(raw[POINT_FLOATS * i + 4]);
    }
}

static float nothing_of(const float *values, int count)
{
    float sum = 0.0f;
    for (int i = 0; i < count; i++)
        sum += 0.0f * values[i];
    return sum; /* 0, or NaN when one of them is not finite */
}

/* A filter that has once taken in what is no number never gives one again. */
static bool all_finite(const struct sl__pose_look *look)
{
    const struct sl_body *body = &look->body;
    return nothing_of(body->image[0], 3 * SL_POSE_POINTS) + nothing_of(body->world[0], 3 * SL_POSE_POINTS) +
               nothing_of(body->visibility, SL_POSE_POINTS) + nothing_of(look->auxiliary[0], 2 * 3) == 0.0f;
}

int sl__pose_landmarker_run(struct sl__pose_landmarker *landmarker, const struct sl_frame *frame,
                            const struct sl__rect *rect, float presence_threshold, struct sl__pose_look *look)
{
    struct sl__model *model = landmarker->model;
    struct sl__padding padding;
    landmarker->model_ns = 0;
    if (sl__crop_run(&sl__pose_crop, frame, rect, model->input[0], &padding) < 0)
        return 0;
    int64_t start = sl__clock_ns();
    int err = sl__model_run(model);
    landmarker->model_ns = sl__clock_ns() - start;
    if (err < 0)
        return -EIO;
    look->body.score = model->output[OUT_PRESENCE][0];
    if (!(look->body.score > presence_threshold))
        return 0;
    decode(model, rect, &padding, look);
    if (!all_finite(look))
        return 0;
    look->mask = landmarker->segmentation ? model->output[OUT_MASK] : NULL;
    return 1;
}
