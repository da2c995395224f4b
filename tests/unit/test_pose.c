/* A body from frame to frame, on a stage (pose_stage.h): when it is searched for, followed and lost, and what is remembered. */
#include "landmark/pose_state.h"
#include "pose_stage.h"
#include "tap.h"

#include <stdlib.h>

#define STEP_NS 33333000LL

static struct stage stage;
static struct sl_body body;
static struct sl_error why;

static struct sl_pose_opts fake_opts(void)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    return opts;
}

static struct sl_pose *pose_of(struct sl_pose_opts opts)
{
    struct sl_pose *pose = NULL;
    CHECK_INT(sl_pose_create(&pose, &opts, &why), 0);
    stage_set(&stage);
    return pose;
}

static int look(struct sl_pose *pose)
{
    stage.frame.pts_ns += STEP_NS;
    return sl_pose_process(pose, &stage.frame, &body, &why);
}

/* The nose is where the dancer has it, within some pixels of the picture; smoothing may lag. */
static void check_place(float tolerance)
{
    float dx, dy;
    stage_point(0, &dx, &dy);
    float x = body.image[0][0] - dx * STAGE_REGION, y = body.image[0][1] - dy * STAGE_REGION;
    if (!(fabsf(x - stage.x) < tolerance && fabsf(y - stage.y) < tolerance))
        TAP_FAIL("a body at %g %g, expected %g %g", (double)x, (double)y, (double)stage.x, (double)stage.y);
}

static void the_defaults_are_those_of_mediapipe(void)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    CHECK_INT(opts.static_image_mode, 0);
    CHECK_INT(opts.model_complexity, 1);
    CHECK_INT(opts.smooth_landmarks, 1);
    CHECK_INT(opts.enable_segmentation, 0);
    CHECK_INT(opts.smooth_segmentation, 1);
    CHECK_INT(opts.reset_smoothing, 0);
    CHECK(opts.segmentation_ratio == 0.0f);
    CHECK(opts.min_detection_confidence == 0.5f && opts.min_tracking_confidence == 0.5f);
    CHECK_INT(opts.engine.engine, SL_ENGINE_TFLITE);
    CHECK_INT(opts.engine.threads, 1);
}

static void refused(struct sl_pose_opts opts, const char *sentence)
{
    struct sl_pose *pose = (struct sl_pose *)&opts;
    CHECK_INT(sl_pose_create(&pose, &opts, &why), -EINVAL);
    CHECK(pose == NULL);
    CHECK_HAS(why.text, sentence);
}

static void an_option_out_of_range_is_named(void)
{
    struct sl_pose_opts opts = fake_opts();
    opts.model_complexity = 3;
    refused(opts, "model_complexity is 3; it takes 0 to 2");
    opts = fake_opts();
    opts.model_complexity = -1;
    refused(opts, "model_complexity is -1");
    opts = fake_opts();
    opts.segmentation_ratio = 1.5f;
    refused(opts, "segmentation_ratio is 1.5; it takes a number from 0 to 1");
    opts = fake_opts();
    opts.min_detection_confidence = NAN;
    refused(opts, "min_detection_confidence is nan");
    opts = fake_opts();
    opts.min_tracking_confidence = -1.0f;
    refused(opts, "min_tracking_confidence is -1");
    opts = fake_opts();
    opts.engine.threads = 0;
    refused(opts, "threads is 0; it takes 1 to 64");
}

static void a_body_once_found_is_followed_without_searching(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.4f, 0.5f);
    for (int frame = 0; frame < 10; frame++) {
        CHECK_INT(look(pose), 1);
        check_place(0.02f);
        stage.x += 0.02f;
    }
    CHECK_INT(stage.detector_runs, 1);
    CHECK_INT(stage.model_runs, 10);
    CHECK(body.score == 0.9f);
    CHECK(fabsf(body.visibility[5] - 0.5f) < 1e-6f);
    CHECK(fabsf(body.presence[5] - 1.0f / (1.0f + expf(-1.0f))) < 1e-6f);
    for (int axis = 0; axis < 3; axis++)
        CHECK(fabsf(body.world[7][axis] - 0.5f * (float)(axis + 1)) < 1e-4f);
    CHECK(fabsf(body.image[12][2] - 12.0f / 256.0f * STAGE_REGION) < 2e-3f);
    sl_pose_destroy(&pose);
    CHECK(pose == NULL);
}

