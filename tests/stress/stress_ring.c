/*
 * Shared frames under fire: processes are killed (-9) at random while checksummed frames flow; then many frames, for what grows.
 *
 *     stress_ring [KILLS [FRAMES]]
 *
 * Times are told, and not judged: machines differ. The random numbers have a fixed seed.
 */
#include <sightline/ring.h>

#include "base/clock.h"
#include "tap.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define READERS 5
#define BYTES (64 * 16)
#define FD_SLACK 8 ///< sockets of readers that come and go this moment

/** What the children tell; shared memory. */
struct tally {
    _Atomic uint64_t published, refused, torn, taken[READERS];
};

static struct tally *tally;
static char folder[64];
static struct sl_error why;
static int kills = 60, frames = 50000;

static uint32_t random_next(void)
{
    static uint32_t state = 2463534242u; /* xorshift32, as tests/fuzz/replay.c */
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static void fill(uint8_t *pixels, uint64_t number)
{
    for (uint64_t i = 0; i < BYTES / 8; i++) {
        uint64_t word = (number + 1) * UINT64_C(0x9e3779b97f4a7c15) + i;
        memcpy(pixels + i * 8, &word, 8);
    }
}

/* Looked at twice: what changes while it is held is torn, too. */
static bool is_whole(const struct sl_ring_frame *seen)
{
    uint64_t first = (seen->frame.number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    for (int pass = 0; pass < 2; pass++)
        for (uint64_t i = 0; i < BYTES / 8; i++) {
            uint64_t word;
            memcpy(&word, seen->frame.plane[0] + i * 8, 8);
            if (word != first + i)
                return false;
        }
    return true;
}

static int publish(struct sl_ring *ring, uint64_t number)
{
    struct sl_ring_loan loan;
    int err = sl_ring_loan(ring, &loan);
    if (err < 0)
        return err;
    fill(loan.plane[0], number);
    return sl_ring_publish(ring, &loan);
}

static void publisher_main(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 64, 16);
    struct sl_ring *ring = NULL;
    opts.slots = 12;
    opts.patience_ms = 1;
    if (sl_ring_create(&ring, "fire", &opts, &why) < 0)
        _exit(1);
    for (uint64_t number = 0;;) {
        int err = publish(ring, number);
        number += err == 0;
        atomic_fetch_add(err == 0 ? &tally->published : &tally->refused, 1);
        if (number % 997 == 996) {
            bool wide = number / 997 % 2;
            sl_ring_reformat(ring, SL_PIXELS_GRAY8, SL_COLOUR_BT601, wide ? 128 : 64, wide ? 8 : 16, NULL);
            number += publish(ring, number) == 0;
        }
        if (number % 16 == 0)
            usleep(100);
    }
}

/* By number: newest, every, every, and two of a group. */
static void reader_main(int which)
{
    struct sl_ring_reader_opts opts = {.policy = which ? SL_RING_EVERY : SL_RING_NEWEST, .reattach = 1,
                                       .group = which >= 3 ? "pair" : NULL};
    struct sl_ring_reader *reader = NULL;
    struct sl_ring_frame held[2] = {{.segment = NULL}, {.segment = NULL}};
    if (sl_ring_attach(&reader, "fire", &opts, &why) < 0)
        _exit(1);
    for (unsigned turn = 0;; turn ^= 1) {
        sl_ring_release(reader, &held[turn]);
        if (sl_ring_take(reader, &held[turn], 100, NULL) != 1)
            continue;
        for (int i = 0; i < 2; i++)
            if (held[i].segment && !is_whole(&held[i]))
                atomic_fetch_add(&tally->torn, 1);
        atomic_fetch_add(&tally->taken[which], 1);
    }
}

/* Child 0 publishes, the others read. */
static pid_t start(int which)
{
    pid_t child = fork();
    if (child)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (which)
        reader_main(which - 1);
    publisher_main();
    _exit(0);
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static int count_in(const char *path)
{
    DIR *dir = opendir(path);
    int count = 0;
    while (dir && readdir(dir))
        count++;
    if (dir)
        closedir(dir);
    return count - 2;
}

static int descriptors_of(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
    return count_in(path);
}

static uint64_t number_in(const char *path, const char *format)
{
    char line[256];
    unsigned long long value = 0;
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, format, &value) == 1)
            break;
    if (file)
        fclose(file);
    return value;
}

/* More published by then? Waits up to ten seconds. */
static bool goes_on(const _Atomic uint64_t *count, uint64_t by)
{
    uint64_t wanted = atomic_load(count) + by;
    for (int i = 0; i < 10000 && atomic_load(count) < wanted; i++)
        usleep(1000);
    return atomic_load(count) >= wanted;
}

