/*
 * Coverage by distance: a pixel whose middle is `d` from the line's middle is covered by radius + 0.5 - d of itself, between
 * nothing and all. Each row looks only at the columns that the line can reach, and there both the way along the line and the
 * distance from it grow evenly: a root is taken only beyond its ends.
 */
#include "draw/stroke.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define COVERED 256 /* the whole pixel */
#define FAR_PX 1e6f

struct stroke {
    struct spot from, along; /* where it begins; its direction, of length 1 */
    float length, reach;     /* reach: from its middle to the last pixel it touches */
    float per_along, per_across; /* columns for one pixel along and across; 0 where it runs along the columns or rows */
    struct colour colour;
};

/* What is left of a row's columns, which begin at 0. */
struct columns {
    float first, last;
};

/* No numbers come here that are none, so these need not know of them as fminf() and fmaxf() do, which are calls. */
static float smaller(float one, float other)
{
    return one < other ? one : other;
}

static float larger(float one, float other)
{
    return one > other ? one : other;
}

static bool near(struct spot spot)
{
    return fabsf(spot.x) <= FAR_PX && fabsf(spot.y) <= FAR_PX;
}

static float inverse(float value)
{
    return fabsf(value) > 1e-4f ? 1 / value : 0;
}

static struct stroke stroke_of(struct spot from, struct spot to, float radius_px, struct colour colour)
{
    float x = to.x - from.x, y = to.y - from.y, length = sqrtf(x * x + y * y);
    struct stroke stroke = {.from = from, .along = {1, 0}, .length = length, .reach = radius_px + 0.5f, .colour = colour};
    if (length > 0)
        stroke.along = (struct spot){x / length, y / length};
    stroke.per_along = inverse(stroke.along.x);
    stroke.per_across = inverse(-stroke.along.y);
    return stroke;
}

static void blend(uint8_t *pixel, struct colour colour, unsigned coverage)
{
    const uint8_t paint[3] = {colour.red, colour.green, colour.blue};
    for (int i = 0; i < 3; i++)
        pixel[i] = (uint8_t)((pixel[i] * (COVERED - coverage) + paint[i] * coverage + COVERED / 2) / COVERED);
}

/* Keep the columns where a value that is `at_from` in the stroke's first column lies between low and high. */
static void narrow(struct columns *columns, float from_x, float at_from, float per, float low, float high)
{
    if (per == 0)
        return;
    float one = from_x + (low - at_from) * per, other = from_x + (high - at_from) * per;
    columns->first = larger(columns->first, smaller(one, other));
    columns->last = smaller(columns->last, larger(one, other));
}

static float coverage_at(const struct stroke *stroke, float along, float across)
{
    float past = along < 0 ? -along : along - stroke->length;
    if (past <= 0)
        return stroke->reach - fabsf(across);
    float square = across * across + past * past;
    return square < stroke->reach * stroke->reach ? stroke->reach - sqrtf(square) : 0;
}

/* The first whole number from a value on that is not negative. */
static int first_from(float value)
{
    int whole = (int)value;
    return whole + ((float)whole < value);
}

static void paint_row(const struct stroke *stroke, uint8_t *row, int y, int width_px)
{
    float down = (float)y - stroke->from.y;
    float along_first = down * stroke->along.y, across_first = down * stroke->along.x; /* in the column of from.x */
    struct columns columns = {0, (float)(width_px - 1)};
    narrow(&columns, stroke->from.x, along_first, stroke->per_along, -stroke->reach, stroke->length + stroke->reach);
    narrow(&columns, stroke->from.x, across_first, stroke->per_across, -stroke->reach, stroke->reach);
    if (columns.first > columns.last)
        return;
    for (int x = first_from(columns.first); (float)x <= columns.last; x++) {
        float right = (float)x - stroke->from.x;
        float covered = coverage_at(stroke, along_first + right * stroke->along.x, across_first - right * stroke->along.y);
        if (covered > 0)
            blend(row + 3 * x, stroke->colour, covered < 1 ? (unsigned)(COVERED * covered) : COVERED);
    }
}

void stroke_paint(const struct sl_canvas *canvas, struct spot from, struct spot to, float radius_px, struct colour colour)
{
    if (!near(from) || !near(to))
        return;
    const struct stroke stroke = stroke_of(from, to, radius_px, colour);
    float bottom = smaller(larger(from.y, to.y) + stroke.reach, (float)(canvas->height_px - 1));
    for (int y = first_from(larger(smaller(from.y, to.y) - stroke.reach, 0)); (float)y <= bottom; y++)
        paint_row(&stroke, canvas->pixels + (ptrdiff_t)y * canvas->stride_bytes, y, canvas->width_px);
}