static void the_surest_body_is_taken(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.6f, 0.5f);
    stage.second = 1;
    CHECK_INT(look(pose), 1);
    check_place(0.01f);
    CHECK_INT(stage.model_runs, 1);
    sl_pose_destroy(&pose);
}

static void of_several_bodies_regions_come_best_first(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    struct sl__rect rects[40];
    stage_enter(&stage, 0.6f, 0.5f);
    stage.second = 1;
    CHECK_INT(sl__pose_detect(&pose->models, &stage.frame, rects, 40), 2);
    CHECK(fabsf(rects[0].cx - 0.6f) < 1e-3f && fabsf(rects[1].cx - 0.15f) < 1e-3f);
    CHECK(fabsf(rects[0].w - STAGE_REGION) < 1e-3f && fabsf(rects[0].rotation) < 1e-3f);
    CHECK_INT(sl__pose_detect(&pose->models, &stage.frame, rects, 1), 1);
    CHECK(fabsf(rects[0].cx - 0.6f) < 1e-3f);
    sl_pose_destroy(&pose);
}

static void a_lost_body_is_searched_again(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.4f, 0.5f);
    CHECK_INT(look(pose), 1);
    stage.here = false;
    CHECK_INT(look(pose), 0);
    CHECK_INT(stage.detector_runs, 1); /* it was followed until it was not there */
    CHECK_INT(look(pose), 0);
    CHECK_INT(stage.detector_runs, 2);
    CHECK_INT(stage.model_runs, 2);
    stage_enter(&stage, 0.6f, 0.4f);
    CHECK_INT(look(pose), 1);
    check_place(0.003f); /* the filters of places begin anew */
    CHECK_INT(stage.detector_runs, 3);
    sl_pose_destroy(&pose);
}

static void in_static_mode_every_picture_is_searched_and_nothing_smoothed(void)
{
    struct sl_pose_opts opts = fake_opts();
    opts.static_image_mode = 1;
    struct sl_pose *pose = pose_of(opts);
    for (int frame = 1; frame <= 3; frame++) {
        stage_enter(&stage, 0.3f + 0.1f * (float)frame, 0.5f);
        stage.visibility_logit = (float)frame;
        CHECK_INT(look(pose), 1);
        check_place(0.003f);
        CHECK(fabsf(body.visibility[0] - 1.0f / (1.0f + expf(-(float)frame))) < 1e-6f);
        CHECK_INT(stage.detector_runs, frame);
    }
    stage.unnoticed = true; /* it could be followed, but is not */
    CHECK_INT(look(pose), 0);
    sl_pose_destroy(&pose);
}

static void a_presence_at_the_threshold_is_none(void)
{
    static const struct {
        float threshold;
        int found;
    } cases[] = {{0.9f, 0}, {0.8999999f, 1}, {0.0f, 1}, {1.0f, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_pose_opts opts = fake_opts();
        opts.min_tracking_confidence = cases[i].threshold;
        struct sl_pose *pose = pose_of(opts);
        stage_enter(&stage, 0.4f, 0.5f);
        CHECK_INT(look(pose), cases[i].found);
        sl_pose_destroy(&pose);
    }
}

/* Visibility 0.88 for some frames, a gap, then 0.12. Alpha is 0.1: what lives on weighs nine tenths. */
static float visibility_after_a_gap(int reset_smoothing, int reset_call)
{
    struct sl_pose_opts opts = fake_opts();
    opts.reset_smoothing = reset_smoothing;
    struct sl_pose *pose = pose_of(opts);
    stage_enter(&stage, 0.4f, 0.5f);
    stage.visibility_logit = 2.0f;
    for (int frame = 0; frame < 3; frame++)
        CHECK_INT(look(pose), 1);
    stage.here = false;
    CHECK_INT(look(pose), 0);
    CHECK_INT(look(pose), 0);
    if (reset_call)
        sl_pose_reset(pose);
    stage.here = true;
    stage.visibility_logit = -2.0f;
    stage.world_m = 0.7f;
    CHECK_INT(look(pose), 1);
    sl_pose_destroy(&pose);
    return body.visibility[3];
}

static void visibility_and_world_points_live_on_over_a_gap(void)
{
    float high = 1.0f / (1.0f + expf(-2.0f)), low = 1.0f - high;
    CHECK(fabsf(visibility_after_a_gap(0, 0) - (0.1f * low + 0.9f * high)) < 1e-6f);
    CHECK(body.world[0][0] > 0.5f && body.world[0][0] < 0.6999f); /* on its way from 0.5 to 0.7 */
}

static void reset_smoothing_begins_anew_after_a_gap(void)
{
    float low = 1.0f - 1.0f / (1.0f + expf(-2.0f));
    CHECK(fabsf(visibility_after_a_gap(1, 0) - low) < 1e-6f);
    CHECK(body.world[0][0] == 0.7f);
    CHECK(fabsf(visibility_after_a_gap(0, 1) - low) < 1e-6f);
    CHECK(body.world[0][0] == 0.7f);
}

static void a_reset_forgets_where_the_body_was(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.4f, 0.5f);
    CHECK_INT(look(pose), 1);
    sl_pose_reset(pose);
    CHECK_INT(look(pose), 1);
    CHECK_INT(stage.detector_runs, 2);
    sl_pose_destroy(&pose);
}

