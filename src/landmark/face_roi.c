/* Regions of interest of faces, and the detectors that find them. */
#include "landmark/face_roi.h"

#define SCALE 1.5f /* scale_x and scale_y of both graphs, with square_long */

/* Source: face_detection_{short,full}_range.pbtxt; the full range takes the sparse model. */
const struct sl__detector_kind sl__face_short_range = {
    .model = {SL_MODEL_FACE_SHORT, SL_MODEL_FACE_SHORT},
    .crop = {128, -1.0f, 1.0f, true, SL_BORDER_ZERO},
    .groups = {{8, 2}, {16, 6}},
    .group_count = 2,
    .keypoints = SL_DETECTION_POINTS,
    .by_matrix = true,
};

const struct sl__detector_kind sl__face_full_range = {
    .model = {SL_MODEL_FACE_FULL, SL_MODEL_FACE_FULL},
    .crop = {192, -1.0f, 1.0f, true, SL_BORDER_ZERO},
    .groups = {{4, 1}},
    .group_count = 1,
    .keypoints = SL_DETECTION_POINTS,
    .by_matrix = true,
};

static const struct sl__rect_change larger = {SCALE, 0.0f, 0.0f};

struct sl__rect sl__face_detection_roi(const struct sl__detection *detection, int width_px, int height_px)
{
    struct sl__rect rect = sl__rect_from_detection(detection, width_px, height_px, SL_DETECTION_RIGHT_EYE,
                                                   SL_DETECTION_LEFT_EYE, sl__radians(0.0f));
    return sl__rect_transform(&rect, width_px, height_px, &larger);
}

struct sl__rect sl__face_next_roi(const struct sl_face *face, int width_px, int height_px)
{
    enum { RIGHT_EYE_OUTER = 33, LEFT_EYE_OUTER = 263 };
    struct sl__rect rect = sl__rect_from_points(face->image, face->points, width_px, height_px, RIGHT_EYE_OUTER,
                                                LEFT_EYE_OUTER, sl__radians(0.0f));
    return sl__rect_transform(&rect, width_px, height_px, &larger);
}
