/* Where faces are searched and followed: the two detectors, and regions from what they find. */
#ifndef SL_LANDMARK_FACE_ROI_H
#define SL_LANDMARK_FACE_ROI_H

#include "landmark/detector.h"
#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>

extern const struct sl__detector_kind sl__face_short_range, sl__face_full_range;

#define SL_FACE_SHORT_THRESHOLD 0.5f ///< of the graphs
#define SL_FACE_FULL_THRESHOLD 0.6f

/** From a detection. Source: face_detection_front_detection_to_roi.pbtxt. */
struct sl__rect sl__face_detection_roi(const struct sl__detection *detection, int width_px, int height_px);

/** From the landmarks, for the next frame. Source: face_landmark_landmarks_to_roi.pbtxt. */
struct sl__rect sl__face_next_roi(const struct sl_face *face, int width_px, int height_px);

#endif
