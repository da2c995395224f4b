/* How open eyes and mouth are: heights by widths of their openings. */
#include <sightline/gaze.h>

#include <math.h>
#include <stdbool.h>

/* Corners, and pairs of points above each other. */
struct opening {
    int corner[2];
    int pair[2][2];
};

/* The eyes' six points are those in use for the eye aspect ratio (Soukupova and Cech, 2016). */
static const struct opening left_eye = {{362, 263}, {{385, 380}, {387, 373}}};
static const struct opening right_eye = {{33, 133}, {{160, 144}, {158, 153}}};
static const struct opening mouth = {{78, 308}, {{13, 14}, {13, 14}}};

static float distance(const struct sl_face *face, const int points[2], float width, float height)
{
    const float *a = face->image[points[0]], *b = face->image[points[1]];
    return hypotf((b[0] - a[0]) * width, (b[1] - a[1]) * height);
}

static bool ratio_of(const struct sl_face *face, const struct opening *opening, float width, float height, float *ratio)
{
    float across = distance(face, opening->corner, width, height);
    float high = 0.5f * (distance(face, opening->pair[0], width, height) + distance(face, opening->pair[1], width, height));
    if (!(across > 0.0f))
        return false;
    *ratio = high / across;
    return true;
}

int sl_eyes_of(const struct sl_face *face, int32_t width_px, int32_t height_px, struct sl_eyes *eyes)
{
    float width = (float)width_px, height = (float)height_px;
    struct sl_eyes found;
    if (!ratio_of(face, &left_eye, width, height, &found.left_open) ||
        !ratio_of(face, &right_eye, width, height, &found.right_open) ||
        !ratio_of(face, &mouth, width, height, &found.mouth_open))
        return 0;
    *eyes = found;
    return 1;
}
