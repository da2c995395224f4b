/* Sources, workers and sinks: order, counts, limits, failures. Worth running under ThreadSanitizer. */
#include "pipeline/pipeline.h"

#include "fake_models.h"
#include "fake_stream.h"
#include "tap.h"

static struct fake_source first, second;
static struct fake_sink sink, other;
static struct fake_models models;
static struct sl_error why;

#define SUM_FRAMES 50

static const struct sl__pipeline_opts plain;

/* One or two sources into the same sinks; gives what sl__pipeline_stop() gave, the pipeline too. */
static int run(struct sl__pipeline **pipeline, const struct sl__pipeline_opts *opts, int sources, int sinks)
{
    struct sl__source *source[] = {&first.source, &second.source};
    struct sl__sink *into[] = {&sink.sink, &other.sink};
    why.text[0] = '\0';
    CHECK_INT(sl__pipeline_create(pipeline, opts, sources, &why), 0);
    for (int i = 0; i < sources; i++)
        CHECK_INT(sl__pipeline_add(*pipeline, source[i], into, sinks, &why), 0);
    CHECK_INT(sl__pipeline_start(*pipeline, &why), 0);
    CHECK_INT(sl__pipeline_wait(*pipeline, 60000), 1);
    return sl__pipeline_stop(*pipeline, &why);
}

static void fresh(int frames)
{
    fake_source_init(&first, "first", frames);
    fake_source_init(&second, "second", frames);
    fake_sink_init(&sink, "sink");
    fake_sink_init(&other, "other");
}

static void every_frame_comes_in_order_and_none_is_dropped(void)
{
    struct sl__pipeline *pipeline;
    fresh(1000);
    CHECK_INT(run(&pipeline, &plain, 1, 1), 0);
    CHECK_INT(sink.count, 1000);
    for (int i = 0; i < sink.count; i++) {
        CHECK_INT(sink.record[i].frame, i);
        CHECK_INT(sink.record[i].pts_ns, i * 40000000LL);
        CHECK_INT(sink.record[i].dropped, 0);
        CHECK(!sink.record[i].has_hands);
    }
    struct sl__stream_stats stats;
    sl__pipeline_stats(pipeline, 0, &stats);
    CHECK_TEXT(stats.stream, "first");
    CHECK_INT(stats.frames, 1000);
    CHECK_INT(stats.dropped, 0);
    CHECK_INT(stats.length_frames, 1000);
    CHECK(stats.ended && stats.first_ns > 0 && stats.last_ns >= stats.first_ns);
    CHECK_INT(stats.landmark_ns > 0, 1);
    sl__pipeline_destroy(&pipeline);
    CHECK(pipeline == NULL);
    CHECK_INT(first.free_count, SL_SOURCE_FRAMES);
    CHECK_INT(first.closed, 0);
}

static void a_source_never_waits_for_a_frame_of_ours_beyond_its_six(void)
{
    struct sl__pipeline *pipeline;
    fresh(100);
    sink.waits_for = &first;
    sink.waits_given = 5; /* one with the worker, three waiting, one before the door */
    CHECK_INT(run(&pipeline, &plain, 1, 1), 0);
    CHECK(first.out_most < SL_SOURCE_FRAMES);
    CHECK_INT(sink.count, 100);
    sl__pipeline_destroy(&pipeline);
}

/* While the first result is held up, frames come in until 500 were given. */
static void the_newest_frame_wins_and_the_counts_add_up(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = {.pace = SL_PACE_LATEST};
    fresh(1000);
    first.loses_every = 10;
    sink.waits_for = &first;
    sink.waits_given = 500;
    CHECK_INT(run(&pipeline, &opts, 1, 1), 0);
    CHECK(sink.count >= 1 && sink.count <= 501);
    uint64_t told = 0;
    for (int i = 0; i < sink.count; i++) {
        told += sink.record[i].dropped;
        CHECK(i == 0 || sink.record[i].frame > sink.record[i - 1].frame);
    }
    CHECK(sink.count == 1 || sink.record[1].frame >= 498); /* frame 499 was given, perhaps not yet handed over */
    CHECK_INT(sink.record[sink.count - 1].frame, 999);
    struct sl__stream_stats stats;
    sl__pipeline_stats(pipeline, 0, &stats);
    CHECK_INT(stats.frames + stats.dropped, 1000 + 100);
    CHECK_INT(told, stats.dropped);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(first.free_count, SL_SOURCE_FRAMES);
}

