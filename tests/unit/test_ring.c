/* Shared frames between threads of one process: what is taken stays as it is, nobody waits who need not, nothing is lost unseen. */
#include <sightline/ring.h>

#include "ring/publisher.h"
#include "ring/reader.h"
#include "tap.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WIDTH 33
#define HEIGHT 7

static char folder[64];
static struct sl_error why;

static struct sl_ring *publisher(const char *name, struct sl_ring_opts opts)
{
    struct sl_ring *ring = NULL;
    int err = sl_ring_create(&ring, name, &opts, &why);
    if (err < 0)
        TAP_FAIL("%s", why.text);
    return ring;
}

static struct sl_ring_opts small(void)
{
    return sl_ring_opts_default(SL_PIXELS_BGR24, WIDTH, HEIGHT);
}

static struct sl_ring_reader *reader_of(const char *name, enum sl_ring_policy policy)
{
    struct sl_ring_reader_opts opts = sl_ring_reader_opts_default();
    struct sl_ring_reader *reader = NULL;
    opts.policy = policy;
    if (sl_ring_attach(&reader, name, &opts, &why) < 0)
        TAP_FAIL("%s", why.text);
    return reader;
}

/* A frame whose every byte is this value. */
static int publish_value(struct sl_ring *ring, uint8_t value)
{
    struct sl_ring_loan loan;
    int err = sl_ring_loan(ring, &loan);
    if (err < 0)
        return err;
    memset(loan.plane[0], value, (size_t)loan.stride_bytes[0] * HEIGHT);
    loan.pts_ns = value * 1000;
    return sl_ring_publish(ring, &loan);
}

static bool holds_value(const struct sl_ring_frame *seen, uint8_t value)
{
    for (int i = 0; i < seen->frame.stride_bytes[0] * HEIGHT; i++)
        if (seen->frame.plane[0][i] != value)
            return false;
    return true;
}

