/* Are the options in their ranges? */
#ifndef SL_LANDMARK_FACE_OPTS_H
#define SL_LANDMARK_FACE_OPTS_H

#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>

int sl__face_mesh_opts_check(const struct sl_face_mesh_opts *opts, struct sl_error *why);
int sl__face_detection_opts_check(const struct sl_face_detection_opts *opts, struct sl_error *why);

#endif
