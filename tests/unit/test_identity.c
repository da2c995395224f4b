/* Numbers that stay with things from frame to frame: sl__identities_assign(). Places are made here, the answer is known. */
#include "landmark/identity.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

#define FRAME_NS 33333333

static struct sl__identities who;
static int id[256];

static struct sl__rect box(float x, float y)
{
    return (struct sl__rect){x, y, 0.1f, 0.15f, 0.0f};
}

static void begin(void)
{
    memset(&who, 0, sizeof(who));
}

static float random_between(unsigned *seed, float low, float high)
{
    return low + (high - low) * (float)rand_r(seed) / (float)RAND_MAX;
}

static void numbers_begin_with_one_and_stay(void)
{
    begin();
    for (int frame = 0; frame < 50; frame++) {
        struct sl__rect rects[] = {box(0.3f + 0.004f * (float)frame, 0.5f), box(0.7f, 0.2f + 0.01f * (float)frame)};
        sl__identities_assign(&who, rects, 2, frame * (int64_t)FRAME_NS, id);
        CHECK_INT(id[0], 1);
        CHECK_INT(id[1], 2);
    }
}

/* Two go through each other at a constant speed: in the middle one stands where the other does. */
static void crossing_paths_keep_their_numbers(void)
{
    for (int period = 1; period <= 5; period++) {
        begin();
        for (int frame = 0; frame <= 60; frame += period) {
            float way = (float)frame / 60.0f;
            struct sl__rect rects[] = {box(0.1f + 0.8f * way, 0.4f + 0.1f * way), box(0.9f - 0.8f * way, 0.5f - 0.1f * way)};
            sl__identities_assign(&who, rects, 2, frame * (int64_t)FRAME_NS, id);
            if (frame != 30 && (id[0] != 1 || id[1] != 2)) /* at 30 both boxes are the same */
                TAP_FAIL("every %d frames, frame %d: expected 1 2, found %d %d", period, frame, id[0], id[1]);
        }
    }
}

static void a_gap_below_a_second_keeps_the_number(void)
{
    begin();
    for (int frame = 0; frame < 80; frame++) { /* it goes on behind something from frame 20 to 48 */
        struct sl__rect rect = box(0.1f + 0.01f * (float)frame, 0.5f);
        int count = frame < 20 || frame >= 49;
        sl__identities_assign(&who, &rect, count, frame * (int64_t)FRAME_NS, id);
        if (count)
            CHECK_INT(id[0], 1);
    }
}

static void after_a_gap_it_may_have_stopped(void)
{
    begin();
    for (int frame = 0; frame < 60; frame++) {
        struct sl__rect rect = box(0.1f + 0.01f * (float)(frame < 20 ? frame : 20), 0.5f);
        int count = frame < 20 || frame >= 45;
        sl__identities_assign(&who, &rect, count, frame * (int64_t)FRAME_NS, id);
        if (count)
            CHECK_INT(id[0], 1);
    }
}

static void after_more_than_a_second_it_is_somebody_new(void)
{
    struct sl__rect rect = box(0.5f, 0.5f);
    begin();
    sl__identities_assign(&who, &rect, 1, 0, id);
    sl__identities_assign(&who, &rect, 1, 1000000000, id);
    CHECK_INT(id[0], 1);
    sl__identities_assign(&who, &rect, 1, 2000000001, id);
    CHECK_INT(id[0], 2);
}

static void a_newcomer_takes_nobodys_number(void)
{
    begin();
    for (int frame = 0; frame < 30; frame++) {
        struct sl__rect rects[] = {box(0.3f, 0.5f), box(0.5f, 0.5f), box(0.41f, 0.5f)};
        int count = frame < 10 ? 2 : 3;
        sl__identities_assign(&who, rects, count, frame * (int64_t)FRAME_NS, id);
        CHECK_INT(id[0], 1);
        CHECK_INT(id[1], 2);
        if (count == 3)
            CHECK_INT(id[2], 3);
    }
}

static void one_who_comes_in_elsewhere_is_not_the_one_who_left(void)
{
    struct sl__rect here = box(0.2f, 0.5f), there = box(0.8f, 0.5f);
    begin();
    sl__identities_assign(&who, &here, 1, 0, id);
    sl__identities_assign(&who, &there, 1, FRAME_NS, id);
    CHECK_INT(id[0], 2);
    sl__identities_assign(&who, &here, 1, 2 * FRAME_NS, id);
    CHECK_INT(id[0], 1);
}

