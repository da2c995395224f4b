/*
 * The exact engine: TFLite with XNNPACK, the kernels of the original. A model is one interpreter, or two with the MEAN
 * between them summed here (tflite_mean.h); from outside there is no difference.
 */
#include <tensorflow/lite/c/c_api.h>

#include "base/error.h"
#include "infer/engine.h"
#include "infer/tflite_library.h"
#include "infer/tflite_mean.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tflite_part {
    TfLiteModel *model;
    TfLiteDelegate *delegate;
    TfLiteInterpreter *interpreter;
};

struct tflite_model {
    struct sl__model base;
    const struct tflite_library *lib;
    struct tflite_part body, heads; ///< heads: after the MEAN, only with split
    bool split;
    struct sl__mean mean;
    const float *cells; ///< MEAN's input, in body's memory
    float *mean_out;    ///< its output, in heads' memory
    struct sl_error said; ///< the library's last complaint
};

static void remember(void *arg, const char *format, va_list args)
{
    struct tflite_model *tflite = arg;
    vsnprintf(tflite->said.text, sizeof(tflite->said.text), format, args);
    tflite->said.text[strcspn(tflite->said.text, "\n")] = '\0';
}

static void part_close(const struct tflite_library *lib, struct tflite_part *part)
{
    if (part->interpreter)
        lib->TfLiteInterpreterDelete(part->interpreter);
    if (part->delegate)
        lib->TfLiteXNNPackDelegateDelete(part->delegate);
    if (part->model)
        lib->TfLiteModelDelete(part->model);
    *part = (struct tflite_part){0};
}

static void tflite_close(struct sl__model *model)
{
    struct tflite_model *tflite = (struct tflite_model *)model;
    part_close(tflite->lib, &tflite->heads);
    part_close(tflite->lib, &tflite->body);
    free(tflite);
}

/* Interpreter over the bytes as they are cut now. Once it exists it reads only constants from them. */
static int part_open(struct tflite_model *tflite, struct tflite_part *part, const uint8_t *bytes, size_t size,
                     int threads)
{
    const struct tflite_library *lib = tflite->lib;
    const struct tflite_xnnpack_opts xnnpack = {.threads = threads};
    TfLiteInterpreterOptions *opts = lib->TfLiteInterpreterOptionsCreate();
    part->model = lib->TfLiteModelCreate(bytes, size);
    part->delegate = lib->TfLiteXNNPackDelegateCreate(&xnnpack);
    if (opts && part->model && part->delegate) {
        lib->TfLiteInterpreterOptionsSetNumThreads(opts, threads);
        lib->TfLiteInterpreterOptionsSetErrorReporter(opts, remember, tflite);
        lib->TfLiteInterpreterOptionsAddDelegate(opts, part->delegate);
        part->interpreter = lib->TfLiteInterpreterCreate(part->model, opts);
    }
    if (opts)
        lib->TfLiteInterpreterOptionsDelete(opts);
    return part->interpreter && lib->TfLiteInterpreterAllocateTensors(part->interpreter) == kTfLiteOk ? 0 : -EIO;
}

/* Cut, open, and put the bytes back as they were. */
static int part_open_cut(struct tflite_model *tflite, struct tflite_part *part, uint8_t *bytes,
                         const struct sl__graph *graph, const struct sl__cut *cut, int threads)
{
    struct sl__cut_undo undo;
    int err = sl__cut_save(&undo, graph);
    if (err < 0)
        return err;
    err = sl__tflite_cut(bytes, graph, cut, tflite->base.row->name, &tflite->said);
    if (err == 0)
        err = part_open(tflite, part, bytes, graph->size, threads);
    sl__cut_restore(&undo, bytes, graph);
    sl__cut_undo_finish(&undo);
    return err;
}

/* One end of the model: its shape, and where its numbers lie; NULL when it is not what we can use. */
static float *describe(const struct tflite_library *lib, const TfLiteTensor *tensor, struct sl__shape *shape)
{
    if (!tensor || lib->TfLiteTensorType(tensor) != kTfLiteFloat32)
        return NULL;
    shape->rank = lib->TfLiteTensorNumDims(tensor);
    if (shape->rank < 1 || shape->rank > SL_TENSOR_DIMS_MAX)
        return NULL;
    for (int i = 0; i < shape->rank; i++)
        shape->dim[i] = lib->TfLiteTensorDim(tensor, i);
    if (lib->TfLiteTensorByteSize(tensor) != sl__shape_count(shape) * sizeof(float))
        return NULL;
    return lib->TfLiteTensorData(tensor);
}

/* Where the MEAN reads and writes: the end of one part, the beginning of the other. */
static int bind_mean(struct tflite_model *tflite)
{
    const struct tflite_library *lib = tflite->lib;
    struct sl__shape in, out;
    tflite->cells = describe(lib, lib->TfLiteInterpreterGetOutputTensor(tflite->body.interpreter, 0), &in);
    tflite->mean_out = describe(lib, lib->TfLiteInterpreterGetInputTensor(tflite->heads.interpreter, 0), &out);
    size_t channels = (size_t)tflite->mean.channels;
    return tflite->cells && tflite->mean_out && sl__shape_count(&in) == (size_t)tflite->mean.cells * channels &&
           sl__shape_count(&out) == channels ? 0 : -EIO;
}

