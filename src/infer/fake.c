/* The fake engine. */
#include "infer/fake.h"

#include "base/error.h"
#include "infer/engine.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct fake_model {
    struct sl__model base;
    float *out[SL_MODEL_TENSORS_MAX];
};

static struct {
    sl__fake_fn fn;
    void *arg;
    atomic_uint runs;
} script;

void sl__fake_set(sl__fake_fn fn, void *arg)
{
    script.fn = fn;
    script.arg = arg;
}

unsigned sl__fake_runs(void)
{
    return atomic_load(&script.runs);
}

static void fake_close(struct sl__model *model)
{
    struct fake_model *fake = (struct fake_model *)model;
    for (int i = 0; i < SL_MODEL_TENSORS_MAX; i++) {
        free(model->input[i]);
        free(fake->out[i]);
    }
    free(fake);
}

static int fake_load(struct sl__model **model, uint8_t *bytes, size_t size, const struct sl__model_row *row,
                     const struct sl_engine_opts *opts, struct sl_error *why)
{
    (void)bytes, (void)size, (void)opts;
    struct fake_model *fake = calloc(1, sizeof(*fake));
    bool good = fake != NULL;
    for (int i = 0; good && i < row->inputs; i++) {
        fake->base.input_shape[i] = row->input[i].shape;
        fake->base.input[i] = calloc(sl__shape_count(&row->input[i].shape), sizeof(float));
        good = fake->base.input[i] != NULL;
    }
    for (int i = 0; good && i < row->outputs; i++) {
        fake->base.output_shape[i] = row->output[i].shape;
        fake->base.output[i] = fake->out[i] = calloc(sl__shape_count(&row->output[i].shape), sizeof(float));
        good = fake->out[i] != NULL;
    }
    if (!good) {
        if (fake)
            fake_close(&fake->base);
        return sl__error_set(why, -ENOMEM, "%s: no memory for the fake engine", row->name);
    }
    fake->base.inputs = row->inputs;
    fake->base.outputs = row->outputs;
    *model = &fake->base;
    return 0;
}

/* A pattern that no two neighbours share, moved by the input. */
static void fill_pattern(struct fake_model *fake)
{
    for (int i = 0; i < fake->base.outputs; i++) {
        size_t count = sl__shape_count(&fake->base.output_shape[i]);
        for (size_t k = 0; k < count; k++)
            fake->out[i][k] = fake->base.input[0][0] + (float)(i + 1) * 0.125f + (float)(k % 64) * 0.0009765625f;
    }
}

static int fake_run(struct sl__model *model)
{
    struct fake_model *fake = (struct fake_model *)model;
    atomic_fetch_add(&script.runs, 1);
    if (script.fn)
        return script.fn(model->row, (const float *const *)model->input, fake->out, script.arg);
    fill_pattern(fake);
    return 0;
}

const struct sl__engine_ops sl__engine_fake = {.name = "fake", .load = fake_load, .run = fake_run, .close = fake_close};
