/*
 * A script for the fake engine that answers for every model: detectors see one thing, landmark models a figure that stays about where
 * it is, whatever the picture shows. For tests of what stands above the analysers; a run may be made to fail.
 */
#ifndef SL_TESTS_FAKE_MODELS_H
#define SL_TESTS_FAKE_MODELS_H

#include "infer/fake.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

struct fake_models {
    atomic_int runs; ///< since fake_models_start()
    int fails_at;    ///< number of the run that fails, from 1; 0: none
};

/* One sure candidate, a third of the picture wide, with key points below and above its middle. */
static inline void fake_detection(const struct sl__model_row *row, float *const *output)
{
    size_t boxes = sl__shape_count(&row->output[0].shape), logits = sl__shape_count(&row->output[1].shape);
    float side = (float)row->input[0].shape.dim[1], *box = output[0] + 300 * (boxes / logits);
    memset(output[0], 0, boxes * sizeof(float));
    for (size_t i = 0; i < logits; i++)
        output[1][i] = -20.0f;
    output[1][300] = 4.0f;
    box[2] = box[3] = side / 3.0f;
    box[5] = side / 8.0f;
    box[7] = box[9] = -side / 8.0f;
}

/* Points of a figure in pixels of the model's input: its next region is about as large as this one. */
static inline void fake_figure(float *points, size_t numbers, size_t stride, float side, float spread)
{
    for (size_t i = 0; i < numbers / stride; i++) {
        points[i * stride] = side * (0.5f + spread * sinf((float)i * 0.7f));
        points[i * stride + 1] = side * (0.5f + spread * cosf((float)i * 0.7f));
    }
}

static inline void fake_landmarks(const struct sl__model_row *row, float *const *output)
{
    float side = (float)row->input[0].shape.dim[1];
    bool pose = !strncmp(row->name, "pose", 4), hand = !strncmp(row->name, "hand", 4);
    for (int i = 0; i < row->outputs; i++) {
        size_t count = sl__shape_count(&row->output[i].shape);
        for (size_t k = 0; k < count; k++)
            output[i][k] = 0.9f; /* sure, as a logit and as a probability */
        if (count >= 60 && row->output[i].shape.rank < 4)
            fake_figure(output[i], count, row->output[i].shape.rank == 3 ? (size_t)row->output[i].shape.dim[2] : pose && i == 0 ? 5 : 3,
                        side, hand ? 0.25f : 0.33f);
        else if (count == 1404)
            fake_figure(output[i], count, 3, side, 0.33f);
    }
    if (pose) { /* the middle of the hips, and the reach above it */
        output[0][33 * 5] = output[0][34 * 5] = output[0][33 * 5 + 1] = 0.5f * side;
        output[0][34 * 5 + 1] = 0.1f * side;
    }
}

static inline int fake_models_run(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    struct fake_models *fake = arg;
    (void)input;
    if (atomic_fetch_add(&fake->runs, 1) + 1 == fake->fails_at)
        return -EIO;
    if (strstr(row->name, "detection"))
        fake_detection(row, output);
    else
        fake_landmarks(row, output);
    return 0;
}

static inline void fake_models_start(struct fake_models *fake, int fails_at)
{
    atomic_store(&fake->runs, 0);
    fake->fails_at = fails_at;
    sl__fake_set(fake_models_run, fake);
}

#endif