/* Two streams of the same frames, from 0 and from later: what smoothing makes of them. */
static void a_stream_may_begin_at_zero(void)
{
    struct sl_body expected[6];
    for (int late = 0; late < 2; late++) {
        struct sl_pose *pose = pose_of(fake_opts());
        stage.frame.pts_ns = late ? 12345678900LL : -STEP_NS;
        for (int frame = 0; frame < 6; frame++) {
            stage_enter(&stage, 0.4f + 0.01f * (float)(frame % 3), 0.5f);
            CHECK_INT(look(pose), 1);
            if (late)
                CHECK(!memcmp(&body, &expected[frame], sizeof(body)));
            expected[frame] = body;
        }
        sl_pose_destroy(&pose);
    }
}

static void smoothing_holds_a_trembling_body_still(void)
{
    float range[2];
    for (int smooth = 0; smooth < 2; smooth++) {
        struct sl_pose_opts opts = fake_opts();
        opts.smooth_landmarks = smooth;
        struct sl_pose *pose = pose_of(opts);
        float low = 1.0f, high = 0.0f;
        for (int frame = 0; frame < 20; frame++) {
            stage_enter(&stage, frame % 2 ? 0.404f : 0.4f, 0.5f);
            CHECK_INT(look(pose), 1);
            low = fminf(low, body.image[0][0]);
            high = fmaxf(high, body.image[0][0]);
        }
        range[smooth] = high - low;
        sl_pose_destroy(&pose);
    }
    printf("# moves by %g unsmoothed, %g smoothed\n", (double)range[0], (double)range[1]);
    CHECK(range[1] < 0.8f * range[0]);
}

static void a_time_that_stands_still_smooths_nothing(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    for (int frame = 0; frame < 3; frame++) {
        stage_enter(&stage, 0.4f + 0.02f * (float)frame, 0.5f);
        CHECK_INT(sl_pose_process(pose, &stage.frame, &body, &why), 1);
        check_place(0.003f);
    }
    sl_pose_destroy(&pose);
}

static void without_segmentation_there_is_no_mask(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    int32_t width, height;
    stage_enter(&stage, 0.5f, 0.5f);
    CHECK_INT(look(pose), 1);
    CHECK(sl_pose_mask(pose, &width, &height) == NULL);
    CHECK(sl_pose_mask(NULL, &width, &height) == NULL);
    sl_pose_destroy(&pose);
}

static struct sl_pose *masked(float ratio, int smooth)
{
    struct sl_pose_opts opts = fake_opts();
    opts.enable_segmentation = 1;
    opts.segmentation_ratio = ratio;
    opts.smooth_segmentation = smooth;
    struct sl_pose *pose = pose_of(opts);
    stage_enter(&stage, 0.5f, 0.5f);
    return pose;
}

static float mask_at(const struct sl_pose *pose, float x, float y)
{
    int32_t width = 0, height = 0;
    const float *mask = sl_pose_mask(pose, &width, &height);
    if (!mask) {
        TAP_FAIL("expected a mask, found none");
        return -1.0f;
    }
    return mask[(int)(y * (float)height) * width + (int)(x * (float)width)];
}

