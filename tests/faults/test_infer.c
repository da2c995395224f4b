/* Model files: read, cut, put back; and opened as the engines that are there do it, on the real files. */
#include "faults.h"
#include "infer/model.h"
#include "infer/tflite_cut.h"
#include "infer/tflite_mean.h"
#include "tiny_tflite.h"

static int cut_operation(void *arg, struct sl_error *why)
{
    struct tiny tiny;
    struct sl__graph graph;
    struct sl__mean mean;
    struct sl__cut_undo undo = {0};
    (void)arg;
    tiny_build(&tiny, 0);
    struct tiny before = tiny;
    const struct sl__cut cut = {.inputs = 1, .input = {TINY_MEAN}, .outputs = 1, .output = {TINY_OUT_A}};
    int err = sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", why);
    if (err < 0)
        return err;
    err = sl__mean_find(&graph, &mean);
    if (err == 0)
        err = sl__cut_save(&undo, &graph);
    if (err == 0) {
        err = sl__tflite_cut(tiny.bytes, &graph, &cut, "tiny", why);
        if (err == 0)
            sl__cut_restore(&undo, tiny.bytes, &graph);
        CHECK(!memcmp(&before, &tiny, sizeof(tiny))); /* after a failure as after putting back */
    }
    sl__cut_undo_finish(&undo);
    sl__graph_finish(&graph);
    return err;
}

static void a_model_file_cut(void)
{
    faults_each(cut_operation, NULL, FAULTS_CODE); /* finding the MEAN and saving give no sentence */
}

static int open_operation(void *arg, struct sl_error *why)
{
    struct sl__model *model;
    int err = sl__model_open(&model, SL_MODEL_PALM_LITE, arg, why);
    CHECK((err < 0) == !model);
    if (err < 0)
        return err;
    for (size_t i = 0; i < sl__shape_count(&model->input_shape[0]); i++)
        model->input[0][i] = 0;
    err = sl__model_run(model);
    sl__model_close(&model);
    return err;
}

static void open_with(enum sl_engine engine)
{
    const struct sl_engine_opts opts = {.engine = engine, .threads = 1, .cache_dir = ""};
    struct sl_error why = {""};
    struct sl__model *model = NULL;
    if (sl__model_open(&model, SL_MODEL_PALM_LITE, &opts, &why) < 0)
        SKIP("%.150s", why.text);
    sl__model_close(&model);
    struct sl_engine_opts lasting = opts;
    faults_each(open_operation, &lasting, FAULTS_SENTENCE);
}

static void a_model_in_the_fake_engine(void)
{
    open_with(SL_ENGINE_FAKE);
}

static void a_model_in_tflite(void)
{
    open_with(SL_ENGINE_TFLITE);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_model_file_cut);
    RUN(a_model_in_the_fake_engine);
    RUN(a_model_in_tflite);
    return TAP_END();
}
