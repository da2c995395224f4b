/* Opening a model: find, read, check, cut, hand over to the engine. */
#include "infer/model.h"

#include "base/error.h"
#include "base/file.h"
#include "infer/large_pages.h"
#include "infer/places.h"
#include "infer/tflite_cut.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct sl_engine_opts engine_defaults = {.threads = 1};

static const char *folder_wanted(const struct sl_engine_opts *opts)
{
    if (opts && opts->model_dir && opts->model_dir[0])
        return opts->model_dir;
    const char *set = getenv("SIGHTLINE_MODELS");
    return set && set[0] ? set : NULL;
}

int sl__model_folder(const struct sl_engine_opts *opts, char *path, size_t size, struct sl_error *why)
{
    const char *wanted = folder_wanted(opts);
    if (wanted && sl__places_find_in(wanted, "", path, size) < 0)
        return sl__error_set(why, -ENOENT, "the model folder %s does not exist", wanted);
    if (wanted || sl__places_find(sl__places_models, "", path, size) == 0)
        return 0;
    char own[PATH_MAX] = "?";
    sl__own_folder(own, sizeof(own));
    return sl__error_set(why, -ENOENT,
                         "no models: make setup fetches them, --model-dir or SIGHTLINE_MODELS says where they are; looked "
                         "in ../share/sightline/models, ../.deps/models, and the same one folder up, from %s", own);
}

static int check_sha256(const struct sl__model_row *row, const char *path, const uint8_t *bytes, size_t size,
                        struct sl_error *why)
{
    uint8_t digest[32];
    char text[65];
    sl__sha256(bytes, size, digest);
    for (int i = 0; i < 32; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    if (!strcmp(text, row->sha256))
        return 0;
    return sl__error_set(why, -EPROTO,
                         "%s is damaged or another version: its sha256 begins with %.12s, expected %.12s; delete it and "
                         "run make setup", path, text, row->sha256);
}

static int read_file(const struct sl__model_row *row, const struct sl_engine_opts *opts, uint8_t **bytes, size_t *size,
                     struct sl_error *why)
{
    char folder[PATH_MAX], path[PATH_MAX];
    int err = sl__model_folder(opts, folder, sizeof(folder), why);
    if (err < 0)
        return err;
    if (sl__places_find_in(folder, row->file, path, sizeof(path)) < 0)
        return sl__error_set(why, -ENOENT, "%s: no %s there; make setup%s%s fetches it", folder, row->file,
                             row->optional_set ? "-" : "", row->optional_set ? row->optional_set : "");
    err = sl__file_read(path, SL_MODEL_BYTES_MAX, bytes, size, why);
    if (err < 0)
        return err;
    err = check_sha256(row, path, *bytes, *size, why);
    if (err < 0) {
        free(*bytes);
        *bytes = NULL;
    }
    return err;
}

static bool same_shape(const struct sl__shape *a, const struct sl__shape *b)
{
    return a->rank == b->rank && !memcmp(a->dim, b->dim, (size_t)a->rank * sizeof(a->dim[0]));
}

/* The row's tensors by name, all float32 and of the row's shape. */
static int find_tensors(const struct sl__graph *graph, const struct sl__model_tensor *wanted, int count,
                        const struct sl__model_row *row, int32_t *found, struct sl_error *why)
{
    for (int i = 0; i < count; i++) {
        int32_t t = sl__graph_find(graph, wanted[i].name);
        if (t < 0)
            return sl__error_set(why, -EPROTO, "%s has no tensor named %s", row->file, wanted[i].name);
        if (graph->tensor[t].type != SL_TENSOR_FLOAT32 || !same_shape(&graph->tensor[t].shape, &wanted[i].shape))
            return sl__error_set(why, -EPROTO, "%s: tensor %s has not the shape that this version expects", row->file,
                                 wanted[i].name);
        found[i] = t;
    }
    return 0;
}

static int cut_to_row(uint8_t *bytes, size_t size, const struct sl__model_row *row, struct sl_error *why)
{
    struct sl__graph graph;
    struct sl__cut cut = {.inputs = row->inputs, .outputs = row->outputs};
    int err = sl__graph_parse(&graph, bytes, size, row->file, why);
    if (err < 0)
        return err;
    err = find_tensors(&graph, row->input, row->inputs, row, cut.input, why);
    if (err == 0)
        err = find_tensors(&graph, row->output, row->outputs, row, cut.output, why);
    if (err == 0)
        err = sl__tflite_cut(bytes, &graph, &cut, row->file, why);
    sl__graph_finish(&graph);
    return err;
}

/* The engine's own idea of the shapes must be the table's: a reader of the outputs relies on it. */
static int check_shapes(const struct sl__model *model, const struct sl__model_row *row, struct sl_error *why)
{
    bool same = model->inputs == row->inputs && model->outputs == row->outputs;
    for (int i = 0; same && i < row->inputs; i++)
        same = same_shape(&model->input_shape[i], &row->input[i].shape);
    for (int i = 0; same && i < row->outputs; i++)
        same = same_shape(&model->output_shape[i], &row->output[i].shape);
    return same ? 0 : sl__error_set(why, -EPROTO, "%s: %s gives other shapes than the model's", row->name,
                                    model->ops->name);
}

int sl__model_open_row(struct sl__model **out, const struct sl__model_row *row, const struct sl_engine_opts *opts,
                       struct sl_error *why)
{
    struct sl__model *model = NULL;
    uint8_t *bytes = NULL;
    size_t size = 0;
    opts = opts ? opts : &engine_defaults;
    *out = NULL;
    const struct sl__engine_ops *ops = sl__engine(opts->engine, why);
    if (!ops)
        return -ENOTSUP;
    int err = 0;
    if (opts->engine != SL_ENGINE_FAKE) {
        err = read_file(row, opts, &bytes, &size, why);
        if (err == 0)
            err = cut_to_row(bytes, size, row, why);
    }
    struct sl__memory_map before;
    sl__memory_map_read(&before);
    if (err == 0)
        err = ops->load(&model, bytes, size, row, opts, why);
    if (err < 0) {
        free(bytes);
        return err;
    }
    sl__large_pages_advise(&before);
    model->ops = ops;
    model->row = row;
    if (ops->keeps_bytes)
        model->bytes = bytes;
    else
        free(bytes);
    err = check_shapes(model, row, why);
    if (err < 0)
        sl__model_close(&model);
    *out = model;
    return err;
}

int sl__model_open(struct sl__model **model, enum sl__model_id id, const struct sl_engine_opts *opts,
                   struct sl_error *why)
{
    return sl__model_open_row(model, sl__model_row(id), opts, why);
}

int sl__model_run(struct sl__model *model)
{
    return model->ops->run(model);
}

void sl__model_close(struct sl__model **model)
{
    if (!*model)
        return;
    uint8_t *bytes = (*model)->bytes;
    (*model)->ops->close(*model);
    free(bytes);
    *model = NULL;
}
