/* Hands from frame to frame, on a stage (hands_stage.h): who is followed, who is searched for, and when. Runs under TSan. */
#include "hands_stage.h"
#include "landmark/hands_state.h"
#include "tap.h"

#include <stdlib.h>

static struct stage stage;
static struct sl_hand found[SL_HANDS_MAX];
static struct sl_error why;

static struct sl_hands *hands_of(int wanted, int threads, int is_static)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    struct sl_hands *hands = NULL;
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = threads;
    opts.max_num_hands = wanted;
    opts.static_image_mode = is_static;
    CHECK_INT(sl_hands_create(&hands, &opts, &why), 0);
    stage_set(&stage);
    return hands;
}

static int look(struct sl_hands *hands)
{
    return sl_hands_process(hands, &stage.frame, found, SL_HANDS_MAX, &why);
}

/* The hand is that of the actor: the middle of its region is where the actor stands, within two pixels of the picture. */
static void check_place(const struct sl_hand *hand, int actor)
{
    float x = hand->image[SL_HAND_WRIST][0], y = hand->image[SL_HAND_WRIST][1] - 0.3f * STAGE_REGION;
    if (!(fabsf(x - stage.actor[actor].x) < 0.008f && fabsf(y - stage.actor[actor].y) < 0.008f))
        TAP_FAIL("a hand at %g %g, expected actor %d at %g %g", (double)x, (double)y, actor, (double)stage.actor[actor].x,
                 (double)stage.actor[actor].y);
}

static void the_defaults_are_those_of_mediapipe(void)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    CHECK_INT(opts.static_image_mode, 0);
    CHECK_INT(opts.max_num_hands, 2);
    CHECK_INT(opts.model_complexity, 1);
    CHECK(opts.min_detection_confidence == 0.5f && opts.min_tracking_confidence == 0.5f);
    CHECK_INT(opts.engine.engine, SL_ENGINE_TFLITE);
    CHECK_INT(opts.engine.threads, 1);
}

