/* Hands on the fake engine: allocations and runs that fail, and frames that allocate nothing. */
#include "fake_hands.h"
#include "faults.h"

#include <sightline/hands.h>

#define SIDE_PX 64

static uint8_t pixels[SIDE_PX * SIDE_PX * 3];
static struct fake_hands fake;

static struct sl_hands_opts opts_for(int threads)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = threads;
    opts.max_num_hands = 4; /* two are there, so palms are looked for in every frame */
    return opts;
}

static struct sl_frame picture(void)
{
    struct sl_frame frame;
    for (size_t i = 0; i < sizeof(pixels); i++)
        pixels[i] = (uint8_t)(i * 31);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, SIDE_PX, SIDE_PX, pixels, 0, NULL), 0);
    return frame;
}

static int hands_operation(void *arg, struct sl_error *why)
{
    struct sl_hands *hands;
    struct sl_frame frame = picture();
    struct sl_hand found[SL_HANDS_MAX];
    int err = sl_hands_create(&hands, arg, why);
    CHECK((err < 0) == !hands);
    for (int i = 0; i < 3 && err >= 0; i++)
        CHECK_INT(err = sl_hands_process(hands, &frame, found, SL_HANDS_MAX, why), FAKE_PALMS);
    sl_hands_destroy(&hands);
    return err;
}

static void hands_with_one_thread(void)
{
    struct sl_hands_opts opts = opts_for(1);
    fake_hands_start(&fake, 0);
    faults_each(hands_operation, &opts, FAULTS_SENTENCE);
}

static void hands_with_two_threads(void)
{
    struct sl_hands_opts opts = opts_for(2);
    fake_hands_start(&fake, 0);
    faults_each(hands_operation, &opts, FAULTS_SENTENCE);
}

#define FRAMES 5

/* Each run of an engine fails once. That frame says so, the others have their hands, and the next one searches. */
static int frames_with_a_failing_run(const struct sl_hands_opts *opts, int fails_at)
{
    struct sl_hands *hands;
    struct sl_frame frame = picture();
    struct sl_hand found[SL_HANDS_MAX];
    int failures = 0;
    fake_hands_start(&fake, fails_at);
    CHECK_INT(sl_hands_create(&hands, opts, NULL), 0);
    for (int i = 0; i < FRAMES; i++) {
        struct sl_error why = {""};
        int palm_runs = fake.palm_runs;
        int count = sl_hands_process(hands, &frame, found, SL_HANDS_MAX, &why);
        CHECK(fake.palm_runs == palm_runs + 1);
        if (count < 0) {
            failures++;
            CHECK_INT(count, -EIO);
            CHECK(why.text[0]);
        } else {
            CHECK_INT(count, FAKE_PALMS);
        }
    }
    sl_hands_destroy(&hands);
    return failures;
}

static void each_run_of_an_engine_fails_once(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hands_opts opts = opts_for(threads);
        CHECK_INT(frames_with_a_failing_run(&opts, 0), 0);
        int runs = fake.runs;
        CHECK(runs >= FRAMES * (1 + FAKE_PALMS));
        for (int n = 1; n <= runs && tap_good; n++)
            CHECK_INT(frames_with_a_failing_run(&opts, n), 1);
    }
}

/* When all wanted hands are followed nobody searches; after a failure somebody must. */
static void after_a_failure_the_whole_picture_is_searched(void)
{
    struct sl_hands_opts opts = opts_for(1);
    struct sl_hands *hands;
    struct sl_frame frame = picture();
    struct sl_hand found[SL_HANDS_MAX];
    opts.max_num_hands = FAKE_PALMS;
    fake_hands_start(&fake, 5); /* palms, two hands; two hands, of which the second fails */
    CHECK_INT(sl_hands_create(&hands, &opts, NULL), 0);
    CHECK_INT(sl_hands_process(hands, &frame, found, SL_HANDS_MAX, NULL), FAKE_PALMS);
    CHECK_INT(sl_hands_process(hands, &frame, found, SL_HANDS_MAX, NULL), -EIO);
    CHECK_INT(fake.palm_runs, 1);
    CHECK_INT(sl_hands_process(hands, &frame, found, SL_HANDS_MAX, NULL), FAKE_PALMS);
    CHECK_INT(fake.palm_runs, 2);
    CHECK_INT(sl_hands_process(hands, &frame, found, SL_HANDS_MAX, NULL), FAKE_PALMS);
    CHECK_INT(fake.palm_runs, 2);
    sl_hands_destroy(&hands);
}

static void a_hundred_frames_allocate_nothing(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_hands_opts opts = opts_for(threads);
        struct sl_hands *hands;
        struct sl_frame frame = picture();
        struct sl_hand found[SL_HANDS_MAX];
        fake_hands_start(&fake, 0);
        CHECK_INT(sl_hands_create(&hands, &opts, NULL), 0);
        unsigned long before = faults_allocations(); /* not even in the first frame */
        for (int i = 0; i < 100; i++) {
            if (i % 10 == 9)
                sl_hands_reset(hands);
            CHECK(sl_hands_process(hands, &frame, found, SL_HANDS_MAX, NULL) >= FAKE_PALMS); /* more: regions drift */
        }
        CHECK_INT(faults_allocations() - before, 0);
        sl_hands_destroy(&hands);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(hands_with_one_thread);
    RUN(hands_with_two_threads);
    RUN(each_run_of_an_engine_fails_once);
    RUN(after_a_failure_the_whole_picture_is_searched);
    RUN(a_hundred_frames_allocate_nothing);
    return TAP_END();
}
