/*
 * Whole people from frame to frame, on a stage (people_stage.h): when they are searched for, followed and lost, where hands and
 * faces are looked for, and who is who. Runs under TSan.
 */
#include "landmark/holistic_state.h"
#include "people_stage.h"
#include "tap.h"

#include <stdlib.h>

#define STEP_NS 33333000LL

static struct stage stage;
static struct sl_person found[SL_PEOPLE_MAX];
static struct sl_error why;

static struct sl_holistic_opts fake_opts(int people, int threads)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = threads;
    opts.max_people = people;
    return opts;
}

static struct sl_holistic *holistic_of(struct sl_holistic_opts opts)
{
    struct sl_holistic *holistic = NULL;
    CHECK_INT(sl_holistic_create(&holistic, &opts, &why), 0);
    stage_set(&stage);
    return holistic;
}

static int look(struct sl_holistic *holistic)
{
    stage.frame.pts_ns += STEP_NS;
    stage_dress(&stage);
    return sl_holistic_process(holistic, &stage.frame, found, SL_PEOPLE_MAX, &why);
}

static void check_near(const char *what, const float *place, float x, float y, float tolerance)
{
    if (!(fabsf(place[0] - x) < tolerance && fabsf(place[1] - y) < tolerance))
        TAP_FAIL("%s at %g %g, expected %g %g", what, (double)place[0], (double)place[1], (double)x, (double)y);
}

/* The nose is that actor's, within five pixels of the picture: smoothing lags. */
static void check_actor(const struct sl_person *person, int actor)
{
    check_near("a nose", person->body.image[SL_POSE_NOSE], stage.actor[actor].x, stage.actor[actor].y - STAGE_HEAD, 0.02f);
}

static void the_defaults_are_those_of_mediapipe(void)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    CHECK_INT(opts.static_image_mode, 0);
    CHECK_INT(opts.static_parts, 0);
    CHECK_INT(opts.model_complexity, 1);
    CHECK_INT(opts.smooth_landmarks, 1);
    CHECK_INT(opts.enable_segmentation, 0);
    CHECK_INT(opts.smooth_segmentation, 1);
    CHECK(opts.segmentation_ratio == 0.0f);
    CHECK_INT(opts.reset_smoothing, 0);
    CHECK_INT(opts.refine_face_landmarks, 0);
    CHECK_INT(opts.max_people, 1);
    CHECK(opts.min_detection_confidence == 0.5f && opts.min_tracking_confidence == 0.5f);
    CHECK_INT(opts.engine.engine, SL_ENGINE_TFLITE);
    CHECK_INT(opts.engine.threads, 1);
}

static void refused(struct sl_holistic_opts opts, const char *sentence)
{
    struct sl_holistic *holistic = (struct sl_holistic *)&opts;
    CHECK_INT(sl_holistic_create(&holistic, &opts, &why), -EINVAL);
    CHECK(holistic == NULL);
    CHECK_HAS(why.text, sentence);
}

static void an_option_out_of_range_is_named(void)
{
    struct sl_holistic_opts opts = fake_opts(0, 1);
    refused(opts, "max_people is 0; it takes 1 to 8");
    refused(fake_opts(9, 1), "max_people is 9");
    refused(fake_opts(1, 0), "threads is 0; it takes 1 to 64");
    opts = fake_opts(1, 1);
    opts.model_complexity = 3;
    refused(opts, "model_complexity is 3; it takes 0 to 2");
    opts = fake_opts(1, 1);
    opts.segmentation_ratio = -0.5f;
    refused(opts, "segmentation_ratio is -0.5");
    opts = fake_opts(1, 1);
    opts.min_detection_confidence = NAN;
    refused(opts, "min_detection_confidence is nan");
    opts = fake_opts(1, 1);
    opts.min_tracking_confidence = 1.5f;
    refused(opts, "min_tracking_confidence is 1.5");
}

