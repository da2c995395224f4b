/* The turn, scale and shift that lay one set of points onto another. */
#ifndef SL_LANDMARK_PROCRUSTES_H
#define SL_LANDMARK_PROCRUSTES_H

#include <stdbool.h>

/** target = scale * rotation * source + shift. */
struct sl__similarity {
    double rotation[3][3]; ///< a turn, never a reflection
    double scale, shift[3];
};

/**
 * Weighted orthogonal Procrustes: the least sum of weighted squares of distances.
 * @return false when the points have no extent or an inverse scale; then *fit is not written
 * Source of the method: D. Akca, Generalized Procrustes analysis and its applications in photogrammetry, 2003, 2.4, as in
 * mediapipe v0.10.21, face_geometry/libs/procrustes_solver.cc; in double here, in float there.
 */
bool sl__procrustes_solve(const double (*source)[3], const double (*target)[3], const double *weight, int count,
                          struct sl__similarity *fit);

/** The turn nearest to a matrix: the U V' of its singular value decomposition, with the sign that makes it a turn. */
void sl__nearest_turn(const double (*matrix)[3], double turn[3][3]);

#endif
