/* The tables of a run and of the engine, and where settings come from. Those of the analysers are in settings_*.c. */
#include "cli/settings.h"

#include "base/error.h"
#include "infer/precision.h"
#include "pipeline/pipeline.h"

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

const struct sl__options *const all_options[] = {&run_options, &engine_options, &hands_options, &gestures_options, &pose_options,
                                                  &face_mesh_options, &face_detection_options, &holistic_options,
                                                  &head_pose_options, &gaze_options, &mood_options, NULL};

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

int settings_read(const struct sl__options_binding *bindings, const char *path, struct sl_error *why)
{
    char own[PATH_MAX];
    const char *named = getenv("SIGHTLINE_CONFIG");
    if (!path)
        path = named && *named ? named : user_file(own, sizeof(own));
    int err = path ? sl__options_read_file(bindings, path, why) : 0;
    return err < 0 ? err : sl__options_read_environment(bindings, why);
}