/* Steps of up to 2 % of the picture, places at least a size apart. In what order they come changes nothing else. */
static void the_order_of_the_input_changes_only_the_order(void)
{
    enum { COUNT = 30, FRAMES = 60 };
    unsigned seed = 5;
    static struct sl__identities twin;
    float x[COUNT], y[COUNT];
    begin();
    memset(&twin, 0, sizeof(twin));
    for (int i = 0; i < COUNT; i++) {
        x[i] = 0.1f + 0.15f * (float)(i % 6);
        y[i] = 0.1f + 0.2f * (float)(i / 6);
    }
    for (int frame = 0; frame < FRAMES; frame++) {
        struct sl__rect rects[COUNT], shuffled[COUNT];
        int place[COUNT], other[COUNT];
        for (int i = 0; i < COUNT; i++) {
            rects[i] = box(x[i] + random_between(&seed, -0.02f, 0.02f), y[i] + random_between(&seed, -0.02f, 0.02f));
            place[i] = i;
        }
        for (int i = COUNT - 1; i > 0 && frame > 0; i--) { /* who comes first in the first frame decides the numbers */
            int k = rand_r(&seed) % (i + 1), swap = place[i];
            place[i] = place[k];
            place[k] = swap;
        }
        for (int i = 0; i < COUNT; i++)
            shuffled[place[i]] = rects[i];
        sl__identities_assign(&who, rects, COUNT, frame * (int64_t)FRAME_NS, id);
        sl__identities_assign(&twin, shuffled, COUNT, frame * (int64_t)FRAME_NS, other);
        for (int i = 0; i < COUNT; i++) {
            CHECK_INT(id[i], i + 1);
            CHECK_INT(other[place[i]], id[i]);
        }
    }
}

/* The sum of costs decides, not who comes first: the nearest to the known one is not its own. */
static void a_row_that_moves_by_most_of_a_gap_keeps_its_numbers(void)
{
    begin();
    for (int frame = 0; frame < 10; frame++) {
        struct sl__rect rects[8];
        for (int i = 0; i < 8; i++)
            rects[i] = box(0.1f + 0.1f * (float)i + 0.045f * (float)frame, 0.5f);
        sl__identities_assign(&who, rects, 8, frame * (int64_t)FRAME_NS, id);
        for (int i = 0; i < 8; i++)
            CHECK_INT(id[i], i + 1);
    }
}

static void two_hundred_things_have_two_hundred_numbers(void)
{
    static struct sl__rect rects[200];
    int first[200] = {0};
    begin();
    for (int frame = 0; frame < 20; frame++) {
        for (int i = 0; i < 200; i++) {
            rects[i] = box(0.05f * (float)(i % 20) + 0.001f * (float)frame, 0.1f * (float)(i / 20));
            rects[i].w = rects[i].h = 0.04f;
        }
        sl__identities_assign(&who, rects, 200, frame * (int64_t)FRAME_NS, id);
        for (int i = 0; i < 200; i++)
            for (int k = 0; k < i; k++)
                if (id[i] == id[k] || id[i] < 1)
                    TAP_FAIL("frame %d: %d and %d are both %d", frame, k, i, id[i]);
        if (frame == 0)
            memcpy(first, id, sizeof(first));
        for (int i = 0; i < SL_IDENTITIES_MAX; i++)
            CHECK_INT(id[i], first[i]);
        for (int i = SL_IDENTITIES_MAX; i < 200; i++)
            CHECK(frame == 0 || id[i] > first[199]);
    }
}

static void time_that_stands_still_or_goes_back_does_no_harm(void)
{
    struct sl__rect rect = box(0.5f, 0.5f), other = box(0.1f, 0.1f);
    begin();
    for (int i = 0; i < 10; i++) {
        sl__identities_assign(&who, &rect, 1, 0, id);
        CHECK_INT(id[0], 1);
        rect.cx += 0.02f;
    }
    sl__identities_assign(&who, &rect, 1, 900000000000, id); /* far later: somebody new */
    CHECK_INT(id[0], 2);
    sl__identities_assign(&who, &rect, 1, 0, id); /* back to the start: still there */
    CHECK_INT(id[0], 2);
    sl__identities_assign(&who, &other, 1, 500000000, id);
    CHECK_INT(id[0], 3);
    sl__identities_assign(&who, &rect, 1, 1500000001, id); /* 1.5 s later in this time */
    CHECK_INT(id[0], 4);
    sl__identities_assign(&who, &rect, 1, INT64_MIN, id);
    sl__identities_assign(&who, &rect, 1, INT64_MAX, id);
    CHECK_INT(id[0], 5);
}

