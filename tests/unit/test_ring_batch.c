/* Batches: one block of N frames, short ones at the end. Groups: each frame, or batch, to exactly one member. */
#include <sightline/ring.h>

#include "tap.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static struct sl_error why;

static struct sl_ring *publisher(const char *name, int batch, int32_t width_px, int32_t height_px)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_BGR24, width_px, height_px);
    struct sl_ring *ring = NULL;
    opts.batch = batch;
    if (sl_ring_create(&ring, name, &opts, &why) < 0)
        TAP_FAIL("%s", why.text);
    return ring;
}

static struct sl_ring_reader *member_of(const char *name, const char *group, enum sl_ring_policy policy, enum sl_ring_share share)
{
    struct sl_ring_reader_opts opts = {.policy = policy, .group = group, .share = share};
    struct sl_ring_reader *reader = NULL;
    if (sl_ring_attach(&reader, name, &opts, &why) < 0)
        TAP_FAIL("%s", why.text);
    return reader;
}

/* Every byte of frame i follows from i and its place. */
static uint8_t byte_of(uint64_t frame, uint64_t place)
{
    return (uint8_t)(frame * 31 + place * 7);
}

static int publish(struct sl_ring *ring, uint64_t frame, uint64_t bytes)
{
    struct sl_ring_loan loan;
    int err = sl_ring_loan(ring, &loan);
    if (err < 0)
        return err;
    for (uint64_t i = 0; i < bytes; i++)
        loan.plane[0][i] = byte_of(frame, i);
    loan.pts_ns = (int64_t)frame * 10;
    return sl_ring_publish(ring, &loan);
}

static bool is_whole(const struct sl_ring_batch *batch)
{
    for (int i = 0; i < batch->count; i++)
        for (uint64_t k = 0; k < batch->frame_bytes; k++)
            if (batch->pixels[(uint64_t)i * batch->frame_bytes + k] != byte_of(batch->sequence - 1 + (uint64_t)i, k))
                return false;
    return true;
}

/* Any N and any shape: frames follow each other without a gap, and each has its number and times. */
static void a_batch_is_one_block(void)
{
    static const struct {
        int batch;
        int32_t width_px, height_px;
    } cases[] = {{1, 3, 5}, {2, 1, 1}, {3, 7, 11}, {16, 33, 17}, {100, 5, 3}, {1024, 2, 2}};
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        int size = cases[c].batch;
        uint64_t bytes = (uint64_t)cases[c].width_px * (uint64_t)cases[c].height_px * 3;
        struct sl_ring *ring = publisher("block", size, cases[c].width_px, cases[c].height_px);
        struct sl_ring_reader *reader = member_of("block", NULL, SL_RING_EVERY, SL_RING_TURNS);
        struct sl_ring_batch batch;
        struct sl_frame frame;
        for (int i = 0; i < 2 * size; i++) {
            CHECK_INT(sl_ring_take_batch(reader, &batch, 0, &why), i == size);
            if (i == size) {
                CHECK(batch.count == size && batch.size == size && batch.frame_bytes == bytes && is_whole(&batch));
                CHECK_INT(sl_ring_batch_frame(&batch, size - 1, &frame), 0);
                CHECK_INT(frame.number, size - 1);
                CHECK_INT(frame.pts_ns, (size - 1) * 10);
                CHECK(frame.plane[0] == batch.pixels + (uint64_t)(size - 1) * bytes && frame.width_px == cases[c].width_px);
                CHECK_INT(sl_ring_batch_frame(&batch, size, &frame), -EINVAL);
                sl_ring_release_batch(reader, &batch);
            }
            CHECK_INT(publish(ring, (uint64_t)i, bytes), 0);
        }
        sl_ring_detach(&reader);
        sl_ring_destroy(&ring);
    }
}

