/* Whole people on the fake engine: allocations, threads and runs that fail, and frames that allocate nothing. */
#include "faults.h"
#include "people_stage.h"

#define STEP_NS 33333000LL

static struct stage stage;
static atomic_int runs;
static int fails_at; ///< number of the run that fails, from 1; 0: none

static int play(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    return ++runs == fails_at ? -EIO : stage_play(row, input, output, arg);
}

static void start(int number)
{
    stage_set(&stage);
    stage_enter(&stage, 0, 0.3f, 0.55f);
    stage_enter(&stage, 1, 0.7f, 0.55f);
    stage_dress(&stage);
    runs = 0;
    fails_at = number;
    sl__fake_set(play, &stage);
}

static struct sl_holistic_opts opts_for(int people, int threads, int segmentation)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = threads;
    opts.max_people = people;
    opts.enable_segmentation = segmentation;
    return opts;
}

static int look(struct sl_holistic *holistic, int frame, struct sl_error *why)
{
    static struct sl_person found[SL_PEOPLE_MAX];
    stage.frame.pts_ns = frame * STEP_NS;
    return sl_holistic_process(holistic, &stage.frame, found, SL_PEOPLE_MAX, why);
}

static int holistic_operation(void *arg, struct sl_error *why)
{
    const struct sl_holistic_opts *opts = arg;
    struct sl_holistic *holistic;
    start(0);
    int err = sl_holistic_create(&holistic, opts, why);
    CHECK((err < 0) == !holistic);
    for (int i = 0; i < 3 && err >= 0; i++) {
        err = look(holistic, i, why);
        CHECK(err == opts->max_people || err == -ENOMEM);
    }
    sl_holistic_destroy(&holistic);
    return err;
}

static void one_person_with_one_thread(void)
{
    struct sl_holistic_opts opts = opts_for(1, 1, 0);
    faults_each(holistic_operation, &opts, FAULTS_SENTENCE);
}

static void two_people_with_three_threads(void)
{
    struct sl_holistic_opts opts = opts_for(2, 3, 0);
    faults_each(holistic_operation, &opts, FAULTS_SENTENCE);
}

static void two_people_with_their_masks(void)
{
    struct sl_holistic_opts opts = opts_for(2, 1, 1);
    faults_each(holistic_operation, &opts, FAULTS_SENTENCE);
}

/* The stage does not play the attention model's parts; they are opened. */
static int opening_operation(void *arg, struct sl_error *why)
{
    struct sl_holistic *holistic;
    int err = sl_holistic_create(&holistic, arg, why);
    CHECK((err < 0) == !holistic);
    sl_holistic_destroy(&holistic);
    return err;
}

static void a_refined_face(void)
{
    struct sl_holistic_opts opts = opts_for(1, 2, 0);
    opts.refine_face_landmarks = 1;
    faults_each(opening_operation, &opts, FAULTS_SENTENCE);
}

#define FRAMES 3

/* @return frames that failed; each other has its people */
static int frames_with_a_failing_run(const struct sl_holistic_opts *opts, int number)
{
    struct sl_holistic *holistic;
    int failures = 0;
    bool after_failure = false;
    start(number);
    CHECK_INT(sl_holistic_create(&holistic, opts, NULL), 0);
    for (int i = 0; i < FRAMES; i++) {
        struct sl_error why = {""};
        int searched = stage.runs[STAGE_DETECTOR], failed_before = failures;
        int count = look(holistic, i, &why);
        if (count < 0) {
            failures++;
            CHECK_INT(count, -EIO);
            CHECK(why.text[0]);
            CHECK(sl_holistic_mask(holistic, 0, NULL, NULL) == NULL);
        } else {
            CHECK_INT(count, 2);
        }
        if (i > 0 && after_failure)
            CHECK(stage.runs[STAGE_DETECTOR] > searched);
        after_failure = failures > failed_before;
    }
    sl_holistic_destroy(&holistic);
    return failures;
}

static void each_run_of_an_engine_fails_once(void)
{
    for (int threads = 1; threads <= 3; threads++) {
        struct sl_holistic_opts opts = opts_for(2, threads, 0);
        CHECK_INT(frames_with_a_failing_run(&opts, 0), 0);
        int all = runs;
        CHECK_INT(all, 1 + FRAMES * 2 * 7); /* a search; each frame and person: body, two hands twice, face twice */
        for (int number = 1; number <= all && tap_good; number++)
            CHECK_INT(frames_with_a_failing_run(&opts, number), 1);
    }
}

static void a_hundred_frames_allocate_nothing(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_holistic_opts opts = opts_for(2, threads, threads - 1);
        struct sl_holistic *holistic;
        start(0);
        CHECK_INT(sl_holistic_create(&holistic, &opts, NULL), 0);
        unsigned long before = faults_allocations();
        for (int i = 0; i < 100; i++) {
            stage.actor[0].here = i % 10 != 7;
            stage.actor[1].left_hand = i % 3 != 0;
            if (i % 20 == 19)
                sl_holistic_reset(holistic);
            CHECK(look(holistic, i, NULL) >= 1);
        }
        CHECK_INT(faults_allocations() - before, opts.enable_segmentation ? 2 : 0); /* room of two masks, in the first frame */
        sl_holistic_destroy(&holistic);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(one_person_with_one_thread);
    RUN(two_people_with_three_threads);
    RUN(two_people_with_their_masks);
    RUN(a_refined_face);
    RUN(each_run_of_an_engine_fails_once);
    RUN(a_hundred_frames_allocate_nothing);
    return TAP_END();
}