static void a_live_source_is_run_at_its_newest_frame(void)
{
    struct sl__pipeline *pipeline;
    fresh(300);
    first.source.live = true;
    sink.waits_for = &first;
    sink.waits_given = 300;
    CHECK_INT(run(&pipeline, &plain, 1, 1), 0);
    CHECK(sink.count == 1 || sink.count == 2);
    CHECK_INT(sink.record[sink.count - 1].frame, 299);
    CHECK_INT((int)sink.record[0].dropped + (int)sink.record[1].dropped, 300 - sink.count);
    sl__pipeline_destroy(&pipeline);

    struct sl__pipeline_opts every = {.pace = SL_PACE_EVERY_FRAME};
    fresh(300);
    first.source.live = true;
    CHECK_INT(run(&pipeline, &every, 1, 1), 0);
    CHECK_INT(sink.count, 300);
    sl__pipeline_destroy(&pipeline);
}

static void a_limit_counts_results_and_takes_no_frame_more(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = {.limit = 7};
    fresh(1000);
    first.fails_after = 7; /* nobody asks that far */
    CHECK_INT(run(&pipeline, &opts, 1, 1), 0);
    CHECK_INT(sink.count, 7);
    CHECK_INT(first.given, 7);
    sl__pipeline_destroy(&pipeline);

    opts.pace = SL_PACE_LATEST;
    fresh(1000);
    first.blocks_after = 500;
    CHECK_INT(run(&pipeline, &(struct sl__pipeline_opts){.pace = SL_PACE_LATEST, .limit = 1}, 1, 1), 0);
    CHECK_INT(sink.count, 1);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(first.free_count, SL_SOURCE_FRAMES);
}

static void legacy_times_are_those_of_mp_solutions(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = {.pts = SL_PTS_LEGACY};
    fresh(3);
    CHECK_INT(run(&pipeline, &opts, 1, 1), 0);
    CHECK_INT(sink.count, 3);
    for (int i = 0; i < sink.count; i++) {
        CHECK_INT(sink.record[i].pts_ns, (i + 1) * 33333000LL);
        CHECK_INT(sink.record[i].frame_pts_ns, (i + 1) * 33333000LL);
    }
    sl__pipeline_destroy(&pipeline);
}

static void a_broken_source_keeps_what_came_before_and_hurts_no_other(void)
{
    struct sl__pipeline *pipeline;
    fresh(200);
    first.fails_after = 50;
    CHECK_INT(run(&pipeline, &plain, 2, 1), -EPROTO);
    CHECK_TEXT(why.text, "first: broken after 50 frames");
    CHECK_INT(sink.count, 250);
    struct sl__failure failure;
    CHECK_INT(sl__pipeline_failure(pipeline, 0, &failure), -EPROTO);
    CHECK(failure.sink == NULL);
    CHECK_TEXT(failure.why.text, why.text);
    CHECK_INT(sl__pipeline_failure(pipeline, 1, &failure), 0);
    sl__pipeline_destroy(&pipeline);
}

static void a_full_disk_ends_the_run_and_the_other_output_is_whole(void)
{
    struct sl__pipeline *pipeline;
    fresh(1000);
    first.blocks_after = 500;
    sink.fails_at = 20;
    CHECK_INT(run(&pipeline, &plain, 1, 2), -ENOSPC);
    CHECK_TEXT(why.text, "sink: no space left on the device");
    CHECK_INT(sink.writes, 21);
    CHECK_INT(other.count, 21);
    struct sl__failure failure;
    CHECK_INT(sl__pipeline_failure(pipeline, 0, &failure), -ENOSPC);
    CHECK(failure.sink == &sink.sink);
    struct sl__stream_stats stats;
    sl__pipeline_stats(pipeline, 0, &stats);
    CHECK_INT(stats.frames, 21);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(first.free_count, SL_SOURCE_FRAMES);
}

/* The second stream would wait for ever. */
static void a_failed_sink_gets_nothing_more_from_any_stream(void)
{
    struct sl__pipeline *pipeline;
    fresh(1000);
    second.blocks_after = 10;
    sink.fails_at = 100;
    CHECK_INT(run(&pipeline, &plain, 2, 2), -ENOSPC);
    CHECK_INT(sink.writes, 101);
    CHECK(other.count >= 101);
    sl__pipeline_destroy(&pipeline);
}