static void a_person_has_a_body_two_hands_and_a_face(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(1, 1));
    stage_enter(&stage, 0, 0.5f, 0.55f);
    CHECK_INT(look(holistic), 1);
    check_actor(&found[0], 0);
    CHECK(found[0].body.score == 0.9f);
    CHECK_INT(found[0].id, 1);
    CHECK(found[0].has_left_hand && found[0].has_right_hand && found[0].has_face);
    check_near("the left hand", found[0].left_hand[SL_HAND_MIDDLE_MCP], 0.5f + STAGE_ARM, 0.55f - STAGE_HAND, 0.03f);
    check_near("the right hand", found[0].right_hand[SL_HAND_MIDDLE_MCP], 0.5f - STAGE_ARM, 0.55f - STAGE_HAND, 0.03f);
    CHECK_INT(found[0].face.points, SL_FACE_POINTS);
    CHECK_INT(found[0].face.id, 1);
    check_near("the face", found[0].face.image[263], 0.5f + STAGE_FACE, 0.55f - STAGE_HEAD, 0.01f);
    CHECK(found[0].face.score > 0.9f);
    sl_holistic_destroy(&holistic);
    CHECK(holistic == NULL);
}

static void a_person_once_found_is_followed_without_searching(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(1, 1));
    stage_enter(&stage, 0, 0.45f, 0.55f);
    for (int frame = 1; frame <= 10; frame++) {
        CHECK_INT(look(holistic), 1);
        check_actor(&found[0], 0);
        CHECK_INT(found[0].id, 1);
        CHECK_INT(stage.runs[STAGE_BODY], frame);
        CHECK_INT(stage.runs[STAGE_RECROP], 2 * frame); /* these run every frame, as in MediaPipe */
        CHECK_INT(stage.runs[STAGE_FACE_DETECTOR], frame);
        stage.actor[0].x += 0.01f;
    }
    CHECK_INT(stage.runs[STAGE_DETECTOR], 1);
    sl_holistic_destroy(&holistic);
}

static void a_lost_person_is_searched_for_again(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(1, 1));
    stage_enter(&stage, 0, 0.45f, 0.55f);
    CHECK_INT(look(holistic), 1);
    stage.actor[0].here = false;
    CHECK_INT(look(holistic), 0);
    CHECK_INT(stage.runs[STAGE_DETECTOR], 1); /* it was followed until it was not there */
    CHECK_INT(look(holistic), 0);
    CHECK_INT(stage.runs[STAGE_DETECTOR], 2);
    stage.actor[0].here = true;
    CHECK_INT(look(holistic), 1);
    check_actor(&found[0], 0);
    CHECK_INT(found[0].id, 1); /* lost for a moment only */
    CHECK(found[0].has_face);
    sl_holistic_destroy(&holistic);
}

/* A part that is not there is all zero, and costs only what tells that. */
static void parts_come_and_go_on_their_own(void)
{
    static const float nothing[SL_HAND_POINTS][3];
    struct sl_holistic *holistic = holistic_of(fake_opts(1, 1));
    stage_enter(&stage, 0, 0.5f, 0.55f);
    stage.actor[0].left_arm_hidden = true;
    CHECK_INT(look(holistic), 1);
    CHECK(!found[0].has_left_hand && found[0].has_right_hand && found[0].has_face);
    CHECK(!memcmp(found[0].left_hand, nothing, sizeof(nothing)));
    CHECK_INT(stage.runs[STAGE_RECROP], 1); /* an arm that is not seen is not looked at */
    stage.actor[0].left_arm_hidden = false;
    stage.actor[0].right_hand = stage.actor[0].face = false;
    CHECK_INT(sl_holistic_process(holistic, &stage.frame, found, 1, NULL), 1); /* the same time again */
    for (int frame = 0; frame < 30 && !found[0].has_left_hand; frame++)
        CHECK_INT(look(holistic), 1); /* visibility is smoothed, so it comes late */
    CHECK(found[0].has_left_hand && !found[0].has_right_hand && !found[0].has_face);
    CHECK(!memcmp(found[0].right_hand, nothing, sizeof(nothing)));
    CHECK_INT(found[0].face.points, 0);
    CHECK_INT(found[0].face.id, 0);
    CHECK_INT(stage.runs[STAGE_FACE_MODEL], 1);
    stage.actor[0].face = true;
    CHECK_INT(look(holistic), 1);
    CHECK(found[0].has_face);
    sl_holistic_destroy(&holistic);
}