static void the_newest_frame_is_taken_and_skipped_ones_are_counted(void)
{
    struct sl_ring *ring = publisher("newest", small());
    struct sl_ring_reader *reader = reader_of("newest", SL_RING_NEWEST);
    struct sl_ring_frame seen;
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 0);
    for (uint8_t value = 1; value <= 20; value++)
        CHECK_INT(publish_value(ring, value), 0);
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 1);
    CHECK(holds_value(&seen, 20));
    CHECK_INT(seen.frame.pts_ns, 20000);
    CHECK_INT(seen.frame.number, 19);
    CHECK(seen.frame.capture_ns > 0);
    sl_ring_release(reader, &seen);
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 0);
    for (uint8_t value = 21; value <= 25; value++)
        CHECK_INT(publish_value(ring, value), 0);
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 1);
    CHECK(holds_value(&seen, 25));
    CHECK_INT(seen.frame.dropped, 4);
    sl_ring_release(reader, &seen);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void a_frame_that_is_held_does_not_change(void)
{
    struct sl_ring *ring = publisher("held", small());
    struct sl_ring_reader *reader = reader_of("held", SL_RING_NEWEST);
    struct sl_ring_frame first, second;
    publish_value(ring, 1);
    CHECK_INT(sl_ring_take(reader, &first, 0, &why), 1);
    for (int i = 0; i < 100; i++)
        CHECK_INT(publish_value(ring, (uint8_t)(2 + i)), 0);
    CHECK(holds_value(&first, 1));
    CHECK_INT(sl_ring_take(reader, &second, 0, &why), 1);
    CHECK(holds_value(&second, 101));
    sl_ring_release(reader, &first);
    sl_ring_release(reader, &second);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void a_reader_holds_no_more_than_it_may(void)
{
    struct sl_ring *ring = publisher("most", small());
    struct sl_ring_reader *reader = reader_of("most", SL_RING_EVERY);
    struct sl_ring_frame seen[4];
    for (uint8_t value = 1; value <= 4; value++)
        CHECK_INT(publish_value(ring, value), 0);
    for (int i = 0; i < 3; i++)
        CHECK_INT(sl_ring_take(reader, &seen[i], 0, &why), 1);
    CHECK_INT(sl_ring_take(reader, &seen[3], 0, &why), -ENOBUFS);
    sl_ring_release(reader, &seen[0]);
    CHECK_INT(sl_ring_take(reader, &seen[3], 0, &why), 1);
    CHECK(holds_value(&seen[3], 4));
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void every_frame_comes_in_order(void)
{
    struct sl_ring *ring = publisher("every", small());
    struct sl_ring_reader *reader = reader_of("every", SL_RING_EVERY);
    struct sl_ring_frame seen;
    for (int round = 0; round < 30; round++) {
        for (int i = 0; i < 5; i++)
            CHECK_INT(publish_value(ring, (uint8_t)(round * 5 + i)), 0);
        for (int i = 0; i < 5; i++) {
            CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 1);
            CHECK(holds_value(&seen, (uint8_t)(round * 5 + i)));
            CHECK_INT(seen.frame.dropped, 0);
            sl_ring_release(reader, &seen);
        }
        CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 0);
    }
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void who_falls_behind_is_told_how_much_is_lost(void)
{
    struct sl_ring_opts opts = small();
    opts.patience_ms = 1;
    struct sl_ring *ring = publisher("behind", opts);
    struct sl_ring_reader *reader = reader_of("behind", SL_RING_EVERY);
    struct sl_ring_frame seen;
    uint32_t told = 0, taken = 0;
    for (int i = 0; i < 40; i++)
        CHECK_INT(publish_value(ring, (uint8_t)i), 0);
    int took;
    while ((took = sl_ring_take(reader, &seen, 0, &why)) != 0) {
        if (took == -ESTALE) {
            told += seen.frame.dropped;
            continue;
        }
        CHECK_INT(took, 1);
        if (took != 1)
            break;
        CHECK(holds_value(&seen, (uint8_t)seen.frame.number));
        taken++;
        sl_ring_release(reader, &seen);
    }
    CHECK(told > 0 && taken > 0);
    CHECK_INT(told + taken, 40);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void readers_who_hold_all_make_a_drop_not_a_wait(void)
{
    struct sl_ring_opts opts = small();
    opts.slots = 3;
    struct sl_ring *ring = publisher("drop", opts);
    struct sl_ring_reader *reader[2] = {reader_of("drop", SL_RING_NEWEST), reader_of("drop", SL_RING_NEWEST)};
    struct sl_ring_frame seen[2];
    struct sl_ring_stat stat;
    publish_value(ring, 1);
    CHECK_INT(sl_ring_take(reader[0], &seen[0], 0, &why), 1);
    publish_value(ring, 2);
    CHECK_INT(sl_ring_take(reader[1], &seen[1], 0, &why), 1);
    CHECK_INT(publish_value(ring, 3), 0);
    CHECK_INT(publish_value(ring, 4), -EAGAIN);
    sl_ring_stat(ring, &stat);
    CHECK_INT(stat.dropped, 1);
    CHECK_INT(stat.published, 3);
    sl_ring_release(reader[0], &seen[0]);
    CHECK_INT(publish_value(ring, 5), 0);
    CHECK(holds_value(&seen[1], 2));
    for (int i = 0; i < 2; i++)
        sl_ring_detach(&reader[i]);
    sl_ring_destroy(&ring);
}

static void a_change_of_size_keeps_name_readers_and_held_frames(void)
{
    struct sl_ring *ring = publisher("size", small());
    struct sl_ring_reader *reader = reader_of("size", SL_RING_EVERY);
    struct sl_ring_frame before, after;
    publish_value(ring, 1);
    CHECK_INT(sl_ring_take(reader, &before, 0, &why), 1);
    CHECK_INT(sl_ring_reformat(ring, SL_PIXELS_NV12, SL_COLOUR_BT709, 21, HEIGHT, &why), 0);
    CHECK_INT(publish_value(ring, 2), 0);
    CHECK_INT(sl_ring_take(reader, &after, 1000, &why), 1);
    CHECK_INT(after.frame.width_px, 21);
    CHECK_INT(after.frame.pixels, SL_PIXELS_NV12);
    CHECK_INT(after.frame.colour, SL_COLOUR_BT709);
    CHECK_INT(after.sequence, 2);
    CHECK(holds_value(&after, 2) && holds_value(&before, 1));
    sl_ring_release(reader, &before);
    sl_ring_release(reader, &after);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void a_name_is_given_once_and_taken_over_from_the_dead(void)
{
    struct sl_ring_opts opts = small();
    struct sl_ring *ring = publisher("name", opts), *second = NULL;
    CHECK_INT(sl_ring_create(&second, "name", &opts, &why), -EBUSY);
    CHECK_HAS(why.text, "already");
    CHECK(second == NULL);
    sl_ring_destroy(&ring);
    pid_t child = fork();
    if (child == 0) {
        struct sl_ring *left = NULL;
        _exit(sl_ring_create(&left, "name", &opts, NULL) == 0 ? 0 : 1); /* as one that is killed: nothing is tidied up */
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct sl_ring_reader *reader = NULL;
    CHECK_INT(sl_ring_attach(&reader, "name", NULL, &why), -ENOENT);
    CHECK_HAS(why.text, "nobody shares frames as 'name'");
    ring = publisher("name", opts);
    sl_ring_destroy(&ring);
    char names[4][SL_RING_NAME_MAX + 1];
    CHECK_INT(sl_ring_list(NULL, names, 4, &why), 0);
}

static void names_are_listed_in_order(void)
{
    struct sl_ring *ring[3] = {publisher("b", small()), publisher("a", small()), publisher("c.2", small())};
    char names[4][SL_RING_NAME_MAX + 1];
    CHECK_INT(sl_ring_list(NULL, names, 4, &why), 3);
    CHECK_TEXT(names[0], "a");
    CHECK_TEXT(names[2], "c.2");
    for (int i = 0; i < 3; i++)
        sl_ring_destroy(&ring[i]);
    CHECK_INT(sl_ring_list(NULL, names, 4, &why), 0);
}

static void wrong_names_and_options_are_refused(void)
{
    static const char *const names[] = {"", ".hidden", "a/b", "a b", "-x", "ü",
                                        "0123456789012345678901234567890123456789012345678901234567890123"};
    struct sl_ring_opts opts = small();
    struct sl_ring *ring = NULL;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        CHECK_INT(sl_ring_create(&ring, names[i], &opts, &why), -EINVAL);
        CHECK_HAS(why.text, "no name for shared frames");
    }
    opts.slots = 2;
    CHECK_INT(sl_ring_create(&ring, "x", &opts, &why), -EINVAL);
    CHECK_HAS(why.text, "slots of a ring is 2; it takes 3 to 64");
    opts = small();
    opts.width_px = 16384;
    opts.height_px = 16384;
    opts.slots = 60;
    CHECK_INT(sl_ring_create(&ring, "x", &opts, &why), -ENOMEM);
    CHECK_HAS(why.text, "memory");
    opts = small();
    opts.width_px = 0;
    CHECK_INT(sl_ring_create(&ring, "x", &opts, &why), -EINVAL);
    CHECK(ring == NULL);
}

static void a_publisher_that_ends_is_noticed(void)
{
    struct sl_ring *ring = publisher("end", small());
    struct sl_ring_reader *reader = reader_of("end", SL_RING_NEWEST);
    struct sl_ring_frame seen, none;
    publish_value(ring, 9);
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), 1);
    sl_ring_destroy(&ring);
    CHECK_INT(sl_ring_take(reader, &none, -1, &why), -EPIPE);
    CHECK_HAS(why.text, "is gone");
    CHECK(holds_value(&seen, 9));
    sl_ring_release(reader, &seen);
    sl_ring_detach(&reader);
}

static void a_reader_that_wants_to_waits_for_the_next_publisher(void)
{
    struct sl_ring_reader_opts opts = sl_ring_reader_opts_default();
    struct sl_ring_reader *reader = NULL;
    struct sl_ring_frame seen;
    opts.reattach = 1;
    CHECK_INT(sl_ring_attach(&reader, "again", &opts, &why), 0);
    CHECK_INT(sl_ring_take(reader, &seen, 10, &why), 0);
    for (int life = 0; life < 3; life++) {
        struct sl_ring *ring = publisher("again", small());
        publish_value(ring, (uint8_t)(50 + life));
        CHECK_INT(sl_ring_take(reader, &seen, 2000, &why), 1);
        CHECK(holds_value(&seen, (uint8_t)(50 + life)));
        sl_ring_release(reader, &seen);
        sl_ring_destroy(&ring);
        CHECK_INT(sl_ring_take(reader, &seen, 10, &why), 0);
    }
    sl_ring_detach(&reader);
}

struct stream {
    struct sl_ring *ring;
    int count;
};

static void *publish_many(void *arg)
{
    struct stream *stream = arg;
    for (int i = 0; i < stream->count; i++)
        while (publish_value(stream->ring, (uint8_t)i) == -EAGAIN)
            ;
    return NULL;
}

/* Side by side, with both policies: no torn frame, order kept, nothing lost unseen. */
static void threads_see_whole_frames(void)
{
    struct stream stream = {publisher("threads", small()), 4000};
    struct sl_ring_reader *every = reader_of("threads", SL_RING_EVERY), *newest = reader_of("threads", SL_RING_NEWEST);
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, publish_many, &stream), 0);
    uint64_t accounted = 0, last = 0, torn = 0;
    while (accounted < (uint64_t)stream.count) {
        struct sl_ring_frame seen;
        int took = sl_ring_take(every, &seen, 2000, &why);
        if (took == -ESTALE) {
            accounted += seen.frame.dropped;
            continue;
        }
        CHECK_INT(took, 1);
        if (took != 1)
            break;
        torn += !holds_value(&seen, (uint8_t)seen.frame.number) || seen.sequence <= last;
        last = seen.sequence;
        accounted++;
        sl_ring_release(every, &seen);
        if (sl_ring_take(newest, &seen, 0, &why) == 1) {
            torn += !holds_value(&seen, (uint8_t)seen.frame.number);
            sl_ring_release(newest, &seen);
        }
    }
    CHECK_INT(torn, 0);
    CHECK_INT(accounted, stream.count);
    pthread_join(thread, NULL);
    sl_ring_detach(&every);
    sl_ring_detach(&newest);
    sl_ring_destroy(&stream.ring);
}

