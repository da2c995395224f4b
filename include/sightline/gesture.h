/* What a hand shows, from its landmarks alone: no model, no state. */
#ifndef SIGHTLINE_GESTURE_H
#define SIGHTLINE_GESTURE_H

#include <sightline/hands.h>

SL_BEGIN_DECLS

/** Names as of MediaPipe's gesture recogniser. */
enum sl_gesture_kind {
    SL_GESTURE_NONE, ///< "None": a hand that shows none of these
    SL_GESTURE_CLOSED_FIST, SL_GESTURE_OPEN_PALM, SL_GESTURE_POINTING_UP, SL_GESTURE_THUMB_DOWN, SL_GESTURE_THUMB_UP,
    SL_GESTURE_VICTORY, SL_GESTURE_ILOVEYOU, SL_GESTURE_COUNT
};

struct sl_gesture {
    enum sl_gesture_kind kind;
    float score; ///< 0..1
};

/**
 * @param hand             its image landmarks are looked at, and its world landmarks for the fingers' bends
 * @param width_px, height_px  of the frame: landmarks are in parts of it, angles need pixels
 * @return SL_GESTURE_NONE with its own score when nothing fits. Any thread. Allocates nothing.
 */
SL_API struct sl_gesture sl_gesture_of(const struct sl_hand *hand, int32_t width_px, int32_t height_px);

/** "Closed_Fist", "Open_Palm", ...; "None" for anything else. */
SL_API const char *sl_gesture_name(enum sl_gesture_kind kind);

SL_END_DECLS

#endif