static void an_option_out_of_range_is_named(void)
{
    static const struct {
        struct sl_hands_opts opts;
        const char *sentence;
    } cases[] = {
        {{0, 0, 1, 0.5f, 0.5f, {.threads = 1}}, "max_num_hands is 0; it takes 1 to 32"},
        {{0, 33, 1, 0.5f, 0.5f, {.threads = 1}}, "max_num_hands is 33"},
        {{0, 2, 2, 0.5f, 0.5f, {.threads = 1}}, "model_complexity is 2; it takes 0 to 1"},
        {{0, 2, 1, 1.5f, 0.5f, {.threads = 1}}, "min_detection_confidence is 1.5"},
        {{0, 2, 1, 0.5f, -1.0f, {.threads = 1}}, "min_tracking_confidence is -1"},
        {{0, 2, 1, 0.5f, NAN, {.threads = 1}}, "min_tracking_confidence is nan"},
        {{0, 2, 1, 0.5f, 0.5f, {.threads = 0}}, "threads is 0; it takes 1 to 64"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_hands_opts opts = cases[i].opts;
        struct sl_hands *hands = (struct sl_hands *)&opts;
        opts.engine.engine = SL_ENGINE_FAKE;
        CHECK_INT(sl_hands_create(&hands, &opts, &why), -EINVAL);
        CHECK(hands == NULL);
        CHECK_HAS(why.text, cases[i].sentence);
    }
}

static void a_hand_once_found_is_followed_without_searching(void)
{
    struct sl_hands *hands = hands_of(1, 1, 0);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    for (int frame = 0; frame < 10; frame++) {
        CHECK_INT(look(hands), 1);
        check_place(&found[0], 0);
        stage.actor[0].x += 0.02f;
    }
    CHECK_INT(stage.palm_runs, 1);
    CHECK_INT(stage.hand_runs, 10);
    CHECK(found[0].presence == 0.9f && found[0].score >= 0.5f);
    for (int i = 0; i < SL_HAND_POINTS; i++) { /* the stage gives i pixels of 224; MediaPipe divides by 0.4 */
        float z = (float)i / 224.0f / 0.4f * STAGE_REGION;
        CHECK(fabsf(found[0].image[i][2] - z) <= 0.01f * z);
    }
    sl_hands_destroy(&hands);
    CHECK(hands == NULL);
}

static void while_a_place_is_free_it_is_searched_for(void)
{
    struct sl_hands *hands = hands_of(2, 1, 0);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    for (int frame = 0; frame < 3; frame++)
        CHECK_INT(look(hands), 1); /* the one that is followed is not found a second time */
    CHECK_INT(stage.palm_runs, 3);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    CHECK_INT(look(hands), 2);
    check_place(&found[0], 1); /* new ones come first */
    check_place(&found[1], 0);
    CHECK_INT(look(hands), 2);
    CHECK_INT(stage.palm_runs, 4);
    sl_hands_destroy(&hands);
}

static void a_lost_hand_is_searched_again(void)
{
    struct sl_hands *hands = hands_of(1, 1, 0);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    CHECK_INT(look(hands), 1);
    stage.actor[0].here = false;
    CHECK_INT(look(hands), 0);
    CHECK_INT(stage.palm_runs, 1); /* it was followed until it was not there */
    CHECK_INT(look(hands), 0);
    CHECK_INT(stage.palm_runs, 2);
    stage_enter(&stage, 0, 0.7f, 0.3f);
    CHECK_INT(look(hands), 1);
    check_place(&found[0], 0);
    CHECK_INT(stage.palm_runs, 3);
    sl_hands_destroy(&hands);
}

static void a_reset_forgets_what_is_followed(void)
{
    struct sl_hands *hands = hands_of(1, 1, 0);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    CHECK_INT(look(hands), 1);
    sl_hands_reset(hands);
    CHECK_INT(look(hands), 1);
    CHECK_INT(stage.palm_runs, 2);
    sl_hands_destroy(&hands);
}

static void in_static_mode_every_picture_is_searched(void)
{
    struct sl_hands *hands = hands_of(2, 2, 1);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    for (int frame = 1; frame <= 3; frame++) {
        CHECK_INT(look(hands), 2);
        check_place(&found[0], 0);
        check_place(&found[1], 1);
        CHECK_INT(stage.palm_runs, frame);
    }
    stage.actor[0].unnoticed = true; /* it could be followed, but is not */
    CHECK_INT(look(hands), 1);
    sl_hands_destroy(&hands);
}

static void the_best_palms_are_taken_when_there_are_more_than_wanted(void)
{
    struct sl_hands *hands = hands_of(2, 1, 0);
    for (int i = 0; i < 5; i++)
        stage_enter(&stage, i, 0.1f + 0.2f * (float)(4 - i), 0.5f);
    CHECK_INT(look(hands), 2);
    check_place(&found[0], 0);
    check_place(&found[1], 1);
    CHECK_INT(stage.hand_runs, 2);
    sl_hands_destroy(&hands);
}

/* MediaPipe's known behaviour (its issue 4607): detections are cut to the number wanted, the followed come on top. */
static void more_hands_than_wanted_may_come_back(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hands *hands = hands_of(2, threads, 0);
        stage_enter(&stage, 5, 0.5f, 0.5f);
        CHECK_INT(look(hands), 1);
        stage.actor[5].unnoticed = true;
        stage_enter(&stage, 0, 0.2f, 0.5f);
        stage_enter(&stage, 1, 0.8f, 0.5f);
        CHECK_INT(look(hands), 3);
        check_place(&found[0], 0);
        check_place(&found[1], 1);
        check_place(&found[2], 5);
        CHECK_INT(look(hands), 3);
        CHECK_INT(stage.palm_runs, 2);
        sl_hands_destroy(&hands);
    }
}

