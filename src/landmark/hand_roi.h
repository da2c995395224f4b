/* Where the hand of this frame will be looked for in the next. */
#ifndef SL_LANDMARK_HAND_ROI_H
#define SL_LANDMARK_HAND_ROI_H

#include "landmark/detection.h"
#include <sightline/hands.h>

/** Box of the palm and finger roots, along the line from the wrist to the knuckles. Source: hand_landmarks_to_rect_calculator.cc. */
struct sl__rect sl__hand_next_roi(const float points[SL_HAND_POINTS][3], int width_px, int height_px);

/** From a palm detection. Source: palm_detection_detection_to_roi.pbtxt. */
struct sl__rect sl__hand_palm_roi(const struct sl__detection *palm, int width_px, int height_px);

#endif
