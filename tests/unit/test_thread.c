/* Threads: name, signals, and the helper's hand-over. Worth running under ThreadSanitizer: the counters are plain. */
#include "base/thread.h"
#include "tap.h"

#include <signal.h>
#include <stdint.h>
#include <unistd.h>

struct glimpse {
    char name[32];
    sigset_t blocked;
};

static void look(void *arg)
{
    struct glimpse *glimpse = arg;
    pthread_getname_np(pthread_self(), glimpse->name, sizeof(glimpse->name));
    pthread_sigmask(SIG_SETMASK, NULL, &glimpse->blocked);
}

static void a_thread_has_its_name_and_hears_no_signals(void)
{
    struct glimpse glimpse = {0};
    struct sl__thread thread;
    CHECK_INT(sl__thread_start(&thread, "sl-fifteen-byte", look, &glimpse, NULL), 0);
    CHECK(thread.running);
    sl__thread_join(&thread);
    CHECK(!thread.running);
    CHECK_TEXT(glimpse.name, "sl-fifteen-byte");
    CHECK(sigismember(&glimpse.blocked, SIGINT) && sigismember(&glimpse.blocked, SIGTERM));
    CHECK(sigismember(&glimpse.blocked, SIGUSR1));
}

static void the_starter_keeps_its_own_signals(void)
{
    struct glimpse glimpse = {0};
    struct sl__thread thread;
    CHECK_INT(sl__thread_start(&thread, "sl-test", look, &glimpse, NULL), 0);
    sl__thread_join(&thread);
    sigset_t mine;
    pthread_sigmask(SIG_SETMASK, NULL, &mine);
    CHECK(!sigismember(&mine, SIGINT));
}

static void joining_what_never_started_does_nothing(void)
{
    struct sl__thread thread = {0};
    sl__thread_join(&thread);
    CHECK(!thread.running);
}

struct sum {
    const int *numbers;
    int count;
    int64_t total;
};

static void add_up(void *arg)
{
    struct sum *sum = arg;
    sum->total = 0;
    for (int i = 0; i < sum->count; i++)
        sum->total += sum->numbers[i];
}

static void what_a_job_wrote_is_there_after_the_wait(void)
{
    struct sl__helper *helper;
    CHECK_INT(sl__helper_create(&helper, "sl-helper", NULL), 0);
    int numbers[100];
    int64_t wrong = 0;
    for (int job = 0; job < 2000; job++) {
        for (int i = 0; i < 100; i++)
            numbers[i] = i + job;
        struct sum sum = {.numbers = numbers, .count = 100};
        sl__helper_submit(helper, add_up, &sum);
        sl__helper_wait(helper);
        wrong += sum.total != 4950 + 100 * job;
    }
    CHECK_INT(wrong, 0);
    sl__helper_destroy(&helper);
    CHECK(!helper);
}

static void doze(void *arg)
{
    usleep(3000);
    ++*(int *)arg;
}

/* Longer than the spinning, so both sides sleep and must be woken. */
static void both_sides_wake_up_from_sleep(void)
{
    struct sl__helper *helper;
    CHECK_INT(sl__helper_create(&helper, "sl-helper", NULL), 0);
    int done = 0;
    for (int job = 1; job <= 10; job++) {
        usleep(1000);
        sl__helper_submit(helper, doze, &done);
        sl__helper_wait(helper);
        CHECK_INT(done, job);
    }
    sl__helper_destroy(&helper);
}

static void waiting_without_a_job_returns_at_once(void)
{
    struct sl__helper *helper;
    CHECK_INT(sl__helper_create(&helper, "sl-helper", NULL), 0);
    sl__helper_wait(helper);
    sl__helper_wait(helper);
    sl__helper_destroy(&helper);
    sl__helper_destroy(&helper);
    CHECK(!helper);
}

static void destroying_waits_for_the_job_in_progress(void)
{
    struct sl__helper *helper;
    CHECK_INT(sl__helper_create(&helper, "sl-helper", NULL), 0);
    int done = 0;
    sl__helper_submit(helper, doze, &done);
    sl__helper_destroy(&helper);
    CHECK_INT(done, 1);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_thread_has_its_name_and_hears_no_signals);
    RUN(the_starter_keeps_its_own_signals);
    RUN(joining_what_never_started_does_nothing);
    RUN(what_a_job_wrote_is_there_after_the_wait);
    RUN(both_sides_wake_up_from_sleep);
    RUN(waiting_without_a_job_returns_at_once);
    RUN(destroying_waits_for_the_job_in_progress);
    return TAP_END();
}
