/*
 * From region to face. Sources: mediapipe v0.10.21, face_landmark_cpu.pbtxt, tensors_to_face_landmarks.pbtxt and
 * tensors_to_face_landmarks_with_attention.pbtxt.
 */
#include "landmark/face_landmarker.h"

#include "base/clock.h"
#include "landmark/crop.h"
#include "landmark/face_attention.h"
#include "landmark/project.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define FACE_INPUT_PX 192

/* Outputs in the model table's order; the attention model's trunk gives two more, before them. */
enum { OUT_MESH, OUT_FLAG };
enum { TRUNK_FEATURES, TRUNK_POINTS, TRUNK_MESH, TRUNK_FLAG };
enum { HEAD_POINTS, HEAD_IRIS };

static const enum sl__model_id head_models[SL_FACE_HEADS] = {
    [SL_FACE_PART_LIPS] = SL_MODEL_FACE_LIPS,
    [SL_FACE_PART_LEFT_EYE] = SL_MODEL_FACE_LEFT_EYE,
    [SL_FACE_PART_RIGHT_EYE] = SL_MODEL_FACE_RIGHT_EYE,
};

static const struct sl__crop face_crop = {FACE_INPUT_PX, 0.0f, 1.0f, false, SL_BORDER_REPLICATE};

int sl__face_landmarker_init(struct sl__face_landmarker *landmarker, bool refine, const struct sl_engine_opts *engine,
                             struct sl_error *why)
{
    /* A head takes a quarter of a millisecond; more threads would mostly wait, and be in the way of each other's. */
    struct sl_engine_opts head_engine = *engine;
    head_engine.threads = 1;
    memset(landmarker, 0, sizeof(*landmarker));
    int err = sl__model_open(&landmarker->model, refine ? SL_MODEL_FACE_TRUNK : SL_MODEL_FACE_MESH, engine, why);
    for (int i = 0; i < SL_FACE_HEADS && refine && !err; i++)
        err = sl__model_open(&landmarker->head[i], head_models[i], &head_engine, why);
    return err;
}

void sl__face_landmarker_finish(struct sl__face_landmarker *landmarker)
{
    for (int i = 0; i < SL_FACE_HEADS; i++)
        sl__model_close(&landmarker->head[i]);
    sl__model_close(&landmarker->model);
}

static int run_model(struct sl__face_landmarker *landmarker, struct sl__model *model)
{
    int64_t start = sl__clock_ns();
    int err = sl__model_run(model);
    landmarker->model_ns += sl__clock_ns() - start;
    return err < 0 ? -EIO : 0;
}

/* A head's points from its crop to the face's unit square. */
static void place_points(const struct sl__face_transform *transform, const float *raw, int count, float (*xy)[2])
{
    sl__face_transform_points(transform, (const float(*)[2])raw, count, xy);
    for (int i = 0; i < count; i++) {
        xy[i][0] /= (float)FACE_INPUT_PX;
        xy[i][1] /= (float)FACE_INPUT_PX;
    }
}

static int refine_part(struct sl__face_landmarker *landmarker, enum sl__face_part_id id, float (*points)[3])
{
    const struct sl__face_part *part = &sl__face_parts[id];
    const struct sl__model *trunk = landmarker->model;
    struct sl__model *head = landmarker->head[id];
    float xy[SL_FACE_PART_POINTS_MAX][2];
    struct sl__face_transform transform = sl__face_transform_of(part, (const float(*)[3])trunk->output[TRUNK_POINTS]);
    sl__features_crop(trunk->output[TRUNK_FEATURES], &transform, head->input[0]);
    if (run_model(landmarker, head) < 0)
        return -EIO;
    transform = sl__face_transform_to_input(&transform);
    place_points(&transform, head->output[HEAD_POINTS], part->count, xy);
    sl__face_part_refine(part, (const float(*)[2])xy, points);
    if (part->iris) {
        place_points(&transform, head->output[HEAD_IRIS], SL_FACE_IRIS_POINTS, xy);
        sl__face_part_add_iris(part, (const float(*)[2])xy, points);
    }
    return 0;
}

int sl__face_landmarker_run(struct sl__face_landmarker *landmarker, const struct sl_frame *frame,
                            const struct sl__rect *rect, float presence_threshold, struct sl_face *face)
{
    bool refine = landmarker->head[0] != NULL;
    struct sl__model *model = landmarker->model;
    struct sl__padding padding;
    landmarker->model_ns = 0;
    if (sl__crop_run(&face_crop, frame, rect, model->input[0], &padding) < 0)
        return 0;
    if (run_model(landmarker, model) < 0)
        return -EIO;
    face->score = 1.0f / (1.0f + expf(-model->output[refine ? TRUNK_FLAG : OUT_FLAG][0]));
    if (!(face->score > presence_threshold))
        return 0;
    const float *mesh = model->output[refine ? TRUNK_MESH : OUT_MESH];
    for (int i = 0; i < SL_FACE_POINTS; i++)
        for (int k = 0; k < 3; k++)
            face->image[i][k] = mesh[3 * i + k] / (float)FACE_INPUT_PX;
    face->points = refine ? SL_FACE_POINTS_MAX : SL_FACE_POINTS;
    for (int i = 0; refine && i < SL_FACE_HEADS; i++)
        if (refine_part(landmarker, i, face->image) < 0)
            return -EIO;
    sl__points_project(face->image, face->points, rect);
    return 1;
}
