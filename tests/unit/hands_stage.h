/*
 * A stage for the hands analyser: a picture whose colours tell where one looks, and a fake engine that sees the actors who stand
 * there. Palm detection gives those on stage as boxes; the landmark model follows the actor nearest to its region.
 */
#ifndef SL_TESTS_HANDS_STAGE_H
#define SL_TESTS_HANDS_STAGE_H

#include "infer/fake.h"

#include <errno.h>
#include <math.h>
#include <sightline/hands.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#define STAGE_SIDE_PX 256
#define STAGE_ACTORS 8
#define STAGE_REGION 0.26f /* side of an actor's region, in sides of the picture: the palm's times 2.6 */
#define STAGE_REACH 0.09f  /* an actor farther than this from a region's centre is not seen in it */

struct actor {
    float x, y;     ///< centre of the hand's region, 0..1 of the picture
    bool here;      ///< seen by the landmark model
    bool unnoticed; ///< not seen by palm detection
};

struct stage {
    struct actor actor[STAGE_ACTORS];
    bool palm_fails, hand_fails, hand_raves; ///< raves: gives numbers that are none
    atomic_int palm_runs, hand_runs;
    uint8_t pixels[STAGE_SIDE_PX * STAGE_SIDE_PX * 3];
    struct sl_frame frame;
};

/* Where the tensor's centre lies in the picture: red is x, green is y. */
static inline void stage_centre(const struct sl__model_row *row, const float *tensor, float *x, float *y)
{
    int side = row->input[0].shape.dim[1], middle = (side / 2 * side + side / 2) * 3;
    *x = tensor[middle] * 255.0f / STAGE_SIDE_PX;
    *y = tensor[middle + 1] * 255.0f / STAGE_SIDE_PX;
}

/* One anchor per actor, the first of its cell in the 12x12 grid; better scores first in the list. */
static inline void stage_palms(const struct stage *stage, float *raw, float *logit)
{
    const float side = 192.0f, size = STAGE_REGION / 2.6f * side;
    for (int i = 0; i < 2016; i++)
        logit[i] = -20.0f;
    for (int i = 0; i < STAGE_ACTORS; i++) {
        const struct actor *actor = &stage->actor[i];
        if (!actor->here || actor->unnoticed)
            continue;
        float x = actor->x * side, y = actor->y * side + size / 2.0f; /* the region is half a palm above it */
        int column = (int)fminf(11.0f, x / 16.0f), line = (int)fminf(11.0f, y / 16.0f);
        int anchor = 1152 + (line * 12 + column) * 6;
        float *row = raw + 18 * anchor, dx = x - ((float)column + 0.5f) * 16.0f, dy = y - ((float)line + 0.5f) * 16.0f;
        logit[anchor] = 4.0f - (float)i * 0.25f;
        row[0] = dx, row[1] = dy, row[2] = row[3] = size;
        for (int k = 0; k < 7; k++)
            row[4 + 2 * k] = dx, row[5 + 2 * k] = dy - (k == 2 ? size / 2.0f : 0.0f);
        row[4] = dx, row[5] = dy + size / 2.0f;
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

/* A hand upright at the actor's place, so wide that the next region is as large as this one and centred on the actor. */
static inline void stage_hand(const struct actor *actor, float x, float y, float *const *output)
{
    static const float column[21] = {.5f, .4f, .35f, .32f, .3f, .4f, .4f, .4f, .4f, .5f, .5f,
                                     .5f, .5f, .6f,  .6f,  .6f, .6f, .65f, .65f, .65f, .65f};
    static const float line[21] = {.8f, .72f, .65f, .6f,  .55f, .45f, .30f, .2f, .1f, .45f, .30f,
                                   .2f, .1f,  .45f, .30f, .2f,  .1f,  .5f,  .4f, .3f, .2f};
    output[1][0] = actor ? 0.9f : 0.1f;
    output[2][0] = actor ? 0.25f + 0.5f * actor->x : 0.5f;
    for (int i = 0; actor && i < 21; i++) {
        output[0][3 * i] = (column[i] + (actor->x - x) / STAGE_REGION) * 224.0f;
        output[0][3 * i + 1] = (line[i] + (actor->y - y) / STAGE_REGION) * 224.0f;
        output[0][3 * i + 2] = (float)i;
        output[3][3 * i] = column[i] * 0.1f;
        output[3][3 * i + 1] = line[i] * 0.1f;
        output[3][3 * i + 2] = 0.0f;
    }
}

/* For sl__fake_set(). */
static inline int stage_play(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    struct stage *stage = arg;
    if (!strncmp(row->name, "palm", 4)) {
        atomic_fetch_add(&stage->palm_runs, 1);
        stage_palms(stage, output[0], output[1]);
        return stage->palm_fails ? -EIO : 0;
    }
    float x, y;
    atomic_fetch_add(&stage->hand_runs, 1);
    stage_centre(row, input[0], &x, &y);
    stage_hand(stage_seen(stage, x, y), x, y, output);
    for (int i = 0; stage->hand_raves && i < 63; i++)
        output[0][i] = output[3][i] = NAN;
    return stage->hand_fails ? -EIO : 0;
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
