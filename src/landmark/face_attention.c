/* The custom operators of the refined face model. */
#include "landmark/face_attention.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define REGION_SCALE 1.5f /* scale_x and scale_y of the operator */

static const struct sl__face_transform identity = {{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}};

/* Plain sums in float32. The terms with zeros stay: they cost nothing here and make infinity what it is there. */
static struct sl__face_transform multiply(const struct sl__face_transform *a, const struct sl__face_transform *b)
{
    struct sl__face_transform out;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++)
            out.m[i][k] = a->m[i][0] * b->m[0][k] + a->m[i][1] * b->m[1][k] + a->m[i][2] * b->m[2][k] +
                          a->m[i][3] * b->m[3][k];
    return out;
}

struct bounds {
    float x0, y0, x1, y1;
};

/* Of the part's points, turned about the origin. */
static struct bounds turned_bounds(const struct sl__face_part *part, const float (*points)[3], float c, float s)
{
    struct bounds b = {FLT_MAX, FLT_MAX, -FLT_MAX, -FLT_MAX};
    for (int i = 0; i < part->count; i++) {
        const float *point = points[part->index[i]];
        float x = point[0] * c - point[1] * s, y = point[0] * s + point[1] * c;
        b.x0 = x < b.x0 ? x : b.x0;
        b.y0 = y < b.y0 ? y : b.y0;
        b.x1 = x > b.x1 ? x : b.x1;
        b.y1 = y > b.y1 ? y : b.y1;
    }
    return b;
}

struct sl__face_transform sl__face_transform_of(const struct sl__face_part *part, const float (*points)[3])
{
    const float *from = points[part->from], *to = points[part->to];
    const float crop_px = (float)SL_FEATURES_CROP_SIDE;
    float turn = 0.0f - atan2f(to[1] - from[1], to[0] - from[0]);
    struct bounds b = turned_bounds(part, points, cosf(turn), sinf(turn));
    float width = b.x1 - b.x0, height = b.y1 - b.y0;
    float x = (b.x1 + b.x0) * 0.5f, y = (b.y1 + b.y0) * 0.5f;
    float c = cosf(-turn), s = sinf(-turn);

    struct sl__face_transform move = identity, rotate = identity, scale = identity, centre = identity;
    move.m[0][3] = x * c - y * s;
    move.m[1][3] = x * s + y * c;
    rotate.m[0][0] = rotate.m[1][1] = c;
    rotate.m[0][1] = -s;
    rotate.m[1][0] = s;
    scale.m[0][0] = REGION_SCALE * width / crop_px;
    scale.m[1][1] = REGION_SCALE * height / crop_px;
    centre.m[0][3] = centre.m[1][3] = -crop_px / 2.0f;
    struct sl__face_transform out = multiply(&move, &rotate);
    out = multiply(&out, &scale);
    return multiply(&out, &centre);
}

/* A row's last element, moved by half a pixel: the bracket in double, one sum. */
static float half_pixel_shift(const float row[4])
{
    return (float)((double)row[3] + (0.5 * (double)row[0] + 0.5 * (double)row[1] - 0.5));
}

/* All channels between two cells. The sum is in double, but the second product is one of floats. */
static void mix(const float *restrict a, const float *restrict b, float t, float *restrict out)
{
    const double rest = 1.0 - (double)t;
    for (int i = 0; i < SL_FEATURES_CHANNELS; i++)
        out[i] = (float)(rest * (double)a[i] + (double)(t * b[i]));
}

/* Neighbours beyond the edge count as zero. 0 <= x, y <= SL_FEATURES_SIDE - 1. */
static void sample(const float *features, float x, float y, float *out)
{
    static const float nothing[SL_FEATURES_CHANNELS] = {0};
    int column = (int)x, row = (int)y;
    const float *cell = features + (row * SL_FEATURES_SIDE + column) * SL_FEATURES_CHANNELS;
    bool right = column + 1 < SL_FEATURES_SIDE, below = row + 1 < SL_FEATURES_SIDE;
    const float *next = cell + SL_FEATURES_SIDE * SL_FEATURES_CHANNELS;
    float upper[SL_FEATURES_CHANNELS], lower[SL_FEATURES_CHANNELS];
    mix(cell, right ? cell + SL_FEATURES_CHANNELS : nothing, x - (float)column, upper);
    mix(below ? next : nothing, right && below ? next + SL_FEATURES_CHANNELS : nothing, x - (float)column, lower);
    mix(upper, lower, y - (float)row, out);
}

void sl__features_crop(const float *features, const struct sl__face_transform *transform, float *crop)
{
    const float *rx = transform->m[0], *ry = transform->m[1], edge = (float)(SL_FEATURES_SIDE - 1);
    const float shift_x = half_pixel_shift(rx), shift_y = half_pixel_shift(ry);
    for (int row = 0; row < SL_FEATURES_CROP_SIDE; row++)
        for (int column = 0; column < SL_FEATURES_CROP_SIDE; column++, crop += SL_FEATURES_CHANNELS) {
            float x = rx[0] * (float)column + rx[1] * (float)row + shift_x;
            float y = ry[0] * (float)column + ry[1] * (float)row + shift_y;
            if (x >= 0.0f && x <= edge && y >= 0.0f && y <= edge)
                sample(features, x, y, crop);
            else
                memset(crop, 0, SL_FEATURES_CHANNELS * sizeof(*crop));
        }
}

struct sl__face_transform sl__face_transform_to_input(const struct sl__face_transform *transform)
{
    struct sl__face_transform out = *transform;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++)
            out.m[i][k] *= i < 2 && k >= 2 ? 4.0f : i >= 2 && k < 2 ? 0.25f : 1.0f; /* a constant of the graph */
    return out;
}

void sl__face_transform_points(const struct sl__face_transform *transform, const float (*xy)[2], int count, float (*out)[2])
{
    const float *rx = transform->m[0], *ry = transform->m[1];
    for (int i = 0; i < count; i++) {
        out[i][0] = xy[i][0] * rx[0] + xy[i][1] * rx[1] + rx[3];
        out[i][1] = xy[i][0] * ry[0] + xy[i][1] * ry[1] + ry[3];
    }
}
