/* Faces as boxes: six red points, a white box, and how sure the model is. */
#include "draw/parts.h"

#include <math.h>
#include <stdio.h>

#define POINT_RADIUS 3.4f /* MediaPipe paints a ring of radius 2, 2 pixels wide: the same area */
#define BEYOND 0.1f       /* of the picture: as far as a box that leaves it is drawn; the canvas cuts it */

static const struct colour point_colour = {255, 0, 0};

static float inside(float value)
{
    return fminf(fmaxf(value, -BEYOND), 1 + BEYOND);
}

void draw_detection(const struct easel *easel, const struct sl_detection *detection)
{
    struct spot spot;
    for (int i = 0; i < SL_DETECTION_POINTS; i++)
        if (easel_place(easel, detection->point[i], &spot))
            easel_line(easel, spot, spot, POINT_RADIUS, point_colour);

    float left = detection->xmin, top = detection->ymin, right = left + detection->width, bottom = top + detection->height;
    if (!isfinite(left + top + right + bottom))
        return;
    const float corners[4][2] = {{inside(left), inside(top)}, {inside(right), inside(top)},
                                 {inside(right), inside(bottom)}, {inside(left), inside(bottom)}};
    for (int i = 0; i < 4; i++)
        easel_line(easel, easel_anywhere(easel, corners[i]), easel_anywhere(easel, corners[(i + 1) % 4]), RADIUS_OF_2, white);
}

void draw_detection_reading(const struct easel *easel, const struct sl_detection *detection)
{
    char text[TEXT_MAX];
    const float top[2] = {inside(detection->xmin + detection->width / 2), inside(detection->ymin)};
    struct spot middle = easel_anywhere(easel, top);
    snprintf(text, sizeof(text), "%.2f", (double)detection->score);
    easel_text(easel, (struct spot){middle.x, middle.y - 0.8f * easel_text_height(easel)}, text);
}
