/* Where a body is, and whether two are one: by head and trunk, which move less than arms and legs. */
#ifndef SL_LANDMARK_BODY_BOX_H
#define SL_LANDMARK_BODY_BOX_H

#include "landmark/rect.h"
#include <sightline/pose.h>
#include <stdbool.h>

/** The upright box of head, shoulders and hips; rotation 0. */
struct sl__rect sl__body_box(const struct sl_body *body);

/** How far apart heads and trunks of two bodies are: mean distance of their points, in long sides of the smaller one's box. */
float sl__bodies_apart(const struct sl_body *a, const struct sl_body *b, int width_px, int height_px);

#endif
