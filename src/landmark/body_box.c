/* Head and trunk of a body. */
#include "landmark/body_box.h"

#include <math.h>

static const int trunk[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, SL_POSE_LEFT_SHOULDER, SL_POSE_RIGHT_SHOULDER,
                            SL_POSE_LEFT_HIP, SL_POSE_RIGHT_HIP};
#define TRUNK_POINTS ((int)(sizeof(trunk) / sizeof(trunk[0])))

struct sl__rect sl__body_box(const struct sl_body *body)
{
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < TRUNK_POINTS; i++) {
        const float *p = body->image[trunk[i]];
        x0 = fminf(x0, p[0]);
        y0 = fminf(y0, p[1]);
        x1 = fmaxf(x1, p[0]);
        y1 = fmaxf(y1, p[1]);
    }
    return (struct sl__rect){(x0 + x1) / 2.0f, (y0 + y1) / 2.0f, x1 - x0, y1 - y0, 0.0f};
}

static float long_side(const struct sl_body *body, float width, float height)
{
    struct sl__rect box = sl__body_box(body);
    return fmaxf(box.w * width, box.h * height);
}

float sl__bodies_apart(const struct sl_body *a, const struct sl_body *b, int width_px, int height_px)
{
    float width = (float)width_px, height = (float)height_px, sum = 0.0f;
    for (int i = 0; i < TRUNK_POINTS; i++) {
        const float *p = a->image[trunk[i]], *q = b->image[trunk[i]];
        sum += hypotf((p[0] - q[0]) * width, (p[1] - q[1]) * height);
    }
    return sum / (float)TRUNK_POINTS / fmaxf(1e-6f, fminf(long_side(a, width, height), long_side(b, width, height)));
}
