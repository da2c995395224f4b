/*
 * The helper thread: one job at a time, handed over by one word of state.
 *
 * The owner moves the state from IDLE to JOB (or QUIT), the helper from JOB to IDLE; so each change has one author. Who
 * waits looks at the word for a while, because the other side often is only microseconds away, and then sleeps on a
 * condition. Changes happen under the mutex, hence no wake-up is lost; looking needs no mutex.
 */
#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"

#include <assert.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#define SPIN_NS 100000 ///< longer than a sleeper takes to wake up (30 to 90 us on a virtual machine), far shorter than a job

enum helper_state { HELPER_IDLE, HELPER_JOB, HELPER_QUIT };

struct sl__helper {
    struct sl__thread thread;
    _Atomic int state;     ///< enum helper_state
    int64_t spin_ns;       ///< 0 when the sides share one CPU
    pthread_mutex_t mutex; ///< held to change the state and to fall asleep
    pthread_cond_t changed;
    sl__thread_fn fn; ///< the owner's while idle, the helper's during a job
    void *arg;
};

static void cpu_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

static int state_get(struct sl__helper *helper)
{
    return atomic_load_explicit(&helper->state, memory_order_acquire);
}

static void state_set(struct sl__helper *helper, enum helper_state state)
{
    pthread_mutex_lock(&helper->mutex);
    atomic_store_explicit(&helper->state, (int)state, memory_order_release);
    pthread_cond_signal(&helper->changed); /* only the other side can be asleep */
    pthread_mutex_unlock(&helper->mutex);
}

/* Wait until the state is no longer this one; gives the new one. */
static int state_leave(struct sl__helper *helper, enum helper_state state)
{
    int64_t end_ns = helper->spin_ns ? sl__clock_ns() + helper->spin_ns : 0;
    while (helper->spin_ns && state_get(helper) == (int)state && sl__clock_ns() < end_ns)
        cpu_pause();
    if (state_get(helper) == (int)state) {
        pthread_mutex_lock(&helper->mutex);
        while (state_get(helper) == (int)state)
            pthread_cond_wait(&helper->changed, &helper->mutex);
        pthread_mutex_unlock(&helper->mutex);
    }
    return state_get(helper);
}

static void helper_main(void *arg)
{
    struct sl__helper *helper = arg;
    while (state_leave(helper, HELPER_IDLE) == HELPER_JOB) {
        helper->fn(helper->arg);
        state_set(helper, HELPER_IDLE);
    }
}

static int64_t spin_choose(void)
{
    cpu_set_t cpus;
    if (sched_getaffinity(0, sizeof(cpus), &cpus) < 0)
        return 0;
    return CPU_COUNT(&cpus) > 1 ? SPIN_NS : 0;
}

int sl__helper_create(struct sl__helper **out, const char *name, struct sl_error *why)
{
    *out = NULL;
    struct sl__helper *helper = calloc(1, sizeof(*helper));
    if (!helper)
        return sl__error_set(why, -ENOMEM, "no memory for the helper thread %s", name);
    helper->spin_ns = spin_choose();
    pthread_mutex_init(&helper->mutex, NULL);
    pthread_cond_init(&helper->changed, NULL);
    int err = sl__thread_start(&helper->thread, name, helper_main, helper, why);
    if (err < 0) {
        sl__helper_destroy(&helper);
        return err;
    }
    *out = helper;
    return 0;
}

void sl__helper_submit(struct sl__helper *helper, sl__thread_fn fn, void *arg)
{
    assert(state_get(helper) == HELPER_IDLE);
    helper->fn = fn;
    helper->arg = arg;
    state_set(helper, HELPER_JOB);
}

void sl__helper_wait(struct sl__helper *helper)
{
    state_leave(helper, HELPER_JOB);
}

void sl__helper_destroy(struct sl__helper **out)
{
    struct sl__helper *helper = *out;
    *out = NULL;
    if (!helper)
        return;
    if (helper->thread.running) {
        sl__helper_wait(helper);
        state_set(helper, HELPER_QUIT);
        sl__thread_join(&helper->thread);
    }
    pthread_cond_destroy(&helper->changed);
    pthread_mutex_destroy(&helper->mutex);
    free(helper);
}
