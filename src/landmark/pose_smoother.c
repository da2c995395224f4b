/* One-euro filters in pixels, so that both axes have one measure, with speeds in sizes of the body. */
#include "landmark/pose_smoother.h"

#define VISIBILITY_ALPHA 0.1f
#define OBJECT_SCALE_MIN 1e-6f /* min_allowed_object_scale: pixels; below it nothing is smoothed */

void sl__pose_smoother_init(struct sl__pose_smoother *smoother, bool body)
{
    smoother->body = body;
    sl__pose_smoother_reset(smoother);
}

void sl__pose_smoother_lose(struct sl__pose_smoother *smoother)
{
    sl__one_euro_init(&smoother->image, 0.05f, 80.0f, 1.0f);
    sl__one_euro_init(&smoother->auxiliary, 0.01f, 10.0f, 1.0f);
}

void sl__pose_smoother_reset(struct sl__pose_smoother *smoother)
{
    sl__pose_smoother_lose(smoother);
    smoother->visibility = (struct sl__low_pass){0};
    sl__one_euro_init(&smoother->world, 0.1f, 40.0f, 1.0f);
}

/* Half the sides of the region that the unsmoothed points ask for, in pixels. */
static float object_scale(const struct sl__pose_look *look, int width_px, int height_px)
{
    struct sl__rect rect = sl__rect_from_alignment(look->auxiliary[0], look->auxiliary[1], width_px, height_px, 0.0f);
    return (rect.w * (float)width_px + rect.h * (float)height_px) / 2.0f;
}

/* To pixels, through the filter (NULL: none), and back: the way alone rounds. */
static void smooth_in_pixels(struct sl__one_euro *filter, float (*points)[3], int count, const float pixels[3], float scale,
                             int64_t now_ns)
{
    for (int i = 0; i < count; i++)
        for (int axis = 0; axis < 3; axis++)
            points[i][axis] *= pixels[axis];
    if (filter && !(scale < OBJECT_SCALE_MIN))
        sl__one_euro_run(filter, points[0], 3 * count, 1.0f / scale, now_ns);
    for (int i = 0; i < count; i++)
        for (int axis = 0; axis < 3; axis++)
            points[i][axis] /= pixels[axis];
}

void sl__pose_smoother_run(struct sl__pose_smoother *smoother, struct sl__pose_look *look, int width_px, int height_px,
                           int64_t now_ns)
{
    const float pixels[3] = {(float)width_px, (float)height_px, (float)width_px};
    float scale = object_scale(look, width_px, height_px);
    struct sl_body *body = &look->body;
    smooth_in_pixels(&smoother->auxiliary, look->auxiliary, 2, pixels, scale, now_ns);
    smooth_in_pixels(smoother->body ? &smoother->image : NULL, body->image, SL_POSE_POINTS, pixels, scale, now_ns);
    if (!smoother->body)
        return;
    sl__low_pass_run(&smoother->visibility, body->visibility, SL_POSE_POINTS, VISIBILITY_ALPHA);
    sl__one_euro_run(&smoother->world, body->world[0], 3 * SL_POSE_POINTS, 1.0f, now_ns);
}
