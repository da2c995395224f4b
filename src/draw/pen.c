/*
 * Bresenham's lines and circles, and lines by fixed-point steps. Where a line leaves the canvas it is cut first, in double
 * arithmetic and one end after the other: that order decides single pixels, and is OpenCV's (4.11, found by comparison).
 */
#include "draw/pen.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* --- pixels --- */

static void put(const struct pen *pen, int64_t x, int64_t y)
{
    memcpy(pen->canvas.pixels + y * pen->canvas.stride_bytes + 3 * x, pen->colour, 3);
}

static void pen_dot(const struct pen *pen, int64_t x, int64_t y)
{
    if (x >= 0 && x < pen->canvas.width_px && y >= 0 && y < pen->canvas.height_px)
        put(pen, x, y);
}

void pen_row(const struct pen *pen, int64_t y, int64_t first, int64_t last)
{
    if (y < 0 || y >= pen->canvas.height_px)
        return;
    last = last < pen->canvas.width_px ? last : pen->canvas.width_px - 1;
    for (int64_t x = first > 0 ? first : 0; x <= last; x++)
        put(pen, x, y);
}

/* --- cutting lines at the canvas --- */

enum side { INSIDE = 0, LEFT = 1, RIGHT = 2, ABOVE = 4, BELOW = 8 };

static int side_across(int64_t x, int64_t right)
{
    return x < 0 ? LEFT : x > right ? RIGHT : INSIDE;
}

static int sides_of(struct place at, struct place corner)
{
    return side_across(at.x, corner.x) | (at.y < 0 ? ABOVE : at.y > corner.y ? BELOW : INSIDE);
}

/* Move the end of a line along it to the row or column of the canvas that it lies beyond. */
static void pull_to_row(struct place *end, struct place other, int64_t row)
{
    end->x += (int64_t)((double)(row - end->y) * (double)(other.x - end->x) / (double)(other.y - end->y));
    end->y = row;
}

static void pull_to_column(struct place *end, struct place other, int64_t column)
{
    end->y += (int64_t)((double)(column - end->x) * (double)(other.y - end->y) / (double)(other.x - end->x));
    end->x = column;
}

/* @param corner the last place inside. @return whether something of the line is left */
static bool cut_line(struct place *from, struct place *to, struct place corner)
{
    int begin = sides_of(*from, corner), end = sides_of(*to, corner);
    if ((begin & end) || !(begin | end))
        return !(begin | end);
    if (begin & (ABOVE | BELOW)) {
        pull_to_row(from, *to, begin & ABOVE ? 0 : corner.y);
        begin = side_across(from->x, corner.x);
    }
    if (end & (ABOVE | BELOW)) {
        pull_to_row(to, *from, end & ABOVE ? 0 : corner.y);
        end = side_across(to->x, corner.x);
    }
    if (begin & end)
        return false;
    if (begin)
        pull_to_column(from, *to, begin == LEFT ? 0 : corner.x);
    if (end)
        pull_to_column(to, *from, end == LEFT ? 0 : corner.x);
    return true;
}

/* --- lines --- */

static void swap_places(struct place *one, struct place *other)
{
    struct place kept = *one;
    *one = *other;
    *other = kept;
}

void pen_line(const struct pen *pen, struct place from, struct place to)
{
    if (!cut_line(&from, &to, (struct place){pen->canvas.width_px - 1, pen->canvas.height_px - 1}))
        return;
    if (to.x < from.x)
        swap_places(&from, &to);
    int64_t across = to.x - from.x, down = llabs(to.y - from.y), way = to.y < from.y ? -1 : 1;
    bool steep = down > across;
    int64_t major = steep ? down : across, minor = steep ? across : down, error = major - 2 * minor;
    for (int64_t left = major; left >= 0; left--) {
        put(pen, from.x, from.y);
        bool aside = error < 0;
        error += (aside ? 2 * major : 0) - 2 * minor;
        from.x += !steep || aside;
        from.y += steep || aside ? way : 0;
    }
}

void pen_fine_line(const struct pen *pen, struct place from, struct place to)
{
    struct place corner = {pen->canvas.width_px * FINE_ONE - 1, pen->canvas.height_px * FINE_ONE - 1};
    if (!cut_line(&from, &to, corner))
        return;
    int64_t across = llabs(to.x - from.x), down = llabs(to.y - from.y);
    bool flat = across > down;
    if (flat ? to.x < from.x : to.y < from.y)
        swap_places(&from, &to);
    int64_t slope = flat ? (to.y - from.y) * FINE_ONE / (across | 1) : (to.x - from.x) * FINE_ONE / (down | 1);
    int64_t steps = (flat ? to.x - from.x : to.y - from.y) >> FINE_BITS;
    int64_t x = from.x + FINE_HALF, y = from.y + FINE_HALF;
    pen_dot(pen, (to.x + FINE_HALF) >> FINE_BITS, (to.y + FINE_HALF) >> FINE_BITS);
    for (; steps >= 0; steps--) {
        pen_dot(pen, x >> FINE_BITS, y >> FINE_BITS);
        x += flat ? FINE_ONE : slope;
        y += flat ? slope : FINE_ONE;
    }
}

/* --- circles --- */

/* One eighth of a circle, from its rightmost pixel down: how far right (out) and down each is. */
struct octant {
    int64_t out, down, error, grow, shrink;
};

static struct octant octant_of(int64_t radius)
{
    return (struct octant){.out = radius, .grow = 1, .shrink = 2 * radius - 1};
}

static void octant_next(struct octant *at)
{
    at->down++;
    at->error += at->grow;
    at->grow += 2;
    if (at->error > 0) {
        at->error -= at->shrink;
        at->shrink -= 2;
        at->out--;
    }
}

void pen_ring(const struct pen *pen, struct place middle, int64_t radius)
{
    for (struct octant at = octant_of(radius); at.out >= at.down; octant_next(&at))
        for (int quarter = 0; quarter < 4; quarter++) {
            int64_t right = quarter & 1 ? 1 : -1, under = quarter & 2 ? 1 : -1;
            pen_dot(pen, middle.x + right * at.out, middle.y + under * at.down);
            pen_dot(pen, middle.x + right * at.down, middle.y + under * at.out);
        }
}

void pen_disc(const struct pen *pen, struct place middle, int64_t radius)
{
    for (struct octant at = octant_of(radius); at.out >= at.down; octant_next(&at))
        for (int under = -1; under <= 1; under += 2) {
            pen_row(pen, middle.y + under * at.down, middle.x - at.out, middle.x + at.out);
            pen_row(pen, middle.y + under * at.out, middle.x - at.down, middle.x + at.down);
        }
}
