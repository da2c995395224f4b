/* The face mesh model on one region, plain or refined: is there a face, and where are its points. */
#ifndef SL_LANDMARK_FACE_LANDMARKER_H
#define SL_LANDMARK_FACE_LANDMARKER_H

#include "infer/model.h"
#include "landmark/rect.h"
#include <sightline/face_mesh.h>
#include <stdbool.h>

#define SL_FACE_HEADS 3 ///< of the attention model: lips, left eye, right eye

struct sl__face_landmarker {
    struct sl__model *model;               ///< the plain model, or the attention model's trunk
    struct sl__model *head[SL_FACE_HEADS]; ///< NULL without refinement
    int64_t model_ns;                      ///< time of the last model runs
};

int sl__face_landmarker_init(struct sl__face_landmarker *landmarker, bool refine, const struct sl_engine_opts *engine,
                             struct sl_error *why);
void sl__face_landmarker_finish(struct sl__face_landmarker *landmarker);

/** @return 1 a face, 0 none (also for a region without size), -EIO. Allocates nothing. */
int sl__face_landmarker_run(struct sl__face_landmarker *landmarker, const struct sl_frame *frame,
                            const struct sl__rect *rect, float presence_threshold, struct sl_face *face);

#endif
