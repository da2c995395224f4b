/*
 * What the refined face model adds to the mesh: better lips and eyes, and irises. Which of its points are which of the mesh's.
 * Source: mediapipe v0.10.21, tensors_to_face_landmarks_with_attention.pbtxt, landmarks_refinement_calculator.cc.
 */
#ifndef SL_LANDMARK_FACE_REFINEMENT_H
#define SL_LANDMARK_FACE_REFINEMENT_H

#include <sightline/face_mesh.h>

enum sl__face_part_id { SL_FACE_PART_LIPS, SL_FACE_PART_LEFT_EYE, SL_FACE_PART_RIGHT_EYE, SL_FACE_PARTS };

#define SL_FACE_PART_POINTS_MAX 80
#define SL_FACE_IRIS_POINTS 5

/** A part of the face with a head of its own in the model. Left is the picture's left of an unmirrored face. */
struct sl__face_part {
    int from, to;          ///< points of the mesh; the part is turned so that the line between them is level
    int count;             ///< the head's points
    const uint16_t *index; ///< their places in the mesh
    int iris;              ///< place of the first of SL_FACE_IRIS_POINTS, or 0
};

extern const struct sl__face_part sl__face_parts[SL_FACE_PARTS];

/** x and y of a part's points replace those of the mesh. @param xy  in the mesh's units */
void sl__face_part_refine(const struct sl__face_part *part, const float (*xy)[2], float (*points)[3]);

/** The iris of a part that has one, as deep as the eye around it on average. Call it once the eye is refined. */
void sl__face_part_add_iris(const struct sl__face_part *part, const float (*xy)[2], float (*points)[3]);

#endif
