/* Where a head is and which way it faces, from a face mesh: MediaPipe's face geometry. No model, no state. */
#ifndef SIGHTLINE_HEAD_POSE_H
#define SIGHTLINE_HEAD_POSE_H

#include <sightline/face_mesh.h>

SL_BEGIN_DECLS

struct sl_head_pose {
    float matrix[16];       ///< row-major 4x4: from the canonical face (centimetres, y up, z to the viewer) to the camera
                            ///< (vertical field of view 63 degrees), as MediaPipe's pose_transform_matrix
    float yaw, pitch, roll; ///< degrees, 0 for a face that looks into the camera, wherever it is in the picture: they are
                            ///< taken against the line from the camera to the face, not its axis. yaw > 0: turned to the
                            ///< picture's right; pitch > 0: up; roll > 0: the picture's clockwise
};

/**
 * @param width_px, height_px  of the frame
 * @return 1 solved, 0 for a face without extent. Any thread. Allocates nothing.
 * Source: mediapipe v0.10.21, face_geometry/libs/geometry_pipeline.cc and procrustes_solver.cc.
 */
SL_API int sl_head_pose_solve(const struct sl_face *face, int32_t width_px, int32_t height_px, struct sl_head_pose *pose);

SL_END_DECLS

#endif
