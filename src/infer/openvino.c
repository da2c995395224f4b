/*
 * The fast engine: OpenVINO on the CPU. Each model has a core of its own (half a millisecond), so that settings of one do
 * not reach another. Inputs and outputs are this file's aligned buffers, which OpenVINO uses in place.
 */
#include <openvino/c/openvino.h>

#include "base/error.h"
#include "base/file.h"
#include "infer/blob_cache.h"
#include "infer/engine.h"
#include "infer/openvino_library.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OPENVINO_ALIGN 64

struct openvino_model {
    struct sl__model base;
    const struct openvino_library *lib;
    ov_core_t *core;
    ov_compiled_model_t *compiled;
    ov_infer_request_t *request;
    float *out[SL_MODEL_TENSORS_MAX];
    uint8_t *blob; ///< what was imported: the compiled model computes with the weights in it
};

/* The first line of OpenVINO's own explanation that is more than a place in its source. */
static const char *last_words(const struct openvino_library *lib, char *text, size_t size)
{
    const char *said = lib->ov_get_last_err_msg();
    for (; said && !strncmp(said, "Exception from ", 15); said = said ? said + 1 : NULL)
        said = strchr(said, '\n');
    snprintf(text, size, "%s", said ? said : "no reason given");
    text[strcspn(text, "\n")] = '\0';
    return text;
}

static int refuse(const struct openvino_model *ov, int code, const char *what, struct sl_error *why)
{
    char said[160];
    return sl__error_set(why, code, "%s: OpenVINO cannot %s: %s", ov->base.row->name, what,
                         last_words(ov->lib, said, sizeof(said)));
}

static void openvino_close(struct sl__model *model)
{
    struct openvino_model *ov = (struct openvino_model *)model;
    if (ov->request)
        ov->lib->ov_infer_request_free(ov->request);
    if (ov->compiled)
        ov->lib->ov_compiled_model_free(ov->compiled);
    if (ov->core)
        ov->lib->ov_core_free(ov->core);
    for (int i = 0; i < SL_MODEL_TENSORS_MAX; i++) {
        free(model->input[i]);
        free(ov->out[i]);
    }
    free(ov->blob);
    free(ov);
}

static int check_precision(const struct openvino_model *ov, const char *capabilities, enum sl_precision precision,
                           struct sl_error *why)
{
    if (precision != SL_PRECISION_BF16 || strstr(capabilities, "BF16"))
        return 0;
    return sl__error_set(why, -ENOTSUP, "%s: this CPU does not compute in bf16; use f32", ov->base.row->name);
}

/* A core with one stream on the wanted number of threads, in the wanted precision: OpenVINO's own choice might be lower. */
static int core_open(struct openvino_model *ov, const struct sl_engine_opts *opts, struct sl_error *why)
{
    char threads[16];
    snprintf(threads, sizeof(threads), "%d", opts->threads > 0 ? opts->threads : 1);
    const char *const settings[][2] = {
        {"INFERENCE_NUM_THREADS", threads},
        {"NUM_STREAMS", "1"},
        {"ENABLE_CPU_PINNING", "NO"}, /* pinned, two models side by side would share one CPU and leave the other idle */
        {"PERFORMANCE_HINT", "LATENCY"},
        {"INFERENCE_PRECISION_HINT", opts->precision == SL_PRECISION_BF16 ? "bf16" : "f32"},
    };
    if (ov->lib->ov_core_create(&ov->core) != OK)
        return refuse(ov, -EIO, "start", why);
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
        if (ov->lib->ov_core_set_property(ov->core, "CPU", settings[i][0], settings[i][1]) != OK)
            return refuse(ov, -EIO, "be set up", why);
    return 0;
}

/* What a compiled model depends on: model, wanted ends, version, CPU and precision. */
static void cache_open(const struct openvino_model *ov, const struct sl_engine_opts *opts, const char *cpu,
                       const char *capabilities, struct sl__blob_cache *cache)
{
    const struct sl__model_row *row = ov->base.row;
    char key[1024];
    size_t used = (size_t)snprintf(key, sizeof(key), "%s\n%s\n%s\n%s\n%d\n", row->sha256, ov->lib->version, cpu,
                                   capabilities, (int)opts->precision);
    for (int i = 0; i < row->inputs && used < sizeof(key); i++)
        used += (size_t)snprintf(key + used, sizeof(key) - used, "%s\n", row->input[i].name);
    for (int i = 0; i < row->outputs && used < sizeof(key); i++)
        used += (size_t)snprintf(key + used, sizeof(key) - used, "%s\n", row->output[i].name);
    sl__blob_cache_init(cache, opts->cache_dir, row->name, key);
}

