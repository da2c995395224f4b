/*
 * No run of a model allocates in our code (the linker leads our calls here; what an engine's own library does inside is
 * its own business: TFLite 2.9.0 makes six small allocations in each run of a palm model, none in the hand models).
 */
#include "picture.h"

#include <stdatomic.h>

static atomic_uint calls;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);

void *__wrap_malloc(size_t size)
{
    calls++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    calls++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    calls++;
    return __real_realloc(block, size);
}

void *__wrap_aligned_alloc(size_t align, size_t size)
{
    calls++;
    return __real_aligned_alloc(align, size);
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
    return TAP_END();
}