static void a_mask_lies_where_the_body_is(void)
{
    struct sl_pose *pose = masked(0.0f, 1);
    int32_t width = 0, height = 0;
    stage.mask_logit = 20.0f;
    CHECK_INT(look(pose), 1);
    CHECK(sl_pose_mask(pose, &width, &height) != NULL);
    CHECK_INT(width, STAGE_SIDE_PX);
    CHECK_INT(height, STAGE_SIDE_PX);
    CHECK(fabsf(mask_at(pose, 0.5f, 0.5f) - 1.0f) < 1e-6f);
    CHECK(fabsf(mask_at(pose, 0.34f, 0.66f) - 1.0f) < 1e-6f); /* the region reaches from 0.3 to 0.7 */
    CHECK(mask_at(pose, 0.25f, 0.5f) == 0.0f && mask_at(pose, 0.5f, 0.75f) == 0.0f && mask_at(pose, 0.0f, 0.0f) == 0.0f);
    stage.here = false;
    CHECK_INT(look(pose), 0);
    CHECK(sl_pose_mask(pose, &width, &height) == NULL);
    sl_pose_destroy(&pose);
}

/* A sure 1, then a value of 0.5, which is as unsure as can be: ratio of the old and 1 - ratio of the new. */
static float blended(float ratio, int smooth, int gap)
{
    struct sl_pose *pose = masked(ratio, smooth);
    stage.mask_logit = 20.0f;
    CHECK_INT(look(pose), 1);
    CHECK_INT(look(pose), 1);
    stage.here = !gap;
    CHECK_INT(look(pose), !gap);
    stage.here = true;
    stage.mask_logit = 0.0f;
    CHECK_INT(look(pose), 1);
    float value = mask_at(pose, 0.5f, 0.5f);
    sl_pose_destroy(&pose);
    return value;
}

static void an_unsure_mask_keeps_some_of_the_one_before(void)
{
    CHECK(fabsf(blended(0.7f, 1, 0) - 0.85f) < 1e-6f);
    CHECK(fabsf(blended(1.0f, 1, 0) - 1.0f) < 1e-6f);
    CHECK(blended(0.0f, 1, 0) == 0.5f);
    CHECK(blended(0.7f, 0, 0) == 0.5f);
    CHECK(blended(0.7f, 1, 1) == 0.5f); /* over a gap there is none before */
}

static void a_mask_takes_the_size_of_each_frame(void)
{
    static const int sides[][2] = {{256, 256}, {64, 200}, {256, 256}, {33, 31}, {300, 256}, {300, 256}};
    uint8_t *pixels = calloc(300 * 256, 3);
    for (int ratio = 0; ratio < 2; ratio++) {
        struct sl_pose *pose = masked(ratio ? 0.5f : 0.0f, 1);
        for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
            struct sl_frame frame = stage.frame;
            int32_t width = 0, height = 0;
            CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, sides[i][0], sides[i][1], pixels, 0, NULL), 0);
            memset(pixels, 127, 300 * 256 * 3); /* whatever the place, it is the middle: the dancer is seen */
            CHECK_INT(sl_pose_process(pose, &frame, &body, &why), 1);
            CHECK(sl_pose_mask(pose, &width, &height) != NULL);
            CHECK_INT(width, sides[i][0]);
            CHECK_INT(height, sides[i][1]);
        }
        sl_pose_destroy(&pose);
    }
    free(pixels);
}

static void a_refused_frame_leaves_the_following_as_it_was(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.4f, 0.5f);
    CHECK_INT(look(pose), 1);
    struct sl_frame broken = stage.frame;
    broken.plane[0] = NULL;
    CHECK_INT(sl_pose_process(pose, &broken, &body, &why), -EINVAL);
    CHECK(why.text[0] != '\0');
    CHECK_INT(sl_pose_process(pose, &stage.frame, NULL, &why), -EINVAL);
    CHECK_INT(sl_pose_process(pose, NULL, &body, NULL), -EINVAL);
    CHECK_INT(look(pose), 1);
    CHECK_INT(stage.detector_runs, 1);
    sl_pose_destroy(&pose);
}

static void after_an_engine_failure_the_whole_picture_is_searched(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.4f, 0.5f);
    CHECK_INT(look(pose), 1);
    stage.model_fails = true;
    CHECK_INT(look(pose), -EIO);
    CHECK_HAS(why.text, "engine");
    stage.model_fails = false;
    stage.unnoticed = true;
    CHECK_INT(look(pose), 0); /* it would have been followed */
    stage.unnoticed = false;
    stage.detector_fails = true;
    CHECK_INT(look(pose), -EIO);
    stage.detector_fails = false;
    CHECK_INT(look(pose), 1);
    sl_pose_destroy(&pose);
}

