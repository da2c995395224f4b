/*
 * What sharing frames costs. Two processes; the reader answers through a word of shared memory, so one frame is on its way at a time.
 *
 *     bench-ring latency FRAMES     from just before publish to the return from take; the payload is written and read around it
 *     bench-ring readers SECONDS    the publisher's CPU time for a 1080p frame with one and with eight readers; 4K30 on one core
 *
 * Beside it, in turns of a hundred frames: a bare futex over plain shared memory, and a Unix socket that carries the pixels.
 * JSON, a line for each row.
 */
#include <sightline/ring.h>

#include "base/clock.h"
#include "ring/futex.h"

#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TURN 100           ///< frames of one side before the next one's turn
#define ASLEEP_NS 60000    ///< after it answered, a reader that sleeps has gone to sleep
#define READERS_MAX 8

enum side { RING_SPIN, RING_SLEEP, FUTEX, SOCKET, SIDES };
static const char *const side_names[SIDES] = {"ring, spinning", "ring, sleeping", "bare futex", "Unix socket, copy"};

/** Between the two processes. */
struct desk {
    _Alignas(64) _Atomic uint32_t futex;
    _Alignas(64) _Atomic uint64_t answered;
    _Atomic int64_t sent_ns, sum;
    _Alignas(64) int64_t took_ns[]; ///< one for each frame
};

struct run {
    struct desk *desk;
    uint8_t *pixels;        ///< shared, for the bare futex: what the ring is made of, without the ring
    uint64_t bytes;
    int frames, socket[2];
    char name[32];
};

static void fail(const char *what, const struct sl_error *why)
{
    fprintf(stderr, "bench-ring: %s: %s\n", what, why->text);
    exit(1);
}

static void nap(int64_t ns)
{
    nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
}

static int64_t read_all(const uint8_t *pixels, uint64_t bytes)
{
    int64_t sum = 0;
    for (uint64_t i = 0; i + 8 <= bytes; i += 8) {
        int64_t word;
        memcpy(&word, pixels + i, 8);
        sum += word;
    }
    return sum;
}

static struct sl_ring *make_ring(const char *name, int32_t width_px, int32_t height_px, enum sl_pixels pixels)
{
    struct sl_ring_opts opts = sl_ring_opts_default(pixels, width_px, height_px);
    struct sl_ring *ring = NULL;
    struct sl_error why;
    if (sl_ring_create(&ring, name, &opts, &why) < 0)
        fail("create", &why);
    return ring;
}

static struct sl_ring_reader *make_reader(const char *name, enum sl_ring_policy policy, int spin_us)
{
    struct sl_ring_reader_opts opts = {.policy = policy, .spin_us = spin_us};
    struct sl_ring_reader *reader = NULL;
    struct sl_error why;
    if (sl_ring_attach(&reader, name, &opts, &why) < 0)
        fail("attach", &why);
    return reader;
}

/* ---- latency ---- */

/* When the frame was sent and got, and its pixels. */
static int64_t get_ring(struct sl_ring_reader *reader, const struct run *run)
{
    struct sl_ring_frame seen;
    struct sl_error why;
    if (sl_ring_take(reader, &seen, 10000, &why) != 1)
        fail("take", &why);
    int64_t took_ns = sl__clock_ns() - seen.frame.capture_ns;
    atomic_fetch_add(&run->desk->sum, read_all(seen.frame.plane[0], run->bytes));
    sl_ring_release(reader, &seen);
    return took_ns;
}

static int64_t get_futex(const struct run *run, uint32_t before)
{
    while (atomic_load(&run->desk->futex) == before)
        ring_futex_wait(&run->desk->futex, before, 1000000000);
    int64_t took_ns = sl__clock_ns() - atomic_load(&run->desk->sent_ns);
    atomic_fetch_add(&run->desk->sum, read_all(run->pixels, run->bytes));
    return took_ns;
}

static int64_t get_socket(const struct run *run, uint8_t *pixels)
{
    for (uint64_t got = 0; got < run->bytes;) {
        ssize_t size = recv(run->socket[1], pixels + got, run->bytes - got, 0);
        if (size <= 0)
            exit(1);
        got += (uint64_t)size;
    }
    int64_t took_ns = sl__clock_ns() - atomic_load(&run->desk->sent_ns);
    atomic_fetch_add(&run->desk->sum, read_all(pixels, run->bytes));
    return took_ns;
}

static void drop_newest(struct sl_ring_reader *reader)
{
    struct sl_ring_frame seen;
    if (sl_ring_take(reader, &seen, 0, NULL) == 1)
        sl_ring_release(reader, &seen);
}