/* Whether this CPU can do what is asked, and where the compiled model is kept. */
static int cpu_check(const struct openvino_model *ov, const struct sl_engine_opts *opts, struct sl__blob_cache *cache,
                     struct sl_error *why)
{
    char *cpu = NULL, *capabilities = NULL;
    int err = 0;
    if (ov->lib->ov_core_get_property(ov->core, "CPU", "FULL_DEVICE_NAME", &cpu) != OK ||
        ov->lib->ov_core_get_property(ov->core, "CPU", "OPTIMIZATION_CAPABILITIES", &capabilities) != OK)
        err = refuse(ov, -EIO, "name its CPU", why);
    if (err == 0)
        err = check_precision(ov, capabilities, opts->precision, why);
    if (err == 0)
        cache_open(ov, opts, cpu, capabilities, cache);
    if (cpu)
        ov->lib->ov_free(cpu);
    if (capabilities)
        ov->lib->ov_free(capabilities);
    return err;
}

static int import_cached(struct openvino_model *ov, const struct sl__blob_cache *cache)
{
    size_t size;
    if (sl__blob_cache_read(cache, &ov->blob, &size) < 0)
        return -ENOENT;
    if (ov->lib->ov_core_import_model(ov->core, (const char *)ov->blob, size, "CPU", &ov->compiled) == OK)
        return 0;
    free(ov->blob);
    ov->blob = NULL;
    return -ENOENT;
}

/* OpenVINO reads .tflite by path only, and goes by the name's ending: so a file of that kind lives for a moment. */
static int write_moment(const uint8_t *bytes, size_t size, char *path, size_t path_size)
{
    const char *temporary = getenv("TMPDIR");
    const char *const folders[] = {"/dev/shm", temporary && temporary[0] ? temporary : "/tmp", "/var/tmp"};
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        snprintf(path, path_size, "%s/sightline-XXXXXX.tflite", folders[i]);
        int fd = mkstemps(path, 7);
        if (fd < 0)
            continue;
        int err = sl__fd_write_all(fd, bytes, size);
        if (close(fd) == 0 && err == 0)
            return 0;
        unlink(path);
    }
    return -EIO;
}

static int compile(struct openvino_model *ov, const uint8_t *bytes, size_t size, struct sl_error *why)
{
    char path[PATH_MAX];
    ov_model_t *model = NULL;
    if (write_moment(bytes, size, path, sizeof(path)) < 0)
        return sl__error_set(why, -EIO, "%s: no room for a temporary file of %zu bytes in /dev/shm, $TMPDIR or /var/tmp",
                             ov->base.row->name, size);
    ov_status_e status = ov->lib->ov_core_read_model(ov->core, path, NULL, &model);
    unlink(path);
    if (status != OK)
        return refuse(ov, -EPROTO, "read it", why);
    status = ov->lib->ov_core_compile_model(ov->core, model, "CPU", 0, &ov->compiled);
    ov->lib->ov_model_free(model);
    return status == OK ? 0 : refuse(ov, -EIO, "compile it", why);
}

static void export_cached(struct openvino_model *ov, const struct sl__blob_cache *cache)
{
    char path[PATH_MAX];
    if (sl__blob_cache_begin(cache, path, sizeof(path)) < 0)
        return;
    if (ov->lib->ov_compiled_model_export_model(ov->compiled, path) == OK)
        sl__blob_cache_keep(cache, path);
    else
        sl__blob_cache_drop(path);
}

static float *buffer_create(const struct sl__shape *shape)
{
    size_t bytes = (sl__shape_count(shape) * sizeof(float) + OPENVINO_ALIGN - 1) / OPENVINO_ALIGN * OPENVINO_ALIGN;
    float *data = aligned_alloc(OPENVINO_ALIGN, bytes);
    if (data)
        memset(data, 0, bytes);
    return data;
}

/* Make a buffer of the port's shape and let the request use it in place. */
static int bind_shape(struct openvino_model *ov, const ov_output_const_port_t *port, ov_shape_t found,
                      struct sl__shape *shape, float **data)
{
    ov_tensor_t *tensor = NULL;
    if (found.rank < 1 || found.rank > SL_TENSOR_DIMS_MAX)
        return -EPROTO;
    shape->rank = (int)found.rank;
    for (int i = 0; i < shape->rank; i++)
        shape->dim[i] = (int32_t)found.dims[i];
    *data = buffer_create(shape);
    if (!*data)
        return -ENOMEM;
    if (ov->lib->ov_tensor_create_from_host_ptr(F32, found, *data, &tensor) != OK)
        return -EIO;
    ov_status_e status = ov->lib->ov_infer_request_set_tensor_by_const_port(ov->request, port, tensor);
    ov->lib->ov_tensor_free(tensor);
    return status == OK ? 0 : -EIO;
}

