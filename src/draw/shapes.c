/*
 * Lines, arrows, circles and rectangles as OpenCV puts them together: a thick line is a rectangle with a disc at each end, a
 * thick circle a polygon of thick lines.
 */
#include <sightline/draw.h>

#include "draw/pen.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

static bool pen_init(struct pen *pen, const struct sl_canvas *canvas, const uint8_t colour[3], int32_t thickness)
{
    bool good = canvas && colour && canvas->pixels && canvas->width_px > 0 && canvas->height_px > 0 &&
                canvas->stride_bytes / 3 >= canvas->width_px && thickness <= SL_DRAW_THICKNESS_MAX;
    if (good) {
        pen->canvas = *canvas;
        memcpy(pen->colour, colour, 3);
    }
    return good;
}

static struct place fine(struct place pixel)
{
    return (struct place){pixel.x * FINE_ONE, pixel.y * FINE_ONE};
}

static struct place nearest(struct place fine_place)
{
    return (struct place){(fine_place.x + FINE_HALF) >> FINE_BITS, (fine_place.y + FINE_HALF) >> FINE_BITS};
}

/* Between fine places, from thickness 2; round at its end, square at its beginning. */
static void thick_stroke(const struct pen *pen, struct place from, struct place to, int32_t thickness)
{
    double across = (double)(from.x - to.x) / FINE_ONE, down = (double)(to.y - from.y) / FINE_ONE;
    double square = across * across + down * down;
    int64_t half = thickness * FINE_HALF;
    if (square > DBL_EPSILON) {
        double part = ((double)half + (double)((thickness & 1) * FINE_HALF)) / sqrt(square);
        struct place aside = {llrint(down * part), llrint(across * part)};
        struct place corners[4] = {{from.x + aside.x, from.y + aside.y}, {from.x - aside.x, from.y - aside.y},
                                   {to.x - aside.x, to.y - aside.y}, {to.x + aside.x, to.y + aside.y}};
        pen_fine_polygon(pen, corners, 4);
    }
    pen_disc(pen, nearest(to), (half + FINE_HALF) >> FINE_BITS);
}

static void line(const struct pen *pen, struct place from, struct place to, int32_t thickness)
{
    if (thickness <= 1) {
        pen_line(pen, from, to);
    } else {
        thick_stroke(pen, fine(from), fine(from), thickness);
        thick_stroke(pen, fine(from), fine(to), thickness);
    }
}

/* OpenCV's table of sines has seven decimals. */
static float sine(int degrees)
{
    return (float)(nearbyint(sin(degrees * pi / 180) * 1e7) / 1e7);
}

static void thick_ring(const struct pen *pen, struct place middle, int64_t radius, int32_t thickness)
{
    int step = radius < 3 ? 90 : radius < 10 ? 30 : radius < 15 ? 18 : 5;
    double reach = (double)(radius * FINE_ONE);
    struct place centre = fine(middle), from = {centre.x + radius * FINE_ONE, centre.y};
    for (int angle = step; angle <= 360; angle += step) {
        struct place to = {llrint((double)centre.x + reach * sine(450 - angle)),
                           llrint((double)centre.y + reach * sine(angle))};
        thick_stroke(pen, from, to, thickness);
        from = to;
    }
}

int sl_draw_line(const struct sl_canvas *canvas, int32_t from_x, int32_t from_y, int32_t to_x, int32_t to_y,
                 const uint8_t colour[3], int32_t thickness_px)
{
    struct pen pen;
    if (thickness_px < 1 || !pen_init(&pen, canvas, colour, thickness_px))
        return -EINVAL;
    line(&pen, (struct place){from_x, from_y}, (struct place){to_x, to_y}, thickness_px);
    return 0;
}

int sl_draw_arrow(const struct sl_canvas *canvas, int32_t from_x, int32_t from_y, int32_t to_x, int32_t to_y,
                  const uint8_t colour[3], int32_t thickness_px, double tip_part)
{
    struct pen pen;
    if (thickness_px < 1 || !pen_init(&pen, canvas, colour, thickness_px) || !(fabs(tip_part) <= 1000))
        return -EINVAL;
    struct place from = {from_x, from_y}, to = {to_x, to_y};
    double across = (double)(from.x - to.x), down = (double)(from.y - to.y);
    double length = sqrt(across * across + down * down) * tip_part, angle = atan2(down, across);
    line(&pen, from, to, thickness_px);
    for (int side = 1; side >= -1; side -= 2) {
        struct place tip = {llrint((double)to.x + length * cos(angle + side * pi / 4)),
                            llrint((double)to.y + length * sin(angle + side * pi / 4))};
        line(&pen, tip, to, thickness_px);
    }
    return 0;
}

int sl_draw_circle(const struct sl_canvas *canvas, int32_t x, int32_t y, int32_t radius_px, const uint8_t colour[3],
                   int32_t thickness_px)
{
    struct pen pen;
    if (radius_px < 0 || !pen_init(&pen, canvas, colour, thickness_px))
        return -EINVAL;
    struct place middle = {x, y};
    if (thickness_px < 0)
        pen_disc(&pen, middle, radius_px);
    else if (thickness_px <= 1)
        pen_ring(&pen, middle, radius_px);
    else
        thick_ring(&pen, middle, radius_px, thickness_px);
    return 0;
}

int sl_draw_rectangle(const struct sl_canvas *canvas, int32_t from_x, int32_t from_y, int32_t to_x, int32_t to_y,
                      const uint8_t colour[3], int32_t thickness_px)
{
    struct pen pen;
    if (!pen_init(&pen, canvas, colour, thickness_px))
        return -EINVAL;
    struct place corners[4] = {{from_x, from_y}, {to_x, from_y}, {to_x, to_y}, {from_x, to_y}};
    if (thickness_px >= 0) {
        for (int i = 0; i < 4; i++)
            line(&pen, corners[i], corners[(i + 1) % 4], thickness_px);
        return 0;
    }
    int64_t top = from_y < to_y ? from_y : to_y, bottom = from_y < to_y ? to_y : from_y;
    int64_t left = from_x < to_x ? from_x : to_x, right = from_x < to_x ? to_x : from_x;
    bottom = bottom < canvas->height_px ? bottom : canvas->height_px - 1;
    for (int64_t y = top > 0 ? top : 0; y <= bottom; y++)
        pen_row(&pen, y, left, right);
    return 0;
}