static int open_split(struct tflite_model *tflite, uint8_t *bytes, const struct sl__graph *graph, int threads)
{
    struct sl__cut body = {.inputs = graph->inputs, .outputs = 1, .output = {tflite->mean.cells_tensor}};
    struct sl__cut heads = {.inputs = 1, .input = {tflite->mean.mean_tensor}, .outputs = graph->outputs};
    memcpy(body.input, graph->input, (size_t)graph->inputs * sizeof(body.input[0]));
    memcpy(heads.output, graph->output, (size_t)graph->outputs * sizeof(heads.output[0]));
    int err = part_open_cut(tflite, &tflite->body, bytes, graph, &body, threads);
    if (err == 0)
        err = part_open_cut(tflite, &tflite->heads, bytes, graph, &heads, 1);
    if (err < 0)
        return err;
    return bind_mean(tflite);
}

static int open_parts(struct tflite_model *tflite, uint8_t *bytes, size_t size, int threads, struct sl_error *why)
{
    struct sl__graph graph;
    int err = sl__graph_parse(&graph, bytes, size, tflite->base.row->file, why);
    if (err < 0)
        return err;
    err = sl__mean_find(&graph, &tflite->mean);
    tflite->split = err == 0;
    if (tflite->split)
        err = open_split(tflite, bytes, &graph, threads);
    else if (err == -ENOENT)
        err = part_open(tflite, &tflite->body, bytes, size, threads);
    sl__graph_finish(&graph);
    if (err < 0)
        sl__error_set(why, err, "%s: TFLite %s cannot prepare it%s%s", tflite->base.row->name,
                      tflite->lib->TfLiteVersion(), tflite->said.text[0] ? ": " : "", tflite->said.text);
    return err;
}

static int describe_ends(struct tflite_model *tflite, struct sl_error *why)
{
    const struct tflite_library *lib = tflite->lib;
    struct sl__model *base = &tflite->base;
    TfLiteInterpreter *first = tflite->body.interpreter;
    TfLiteInterpreter *last = tflite->split ? tflite->heads.interpreter : first;
    base->inputs = lib->TfLiteInterpreterGetInputTensorCount(first);
    base->outputs = lib->TfLiteInterpreterGetOutputTensorCount(last);
    bool good = base->inputs <= SL_MODEL_TENSORS_MAX && base->outputs <= SL_MODEL_TENSORS_MAX;
    for (int i = 0; good && i < base->inputs; i++) {
        base->input[i] = describe(lib, lib->TfLiteInterpreterGetInputTensor(first, i), &base->input_shape[i]);
        good = base->input[i] != NULL;
    }
    for (int i = 0; good && i < base->outputs; i++) {
        base->output[i] = describe(lib, lib->TfLiteInterpreterGetOutputTensor(last, i), &base->output_shape[i]);
        good = base->output[i] != NULL;
    }
    return good ? 0 : sl__error_set(why, -EPROTO, "%s: TFLite gives inputs or outputs that are not float32 of up to %d "
                                    "dimensions", base->row->name, SL_TENSOR_DIMS_MAX);
}

static int tflite_run(struct sl__model *model)
{
    struct tflite_model *tflite = (struct tflite_model *)model;
    const struct tflite_library *lib = tflite->lib;
    if (lib->TfLiteInterpreterInvoke(tflite->body.interpreter) != kTfLiteOk)
        return -EIO;
    if (!tflite->split)
        return 0;
    sl__mean_cells(tflite->cells, tflite->mean.cells, tflite->mean.channels, tflite->mean_out);
    return lib->TfLiteInterpreterInvoke(tflite->heads.interpreter) == kTfLiteOk ? 0 : -EIO;
}

/* XNNPACK makes its work space in the first run; so that is over before frames flow. */
static int warm_up(struct tflite_model *tflite, struct sl_error *why)
{
    for (int i = 0; i < tflite->base.inputs; i++)
        memset(tflite->base.input[i], 0, sl__shape_count(&tflite->base.input_shape[i]) * sizeof(float));
    int err = tflite_run(&tflite->base);
    if (err < 0)
        sl__error_set(why, err, "%s: TFLite %s cannot run it: %s", tflite->base.row->name,
                      tflite->lib->TfLiteVersion(), tflite->said.text);
    return err;
}

static int tflite_load(struct sl__model **model, uint8_t *bytes, size_t size, const struct sl__model_row *row,
                       const struct sl_engine_opts *opts, struct sl_error *why)
{
    const struct tflite_library *lib;
    if (opts->precision != SL_PRECISION_F32)
        return sl__error_set(why, -ENOTSUP, "engine tflite computes in f32 only; bf16 needs engine openvino");
    int err = tflite_library_get(&lib, why);
    if (err < 0)
        return err;
    struct tflite_model *tflite = calloc(1, sizeof(*tflite));
    if (!tflite)
        return sl__error_set(why, -ENOMEM, "%s: no memory for its engine", row->name);
    tflite->lib = lib;
    tflite->base.row = row;
    err = open_parts(tflite, bytes, size, opts->threads > 0 ? opts->threads : 1, why);
    if (err == 0)
        err = describe_ends(tflite, why);
    if (err == 0)
        err = warm_up(tflite, why);
    if (err < 0) {
        tflite_close(&tflite->base);
        return err;
    }
    *model = &tflite->base;
    return 0;
}

const struct sl__engine_ops sl__engine_tflite = {
    .name = "tflite", .keeps_bytes = true, .load = tflite_load, .run = tflite_run, .close = tflite_close};
