/*
 * What the parts of a person are drawn with: a canvas, and how much larger than MediaPipe's styles everything is. Radii are in
 * pixels of a picture that the styles suit. Places are 0..1 of the picture, as landmarks are.
 */
#ifndef SL_DRAW_EASEL_H
#define SL_DRAW_EASEL_H

#include "draw/stroke.h"

#include <stdbool.h>

/* OpenCV paints lines of thickness 1, 2 and 3 one, three and five pixels wide. */
#define RADIUS_OF_1 0.5f
#define RADIUS_OF_2 1.5f
#define RADIUS_OF_3 2.5f

struct easel {
    const struct sl_canvas *canvas;
    float scale;
};

/** The border of dots and what has no colour of its own; colours of MediaPipe's drawing styles. */
extern const struct colour white, black, gray, red, green;

/** @return false for a canvas that cannot be painted on */
bool easel_init(struct easel *easel, const struct sl_canvas *canvas);

/**
 * Where a landmark is painted. @return false outside the picture or for what is no number: as in MediaPipe it is left out,
 * with its lines.
 */
bool easel_place(const struct easel *easel, const float point[2], struct spot *spot);

/** Where it lies, inside or not. */
struct spot easel_anywhere(const struct easel *easel, const float point[2]);

void easel_line(const struct easel *easel, struct spot from, struct spot to, float radius, struct colour colour);
void easel_dot(const struct easel *easel, struct spot at, float radius, float border_radius, struct colour colour);

/** A line that shows on any ground, with a tip when it is long enough for one. */
void easel_arrow(const struct easel *easel, struct spot from, struct spot to, struct colour colour);

/** ASCII in small letters around @p middle, moved into the picture where it would leave it. */
void easel_text(const struct easel *easel, struct spot middle, const char *text);

/** Height of a line of text with some room, in pixels. */
float easel_text_height(const struct easel *easel);

#endif