static void a_publisher_that_is_gone_stays_gone(void)
{
    struct sl_ring *ring = publisher("gone", small());
    struct sl_ring_reader *reader = reader_of("gone", SL_RING_NEWEST);
    struct sl_ring_frame seen;
    sl_ring_destroy(&ring);
    CHECK_INT(sl_ring_take(reader, &seen, 1000, &why), -EPIPE);
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), -EPIPE);
    ring = publisher("gone", small());
    publish_value(ring, 1);
    CHECK_INT(sl_ring_take(reader, &seen, 0, &why), -EPIPE);
    CHECK_INT(sl_ring_wait(reader, 0, &why), -EPIPE);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static int readable(int fd, int timeout_ms)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    return poll(&ready, 1, timeout_ms);
}

/* Until there is nothing. @return the value of the last one, or -1 */
static int take_all(struct sl_ring_reader *reader)
{
    struct sl_ring_frame seen;
    int last = -1;
    while (sl_ring_take(reader, &seen, 0, &why) == 1) {
        last = seen.frame.plane[0][0];
        sl_ring_release(reader, &seen);
    }
    return last;
}

static void the_descriptor_rings_also_after_changes_and_ends(void)
{
    struct sl_ring_reader_opts opts = {.policy = SL_RING_EVERY, .reattach = 1};
    struct sl_ring_reader *reader = NULL;
    struct sl_ring *ring = publisher("bell", small());
    CHECK_INT(sl_ring_attach(&reader, "bell", &opts, &why), 0);
    int fd = sl_ring_fd(reader);
    CHECK_INT(take_all(reader), -1);
    CHECK_INT(readable(fd, 0), 0);
    for (uint8_t value = 1; value <= 3; value++) {
        publish_value(ring, value);
        CHECK_INT(readable(fd, 1000), 1);
        CHECK_INT(take_all(reader), value);
        CHECK_INT(readable(fd, 0), 0);
    }
    CHECK_INT(sl_ring_reformat(ring, SL_PIXELS_GRAY8, SL_COLOUR_BT601, 5, HEIGHT, &why), 0);
    CHECK_INT(readable(fd, 1000), 1);
    CHECK_INT(take_all(reader), -1);
    publish_value(ring, 7);
    CHECK_INT(readable(fd, 1000), 1);
    CHECK_INT(take_all(reader), 7);
    sl_ring_destroy(&ring);
    CHECK_INT(readable(fd, 1000), 1);
    CHECK_INT(take_all(reader), -1);
    ring = publisher("bell", small());
    publish_value(ring, 8);
    int last = -1;
    for (int i = 0; i < 100 && last != 9 && readable(fd, 1000) == 1; i++) {
        last = take_all(reader);
        publish_value(ring, 9);
    }
    CHECK_INT(last, 9);
    CHECK_INT(sl_ring_fd(reader), fd);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

/* What a publisher says is bounded: a take that finds nothing ends all the same. */
static void a_publisher_that_lies_does_not_hold_up_its_readers(void)
{
    struct sl_ring *ring = publisher("liar", small());
    struct sl_ring_reader *newest = reader_of("liar", SL_RING_NEWEST), *every = reader_of("liar", SL_RING_EVERY);
    struct sl_ring_frame seen;
    struct ring_header *header = ring_segment_header(&ring->segment);
    atomic_store(&header->newest, UINT64_C(99) << RING_SLOT_BITS);
    CHECK_INT(sl_ring_take(newest, &seen, 20, &why), 0);
    CHECK_INT(sl_ring_take(newest, &seen, 0, &why), 0);
    CHECK_INT(sl_ring_take(every, &seen, 0, &why), -ESTALE);
    atomic_store(&header->newest, UINT64_C(100) << RING_SLOT_BITS | 8);
    CHECK_INT(sl_ring_take(newest, &seen, 0, &why), -EPROTO);
    CHECK_HAS(why.text, "broke the layout");
    atomic_store(&header->newest, 0);
    sl_ring_detach(&newest);
    sl_ring_detach(&every);
    sl_ring_destroy(&ring);
}

struct jitter {
    struct ring_claims *claims;
    const struct ring_header *header;
    atomic_bool stop;
};

/* Says at each moment that it wants the newest frame, and that it was never left behind. */
static void *move_cursor(void *arg)
{
    struct jitter *jitter = arg;
    while (!atomic_load(&jitter->stop)) {
        atomic_store(&jitter->claims->behind, 0);
        atomic_store(&jitter->claims->cursor, 1 + (atomic_load(&jitter->claims->cursor) & 1));
    }
    return NULL;
}

static void a_reader_that_lies_does_not_hold_up_its_publisher(void)
{
    struct sl_ring_opts opts = small();
    opts.patience_ms = 2;
    struct sl_ring *ring = publisher("stall", opts);
    struct sl_ring_reader *reader = reader_of("stall", SL_RING_EVERY);
    struct jitter jitter = {reader->view->claims, ring_segment_header(&ring->segment), false};
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, move_cursor, &jitter), 0);
    for (int i = 0; i < 30; i++)
        CHECK_INT(publish_value(ring, (uint8_t)i), 0);
    atomic_store(&jitter.stop, true);
    pthread_join(thread, NULL);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

