/* The mood rule of google-mediapipe-gst, exactly: for clients of that project. No model, no state. */
#ifndef SIGHTLINE_MOOD_H
#define SIGHTLINE_MOOD_H

#include <sightline/face_mesh.h>

SL_BEGIN_DECLS

enum sl_mood_kind {
    SL_MOOD_NEUTRAL, SL_MOOD_HAPPY, SL_MOOD_ANGRY, SL_MOOD_SURPRISED, SL_MOOD_SAD, SL_MOOD_COUNT
};

struct sl_mood {
    enum sl_mood_kind kind;
    float score; ///< 50, 100, 10, 75, 25
};

/** The rule counts pixels, so it depends on the picture's size; it was made for 1280x720. Any thread. */
SL_API struct sl_mood sl_mood_of(const struct sl_face *face, int32_t width_px, int32_t height_px);

/** "neutral", "happy", "angry", "surprised", "sad". */
SL_API const char *sl_mood_name(enum sl_mood_kind kind);

SL_END_DECLS

#endif
