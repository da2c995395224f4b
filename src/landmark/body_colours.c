/* Colours around head and chest. */
#include "landmark/body_colours.h"

#include "landmark/crop.h"

#include <math.h>
#include <string.h>

#define SAMPLES_PX 24
#define STEPS 4
#define LEARN 0.1f ///< how much a new frame counts

static const struct sl__crop samples = {SAMPLES_PX, 0.0f, (float)STEPS, false, SL_BORDER_REPLICATE};

/* From the nose to the middle of the trunk, as wide as the shoulders. */
static struct sl__rect chest(const struct sl_body *body, int width_px, int height_px)
{
    const float *left = body->image[SL_POSE_LEFT_SHOULDER], *right = body->image[SL_POSE_RIGHT_SHOULDER];
    const float *hip_a = body->image[SL_POSE_LEFT_HIP], *hip_b = body->image[SL_POSE_RIGHT_HIP];
    float width = (float)width_px, height = (float)height_px;
    float x = (left[0] + right[0]) / 2.0f, y = (left[1] + right[1]) / 2.0f;
    float trunk = hypotf(((hip_a[0] + hip_b[0]) / 2.0f - x) * width, ((hip_a[1] + hip_b[1]) / 2.0f - y) * height);
    float across = fmaxf(hypotf((left[0] - right[0]) * width, (left[1] - right[1]) * height), 0.4f * trunk);
    return (struct sl__rect){x, y + 0.1f * trunk / height, 0.9f * across / width, 0.8f * trunk / height, 0.0f};
}

static int step_of(float value)
{
    return value >= (float)STEPS ? STEPS - 1 : (int)value;
}

int sl__body_colours_see(struct sl__body_colours *colours, const struct sl_frame *frame, const struct sl_body *body)
{
    float tensor[SAMPLES_PX * SAMPLES_PX * 3];
    struct sl__padding padding;
    struct sl__rect rect = chest(body, frame->width_px, frame->height_px);
    memset(colours, 0, sizeof(*colours));
    int err = sl__crop_run(&samples, frame, &rect, tensor, &padding);
    for (int i = 0; !err && i < SAMPLES_PX * SAMPLES_PX; i++) {
        const float *p = tensor + 3 * i;
        colours->share[(step_of(p[0]) * STEPS + step_of(p[1])) * STEPS + step_of(p[2])] += 1.0f;
    }
    for (int i = 0; i < SL_BODY_COLOURS; i++)
        colours->share[i] /= (float)(SAMPLES_PX * SAMPLES_PX);
    return err;
}

float sl__body_colours_apart(const struct sl__body_colours *a, const struct sl__body_colours *b)
{
    float common = 0.0f;
    for (int i = 0; i < SL_BODY_COLOURS; i++)
        common += sqrtf(a->share[i] * b->share[i]);
    return sqrtf(fmaxf(0.0f, 1.0f - common));
}

void sl__body_colours_learn(struct sl__body_colours *known, const struct sl__body_colours *seen)
{
    for (int i = 0; i < SL_BODY_COLOURS; i++)
        known->share[i] += LEARN * (seen->share[i] - known->share[i]);
}
