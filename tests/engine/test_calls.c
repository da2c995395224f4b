/*
 * Each call into TFLite fails once: a stand-in library before the real one refuses it. Opening gives a code and a
 * sentence, nothing stays behind, and the next opening works.
 */
#include "picture.h"

#include <dlfcn.h>

static const struct sl_engine_opts opts = {.engine = SL_ENGINE_TFLITE, .threads = 1};
static struct sl_error why;
static int *calls, *fail_at, *alive;

/* Put the stand-in where the engine looks; it finds the real one by SHIM_REAL. NULL, or why that cannot be. */
static const char *install_shim(void)
{
    const char *real = getenv("SIGHTLINE_TFLITE"), *shim = getenv("SIGHTLINE_TEST_SHIM");
    void *handle = real ? dlopen(real, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!handle || !shim)
        return "the TFLite library is not here";
    setenv("SHIM_REAL", real, 1);
    setenv("SIGHTLINE_TFLITE", shim, 1);
    handle = dlopen(shim, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return dlerror();
    calls = dlsym(handle, "shim_calls");
    fail_at = dlsym(handle, "shim_fail_at");
    alive = dlsym(handle, "shim_alive");
    if (!calls || !fail_at || !alive)
        return "the stand-in library lacks its counters";
    return model_absent(SL_MODEL_HAND_LITE, &opts);
}

static void every_refusal_while_opening_is_said(enum sl__model_id id)
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
        CHECK(reached ? err < 0 && model == NULL && why.text[0] : err == 0);
        CHECK(!reached || strstr(why.text, sl__model_row(id)->name));
        refused += err < 0;
        sl__model_close(&model);
        CHECK_INT(*alive, before);
    }
    CHECK(refused > 10);
    printf("# %s: %d calls, each refused once\n", sl__model_row(id)->name, refused);
}

static void a_refused_call_fails_the_opening(void)
{
    const char *absent = install_shim();
    if (absent)
        SKIP("%.150s", absent);
    every_refusal_while_opening_is_said(SL_MODEL_PALM_LITE);
    every_refusal_while_opening_is_said(SL_MODEL_HAND_LITE); /* two interpreters */
}

static void a_failed_run_is_told_and_the_next_one_works(void)
{
    if (!calls || model_absent(SL_MODEL_HAND_LITE, &opts))
        SKIP("the TFLite library or a model is not here");
    struct sl__model *model = NULL;
    CHECK_INT(sl__model_open(&model, SL_MODEL_HAND_LITE, &opts, &why), 0);
    for (int number = 1; model && number <= 2; number++) { /* before the MEAN, and after it */
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
    TAP_BEGIN(argc, argv);
    RUN(a_refused_call_fails_the_opening);
    RUN(a_failed_run_is_told_and_the_next_one_works);
    return TAP_END();
}
