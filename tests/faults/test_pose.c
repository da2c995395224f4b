/* A body on the fake engine: allocations and runs that fail, and frames that allocate nothing. */
#include "faults.h"
#include "unit/pose_stage.h"

#define STEP_NS 33333000LL

static struct stage stage;
static int runs, fails_at; ///< number of the run that fails, from 1; 0: none

static int play(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    return ++runs == fails_at ? -EIO : stage_play(row, input, output, arg);
}

static void start(int number)
{
    stage_set(&stage);
    stage_enter(&stage, 0.5f, 0.5f);
    runs = 0;
    fails_at = number;
    sl__fake_set(play, &stage);
}

static struct sl_pose_opts opts_for(int segmentation, float ratio)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.enable_segmentation = segmentation;
    opts.segmentation_ratio = ratio;
    return opts;
}

static int pose_operation(void *arg, struct sl_error *why)
{
    struct sl_pose *pose;
    struct sl_body body;
    start(0);
    int err = sl_pose_create(&pose, arg, why);
    CHECK((err < 0) == !pose);
    for (int i = 0; i < 3 && err >= 0; i++) {
        stage.frame.pts_ns = i * STEP_NS;
        err = sl_pose_process(pose, &stage.frame, &body, why);
        CHECK(err == 1 || err == -ENOMEM);
    }
    sl_pose_destroy(&pose);
    return err;
}

static void a_body_without_its_mask(void)
{
    struct sl_pose_opts opts = opts_for(0, 0.0f);
    faults_each(pose_operation, &opts, FAULTS_SENTENCE);
}

static void a_body_with_its_mask(void)
{
    struct sl_pose_opts opts = opts_for(1, 0.7f);
    faults_each(pose_operation, &opts, FAULTS_SENTENCE);
}

/* A frame for whose mask there is no memory says so; the next ones, of any size, are as if it had not been. */
static void a_mask_that_cannot_grow(void)
{
    struct sl_pose_opts opts = opts_for(1, 0.0f);
    struct sl_pose *pose;
    struct sl_body body;
    struct sl_frame small;
    struct sl_error why = {""};
    int32_t width, height;
    start(0);
    CHECK_INT(sl_frame_crop(&small, &stage.frame, 8, 8, 240, 240, NULL), 0);
    CHECK_INT(sl_pose_create(&pose, &opts, NULL), 0);
    CHECK_INT(sl_pose_process(pose, &small, &body, NULL), 1);
    faults_arm(1, false);
    CHECK_INT(sl_pose_process(pose, &stage.frame, &body, &why), -ENOMEM);
    CHECK_INT(faults_disarm(), 1);
    CHECK(why.text[0]);
    CHECK(sl_pose_mask(pose, &width, &height) == NULL);
    for (int i = 0; i < 3; i++) {
        const struct sl_frame *frame = i % 2 ? &stage.frame : &small;
        CHECK_INT(sl_pose_process(pose, frame, &body, NULL), 1);
        CHECK(sl_pose_mask(pose, &width, &height) != NULL);
        CHECK_INT(width, frame->width_px);
    }
    sl_pose_destroy(&pose);
}

#define FRAMES 5

/* @return frames that failed; each other has its body, and after a failure the whole picture is searched */
static int frames_with_a_failing_run(int number)
{
    struct sl_pose_opts opts = opts_for(1, 0.0f);
    struct sl_pose *pose;
    struct sl_body body;
    int failures = 0;
    start(number);
    CHECK_INT(sl_pose_create(&pose, &opts, NULL), 0);
    for (int i = 0; i < FRAMES; i++) {
        struct sl_error why = {""};
        stage.frame.pts_ns = i * STEP_NS;
        int found = sl_pose_process(pose, &stage.frame, &body, &why);
        if (found < 0) {
            failures++;
            CHECK_INT(found, -EIO);
            CHECK(why.text[0]);
        } else {
            CHECK_INT(found, 1);
        }
    }
    sl_pose_destroy(&pose);
    return failures;
}

static void each_run_of_an_engine_fails_once(void)
{
    CHECK_INT(frames_with_a_failing_run(0), 0);
    CHECK_INT(runs, 1 + FRAMES);
    for (int number = 1; number <= 1 + FRAMES; number++) {
        CHECK_INT(frames_with_a_failing_run(number), 1);
        CHECK(number == 1 + FRAMES || stage.detector_runs + (number == 1) == 2);
    }
}

static void a_hundred_frames_allocate_nothing(void)
{
    for (int segmentation = 0; segmentation < 2; segmentation++) {
        struct sl_pose_opts opts = opts_for(segmentation, 0.5f);
        struct sl_pose *pose;
        struct sl_body body;
        start(0);
        CHECK_INT(sl_pose_create(&pose, &opts, NULL), 0);
        unsigned long before = faults_allocations();
        for (int i = 0; i < 100; i++) {
            stage.frame.pts_ns = i * STEP_NS;
            stage.here = i % 10 != 7;
            if (i % 20 == 19)
                sl_pose_reset(pose);
            CHECK_INT(sl_pose_process(pose, &stage.frame, &body, NULL), stage.here);
        }
        CHECK_INT(faults_allocations() - before, segmentation); /* the mask's room, in the first frame */
        sl_pose_destroy(&pose);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_body_without_its_mask);
    RUN(a_body_with_its_mask);
    RUN(a_mask_that_cannot_grow);
    RUN(each_run_of_an_engine_fails_once);
    RUN(a_hundred_frames_allocate_nothing);
    return TAP_END();
}
