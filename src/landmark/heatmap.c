/* Centre of mass around a point, summed row by row in float32. */
#include "landmark/heatmap.h"

#include <math.h>
#include <stdbool.h>

/* The graph's text has a kernel of 7, but its node gets an empty option block in the wheels, and 9 is the default. */
#define RADIUS 4
#define CONFIDENCE_MIN 0.5f /* min_confidence_to_refine */

struct window {
    int left, top, right, bottom; ///< right and bottom are past the end
};

/* Cells around the point, which is cut off toward zero: up to one cell left of the map still counts as column 0. */
static bool window_around(const float point[3], int side, struct window *window)
{
    float x = point[0] * (float)side, y = point[1] * (float)side;
    if (!(x > -1.0f && x < (float)side && y > -1.0f && y < (float)side)) /* NaN too */
        return false;
    int column = (int)x, row = (int)y;
    window->left = column > RADIUS ? column - RADIUS : 0;
    window->top = row > RADIUS ? row - RADIUS : 0;
    window->right = column + RADIUS + 1 < side ? column + RADIUS + 1 : side;
    window->bottom = row + RADIUS + 1 < side ? row + RADIUS + 1 : side;
    return true;
}

static void refine_one(const float *channel, int side, int channels, float point[3])
{
    struct window window;
    if (!window_around(point, side, &window))
        return;
    float sum = 0.0f, sum_x = 0.0f, sum_y = 0.0f, most = 0.0f;
    for (int y = window.top; y < window.bottom; y++) {
        for (int x = window.left; x < window.right; x++) {
            float confidence = 1.0f / (1.0f + expf(-channel[(y * side + x) * channels]));
            sum += confidence;
            most = confidence > most ? confidence : most;
            sum_x += (float)x * confidence;
            sum_y += (float)y * confidence;
        }
    }
    if (most >= CONFIDENCE_MIN && sum > 0.0f) {
        point[0] = sum_x / (float)side / sum;
        point[1] = sum_y / (float)side / sum;
    }
}

void sl__heatmap_refine(const float *heatmap, int side, int channels, float (*points)[3], int count)
{
    for (int i = 0; i < count; i++)
        refine_one(heatmap + i, side, channels, points[i]);
}
