/* Hands in pictures: MediaPipe's legacy pipeline. Source: mediapipe v0.10.21, hand_landmark_tracking_cpu.pbtxt. */
#include "base/error.h"
#include "landmark/hand_roi.h"
#include "landmark/hands_opts.h"
#include "landmark/hands_state.h"

#include <stdlib.h>

static const struct sl__detector_kind palm_kind = {
    .model = {SL_MODEL_PALM_LITE, SL_MODEL_PALM_FULL},
    .crop = {192, 0.0f, 1.0f, true, SL_BORDER_ZERO},
    .groups = {{8, 2}, {16, 6}},
    .group_count = 2,
    .keypoints = 7,
};

static const enum sl__model_id hand_models[2] = {SL_MODEL_HAND_LITE, SL_MODEL_HAND_FULL};

static int load_landmarker(void *owner, int looker, const struct sl_engine_opts *engine, struct sl_error *why)
{
    struct sl_hands *hands = owner;
    return sl__model_open(&hands->landmarker[looker].model, hand_models[hands->opts.model_complexity], engine, why);
}

static int look_at(void *owner, int looker, const struct sl_frame *frame, const struct sl__rect *rect, void *thing,
                   int64_t *model_ns)
{
    struct sl_hands *hands = owner;
    struct sl__hand_landmarker *landmarker = &hands->landmarker[looker];
    int result = sl__hand_landmarker_run(landmarker, frame, rect, hands->opts.min_tracking_confidence, thing);
    *model_ns = landmarker->model_ns;
    return result;
}

static struct sl__rect next_roi(const void *thing, int width_px, int height_px)
{
    const struct sl_hand *hand = thing;
    return sl__hand_next_roi(hand->image, width_px, height_px);
}

static struct sl__rect box_of(const void *thing)
{
    const struct sl_hand *hand = thing;
    return sl__rect_around(hand->image, SL_HAND_POINTS);
}

static const struct sl__follow_kind hand_kind = {
    .thread_name = "sl-hands",
    .thing_bytes = sizeof(struct sl_hand),
    .load = load_landmarker,
    .look = look_at,
    .detected_roi = sl__hand_palm_roi,
    .next_roi = next_roi,
    .box = box_of,
};

int sl_hands_create(struct sl_hands **out, const struct sl_hands_opts *opts, struct sl_error *why)
{
    struct sl_hands_opts defaults = sl_hands_opts_default();
    if (!out)
        return sl__error_set(why, -EINVAL, "no place for the new hands object");
    *out = NULL;
    if (!opts)
        opts = &defaults;
    int err = sl__hands_opts_check(opts, why);
    if (err < 0)
        return err;
    struct sl_hands *hands = calloc(1, sizeof(*hands));
    if (!hands)
        return sl__error_set(why, -ENOMEM, "no memory for a hands object");
    hands->opts = *opts;
    hands->opts.engine.model_dir = hands->opts.engine.cache_dir = NULL; /* borrowed for this call only */
    const struct sl__follow_setup setup = {
        .detector = &palm_kind,
        .complexity = opts->model_complexity,
        .detection_threshold = opts->min_detection_confidence,
        .wanted = opts->max_num_hands,
        .search_always = opts->static_image_mode,
        .limit = opts->limit_hands,
    };
    err = sl__follow_init(&hands->follow, &hand_kind, hands, &setup, &opts->engine, why);
    if (err < 0) {
        sl_hands_destroy(&hands);
        return err;
    }
    *out = hands;
    return 0;
}

void sl_hands_destroy(struct sl_hands **hands)
{
    struct sl_hands *closing = hands ? *hands : NULL;
    if (!closing)
        return;
    *hands = NULL;
    sl__follow_finish(&closing->follow);
    for (int i = 0; i < SL_FOLLOW_LOOKERS_MAX; i++)
        sl__model_close(&closing->landmarker[i].model);
    free(closing);
}

void sl_hands_reset(struct sl_hands *hands)
{
    if (hands)
        sl__follow_reset(&hands->follow);
}

int sl_hands_process(struct sl_hands *hands, const struct sl_frame *frame, struct sl_hand *found, int cap,
                     struct sl_error *why)
{
    int err = hands ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no hands object");
    if (err < 0)
        return err;
    if (!found || cap < 1)
        return sl__error_set(why, -EINVAL, "room for %d hands; it takes room for at least one", found ? cap : 0);
    int count = sl__follow_run(&hands->follow, frame);
    if (count < 0)
        return sl__error_set(why, -EIO, "the engine failed while it computed a hand model");
    for (int i = 0; i < count && i < cap; i++) {
        int id;
        found[i] = *(const struct sl_hand *)sl__follow_found(&hands->follow, i, &id);
        found[i].id = id;
    }
    return count < cap ? count : cap;
}