static void the_last_short_batch_tells_its_count(void)
{
    struct sl_ring *ring = publisher("short", 4, 3, 2);
    struct sl_ring_reader *reader = member_of("short", NULL, SL_RING_EVERY, SL_RING_TURNS);
    struct sl_ring_batch batch;
    static const int counts[] = {4, 2, 3};
    for (uint64_t i = 0; i < 9; i++) {
        CHECK_INT(publish(ring, i, 18), 0);
        if (i == 5)
            CHECK_INT(sl_ring_flush(ring), 0);
    }
    CHECK_INT(sl_ring_flush(NULL), -EINVAL);
    sl_ring_destroy(&ring); /* gives the rest */
    for (int i = 0; i < 3; i++) {
        CHECK_INT(sl_ring_take_batch(reader, &batch, 1000, &why), 1);
        CHECK(batch.count == counts[i] && batch.size == 4 && is_whole(&batch));
        sl_ring_release_batch(reader, &batch);
    }
    CHECK_INT(sl_ring_take_batch(reader, &batch, 1000, &why), -EPIPE);
    sl_ring_detach(&reader);
}

static void readers_of_single_frames_see_each_at_once(void)
{
    struct sl_ring *ring = publisher("single", 4, 3, 2);
    struct sl_ring_reader *newest = member_of("single", NULL, SL_RING_NEWEST, SL_RING_TURNS);
    struct sl_ring_reader *every = member_of("single", NULL, SL_RING_EVERY, SL_RING_TURNS);
    struct sl_ring_frame seen;
    for (uint64_t i = 0; i < 100; i++) {
        CHECK_INT(publish(ring, i, 18), 0);
        CHECK_INT(sl_ring_take(newest, &seen, 0, &why), 1);
        CHECK(seen.frame.number == i && seen.frame.plane[0][5] == byte_of(i, 5));
        sl_ring_release(newest, &seen);
        CHECK_INT(sl_ring_take(every, &seen, 0, &why), 1);
        CHECK(seen.frame.number == i && seen.frame.plane[0][17] == byte_of(i, 17));
        sl_ring_release(every, &seen);
    }
    sl_ring_detach(&newest);
    sl_ring_detach(&every);
    sl_ring_destroy(&ring);
}

