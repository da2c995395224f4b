/* Named threads that block all signals; main alone hears them. */
#ifndef SL_BASE_THREAD_H
#define SL_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

struct sl_error;

#define SL_THREAD_NAME_BYTES 16 ///< what Linux keeps, with the NUL

typedef void (*sl__thread_fn)(void *arg);

/** All zero: a thread that never started. Stays where it is while the thread runs. */
struct sl__thread {
    pthread_t id;
    bool running; ///< started and not joined yet; the owner's, never changed by the thread
    sl__thread_fn fn;
    void *arg;
    char name[SL_THREAD_NAME_BYTES];
};

/** @param name at most 15 bytes ("sl-source-0"). 0 or -EAGAIN with a sentence. */
int sl__thread_start(struct sl__thread *thread, const char *name, sl__thread_fn fn, void *arg, struct sl_error *why);

/** Wait for its end; does nothing for a thread that never started. */
void sl__thread_join(struct sl__thread *thread);

/**
 * A helper thread that does one job at a time beside its owner: submit, do something else, wait. No allocation and no
 * thread start per job. Both sides spin for 100 us before they sleep, unless there is only one CPU.
 * All calls by one thread, the owner.
 */
struct sl__helper;
int sl__helper_create(struct sl__helper **helper, const char *name, struct sl_error *why); ///< 0, -ENOMEM, -EAGAIN
void sl__helper_submit(struct sl__helper *helper, sl__thread_fn fn, void *arg); ///< nothing may be in progress
void sl__helper_wait(struct sl__helper *helper); ///< what the job wrote is visible after it; at once if nothing runs
void sl__helper_destroy(struct sl__helper **helper); ///< waits for the job in progress; takes NULL, leaves NULL

#endif
