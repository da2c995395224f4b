/* Hands: bones, then dots with a light border, each finger in its colour. */
#include "draw/parts.h"

#include <math.h>
#include <stdio.h>

#define DOT_RADIUS 5.0f
#define BORDER_RADIUS 6.0f

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

void draw_hand(const struct easel *easel, const float points[SL_HAND_POINTS][3])
{
    struct spot spots[SL_HAND_POINTS];
    bool visible[SL_HAND_POINTS];
    for (int i = 0; i < SL_HAND_POINTS; i++)
        visible[i] = easel_place(easel, points[i], &spots[i]);

    int count;
    const uint8_t(*bones)[2] = sl_hand_connections(&count);
    for (int i = 0; i < count; i++) {
        int from = bones[i][0], to = bones[i][1];
        if (!visible[from] || !visible[to])
            continue;
        bool palm = point_in_palm(from) && point_in_palm(to);
        easel_line(easel, spots[from], spots[to], palm ? RADIUS_OF_3 : RADIUS_OF_2,
                   palm ? gray : finger_colour(from > to ? from : to));
    }
    for (int i = 0; i < SL_HAND_POINTS; i++)
        if (visible[i])
            easel_dot(easel, spots[i], DOT_RADIUS, BORDER_RADIUS, point_in_palm(i) ? red : finger_colour(i));
}

/* Beyond the wrist, seen from the middle finger: where no bone is. */
void draw_hand_reading(const struct easel *easel, const float points[SL_HAND_POINTS][3],
                       const struct sl__hand_reading *reading, int id)
{
    char text[TEXT_MAX] = "";
    bool named = reading->has_gesture && reading->gesture.kind != SL_GESTURE_NONE;
    const char *name = named ? sl_gesture_name(reading->gesture.kind) : "";
    struct spot wrist;
    if (id)
        snprintf(text, sizeof(text), "#%d %s", id, name);
    else
        snprintf(text, sizeof(text), "%s", name);
    if (!text[0] || !easel_place(easel, points[SL_HAND_WRIST], &wrist))
        return;
    struct spot finger = easel_anywhere(easel, points[SL_HAND_MIDDLE_MCP]);
    float x = wrist.x - finger.x, y = wrist.y - finger.y, length = hypotf(x, y), gap = 1.5f * easel_text_height(easel);
    bool aimed = length > 0 && length < INFINITY;
    easel_text(easel, (struct spot){wrist.x + (aimed ? gap * x / length : 0), wrist.y + gap * (aimed ? y / length : 1)}, text);
}
