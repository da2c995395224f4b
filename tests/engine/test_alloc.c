/*
 * No run of a model allocates in our code, and when an allocation of ours fails while a model is opened, that is -ENOMEM
 * and nothing else. The linker leads our calls here; what an engine's own library does inside is its own business (TFLite
 * 2.9.0 makes six small allocations in each run of a palm model, none in the hand models).
 */
#include "picture.h"

#include <stdatomic.h>

static atomic_uint calls, fail_at; ///< fail_at: number of the call that gets no memory, 0: none

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);

static bool no_memory(void)
{
    return ++calls == fail_at;
}

void *__wrap_malloc(size_t size)
{
    return no_memory() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return no_memory() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return no_memory() ? NULL : __real_realloc(block, size);
}

void *__wrap_aligned_alloc(size_t align, size_t size)
{
    return no_memory() ? NULL : __real_aligned_alloc(align, size);
}

static void check_engine(enum sl_engine engine)
{
    const struct sl_engine_opts opts = {.engine = engine, .threads = 1, .cache_dir = ""};
    const char *absent = model_absent(SL_MODEL_HAND_LITE, &opts);
    if (absent)
        SKIP("%.150s", absent);
    for (int id = 0; id < SL_MODEL_COUNT; id++) {
        struct sl__model *model = NULL;
        unsigned before = calls;
        CHECK_INT(sl__model_open(&model, id, &opts, NULL), 0);
        CHECK(calls > before); /* so the counter counts */
        if (!model)
            continue;
        picture_fill(model, 1);
        before = calls;
        for (int i = 0; i < 5; i++)
            CHECK_INT(sl__model_run(model), 0);
        CHECK_INT(calls - before, 0);
        sl__model_close(&model);
    }
}

/* Each allocation of an opening fails once. Where it is not needed (a cache), opening may succeed all the same. */
static void fail_each(enum sl_engine engine)
{
    const struct sl_engine_opts opts = {.engine = engine, .threads = 1, .cache_dir = ""};
    const char *absent = model_absent(SL_MODEL_HAND_LITE, &opts);
    unsigned refused = 0, number = 0;
    bool reached = true;
    if (absent)
        SKIP("%.150s", absent);
    while (reached && number < 200) {
        struct sl__model *model = NULL;
        struct sl_error why = {0};
        calls = 0;
        fail_at = ++number;
        int err = sl__model_open(&model, SL_MODEL_HAND_LITE, &opts, &why);
        fail_at = 0;
        reached = calls >= number;
        CHECK(err == 0 || (err == -ENOMEM && model == NULL && why.text[0]));
        if (err != 0 && err != -ENOMEM)
            printf("# allocation %u: %d, %s\n", number, err, why.text);
        refused += err < 0;
        sl__model_close(&model);
    }
    CHECK(!reached && refused > 2);
    printf("# %s: %u allocations while opening, %u of them needed\n", sl_engine_name(engine), number - 1, refused);
}

static void tflite_opens_or_says_that_memory_is_short(void)
{
    fail_each(SL_ENGINE_TFLITE);
}

static void openvino_opens_or_says_that_memory_is_short(void)
{
    fail_each(SL_ENGINE_OPENVINO);
}

static void fake_opens_or_says_that_memory_is_short(void)
{
    fail_each(SL_ENGINE_FAKE);
}

static void tflite_runs_allocate_nothing_of_ours(void)
{
    check_engine(SL_ENGINE_TFLITE);
}

static void openvino_runs_allocate_nothing_of_ours(void)
{
    check_engine(SL_ENGINE_OPENVINO);
}

static void fake_runs_allocate_nothing(void)
{
    check_engine(SL_ENGINE_FAKE);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(tflite_runs_allocate_nothing_of_ours);
    RUN(openvino_runs_allocate_nothing_of_ours);
    RUN(fake_runs_allocate_nothing);
    RUN(tflite_opens_or_says_that_memory_is_short);
    RUN(openvino_opens_or_says_that_memory_is_short);
    RUN(fake_opens_or_says_that_memory_is_short);
    return TAP_END();
}
