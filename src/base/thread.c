/* Threads with a name and without signals. */
#include "base/thread.h"

#include "base/error.h"

#include <assert.h>
#include <signal.h>
#include <string.h>

static void *thread_main(void *arg)
{
    struct sl__thread *thread = arg;
    pthread_setname_np(pthread_self(), thread->name);
    thread->fn(thread->arg);
    return NULL;
}

int sl__thread_start(struct sl__thread *thread, const char *name, sl__thread_fn fn, void *arg, struct sl_error *why)
{
    size_t length = strlen(name);
    assert(length < sizeof(thread->name));
    memset(thread, 0, sizeof(*thread));
    memcpy(thread->name, name, length + 1);
    thread->fn = fn;
    thread->arg = arg;

    /* The new thread inherits the mask, so there is no moment in which it could take a signal. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int err = pthread_create(&thread->id, NULL, thread_main, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (err)
        return sl__error_set(why, -EAGAIN, "cannot start thread %s: %s", name, strerror(err));
    thread->running = true;
    return 0;
}

void sl__thread_join(struct sl__thread *thread)
{
    if (!thread->running)
        return;
    pthread_join(thread->id, NULL);
    thread->running = false;
}
