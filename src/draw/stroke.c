/*
 * Coverage by distance: a pixel whose middle is `d` from the line's middle is covered by radius + 0.5 - d of itself, between
 * nothing and all. Each row looks only at the columns that the line can reach.
 */
#include "draw/stroke.h"

#include <math.h>

#define COVERED 256 /* the whole pixel */

static void blend(uint8_t *pixel, struct colour colour, int coverage)
{
    const uint8_t paint[3] = {colour.red, colour.green, colour.blue};
    for (int i = 0; i < 3; i++)
        pixel[i] = (uint8_t)((pixel[i] * (COVERED - coverage) + paint[i] * coverage + COVERED / 2) / COVERED);
}

static int coverage_at(float distance_squared, float radius)
{
    float inner = radius - 0.5f, outer = radius + 0.5f;
    if (inner > 0 && distance_squared <= inner * inner)
        return COVERED;
    if (distance_squared >= outer * outer)
        return 0;
    float covered = outer - sqrtf(distance_squared);
    return (int)(COVERED * fminf(covered, 1.0f));
}

static float clamp(float value, float low, float high)
{
    return fminf(fmaxf(value, low), high);
}

/* First and last column that can be within `reach` of the line on row y; both may lie outside the canvas. */
static void row_columns(struct spot from, struct spot step, float y, float reach, float *first, float *last)
{
    float begin = 0, end = 1; /* the part of the line whose rows are within reach of this one */
    if (fabsf(step.y) > 1e-3f) {
        float above = (y - reach - from.y) / step.y, below = (y + reach - from.y) / step.y;
        begin = clamp(fminf(above, below), 0, 1);
        end = clamp(fmaxf(above, below), 0, 1);
    }
    float one = from.x + begin * step.x, other = from.x + end * step.x;
    *first = fminf(one, other) - reach;
    *last = fmaxf(one, other) + reach;
}

void stroke_paint(const struct sl__canvas *canvas, struct spot from, struct spot to, float radius_px, struct colour colour)
{
    float reach = radius_px + 0.5f, right = (float)(canvas->width_px - 1), bottom = (float)(canvas->height_px - 1);
    struct spot step = {to.x - from.x, to.y - from.y};
    float length_squared = step.x * step.x + step.y * step.y;
    int top = (int)ceilf(fmaxf(fminf(from.y, to.y) - reach, 0));
    int end = (int)floorf(fminf(fmaxf(from.y, to.y) + reach, bottom));
    for (int y = top; y <= end; y++) {
        float first, last;
        row_columns(from, step, (float)y, reach, &first, &last);
        int stop = (int)floorf(fminf(last, right));
        uint8_t *row = canvas->rgb + (ptrdiff_t)y * canvas->stride_bytes;
        for (int x = (int)ceilf(fmaxf(first, 0)); x <= stop; x++) {
            float px = (float)x - from.x, py = (float)y - from.y;
            float along = length_squared > 0 ? clamp((px * step.x + py * step.y) / length_squared, 0, 1) : 0;
            float ex = px - along * step.x, ey = py - along * step.y;
            int coverage = coverage_at(ex * ex + ey * ey, radius_px);
            if (coverage)
                blend(row + 3 * x, colour, coverage);
        }
    }
}
