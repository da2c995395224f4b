/*
 * Each call into an engine's library fails once: a stand-in before the real library refuses it (shim.h). Opening gives a
 * code and a sentence, nothing stays behind, and the next opening works. The argument says which engine: a program has
 * only one library of each kind open.
 */
#include "picture.h"

#include "infer/places.h"

#include <dlfcn.h>
#include <unistd.h>

static char cache[] = "/tmp/sightline-calls-XXXXXX";
static struct sl_engine_opts opts = {.threads = 1, .cache_dir = ""};
static struct sl_error why;
static int *calls, *fail_at, *alive;
static const char *absent;

/* Where the real library is, by the variable that the tests set. */
static const char *real_library(char *path, size_t size)
{
    if (opts.engine == SL_ENGINE_TFLITE)
        return getenv("SIGHTLINE_TFLITE");
    const char *folder = getenv("SIGHTLINE_OPENVINO");
    return folder && sl__places_find_in(folder, "libopenvino_c.so*", path, size) == 0 ? path : NULL;
}

/* Put the stand-in where the engine looks. NULL, or why that cannot be. */
static const char *install_shim(void)
{
    static char path[4096];
    bool openvino = opts.engine == SL_ENGINE_OPENVINO;
    const char *real = real_library(path, sizeof(path));
    const char *shim = getenv(openvino ? "SIGHTLINE_TEST_SHIM_OPENVINO" : "SIGHTLINE_TEST_SHIM_TFLITE");
    if (!real || access(real, R_OK) < 0 || !shim)
        return "the engine's library is not here";
    setenv("SHIM_REAL", real, 1);
    void *handle = dlopen(shim, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return dlerror();
    setenv(openvino ? "SIGHTLINE_OPENVINO" : "SIGHTLINE_TFLITE", shim, 1);
    if (openvino)
        *strrchr(getenv("SIGHTLINE_OPENVINO"), '/') = '\0';
    calls = dlsym(handle, "shim_calls");
    fail_at = dlsym(handle, "shim_fail_at");
    alive = dlsym(handle, "shim_alive");
    if (!calls || !fail_at || !alive)
        return "the stand-in library lacks its counters";
    return model_absent(SL_MODEL_HAND_LITE, &opts);
}

/* How many calls were refused with an error; those that an opening can do without do not count. */
static int refuse_each(enum sl__model_id id, bool all_needed)
{
    int number = 0, refused = 0;
    bool reached = true;
    while (reached && number < 500) {
        struct sl__model *model = NULL;
        int before = *alive;
        why.text[0] = '\0';
        *calls = 0;
        *fail_at = ++number;
        int err = sl__model_open(&model, id, &opts, &why);
        *fail_at = 0;
        reached = *calls >= number;
        CHECK(err == 0 || (err < 0 && model == NULL && strstr(why.text, sl__model_row(id)->name)));
        CHECK(!reached || !all_needed || err < 0);
        refused += err < 0;
        sl__model_close(&model);
        CHECK_INT(*alive, before);
    }
    CHECK(!reached);
    printf("# %s, %s: %d calls while opening, %d of them needed\n", sl_engine_name(opts.engine),
           sl__model_row(id)->name, number - 1, refused);
    return refused;
}

static void a_refused_call_fails_the_opening(void)
{
    absent = install_shim();
    if (absent)
        SKIP("%.150s", absent);
    CHECK(refuse_each(SL_MODEL_HAND_LITE, true) > 10); /* TFLite: two interpreters */
    if (opts.engine == SL_ENGINE_TFLITE)
        CHECK(refuse_each(SL_MODEL_PALM_LITE, true) > 10); /* and one */
}

/* With a cache: a refused export or import is made good by compiling. */
static void a_refused_call_about_the_cache_is_no_failure(void)
{
    if (absent || opts.engine != SL_ENGINE_OPENVINO)
        SKIP("%.150s", absent ? absent : "this engine has no cache");
    struct sl__model *model = NULL;
    opts.cache_dir = cache;
    CHECK_INT(sl__model_open(&model, SL_MODEL_HAND_LITE, &opts, &why), 0);
    sl__model_close(&model);
    CHECK(refuse_each(SL_MODEL_HAND_LITE, false) > 10);
    opts.cache_dir = "";
}

static void a_failed_run_is_told_and_the_next_one_works(void)
{
    if (absent)
        SKIP("%.150s", absent);
    struct sl__model *model = NULL;
    int runs = opts.engine == SL_ENGINE_TFLITE ? 2 : 1; /* TFLite: before the MEAN, and after it */
    CHECK_INT(sl__model_open(&model, SL_MODEL_HAND_LITE, &opts, &why), 0);
    for (int number = 1; model && number <= runs; number++) {
        *calls = 0;
        *fail_at = number;
        CHECK_INT(sl__model_run(model), -EIO);
        *fail_at = 0;
        CHECK_INT(sl__model_run(model), 0);
    }
    sl__model_close(&model);
    CHECK(model == NULL);
}

int main(int argc, char **argv)
{
    opts.engine = argc > 1 && !strcmp(argv[1], "openvino") ? SL_ENGINE_OPENVINO : SL_ENGINE_TFLITE;
    if (!mkdtemp(cache))
        return 1;
    TAP_BEGIN(1, argv);
    RUN(a_refused_call_fails_the_opening);
    RUN(a_refused_call_about_the_cache_is_no_failure);
    RUN(a_failed_run_is_told_and_the_next_one_works);
    remove_folder(cache);
    return TAP_END();
}
