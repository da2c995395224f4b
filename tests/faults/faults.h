/*
 * Makes each allocation of an operation fail once, and each start of a thread.
 *
 * An operation makes what it needs, uses it, destroys it, and gives the first failure:
 *
 *     static int options_operation(void *arg, struct sl_error *why)
 *     {
 *         struct settings settings;
 *         int err = sl__options_init(&sample_table, &settings);
 *         ...
 *     }
 *     static void options(void) { faults_each(options_operation, NULL, FAULTS_SENTENCE); }
 *
 * faults_each() runs it with the first allocation failing, with the second, and so on until none is left; then the same
 * with all allocations from the n-th on failing. Each time: -ENOMEM, a sentence, no block left behind, and the next
 * run, without a fault, succeeds.
 */
#ifndef SL_TESTS_FAULTS_H
#define SL_TESTS_FAULTS_H

#include "base/error.h"
#include "tap.h"
#include "wraps.h"

typedef int (*faults_fn)(void *arg, struct sl_error *why); ///< >= 0 or a negative errno

enum faults_says {
    FAULTS_CODE,    ///< the operation gives no sentence
    FAULTS_SENTENCE ///< each failure has a sentence
};

#define FAULTS_MOST 20000 ///< an operation that has more fallible calls is not what it should be

static inline void faults_check(int err, const struct sl_error *why, enum faults_says says, unsigned n)
{
    bool thread = faults_hit_thread();
    if (thread && err >= 0)
        return;
    if (err != -ENOMEM && !(thread && err == -EAGAIN))
        TAP_FAIL("allocation %u failed: expected -ENOMEM, found %s", n, sl_error_name(err));
    if (says == FAULTS_SENTENCE && !why->text[0])
        TAP_FAIL("allocation %u failed: expected a sentence", n);
}

/* One run with faults and one without. @return the number of allocations that failed */
static inline unsigned faults_one(faults_fn fn, void *arg, enum faults_says says, unsigned n, bool onward)
{
    struct sl_error why = {""};
    long live = faults_live();
    faults_arm(n, onward);
    int err = fn(arg, &why);
    unsigned failed = faults_disarm();
    if (failed)
        faults_check(err, &why, says, n);
    else if (err < 0)
        TAP_FAIL("without a fault: %s, %s", sl_error_name(err), why.text);
    if (faults_live() != live)
        TAP_FAIL("allocation %u failed: %ld blocks were left behind", n, faults_live() - live);
    if (failed && fn(arg, &why) < 0)
        TAP_FAIL("after allocation %u failed: the next run failed too: %s", n, why.text);
    return failed;
}

static inline void faults_each(faults_fn fn, void *arg, enum faults_says says)
{
    for (int onward = 0; onward < 2; onward++) {
        unsigned n = 1;
        while (n < FAULTS_MOST && tap_good && faults_one(fn, arg, says, n, onward))
            n++;
        if (n == 1 || n == FAULTS_MOST)
            TAP_FAIL("%u fallible calls; expected some, and an end", n - 1);
        if (!onward)
            printf("# %u fallible calls\n", n - 1);
    }
}

#endif
