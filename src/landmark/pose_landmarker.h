/* The pose landmark model on one region: is there a body, and where are its points, before any smoothing. */
#ifndef SL_LANDMARK_POSE_LANDMARKER_H
#define SL_LANDMARK_POSE_LANDMARKER_H

#include "infer/model.h"
#include "landmark/crop.h"
#include <sightline/pose.h>
#include <stdbool.h>

#define SL_POSE_INPUT_PX 256 ///< side of the model's input, and of its mask

extern const struct sl__crop sl__pose_crop; ///< how a region becomes the input

struct sl__pose_landmarker {
    struct sl__model *model;
    bool segmentation; ///< the model was loaded with its mask
    int64_t model_ns;  ///< time of the last model run
};

/** What the model says of one region. */
struct sl__pose_look {
    struct sl_body body;         ///< unsmoothed, in the frame's units
    float auxiliary[2][3];       ///< where the body is turned about, and how large it is: the next region
    const float *mask;           ///< logits f32 [256][256]; good until the next run; NULL without segmentation
};

/** @param complexity 0..2. 0 or the error of sl__model_open() */
int sl__pose_landmarker_init(struct sl__pose_landmarker *landmarker, int complexity, bool segmentation,
                             const struct sl_engine_opts *engine, struct sl_error *why);
void sl__pose_landmarker_finish(struct sl__pose_landmarker *landmarker);

/**
 * @param presence_threshold  the body is there when the model's presence is above it
 * @return 1 a body, 0 none (also for a region without size, and when the model's numbers are none), -EIO. Allocates nothing.
 */
int sl__pose_landmarker_run(struct sl__pose_landmarker *landmarker, const struct sl_frame *frame,
                            const struct sl__rect *rect, float presence_threshold, struct sl__pose_look *look);

#endif
