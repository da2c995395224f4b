/* How a head is turned as seen along the line from the camera to one of its points. */
#ifndef SL_LANDMARK_HEAD_TURN_H
#define SL_LANDMARK_HEAD_TURN_H

/** Rows: the canonical face's axes as the picture's right, up, and towards the camera. A turn without scale. */
struct sl__head_turn {
    float row[3][3];
};

/**
 * @param matrix  of struct sl_head_pose
 * @param point   of the canonical face, from which the camera is looked for
 */
void sl__head_turn_at(const float matrix[16], const float point[3], struct sl__head_turn *turn);

#endif
