/*
 * A stage for the face analysers: a picture whose colours tell where one looks, and a fake engine that sees the actors who
 * stand there. Detection gives those on stage as boxes, the better the lower their number; the mesh follows the actor
 * nearest to its region.
 */
#ifndef SL_TESTS_FACE_STAGE_H
#define SL_TESTS_FACE_STAGE_H

#include "infer/fake.h"

#include <errno.h>
#include <math.h>
#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#define STAGE_SIDE_PX 256
#define STAGE_ACTORS 8
#define STAGE_REGION 0.24f /* side of an actor's region, in sides of the picture: the face's box times 1.5 */
#define STAGE_REACH 0.09f  /* an actor farther than this from a region's centre is not seen in it */
#define STAGE_FLAG 2.0f    /* the logit of a face; its score is 0.88 */

struct actor {
    float x, y;     ///< centre of the face, 0..1 of the picture
    bool here;      ///< seen by the mesh model
    bool unnoticed; ///< not seen by detection
};

struct stage {
    struct actor actor[STAGE_ACTORS];
    bool detector_fails, mesh_fails, head_fails, mesh_raves; ///< raves: gives numbers that are none
    atomic_int detector_runs, mesh_runs, head_runs;
    uint8_t pixels[STAGE_SIDE_PX * STAGE_SIDE_PX * 3];
    struct sl_frame frame;
};

/* The score of the actor's box. */
static inline float stage_logit(int actor)
{
    return 3.0f - (float)actor * 0.25f;
}

/*
 * One anchor per actor: the first of its cell in the last grid, 8 x 8 cells with 6 anchors each after 512 others (short range),
 * or 48 x 48 with one (full range). Eyes side by side in the box's upper half.
 */
static inline void stage_boxes(const struct stage *stage, const struct sl__model_row *row, float *raw, float *logit)
{
    int side = row->input[0].shape.dim[1], anchors = row->output[1].shape.dim[1];
    int cells = side == 128 ? 8 : 48, per_cell = side == 128 ? 6 : 1, first = side == 128 ? 512 : 0;
    float cell_px = (float)(side / cells), size = STAGE_REGION / 1.5f * (float)side;
    for (int i = 0; i < anchors; i++)
        logit[i] = -20.0f;
    for (int i = 0; i < STAGE_ACTORS; i++) {
        const struct actor *actor = &stage->actor[i];
        if (!actor->here || actor->unnoticed)
            continue;
        float x = actor->x * (float)side, y = actor->y * (float)side, last = (float)(cells - 1);
        int column = (int)fminf(last, x / cell_px), line = (int)fminf(last, y / cell_px);
        int anchor = first + (line * cells + column) * per_cell;
        float *box = raw + 16 * anchor, dx = x - ((float)column + 0.5f) * cell_px, dy = y - ((float)line + 0.5f) * cell_px;
        logit[anchor] = stage_logit(i);
        box[0] = dx, box[1] = dy, box[2] = box[3] = size;
        for (int k = 0; k < 6; k++)
            box[4 + 2 * k] = dx + (k % 2 ? 0.2f : -0.2f) * size, box[5 + 2 * k] = dy - 0.2f * size;
    }
}

/* The actor that a region centred there shows, or NULL. */
static inline const struct actor *stage_seen(const struct stage *stage, float x, float y)
{
    const struct actor *best = NULL;
    float nearest = STAGE_REACH;
    for (int i = 0; i < STAGE_ACTORS; i++) {
        const struct actor *actor = &stage->actor[i];
        float far = fmaxf(fabsf(actor->x - x), fabsf(actor->y - y));
        if (actor->here && far < nearest) {
            nearest = far;
            best = actor;
        }
    }
    return best;
}

/* Two thirds as wide and high as the region, so that the next one is as large; the actor in the middle, the eyes level. */
static inline void stage_points(const struct actor *actor, float x, float y, float *mesh)
{
    static const float edge[5][2] = {{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}}; /* points 1 to 4 reach to the edges */
    float middle_x = 96.0f + (actor->x - x) / STAGE_REGION * 192.0f, middle_y = 96.0f + (actor->y - y) / STAGE_REGION * 192.0f;
    for (int i = 0; i < SL_FACE_POINTS; i++) {
        float across = i > 0 && i < 5 ? edge[i][0] : (i < 248 ? -0.5f : 0.5f) + (float)(i % 7 - 3) * 0.1f;
        float down = i > 0 && i < 5 ? edge[i][1] : 0.0f;
        mesh[3 * i] = middle_x + 64.0f * across;
        mesh[3 * i + 1] = middle_y + 64.0f * down;
        mesh[3 * i + 2] = (float)(i % 16);
    }
}

static inline int stage_mesh(struct stage *stage, const struct sl__model_row *row, const float *tensor, float *const *output)
{
    int side = row->input[0].shape.dim[1], middle = (side / 2 * side + side / 2) * 3, first = row->outputs - 2;
    float x = tensor[middle] * 255.0f / STAGE_SIDE_PX, y = tensor[middle + 1] * 255.0f / STAGE_SIDE_PX;
    const struct actor *actor = stage_seen(stage, x, y);
    atomic_fetch_add(&stage->mesh_runs, 1);
    output[first + 1][0] = actor ? STAGE_FLAG : -STAGE_FLAG;
    if (actor)
        stage_points(actor, x, y, output[first]);
    for (int i = 0; stage->mesh_raves && i < 3 * SL_FACE_POINTS; i++)
        output[first][i] = NAN;
    for (int i = 0; first && i < 3 * SL_FACE_POINTS; i++)
        output[1][i] = output[first][i] * 0.25f;
    return stage->mesh_fails ? -EIO : 0;
}

/* All points in the middle of the head's crop, which is 64 wide in its measure. */
static inline int stage_head(struct stage *stage, const struct sl__model_row *row, float *const *output)
{
    atomic_fetch_add(&stage->head_runs, 1);
    for (int i = 0; i < row->outputs; i++)
        for (size_t k = 0; k < sl__shape_count(&row->output[i].shape); k++)
            output[i][k] = 32.0f;
    return stage->head_fails ? -EIO : 0;
}

/* For sl__fake_set(). */
static inline int stage_play(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    struct stage *stage = arg;
    if (row->input[0].shape.dim[1] == 16)
        return stage_head(stage, row, output);
    if (strncmp(row->name, "face_detection", 14))
        return stage_mesh(stage, row, input[0], output);
    atomic_fetch_add(&stage->detector_runs, 1);
    stage_boxes(stage, row, output[0], output[1]);
    return stage->detector_fails ? -EIO : 0;
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
    sl__fake_set(stage_play, stage);
}

static inline void stage_enter(struct stage *stage, int i, float x, float y)
{
    stage->actor[i] = (struct actor){x, y, true, false};
}

#endif
