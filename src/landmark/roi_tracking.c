/* Regions compared in the axes of the fresh one, in pixels. */
#include "landmark/roi_tracking.h"

#include <math.h>

const struct sl__roi_limits sl__hand_roi_limits = {40.0f, 0.2f, 0.4f, -0.1f};
const struct sl__roi_limits sl__face_roi_limits = {15.0f, 0.1f, 0.3f, -0.2f};

/* The axes: the picture turned back by the fresh region's rotation. */
struct axes {
    float width, height, c, s;
};

static struct sl__point place(const struct axes *axes, float x, float y)
{
    float w = axes->width, h = axes->height;
    return (struct sl__point){x * w * axes->c - y * h * axes->s, x * w * axes->s + y * h * axes->c};
}

static float degrees_of(float radians)
{
    return (float)((double)radians / M_PI * 180.0);
}

static bool turned_little(float a, float b, float limit_degrees)
{
    float difference = degrees_of(a) - degrees_of(b);
    if (difference > 180.0f)
        difference -= 360.0f;
    if (difference < -180.0f)
        difference += 360.0f;
    return fabsf(difference) <= limit_degrees;
}

static bool moved_little(const struct sl__roi_limits *limits, const struct axes *axes, const struct sl__rect *followed,
                         const struct sl__rect *fresh)
{
    struct sl__point a = place(axes, followed->cx, followed->cy), b = place(axes, fresh->cx, fresh->cy);
    float w = fresh->w * axes->width, h = fresh->h * axes->height;
    return fabsf(a.x - b.x) <= w * limits->move && fabsf(a.y - b.y) <= h * limits->move &&
           fabsf(followed->w * axes->width - w) <= w * limits->resize &&
           fabsf(followed->h * axes->height - h) <= h * limits->resize;
}

static bool holds_all(const struct sl__roi_limits *limits, const struct axes *axes, const struct sl__rect *fresh,
                      const float (*landmarks)[3], int count)
{
    struct sl__point centre = place(axes, fresh->cx, fresh->cy);
    float half_w = fresh->w * axes->width * (1.0f + limits->margin) * 0.5f;
    float half_h = fresh->h * axes->height * (1.0f + limits->margin) * 0.5f;
    for (int i = 0; i < count; i++) {
        struct sl__point p = place(axes, landmarks[i][0], landmarks[i][1]);
        if (!(centre.x - half_w < p.x && p.x < centre.x + half_w && centre.y - half_h < p.y && p.y < centre.y + half_h))
            return false;
    }
    return true;
}

bool sl__roi_keeps(const struct sl__roi_limits *limits, const float (*landmarks)[3], int count,
                   const struct sl__rect *followed, const struct sl__rect *fresh, int width_px, int height_px)
{
    struct axes axes = {(float)width_px, (float)height_px, cosf(-fresh->rotation), sinf(-fresh->rotation)};
    return turned_little(followed->rotation, fresh->rotation, limits->turn_degrees) &&
           moved_little(limits, &axes, followed, fresh) && holds_all(limits, &axes, fresh, landmarks, count);
}
