/*
 * A stage for the pose analyser: a picture whose colours tell where one looks, and a fake engine that sees one dancer there.
 * The detector gives the dancer's hips and reach; the landmark model sees the dancer if a region is centred near by.
 */
#ifndef SL_TESTS_POSE_STAGE_H
#define SL_TESTS_POSE_STAGE_H

#include "infer/fake.h"

#include <errno.h>
#include <math.h>
#include <sightline/pose.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#define STAGE_SIDE_PX 256
#define STAGE_REGION 0.4f /* side of the dancer's region, in sides of the picture */
#define STAGE_REACH (STAGE_REGION / 2.5f) /* from the hips: the region is twice that times 1.25 */
#define STAGE_NEAR 0.15f  /* a dancer farther than this from a region's centre is not seen in it */

struct stage {
    float x, y;                   ///< the dancer's hips, 0..1 of the picture
    bool here, unnoticed;         ///< seen by the landmark model; not seen by the detector
    float presence;               ///< what the landmark model says of the dancer
    float visibility_logit, mask_logit, world_m;
    bool detector_fails, model_fails, model_raves; ///< raves: gives numbers that are none
    int second;                   ///< 1: the detector also sees, less surely, somebody else; 2: and as surely
    atomic_int detector_runs, model_runs;
    uint8_t pixels[STAGE_SIDE_PX * STAGE_SIDE_PX * 3];
    struct sl_frame frame;
};

/* Where body point i is, in sides of the region from the hips. */
static inline void stage_point(int i, float *dx, float *dy)
{
    *dx = 0.01f * (float)(i % 7 - 3);
    *dy = 0.02f * (float)(i / 7 - 2);
}

/* One anchor, the first of its cell in the 14x14 grid. */
static inline void stage_detect(float x, float y, float score, float *raw, float *logit)
{
    const float side = 224.0f;
    x *= side, y *= side;
    int column = (int)fminf(13.0f, fmaxf(0.0f, x / 16.0f)), line = (int)fminf(13.0f, fmaxf(0.0f, y / 16.0f));
    int anchor = 28 * 28 * 2 + (line * 14 + column) * 2;
    float *row = raw + 12 * anchor, dx = x - ((float)column + 0.5f) * 16.0f, dy = y - ((float)line + 0.5f) * 16.0f;
    logit[anchor] = score;
    row[0] = dx, row[1] = dy, row[2] = row[3] = STAGE_REGION / 2.5f * side;
    for (int k = 0; k < 4; k++)
        row[4 + 2 * k] = dx, row[5 + 2 * k] = dy - (k == 1 ? STAGE_REACH * side : 0.0f);
}

static inline void stage_detector(const struct stage *stage, float *raw, float *logit)
{
    for (int i = 0; i < 2254; i++)
        logit[i] = -20.0f;
    if (stage->second)
        stage_detect(0.15f, 0.15f, stage->second == 2 ? 4.0f : 3.0f, raw, logit);
    if (stage->here && !stage->unnoticed)
        stage_detect(stage->x, stage->y, 4.0f, raw, logit);
}

static inline void stage_body(const struct stage *stage, const float *tensor, float *const *output)
{
    const float side = 256.0f;
    int middle = (128 * 256 + 128) * 3;
    float x = tensor[middle] * 255.0f / STAGE_SIDE_PX, y = tensor[middle + 1] * 255.0f / STAGE_SIDE_PX;
    bool seen = stage->here && fabsf(stage->x - x) < STAGE_NEAR && fabsf(stage->y - y) < STAGE_NEAR;
    float cx = 0.5f + (stage->x - x) / STAGE_REGION, cy = 0.5f + (stage->y - y) / STAGE_REGION;
    output[1][0] = seen ? stage->presence : 0.1f;
    for (int i = 0; i < 39; i++) {
        float dx, dy;
        stage_point(i, &dx, &dy);
        dx = i < 33 ? dx : 0.0f;
        dy = i < 33 ? dy : i == 34 ? -STAGE_REACH / STAGE_REGION : 0.0f;
        float *row = output[0] + 5 * i;
        row[0] = (cx + dx) * side, row[1] = (cy + dy) * side, row[2] = (float)i;
        row[3] = stage->visibility_logit, row[4] = 1.0f;
        for (int axis = 0; axis < 3; axis++)
            output[3][3 * i + axis] = stage->model_raves ? NAN : stage->world_m * (float)(axis + 1);
    }
    for (int i = 0; i < 64 * 64 * 39; i++)
        output[2][i] = -20.0f; /* sure of nothing, so points stay */
    for (int i = 0; output[4] && i < 256 * 256; i++)
        output[4][i] = stage->mask_logit;
}

/* For sl__fake_set(). */
static inline int stage_play(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    struct stage *stage = arg;
    if (!strcmp(row->name, "pose_detection")) {
        atomic_fetch_add(&stage->detector_runs, 1);
        stage_detector(stage, output[0], output[1]);
        return stage->detector_fails ? -EIO : 0;
    }
    atomic_fetch_add(&stage->model_runs, 1);
    stage_body(stage, input[0], output);
    return stage->model_fails ? -EIO : 0;
}

/* An empty stage, and the engine that sees it. */
static inline void stage_set(struct stage *stage)
{
    memset(stage, 0, sizeof(*stage));
    for (int i = 0; i < STAGE_SIDE_PX * STAGE_SIDE_PX; i++) {
        stage->pixels[3 * i] = (uint8_t)(i % STAGE_SIDE_PX);
        stage->pixels[3 * i + 1] = (uint8_t)(i / STAGE_SIDE_PX);
    }
    sl_frame_init(&stage->frame, SL_PIXELS_RGB24, STAGE_SIDE_PX, STAGE_SIDE_PX, stage->pixels, 0, NULL);
    stage->presence = 0.9f;
    stage->world_m = 0.5f;
    sl__fake_set(stage_play, stage);
}

static inline void stage_enter(struct stage *stage, float x, float y)
{
    stage->x = x;
    stage->y = y;
    stage->here = true;
}

#endif
