/* Vectors of three floats, and the angles between them. */
#ifndef SL_LANDMARK_GEOMETRY_H
#define SL_LANDMARK_GEOMETRY_H

void sl__vector_between(const float from[3], const float to[3], float vector[3]);

/** 0..180; NAN where either has no length. */
float sl__angle_degrees(const float a[3], const float b[3]);

#endif
