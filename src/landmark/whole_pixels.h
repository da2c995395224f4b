/* Whole pixels as Python's int(coordinate * size): for the rules that were written so. */
#ifndef SL_LANDMARK_WHOLE_PIXELS_H
#define SL_LANDMARK_WHOLE_PIXELS_H

#include <math.h>

/** Cut toward zero, the product in double; NAN stays. */
static inline double sl__whole_pixels(float coordinate, int size_px)
{
    return trunc((double)coordinate * (double)size_px);
}

#endif
