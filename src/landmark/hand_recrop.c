/* From the arm's end to a hand's region. */
#include "landmark/hand_recrop.h"

#include "base/clock.h"
#include "landmark/crop.h"
#include "landmark/project.h"

#include <errno.h>
#include <math.h>

#define RECROP_INPUT_PX 256

static const struct sl__crop recrop_crop = {RECROP_INPUT_PX, 0.0f, 1.0f, true, SL_BORDER_REPLICATE};
static const struct sl__rect_change after_body = {2.7f, 0.0f, -0.1f};
static const struct sl__rect_change after_recrop = {1.0f, 0.0f, -0.1f};

struct sl__rect sl__hand_rect_from_body(const float wrist[3], const float pinky[3], const float index[3], int width_px,
                                        int height_px)
{
    float width = (float)width_px, height = (float)height_px;
    float wrist_x = wrist[0] * width, wrist_y = wrist[1] * height;
    float x = (2.0f * (index[0] * width) + pinky[0] * width) / 3.0f;
    float y = (2.0f * (index[1] * height) + pinky[1] * height) / 3.0f;
    float squared = (x - wrist_x) * (x - wrist_x) + (y - wrist_y) * (y - wrist_y);
    float size = (float)(2.0 * sqrt((double)squared));
    struct sl__rect rect = {x / width, y / height, size / width, size / height,
                            sl__rotation_between(wrist_x, wrist_y, x, y, (float)(M_PI * 0.5))};
    return sl__rect_transform(&rect, width_px, height_px, &after_body);
}

struct sl__rect sl__hand_rect_from_recrop(const float points[4], const struct sl__padding *padding,
                                          const struct sl__rect *rough, int width_px, int height_px)
{
    float line[2][3] = {{points[0] / (float)RECROP_INPUT_PX, points[1] / (float)RECROP_INPUT_PX, 0.0f},
                        {points[2] / (float)RECROP_INPUT_PX, points[3] / (float)RECROP_INPUT_PX, 0.0f}};
    sl__points_unletterbox(line, 2, padding);
    sl__points_project(line, 2, rough);
    struct sl__rect rect = sl__rect_from_alignment(line[0], line[1], width_px, height_px, sl__radians(-90.0f));
    return sl__rect_transform(&rect, width_px, height_px, &after_recrop);
}

int sl__hand_recrop_run(struct sl__hand_recrop *recrop, const struct sl_frame *frame, const struct sl__rect *rough,
                        struct sl__rect *fine)
{
    struct sl__padding padding;
    recrop->model_ns = 0;
    if (sl__crop_run(&recrop_crop, frame, rough, recrop->model->input[0], &padding) < 0)
        return 0;
    int64_t start = sl__clock_ns();
    int err = sl__model_run(recrop->model);
    recrop->model_ns = sl__clock_ns() - start;
    if (err < 0)
        return -EIO;
    *fine = sl__hand_rect_from_recrop(recrop->model->output[0], &padding, rough, frame->width_px, frame->height_px);
    return 1;
}
