/* Landmarks from the unit square of a region to the picture. Source: landmark_projection_calculator.cc. */
#ifndef SL_LANDMARK_PROJECT_H
#define SL_LANDMARK_PROJECT_H

#include "kernel/warp.h"
#include "landmark/rect.h"

/** x, y out of the letterbox, z in the same measure. */
void sl__points_unletterbox(float (*points)[3], int count, const struct sl__padding *padding);

/** Turned by the rect, scaled to it, moved to it; z scales with the width. */
void sl__points_project(float (*points)[3], int count, const struct sl__rect *rect);

/** World landmarks are only turned. */
void sl__points_turn(float (*points)[3], int count, const struct sl__rect *rect);

#endif