static void reader_main(const struct run *run)
{
    uint8_t *pixels = malloc(run->bytes);
    struct sl_ring_reader *spinning = make_reader(run->name, SL_RING_NEWEST, 1000000);
    struct sl_ring_reader *sleeping = make_reader(run->name, SL_RING_NEWEST, 0);
    uint32_t futex = 0;
    atomic_store(&run->desk->answered, 1);
    for (uint64_t i = 0; i < (uint64_t)run->frames * SIDES; i++) {
        enum side side = (enum side)(i / TURN % SIDES);
        int64_t took_ns = side == RING_SPIN    ? get_ring(spinning, run)
                          : side == RING_SLEEP ? get_ring(sleeping, run)
                          : side == FUTEX      ? get_futex(run, futex)
                                               : get_socket(run, pixels);
        futex = atomic_load(&run->desk->futex);
        run->desk->took_ns[i] = took_ns;
        if (i % TURN == TURN - 1) { /* what the other one got is old for the next turn's */
            drop_newest(spinning);
            drop_newest(sleeping);
        }
        atomic_store(&run->desk->answered, i + 2);
    }
    exit(0);
}

static void send_ring(struct sl_ring *ring, const struct run *run, uint64_t i)
{
    struct sl_ring_loan loan;
    while (sl_ring_loan(ring, &loan) < 0)
        ;
    memset(loan.plane[0], (int)i, run->bytes);
    loan.capture_ns = sl__clock_ns();
    sl_ring_publish(ring, &loan);
}

static void send_futex(const struct run *run, uint64_t i)
{
    memset(run->pixels, (int)i, run->bytes);
    atomic_store(&run->desk->sent_ns, sl__clock_ns());
    atomic_fetch_add(&run->desk->futex, 1);
    ring_futex_wake(&run->desk->futex);
}