static void a_reset_forgets_but_never_gives_a_number_twice(void)
{
    struct sl__rect rect = box(0.5f, 0.5f);
    begin();
    sl__identities_assign(&who, &rect, 1, 0, id);
    sl__identities_reset(&who);
    sl__identities_assign(&who, &rect, 1, FRAME_NS, id);
    CHECK_INT(id[0], 2);
}

static void boxes_that_are_none_get_numbers_all_the_same(void)
{
    static const float odd[] = {NAN, INFINITY, -INFINITY, 0.0f, -1.0f, 1e30f, -1e30f, 1e-40f};
    unsigned seed = 3;
    begin();
    for (int frame = 0; frame < 200; frame++) {
        struct sl__rect rects[20];
        for (int i = 0; i < 20; i++)
            rects[i] = (struct sl__rect){odd[rand_r(&seed) % 8], odd[rand_r(&seed) % 8], odd[rand_r(&seed) % 8],
                                         odd[rand_r(&seed) % 8], odd[rand_r(&seed) % 8]};
        sl__identities_assign(&who, rects, 20, frame * (int64_t)FRAME_NS, id);
        for (int i = 0; i < 20; i++)
            for (int k = 0; k < i; k++)
                CHECK(id[i] >= 1 && id[i] != id[k]);
    }
}

/* Random walks with noise and short losses: a number may be lost, but never go over to another. */
static void noisy_walks_do_not_swap(void)
{
    enum { COUNT = 6, FRAMES = 300 };
    unsigned seed = 11;
    float x[COUNT], y[COUNT], vx[COUNT], vy[COUNT];
    int owner[4096] = {0}, switches = 0, given = 0;
    begin();
    for (int i = 0; i < COUNT; i++) {
        x[i] = 0.15f + 0.14f * (float)i;
        y[i] = 0.5f;
        vx[i] = vy[i] = 0.0f;
    }
    for (int frame = 0; frame < FRAMES; frame++) {
        struct sl__rect rects[COUNT];
        int whose[COUNT], count = 0;
        for (int i = 0; i < COUNT; i++) {
            vx[i] = 0.9f * vx[i] + random_between(&seed, -0.001f, 0.001f) + 0.02f * (0.15f + 0.14f * (float)i - x[i]);
            vy[i] = 0.9f * vy[i] + random_between(&seed, -0.004f, 0.004f) + 0.02f * (0.5f - y[i]);
            x[i] += vx[i];
            y[i] += vy[i];
            if (rand_r(&seed) % 8 == 0)
                continue;
            whose[count] = i;
            rects[count++] = box(x[i] + random_between(&seed, -0.003f, 0.003f), y[i] + random_between(&seed, -0.003f, 0.003f));
        }
        sl__identities_assign(&who, rects, count, frame * (int64_t)FRAME_NS, id);
        for (int k = 0; k < count; k++) {
            switches += owner[id[k]] && owner[id[k]] != whose[k] + 1;
            owner[id[k]] = whose[k] + 1;
        }
    }
    given = who.last_id;
    printf("# %d things, %d frames, one in eight lost: %d numbers given, %d swaps\n", COUNT, FRAMES, given, switches);
    CHECK_INT(switches, 0);
    CHECK(given <= 2 * COUNT);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(numbers_begin_with_one_and_stay);
    RUN(crossing_paths_keep_their_numbers);
    RUN(a_gap_below_a_second_keeps_the_number);
    RUN(after_a_gap_it_may_have_stopped);
    RUN(after_more_than_a_second_it_is_somebody_new);
    RUN(a_newcomer_takes_nobodys_number);
    RUN(one_who_comes_in_elsewhere_is_not_the_one_who_left);
    RUN(the_order_of_the_input_changes_only_the_order);
    RUN(a_row_that_moves_by_most_of_a_gap_keeps_its_numbers);
    RUN(two_hundred_things_have_two_hundred_numbers);
    RUN(time_that_stands_still_or_goes_back_does_no_harm);
    RUN(a_reset_forgets_but_never_gives_a_number_twice);
    RUN(boxes_that_are_none_get_numbers_all_the_same);
    RUN(noisy_walks_do_not_swap);
    return TAP_END();
}