static void two_sources_share_a_sink_one_write_at_a_time(void)
{
    struct sl__pipeline *pipeline;
    fresh(1000);
    CHECK_INT(run(&pipeline, &plain, 2, 1), 0);
    CHECK_INT(sink.count, 2000);
    uint64_t expected[2] = {0, 0};
    for (int i = 0; i < sink.count; i++) {
        bool of_second = !strcmp(sink.record[i].stream, "second");
        CHECK_INT(sink.record[i].frame, expected[of_second]);
        expected[of_second]++;
    }
    CHECK_INT(expected[0], 1000);
    CHECK_INT(expected[1], 1000);
    sl__pipeline_destroy(&pipeline);
}

static void an_interrupt_writes_what_was_computed_and_ends(void)
{
    struct sl__pipeline *pipeline;
    fresh(1000);
    first.blocks_after = 30;
    struct sl__source *source = &first.source;
    struct sl__sink *into = &sink.sink;
    CHECK_INT(sl__pipeline_create(&pipeline, &plain, 1, &why), 0);
    CHECK_INT(sl__pipeline_add(pipeline, source, &into, 1, &why), 0);
    CHECK_INT(sl__pipeline_start(pipeline, &why), 0);
    struct sl__stream_stats stats;
    do {
        CHECK_INT(sl__pipeline_wait(pipeline, 1), 0);
        sl__pipeline_stats(pipeline, 0, &stats);
    } while (stats.frames < 30);
    sl__pipeline_interrupt(pipeline);
    sl__pipeline_interrupt(pipeline);
    CHECK_INT(sl__pipeline_stop(pipeline, &why), 0);
    CHECK_INT(sl__pipeline_wait(pipeline, 0), 1);
    CHECK_INT(sink.count, 30);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(first.free_count, SL_SOURCE_FRAMES);
}

static void an_empty_source_ends_well(void)
{
    struct sl__pipeline *pipeline;
    fresh(0);
    CHECK_INT(run(&pipeline, &plain, 1, 1), 0);
    CHECK_INT(sink.count, 0);
    sl__pipeline_destroy(&pipeline);
}

static struct sl__pipeline_opts with_hands(enum sl_engine engine)
{
    struct sl__pipeline_opts opts = {
        .hands = true,
        .engine = {.engine = engine, .threads = 1},
        .hands_opts = sl_hands_opts_default(),
        .pose_opts = sl_pose_opts_default(),
        .face_mesh_opts = sl_face_mesh_opts_default(),
        .face_detection_opts = sl_face_detection_opts_default(),
        .holistic_opts = sl_holistic_opts_default(),
    };
    return opts;
}

/* The fake engine's numbers mean nothing; that both streams get the same from the same frames shows that each has its own. */
static void each_stream_has_analysers_of_its_own(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = with_hands(SL_ENGINE_FAKE);
    fresh(50);
    CHECK_INT(run(&pipeline, &opts, 2, 1), 0);
    CHECK_INT(sink.count, 100);
    int hands[2][50] = {{0}};
    for (int i = 0; i < sink.count; i++) {
        CHECK(sink.record[i].has_hands);
        hands[!strcmp(sink.record[i].stream, "second")][sink.record[i].frame] = sink.record[i].hand_count;
    }
    for (int i = 0; i < 50; i++)
        CHECK_INT(hands[0][i], hands[1][i]);
    sl__pipeline_destroy(&pipeline);
}

enum part { HANDS, POSE, FACES, DETECTIONS, PEOPLE, PARTS };

/* Keeps what each analyser wrote, as one number a frame; 0: it did not run. */
struct sum_sink {
    struct sl__sink sink;
    int count;
    double sum[PARTS][SUM_FRAMES];
};

/* Which numbers, and in which order. */
static double sum_of(const void *numbers, size_t bytes)
{
    double sum = 1;
    const float *number = numbers;
    for (size_t i = 0; i < bytes / sizeof(float); i++)
        sum += number[i] * (double)(i % 97 + 1);
    return sum;
}