static void readers_and_publisher_are_killed_at_random(void)
{
    pid_t child[1 + READERS];
    uint64_t memory_before = number_in("/proc/meminfo", "Shmem: %llu");
    int publishers = 0;
    for (int i = 0; i <= READERS; i++)
        child[i] = start(i);
    for (int i = 0; i < kills; i++) {
        usleep(1000 + random_next() % 60000);
        unsigned victim = random_next() % 12;
        victim = victim > READERS ? 0 : victim; /* the publisher about every second time */
        publishers += victim == 0;
        end(child[victim]);
        child[victim] = start((int)victim);
    }
    for (int i = 0; i < READERS; i++)
        if (!goes_on(&tally->taken[i], 10))
            TAP_FAIL("reader %d takes no frames at the end", i);
    CHECK_INT(atomic_load(&tally->torn), 0);
    for (int i = 1; i <= READERS; i++)
        end(child[i]);
    usleep(100000); /* a reader's death frees its claims within this time */
    uint64_t refused = atomic_load(&tally->refused);
    CHECK(goes_on(&tally->published, 200));
    CHECK_INT(atomic_load(&tally->refused) - refused, 0);
    CHECK(descriptors_of(child[0]) < 3 + 8 + FD_SLACK);
    end(child[0]);
    char names[2][SL_RING_NAME_MAX + 1];
    CHECK_INT(sl_ring_list(NULL, names, 2, &why), 0);
    CHECK_INT(count_in(folder), 0);
    printf("# %d kills, %d of the publisher; %llu frames published, %llu refused; taken %llu newest, %llu every, %llu by a group\n",
           kills, publishers, (unsigned long long)tally->published, (unsigned long long)tally->refused,
           (unsigned long long)tally->taken[0], (unsigned long long)(tally->taken[1] + tally->taken[2]),
           (unsigned long long)(tally->taken[3] + tally->taken[4]));
    printf("# shared memory of the machine: %llu KB before, %llu KB after\n", (unsigned long long)memory_before,
           (unsigned long long)number_in("/proc/meminfo", "Shmem: %llu"));
}

/* A child that holds all it may and is killed: how long its claims stand. */
static void claims_of_the_dead_are_freed(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 64, 16);
    struct sl_ring *ring = NULL;
    int64_t worst_ns = 0;
    opts.slots = 3;
    CHECK_INT(sl_ring_create(&ring, "claims", &opts, &why), 0);
    for (int round = 0; round < 20 && tap_good; round++) {
        int line[2];
        char byte;
        CHECK(pipe(line) == 0 && publish(ring, 0) == 0);
        pid_t child = fork();
        if (child == 0) {
            struct sl_ring_reader *reader = NULL;
            struct sl_ring_frame seen;
            if (sl_ring_attach(&reader, "claims", NULL, NULL) < 0 || sl_ring_take(reader, &seen, 1000, NULL) != 1)
                _exit(1);
            (void)!write(line[1], "x", 1);
            for (;;)
                pause();
        }
        CHECK_INT(read(line[0], &byte, 1), 1);
        close(line[0]);
        close(line[1]);
        int64_t start_ns = sl__clock_ns();
        end(child);
        struct sl_ring_stat stat;
        do
            sl_ring_stat(ring, &stat);
        while (stat.readers && sl__clock_ns() - start_ns < 5000000000);
        CHECK_INT(stat.readers, 0);
        int64_t took_ns = sl__clock_ns() - start_ns;
        worst_ns = took_ns > worst_ns ? took_ns : worst_ns;
    }
    printf("# claims stood for at most %.1f ms after the kill\n", (double)worst_ns / 1e6);
    sl_ring_destroy(&ring);
}

static void *take_all(void *arg)
{
    struct sl_ring_reader *reader = arg;
    struct sl_ring_frame seen;
    int took;
    while ((took = sl_ring_take(reader, &seen, 1000, NULL)) != -EPIPE) {
        if (took != 1)
            continue;
        if (!is_whole(&seen))
            atomic_fetch_add(&tally->torn, 1);
        sl_ring_release(reader, &seen);
    }
    return NULL;
}

static void many_frames_leave_memory_and_descriptors_as_they_were(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 64, 16);
    struct sl_ring_reader_opts every = {.policy = SL_RING_EVERY};
    struct sl_ring *ring = NULL;
    struct sl_ring_reader *reader[2] = {NULL, NULL};
    pthread_t thread[2];
    uint64_t memory = 0;
    int fds = 0;
    CHECK_INT(sl_ring_create(&ring, "many", &opts, &why), 0);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(sl_ring_attach(&reader[i], "many", i ? &every : NULL, &why), 0);
        CHECK_INT(pthread_create(&thread[i], NULL, take_all, reader[i]), 0);
    }
    for (int i = 0; i < frames; i++) {
        if (i == frames / 10) {
            memory = number_in("/proc/self/status", "VmRSS: %llu");
            fds = descriptors_of(getpid());
        }
        while (publish(ring, (uint64_t)i) == -EAGAIN)
            usleep(20);
    }
    uint64_t after = number_in("/proc/self/status", "VmRSS: %llu");
    CHECK_INT(descriptors_of(getpid()), fds);
    if (after > memory + 512)
        TAP_FAIL("memory grew from %llu to %llu KB", (unsigned long long)memory, (unsigned long long)after);
    printf("# %d frames: %llu KB after a tenth, %llu KB at the end\n", frames, (unsigned long long)memory, (unsigned long long)after);
    sl_ring_destroy(&ring);
    for (int i = 0; i < 2; i++) {
        pthread_join(thread[i], NULL);
        sl_ring_detach(&reader[i]);
    }
    CHECK_INT(atomic_load(&tally->torn), 0);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(1, argv);
    kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : kills;
    frames = argc > 2 ? (int)strtol(argv[2], NULL, 10) : frames;
    tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    snprintf(folder, sizeof(folder), "/tmp/sl-ring-XXXXXX");
    if (tally == MAP_FAILED || !mkdtemp(folder) || setenv("SIGHTLINE_RUNTIME_DIR", folder, 1) < 0)
        return 99;
    RUN(readers_and_publisher_are_killed_at_random);
    RUN(claims_of_the_dead_are_freed);
    RUN(many_frames_leave_memory_and_descriptors_as_they_were);
    rmdir(folder);
    return TAP_END();
}
