/*
 * A stage for the holistic analyser: a picture whose colours tell where one looks (red is x, green is y), and a fake engine
 * that sees the people who stand there. Every model gives true places in the picture, turned into its region's units; of two
 * people at the same spot it sees the one in front.
 */
#ifndef SL_TESTS_PEOPLE_STAGE_H
#define SL_TESTS_PEOPLE_STAGE_H

#include "infer/fake.h"

#include <errno.h>
#include <math.h>
#include <sightline/holistic.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#define STAGE_SIDE_PX 256
#define STAGE_PEOPLE 4
#define STAGE_REACH 0.16f /* from the hips, half of a body; its region is 2.5 times that wide */
#define STAGE_HEAD 0.15f  /* of the face above the hips */
#define STAGE_ARM 0.09f   /* of the wrists beside them */
#define STAGE_HAND 0.03f  /* from the wrist to the hand's middle */
#define STAGE_FACE 0.04f  /* radius */

struct actor {
    float x, y;                  ///< the hips, 0..1 of the picture
    bool here;                   ///< seen by the landmark model
    bool unnoticed;              ///< not seen by the detector
    bool left_hand, right_hand, face;
    bool left_arm_hidden, right_arm_hidden; ///< the wrist's visibility is low
};

enum stage_model {
    STAGE_DETECTOR, STAGE_BODY, STAGE_RECROP, STAGE_HAND_MODEL, STAGE_FACE_DETECTOR, STAGE_FACE_MODEL, STAGE_MODELS
};

struct stage {
    struct actor actor[STAGE_PEOPLE]; ///< the first stand in front
    bool fails[STAGE_MODELS];
    bool raves;                       ///< the body model gives numbers that are none
    float hand_shift;                 ///< landmarks lie this far beside the hand: where it is followed to, not where it is found
    atomic_int runs[STAGE_MODELS];
    _Atomic float hand_x[2];          ///< where the last left and right hand was looked for
    uint8_t pixels[STAGE_SIDE_PX * STAGE_SIDE_PX * 3];
    struct sl_frame frame;
};

/* A region in the picture as its tensor shows it: the middle, and how the picture's place moves along its rows and columns. */
struct view {
    float x, y, right_x, right_y, down_x, down_y;
};

static inline struct view stage_view(const struct sl__model_row *row, const float *tensor, float low, float high)
{
    const int side = row->input[0].shape.dim[1], steps = 16, quarter = side / 4;
    float unit = 255.0f / (high - low) / STAGE_SIDE_PX;
    struct view v = {0};
    for (int i = 0; i < steps; i++) {
        for (int k = 0; k < steps; k++) {
            int line = quarter + (2 * i + 1) * quarter / steps, column = quarter + (2 * k + 1) * quarter / steps;
            const float *p = tensor + 3 * (line * side + column);
            float x = (p[0] - low) * unit, y = (p[1] - low) * unit;
            float h = (k < steps / 2 ? -1.0f : 1.0f), w = (i < steps / 2 ? -1.0f : 1.0f); /* halves are a quarter side apart */
            v.x += x, v.y += y;
            v.right_x += 4.0f * h * x * 2.0f, v.right_y += 4.0f * h * y * 2.0f;
            v.down_x += 4.0f * w * x * 2.0f, v.down_y += 4.0f * w * y * 2.0f;
        }
    }
    float count = (float)(steps * steps);
    return (struct view){v.x / count, v.y / count, v.right_x / count, v.right_y / count, v.down_x / count, v.down_y / count};
}

/* A place of the picture in the region, 0..1. */
static inline void stage_place(const struct view *v, float x, float y, float *u, float *w)
{
    float dx = x - v->x, dy = y - v->y, det = v->right_x * v->down_y - v->right_y * v->down_x;
    *u = 0.5f + (dx * v->down_y - dy * v->down_x) / det;
    *w = 0.5f + (dy * v->right_x - dx * v->right_y) / det;
}

static inline int stage_model_of(const struct sl__model_row *row)
{
    static const char *const names[STAGE_MODELS] = {"pose_detection", "pose_landmark", "hand_recrop", "hand_landmark",
                                                    "face_detection", "face_landmark"};
    for (int i = 0; i < STAGE_MODELS; i++)
        if (!strncmp(row->name, names[i], strlen(names[i])))
            return i;
    return 0;
}

/* The wrist of one arm; side 0 is the left one, which is on the picture's right. */
static inline float stage_wrist_x(const struct actor *actor, int side)
{
    return actor->x + (side ? -STAGE_ARM : STAGE_ARM);
}

