/*
 * Nothing is allocated while frames flow, and when an allocation fails while hands are made, that is -ENOMEM, nothing more and
 * nothing left behind (LeakSanitizer watches). The linker leads our calls here.
 */
#include "hands_stage.h"
#include "tap.h"

#include <stdlib.h>

static atomic_uint calls, fail_at; ///< fail_at: number of the call that gets no memory, 0: none

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

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

static struct stage stage;
static struct sl_error why;

static int create(struct sl_hands **hands, int threads)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = threads;
    return sl_hands_create(hands, &opts, &why);
}

static void frames_allocate_nothing(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hand found[SL_HANDS_MAX];
        struct sl_hands *hands = NULL;
        unsigned before = calls;
        stage_set(&stage);
        CHECK_INT(create(&hands, threads), 0);
        CHECK(calls > before); /* so the counter counts */
        before = calls;
        for (int frame = 0; frame < 40; frame++) {
            stage_enter(&stage, frame % STAGE_ACTORS, 0.1f + 0.1f * (float)(frame % STAGE_ACTORS), 0.5f);
            stage.actor[(frame + 3) % STAGE_ACTORS].here = false;
            CHECK(sl_hands_process(hands, &stage.frame, found, SL_HANDS_MAX, &why) >= 0);
        }
        CHECK_INT(calls - before, 0);
        sl_hands_destroy(&hands);
    }
}

static void each_allocation_of_create_may_fail(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hands *hands = NULL;
        int err = -ENOMEM, failed = 0;
        while (err == -ENOMEM && failed < 1000) {
            calls = 0;
            fail_at = (unsigned)++failed;
            err = create(&hands, threads);
            fail_at = 0;
            if (err < 0 && (err != -ENOMEM || hands || !why.text[0]))
                TAP_FAIL("allocation %d: %d, \"%s\"", failed, err, why.text);
        }
        CHECK_INT(err, 0);
        CHECK(failed > 10);
        printf("# %d threads: %d allocations\n", threads, failed - 1);
        sl_hands_destroy(&hands);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(frames_allocate_nothing);
    RUN(each_allocation_of_create_may_fail);
    sl__fake_set(NULL, NULL);
    return TAP_END();
}