/* How far the left hand's region moves from the first frame to the second, when landmarks lie beside the middle of the first. */
static float hand_step(struct sl_holistic_opts opts)
{
    struct sl_holistic *holistic = holistic_of(opts);
    stage_enter(&stage, 0, 0.5f, 0.55f);
    stage.hand_shift = 0.1f;
    CHECK_INT(look(holistic), 1);
    float first = stage.hand_x[0];
    CHECK_INT(look(holistic), 1);
    sl_holistic_destroy(&holistic);
    return stage.hand_x[0] - first;
}

/* MediaPipe's static_image_mode reaches the body alone; static_parts is ours. A region of the hand is 0.08 wide here. */
static void hands_are_looked_for_where_they_were(void)
{
    struct sl_holistic_opts opts = fake_opts(1, 1);
    CHECK(fabsf(hand_step(opts)) > 0.004f);
    opts.static_image_mode = 1;
    CHECK(fabsf(hand_step(opts)) > 0.004f);
    opts.static_parts = 1;
    CHECK(fabsf(hand_step(opts)) < 0.001f);
    opts.static_image_mode = 0; /* it means nothing without */
    CHECK(fabsf(hand_step(opts)) > 0.004f);
    opts = fake_opts(2, 1);
    CHECK(fabsf(hand_step(opts)) > 0.004f);
    opts.static_image_mode = 1; /* of several nobody knows whose hand it was */
    CHECK(fabsf(hand_step(opts)) < 0.001f);
}

static void in_static_mode_every_picture_is_searched(void)
{
    struct sl_holistic_opts opts = fake_opts(1, 1);
    opts.static_image_mode = 1;
    struct sl_holistic *holistic = holistic_of(opts);
    stage_enter(&stage, 0, 0.45f, 0.55f);
    for (int frame = 1; frame <= 3; frame++) {
        CHECK_INT(look(holistic), 1);
        CHECK_INT(stage.runs[STAGE_DETECTOR], frame);
    }
    stage.actor[0].unnoticed = true; /* it could be followed, but is not */
    CHECK_INT(look(holistic), 0);
    sl_holistic_destroy(&holistic);
}

static void a_reset_forgets_everybody(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    stage_enter(&stage, 0, 0.3f, 0.55f);
    stage_enter(&stage, 1, 0.7f, 0.55f);
    CHECK_INT(look(holistic), 2);
    sl_holistic_reset(holistic);
    CHECK(sl_holistic_mask(holistic, 0, NULL, NULL) == NULL);
    CHECK_INT(look(holistic), 2);
    CHECK_INT(stage.runs[STAGE_DETECTOR], 2);
    CHECK(found[0].id == 3 && found[1].id == 4); /* numbers go on */
    sl_holistic_reset(NULL);
    sl_holistic_destroy(&holistic);
}

static void a_refused_frame_leaves_the_following_as_it_was(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(1, 1));
    stage_enter(&stage, 0, 0.45f, 0.55f);
    CHECK_INT(look(holistic), 1);
    struct sl_frame broken = stage.frame;
    broken.plane[0] = NULL;
    CHECK_INT(sl_holistic_process(holistic, &broken, found, 1, &why), -EINVAL);
    CHECK(why.text[0]);
    CHECK_INT(sl_holistic_process(holistic, &stage.frame, found, 0, &why), -EINVAL);
    CHECK_INT(sl_holistic_process(holistic, &stage.frame, NULL, 1, &why), -EINVAL);
    CHECK_INT(sl_holistic_process(NULL, &stage.frame, found, 1, &why), -EINVAL);
    CHECK_INT(look(holistic), 1);
    CHECK_INT(stage.runs[STAGE_DETECTOR], 1);
    CHECK_INT(sl_holistic_create(NULL, NULL, &why), -EINVAL);
    sl_holistic_destroy(&holistic);
    sl_holistic_destroy(NULL);
}