/* Where body point i is. */
static inline void stage_point(const struct actor *actor, int i, float *x, float *y)
{
    static const float face[11][2] = {{0, 0}, {.01f, -.01f}, {.015f, -.01f}, {.02f, -.01f}, {-.01f, -.01f}, {-.015f, -.01f},
                                      {-.02f, -.01f}, {.03f, -.005f}, {-.03f, -.005f}, {.01f, .015f}, {-.01f, .015f}};
    *x = actor->x + 0.002f * (float)(i % 5 - 2);
    *y = actor->y + 0.01f * (float)(i - 23);
    if (i < 11)
        *x = actor->x + face[i][0], *y = actor->y - STAGE_HEAD + face[i][1];
    else if (i < 13)
        *x = actor->x + (i == 11 ? 0.05f : -0.05f), *y = actor->y - 0.1f;
    else if (i >= SL_POSE_LEFT_WRIST && i <= SL_POSE_RIGHT_WRIST)
        *x = stage_wrist_x(actor, i - SL_POSE_LEFT_WRIST), *y = actor->y;
    else if (i >= SL_POSE_LEFT_PINKY && i <= SL_POSE_RIGHT_INDEX)
        *x = stage_wrist_x(actor, (i - SL_POSE_LEFT_PINKY) % 2), *y = actor->y - STAGE_HAND;
    else if (i >= 33)
        *x = actor->x, *y = i == 34 ? actor->y - STAGE_REACH : actor->y;
}

/* The first of those whose place is near: others are hidden behind. */
static inline const struct actor *stage_seen(const struct stage *stage, const struct view *v, float dx, float dy, float near)
{
    for (int i = 0; i < STAGE_PEOPLE; i++) {
        const struct actor *actor = &stage->actor[i];
        if (actor->here && fabsf(actor->x + dx - v->x) < near && fabsf(actor->y + dy - v->y) < near)
            return actor;
    }
    return NULL;
}

/* One anchor of a grid, the first of its cell; boxes and keypoints come as differences from its centre. */
static inline float *stage_anchor(int columns, int cells, int first, int per_cell, float stride, float x, float y, float *raw,
                                  int *anchor, float *ax, float *ay)
{
    int column = (int)fminf((float)(cells - 1), fmaxf(0.0f, x / stride));
    int line = (int)fminf((float)(cells - 1), fmaxf(0.0f, y / stride));
    *anchor = first + (line * cells + column) * per_cell;
    *ax = ((float)column + 0.5f) * stride;
    *ay = ((float)line + 0.5f) * stride;
    return raw + columns * *anchor;
}

static inline void stage_detector(const struct stage *stage, float *raw, float *logit)
{
    const float side = 224.0f;
    for (int i = 0; i < 2254; i++)
        logit[i] = -20.0f;
    for (int i = 0; i < STAGE_PEOPLE; i++) {
        const struct actor *actor = &stage->actor[i];
        if (!actor->here || actor->unnoticed)
            continue;
        float x = actor->x * side, y = actor->y * side, ax, ay;
        int anchor;
        float *row = stage_anchor(12, 14, 28 * 28 * 2, 2, 16.0f, x, y, raw, &anchor, &ax, &ay);
        logit[anchor] = 4.0f - 0.25f * (float)i;
        row[0] = x - ax, row[1] = y - STAGE_HEAD * side - ay, row[2] = row[3] = 0.08f * side;
        for (int k = 0; k < 4; k++)
            row[4 + 2 * k] = x - ax, row[5 + 2 * k] = y - ay - (k == 1 ? STAGE_REACH * side : 0.0f);
    }
}

static inline void stage_body(const struct stage *stage, const struct view *v, float *const *output)
{
    const struct actor *actor = stage_seen(stage, v, 0.0f, 0.0f, 0.1f);
    output[1][0] = actor ? 0.9f : 0.1f;
    for (int i = 0; i < 64 * 64 * 39 && output[2][i] != -20.0f; i++)
        output[2][i] = -20.0f; /* sure of nothing, so points stay; it stays in the buffer, too */
    for (int i = 0; actor && i < 39; i++) {
        float x, y, u, w, *row = output[0] + 5 * i;
        stage_point(actor, i, &x, &y);
        stage_place(v, x, y, &u, &w);
        bool hidden = (i == SL_POSE_LEFT_WRIST && actor->left_arm_hidden) ||
                      (i == SL_POSE_RIGHT_WRIST && actor->right_arm_hidden);
        row[0] = stage->raves ? NAN : u * 256.0f;
        row[1] = w * 256.0f, row[2] = (float)i;
        row[3] = hidden ? -5.0f : 5.0f, row[4] = 1.0f;
        for (int axis = 0; axis < 3; axis++)
            output[3][3 * i + axis] = 0.01f * (float)(i + axis);
    }
    for (int i = 0; output[4] && i < 256 * 256 && output[4][i] != 3.0f; i++)
        output[4][i] = 3.0f;
}

/* Always the middle of its region, and half as wide: as if the arm's end had been right. */
static inline void stage_recrop(float *output)
{
    output[0] = output[1] = output[2] = 128.0f;
    output[3] = 128.0f + 72.0f;
}

