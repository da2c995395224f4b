/* Looking for bodies, and following one. Sources: mediapipe v0.10.21, pose_landmark_cpu.pbtxt, pose_detection_to_roi.pbtxt,
 * pose_landmarks_to_roi.pbtxt. */
#include "landmark/pose_track.h"

#include "base/error.h"
#include "base/thread.h"

#include <string.h>

enum { DETECTIONS_MAX = 16 };

static const struct sl__detector_kind body_kind = {
    .model = {SL_MODEL_POSE_DETECTION, SL_MODEL_POSE_DETECTION},
    .crop = {224, -1.0f, 1.0f, true, SL_BORDER_ZERO},
    .groups = {{8, 2}, {16, 2}, {32, 6}},
    .group_count = 3,
    .keypoints = 4,
};

static const struct sl__rect_change around_body = {1.25f, 0.0f, 0.0f};

/* From two points, of a detection or of the landmark model: the middle of the hips, and how far and where the body reaches. */
static struct sl__rect region(const float start[2], const float end[2], const struct sl_frame *frame)
{
    struct sl__rect rect = sl__rect_from_alignment(start, end, frame->width_px, frame->height_px, sl__radians(90.0f));
    return sl__rect_transform(&rect, frame->width_px, frame->height_px, &around_body);
}

/* Loading of the detector on its own thread: start-up counts. */
struct detector_load {
    struct sl__pose_models *models;
    const struct sl_pose_opts *opts;
    struct sl_error why;
    int err;
};

static void detector_load_run(void *arg)
{
    struct detector_load *load = arg;
    load->err = sl__detector_init(&load->models->detector, &body_kind, 0, load->opts->min_detection_confidence,
                                  &load->opts->engine, &load->why);
}

int sl__pose_models_init(struct sl__pose_models *models, const struct sl_pose_opts *opts, struct sl_error *why)
{
    struct detector_load load = {.models = models, .opts = opts};
    struct sl__thread thread = {0};
    memset(models, 0, sizeof(*models));
    models->opts = *opts;
    models->opts.engine.model_dir = models->opts.engine.cache_dir = NULL; /* borrowed for this call only */
    if (sl__thread_start(&thread, "sl-load", detector_load_run, &load, NULL) < 0)
        detector_load_run(&load);
    int err = sl__pose_landmarker_init(&models->landmarker, opts->model_complexity, opts->enable_segmentation != 0,
                                       &opts->engine, why);
    sl__thread_join(&thread);
    if (!err && load.err < 0)
        err = sl__error_set(why, load.err, "%s", load.why.text);
    return err;
}

void sl__pose_models_finish(struct sl__pose_models *models)
{
    sl__detector_finish(&models->detector);
    sl__pose_landmarker_finish(&models->landmarker);
}

int sl__pose_detect(struct sl__pose_models *models, const struct sl_frame *frame, struct sl__rect *rects, int room)
{
    struct sl__detection found[DETECTIONS_MAX];
    if (sl__detector_crop(&models->detector, frame, NULL) < 0)
        return 0;
    int count = sl__detector_run(&models->detector, found, room < DETECTIONS_MAX ? room : DETECTIONS_MAX);
    for (int i = 0; i < count; i++) {
        const struct sl__point *point = found[i].keypoint;
        rects[i] = region((const float[2]){point[0].x, point[0].y}, (const float[2]){point[1].x, point[1].y}, frame);
    }
    return count;
}

void sl__pose_track_init(struct sl__pose_track *track, const struct sl_pose_opts *opts)
{
    memset(track, 0, sizeof(*track));
    sl__pose_smoother_init(&track->smoother, opts->smooth_landmarks && !opts->static_image_mode);
    sl__pose_mask_init(&track->mask, opts->smooth_segmentation && !opts->static_image_mode ? opts->segmentation_ratio : 0.0f);
}

void sl__pose_track_finish(struct sl__pose_track *track)
{
    sl__pose_mask_finish(&track->mask);
}

void sl__pose_track_reset(struct sl__pose_track *track)
{
    track->has_rect = false;
    sl__pose_smoother_reset(&track->smoother);
    sl__pose_mask_lose(&track->mask);
}

void sl__pose_track_lose(struct sl__pose_track *track, const struct sl__pose_models *models)
{
    track->has_rect = false;
    sl__pose_mask_lose(&track->mask);
    if (models->opts.reset_smoothing)
        sl__pose_smoother_reset(&track->smoother);
    else
        sl__pose_smoother_lose(&track->smoother);
}

int sl__pose_track_run(struct sl__pose_track *track, struct sl__pose_models *models, const struct sl_frame *frame,
                       const struct sl__rect *rect, struct sl_body *body)
{
    struct sl__pose_look look;
    int found = sl__pose_landmarker_run(&models->landmarker, frame, rect, models->opts.min_tracking_confidence, &look);
    if (found > 0 && look.mask) {
        int err = sl__pose_mask_draw(&track->mask, look.mask, rect, frame);
        found = err < 0 ? err : found;
    }
    if (found <= 0) {
        sl__pose_track_lose(track, models);
        return found;
    }
    sl__pose_smoother_run(&track->smoother, &look, frame->width_px, frame->height_px, frame->pts_ns);
    track->rect = region(look.auxiliary[0], look.auxiliary[1], frame);
    track->has_rect = true;
    *body = look.body;
    return found;
}