static int sum_write(struct sl__sink *into, const struct sl_frame *frame, const struct sl__event *event, struct sl_error *error)
{
    struct sum_sink *sums = (struct sum_sink *)into;
    int at = sums->count++;
    (void)frame, (void)error;
    CHECK_INT(event->frame, at);
    CHECK(at < SUM_FRAMES);
    for (int i = 0; i < sl__event_hand_count(event); i++)
        sums->sum[HANDS][at] += sum_of(event->hands[i].image, sizeof(event->hands[i].image));
    for (int i = 0; i < sl__event_face_count(event); i++)
        sums->sum[FACES][at] += sum_of(event->faces[i].image, SL_FACE_POINTS * 3 * sizeof(float));
    for (int i = 0; i < sl__event_detection_count(event); i++)
        sums->sum[DETECTIONS][at] += sum_of(event->detections[i].point, sizeof(event->detections[i].point));
    for (int i = 0; i < sl__event_people_count(event); i++)
        sums->sum[PEOPLE][at] += sum_of(event->people[i].body.image, sizeof(event->people[i].body.image));
    if (event->has_pose && event->has_body)
        sums->sum[POSE][at] = sum_of(event->body.image, sizeof(event->body.image));
    return 0;
}

static const struct sl__sink_ops sum_ops = {.write = sum_write};

static void sums_of(struct sum_sink *sums, const bool wanted[PARTS], int threads)
{
    struct sl__pipeline *pipeline;
    struct sl__sink *into = &sums->sink;
    struct sl__pipeline_opts opts = with_hands(SL_ENGINE_FAKE);
    opts.hands = wanted[HANDS], opts.pose = wanted[POSE];
    opts.face_mesh = wanted[FACES], opts.face_detection = wanted[DETECTIONS], opts.holistic = wanted[PEOPLE];
    opts.engine.threads = threads;
    memset(sums, 0, sizeof(*sums));
    sums->sink.ops = &sum_ops;
    fresh(SUM_FRAMES);
    CHECK_INT(sl__pipeline_create(&pipeline, &opts, 1, &why), 0);
    CHECK_INT(sl__pipeline_add(pipeline, &first.source, &into, 1, &why), 0);
    CHECK_INT(sl__pipeline_start(pipeline, &why), 0);
    CHECK_INT(sl__pipeline_wait(pipeline, 60000), 1);
    CHECK_INT(sl__pipeline_stop(pipeline, &why), 0);
    CHECK_INT(sums->count, SUM_FRAMES);
    sl__pipeline_destroy(&pipeline);
}

static void analysers_side_by_side_give_what_each_gives_alone(void)
{
    static struct sum_sink alone, together;
    static double expected[PARTS][SUM_FRAMES];
    fake_models_start(&models, 0);
    for (int part = 0; part < PARTS; part++) {
        bool wanted[PARTS] = {false};
        wanted[part] = true;
        sums_of(&alone, wanted, 1);
        memcpy(expected[part], alone.sum[part], sizeof(expected[part]));
        CHECK(alone.sum[part][0] != 0 && alone.sum[part][SUM_FRAMES - 1] != 0);
        for (int other_part = 0; other_part < PARTS; other_part++)
            CHECK(other_part == part || alone.sum[other_part][0] == 0);
    }
    for (int threads = 1; threads <= 7; threads++) {
        sums_of(&together, (const bool[PARTS]){true, true, true, true, true}, threads);
        CHECK(!memcmp(together.sum, expected, sizeof(expected)));
    }
}

static void each_analyser_is_counted(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = with_hands(SL_ENGINE_FAKE);
    struct sl__stream_stats stats;
    opts.pose = true;
    fake_models_start(&models, 0);
    fresh(20);
    CHECK_INT(run(&pipeline, &opts, 1, 1), 0);
    sl__pipeline_stats(pipeline, 0, &stats);
    uint64_t with_hands_count = 0;
    for (int i = 0; i < sink.count; i++)
        with_hands_count += sink.record[i].hand_count > 0;
    CHECK_INT(stats.stages, 2);
    CHECK_TEXT(stats.stage[0].name, "pose");
    CHECK_TEXT(stats.stage[0].finds, "bodies");
    CHECK_TEXT(stats.stage[1].name, "hands");
    CHECK_INT(stats.stage[1].with, with_hands_count);
    CHECK(with_hands_count > 0 && stats.stage[0].cost_ns > 0 && stats.stage[1].cost_ns > 0);
    CHECK(stats.stage[0].cost_ns + stats.stage[1].cost_ns <= stats.landmark_ns); /* on one thread */
    sl__pipeline_destroy(&pipeline);
}

/* Whichever thread it is on. */
static void an_analyser_that_does_not_load_is_named_among_several(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = with_hands(SL_ENGINE_FAKE);
    opts.pose = true;
    opts.engine.threads = 2;
    opts.hands_opts.max_num_hands = 1000;
    fresh(5);
    CHECK_INT(sl__pipeline_create(&pipeline, &opts, 1, &why), 0);
    CHECK_INT(sl__pipeline_ready(pipeline, &why), -EINVAL);
    CHECK_HAS(why.text, "max_num_hands is 1000");
    sl__pipeline_destroy(&pipeline);
}