static inline void stage_hand(struct stage *stage, const struct view *v, float *const *output)
{
    static const float column[21] = {.5f, .4f, .35f, .32f, .3f, .4f, .4f, .4f, .4f, .5f, .5f,
                                     .5f, .5f, .6f,  .6f,  .6f, .6f, .65f, .65f, .65f, .65f};
    static const float line[21] = {.8f, .72f, .65f, .6f,  .55f, .45f, .30f, .2f, .1f, .45f, .30f,
                                   .2f, .1f,  .45f, .30f, .2f,  .1f,  .5f,  .4f, .3f, .2f};
    bool found = false;
    for (int side = 0; side < 2; side++) {
        const struct actor *actor = stage_seen(stage, v, side ? -STAGE_ARM : STAGE_ARM, -STAGE_HAND, 0.05f);
        if (!actor || found)
            continue;
        found = side ? actor->right_hand : actor->left_hand;
        if (actor == &stage->actor[0])
            stage->hand_x[side] = v->x;
    }
    output[1][0] = found ? 0.9f : 0.1f;
    output[2][0] = 0.5f;
    for (int i = 0; i < 21; i++) {
        output[0][3 * i] = (column[i] + stage->hand_shift) * 224.0f;
        output[0][3 * i + 1] = line[i] * 224.0f;
        output[0][3 * i + 2] = (float)i;
    }
}

static inline void stage_face_detector(const struct stage *stage, const struct view *v, float *raw, float *logit)
{
    const struct actor *actor = stage_seen(stage, v, 0.0f, -STAGE_HEAD, 0.05f);
    static const float point[6][2] = {{-.02f, -.01f}, {.02f, -.01f}, {0, 0}, {0, .02f}, {-.03f, 0}, {.03f, 0}};
    for (int i = 0; i < 896; i++)
        logit[i] = -20.0f;
    if (!actor || !actor->face)
        return;
    float u, w, ax, ay;
    int anchor;
    stage_place(v, actor->x, actor->y - STAGE_HEAD, &u, &w);
    float *row = stage_anchor(16, 8, 16 * 16 * 2, 6, 16.0f, u * 128.0f, w * 128.0f, raw, &anchor, &ax, &ay);
    logit[anchor] = 4.0f;
    row[0] = u * 128.0f - ax, row[1] = w * 128.0f - ay, row[2] = row[3] = 40.0f;
    for (int k = 0; k < 6; k++) {
        stage_place(v, actor->x + point[k][0], actor->y - STAGE_HEAD + point[k][1], &u, &w);
        row[4 + 2 * k] = u * 128.0f - ax, row[5 + 2 * k] = w * 128.0f - ay;
    }
}

/* Points on a circle; 33 and 263 are its left and right. */
static inline void stage_face(const struct stage *stage, const struct view *v, float *const *output)
{
    const struct actor *actor = stage_seen(stage, v, 0.0f, -STAGE_HEAD, 0.05f);
    output[1][0] = actor && actor->face ? 4.0f : -4.0f;
    for (int i = 0; actor && i < 468; i++) {
        float angle = i == 33 ? 3.1415927f : i == 263 ? 0.0f : (float)i * 0.1f, u, w;
        stage_place(v, actor->x + STAGE_FACE * cosf(angle), actor->y - STAGE_HEAD + STAGE_FACE * sinf(angle), &u, &w);
        output[0][3 * i] = u * 192.0f, output[0][3 * i + 1] = w * 192.0f, output[0][3 * i + 2] = (float)i;
    }
}

/* For sl__fake_set(). */
static inline int stage_play(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    struct stage *stage = arg;
    int model = stage_model_of(row);
    atomic_fetch_add(&stage->runs[model], 1);
    bool signed_input = model == STAGE_DETECTOR || model == STAGE_FACE_DETECTOR;
    struct view v = stage_view(row, input[0], signed_input ? -1.0f : 0.0f, 1.0f);
    switch (model) {
    case STAGE_DETECTOR: stage_detector(stage, output[0], output[1]); break;
    case STAGE_BODY: stage_body(stage, &v, output); break;
    case STAGE_RECROP: stage_recrop(output[0]); break;
    case STAGE_HAND_MODEL: stage_hand(stage, &v, output); break;
    case STAGE_FACE_DETECTOR: stage_face_detector(stage, &v, output[0], output[1]); break;
    default: stage_face(stage, &v, output); break;
    }
    return stage->fails[model] ? -EIO : 0;
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

/* Everybody wears a blue of their own; the models do not look at it. */
static inline void stage_dress(struct stage *stage)
{
    for (int i = 0; i < STAGE_SIDE_PX * STAGE_SIDE_PX; i++)
        stage->pixels[3 * i + 2] = 128;
    for (int i = STAGE_PEOPLE - 1; i >= 0; i--) {
        const struct actor *actor = &stage->actor[i];
        int left = (int)((actor->x - 0.08f) * STAGE_SIDE_PX), top = (int)((actor->y - 0.2f) * STAGE_SIDE_PX);
        for (int y = top; actor->here && y < top + 50; y++)
            for (int x = left; x < left + 41; x++)
                if (x >= 0 && y >= 0 && x < STAGE_SIDE_PX && y < STAGE_SIDE_PX)
                    stage->pixels[3 * (y * STAGE_SIDE_PX + x) + 2] = (uint8_t)(i * 80);
    }
}

static inline void stage_enter(struct stage *stage, int i, float x, float y)
{
    stage->actor[i] = (struct actor){.x = x, .y = y, .here = true, .left_hand = true, .right_hand = true, .face = true};
}

#endif