static void who_holds_more_than_it_may_is_sent_away(void)
{
    struct sl_ring *ring = publisher("greedy", small());
    struct sl_ring_reader *reader = reader_of("greedy", SL_RING_NEWEST);
    struct sl_ring_frame seen;
    atomic_store(&reader->view->claims->held, UINT64_MAX);
    for (int i = 0; i < 20; i++)
        CHECK_INT(publish_value(ring, (uint8_t)i), 0);
    CHECK_INT(sl_ring_take(reader, &seen, 2000, &why), 1);
    CHECK_INT(sl_ring_take(reader, &seen, 2000, &why), -EPIPE);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
}

struct changes {
    struct sl_ring *ring;
    int count;
    atomic_int taken;
};

static void *publish_and_change(void *arg)
{
    struct changes *changes = arg;
    for (int i = 0; i < changes->count; i++) {
        while (i - atomic_load(&changes->taken) > 6)
            usleep(50);
        if (i % 5 == 4)
            sl_ring_reformat(changes->ring, SL_PIXELS_GRAY8, SL_COLOUR_BT601, 3 + i % 7, HEIGHT, NULL);
        publish_value(changes->ring, (uint8_t)i);
    }
    return NULL;
}

struct late_release {
    struct sl_ring_reader *reader;
    struct sl_ring_frame seen;
};

