/* The one shape that people are drawn with: a line with round ends, smooth at its edges. A disc is a line without length. */
#ifndef SL_DRAW_STROKE_H
#define SL_DRAW_STROKE_H

#include <sightline/draw.h>

struct spot {
    float x, y; ///< pixels; the middle of the first pixel is 0, 0
};

struct colour {
    uint8_t red, green, blue;
};

/**
 * Paint the line between two spots, @p radius_px to each side. Clipped to the canvas. One whose ends are no numbers, or more
 * than a million pixels off, is left out.
 */
void stroke_paint(const struct sl_canvas *canvas, struct spot from, struct spot to, float radius_px, struct colour colour);

#endif
