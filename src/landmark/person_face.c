/* From a body to its face. */
#include "landmark/person_face.h"

#include "landmark/face_roi.h"
#include "landmark/roi_tracking.h"

#include <math.h>
#include <string.h>

#define BODY_FACE_POINTS 11     /* nose to mouth: the first of the body */
#define PRESENCE_THRESHOLD 0.5f /* of face_landmark_cpu.pbtxt; the options of holistic do not reach it */

static const struct sl__rect_change after_body = {3.0f, 0.0f, 0.0f};
static const struct sl__rect_change after_detection = {2.0f, 0.0f, -0.1f};

int sl__person_face_init(struct sl__person_face *face, bool refine, const struct sl_engine_opts *engine,
                         struct sl_error *why)
{
    memset(face, 0, sizeof(*face));
    int err = sl__detector_init(&face->detector, &sl__face_short_range, 0, SL_FACE_SHORT_THRESHOLD, engine, why);
    return err < 0 ? err : sl__face_landmarker_init(&face->landmarker, refine, engine, why);
}

void sl__person_face_finish(struct sl__person_face *face)
{
    sl__detector_finish(&face->detector);
    sl__face_landmarker_finish(&face->landmarker);
}

struct sl__rect sl__face_rect_from_body(const struct sl_body *body, int width_px, int height_px)
{
    struct sl__rect rect = sl__rect_from_points(body->image, BODY_FACE_POINTS, width_px, height_px, SL_POSE_RIGHT_EYE,
                                                SL_POSE_LEFT_EYE, 0.0f);
    return sl__rect_transform(&rect, width_px, height_px, &after_body);
}

struct sl__rect sl__face_rect_from_keypoints(const struct sl__detection *detection, int width_px, int height_px)
{
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < sl__face_short_range.keypoints; i++) {
        const struct sl__point *p = &detection->keypoint[i];
        x0 = fminf(x0, p->x);
        y0 = fminf(y0, p->y);
        x1 = fmaxf(x1, p->x);
        y1 = fmaxf(y1, p->y);
    }
    struct sl__rect rect = sl__rect_from_detection(detection, width_px, height_px, 0, 1, 0.0f); /* for its rotation */
    rect = (struct sl__rect){(x0 + x1) / 2.0f, (y0 + y1) / 2.0f, x1 - x0, y1 - y0, rect.rotation};
    return sl__rect_transform(&rect, width_px, height_px, &after_detection);
}

/* The region to look at. 1, 0 no face is detected, -EIO. @p before: the face of the frame before, or NULL. */
static int find_rect(struct sl__detector *detector, const struct sl_frame *frame, const struct sl_body *body,
                     const struct sl_face *before, struct sl__rect *rect)
{
    int width = frame->width_px, height = frame->height_px;
    struct sl__rect search = sl__face_rect_from_body(body, width, height);
    struct sl__detection best;
    detector->model_ns = 0;
    if (sl__detector_crop(detector, frame, &search) < 0)
        return 0;
    int found = sl__detector_run(detector, &best, 1);
    if (found <= 0)
        return found;
    *rect = sl__face_rect_from_keypoints(&best, width, height);
    if (!before)
        return 1;
    struct sl__rect followed = sl__face_next_roi(before, width, height);
    if (sl__roi_keeps(&sl__face_roi_limits, before->image, before->points, &followed, rect, width, height))
        *rect = followed;
    return 1;
}

int sl__person_face_run(struct sl__person_face *face, const struct sl_frame *frame, const struct sl_body *body, int *has,
                        struct sl_face *seen)
{
    struct sl__rect rect;
    int found = find_rect(&face->detector, frame, body, *has ? seen : NULL, &rect);
    face->model_ns = face->detector.model_ns;
    if (found > 0) {
        found = sl__face_landmarker_run(&face->landmarker, frame, &rect, PRESENCE_THRESHOLD, &face->found);
        face->model_ns += face->landmarker.model_ns;
    }
    *has = found > 0;
    if (found > 0)
        *seen = face->found;
    else
        memset(seen, 0, sizeof(*seen));
    return found < 0 ? found : 0;
}
