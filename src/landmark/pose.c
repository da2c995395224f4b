/* A body in pictures, behind the public API. Source: mediapipe v0.10.21, pose_landmark_cpu.pbtxt. */
#include "base/clock.h"
#include "base/error.h"
#include "landmark/pose_state.h"

#include <stdlib.h>

int sl_pose_create(struct sl_pose **out, const struct sl_pose_opts *opts, struct sl_error *why)
{
    struct sl_pose_opts defaults = sl_pose_opts_default();
    if (!out)
        return sl__error_set(why, -EINVAL, "no place for the new pose object");
    *out = NULL;
    if (!opts)
        opts = &defaults;
    int err = sl__pose_opts_check(opts, why);
    if (err < 0)
        return err;
    struct sl_pose *pose = calloc(1, sizeof(*pose));
    if (!pose)
        return sl__error_set(why, -ENOMEM, "no memory for a pose object");
    err = sl__pose_models_init(&pose->models, opts, why);
    sl__pose_track_init(&pose->track, opts);
    if (err < 0) {
        sl_pose_destroy(&pose);
        return err;
    }
    *out = pose;
    return 0;
}

void sl_pose_destroy(struct sl_pose **pose)
{
    struct sl_pose *closing = pose ? *pose : NULL;
    if (!closing)
        return;
    *pose = NULL;
    sl__pose_track_finish(&closing->track);
    sl__pose_models_finish(&closing->models);
    free(closing);
}

void sl_pose_reset(struct sl_pose *pose)
{
    if (pose)
        sl__pose_track_reset(&pose->track);
}

/* Where the body was, or else where one is detected. @return 1, 0 nowhere, -EIO */
static int find(struct sl_pose *pose, const struct sl_frame *frame, struct sl__rect *rect)
{
    if (pose->track.has_rect && !pose->models.opts.static_image_mode) {
        *rect = pose->track.rect;
        return 1;
    }
    int found = sl__pose_detect(&pose->models, frame, rect, 1);
    pose->cost.model_ns += pose->models.detector.model_ns;
    return found;
}

static int look(struct sl_pose *pose, const struct sl_frame *frame, struct sl_body *body)
{
    struct sl__rect rect;
    int found = find(pose, frame, &rect);
    if (found <= 0) {
        sl__pose_track_lose(&pose->track, &pose->models);
        return found;
    }
    found = sl__pose_track_run(&pose->track, &pose->models, frame, &rect, body);
    pose->cost.model_ns += pose->models.landmarker.model_ns;
    return found;
}

int sl_pose_process(struct sl_pose *pose, const struct sl_frame *frame, struct sl_body *body, struct sl_error *why)
{
    int err = pose ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no pose object");
    if (err < 0)
        return err;
    if (!body)
        return sl__error_set(why, -EINVAL, "no room for a body");
    int64_t start = sl__clock_ns();
    pose->cost.model_ns = 0;
    int found = look(pose, frame, body);
    pose->has_mask = found > 0 && pose->models.opts.enable_segmentation;
    pose->cost.total_ns = sl__clock_ns() - start;
    if (found == -ENOMEM)
        return sl__error_set(why, found, "no memory for the mask of a frame of %dx%d", frame->width_px, frame->height_px);
    return found < 0 ? sl__error_set(why, found, "the engine failed while it computed a pose model") : found;
}

const float *sl_pose_mask(const struct sl_pose *pose, int32_t *width_px, int32_t *height_px)
{
    if (!pose || !pose->has_mask)
        return NULL;
    *width_px = pose->track.mask.width_px;
    *height_px = pose->track.mask.height_px;
    return pose->track.mask.current;
}
