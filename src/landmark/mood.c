/* The mood rule of google-mediapipe-gst: thresholds in pixels of a 1280x720 picture. */
#include "landmark/whole_pixels.h"
#include <sightline/mood.h>

#include <math.h>

static const struct {
    const char *name;
    float score;
} kinds[SL_MOOD_COUNT] = {
    [SL_MOOD_NEUTRAL] = {"neutral", 50.0f}, [SL_MOOD_HAPPY] = {"happy", 100.0f}, [SL_MOOD_ANGRY] = {"angry", 10.0f},
    [SL_MOOD_SURPRISED] = {"surprised", 75.0f}, [SL_MOOD_SAD] = {"sad", 25.0f},
};

static double apart(const struct sl_face *face, int axis, int a, int b, int size_px)
{
    return fabs(sl__whole_pixels(face->image[a][axis], size_px) - sl__whole_pixels(face->image[b][axis], size_px));
}

/* Of two heights, not cut to whole pixels. */
static double mean_height(const struct sl_face *face, int a, int b, int height_px)
{
    return ((double)face->image[a][1] + (double)face->image[b][1]) / 2.0 * (double)height_px;
}

/* The first that fits. */
static enum sl_mood_kind kind_of(const struct sl_face *face, int width_px, int height_px)
{
    double mouth_width = apart(face, 0, 61, 291, width_px), mouth_height = apart(face, 1, 13, 14, height_px);
    double smile = mouth_width / (mouth_height + 1e-6);
    double eye_height = (apart(face, 1, 145, 159, height_px) + apart(face, 1, 374, 386, height_px)) / 2.0;
    double brow_gap = mean_height(face, 159, 386, height_px) - mean_height(face, 70, 300, height_px);
    if (smile > 3.5)
        return SL_MOOD_HAPPY;
    if (brow_gap < 10.0 && smile < 2.0)
        return SL_MOOD_ANGRY;
    if (eye_height > 20.0 && mouth_height > 15.0)
        return SL_MOOD_SURPRISED;
    if (mouth_height > 10.0 && smile < 2.0)
        return SL_MOOD_SAD;
    return SL_MOOD_NEUTRAL;
}

struct sl_mood sl_mood_of(const struct sl_face *face, int32_t width_px, int32_t height_px)
{
    enum sl_mood_kind kind = kind_of(face, width_px, height_px);
    return (struct sl_mood){kind, kinds[kind].score};
}

const char *sl_mood_name(enum sl_mood_kind kind)
{
    return kinds[(unsigned)kind < SL_MOOD_COUNT ? kind : SL_MOOD_NEUTRAL].name;
}
