/* Regions of interest of hands. */
#include "landmark/hand_roi.h"

#include <float.h>
#include <math.h>

/* The landmarks that make the next box: everything but the upper finger joints. */
static const int roi_points[] = {0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18};
#define ROI_POINTS ((int)(sizeof(roi_points) / sizeof(roi_points[0])))

static const struct sl__rect_change after_landmarks = {2.0f, 0.0f, -0.1f};
static const struct sl__rect_change after_palm = {2.6f, 0.0f, -0.5f};

/* A running range. The original starts its maximum with the smallest positive float, not the lowest, and so do we. */
struct range {
    float low, high;
};

static const struct range empty_range = {FLT_MAX, FLT_MIN};

static void range_add(struct range *range, float value)
{
    if (value < range->low)
        range->low = value;
    if (value > range->high)
        range->high = value;
}

static float range_middle(const struct range *range)
{
    return (range->high + range->low) / 2.0f;
}

static float palm_rotation(const float points[SL_HAND_POINTS][3], float width, float height)
{
    float wrist_x = points[SL_HAND_WRIST][0] * width, wrist_y = points[SL_HAND_WRIST][1] * height;
    float x = (points[SL_HAND_INDEX_MCP][0] + points[SL_HAND_RING_MCP][0]) / 2.0f;
    float y = (points[SL_HAND_INDEX_MCP][1] + points[SL_HAND_RING_MCP][1]) / 2.0f;
    x = (x + points[SL_HAND_MIDDLE_MCP][0]) / 2.0f * width;
    y = (y + points[SL_HAND_MIDDLE_MCP][1]) / 2.0f * height;
    return sl__rotation_between(wrist_x, wrist_y, x, y, (float)(M_PI * 0.5));
}

struct sl__rect sl__hand_next_roi(const float points[SL_HAND_POINTS][3], int width_px, int height_px)
{
    float width = (float)width_px, height = (float)height_px;
    float rotation = palm_rotation(points, width, height), back = sl__wrap_angle(-rotation);
    struct range across = empty_range, down = empty_range;
    for (int i = 0; i < ROI_POINTS; i++) {
        range_add(&across, points[roi_points[i]][0]);
        range_add(&down, points[roi_points[i]][1]);
    }
    float centre_x = range_middle(&across), centre_y = range_middle(&down);

    /* The box in axes turned back by the hand's rotation, around that centre, in pixels. */
    float c = cosf(back), s = sinf(back);
    across = down = empty_range;
    for (int i = 0; i < ROI_POINTS; i++) {
        float dx = (points[roi_points[i]][0] - centre_x) * width, dy = (points[roi_points[i]][1] - centre_y) * height;
        range_add(&across, dx * c - dy * s);
        range_add(&down, dx * s + dy * c);
    }
    float mid_x = range_middle(&across), mid_y = range_middle(&down);
    c = cosf(rotation);
    s = sinf(rotation);
    float cx = mid_x * c - mid_y * s + width * centre_x, cy = mid_x * s + mid_y * c + height * centre_y;
    struct sl__rect rect = {cx / width, cy / height, (across.high - across.low) / width, (down.high - down.low) / height,
                            rotation};
    return sl__rect_transform(&rect, width_px, height_px, &after_landmarks);
}

struct sl__rect sl__hand_palm_roi(const struct sl__detection *palm, int width_px, int height_px)
{
    /* Keypoint 0 is the wrist, 2 the root of the middle finger: upwards is 90 degrees. */
    struct sl__rect rect = sl__rect_from_detection(palm, width_px, height_px, 0, 2, sl__radians(90.0f));
    return sl__rect_transform(&rect, width_px, height_px, &after_palm);
}