static void after_an_engine_failure_the_whole_picture_is_searched(void)
{
    for (int threads = 1; threads <= 3; threads++) {
        struct sl_holistic *holistic = holistic_of(fake_opts(1, threads));
        stage_enter(&stage, 0, 0.45f, 0.55f);
        for (int model = STAGE_DETECTOR + 1; model < STAGE_MODELS; model++) {
            CHECK_INT(look(holistic), 1);
            stage.fails[model] = true;
            CHECK_INT(look(holistic), -EIO);
            CHECK_HAS(why.text, "engine");
            stage.fails[model] = false;
            int searched = stage.runs[STAGE_DETECTOR];
            CHECK_INT(look(holistic), 1);
            CHECK_INT(stage.runs[STAGE_DETECTOR], searched + 1);
        }
        sl_holistic_reset(holistic);
        stage.fails[STAGE_DETECTOR] = true;
        CHECK_INT(look(holistic), -EIO);
        stage.fails[STAGE_DETECTOR] = false;
        CHECK_INT(look(holistic), 1);
        sl_holistic_destroy(&holistic);
    }
}

static void numbers_that_are_none_lose_the_person_and_no_more(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    stage_enter(&stage, 0, 0.4f, 0.55f);
    stage.raves = true;
    CHECK(look(holistic) >= 0);
    CHECK(look(holistic) >= 0);
    stage.raves = false;
    CHECK(look(holistic) >= 0);
    CHECK_INT(look(holistic), 1);
    check_actor(&found[0], 0);
    sl_holistic_destroy(&holistic);
}

/* Independent: the pose analyser has a flow of its own. Coming, going, moving; with and without masks. */
static void one_persons_body_is_that_of_the_pose_analyser(void)
{
    for (int mode = 0; mode < 4; mode++) {
        struct sl_holistic_opts opts = fake_opts(1, 1);
        struct sl_pose_opts pose_opts = sl_pose_opts_default();
        struct sl_pose *pose = NULL;
        struct sl_body body;
        int32_t width = 0, height = 0, pose_width, pose_height, bodies = 0;
        pose_opts.engine.engine = SL_ENGINE_FAKE;
        opts.enable_segmentation = pose_opts.enable_segmentation = mode & 1;
        opts.segmentation_ratio = pose_opts.segmentation_ratio = 0.7f;
        opts.static_image_mode = pose_opts.static_image_mode = mode >> 1;
        struct sl_holistic *holistic = holistic_of(opts);
        CHECK_INT(sl_pose_create(&pose, &pose_opts, &why), 0);
        stage_enter(&stage, 0, 0.4f, 0.5f);
        for (int frame = 0; frame < 24; frame++) {
            stage.actor[0].here = frame % 8 < 5;
            stage.actor[0].x = 0.4f + 0.01f * (float)(frame * 5 % 11);
            int count = look(holistic);
            CHECK_INT(sl_pose_process(pose, &stage.frame, &body, &why), count);
            if (count > 0 && memcmp(&found[0].body, &body, sizeof(body)))
                TAP_FAIL("mode %d, frame %d: not the same body", mode, frame);
            const float *mask = sl_holistic_mask(holistic, 0, &width, &height);
            const float *expected = sl_pose_mask(pose, &pose_width, &pose_height);
            CHECK(!mask == !expected && !mask == !(count > 0 && opts.enable_segmentation));
            if (mask && expected)
                CHECK_BITS(mask, expected, STAGE_SIDE_PX * STAGE_SIDE_PX);
            bodies += count;
        }
        CHECK(bodies >= 10);
        CHECK(sl_holistic_mask(holistic, 1, &width, &height) == NULL && sl_holistic_mask(holistic, -1, NULL, NULL) == NULL);
        sl_pose_destroy(&pose);
        sl_holistic_destroy(&holistic);
    }
}

static void several_people_are_followed_and_the_first_stay_first(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(3, 1));
    stage_enter(&stage, 1, 0.7f, 0.55f);
    for (int frame = 0; frame < 3; frame++)
        CHECK_INT(look(holistic), 1); /* the one that is followed is not found a second time */
    CHECK_INT(stage.runs[STAGE_DETECTOR], 3); /* while a place is free */
    CHECK_INT(stage.runs[STAGE_BODY], 3);
    stage_enter(&stage, 0, 0.3f, 0.55f); /* better seen, but later */
    for (int frame = 0; frame < 3; frame++) {
        CHECK_INT(look(holistic), 2);
        check_actor(&found[0], 1);
        check_actor(&found[1], 0);
        CHECK(found[0].id == 1 && found[1].id == 2);
        CHECK(found[1].has_left_hand && found[1].has_right_hand && found[1].has_face);
    }
    stage.actor[1].here = false;
    CHECK_INT(look(holistic), 1);
    check_actor(&found[0], 0);
    CHECK_INT(found[0].id, 2);
    sl_holistic_destroy(&holistic);
}