static int engine_fails(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    (void)row, (void)input, (void)output, (void)arg;
    return -EIO;
}

static void an_engine_that_fails_ends_the_stream_with_its_sentence(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = with_hands(SL_ENGINE_FAKE);
    fresh(50);
    sl__fake_set(engine_fails, NULL);
    CHECK_INT(run(&pipeline, &opts, 1, 1), -EIO);
    sl__fake_set(NULL, NULL);
    CHECK(why.text[0]);
    CHECK_INT(sink.count, 0);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(first.free_count, SL_SOURCE_FRAMES);
}

static void models_that_do_not_load_are_told_before_frames_flow(void)
{
    struct sl__pipeline *pipeline;
    struct sl__pipeline_opts opts = with_hands(SL_ENGINE_FAKE);
    opts.hands_opts.max_num_hands = 1000;
    fresh(5);
    CHECK_INT(sl__pipeline_create(&pipeline, &opts, 2, &why), 0);
    CHECK_INT(sl__pipeline_ready(pipeline, &why), -EINVAL);
    CHECK_HAS(why.text, "max_num_hands is 1000");
    CHECK_INT(sl__pipeline_ready(pipeline, NULL), -EINVAL);
    struct sl__sink *into = &sink.sink;
    CHECK_INT(sl__pipeline_add(pipeline, &first.source, &into, 1, &why), 0);
    CHECK_INT(sl__pipeline_add(pipeline, &second.source, &into, 1, &why), 0);
    CHECK_INT(sl__pipeline_start(pipeline, &why), -EINVAL);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(sink.count, 0);
}

static void half_made_pipelines_are_destroyed(void)
{
    struct sl__pipeline *pipeline = NULL;
    sl__pipeline_destroy(NULL);
    sl__pipeline_destroy(&pipeline);
    fresh(10);
    CHECK_INT(sl__pipeline_create(&pipeline, &plain, 2, &why), 0);
    CHECK_INT(sl__pipeline_streams(pipeline), 2);
    struct sl__sink *into = &sink.sink;
    CHECK_INT(sl__pipeline_add(pipeline, &first.source, &into, 1, &why), 0);
    CHECK_INT(sl__pipeline_start(pipeline, &why), -EINVAL);
    CHECK_TEXT(why.text, "1 of 2 sources were added");
    CHECK_INT(sl__pipeline_stop(pipeline, &why), 0);
    sl__pipeline_destroy(&pipeline);
    CHECK_INT(sl__pipeline_create(&pipeline, &plain, 0, &why), -EINVAL);
    CHECK_TEXT(why.text, "0 sources; one run takes 1 to 64");
    CHECK(pipeline == NULL);
    CHECK_INT(sl__pipeline_create(&pipeline, &plain, SL_PIPELINE_STREAMS_MAX + 1, &why), -EINVAL);
    CHECK_INT(sink.count, 0);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(every_frame_comes_in_order_and_none_is_dropped);
    RUN(a_source_never_waits_for_a_frame_of_ours_beyond_its_six);
    RUN(the_newest_frame_wins_and_the_counts_add_up);
    RUN(a_live_source_is_run_at_its_newest_frame);
    RUN(a_limit_counts_results_and_takes_no_frame_more);
    RUN(legacy_times_are_those_of_mp_solutions);
    RUN(a_broken_source_keeps_what_came_before_and_hurts_no_other);
    RUN(a_full_disk_ends_the_run_and_the_other_output_is_whole);
    RUN(a_failed_sink_gets_nothing_more_from_any_stream);
    RUN(two_sources_share_a_sink_one_write_at_a_time);
    RUN(an_interrupt_writes_what_was_computed_and_ends);
    RUN(an_empty_source_ends_well);
    RUN(each_stream_has_analysers_of_its_own);
    RUN(analysers_side_by_side_give_what_each_gives_alone);
    RUN(each_analyser_is_counted);
    RUN(an_analyser_that_does_not_load_is_named_among_several);
    RUN(an_engine_that_fails_ends_the_stream_with_its_sentence);
    RUN(models_that_do_not_load_are_told_before_frames_flow);
    RUN(half_made_pipelines_are_destroyed);
    return TAP_END();
}