static void several_batches_are_held_and_stay_as_they_are(void)
{
    struct sl_ring *ring = publisher("flight", 4, 3, 2);
    struct sl_ring_reader *reader = member_of("flight", NULL, SL_RING_NEWEST, SL_RING_TURNS);
    struct sl_ring_batch held[3], more;
    for (int i = 0; i < 3; i++) {
        for (uint64_t k = 0; k < 4; k++)
            CHECK_INT(publish(ring, (uint64_t)i * 4 + k, 18), 0);
        CHECK_INT(sl_ring_take_batch(reader, &held[i], 0, &why), 1);
    }
    for (uint64_t i = 12; i < 200; i++)
        CHECK_INT(publish(ring, i, 18), 0);
    CHECK_INT(sl_ring_take_batch(reader, &more, 0, &why), -ENOBUFS);
    for (int i = 0; i < 3; i++) {
        CHECK(held[i].sequence == (uint64_t)i * 4 + 1 && is_whole(&held[i]));
        sl_ring_release_batch(reader, &held[i]);
    }
    CHECK_INT(sl_ring_take_batch(reader, &more, 0, &why), 1);
    CHECK(is_whole(&more) && more.sequence == 197 && more.dropped == 184);
    sl_ring_release_batch(reader, &more);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

/* ---- groups ---- */

#define MEMBERS 5
#define FRAMES 3000

/** Who got what; the publisher's own list is 0..FRAMES-1. */
struct crowd {
    struct sl_ring *ring;
    int batch;
    atomic_int times[FRAMES];
    atomic_int torn, lost, over;
};

struct worker {
    struct crowd *crowd;
    const char *name, *group;
    int leaves_after; ///< 0: stays
};

static void take_as_member(struct worker *worker, struct sl_ring_reader *reader)
{
    struct crowd *crowd = worker->crowd;
    for (int taken = 0; !worker->leaves_after || taken < worker->leaves_after;) {
        struct sl_ring_batch batch;
        int took = sl_ring_take_batch(reader, &batch, 20, NULL);
        if (took == -EPIPE || (took == 0 && atomic_load(&crowd->over)))
            return;
        if (took == -ESTALE)
            atomic_fetch_add(&crowd->lost, (int)batch.dropped);
        if (took != 1)
            continue;
        taken++;
        atomic_fetch_add(&crowd->torn, !is_whole(&batch));
        for (int i = 0; i < batch.count; i++)
            atomic_fetch_add(&crowd->times[batch.sequence - 1 + (uint64_t)i], 1);
        if (taken % 7 == 0)
            usleep(200);
        sl_ring_release_batch(reader, &batch);
    }
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    do { /* who leaves comes back as a new member */
        struct sl_ring_reader *reader = member_of(worker->name, worker->group, SL_RING_EVERY, SL_RING_TURNS);
        if (!reader)
            break;
        take_as_member(worker, reader);
        sl_ring_detach(&reader);
    } while (worker->leaves_after && !atomic_load(&worker->crowd->over));
    return NULL;
}

/* Members that come and go: what the one that stays and they get together is each frame once. */
static void run_crowd(int batch, int leaves_after)
{
    static struct crowd crowd;
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 9, 3);
    struct worker workers[MEMBERS];
    pthread_t threads[MEMBERS];
    memset(&crowd, 0, sizeof(crowd));
    opts.batch = batch;
    opts.patience_ms = 10000;
    CHECK_INT(sl_ring_create(&crowd.ring, "crowd", &opts, &why), 0);
    for (int i = 0; i < MEMBERS; i++) {
        workers[i] = (struct worker){&crowd, "crowd", "workers", i ? leaves_after * i : 0};
        CHECK_INT(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    struct sl_ring_stat stat;
    do
        sl_ring_stat(crowd.ring, &stat);
    while (stat.readers < MEMBERS && usleep(100) == 0);
    for (uint64_t i = 0; i < FRAMES; i++)
        while (publish(crowd.ring, i, 27) == -EAGAIN)
            usleep(50);
    sl_ring_flush(crowd.ring);
    usleep(100000);
    atomic_store(&crowd.over, 1);
    for (int i = 0; i < MEMBERS; i++)
        pthread_join(threads[i], NULL);
    sl_ring_destroy(&crowd.ring);
    int never = 0, twice = 0;
    for (int i = 0; i < FRAMES; i++) {
        never += !crowd.times[i];
        twice += crowd.times[i] > 1;
    }
    CHECK_INT(crowd.torn, 0);
    CHECK_INT(twice, 0);
    CHECK_INT(never, crowd.lost);
    CHECK_INT(crowd.lost, 0);
}

static void each_frame_goes_to_exactly_one_member(void)
{
    run_crowd(1, 0);
}

static void each_batch_goes_to_exactly_one_member(void)
{
    run_crowd(7, 0);
}

static void what_a_member_that_leaves_had_not_taken_goes_to_others(void)
{
    run_crowd(1, 9);
    run_crowd(4, 3);
}

static int frames_taken(struct sl_ring_reader *reader)
{
    struct sl_ring_frame seen;
    int count = 0;
    while (sl_ring_take(reader, &seen, 0, &why) == 1) {
        count++;
        sl_ring_release(reader, &seen);
    }
    return count;
}

static void members_take_turns_and_others_get_all(void)
{
    struct sl_ring *ring = publisher("turns", 1, 3, 2);
    struct sl_ring_reader *member[3], *other = member_of("turns", NULL, SL_RING_EVERY, SL_RING_TURNS);
    struct sl_ring_reader *alone = member_of("turns", "alone", SL_RING_EVERY, SL_RING_TURNS);
    int taken[3] = {0}, all = 0, by_one = 0;
    for (int i = 0; i < 3; i++)
        member[i] = member_of("turns", "three", SL_RING_EVERY, SL_RING_TURNS);
    for (uint64_t i = 0; i < 60; i++) {
        CHECK_INT(publish(ring, i, 18), 0);
        if (i % 3 != 2)
            continue;
        for (int k = 0; k < 3; k++)
            taken[k] += frames_taken(member[k]);
        all += frames_taken(other);
        by_one += frames_taken(alone);
    }
    for (int i = 0; i < 3; i++) {
        CHECK_INT(taken[i], 20);
        sl_ring_detach(&member[i]);
    }
    CHECK_INT(all, 60);
    CHECK_INT(by_one, 60);
    sl_ring_detach(&other);
    sl_ring_detach(&alone);
    sl_ring_destroy(&ring);
}

/* Of twenty names, each keeps to one of the two members, and neither member gets all. */
static void a_stream_keeps_to_one_member_while_it_lives(void)
{
    int names_of[2] = {0};
    for (int n = 0; n < 20; n++) {
        char name[16];
        snprintf(name, sizeof(name), "cam%d", n);
        struct sl_ring *ring = publisher(name, 1, 3, 2);
        struct sl_ring_reader *member[2];
        int taken[2];
        for (int i = 0; i < 2; i++)
            member[i] = member_of(name, "two", SL_RING_EVERY, SL_RING_STREAM);
        for (uint64_t i = 0; i < 6; i++)
            CHECK_INT(publish(ring, i, 18), 0);
        for (int i = 0; i < 2; i++)
            taken[i] = frames_taken(member[i]);
        CHECK(taken[0] + taken[1] == 6 && (!taken[0] || !taken[1]));
        int owner = taken[1] > 0;
        names_of[owner]++;
        sl_ring_detach(&member[owner]);
        struct sl_ring_stat stat;
        do
            sl_ring_stat(ring, &stat);
        while (stat.readers > 1 && usleep(100) == 0);
        CHECK_INT(publish(ring, 6, 18), 0);
        CHECK_INT(frames_taken(member[!owner]), 1);
        sl_ring_detach(&member[!owner]);
        sl_ring_destroy(&ring);
    }
    CHECK(names_of[0] > 0 && names_of[1] > 0);
}

static void a_member_that_sleeps_is_passed_over_and_told(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 3, 3);
    struct sl_ring *ring = NULL;
    opts.patience_ms = 1;
    CHECK_INT(sl_ring_create(&ring, "sleepy", &opts, &why), 0);
    struct sl_ring_reader *sleepy = member_of("sleepy", "two", SL_RING_EVERY, SL_RING_TURNS);
    struct sl_ring_reader *awake = member_of("sleepy", "two", SL_RING_EVERY, SL_RING_TURNS);
    struct sl_ring_frame seen;
    int taken = 0, lost = 0, took;
    for (uint64_t i = 0; i < 100; i++) {
        CHECK_INT(publish(ring, i, 9), 0);
        taken += frames_taken(awake);
    }
    while ((took = sl_ring_take(sleepy, &seen, 0, &why)) != 0) {
        lost += took == -ESTALE ? (int)seen.frame.dropped : 0;
        taken += took == 1;
        sl_ring_release(sleepy, &seen);
    }
    CHECK(lost > 0 && lost < 20);
    CHECK_INT(taken + lost, 100);
    sl_ring_detach(&sleepy);
    sl_ring_detach(&awake);
    sl_ring_destroy(&ring);
}

static void a_member_takes_batches_where_there_are_some(void)
{
    struct sl_ring *ring = publisher("whole", 4, 3, 2);
    struct sl_ring_reader *member = member_of("whole", "one", SL_RING_EVERY, SL_RING_TURNS);
    struct sl_ring_reader *wrong = NULL;
    struct sl_ring_reader_opts opts = {.group = "not a name"};
    struct sl_ring_frame seen;
    CHECK_INT(sl_ring_take(member, &seen, 0, &why), -EINVAL);
    CHECK_HAS(why.text, "batches");
    CHECK_INT(sl_ring_attach(&wrong, "whole", &opts, &why), -EINVAL);
    sl_ring_detach(&member);
    sl_ring_destroy(&ring);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    snprintf(folder, sizeof(folder), "/tmp/sl-ring-XXXXXX");
    if (!mkdtemp(folder) || setenv("SIGHTLINE_RUNTIME_DIR", folder, 1) < 0)
        return 99;
    RUN(a_batch_is_one_block);
    RUN(the_last_short_batch_tells_its_count);
    RUN(readers_of_single_frames_see_each_at_once);
    RUN(several_batches_are_held_and_stay_as_they_are);
    RUN(each_frame_goes_to_exactly_one_member);
    RUN(each_batch_goes_to_exactly_one_member);
    RUN(what_a_member_that_leaves_had_not_taken_goes_to_others);
    RUN(members_take_turns_and_others_get_all);
    RUN(a_stream_keeps_to_one_member_while_it_lives);
    RUN(a_member_that_sleeps_is_passed_over_and_told);
    RUN(a_member_takes_batches_where_there_are_some);
    rmdir(folder);
    return TAP_END();
}