static void people_beyond_the_room_are_followed_but_not_told(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    stage_enter(&stage, 0, 0.3f, 0.55f);
    stage_enter(&stage, 1, 0.7f, 0.55f);
    memset(found, 0x55, sizeof(found));
    static struct sl_person untouched;
    untouched = found[1];
    CHECK_INT(sl_holistic_process(holistic, &stage.frame, found, 1, &why), 1);
    CHECK(!memcmp(&found[1], &untouched, sizeof(untouched)));
    CHECK_INT(look(holistic), 2);
    CHECK_INT(stage.runs[STAGE_DETECTOR], 1);
    sl_holistic_destroy(&holistic);
}

static void never_more_people_than_places(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    for (int i = 0; i < 4; i++)
        stage_enter(&stage, i, 0.2f + 0.2f * (float)i, 0.55f);
    CHECK_INT(look(holistic), 2);
    check_actor(&found[0], 0); /* the surest */
    check_actor(&found[1], 1);
    CHECK_INT(look(holistic), 2);
    sl_holistic_destroy(&holistic);
}

/* Who comes onto somebody else's body goes: two are followed, one is seen. */
static void of_two_on_one_body_the_later_goes(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    stage_enter(&stage, 1, 0.4f, 0.55f);
    CHECK_INT(look(holistic), 1);
    stage_enter(&stage, 2, 0.65f, 0.55f);
    CHECK_INT(look(holistic), 2);
    for (int frame = 0; frame < 12 && look(holistic) == 2; frame++) {
        stage.actor[1].x += 0.01f;
        stage.actor[2].x -= 0.01f;
    }
    stage.actor[2].here = false;
    CHECK_INT(look(holistic), 1);
    CHECK_INT(found[0].id, 1);
    check_actor(&found[0], 1);
    sl_holistic_destroy(&holistic);
}

/* Numbers of two who come together by `step` a frame, and either go on or turn back when they meet. */
static void check_meeting(int front, bool turn_back)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    int hidden = 0, id[2] = {0, 0};
    float step = front ? 0.02f : -0.02f;
    stage_enter(&stage, 0, front ? 0.25f : 0.75f, 0.55f);
    stage_enter(&stage, 1, front ? 0.75f : 0.25f, 0.55f);
    for (int frame = 0; frame < 26; frame++) {
        int count = look(holistic);
        hidden += count == 1;
        for (int i = 0; i < count; i++) {
            float x = found[i].body.image[SL_POSE_NOSE][0];
            int nearest = fabsf(x - stage.actor[0].x) < fabsf(x - stage.actor[1].x) ? 0 : 1;
            if (!id[nearest])
                id[nearest] = found[i].id;
            else if (fabsf(stage.actor[0].x - stage.actor[1].x) > 0.2f && found[i].id != id[nearest])
                TAP_FAIL("frame %d: number %d, expected %d", frame, found[i].id, id[nearest]);
        }
        if (turn_back && frame == 12)
            step = -step;
        stage.actor[0].x += step;
        stage.actor[1].x -= step;
    }
    CHECK_INT(look(holistic), 2);
    CHECK(hidden > 0 && id[0] != id[1]);
    sl_holistic_destroy(&holistic);
}

/* On the stage places have colours too, so who goes on looks like nobody known: only the way tells. */
static void at_a_crossing_everybody_keeps_the_number(void)
{
    check_meeting(0, false);
    check_meeting(1, false);
}

/* Who turns back is back in the colours of before; the way would tell the wrong thing. */
static void who_meets_and_turns_back_keeps_the_number(void)
{
    check_meeting(0, true);
    check_meeting(1, true);
}

