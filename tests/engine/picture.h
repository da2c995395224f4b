/*
 * Inputs and small helpers for the engine tests. The picture is made, not photographed: an open hand of soft-edged
 * capsules before a plain background; the models are sure that it is one (a test says so), so errors mean something.
 */
#ifndef SL_TESTS_ENGINE_PICTURE_H
#define SL_TESTS_ENGINE_PICTURE_H

#include "infer/model.h"
#include "tap.h"
#include <errno.h>
#include <glob.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

struct capsule {
    float x0, y0, x1, y1, radius;
};

/* Distance from a point to a bone with flesh around it; below zero inside. */
static inline float capsule_distance(const struct capsule *c, float x, float y)
{
    float dx = c->x1 - c->x0, dy = c->y1 - c->y0;
    float t = ((x - c->x0) * dx + (y - c->y0) * dy) / (dx * dx + dy * dy);
    t = fmaxf(0.0f, fminf(1.0f, t));
    return hypotf(x - c->x0 - t * dx, y - c->y0 - t * dy) - c->radius;
}

static inline float picture_value(int side, int px, int py, int channel, unsigned seed)
{
    static const struct capsule hand[] = {
        {.50f, .99f, .50f, .80f, .085f},                                  /* wrist */
        {.45f, .74f, .45f, .56f, .09f},  {.54f, .74f, .54f, .56f, .09f},  /* palm */
        {.40f, .74f, .25f, .55f, .035f},                                  /* thumb */
        {.39f, .52f, .35f, .24f, .03f},  {.46f, .50f, .45f, .18f, .031f}, /* fingers */
        {.53f, .50f, .55f, .20f, .03f},  {.60f, .54f, .66f, .29f, .026f},
    };
    static const float skin[3] = {.80f, .60f, .50f}, wall[3] = {.25f, .30f, .33f};
    float lean = ((float)(seed % 5) - 2.0f) * 0.08f;
    float v = ((float)py + 0.5f) / (float)side, u = ((float)px + 0.5f) / (float)side + lean * (v - 0.7f);
    float nearest = 1.0f;
    for (size_t i = 0; i < sizeof(hand) / sizeof(hand[0]); i++)
        nearest = fminf(nearest, capsule_distance(&hand[i], u, v));
    float inside = fmaxf(0.0f, fminf(1.0f, 0.5f - nearest * 150.0f));
    float round = fmaxf(0.0f, fminf(1.0f, -nearest * 18.0f)); /* flesh is brighter in the middle */
    return wall[channel] + inside * (skin[channel] * (0.72f + 0.28f * round) - wall[channel]);
}

static inline void picture_fill(struct sl__model *model, unsigned seed)
{
    int side = model->input_shape[0].dim[1];
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            for (int c = 0; c < 3; c++)
                model->input[0][(y * side + x) * 3 + c] = picture_value(side, x, y, c, seed);
}

/** Greatest difference of one output of two models. */
static inline float output_error(const struct sl__model *a, const struct sl__model *b, int output)
{
    float worst = 0.0f;
    for (size_t i = 0; i < sl__shape_count(&a->output_shape[output]); i++)
        worst = fmaxf(worst, fabsf(a->output[output][i] - b->output[output][i]));
    return worst;
}

/** Why a model cannot be opened here (a part is missing, or the build lacks the engine), or NULL. */
static inline const char *model_absent(enum sl__model_id id, const struct sl_engine_opts *opts)
{
    static struct sl_error why;
    struct sl__model *model = NULL;
    int err = sl__model_open(&model, id, opts, &why);
    sl__model_close(&model);
    return err == -ENOENT || err == -ENOTSUP ? why.text : NULL;
}

/** A test's own folder and the files in it. */
static inline void remove_folder(const char *folder)
{
    char pattern[256];
    glob_t found = {0};
    snprintf(pattern, sizeof(pattern), "%s/*", folder);
    glob(pattern, 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
    rmdir(folder);
}

#endif
