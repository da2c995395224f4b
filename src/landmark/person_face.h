/* The face of a person whose body is known. Source: mediapipe v0.10.21, face_landmarks_from_pose_cpu.pbtxt. */
#ifndef SL_LANDMARK_PERSON_FACE_H
#define SL_LANDMARK_PERSON_FACE_H

#include "landmark/detector.h"
#include "landmark/face_landmarker.h"
#include <sightline/pose.h>

struct sl__person_face {
    struct sl__detector detector; ///< short range, on a region
    struct sl__face_landmarker landmarker;
    struct sl_face found; ///< scratch
    int64_t model_ns;     ///< time of the model runs of the last call
};

int sl__person_face_init(struct sl__person_face *face, bool refine, const struct sl_engine_opts *engine,
                         struct sl_error *why);
void sl__person_face_finish(struct sl__person_face *face);

/** Where a face is searched: around the body's face points. Source: face_landmarks_from_pose_to_recrop_roi.pbtxt. */
struct sl__rect sl__face_rect_from_body(const struct sl_body *body, int width_px, int height_px);

/** From a detection there: around its key points. Source: face_detection_front_detections_to_roi.pbtxt of holistic_landmark. */
struct sl__rect sl__face_rect_from_keypoints(const struct sl__detection *detection, int width_px, int height_px);

/**
 * Look for the face, where the frame before had it if that agrees with what is detected.
 *
 * @param[in,out] has   was it there in the frame before? Becomes: is it there?
 * @param[in,out] seen  the same of its landmarks; zero where it is not
 * @return 0 or -EIO. Allocates nothing.
 */
int sl__person_face_run(struct sl__person_face *face, const struct sl_frame *frame, const struct sl_body *body, int *has,
                        struct sl_face *seen);

#endif
