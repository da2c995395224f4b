/* Paints an event onto an RGB picture, in the colours that people know from MediaPipe's drawing styles. */
#ifndef SL_DRAW_DRAW_H
#define SL_DRAW_DRAW_H

#include "event/event.h"

/** Pixels to paint on: RGB24. */
struct sl__canvas {
    uint8_t *rgb;
    int32_t width_px, height_px, stride_bytes;
};

/** All landmarks and connections of the event. Parts outside the canvas are clipped. Allocates nothing. */
void sl__draw_event(const struct sl__canvas *canvas, const struct sl__event *event);

#endif
