/* The matrix of a region. Float32, each product and sum in the original's order. */
#include "landmark/roi_matrix.h"

#include <math.h>

struct sl__roi_matrix sl__roi_matrix_make(const struct sl__roi *roi, int width_px, int height_px)
{
    float w = roi->w, h = roi->h, c = cosf(roi->rotation), s = sinf(roi->rotation);
    float per_x = 1.0f / (float)width_px, per_y = 1.0f / (float)height_px;
    return (struct sl__roi_matrix){
        .m0 = w * c * per_x,
        .m1 = -h * s * per_x,
        .m3 = (-0.5f * w * c + 0.5f * h * s + roi->cx) * per_x,
        .m4 = w * s * per_y,
        .m5 = h * c * per_y,
        .m7 = (-0.5f * h * c - 0.5f * w * s + roi->cy) * per_y,
        .m10 = w * per_x,
    };
}

struct sl__point sl__roi_matrix_point(const struct sl__roi_matrix *m, float x, float y)
{
    return (struct sl__point){x * m->m0 + y * m->m1 + m->m3, x * m->m4 + y * m->m5 + m->m7};
}
