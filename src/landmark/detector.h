/* An SSD detector: whole picture (or a region) in, detections in picture units out. Palms, poses and faces alike. */
#ifndef SL_LANDMARK_DETECTOR_H
#define SL_LANDMARK_DETECTOR_H

#include "infer/model.h"
#include "landmark/anchors.h"
#include "landmark/crop.h"
#include "landmark/detection.h"
#include "landmark/roi_matrix.h"

struct sl__detector_kind {
    enum sl__model_id model[2]; ///< by complexity: lite, full; where there is one, it stands twice
    struct sl__crop crop;
    struct sl__anchor_group groups[4];
    int group_count;
    int keypoints;
    bool by_matrix; ///< detections come back through the region's matrix (faces), else out of the letterbox (palms, poses)
};

struct sl__detector {
    const struct sl__detector_kind *kind;
    struct sl__model *model;
    float threshold;               ///< a candidate's score must reach it
    int anchor_count;
    struct sl__point *anchors;
    struct sl__detection *found;   ///< scratch: as many as anchors
    int *order;                    ///< scratch: as many as anchors
    struct sl__padding padding;    ///< letterbox of the last crop
    struct sl__roi_matrix matrix;  ///< of its region, where the kind goes by it
    int64_t model_ns;              ///< time of the last model run
};

/** 0 or the error of sl__model_open(), or -ENOMEM. */
int sl__detector_init(struct sl__detector *detector, const struct sl__detector_kind *kind, int complexity,
                      float threshold, const struct sl_engine_opts *engine, struct sl_error *why);
void sl__detector_finish(struct sl__detector *detector);

/** The picture, or a region of it, becomes the model's input. @p rect NULL: all of it. 0 or -EINVAL. */
int sl__detector_crop(struct sl__detector *detector, const struct sl_frame *frame, const struct sl__rect *rect);

/**
 * After sl__detector_crop(): detections in picture units, best first; of a region too when the kind goes by its matrix.
 * @return how many, 0..room, or -EIO. Allocates nothing.
 */
int sl__detector_run(struct sl__detector *detector, struct sl__detection *kept, int room);

/**
 * Candidates above the threshold, in the order of the anchors. Source: tensors_to_detections_calculator.cc.
 * @param boxes   f32 [anchors][4 + 2 * keypoints]: x, y, w, h, then keypoints, in pixels of the input
 * @param logits  f32 [anchors]
 */
int sl__detector_decode(const struct sl__detector *detector, const float *boxes, const float *logits,
                        struct sl__detection *found);

#endif
