/*
 * No frame allocates on its way through the pipeline and the text sinks, and when an allocation fails while a pipeline is
 * made, that is -ENOMEM, nothing is lost, and the next run works. Linked with --wrap=malloc and its kin.
 */
#include "pipeline/pipeline.h"

#include "fake_stream.h"
#include "tap.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static atomic_uint calls;
static atomic_uint fail_at; /* 0: none */

static bool no_memory(void)
{
    unsigned number = atomic_fetch_add(&calls, 1) + 1;
    return number == atomic_load(&fail_at);
}

void *__wrap_malloc(size_t size)
{
    return no_memory() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return no_memory() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return no_memory() ? NULL : __real_realloc(block, size);
}

static const struct sl_engine_opts fake_engine = {.engine = SL_ENGINE_FAKE, .threads = 2};

static struct sl__pipeline_opts opts_make(void)
{
    struct sl__pipeline_opts opts = {.hands = true, .hands_opts = sl_hands_opts_default(), .pose = true,
                                     .pose_opts = sl_pose_opts_default(), .face_mesh = true,
                                     .face_mesh_opts = sl_face_mesh_opts_default(), .face_detection = true,
                                     .face_detection_opts = sl_face_detection_opts_default(), .gestures = true,
                                     .holistic = true, .holistic_opts = sl_holistic_opts_default(), .head_pose = true,
                                     .gaze = true, .mood = true};
    opts.engine = fake_engine;
    return opts;
}

/* Everything that may allocate is there when the first record has been written. */
struct counting_sink {
    struct sl__sink sink;
    unsigned first, last, count;
};

static int counting_write(struct sl__sink *sink, const struct sl_frame *frame, const struct sl__event *event,
                          struct sl_error *why)
{
    struct counting_sink *self = (struct counting_sink *)sink;
    (void)frame, (void)event, (void)why;
    self->last = atomic_load(&calls);
    self->first = self->count++ ? self->first : self->last;
    return 0;
}

static const struct sl__sink_ops counting_ops = {.write = counting_write};

static void frames_flow_without_an_allocation(void)
{
    struct fake_source source;
    struct counting_sink counting = {.sink.ops = &counting_ops};
    struct sl__sink *sinks[4] = {&counting.sink, NULL};
    struct sl__pipeline_opts opts = opts_make();
    struct sl__pipeline *pipeline;
    fake_source_init(&source, "fake", 200);
    atomic_store(&calls, 0);
    CHECK_INT(sl__ndjson_open(&sinks[1], "/dev/null", NULL), 0);
    CHECK_INT(sl__csv_open(&sinks[2], "/dev/null", NULL), 0);
    CHECK_INT(sl__keypoints_open(&sinks[3], "/dev/null", NULL), 0);
    CHECK_INT(sl__pipeline_create(&pipeline, &opts, 1, NULL), 0);
    CHECK_INT(sl__pipeline_add(pipeline, &source.source, sinks, 4, NULL), 0);
    CHECK_INT(sl__pipeline_start(pipeline, NULL), 0);
    CHECK_INT(sl__pipeline_stop(pipeline, NULL), 0);
    CHECK(counting.first > 10); /* so the counter counts */
    CHECK_INT(counting.count, 200);
    CHECK_INT(counting.last - counting.first, 0);
    sl__pipeline_destroy(&pipeline);
    for (int i = 1; i < 4; i++)
        CHECK_INT(sl__sink_close(&sinks[i], NULL), 0);
}

/* Create, add and start; the code of what failed first. */
static int make_and_run(struct fake_source *source, struct sl__sink *sink, struct sl_error *why)
{
    struct sl__pipeline_opts opts = opts_make();
    struct sl__pipeline *pipeline = NULL;
    int err = sl__pipeline_create(&pipeline, &opts, 1, why);
    if (err == 0)
        err = sl__pipeline_add(pipeline, &source->source, &sink, 1, why);
    if (err == 0)
        err = sl__pipeline_start(pipeline, why);
    if (err == 0)
        err = sl__pipeline_stop(pipeline, why);
    sl__pipeline_destroy(&pipeline);
    CHECK(pipeline == NULL);
    return err;
}

static void each_allocation_fails_once(void)
{
    bool reached = true;
    unsigned number = 0, refused = 0;
    while (reached && number < 500) {
        struct fake_source source;
        struct counting_sink counting = {.sink.ops = &counting_ops};
        struct sl_error why = {""};
        fake_source_init(&source, "fake", 3);
        atomic_store(&calls, 0);
        atomic_store(&fail_at, ++number);
        int err = make_and_run(&source, &counting.sink, &why);
        atomic_store(&fail_at, 0);
        reached = atomic_load(&calls) >= number;
        CHECK(err == 0 || (err == -ENOMEM && why.text[0]));
        CHECK_INT(counting.count, err == 0 ? 3 : 0);
        CHECK_INT(source.free_count, SL_SOURCE_FRAMES);
        refused += err < 0;
    }
    CHECK(!reached && refused > 10);
    printf("# %u allocations before frames flow\n", number - 1);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(frames_flow_without_an_allocation);
    RUN(each_allocation_fails_once);
    return TAP_END();
}
