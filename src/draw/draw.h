/* Paints an event onto an RGB picture, in the colours that people know from MediaPipe's drawing styles. */
#ifndef SL_DRAW_DRAW_H
#define SL_DRAW_DRAW_H

#include "event/event.h"

#include <sightline/draw.h>

/**
 * All that was found, and on top what was read from it: gestures, where heads point and eyes look, moods, distances, and
 * numbers where there are several of a kind. The canvas is RGB; parts outside it are clipped. Allocates nothing.
 */
void sl__draw_event(const struct sl_canvas *canvas, const struct sl__event *event);

#endif