/* The same play with limit_hands: who was followed stays, the better detection takes the free place. */
static void with_a_limit_no_more_than_wanted_come_back(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hands_opts opts = sl_hands_opts_default();
        struct sl_hands *hands = NULL;
        opts.engine.engine = SL_ENGINE_FAKE;
        opts.engine.threads = threads;
        opts.limit_hands = 1;
        CHECK_INT(sl_hands_create(&hands, &opts, &why), 0);
        stage_set(&stage);
        stage_enter(&stage, 5, 0.5f, 0.5f);
        CHECK_INT(look(hands), 1);
        stage.actor[5].unnoticed = true;
        stage_enter(&stage, 0, 0.2f, 0.5f);
        stage_enter(&stage, 1, 0.8f, 0.5f);
        CHECK_INT(look(hands), 2);
        check_place(&found[0], 0);
        check_place(&found[1], 5);
        stage.actor[5].here = false; /* a followed one that is gone leaves its place at once */
        CHECK_INT(look(hands), 1);
        CHECK_INT(look(hands), 2);
        check_place(&found[0], 1);
        check_place(&found[1], 0);
        sl_hands_destroy(&hands);
    }
}

/* Actor 0 goes right, actor 1 stays; order in the report and following change, numbers do not. */
static void a_hand_keeps_its_number(void)
{
    for (int is_static = 0; is_static <= 1; is_static++) {
        struct sl_hands *hands = hands_of(3, 1, is_static);
        stage_enter(&stage, 0, 0.2f, 0.5f);
        CHECK_INT(look(hands), 1);
        CHECK_INT(found[0].id, 1);
        stage_enter(&stage, 1, 0.8f, 0.5f);
        for (int frame = 1; frame < 20; frame++) {
            stage.frame.pts_ns = frame * 33333333ll;
            stage.actor[0].x += 0.015f;
            stage.actor[0].here = frame != 7; /* lost once, and searched again */
            int count = look(hands);
            CHECK_INT(count, frame == 7 ? 1 : 2);
            for (int i = 0; i < count; i++)
                CHECK_INT(found[i].id, found[i].image[SL_HAND_WRIST][0] > 0.65f ? 2 : 1);
        }
        sl_hands_reset(hands);
        CHECK_INT(look(hands), 2);
        CHECK_INT(found[0].id + found[1].id, 3 + 4);
        sl_hands_destroy(&hands);
    }
}

static void followed_hands_that_come_together_become_one(void)
{
    struct sl_hands *hands = hands_of(2, 1, 0);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    stage_enter(&stage, 1, 0.56f, 0.5f);
    CHECK_INT(look(hands), 2);
    stage.actor[0].x = 0.45f;
    stage.actor[1].x = 0.5f;
    CHECK_INT(look(hands), 2); /* each region still shows its own, and from now on they overlap */
    CHECK_INT(look(hands), 1);
    sl_hands_destroy(&hands);
}

