/* Where eyes look, how far away and how open they are, from a refined face mesh. No model, no state. */
#ifndef SIGHTLINE_GAZE_H
#define SIGHTLINE_GAZE_H

#include <sightline/face_mesh.h>
#include <sightline/head_pose.h>

SL_BEGIN_DECLS

enum sl_gaze_mode {
    /**
     * Per eye, with M the middle between its corners and c the vector from the left to the right one, in pixels:
     *     along = (iris - M).c / |c|^2, down = the same across c (both in widths of the eye)
     * The same offset from M on the canonical face, turned as the head is, gives the iris's place o in centimetres of the view.
     * The eyeball's centre e lies 0.2 cm above and 0.65 cm behind M in the head, the iris 1 cm before it, so the eye looks
     * along (o - e, sqrt(1 - |o - e|^2)). Both eyes' directions are added, each weighted by how wide it is seen. All against
     * the line from the camera to the eye: 0 looks into the camera. Left or right of it from 20 degrees, up or down from 15.
     */
    SL_GAZE_BOTH_EYES = 0,
    /**
     * The rule of google-mediapipe-gst, in whole pixels cut toward zero: horizontal = (x468 - x33) / |x133 - x33|, vertical =
     * (y468 - y159) / |y159 - y145|; below 0.3 of the first is left, above 0.7 right. One eye, no head pose.
     */
    SL_GAZE_CLASSIC,
    SL_GAZE_MODE_COUNT
};

enum sl_gaze_direction {
    SL_GAZE_CENTER, SL_GAZE_LEFT, SL_GAZE_RIGHT, SL_GAZE_UP, SL_GAZE_DOWN, SL_GAZE_DIRECTION_COUNT
};

struct sl_gaze {
    enum sl_gaze_direction direction; ///< of the picture, as the camera sees it; classic knows center, left and right
    float horizontal, vertical;       ///< classic: its two ratios; both eyes: the mean of 2 along and of 2 down, -1..1
                                      ///< from the middle between the corners, right and down positive
    float yaw, pitch;                 ///< degrees past the camera, head and eyes together, right and up positive; classic: 0
};

/**
 * @param head  may be NULL: then it is solved here; classic does not look at it
 * @return 1, or 0 when the face has no irises or the eye no extent (classic: no whole pixel). Any thread. Allocates nothing.
 *         While an eye is closed (sl_eyes_of) its iris is a guess, and so is the gaze
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
