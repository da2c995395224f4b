/*
 * Hands as MediaPipe's drawing_utils.draw_landmarks() paints them with the default hand styles: bones, then dots with a
 * light border, each finger in its colour. Source of colours and sizes: mediapipe v0.10.21, drawing_styles.py and
 * drawing_utils.py. Ours are smooth and sit between pixels, and grow with pictures larger than the styles were made for.
 */
#include "draw/draw.h"

#include "draw/stroke.h"

#include <math.h>

/* OpenCV paints lines of thickness 2 and 3 three and five pixels wide; discs have the radius asked for. */
#define DOT_RADIUS 5.0f
#define BORDER_RADIUS 6.0f
#define FINGER_LINE_RADIUS 1.5f
#define PALM_LINE_RADIUS 2.5f
#define STYLED_SIDE_PX 480 /* shorter side of the pictures that the sizes suit; larger ones scale them up */

static const struct colour border_colour = {224, 224, 224};
static const struct colour palm_dot_colour = {255, 48, 48};
static const struct colour palm_line_colour = {128, 128, 128};
static const struct colour finger_colours[5] = {
    {255, 229, 180}, /* thumb */
    {128, 64, 128},  /* index */
    {255, 204, 0},   /* middle */
    {48, 255, 48},   /* ring */
    {21, 101, 192},  /* pinky */
};

/* The wrist and the five points where the fingers begin. */
static bool point_in_palm(int point)
{
    return point == SL_HAND_WRIST || point % 4 == 1;
}

static struct colour finger_colour(int point)
{
    return finger_colours[(point - 1) / 4];
}

/* Where to paint a landmark. As in MediaPipe, one outside the picture (or not a number) is left out with its bones. */
static bool point_place(const struct sl__canvas *canvas, const float point[3], struct spot *spot)
{
    bool inside = point[0] >= 0 && point[0] <= 1 && point[1] >= 0 && point[1] <= 1;
    if (inside) {
        spot->x = fminf(fmaxf(point[0] * (float)canvas->width_px - 0.5f, 0), (float)(canvas->width_px - 1));
        spot->y = fminf(fmaxf(point[1] * (float)canvas->height_px - 0.5f, 0), (float)(canvas->height_px - 1));
    }
    return inside;
}

static void draw_hand(const struct sl__canvas *canvas, const struct sl_hand *hand, float scale)
{
    struct spot spots[SL_HAND_POINTS];
    bool visible[SL_HAND_POINTS];
    for (int i = 0; i < SL_HAND_POINTS; i++)
        visible[i] = point_place(canvas, hand->image[i], &spots[i]);

    int count;
    const uint8_t(*bones)[2] = sl_hand_connections(&count);
    for (int i = 0; i < count; i++) {
        int from = bones[i][0], to = bones[i][1];
        if (!visible[from] || !visible[to])
            continue;
        bool palm = point_in_palm(from) && point_in_palm(to);
        stroke_paint(canvas, spots[from], spots[to], scale * (palm ? PALM_LINE_RADIUS : FINGER_LINE_RADIUS),
                     palm ? palm_line_colour : finger_colour(from > to ? from : to));
    }
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        if (!visible[i])
            continue;
        stroke_paint(canvas, spots[i], spots[i], scale * BORDER_RADIUS, border_colour);
        stroke_paint(canvas, spots[i], spots[i], scale * DOT_RADIUS, point_in_palm(i) ? palm_dot_colour : finger_colour(i));
    }
}

void sl__draw_event(const struct sl__canvas *canvas, const struct sl__event *event)
{
    int32_t side = canvas->width_px < canvas->height_px ? canvas->width_px : canvas->height_px;
    if (!canvas->rgb || side < 1)
        return;
    float scale = side > STYLED_SIDE_PX ? (float)side / STYLED_SIDE_PX : 1.0f;
    for (int i = 0; i < sl__event_hand_count(event); i++)
        draw_hand(canvas, &event->hands[i], scale);
}
