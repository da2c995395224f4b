/*
 * Hard-edged shapes on whole pixels, one colour: what OpenCV's drawing functions are made of. Places are in pixels or, where
 * it says fine, in 1/65536 of a pixel; anything outside the canvas is left out.
 */
#ifndef SL_DRAW_PEN_H
#define SL_DRAW_PEN_H

#include <sightline/draw.h>

#define FINE_BITS 16
#define FINE_ONE ((int64_t)1 << FINE_BITS)
#define FINE_HALF (FINE_ONE / 2)

struct place {
    int64_t x, y;
};

struct pen {
    struct sl_canvas canvas; ///< checked
    uint8_t colour[3];
};

/** One row from column to column, both included. */
void pen_row(const struct pen *pen, int64_t y, int64_t first, int64_t last);

/** A line one pixel wide between two pixels, both included. */
void pen_line(const struct pen *pen, struct place from, struct place to);

/** The same between two fine places. */
void pen_fine_line(const struct pen *pen, struct place from, struct place to);

/** A convex shape with its outline; fine corners, @p count from 3. */
void pen_fine_polygon(const struct pen *pen, const struct place *corners, int count);

/** A circle one pixel wide, or a disc. */
void pen_ring(const struct pen *pen, struct place middle, int64_t radius);
void pen_disc(const struct pen *pen, struct place middle, int64_t radius);

#endif
