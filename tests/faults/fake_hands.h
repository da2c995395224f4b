/* A script for the fake engine that shows two hands in every picture, wherever the regions are; and a run that fails. */
#ifndef SL_TESTS_FAKE_HANDS_H
#define SL_TESTS_FAKE_HANDS_H

#include "infer/fake.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define FAKE_PALMS 2

struct fake_hands {
    atomic_int runs, palm_runs; ///< since fake_hands_start()
    int fails_at;               ///< number of the run that fails, from 1; 0: none
};

/* All candidates improbable but two, far apart: 60 px boxes in the 192 px picture, wrist below, middle finger above. */
static inline void fake_palms(const struct sl__model_row *row, float *const *output)
{
    static const int anchor[FAKE_PALMS] = {300, 1000}; /* of the 24 x 24 cells, two each: left above, right below */
    size_t boxes = sl__shape_count(&row->output[0].shape), logits = sl__shape_count(&row->output[1].shape);
    memset(output[0], 0, boxes * sizeof(float));
    for (size_t i = 0; i < logits; i++)
        output[1][i] = -20.0f;
    for (int p = 0; p < FAKE_PALMS; p++) {
        float *box = output[0] + (size_t)anchor[p] * (boxes / logits);
        box[2] = box[3] = 60.0f;
        box[5] = 25.0f;              /* wrist */
        box[4 + 2 * 2 + 1] = -25.0f; /* middle finger */
        output[1][anchor[p]] = 4.0f + (float)p;
    }
}

/*
 * Points on a circle, wrist below and middle finger above, a little below the middle of the 224 px region: the next region
 * is twice as large as its points and a tenth higher, so it lies about where this one does.
 */
static inline void fake_points(const struct sl__model_row *row, float *const *output)
{
    for (int i = 0; i < row->outputs; i++)
        memset(output[i], 0, sl__shape_count(&row->output[i].shape) * sizeof(float));
    for (int i = 0; i < 21; i++) {
        float angle = (float)i * 3.14159265f / 9.0f;
        output[0][3 * i] = 112.0f + 56.0f * sinf(angle);
        output[0][3 * i + 1] = 134.0f + 56.0f * cosf(angle);
        output[3][3 * i] = 0.01f * (float)i;
    }
    output[1][0] = 0.9f;
    output[2][0] = 0.8f;
}

static inline int fake_hands_run(const struct sl__model_row *row, const float *const *input, float *const *output,
                                 void *arg)
{
    (void)input;
    struct fake_hands *fake = arg;
    bool palms = !strncmp(row->name, "palm", 4);
    fake->palm_runs += palms;
    if (++fake->runs == fake->fails_at)
        return -1;
    if (palms)
        fake_palms(row, output);
    else
        fake_points(row, output);
    return 0;
}

static inline void fake_hands_start(struct fake_hands *fake, int fails_at)
{
    fake->runs = fake->palm_runs = 0;
    fake->fails_at = fails_at;
    sl__fake_set(fake_hands_run, fake);
}

#endif
