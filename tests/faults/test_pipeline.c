/* A pipeline of two streams with all analysers on the fake engine: what fails while it is made, and frames that allocate nothing. */
#include "fake_models.h"
#include "faults.h"
#include "pipeline/pipeline.h"
#include "unit/fake_stream.h"

#define STREAMS 2
#define FRAMES 8

static struct fake_source source[STREAMS];
static struct fake_sink sink;
static struct fake_models fake;

static struct sl__pipeline_opts opts_with_all(void)
{
    struct sl__pipeline_opts opts = {.hands = true, .hands_opts = sl_hands_opts_default(), .pose = true,
                                     .pose_opts = sl_pose_opts_default(), .face_mesh = true,
                                     .face_mesh_opts = sl_face_mesh_opts_default(), .face_detection = true,
                                     .face_detection_opts = sl_face_detection_opts_default(), .gestures = true,
                                     .holistic = true, .holistic_opts = sl_holistic_opts_default(), .head_pose = true,
                                     .gaze = true, .mood = true};
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = 2;
    return opts;
}

static int add_streams(struct sl__pipeline *pipeline, struct sl_error *why)
{
    int err = 0;
    for (int i = 0; i < STREAMS && err == 0; i++)
        err = sl__pipeline_add(pipeline, &source[i].source, (struct sl__sink *[]){&sink.sink}, 1, why);
    return err;
}

static int pipeline_operation(void *arg, struct sl_error *why)
{
    struct sl__pipeline *pipeline;
    for (int i = 0; i < STREAMS; i++)
        fake_source_init(&source[i], "cam", FRAMES);
    fake_sink_init(&sink, "sink");
    int err = sl__pipeline_create(&pipeline, arg, STREAMS, why);
    CHECK((err < 0) == !pipeline);
    if (err == 0)
        err = add_streams(pipeline, why);
    if (err == 0)
        err = sl__pipeline_start(pipeline, why);
    if (err == 0) {
        CHECK_INT(sl__pipeline_wait(pipeline, 60000), 1);
        err = sl__pipeline_stop(pipeline, why);
        CHECK_INT(sink.count, STREAMS * FRAMES);
    }
    sl__pipeline_destroy(&pipeline);
    for (int i = 0; i < STREAMS; i++)
        CHECK_INT(source[i].free_count, SL_SOURCE_FRAMES); /* all frames came home */
    return err;
}

static void a_pipeline_with_all_analysers(void)
{
    struct sl__pipeline_opts opts = opts_with_all();
    fake_models_start(&fake, 0);
    faults_each(pipeline_operation, &opts, FAULTS_SENTENCE);
}

/* The run of an engine that fails ends its stream with its reason; results before it are written. */
static void a_failing_engine_ends_the_run_with_its_reason(void)
{
    struct sl__pipeline_opts opts = opts_with_all();
    struct sl__pipeline *pipeline;
    struct sl_error why = {""};
    fake_source_init(&source[0], "cam", FRAMES);
    fake_sink_init(&sink, "sink");
    opts.pose = opts.face_mesh = opts.face_detection = opts.holistic = false;
    fake_models_start(&fake, 8); /* palms and a hand in each frame: in the fourth */
    CHECK_INT(sl__pipeline_create(&pipeline, &opts, 1, NULL), 0);
    CHECK_INT(sl__pipeline_add(pipeline, &source[0].source, (struct sl__sink *[]){&sink.sink}, 1, NULL), 0);
    CHECK_INT(sl__pipeline_start(pipeline, NULL), 0);
    CHECK_INT(sl__pipeline_wait(pipeline, 60000), 1);
    CHECK_INT(sl__pipeline_stop(pipeline, &why), -EIO);
    CHECK(why.text[0]);
    CHECK_INT(sink.count, 3);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(source[0].free_count, SL_SOURCE_FRAMES);
}

static unsigned long allocations_of_run(int frames)
{
    struct sl__pipeline_opts opts = opts_with_all();
    struct sl__pipeline *pipeline;
    unsigned long before = faults_allocations();
    fake_source_init(&source[0], "cam", frames);
    fake_sink_init(&sink, "sink");
    CHECK_INT(sl__pipeline_create(&pipeline, &opts, 1, NULL), 0);
    CHECK_INT(sl__pipeline_add(pipeline, &source[0].source, (struct sl__sink *[]){&sink.sink}, 1, NULL), 0);
    CHECK_INT(sl__pipeline_start(pipeline, NULL), 0);
    CHECK_INT(sl__pipeline_wait(pipeline, 60000), 1);
    CHECK_INT(sl__pipeline_stop(pipeline, NULL), 0);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(sink.count, frames);
    return faults_allocations() - before;
}

static void a_longer_run_allocates_no_more_than_a_short_one(void)
{
    fake_models_start(&fake, 0);
    unsigned long of_one = allocations_of_run(1);
    CHECK(of_one > 0);
    CHECK_INT(allocations_of_run(200), of_one);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_pipeline_with_all_analysers);
    RUN(a_failing_engine_ends_the_run_with_its_reason);
    RUN(a_longer_run_allocates_no_more_than_a_short_one);
    return TAP_END();
}
