/* Defaults and range checks of the hands options. */
#include "landmark/hands_opts.h"
#include "landmark/opts_check.h"

struct sl_hands_opts sl_hands_opts_default(void)
{
    struct sl_hands_opts opts = {
        .static_image_mode = 0,
        .max_num_hands = 2,
        .model_complexity = 1,
        .min_detection_confidence = 0.5f,
        .min_tracking_confidence = 0.5f,
        .engine = {.engine = SL_ENGINE_TFLITE, .precision = SL_PRECISION_F32, .threads = 1},
    };
    return opts;
}

int sl__hands_opts_check(const struct sl_hands_opts *opts, struct sl_error *why)
{
    int err = sl__check_int("max_num_hands", opts->max_num_hands, 1, SL_HANDS_WANTED_MAX, why);
    if (!err)
        err = sl__check_int("model_complexity", opts->model_complexity, 0, 1, why);
    if (!err)
        err = sl__check_part("min_detection_confidence", opts->min_detection_confidence, why);
    if (!err)
        err = sl__check_part("min_tracking_confidence", opts->min_tracking_confidence, why);
    if (!err)
        err = sl__check_int("threads", opts->engine.threads, 1, SL_THREADS_MAX, why);
    return err;
}
