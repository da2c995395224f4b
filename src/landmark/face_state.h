/* What the two face objects hold. For this module, its tests and its benchmarks. */
#ifndef SL_LANDMARK_FACE_STATE_H
#define SL_LANDMARK_FACE_STATE_H

#include "landmark/detector.h"
#include "landmark/face_landmarker.h"
#include "landmark/follow.h"
#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>

struct sl_face_mesh {
    struct sl_face_mesh_opts opts;
    struct sl__face_landmarker landmarker[SL_FOLLOW_LOOKERS_MAX];
    struct sl__follow follow; ///< follow.cost: of the last call
};

struct sl_face_detection {
    struct sl__detector detector;
    struct sl__detection kept[SL_DETECTIONS_MAX];
    struct sl__follow_cost cost; ///< of the last call
};

#endif
