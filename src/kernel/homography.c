/*
 * Where the pixels of a tensor lie in the picture: the rotated rectangle's corners and the homography through them.
 *
 * Every rounding counts. Corners are float32, computed left to right; two of them are mirrored through the centre in
 * float32, so the figure is not an exact parallelogram and an affine map would give other pixels. The system is solved
 * as OpenCV 4.10 does (getPerspectiveTransform: LU with partial pivoting in double, no fused multiply-add), because a
 * closed form rounds differently. The matrix has OpenCV's very bits.
 */
#include "kernel/warp.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>

/* Source: mediapipe v0.10.21, image_to_tensor_utils.cc, PadRoi. */
void sl__roi_pad(struct sl__roi *roi, int tensor_w, int tensor_h, struct sl__padding *padding)
{
    float tensor_aspect = (float)tensor_h / (float)tensor_w, roi_aspect = roi->h / roi->w;
    float horizontal = 0.0f, vertical = 0.0f;
    if (tensor_aspect > roi_aspect) {
        roi->h = roi->w * tensor_aspect;
        vertical = (1.0f - roi_aspect / tensor_aspect) / 2.0f;
    } else {
        roi->w = roi->h / tensor_aspect;
        horizontal = (1.0f - tensor_aspect / roi_aspect) / 2.0f;
    }
    *padding = (struct sl__padding){ horizontal, vertical, horizontal, vertical };
}

struct corner {
    float x, y;
};

/* Bottom left, top left, top right, bottom right (before rotation), as OpenCV's RotatedRect::points(). */
static void roi_corners(const struct sl__roi *roi, struct corner corner[4])
{
    /* The rectangle passes through a RotatedRect, which holds degrees in float32. */
    float degrees = (float)((double)(roi->rotation * 180.0f) / M_PI);
    double radians = (double)degrees * M_PI / 180.0;
    float b = (float)cos(radians) * 0.5f, a = (float)sin(radians) * 0.5f;
    float cx = roi->cx, cy = roi->cy, w = roi->w, h = roi->h;
    corner[0] = (struct corner){ cx - a * h - b * w, cy + b * h - a * w };
    corner[1] = (struct corner){ cx + a * h - b * w, cy - b * h - a * w };
    corner[2] = (struct corner){ 2.0f * cx - corner[0].x, 2.0f * cy - corner[0].y };
    corner[3] = (struct corner){ 2.0f * cx - corner[1].x, 2.0f * cy - corner[1].y };
}

enum { UNKNOWNS = 8, COLUMNS = UNKNOWNS + 1 }; /* the last column is the right-hand side */

/* Gaussian elimination in place, the operations and their order as in OpenCV's LUImpl. False if singular. */
static bool eliminate(double a[UNKNOWNS][COLUMNS])
{
    for (int i = 0; i < UNKNOWNS; i++) {
        int pivot = i;
        for (int j = i + 1; j < UNKNOWNS; j++)
            if (fabs(a[j][i]) > fabs(a[pivot][i]))
                pivot = j;
        if (!(fabs(a[pivot][i]) >= DBL_EPSILON * 100)) /* OpenCV's limit; NaN lands here too */
            return false;
        for (int k = i; pivot != i && k < COLUMNS; k++) {
            double swap = a[i][k];
            a[i][k] = a[pivot][k];
            a[pivot][k] = swap;
        }
        double d = -1.0 / a[i][i];
        for (int j = i + 1; j < UNKNOWNS; j++) {
            double factor = a[j][i] * d;
            for (int k = i + 1; k < COLUMNS; k++)
                a[j][k] += factor * a[i][k];
        }
    }
    return true;
}

static bool solve(double a[UNKNOWNS][COLUMNS], double x[UNKNOWNS])
{
    if (!eliminate(a))
        return false;
    for (int i = UNKNOWNS - 1; i >= 0; i--) {
        double sum = a[i][UNKNOWNS];
        for (int k = i + 1; k < UNKNOWNS; k++)
            sum -= a[i][k] * x[k];
        x[i] = sum / a[i][i];
    }
    return true;
}

/* Closed form, as OpenCV's invert() for 3x3. */
static void invert(const double s[9], double out[9])
{
    double det = s[0] * (s[4] * s[8] - s[5] * s[7]) - s[1] * (s[3] * s[8] - s[5] * s[6]) + s[2] * (s[3] * s[7] - s[4] * s[6]);
    double r = 1.0 / det;
    out[0] = (s[4] * s[8] - s[5] * s[7]) * r;
    out[1] = (s[2] * s[7] - s[1] * s[8]) * r;
    out[2] = (s[1] * s[5] - s[2] * s[4]) * r;
    out[3] = (s[5] * s[6] - s[3] * s[8]) * r;
    out[4] = (s[0] * s[8] - s[2] * s[6]) * r;
    out[5] = (s[2] * s[3] - s[0] * s[5]) * r;
    out[6] = (s[3] * s[7] - s[4] * s[6]) * r;
    out[7] = (s[1] * s[6] - s[0] * s[7]) * r;
    out[8] = (s[0] * s[4] - s[1] * s[3]) * r;
}

static bool all_finite(const double *values, int count)
{
    for (int i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

int sl__warp_matrix(const struct sl__roi *roi, int tensor_w, int tensor_h, double m[9])
{
    if (!(isfinite(roi->cx) && isfinite(roi->cy) && isfinite(roi->w) && isfinite(roi->h) && isfinite(roi->rotation)))
        return -EINVAL;
    if (!(roi->w > 0.0f && roi->h > 0.0f) || tensor_w < 1 || tensor_h < 1)
        return -EINVAL;

    struct corner corner[4];
    roi_corners(roi, corner);
    const float w = (float)tensor_w, h = (float)tensor_h, u[4] = { 0, 0, w, w }, v[4] = { h, 0, 0, h };
    double system[UNKNOWNS][COLUMNS] = { 0 };
    for (int i = 0; i < 4; i++) {
        const float x = corner[i].x, y = corner[i].y; /* products in float32, as OpenCV's of its Point2f */
        double *top = system[i], *low = system[i + 4];
        top[0] = low[3] = x;
        top[1] = low[4] = y;
        top[2] = low[5] = 1.0;
        top[6] = -x * u[i], top[7] = -y * u[i], top[8] = u[i];
        low[6] = -x * v[i], low[7] = -y * v[i], low[8] = v[i];
    }
    double picture_to_tensor[9] = { [8] = 1.0 };
    if (!solve(system, picture_to_tensor))
        return -EINVAL;
    invert(picture_to_tensor, m);
    return all_finite(m, 9) ? 0 : -EINVAL;
}