static void numbers_that_are_none_lose_the_body_and_no_more(void)
{
    struct sl_pose *pose = pose_of(fake_opts());
    stage_enter(&stage, 0.4f, 0.5f);
    CHECK_INT(look(pose), 1);
    stage.model_raves = true;
    CHECK_INT(look(pose), 0);
    stage.model_raves = false;
    for (int frame = 0; frame < 2; frame++) {
        CHECK_INT(look(pose), 1);
        for (int i = 0; i < SL_POSE_POINTS; i++)
            CHECK(isfinite(body.world[i][0]) && isfinite(body.image[i][0]) && isfinite(body.visibility[i]));
    }
    sl_pose_destroy(&pose);
}

static void pictures_of_any_shape_are_searched(void)
{
    static const int sides[][2] = {{1, 1}, {2, 3}, {16384, 1}, {1, 16384}, {8000, 60}};
    struct sl_pose *pose = masked(0.5f, 1);
    uint8_t *pixels = calloc(8000 * 60, 3);
    struct sl_frame frame;
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
        CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, sides[i][0], sides[i][1], pixels, 0, NULL), 0);
        if (sl_pose_process(pose, &frame, &body, &why) < 0)
            TAP_FAIL("%dx%d: %s", sides[i][0], sides[i][1], why.text);
    }
    free(pixels);
    sl_pose_destroy(&pose);
}

static void nothing_is_refused_or_left_alone(void)
{
    struct sl_pose *pose = NULL;
    sl_pose_destroy(&pose);
    sl_pose_destroy(NULL);
    sl_pose_reset(NULL);
    CHECK_INT(sl_pose_create(NULL, NULL, &why), -EINVAL);
    CHECK_INT(sl_pose_process(NULL, &stage.frame, &body, &why), -EINVAL);
}

static void the_connections_are_those_of_mediapipe(void)
{
    int count = 0, pairs_of_shoulders = 0;
    bool joined[SL_POSE_POINTS] = {false};
    const uint8_t(*pairs)[2] = sl_pose_connections(&count);
    CHECK_INT(count, 35);
    for (int i = 0; i < count; i++) {
        CHECK(pairs[i][0] < pairs[i][1] && pairs[i][1] < SL_POSE_POINTS);
        joined[pairs[i][0]] = joined[pairs[i][1]] = true;
        pairs_of_shoulders += pairs[i][0] == SL_POSE_LEFT_SHOULDER && pairs[i][1] == SL_POSE_RIGHT_SHOULDER;
        for (int k = 0; k < i; k++)
            CHECK(pairs[i][0] != pairs[k][0] || pairs[i][1] != pairs[k][1]);
    }
    for (int i = 0; i < SL_POSE_POINTS; i++)
        CHECK(joined[i]);
    CHECK_INT(pairs_of_shoulders, 1);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_defaults_are_those_of_mediapipe);
    RUN(an_option_out_of_range_is_named);
    RUN(a_body_once_found_is_followed_without_searching);
    RUN(the_surest_body_is_taken);
    RUN(of_several_bodies_regions_come_best_first);
    RUN(a_lost_body_is_searched_again);
    RUN(in_static_mode_every_picture_is_searched_and_nothing_smoothed);
    RUN(a_presence_at_the_threshold_is_none);
    RUN(visibility_and_world_points_live_on_over_a_gap);
    RUN(reset_smoothing_begins_anew_after_a_gap);
    RUN(a_reset_forgets_where_the_body_was);
    RUN(a_stream_may_begin_at_zero);
    RUN(smoothing_holds_a_trembling_body_still);
    RUN(a_time_that_stands_still_smooths_nothing);
    RUN(without_segmentation_there_is_no_mask);
    RUN(a_mask_lies_where_the_body_is);
    RUN(an_unsure_mask_keeps_some_of_the_one_before);
    RUN(a_mask_takes_the_size_of_each_frame);
    RUN(a_refused_frame_leaves_the_following_as_it_was);
    RUN(after_an_engine_failure_the_whole_picture_is_searched);
    RUN(numbers_that_are_none_lose_the_body_and_no_more);
    RUN(pictures_of_any_shape_are_searched);
    RUN(nothing_is_refused_or_left_alone);
    RUN(the_connections_are_those_of_mediapipe);
    sl__fake_set(NULL, NULL);
    return TAP_END();
}
