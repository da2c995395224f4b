/* Projection of landmarks. */
#include "landmark/project.h"

#include <math.h>

void sl__points_unletterbox(float (*points)[3], int count, const struct sl__padding *padding)
{
    float width = 1.0f - (padding->left + padding->right), height = 1.0f - (padding->top + padding->bottom);
    for (int i = 0; i < count; i++) {
        points[i][0] = (points[i][0] - padding->left) / width;
        points[i][1] = (points[i][1] - padding->top) / height;
        points[i][2] = points[i][2] / width;
    }
}

void sl__points_project(float (*points)[3], int count, const struct sl__rect *rect)
{
    float c = cosf(rect->rotation), s = sinf(rect->rotation);
    for (int i = 0; i < count; i++) {
        float x = points[i][0] - 0.5f, y = points[i][1] - 0.5f;
        points[i][0] = (c * x - s * y) * rect->w + rect->cx;
        points[i][1] = (s * x + c * y) * rect->h + rect->cy;
        points[i][2] = points[i][2] * rect->w;
    }
}

void sl__points_turn(float (*points)[3], int count, const struct sl__rect *rect)
{
    float c = cosf(rect->rotation), s = sinf(rect->rotation);
    for (int i = 0; i < count; i++) {
        float x = points[i][0], y = points[i][1];
        points[i][0] = c * x - s * y;
        points[i][1] = s * x + c * y;
    }
}
