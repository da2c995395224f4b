/* Defaults and range checks of the face options. */
#include "landmark/face_opts.h"

#include "landmark/opts_check.h"

static const struct sl_engine_opts engine_default = {.engine = SL_ENGINE_TFLITE, .precision = SL_PRECISION_F32, .threads = 1};

struct sl_face_mesh_opts sl_face_mesh_opts_default(void)
{
    struct sl_face_mesh_opts opts = {
        .static_image_mode = 0,
        .max_num_faces = 1,
        .refine_landmarks = 0,
        .min_detection_confidence = 0.5f,
        .min_tracking_confidence = 0.5f,
        .engine = engine_default,
    };
    return opts;
}

struct sl_face_detection_opts sl_face_detection_opts_default(void)
{
    struct sl_face_detection_opts opts = {
        .model_selection = 0,
        .min_detection_confidence = 0.5f,
        .use_min_detection_confidence = 0,
        .engine = engine_default,
    };
    return opts;
}

int sl__face_mesh_opts_check(const struct sl_face_mesh_opts *opts, struct sl_error *why)
{
    int err = sl__check_int("max_num_faces", opts->max_num_faces, 1, SL_FACES_WANTED_MAX, why);
    if (!err)
        err = sl__check_part("min_detection_confidence", opts->min_detection_confidence, why);
    if (!err)
        err = sl__check_part("min_tracking_confidence", opts->min_tracking_confidence, why);
    if (!err)
        err = sl__check_int("threads", opts->engine.threads, 1, SL_THREADS_MAX, why);
    return err;
}

int sl__face_detection_opts_check(const struct sl_face_detection_opts *opts, struct sl_error *why)
{
    int err = sl__check_int("model_selection", opts->model_selection, 0, 1, why);
    if (!err)
        err = sl__check_part("min_detection_confidence", opts->min_detection_confidence, why);
    if (!err)
        err = sl__check_int("threads", opts->engine.threads, 1, SL_THREADS_MAX, why);
    return err;
}
