/* MediaPipe's canonical face: where the 468 points of a face mesh lie on a mean head. */
#ifndef SL_LANDMARK_CANONICAL_FACE_H
#define SL_LANDMARK_CANONICAL_FACE_H

#include <sightline/face_mesh.h>

#define SL_CANONICAL_WEIGHTS 33

/** Centimetres; x to the picture's right of an unmirrored face that looks at us, y up, z to us. */
extern const float sl__canonical_face[SL_FACE_POINTS][3];

/** How much a point counts when the canonical face is laid onto a real one; points not named count nothing. */
extern const struct sl__canonical_weight {
    int point;
    float weight;
} sl__canonical_weights[SL_CANONICAL_WEIGHTS];

#endif
