/* Lines, dots and arrows between landmarks. */
#include "draw/easel.h"

#include <math.h>

#define STYLED_SIDE_PX 480 /* shorter side of the pictures that MediaPipe's sizes suit; larger ones scale them up */
#define ARROW_RADIUS 1.2f
#define ARROW_HALO 1.0f    /* of black around it */
#define TIP_PX 5.0f

const struct colour white = {224, 224, 224}, black = {0, 0, 0}, gray = {128, 128, 128};
const struct colour red = {255, 48, 48}, green = {48, 255, 48};

bool easel_init(struct easel *easel, const struct sl_canvas *canvas)
{
    int32_t side = canvas->width_px < canvas->height_px ? canvas->width_px : canvas->height_px;
    *easel = (struct easel){canvas, side > STYLED_SIDE_PX ? (float)side / STYLED_SIDE_PX : 1.0f};
    return canvas->pixels && side >= 1;
}

struct spot easel_anywhere(const struct easel *easel, const float point[2])
{
    return (struct spot){point[0] * (float)easel->canvas->width_px - 0.5f, point[1] * (float)easel->canvas->height_px - 0.5f};
}

bool easel_place(const struct easel *easel, const float point[2], struct spot *spot)
{
    bool inside = point[0] >= 0 && point[0] <= 1 && point[1] >= 0 && point[1] <= 1;
    if (inside) {
        struct spot at = easel_anywhere(easel, point);
        spot->x = fminf(fmaxf(at.x, 0), (float)(easel->canvas->width_px - 1));
        spot->y = fminf(fmaxf(at.y, 0), (float)(easel->canvas->height_px - 1));
    }
    return inside;
}

void easel_line(const struct easel *easel, struct spot from, struct spot to, float radius, struct colour colour)
{
    stroke_paint(easel->canvas, from, to, easel->scale * radius, colour);
}

void easel_dot(const struct easel *easel, struct spot at, float radius, float border_radius, struct colour colour)
{
    easel_line(easel, at, at, border_radius, white);
    easel_line(easel, at, at, radius, colour);
}

static void arrow_lines(const struct easel *easel, const struct spot ends[4], float radius, struct colour colour)
{
    easel_line(easel, ends[0], ends[1], radius, colour);
    easel_line(easel, ends[2], ends[1], radius, colour);
    easel_line(easel, ends[3], ends[1], radius, colour);
}

void easel_arrow(const struct easel *easel, struct spot from, struct spot to, struct colour colour)
{
    float x = to.x - from.x, y = to.y - from.y, length = hypotf(x, y), tip = TIP_PX * easel->scale;
    float part = length > 2 * tip ? tip / length : 0; /* a short one is a line */
    struct spot left = {to.x - part * (x + y), to.y - part * (y - x)}, right = {to.x - part * (x - y), to.y - part * (y + x)};
    struct spot ends[4] = {from, to, left, right};
    arrow_lines(easel, ends, ARROW_RADIUS + ARROW_HALO, black);
    arrow_lines(easel, ends, ARROW_RADIUS, colour);
}
