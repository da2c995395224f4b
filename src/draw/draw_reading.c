/* What was read from a face: which way the head points, where the eyes look, and in letters what else is known. */
#include "draw/parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Points of the face mesh. */
enum { NOSE_TIP = 1, FOREHEAD_TOP = 10, CHIN = 152, SIDE = 234, OTHER_SIDE = 454, IRIS = 468, OTHER_IRIS = 473 };

#define AXIS_PART 0.3f /* of the face's size */
#define LOOK_PART 0.5f
#define CLASSIC_LOOK 0.5f /* the sine of an angle where only left, right or centre is known */

/* Colours of drawing_utils.draw_axis(). */
static const struct colour axis_colours[3] = {{255, 0, 0}, {0, 128, 0}, {0, 0, 255}};
static const struct colour gaze_colour = {48, 255, 192};

static float distance(struct spot one, struct spot other)
{
    return hypotf(one.x - other.x, one.y - other.y);
}

/* In pixels; the larger of height and width, so that a turned head has its size. */
static float face_size(const struct easel *easel, const struct sl_face *face)
{
    return fmaxf(distance(easel_anywhere(easel, face->image[FOREHEAD_TOP]), easel_anywhere(easel, face->image[CHIN])),
                 distance(easel_anywhere(easel, face->image[SIDE]), easel_anywhere(easel, face->image[OTHER_SIDE])));
}

/* The face's own axes, seen along the camera's: x to the picture's right, y up, z to the viewer. */
static void draw_axes(const struct easel *easel, struct spot nose, const struct sl_head_pose *head, float size)
{
    for (int axis = 0; axis < 3; axis++) {
        const float *m = head->matrix + axis;
        float length = sqrtf(m[0] * m[0] + m[4] * m[4] + m[8] * m[8]), part = AXIS_PART * size / length;
        easel_arrow(easel, nose, (struct spot){nose.x + part * m[0], nose.y - part * m[4]}, axis_colours[axis]);
    }
}

static struct spot gaze_way(const struct sl_gaze *gaze)
{
    static const struct spot ways[SL_GAZE_DIRECTION_COUNT] = {
        [SL_GAZE_LEFT] = {-CLASSIC_LOOK, 0}, [SL_GAZE_RIGHT] = {CLASSIC_LOOK, 0},
        [SL_GAZE_UP] = {0, -CLASSIC_LOOK},   [SL_GAZE_DOWN] = {0, CLASSIC_LOOK},
    };
    const float radian = 3.14159265f / 180;
    if (gaze->yaw == 0 && gaze->pitch == 0 && (unsigned)gaze->direction < SL_GAZE_DIRECTION_COUNT)
        return ways[gaze->direction];
    return (struct spot){sinf(gaze->yaw * radian), -sinf(gaze->pitch * radian)};
}

static void draw_gaze(const struct easel *easel, const struct sl_face *face, const struct sl_gaze *gaze, float size)
{
    struct spot way = gaze_way(gaze), iris;
    for (int point = IRIS; point <= OTHER_IRIS && face->points > OTHER_IRIS; point += OTHER_IRIS - IRIS)
        if (easel_place(easel, face->image[point], &iris))
            easel_arrow(easel, iris, (struct spot){iris.x + LOOK_PART * size * way.x, iris.y + LOOK_PART * size * way.y},
                        gaze_colour);
}

/* One more word, with a space before all but the first. */
static void text_add(char text[TEXT_MAX], const char *form, ...) __attribute__((format(printf, 2, 3)));
static void text_add(char text[TEXT_MAX], const char *form, ...)
{
    size_t length = strlen(text);
    if (length > 0 && length < TEXT_MAX - 1)
        text[length++] = ' ';
    va_list words;
    va_start(words, form);
    vsnprintf(text + length, TEXT_MAX - length, form, words);
    va_end(words);
}

/* "#2 happy 61 cm": what there is of it. */
static void face_text(const struct sl__face_reading *reading, int id, char text[TEXT_MAX])
{
    text[0] = '\0';
    if (id)
        text_add(text, "#%d", id);
    if (reading->has_mood)
        text_add(text, "%s", sl_mood_name(reading->mood.kind));
    if (reading->distance_mm > 0 && reading->distance_mm < 1e6f)
        text_add(text, "%.0f cm", (double)reading->distance_mm / 10);
}

void draw_face_reading(const struct easel *easel, const struct sl_face *face, const struct sl__face_reading *reading, int id)
{
    char text[TEXT_MAX];
    struct spot nose, top;
    float size = face_size(easel, face);
    if (reading->has_head && easel_place(easel, face->image[NOSE_TIP], &nose))
        draw_axes(easel, nose, &reading->head, size);
    if (reading->has_gaze)
        draw_gaze(easel, face, &reading->gaze, size);
    face_text(reading, id, text);
    if (text[0] && easel_place(easel, face->image[FOREHEAD_TOP], &top))
        easel_text(easel, (struct spot){top.x, top.y - easel_text_height(easel)}, text);
}
