/* Distance to an iris from its size. Source: mediapipe, iris_to_depth_calculator.cc; float32 in its order. */
#include <sightline/gaze.h>

#include <math.h>

#define IRIS_MM 11.8f

enum { CENTRE, RIGHT, TOP, LEFT, BOTTOM, IRIS_POINTS };

static float distance(float x0, float y0, float x1, float y1)
{
    return sqrtf((x0 - x1) * (x0 - x1) + (y0 - y1) * (y0 - y1));
}

static float distance_px(const float *a, const float *b, float width, float height)
{
    return distance(a[0] * width, a[1] * height, b[0] * width, b[1] * height);
}

float sl_iris_distance_mm(const struct sl_face *face, int eye, int32_t width_px, int32_t height_px, float focal_px)
{
    if (face->points < SL_FACE_POINTS_MAX || eye < 0 || eye > 1)
        return 0.0f;
    const float(*iris)[3] = &face->image[SL_FACE_POINTS + IRIS_POINTS * eye];
    float width = (float)width_px, height = (float)height_px;
    float high = distance_px(iris[TOP], iris[BOTTOM], width, height);
    float wide = distance_px(iris[LEFT], iris[RIGHT], width, height);
    float size = (wide + high) / 2.0f;
    if (!(size > 0.0f))
        return 0.0f;
    float aside = distance(width / 2.0f, height / 2.0f, iris[CENTRE][0] * width, iris[CENTRE][1] * height);
    return IRIS_MM * sqrtf(focal_px * focal_px + aside * aside) / size;
}
