/* Bodies: white bones, then dots with a white border, the person's left orange and right blue. */
#include "draw/parts.h"

#include <stdio.h>

/* MediaPipe paints rings of radius 2 and 3 that are 2 pixels wide: of OpenCV's they have the area of these discs. */
#define DOT_RADIUS 3.4f
#define BORDER_RADIUS 4.6f
#define VISIBLE 0.5f /* points below are left out. Presence is not asked: mp.solutions clears it before it draws */

static const struct colour left_colour = {255, 138, 0}, right_colour = {0, 217, 231};

/* The eyes stand in threes, left first; from the ears on left points are odd. */
static struct colour point_colour(int point)
{
    if (point == SL_POSE_NOSE)
        return white;
    bool left = point <= SL_POSE_LEFT_EYE_OUTER || (point > SL_POSE_RIGHT_EYE_OUTER && point % 2);
    return left ? left_colour : right_colour;
}

void draw_body(const struct easel *easel, const struct sl_body *body)
{
    struct spot spots[SL_POSE_POINTS];
    bool visible[SL_POSE_POINTS];
    for (int i = 0; i < SL_POSE_POINTS; i++)
        visible[i] = body->visibility[i] >= VISIBLE && easel_place(easel, body->image[i], &spots[i]);

    int count;
    const uint8_t(*bones)[2] = sl_pose_connections(&count);
    for (int i = 0; i < count; i++)
        if (visible[bones[i][0]] && visible[bones[i][1]])
            easel_line(easel, spots[bones[i][0]], spots[bones[i][1]], RADIUS_OF_2, white);
    for (int i = 0; i < SL_POSE_POINTS; i++)
        if (visible[i])
            easel_dot(easel, spots[i], DOT_RADIUS, BORDER_RADIUS, point_colour(i));
}

void draw_body_id(const struct easel *easel, const struct sl_body *body, int id)
{
    char text[TEXT_MAX];
    struct spot nose;
    if (!id || !easel_place(easel, body->image[SL_POSE_NOSE], &nose))
        return;
    snprintf(text, sizeof(text), "#%d", id);
    easel_text(easel, (struct spot){nose.x, nose.y - 2 * easel_text_height(easel)}, text);
}
