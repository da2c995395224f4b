/* Where eyes look, how far away and how open they are, from a refined face mesh. No model, no state. */
#ifndef SIGHTLINE_GAZE_H
#define SIGHTLINE_GAZE_H

#include <sightline/face_mesh.h>
#include <sightline/head_pose.h>

SL_BEGIN_DECLS

enum sl_gaze_mode {
    SL_GAZE_BOTH_EYES = 0, ///< both irises in the frame of the eye corners, head pose taken into account
    SL_GAZE_CLASSIC,       ///< the left eye's two thresholds of google-mediapipe-gst, in whole pixels
    SL_GAZE_MODE_COUNT
};

enum sl_gaze_direction {
    SL_GAZE_CENTER, SL_GAZE_LEFT, SL_GAZE_RIGHT, SL_GAZE_UP, SL_GAZE_DOWN, SL_GAZE_DIRECTION_COUNT
};

struct sl_gaze {
    enum sl_gaze_direction direction; ///< of the picture, as the camera sees it; classic knows center, left and right
    float horizontal, vertical;       ///< classic: the project's two ratios; both eyes: -1..1 from the middle of the
                                      ///< eye, right and down positive, mean of both
    float yaw, pitch;                 ///< degrees against the camera, head and eyes together; classic: 0
};

/**
 * @param head  may be NULL: then it is solved here; classic does not look at it
 * @return 1, or 0 when the face has no irises or the eye no extent. Any thread. Allocates nothing.
 */
SL_API int sl_gaze_of(const struct sl_face *face, const struct sl_head_pose *head, int32_t width_px, int32_t height_px,
                      enum sl_gaze_mode mode, struct sl_gaze *gaze);

/** "center", "left", "right", "up", "down". */
SL_API const char *sl_gaze_direction_name(enum sl_gaze_direction direction);

struct sl_eyes {
    float left_open, right_open; ///< height by width of each eye's opening, the person's own left and right; a blink goes
                                 ///< below about 0.2
    float mouth_open;            ///< height by width of the mouth's opening
};

/** Any mesh, with or without irises. 1, or 0 when an eye or the mouth has no extent. */
SL_API int sl_eyes_of(const struct sl_face *face, int32_t width_px, int32_t height_px, struct sl_eyes *eyes);

/**
 * Distance from the camera to an iris of 11.8 mm.
 * @param eye       0: points 468..472, 1: points 473..477
 * @param focal_px  focal length; about the picture's width for many webcams
 * @return millimetres, or 0 when the face has no irises. Source: mediapipe, iris_to_depth_calculator.cc, unsmoothed.
 */
SL_API float sl_iris_distance_mm(const struct sl_face *face, int eye, int32_t width_px, int32_t height_px, float focal_px);

SL_END_DECLS

#endif
