/* Suppression and the way from a detection to a region of interest. */
#include "landmark/detection.h"

#include <math.h>

#define SUPPRESSION_OVERLAP 0.3f

static void detection_corners(const struct sl__detection *d, float corners[4])
{
    corners[0] = d->xmin;
    corners[1] = d->ymin;
    corners[2] = d->xmin + d->width;
    corners[3] = d->ymin + d->height;
}

/* Stable, by score, best first. Insertion: the list is short, and qsort may allocate. */
static void sort_by_score(const struct sl__detection *found, int *order, int count)
{
    for (int i = 0; i < count; i++) {
        int at = i;
        while (at > 0 && found[order[at - 1]].score < found[i].score) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

/* Running score-weighted sums of boxes and keypoints. */
struct weighted_sum {
    float total, corner[4];
    struct sl__point keypoint[SL_DETECTION_KEYPOINTS_MAX];
};

static void weighted_add(struct weighted_sum *sum, const struct sl__detection *d, const float corners[4], int keypoints)
{
    sum->total += d->score;
    for (int i = 0; i < 4; i++)
        sum->corner[i] += corners[i] * d->score;
    for (int i = 0; i < keypoints; i++) {
        sum->keypoint[i].x += d->keypoint[i].x * d->score;
        sum->keypoint[i].y += d->keypoint[i].y * d->score;
    }
}

static void weighted_mean(const struct weighted_sum *sum, int keypoints, struct sl__detection *out)
{
    out->xmin = sum->corner[0] / sum->total;
    out->ymin = sum->corner[1] / sum->total;
    out->width = sum->corner[2] / sum->total - out->xmin;
    out->height = sum->corner[3] / sum->total - out->ymin;
    for (int i = 0; i < keypoints; i++) {
        out->keypoint[i].x = sum->keypoint[i].x / sum->total;
        out->keypoint[i].y = sum->keypoint[i].y / sum->total;
    }
}

int sl__suppress(struct sl__detection *found, int count, int keypoints, int *order, struct sl__detection *kept, int room)
{
    int kept_count = 0;
    sort_by_score(found, order, count);
    while (count > 0 && kept_count < room) {
        const struct sl__detection *best = &found[order[0]];
        struct weighted_sum sum = {0};
        float best_corners[4], corners[4];
        int rest = 0, near = 0;
        detection_corners(best, best_corners);
        for (int i = 0; i < count; i++) {
            const struct sl__detection *d = &found[order[i]];
            detection_corners(d, corners);
            if (sl__overlap(corners, best_corners) > SUPPRESSION_OVERLAP) {
                weighted_add(&sum, d, corners, keypoints);
                near++;
            } else {
                order[rest++] = order[i];
            }
        }
        kept[kept_count] = *best;
        if (near)
            weighted_mean(&sum, keypoints, &kept[kept_count]);
        kept_count++;
        if (rest == count) /* a box without area overlaps nothing, itself included: the original stops here */
            break;
        count = rest;
    }
    return kept_count;
}

void sl__detection_unletterbox(struct sl__detection *d, int keypoints, const struct sl__padding *padding)
{
    float width = 1.0f - (padding->left + padding->right), height = 1.0f - (padding->top + padding->bottom);
    d->xmin = (d->xmin - padding->left) / width;
    d->ymin = (d->ymin - padding->top) / height;
    d->width = d->width / width;
    d->height = d->height / height;
    for (int i = 0; i < keypoints; i++) {
        d->keypoint[i].x = (d->keypoint[i].x - padding->left) / width;
        d->keypoint[i].y = (d->keypoint[i].y - padding->top) / height;
    }
}

void sl__detection_project(struct sl__detection *d, int keypoints, const struct sl__roi_matrix *matrix)
{
    float right = d->xmin + d->width, below = d->ymin + d->height;
    const struct sl__point corner[4] = {
        sl__roi_matrix_point(matrix, d->xmin, d->ymin),
        sl__roi_matrix_point(matrix, right, d->ymin),
        sl__roi_matrix_point(matrix, right, below),
        sl__roi_matrix_point(matrix, d->xmin, below),
    };
    struct sl__point low = corner[0], high = corner[0];
    for (int i = 1; i < 4; i++) {
        low = (struct sl__point){fminf(low.x, corner[i].x), fminf(low.y, corner[i].y)};
        high = (struct sl__point){fmaxf(high.x, corner[i].x), fmaxf(high.y, corner[i].y)};
    }
    d->xmin = low.x;
    d->ymin = low.y;
    d->width = high.x - low.x;
    d->height = high.y - low.y;
    for (int i = 0; i < keypoints; i++)
        d->keypoint[i] = sl__roi_matrix_point(matrix, d->keypoint[i].x, d->keypoint[i].y);
}

struct sl__rect sl__rect_from_detection(const struct sl__detection *d, int width_px, int height_px, int start, int end,
                                        float target)
{
    float width = (float)width_px, height = (float)height_px;
    const struct sl__point *a = &d->keypoint[start], *b = &d->keypoint[end];
    struct sl__rect rect = {
        .cx = d->xmin + d->width / 2.0f,
        .cy = d->ymin + d->height / 2.0f,
        .w = d->width,
        .h = d->height,
        .rotation = sl__rotation_between(a->x * width, a->y * height, b->x * width, b->y * height, target),
    };
    return rect;
}
