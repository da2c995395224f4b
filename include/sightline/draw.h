/*
 * Lines, circles and rectangles on a picture, with the very pixels that OpenCV 4 gives (8-connected lines, hard edges), so
 * that drawings made for it come out the same without it.
 *
 *     struct sl_canvas canvas = {pixels, 640, 480, 640 * 3};
 *     const uint8_t green[3] = {0, 255, 0};
 *     sl_draw_line(&canvas, 10, 10, 200, 120, green, 2);
 *     sl_draw_circle(&canvas, 200, 120, 5, green, SL_DRAW_FILLED);
 */
#ifndef SIGHTLINE_DRAW_H
#define SIGHTLINE_DRAW_H

#include <sightline/api.h>
#include <stdint.h>

SL_BEGIN_DECLS

#define SL_DRAW_FILLED (-1)         ///< as thickness of circles and rectangles
#define SL_DRAW_THICKNESS_MAX 32767 ///< in pixels

/** Pixels to paint on, borrowed: RGB or BGR, a colour's bytes stand in the same order. */
struct sl_canvas {
    uint8_t *pixels;      ///< u8 [height_px][width_px][3]
    int32_t width_px;     ///< 1..
    int32_t height_px;    ///< 1..
    int32_t stride_bytes; ///< from one row to the next, >= 3 * width_px
};

/*
 * All of these: coordinates count whole pixels from the upper left corner, x to the right and y down. Any are taken; what
 * lies outside the canvas is left out. Within 1,000,000 pixels of the canvas the pixels are those of OpenCV.
 *
 * @param colour        three bytes, written as they are
 * @param thickness_px  up to SL_DRAW_THICKNESS_MAX
 * @return 0, or -EINVAL: no canvas, no colour, a size, radius or thickness out of range; then nothing is painted
 *
 * Allocate nothing. Any thread; two threads may not paint the same rows at a time.
 * Source: compared with cv2 4.11 pixel by pixel (tests/golden/draw, tests/parity/draw.py).
 */

/** As cv2.line(). @param thickness_px 1.. */
SL_API int sl_draw_line(const struct sl_canvas *canvas, int32_t from_x, int32_t from_y, int32_t to_x, int32_t to_y,
                        const uint8_t colour[3], int32_t thickness_px);

/** As cv2.arrowedLine(). @param tip_part length of the tip's two strokes in parts of the arrow's; OpenCV's default is 0.1 */
SL_API int sl_draw_arrow(const struct sl_canvas *canvas, int32_t from_x, int32_t from_y, int32_t to_x, int32_t to_y,
                         const uint8_t colour[3], int32_t thickness_px, double tip_part);

/** As cv2.circle(). @param radius_px 0.. @param thickness_px below 0: filled; 0 and 1: a thin ring */
SL_API int sl_draw_circle(const struct sl_canvas *canvas, int32_t x, int32_t y, int32_t radius_px, const uint8_t colour[3],
                          int32_t thickness_px);

/** As cv2.rectangle(), from corner to corner, both included. @param thickness_px below 0: filled; 0 and 1: thin */
SL_API int sl_draw_rectangle(const struct sl_canvas *canvas, int32_t from_x, int32_t from_y, int32_t to_x, int32_t to_y,
                             const uint8_t colour[3], int32_t thickness_px);

SL_END_DECLS

#endif
