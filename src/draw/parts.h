/*
 * The parts of people, each in MediaPipe's drawing style.
 * Source: mediapipe v0.10.21, drawing_styles.py and drawing_utils.py.
 */
#ifndef SL_DRAW_PARTS_H
#define SL_DRAW_PARTS_H

#include "draw/easel.h"
#include "event/event.h"

#define TEXT_MAX 64

enum face_style {
    FACE_MESH,    ///< tesselation, contours and irises, as MediaPipe's face mesh example
    FACE_CONTOURS ///< contours alone, as its holistic example
};

/** @param points x, y, z; z is not looked at */
void draw_hand(const struct easel *easel, const float points[SL_HAND_POINTS][3]);
void draw_body(const struct easel *easel, const struct sl_body *body);
void draw_face(const struct easel *easel, const struct sl_face *face, enum face_style style);
void draw_detection(const struct easel *easel, const struct sl_detection *detection);

/** What was read from them, in small letters and lines. @param id 0: not told */
void draw_hand_reading(const struct easel *easel, const float points[SL_HAND_POINTS][3],
                       const struct sl__hand_reading *reading, int id);
void draw_detection_reading(const struct easel *easel, const struct sl_detection *detection);
void draw_face_reading(const struct easel *easel, const struct sl_face *face, const struct sl__face_reading *reading, int id);

/** The number of a body whose face is not told, above its nose. */
void draw_body_id(const struct easel *easel, const struct sl_body *body, int id);

#endif
