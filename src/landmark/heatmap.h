/* Points moved to where a heatmap sees them. Source: mediapipe v0.10.21, refine_landmarks_from_heatmap_calculator.cc. */
#ifndef SL_LANDMARK_HEATMAP_H
#define SL_LANDMARK_HEATMAP_H

/**
 * Each point goes to the centre of mass of the heatmap around it, where the heatmap is sure of something there. z stays.
 * @param heatmap   logits f32 [side][side][channels], channel i for point i
 * @param points    x, y in 0..1 of the map; in place
 * @param count     at most @p channels
 */
void sl__heatmap_refine(const float *heatmap, int side, int channels, float (*points)[3], int count);

#endif