static void *release_late(void *arg)
{
    struct late_release *late = arg;
    usleep(30);
    sl_ring_release(late->reader, &late->seen);
    return NULL;
}

/* No frame is lost between two formats, and frames are released on another thread meanwhile. */
static void threads_change_the_format(void)
{
    struct changes changes = {publisher("changes", small()), 400, 0};
    struct late_release late = {reader_of("changes", SL_RING_EVERY), {.slot = -1}};
    pthread_t thread, helper;
    CHECK_INT(pthread_create(&thread, NULL, publish_and_change, &changes), 0);
    for (int i = 0; i < changes.count && tap_good; i++) {
        CHECK_INT(sl_ring_take(late.reader, &late.seen, 2000, &why), 1);
        CHECK_INT(late.seen.sequence, i + 1);
        if (tap_good)
            CHECK(holds_value(&late.seen, (uint8_t)i));
        CHECK_INT(pthread_create(&helper, NULL, release_late, &late), 0);
        atomic_fetch_add(&changes.taken, 1);
        CHECK(sl_ring_wait(late.reader, i + 1 < changes.count ? 2000 : 0, &why) >= 0);
        pthread_join(helper, NULL);
    }
    atomic_store(&changes.taken, changes.count);
    pthread_join(thread, NULL);
    sl_ring_detach(&late.reader);
    sl_ring_destroy(&changes.ring);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    snprintf(folder, sizeof(folder), "/tmp/sl-ring-XXXXXX");
    if (!mkdtemp(folder) || setenv("SIGHTLINE_RUNTIME_DIR", folder, 1) < 0)
        return 99;
    RUN(the_newest_frame_is_taken_and_skipped_ones_are_counted);
    RUN(a_frame_that_is_held_does_not_change);
    RUN(a_reader_holds_no_more_than_it_may);
    RUN(every_frame_comes_in_order);
    RUN(who_falls_behind_is_told_how_much_is_lost);
    RUN(readers_who_hold_all_make_a_drop_not_a_wait);
    RUN(a_change_of_size_keeps_name_readers_and_held_frames);
    RUN(a_name_is_given_once_and_taken_over_from_the_dead);
    RUN(names_are_listed_in_order);
    RUN(wrong_names_and_options_are_refused);
    RUN(a_publisher_that_ends_is_noticed);
    RUN(a_reader_that_wants_to_waits_for_the_next_publisher);
    RUN(threads_see_whole_frames);
    RUN(a_publisher_that_is_gone_stays_gone);
    RUN(the_descriptor_rings_also_after_changes_and_ends);
    RUN(a_publisher_that_lies_does_not_hold_up_its_readers);
    RUN(a_reader_that_lies_does_not_hold_up_its_publisher);
    RUN(who_holds_more_than_it_may_is_sent_away);
    RUN(threads_change_the_format);
    rmdir(folder);
    return TAP_END();
}
