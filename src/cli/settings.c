/* The tables of a run and of the engine, and where settings come from. Those of the analysers are in settings_*.c. */
#include "cli/settings.h"

#include "base/error.h"
#include "infer/precision.h"
#include "pipeline/pipeline.h"

#include <assert.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const paces[] = {
    [SL_PACE_AUTO] = "auto", [SL_PACE_EVERY_FRAME] = "every-frame", [SL_PACE_LATEST] = "latest", NULL};
static const char *const clocks[] = {[SL_PTS_SOURCE] = "source", [SL_PTS_LEGACY] = "legacy", NULL};
static const char *const engines[] = {[SL_ENGINE_TFLITE] = "tflite", [SL_ENGINE_OPENVINO] = "openvino", NULL};

#define PRECISION_AUTO SL_PRECISION_COUNT
static const char *const precisions[] = {
    [SL_PRECISION_F32] = "f32", [SL_PRECISION_BF16] = "bf16", [PRECISION_AUTO] = "auto", NULL};

#define AT(field) offsetof(struct run_settings, field)
static const struct sl__option run_rows[] = {
    {"pace", SL_OPT_ENUM, AT(pace), SL_PACE_AUTO, .choices = paces,
     .sentence = "which frames are looked at; auto: the latest of live sources, every frame of others"},
    {"pts", SL_OPT_ENUM, AT(pts), SL_PTS_SOURCE, .choices = clocks,
     .sentence = "times of results: the source's, or 33.333 ms per frame as mp.solutions simulates them (legacy)"},
    {"limit", SL_OPT_INT, AT(limit), 0, 0, 999999999, .sentence = "results per source, then end; 0: no limit"},
    {"quiet", SL_OPT_BOOL, AT(quiet), 0, .sentence = "no progress bar and no closing summary"},
    {"verbose", SL_OPT_BOOL, AT(verbose), 0, .sentence = "say more on standard error"},
};
#undef AT
const struct sl__options run_options = {"run", "Options of a run", run_rows, COUNT(run_rows), .flags = true};

#define AT(field) offsetof(struct engine_settings, field)
static const struct sl__option engine_rows[] = {
    {"engine", SL_OPT_ENUM, AT(engine), SL_ENGINE_TFLITE, .choices = engines,
     .sentence = "what computes the models: tflite gives MediaPipe's own bits, openvino is faster"},
    {"precision", SL_OPT_ENUM, AT(precision), SL_PRECISION_F32, .choices = precisions,
     .sentence = "of the computation; bf16: openvino on a CPU that has it; auto: bf16 if it can be had"},
    {"threads", SL_OPT_INT, AT(threads), 1, 1, SL_THREADS_MAX,
     .sentence = "threads per source: analysers run side by side, then the models of one"},
    {"model_dir", SL_OPT_TEXT, AT(model_dir), .value_name = "DIR",
     .sentence = "folder of the models; otherwise $SIGHTLINE_MODELS or where set-up put them"},
    {"cache_dir", SL_OPT_TEXT, AT(cache_dir), .value_name = "DIR",
     .sentence = "folder of openvino's compiled models; otherwise the user's cache folder"},
};
#undef AT
const struct sl__options engine_options = {"engine", "Options of the engine", engine_rows, COUNT(engine_rows), .flags = true};

#define RUN_TABLES                                                                                                     \
    &run_options, &engine_options, &hands_options, &gestures_options, &pose_options, &face_mesh_options, &face_detection_options, \
        &holistic_options, &head_pose_options, &gaze_options, &mood_options

const struct sl__options *const run_tables[] = {RUN_TABLES, NULL};
const struct sl__options *const all_options[] = {RUN_TABLES, &share_options, NULL};

int settings_engine(const struct engine_settings *settings, struct sl_engine_opts *opts, struct sl_error *why)
{
    bool fast = settings->engine == SL_ENGINE_OPENVINO;
    if (settings->precision == SL_PRECISION_BF16 && !fast)
        return sl__error_set(why, -EINVAL, "--precision is bf16, but --engine %s computes in f32 only; bf16 takes openvino",
                             engines[settings->engine]);
    *opts = (struct sl_engine_opts){
        .engine = (enum sl_engine)settings->engine,
        .precision = SL_PRECISION_F32,
        .threads = settings->threads,
        .model_dir = settings->model_dir,
        .cache_dir = settings->cache_dir,
    };
    if (fast && (settings->precision == SL_PRECISION_BF16 || (settings->precision == PRECISION_AUTO && sl__cpu_has_bf16())))
        opts->precision = SL_PRECISION_BF16;
    return 0;
}

/* The user's own file, where there is one. */
static const char *user_file(char *path, size_t size)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && *config)
        snprintf(path, size, "%s/sightline.conf", config);
    else if (home && *home)
        snprintf(path, size, "%s/.config/sightline.conf", home);
    else
        return NULL;
    return access(path, F_OK) == 0 ? path : NULL;
}

#define SPARE_BYTES 512 ///< settings of any one table

/** Settings of a table that the command does not use: what files and environment say of it is checked and forgotten. */
struct spare {
    _Alignas(max_align_t) char settings[SPARE_BYTES];
};

static bool is_bound(const struct sl__options_binding *bindings, const struct sl__options *table)
{
    while (bindings->table && bindings->table != table)
        bindings++;
    return bindings->table;
}

/* The bindings, and spare ones for the tables that they lack. */
static int bind_all(struct sl__options_binding whole[COUNT(all_options)], struct spare spares[COUNT(all_options)],
                    const struct sl__options_binding *bindings, struct sl_error *why)
{
    size_t count = 0;
    for (size_t i = 0; bindings[i].table; i++)
        whole[count++] = bindings[i];
    for (size_t i = 0; all_options[i]; i++) {
        if (is_bound(bindings, all_options[i]))
            continue;
        for (size_t row = 0; row < all_options[i]->count; row++)
            assert(all_options[i]->rows[row].offset + sizeof(void *) <= SPARE_BYTES);
        if (sl__options_init(all_options[i], &spares[i]) < 0)
            return sl__error_set(why, -ENOMEM, "no memory for the settings");
        whole[count++] = (struct sl__options_binding){all_options[i], &spares[i]};
    }
    return 0;
}

int settings_read(const struct sl__options_binding *bindings, const char *path, struct sl_error *why)
{
    char own[PATH_MAX];
    struct sl__options_binding whole[COUNT(all_options)] = {{NULL, NULL}};
    struct spare spares[COUNT(all_options)] = {{{0}}};
    const char *named = getenv("SIGHTLINE_CONFIG");
    if (!path)
        path = named && *named ? named : user_file(own, sizeof(own));
    int err = bind_all(whole, spares, bindings, why);
    if (err == 0 && path)
        err = sl__options_read_file(whole, path, why);
    if (err == 0)
        err = sl__options_read_environment(whole, why);
    for (size_t i = 0; all_options[i]; i++)
        sl__options_finish(all_options[i], &spares[i]);
    return err;
}