static void a_presence_at_the_threshold_is_none(void)
{
    static const struct {
        float threshold;
        int hands;
    } cases[] = {{0.9f, 0}, {0.8999999f, 1}, {0.0f, 1}, {1.0f, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_hands_opts opts = sl_hands_opts_default();
        struct sl_hands *hands = NULL;
        opts.engine.engine = SL_ENGINE_FAKE;
        opts.min_tracking_confidence = cases[i].threshold;
        CHECK_INT(sl_hands_create(&hands, &opts, &why), 0);
        stage_set(&stage);
        stage_enter(&stage, 0, 0.4f, 0.5f); /* its presence is 0.9 */
        CHECK_INT(look(hands), cases[i].hands);
        sl_hands_destroy(&hands);
    }
}

static void hands_beyond_the_room_are_followed_but_not_told(void)
{
    struct sl_hands *hands = hands_of(2, 1, 0);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    memset(found, 0x55, sizeof(found));
    struct sl_hand untouched = found[1];
    CHECK_INT(sl_hands_process(hands, &stage.frame, found, 1, &why), 1);
    CHECK(!memcmp(&found[1], &untouched, sizeof(untouched)));
    CHECK_INT(look(hands), 2);
    CHECK_INT(stage.palm_runs, 1);
    sl_hands_destroy(&hands);
}

static void a_refused_frame_leaves_the_following_as_it_was(void)
{
    struct sl_hands *hands = hands_of(1, 1, 0);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    CHECK_INT(look(hands), 1);
    struct sl_frame broken = stage.frame;
    broken.plane[0] = NULL;
    CHECK_INT(sl_hands_process(hands, &broken, found, SL_HANDS_MAX, &why), -EINVAL);
    CHECK(why.text[0] != '\0');
    broken = stage.frame;
    broken.width_px = 0;
    CHECK_INT(sl_hands_process(hands, &broken, found, SL_HANDS_MAX, NULL), -EINVAL);
    CHECK_INT(sl_hands_process(hands, &stage.frame, found, 0, &why), -EINVAL);
    CHECK_INT(sl_hands_process(hands, &stage.frame, NULL, 1, &why), -EINVAL);
    CHECK_INT(look(hands), 1);
    CHECK_INT(stage.palm_runs, 1);
    sl_hands_destroy(&hands);
}

static void after_an_engine_failure_the_whole_picture_is_searched(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hands *hands = hands_of(2, threads, 0);
        stage_enter(&stage, 0, 0.4f, 0.5f);
        CHECK_INT(look(hands), 1);
        stage.hand_fails = true;
        CHECK_INT(look(hands), -EIO);
        CHECK(why.text[0] != '\0');
        stage.hand_fails = false;
        stage.actor[0].unnoticed = true;
        CHECK_INT(look(hands), 0); /* it would have been followed */
        stage.actor[0].unnoticed = false;
        CHECK_INT(look(hands), 1);
        stage.palm_fails = true;
        CHECK_INT(look(hands), -EIO);
        stage.palm_fails = false;
        CHECK_INT(look(hands), 1);
        sl_hands_destroy(&hands);
    }
}

static void numbers_that_are_none_lose_the_hand_and_no_more(void)
{
    struct sl_hands *hands = hands_of(1, 1, 0);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    stage.hand_raves = true;
    CHECK(look(hands) >= 0);
    stage.hand_raves = false;
    CHECK_INT(look(hands), 0);
    CHECK_INT(look(hands), 1);
    sl_hands_destroy(&hands);
}

static void pictures_of_any_shape_are_searched(void)
{
    static const int sides[][2] = {{1, 1}, {2, 3}, {16384, 1}, {1, 16384}, {8000, 60}};
    struct sl_hands *hands = hands_of(2, 1, 0);
    uint8_t *pixels = calloc(8000 * 60, 3);
    struct sl_frame frame;
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
        CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, sides[i][0], sides[i][1], pixels, 0, NULL), 0);
        if (sl_hands_process(hands, &frame, found, SL_HANDS_MAX, &why) < 0)
            TAP_FAIL("%dx%d: %s", sides[i][0], sides[i][1], why.text);
        CHECK_INT(stage.palm_runs, i + 1);
    }
    free(pixels);
    sl_hands_destroy(&hands);
}

/* One random frame: actors come and go, move, hide from the detector; now and then the engine fails. */
static void stage_random(unsigned *seed)
{
    for (int i = 0; i < STAGE_ACTORS; i++) {
        struct actor *actor = &stage.actor[i];
        if (rand_r(seed) % 12 == 0)
            *actor = (struct actor){(float)(rand_r(seed) % 100) * 0.01f, (float)(rand_r(seed) % 100) * 0.01f, !actor->here, false};
        actor->x += (float)(rand_r(seed) % 21 - 10) * 0.003f;
        actor->y += (float)(rand_r(seed) % 21 - 10) * 0.003f;
        actor->unnoticed = rand_r(seed) % 4 == 0;
    }
    stage.hand_fails = rand_r(seed) % 16 == 0;
    stage.palm_fails = rand_r(seed) % 16 == 0;
}

static void play(struct sl_hands *hands, int frames, unsigned seed, int *counts, struct sl_hand *all)
{
    for (int frame = 0; frame < frames; frame++) {
        stage_random(&seed);
        counts[frame] = look(hands);
        for (int i = 0; i < counts[frame] && i < 8; i++)
            all[frame * 8 + i] = found[i];
    }
}

