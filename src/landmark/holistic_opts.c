/* Defaults and range checks of the holistic options. */
#include "landmark/holistic_opts.h"

#include "landmark/opts_check.h"

struct sl_holistic_opts sl_holistic_opts_default(void)
{
    struct sl_holistic_opts opts = {
        .static_image_mode = 0,
        .static_parts = 0,
        .model_complexity = 1,
        .smooth_landmarks = 1,
        .enable_segmentation = 0,
        .smooth_segmentation = 1,
        .segmentation_ratio = 0.0f,
        .reset_smoothing = 0,
        .refine_face_landmarks = 0,
        .max_people = 1,
        .min_detection_confidence = 0.5f,
        .min_tracking_confidence = 0.5f,
        .engine = {.engine = SL_ENGINE_TFLITE, .precision = SL_PRECISION_F32, .threads = 1},
    };
    return opts;
}

int sl__holistic_opts_check(const struct sl_holistic_opts *opts, struct sl_error *why)
{
    int err = sl__check_int("max_people", opts->max_people, 1, SL_PEOPLE_MAX, why);
    if (!err)
        err = sl__check_int("model_complexity", opts->model_complexity, 0, 2, why);
    if (!err)
        err = sl__check_part("segmentation_ratio", opts->segmentation_ratio, why);
    if (!err)
        err = sl__check_part("min_detection_confidence", opts->min_detection_confidence, why);
    if (!err)
        err = sl__check_part("min_tracking_confidence", opts->min_tracking_confidence, why);
    if (!err)
        err = sl__check_int("threads", opts->engine.threads, 1, SL_THREADS_MAX, why);
    return err;
}
