/* The fake engine: the table's shapes without any file, numbers by script. */
#include "infer/fake.h"
#include "tap.h"

#include <errno.h>

static const struct sl_engine_opts opts = {.engine = SL_ENGINE_FAKE, .threads = 1, .model_dir = "/nowhere"};

static void a_model_has_the_shapes_of_the_table(void)
{
    for (int id = 0; id < SL_MODEL_COUNT; id++) {
        const struct sl__model_row *row = sl__model_row(id);
        struct sl__model *model;
        CHECK_INT(sl__model_open(&model, id, &opts, NULL), 0);
        CHECK_INT(model->inputs, row->inputs);
        CHECK_INT(model->outputs, row->outputs);
        for (int i = 0; i < row->outputs; i++)
            CHECK(!memcmp(&model->output_shape[i], &row->output[i].shape, sizeof(struct sl__shape)));
        sl__model_close(&model);
        CHECK(model == NULL);
        sl__model_close(&model);
    }
}

static void the_same_input_gives_the_same_output(void)
{
    struct sl__model *a, *b;
    CHECK_INT(sl__model_open(&a, SL_MODEL_HAND_FULL, &opts, NULL), 0);
    CHECK_INT(sl__model_open(&b, SL_MODEL_HAND_FULL, &opts, NULL), 0);
    a->input[0][0] = b->input[0][0] = 0.25f;
    CHECK_INT(sl__model_run(a), 0);
    CHECK_INT(sl__model_run(b), 0);
    CHECK_BITS(a->output[3], b->output[3], 63);
    b->input[0][0] = 0.5f;
    CHECK_INT(sl__model_run(b), 0);
    CHECK(a->output[0][0] != b->output[0][0]);
    sl__model_close(&a);
    sl__model_close(&b);
}

struct script {
    int calls;
    const char *name;
};

static int present_at_second(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    struct script *script = arg;
    script->name = row->name;
    output[1][0] = input[0][5];
    return ++script->calls == 3 ? -EIO : 0;
}

static void a_script_writes_the_outputs_and_may_fail(void)
{
    struct script script = {0};
    struct sl__model *model;
    unsigned before = sl__fake_runs();
    CHECK_INT(sl__model_open(&model, SL_MODEL_HAND_LITE, &opts, NULL), 0);
    sl__fake_set(present_at_second, &script);
    model->input[0][5] = 0.75f;
    CHECK_INT(sl__model_run(model), 0);
    CHECK(model->output[1][0] == 0.75f);
    CHECK_INT(sl__model_run(model), 0);
    CHECK_INT(sl__model_run(model), -EIO);
    CHECK_INT(sl__model_run(model), 0);
    CHECK_TEXT(script.name, "hand_landmark_lite");
    CHECK_INT(sl__fake_runs() - before, 4);
    sl__fake_set(NULL, NULL);
    sl__model_close(&model);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_model_has_the_shapes_of_the_table);
    RUN(the_same_input_gives_the_same_output);
    RUN(a_script_writes_the_outputs_and_may_fail);
    return TAP_END();
}
