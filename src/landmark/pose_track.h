/*
 * One body followed through a stream: its region, its filters, its mask. The models are shared by all who are followed:
 *
 *     rects = sl__pose_detect(&models, frame, ...);            where there may be somebody
 *     sl__pose_track_run(&track, &models, frame, &rect, &body);   look there; keeps the region for the next frame
 */
#ifndef SL_LANDMARK_POSE_TRACK_H
#define SL_LANDMARK_POSE_TRACK_H

#include "landmark/detector.h"
#include "landmark/pose_landmarker.h"
#include "landmark/pose_mask.h"
#include "landmark/pose_smoother.h"

struct sl__pose_models {
    struct sl__detector detector;
    struct sl__pose_landmarker landmarker;
    struct sl_pose_opts opts;
};

/** Load both, side by side. @p opts checked by sl__pose_opts_check(). Finish it in any case. */
int sl__pose_models_init(struct sl__pose_models *models, const struct sl_pose_opts *opts, struct sl_error *why);
void sl__pose_models_finish(struct sl__pose_models *models);

/** Regions of bodies in the whole picture, best first. @return how many, 0..room, or -EIO. Allocates nothing. */
int sl__pose_detect(struct sl__pose_models *models, const struct sl_frame *frame, struct sl__rect *rects, int room);

struct sl__pose_track {
    bool has_rect;        ///< a body was found in the frame before
    struct sl__rect rect; ///< and here it will be looked for
    struct sl__pose_smoother smoother;
    struct sl__pose_mask mask;
};

void sl__pose_track_init(struct sl__pose_track *track, const struct sl_pose_opts *opts);
void sl__pose_track_finish(struct sl__pose_track *track);

/** Forget everything, as after init. */
void sl__pose_track_reset(struct sl__pose_track *track);

/** No body in this frame: forget what MediaPipe forgets (or all, by reset_smoothing). */
void sl__pose_track_lose(struct sl__pose_track *track, const struct sl__pose_models *models);

/**
 * Look at @p rect, smooth, draw the mask into the frame, and keep the next region in track->rect; or lose the body.
 * @return 1 a body, 0 none, -EIO, -ENOMEM (the mask)
 */
int sl__pose_track_run(struct sl__pose_track *track, struct sl__pose_models *models, const struct sl_frame *frame,
                       const struct sl__rect *rect, struct sl_body *body);

int sl__pose_opts_check(const struct sl_pose_opts *opts, struct sl_error *why);

#endif