static void send_socket(const struct run *run, uint8_t *pixels, uint64_t i)
{
    memset(pixels, (int)i, run->bytes);
    atomic_store(&run->desk->sent_ns, sl__clock_ns());
    for (uint64_t sent = 0; sent < run->bytes;) {
        ssize_t size = send(run->socket[0], pixels + sent, run->bytes - sent, MSG_NOSIGNAL);
        if (size <= 0)
            exit(1);
        sent += (uint64_t)size;
    }
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void print_latency(const struct run *run, const char *title)
{
    int64_t *values = malloc(sizeof(*values) * (size_t)run->frames);
    for (int side = 0; side < SIDES; side++) {
        int count = 0;
        for (int i = 0; i < run->frames * SIDES; i++)
            if (i / TURN % SIDES == side && i >= TURN * SIDES) /* the first turn of each is for warming up */
                values[count++] = run->desk->took_ns[i];
        qsort(values, (size_t)count, sizeof(*values), by_value);
        printf("{\"case\": \"%s\", \"side\": \"%s\", \"frames\": %d, \"p50_us\": %.2f, \"p99_us\": %.2f, \"p999_us\": %.2f}\n", title,
               side_names[side], count, (double)values[count / 2] / 1e3, (double)values[(int)(count * 0.99)] / 1e3,
               (double)values[(int)(count * 0.999)] / 1e3);
    }
    free(values);
}

static void latency(const char *title, int32_t width_px, int32_t height_px, int frames)
{
    struct run run = {.bytes = (uint64_t)width_px * (uint64_t)height_px * 3, .frames = (frames / TURN + 1) * TURN};
    size_t desk_bytes = sizeof(*run.desk) + sizeof(int64_t) * (size_t)run.frames * SIDES;
    run.desk = mmap(NULL, desk_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    snprintf(run.name, sizeof(run.name), "bench-%d", (int)getpid());
    run.pixels = mmap(NULL, run.bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (run.desk == MAP_FAILED || run.pixels == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, run.socket) < 0)
        exit(1);
    uint8_t *pixels = malloc(run.bytes);
    struct sl_ring *ring = make_ring(run.name, width_px, height_px, SL_PIXELS_BGR24);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        reader_main(&run);
    }
    for (uint64_t i = 0; i < (uint64_t)run.frames * SIDES; i++) {
        enum side side = (enum side)(i / TURN % SIDES);
        while (atomic_load(&run.desk->answered) < i + 1)
            sched_yield();
        if (side != RING_SPIN)
            nap(ASLEEP_NS);
        if (side <= RING_SLEEP)
            send_ring(ring, &run, i);
        else if (side == FUTEX)
            send_futex(&run, i);
        else
            send_socket(&run, pixels, i);
    }
    waitpid(child, NULL, 0);
    print_latency(&run, title);
    sl_ring_destroy(&ring);
    free(pixels);
    munmap(run.desk, desk_bytes);
    munmap(run.pixels, run.bytes);
}

/* ---- many readers ---- */

static pid_t start_reader(const char *name)
{
    pid_t child = fork();
    if (child)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct sl_ring_reader *reader = make_reader(name, SL_RING_NEWEST, 0);
    struct sl_ring_frame seen;
    uint64_t sum = 0;
    while (sl_ring_take(reader, &seen, -1, NULL) == 1) {
        for (uint64_t row = 0; row < (uint64_t)seen.frame.height_px; row++)
            sum += seen.frame.plane[0][row * (uint64_t)seen.frame.stride_bytes[0]];
        sl_ring_release(reader, &seen);
    }
    exit(sum == UINT64_MAX); /* so that the reading is not left out */
}

static int64_t cpu_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* Paced at 30 frames a second. */
static void publish_for(struct sl_ring *ring, double seconds, const char *title, int readers, size_t bytes)
{
    struct sl_ring_stat before, after;
    int frames = (int)(seconds * 30), late = 0;
    sl_ring_stat(ring, &before);
    int64_t start_ns = sl__clock_ns(), cpu = cpu_ns(), inside = 0;
    for (int i = 0; i < frames; i++) {
        struct sl_ring_loan loan;
        int64_t wait_ns = start_ns + i * INT64_C(33333333) - sl__clock_ns();
        if (wait_ns > 0)
            nap(wait_ns);
        late += wait_ns < -33333333;
        if (sl_ring_loan(ring, &loan) < 0)
            continue;
        memset(loan.plane[0], i, bytes);
        struct timespec from, to;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
        sl_ring_publish(ring, &loan);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
        inside += (to.tv_sec - from.tv_sec) * INT64_C(1000000000) + to.tv_nsec - from.tv_nsec;
    }
    double took = (double)(sl__clock_ns() - start_ns) / 1e9;
    sl_ring_stat(ring, &after);
    printf("{\"case\": \"%s\", \"readers\": %d, \"frames\": %d, \"fps\": %.2f, \"late\": %d, \"cpu_us_a_frame\": %.1f, "
           "\"publish_us_a_frame\": %.2f, \"dropped\": %llu, \"copied_bytes\": %llu}\n",
           title, readers, frames, frames / took, late, (double)(cpu_ns() - cpu) / 1e3 / frames, (double)inside / 1e3 / frames,
           (unsigned long long)(after.dropped - before.dropped), (unsigned long long)(after.copied_bytes - before.copied_bytes));
    fflush(stdout);
}

static void with_readers(const char *title, int32_t width_px, int32_t height_px, int count, double seconds)
{
    char name[48];
    pid_t child[READERS_MAX];
    snprintf(name, sizeof(name), "bench-many-%d", (int)getpid());
    struct sl_ring *ring = make_ring(name, width_px, height_px, SL_PIXELS_BGR24);
    struct sl_ring_stat stat;
    for (int i = 0; i < count; i++)
        child[i] = start_reader(name);
    do
        sl_ring_stat(ring, &stat);
    while (stat.readers < count);
    publish_for(ring, seconds, title, count, (size_t)width_px * (size_t)height_px * 3);
    for (int i = 0; i < count; i++)
        kill(child[i], SIGKILL);
    for (int i = 0; i < count; i++)
        waitpid(child[i], NULL, 0);
    sl_ring_destroy(&ring);
}

static void readers(double seconds)
{
    for (int round = 0; round < 3; round++) {
        with_readers("1080p30", 1920, 1080, 1, seconds / 3);
        with_readers("1080p30", 1920, 1080, 8, seconds / 3);
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    sched_setaffinity(0, sizeof(one), &one);
    with_readers("4K30, all on one core", 3840, 2160, 4, seconds);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/sl-ring-XXXXXX";
    if (argc < 3 || !mkdtemp(folder) || setenv("SIGHTLINE_RUNTIME_DIR", folder, 1) < 0)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!strcmp(argv[1], "latency")) {
        int frames = (int)strtol(argv[2], NULL, 10);
        latency("1 KB", 18, 19, frames);
        latency("1080p", 1920, 1080, frames < 2000 ? 100 : frames / 20);
    } else {
        readers(strtod(argv[2], NULL));
    }
    rmdir(folder);
    return 0;
}
