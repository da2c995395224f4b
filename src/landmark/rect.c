/* Regions of interest: transformation and association. Sources: mediapipe v0.10.21, rect_transformation_calculator.cc,
 * detections_to_rects_calculator.cc, association_calculator.h. */
#include "landmark/rect.h"

#include <float.h>
#include <math.h>

float sl__radians(float degrees)
{
    return (float)(M_PI * (double)degrees / 180.0);
}

float sl__wrap_angle(float radians)
{
    double angle = radians;
    return (float)(angle - 2 * M_PI * floor((angle + M_PI) / (2 * M_PI)));
}

float sl__rotation_between(float x0, float y0, float x1, float y1, float target)
{
    return sl__wrap_angle(target - atan2f(-(y1 - y0), x1 - x0));
}

struct sl__rect sl__rect_transform(const struct sl__rect *rect, int width_px, int height_px,
                                   const struct sl__rect_change *change)
{
    float width = (float)width_px, height = (float)height_px;
    float shift_x = change->shift_x, shift_y = change->shift_y;
    struct sl__rect out = *rect;
    if (rect->rotation == 0.0f) {
        out.cx = rect->cx + rect->w * shift_x;
        out.cy = rect->cy + rect->h * shift_y;
    } else {
        float c = cosf(rect->rotation), s = sinf(rect->rotation);
        out.cx = rect->cx + (width * rect->w * shift_x * c - height * rect->h * shift_y * s) / width;
        out.cy = rect->cy + (width * rect->w * shift_x * s + height * rect->h * shift_y * c) / height;
    }
    float long_side = fmaxf(rect->w * width, rect->h * height);
    out.w = long_side / width * change->scale;
    out.h = long_side / height * change->scale;
    return out;
}

float sl__overlap(const float a[4], const float b[4])
{
    float x0 = fmaxf(a[0], b[0]), y0 = fmaxf(a[1], b[1]);
    float x1 = fminf(a[2], b[2]), y1 = fminf(a[3], b[3]);
    if (!(x0 < x1 && y0 < y1))
        return 0.0f;
    float inside = (x1 - x0) * (y1 - y0);
    float both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inside;
    return both > 0.0f ? inside / both : 0.0f;
}

static void rect_corners(const struct sl__rect *rect, float corners[4])
{
    corners[0] = rect->cx - rect->w / 2.0f;
    corners[1] = rect->cy - rect->h / 2.0f;
    corners[2] = corners[0] + rect->w;
    corners[3] = corners[1] + rect->h;
}

float sl__rect_overlap(const struct sl__rect *a, const struct sl__rect *b)
{
    float corners_a[4], corners_b[4];
    rect_corners(a, corners_a);
    rect_corners(b, corners_b);
    return sl__overlap(corners_a, corners_b);
}

int sl__rects_associate(struct sl__rect *list, int count, const struct sl__rect *more, int more_count, float threshold)
{
    for (int i = 0; i < more_count; i++) {
        int kept = 0;
        for (int k = 0; k < count; k++)
            if (!(sl__rect_overlap(&list[k], &more[i]) > threshold))
                list[kept++] = list[k];
        list[kept] = more[i];
        count = kept + 1;
    }
    return count;
}

struct sl__rect sl__rect_from_alignment(const float start[2], const float end[2], int width_px, int height_px, float target)
{
    float width = (float)width_px, height = (float)height_px;
    float xc = start[0] * width, yc = start[1] * height, xe = end[0] * width, ye = end[1] * height;
    float squared = (xe - xc) * (xe - xc) + (ye - yc) * (ye - yc);
    float size = (float)(sqrt((double)squared) * 2.0);
    return (struct sl__rect){xc / width, yc / height, size / width, size / height,
                             sl__rotation_between(xc, yc, xe, ye, target)};
}

struct sl__rect sl__rect_from_points(const float (*points)[3], int count, int width_px, int height_px, int start, int end,
                                     float target)
{
    float width = (float)width_px, height = (float)height_px;
    float x0 = FLT_MAX, y0 = FLT_MAX, x1 = FLT_MIN, y1 = FLT_MIN;
    for (int i = 0; i < count; i++) {
        x0 = points[i][0] < x0 ? points[i][0] : x0;
        y0 = points[i][1] < y0 ? points[i][1] : y0;
        x1 = points[i][0] > x1 ? points[i][0] : x1;
        y1 = points[i][1] > y1 ? points[i][1] : y1;
    }
    float w = x1 - x0, h = y1 - y0;
    return (struct sl__rect){x0 + w / 2.0f, y0 + h / 2.0f, w, h,
                             sl__rotation_between(points[start][0] * width, points[start][1] * height,
                                                  points[end][0] * width, points[end][1] * height, target)};
}

struct sl__rect sl__rect_around(const float (*points)[3], int count)
{
    float x0 = points[0][0], y0 = points[0][1], x1 = x0, y1 = y0;
    for (int i = 1; i < count; i++) {
        x0 = fminf(x0, points[i][0]);
        y0 = fminf(y0, points[i][1]);
        x1 = fmaxf(x1, points[i][0]);
        y1 = fmaxf(y1, points[i][1]);
    }
    return (struct sl__rect){0.5f * (x0 + x1), 0.5f * (y0 + y1), x1 - x0, y1 - y0, 0.0f};
}