/* One end of the model; the buffer in *data is the model's, also after a failure. */
static int bind_port(struct openvino_model *ov, const ov_output_const_port_t *port, struct sl__shape *shape,
                     float **data)
{
    ov_element_type_e type;
    ov_shape_t found = {0};
    if (ov->lib->ov_port_get_element_type(port, &type) != OK || type != F32)
        return -EPROTO;
    if (ov->lib->ov_const_port_get_shape(port, &found) != OK)
        return -EIO;
    int err = bind_shape(ov, port, found, shape, data);
    ov->lib->ov_shape_free(&found);
    return err;
}

/* Input (or output) k of the row, found by name: OpenVINO may order them otherwise. */
static int bind_end(struct openvino_model *ov, bool in, int k, struct sl_error *why)
{
    const struct sl__model_tensor *wanted = in ? &ov->base.row->input[k] : &ov->base.row->output[k];
    struct sl__shape *shape = in ? &ov->base.input_shape[k] : &ov->base.output_shape[k];
    ov_output_const_port_t *port = NULL;
    ov_status_e status = in ? ov->lib->ov_compiled_model_input_by_name(ov->compiled, wanted->name, &port)
                            : ov->lib->ov_compiled_model_output_by_name(ov->compiled, wanted->name, &port);
    if (status != OK)
        return refuse(ov, -EPROTO, "find its inputs and outputs", why);
    int err = bind_port(ov, port, shape, in ? &ov->base.input[k] : &ov->out[k]);
    ov->lib->ov_output_const_port_free(port);
    if (!in)
        ov->base.output[k] = ov->out[k];
    if (err == -ENOMEM)
        return sl__error_set(why, err, "%s: no memory for its inputs and outputs", ov->base.row->name);
    return err < 0 ? refuse(ov, err, "use our memory for its inputs and outputs", why) : 0;
}

static int bind_ends(struct openvino_model *ov, struct sl_error *why)
{
    const struct sl__model_row *row = ov->base.row;
    int err = ov->lib->ov_compiled_model_create_infer_request(ov->compiled, &ov->request) == OK
                  ? 0 : refuse(ov, -EIO, "make a request for it", why);
    for (int i = 0; i < row->inputs && err == 0; i++)
        err = bind_end(ov, true, i, why);
    for (int i = 0; i < row->outputs && err == 0; i++)
        err = bind_end(ov, false, i, why);
    ov->base.inputs = row->inputs;
    ov->base.outputs = row->outputs;
    return err;
}

static int openvino_run(struct sl__model *model)
{
    struct openvino_model *ov = (struct openvino_model *)model;
    return ov->lib->ov_infer_request_infer(ov->request) == OK ? 0 : -EIO;
}

static int compiled_open(struct openvino_model *ov, const uint8_t *bytes, size_t size,
                         const struct sl_engine_opts *opts, struct sl_error *why)
{
    struct sl__blob_cache cache;
    int err = core_open(ov, opts, why);
    if (err == 0)
        err = cpu_check(ov, opts, &cache, why);
    if (err < 0 || import_cached(ov, &cache) == 0)
        return err;
    err = compile(ov, bytes, size, why);
    if (err == 0)
        export_cached(ov, &cache);
    return err;
}

static int openvino_load(struct sl__model **model, uint8_t *bytes, size_t size, const struct sl__model_row *row,
                         const struct sl_engine_opts *opts, struct sl_error *why)
{
    const struct openvino_library *lib;
    int err = openvino_library_get(&lib, why);
    if (err < 0)
        return err;
    struct openvino_model *ov = calloc(1, sizeof(*ov));
    if (!ov)
        return sl__error_set(why, -ENOMEM, "%s: no memory for its engine", row->name);
    ov->lib = lib;
    ov->base.row = row;
    err = compiled_open(ov, bytes, size, opts, why);
    if (err == 0)
        err = bind_ends(ov, why);
    if (err == 0 && openvino_run(&ov->base) < 0) /* its work space is made in the first run, before frames flow */
        err = refuse(ov, -EIO, "run it", why);
    if (err < 0) {
        openvino_close(&ov->base);
        return err;
    }
    *model = &ov->base;
    return 0;
}

const struct sl__engine_ops sl__engine_openvino = {
    .name = "openvino", .load = openvino_load, .run = openvino_run, .close = openvino_close};
