/* Decoding of SSD outputs and the run of a detector. */
#include "landmark/detector.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOGIT_LIMIT 100.0f /* score_clipping_thresh of all these graphs */

int sl__detector_init(struct sl__detector *detector, const struct sl__detector_kind *kind, int complexity,
                      float threshold, const struct sl_engine_opts *engine, struct sl_error *why)
{
    memset(detector, 0, sizeof(*detector));
    detector->kind = kind;
    detector->threshold = threshold;
    int count = sl__anchors_make(kind->crop.size_px, kind->groups, kind->group_count, NULL);
    detector->anchor_count = count;
    detector->anchors = calloc((size_t)count, sizeof(*detector->anchors));
    detector->found = calloc((size_t)count, sizeof(*detector->found));
    detector->order = calloc((size_t)count, sizeof(*detector->order));
    if (!detector->anchors || !detector->found || !detector->order)
        return sl__error_set(why, -ENOMEM, "no memory for a detector of %d anchors", count);
    sl__anchors_make(kind->crop.size_px, kind->groups, kind->group_count, detector->anchors);
    return sl__model_open(&detector->model, kind->model[complexity], engine, why);
}

void sl__detector_finish(struct sl__detector *detector)
{
    sl__model_close(&detector->model);
    free(detector->anchors);
    free(detector->found);
    free(detector->order);
    memset(detector, 0, sizeof(*detector));
}

static float sigmoid(float logit)
{
    float x = logit < -LOGIT_LIMIT ? -LOGIT_LIMIT : logit > LOGIT_LIMIT ? LOGIT_LIMIT : logit;
    return 1.0f / (1.0f + expf(-x));
}

/* A logit below this cannot reach the threshold, whatever the rounding: most anchors need no exponential. */
static float logit_floor(float threshold)
{
    return threshold > 0.0f && threshold < 0.999f ? logf(threshold / (1.0f - threshold)) - 0.1f : -INFINITY;
}

/* One candidate. Corners are made and taken back to sizes, as the original does: that rounds. False for a box without size. */
static bool decode_box(const float *raw, const struct sl__point *anchor, float size, int keypoints, struct sl__detection *d)
{
    float xc = raw[0] / size + anchor->x, yc = raw[1] / size + anchor->y;
    float w = raw[2] / size, h = raw[3] / size;
    float x0 = xc - w / 2.0f, y0 = yc - h / 2.0f, x1 = xc + w / 2.0f, y1 = yc + h / 2.0f;
    d->xmin = x0;
    d->ymin = y0;
    d->width = x1 - x0;
    d->height = y1 - y0;
    for (int k = 0; k < keypoints; k++) {
        d->keypoint[k].x = raw[4 + 2 * k] / size + anchor->x;
        d->keypoint[k].y = raw[5 + 2 * k] / size + anchor->y;
    }
    return d->width >= 0.0f && d->height >= 0.0f; /* false for NaN too */
}

int sl__detector_decode(const struct sl__detector *detector, const float *boxes, const float *logits,
                        struct sl__detection *found)
{
    int keypoints = detector->kind->keypoints, columns = 4 + 2 * keypoints, count = 0;
    float floor = logit_floor(detector->threshold);
    for (int i = 0; i < detector->anchor_count; i++) {
        if (logits[i] < floor)
            continue;
        float score = sigmoid(logits[i]);
        if (!(score >= detector->threshold))
            continue;
        found[count].score = score;
        if (decode_box(boxes + (size_t)i * columns, &detector->anchors[i], (float)detector->kind->crop.size_px, keypoints,
                       &found[count]))
            count++;
    }
    return count;
}

int sl__detector_crop(struct sl__detector *detector, const struct sl_frame *frame, const struct sl__rect *rect)
{
    const struct sl__crop *crop = &detector->kind->crop;
    struct sl__roi roi;
    if (detector->kind->by_matrix) {
        sl__crop_region(crop, frame, rect, &roi, &detector->padding);
        detector->matrix = sl__roi_matrix_make(&roi, frame->width_px, frame->height_px);
    }
    return sl__crop_run(crop, frame, rect, detector->model->input[0], &detector->padding);
}

int sl__detector_run(struct sl__detector *detector, struct sl__detection *kept, int room)
{
    int64_t start = sl__clock_ns();
    int err = sl__model_run(detector->model);
    detector->model_ns = sl__clock_ns() - start;
    if (err < 0)
        return -EIO;
    int count = sl__detector_decode(detector, detector->model->output[0], detector->model->output[1], detector->found);
    count = sl__suppress(detector->found, count, detector->kind->keypoints, detector->order, kept, room);
    for (int i = 0; i < count && detector->kind->by_matrix; i++)
        sl__detection_project(&kept[i], detector->kind->keypoints, &detector->matrix);
    for (int i = 0; i < count && !detector->kind->by_matrix; i++)
        sl__detection_unletterbox(&kept[i], detector->kind->keypoints, &detector->padding);
    return count;
}
