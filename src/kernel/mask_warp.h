/*
 * A small square mask drawn into a whole picture, with the bits of OpenCV's warpAffine (float, linear, zero outside) as
 * MediaPipe's CPU graphs call it: the map from picture to mask is given, positions are rounded to 1/32 pixel.
 */
#ifndef SL_KERNEL_MASK_WARP_H
#define SL_KERNEL_MASK_WARP_H

/** Side of the mask with its border of zeros, one pixel wide all around. */
#define SL_MASK_PADDED(side) ((side) + 2)

struct sl__mask_warp {
    const float *mask;  ///< f32 [padded][padded]; pixel 0, 0 is at 1, 1
    int side;           ///< without the border
    double m[6];        ///< from picture to mask, integer positions are pixel centres: x' = m0 x + m1 y + m2, y' = m3 ...
    int width, height;  ///< of the picture
};

/** @param[out] picture  f32 [height][width]; zero where the mask is not. The best kernel for this CPU. Allocates nothing. */
void sl__mask_warp_run(const struct sl__mask_warp *warp, float *picture);

#endif