/* One random frame: people come and go, move, hide. */
static void stage_random(unsigned *seed)
{
    for (int i = 0; i < STAGE_PEOPLE; i++) {
        struct actor *actor = &stage.actor[i];
        if (rand_r(seed) % 12 == 0)
            stage_enter(&stage, i, 0.25f + 0.005f * (float)(rand_r(seed) % 100), 0.4f + 0.003f * (float)(rand_r(seed) % 100));
        if (rand_r(seed) % 12 == 0)
            actor->here = !actor->here;
        actor->left_hand = rand_r(seed) % 4 > 0;
        actor->right_hand = rand_r(seed) % 4 > 0;
        actor->face = rand_r(seed) % 4 > 0;
        actor->x += (float)(rand_r(seed) % 21 - 10) * 0.001f;
        actor->y += (float)(rand_r(seed) % 21 - 10) * 0.001f;
    }
}

static void threads_do_not_change_a_bit(void)
{
    enum { FRAMES = 24 };
    static struct sl_person expected[FRAMES][3];
    static int counts[FRAMES];
    int people = 0;
    for (int threads = 1; threads <= 3; threads++) {
        struct sl_holistic *holistic = holistic_of(fake_opts(3, threads));
        CHECK_INT(holistic->parts.helper_count, threads - 1);
        unsigned seed = 7;
        for (int frame = 0; frame < FRAMES; frame++) {
            stage_random(&seed);
            int count = look(holistic);
            CHECK(count >= 0 && count <= 3);
            if (threads == 1) {
                counts[frame] = count;
                memcpy(expected[frame], found, sizeof(expected[frame]));
                people += count;
            } else if (count != counts[frame] || memcmp(expected[frame], found, (size_t)count * sizeof(*found))) {
                TAP_FAIL("%d threads, frame %d: another result than with one", threads, frame);
            }
        }
        sl_holistic_destroy(&holistic);
    }
    CHECK(people > FRAMES / 2);
}

static void pictures_of_any_shape_are_searched(void)
{
    static const int sides[][2] = {{1, 1}, {2, 3}, {16384, 1}, {1, 16384}, {4000, 60}};
    struct sl_holistic *holistic = holistic_of(fake_opts(2, 1));
    uint8_t *pixels = calloc(4000 * 60, 3);
    struct sl_frame frame;
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
        CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, sides[i][0], sides[i][1], pixels, 0, NULL), 0);
        if (sl_holistic_process(holistic, &frame, found, SL_PEOPLE_MAX, &why) < 0)
            TAP_FAIL("%dx%d: %s", sides[i][0], sides[i][1], why.text);
    }
    free(pixels);
    sl_holistic_destroy(&holistic);
}

static void its_cost_is_known(void)
{
    struct sl_holistic *holistic = holistic_of(fake_opts(1, 1));
    stage_enter(&stage, 0, 0.45f, 0.55f);
    CHECK_INT(look(holistic), 1);
    CHECK(holistic->cost.model_ns > 0 && holistic->cost.total_ns > holistic->cost.model_ns);
    sl_holistic_destroy(&holistic);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_defaults_are_those_of_mediapipe);
    RUN(an_option_out_of_range_is_named);
    RUN(a_person_has_a_body_two_hands_and_a_face);
    RUN(a_person_once_found_is_followed_without_searching);
    RUN(a_lost_person_is_searched_for_again);
    RUN(parts_come_and_go_on_their_own);
    RUN(hands_are_looked_for_where_they_were);
    RUN(in_static_mode_every_picture_is_searched);
    RUN(a_reset_forgets_everybody);
    RUN(a_refused_frame_leaves_the_following_as_it_was);
    RUN(after_an_engine_failure_the_whole_picture_is_searched);
    RUN(numbers_that_are_none_lose_the_person_and_no_more);
    RUN(one_persons_body_is_that_of_the_pose_analyser);
    RUN(several_people_are_followed_and_the_first_stay_first);
    RUN(people_beyond_the_room_are_followed_but_not_told);
    RUN(never_more_people_than_places);
    RUN(of_two_on_one_body_the_later_goes);
    RUN(at_a_crossing_everybody_keeps_the_number);
    RUN(who_meets_and_turns_back_keeps_the_number);
    RUN(threads_do_not_change_a_bit);
    RUN(pictures_of_any_shape_are_searched);
    RUN(its_cost_is_known);
    sl__fake_set(NULL, NULL);
    return TAP_END();
}