static void two_threads_give_the_results_of_one(void)
{
    enum { FRAMES = 60 };
    static struct sl_hand all[2][FRAMES * 8];
    static int counts[2][FRAMES];
    for (int wanted = 1; wanted <= 4; wanted++) {
        int seen = 0, failed = 0;
        for (int threads = 1; threads <= 2; threads++) {
            struct sl_hands *hands = hands_of(wanted, threads, 0);
            play(hands, FRAMES, 7 + (unsigned)wanted, counts[threads - 1], all[threads - 1]);
            sl_hands_destroy(&hands);
        }
        for (int frame = 0; frame < FRAMES; frame++) {
            CHECK_INT(counts[1][frame], counts[0][frame]);
            for (int i = 0; i < counts[0][frame] && i < 8; i++)
                if (memcmp(&all[0][frame * 8 + i], &all[1][frame * 8 + i], sizeof(struct sl_hand)))
                    TAP_FAIL("%d wanted: frame %d, hand %d differs", wanted, frame, i);
            seen += counts[0][frame] > 0 ? counts[0][frame] : 0;
            failed += counts[0][frame] < 0;
        }
        printf("# %d wanted: %d hands in %d frames, %d failures\n", wanted, seen, FRAMES, failed);
        CHECK(seen > FRAMES / 2);
        CHECK(failed > 0);
    }
}

static void nothing_is_refused_or_left_alone(void)
{
    struct sl_hands *hands = NULL;
    sl_hands_destroy(&hands);
    sl_hands_destroy(NULL);
    sl_hands_reset(NULL);
    CHECK_INT(sl_hands_create(NULL, NULL, &why), -EINVAL);
    CHECK_INT(sl_hands_process(NULL, &stage.frame, found, 1, &why), -EINVAL);
    hands = hands_of(1, 1, 0);
    CHECK_INT(sl_hands_process(hands, NULL, found, 1, &why), -EINVAL);
    sl_hands_destroy(&hands);
}

static void the_connections_are_those_of_mediapipe(void)
{
    int count = 0;
    bool joined[SL_HAND_POINTS] = {false};
    const uint8_t(*pairs)[2] = sl_hand_connections(&count);
    CHECK_INT(count, 21);
    for (int i = 0; i < count; i++) {
        CHECK(pairs[i][0] < SL_HAND_POINTS && pairs[i][1] < SL_HAND_POINTS);
        joined[pairs[i][0]] = joined[pairs[i][1]] = true;
    }
    for (int i = 0; i < SL_HAND_POINTS; i++)
        CHECK(joined[i]);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_defaults_are_those_of_mediapipe);
    RUN(an_option_out_of_range_is_named);
    RUN(a_hand_once_found_is_followed_without_searching);
    RUN(while_a_place_is_free_it_is_searched_for);
    RUN(a_lost_hand_is_searched_again);
    RUN(a_reset_forgets_what_is_followed);
    RUN(in_static_mode_every_picture_is_searched);
    RUN(the_best_palms_are_taken_when_there_are_more_than_wanted);
    RUN(more_hands_than_wanted_may_come_back);
    RUN(with_a_limit_no_more_than_wanted_come_back);
    RUN(a_hand_keeps_its_number);
    RUN(followed_hands_that_come_together_become_one);
    RUN(a_presence_at_the_threshold_is_none);
    RUN(hands_beyond_the_room_are_followed_but_not_told);
    RUN(a_refused_frame_leaves_the_following_as_it_was);
    RUN(after_an_engine_failure_the_whole_picture_is_searched);
    RUN(numbers_that_are_none_lose_the_hand_and_no_more);
    RUN(pictures_of_any_shape_are_searched);
    RUN(two_threads_give_the_results_of_one);
    RUN(nothing_is_refused_or_left_alone);
    RUN(the_connections_are_those_of_mediapipe);
    sl__fake_set(NULL, NULL);
    return TAP_END();
}
