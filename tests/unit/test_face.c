/* Faces as boxes and as meshes, on a stage (face_stage.h). Runs under TSan. */
#include "face_stage.h"
#include "landmark/face_state.h"
#include "tap.h"

#include <stdlib.h>

static struct stage stage;
static struct sl_face found[SL_FACES_MAX];
static struct sl_error why;

static struct sl_face_mesh_opts mesh_opts(void)
{
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    return opts;
}

static struct sl_face_mesh *mesh_of(int wanted, int refine, int threads)
{
    struct sl_face_mesh_opts opts = mesh_opts();
    struct sl_face_mesh *mesh = NULL;
    opts.max_num_faces = wanted;
    opts.refine_landmarks = refine;
    opts.engine.threads = threads;
    CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), 0);
    stage_set(&stage);
    return mesh;
}

static int look(struct sl_face_mesh *mesh)
{
    return sl_face_mesh_process(mesh, &stage.frame, found, SL_FACES_MAX, &why);
}

/* Points 1 and 2 are the left and the right edge. Within two pixels of the picture. */
static void check_place(const struct sl_face *face, int actor)
{
    float x = (face->image[1][0] + face->image[2][0]) / 2.0f, y = face->image[1][1];
    if (!(fabsf(x - stage.actor[actor].x) < 0.008f && fabsf(y - stage.actor[actor].y) < 0.008f))
        TAP_FAIL("a face at %g %g, expected actor %d at %g %g", (double)x, (double)y, actor, (double)stage.actor[actor].x,
                 (double)stage.actor[actor].y);
}

static void the_defaults_are_those_of_mediapipe(void)
{
    struct sl_face_mesh_opts mesh = sl_face_mesh_opts_default();
    struct sl_face_detection_opts detection = sl_face_detection_opts_default();
    CHECK(!mesh.static_image_mode && mesh.max_num_faces == 1 && !mesh.refine_landmarks);
    CHECK(mesh.min_detection_confidence == 0.5f && mesh.min_tracking_confidence == 0.5f);
    CHECK(mesh.engine.engine == SL_ENGINE_TFLITE && mesh.engine.threads == 1);
    CHECK(!detection.model_selection && !detection.use_min_detection_confidence);
    CHECK(detection.min_detection_confidence == 0.5f && detection.engine.threads == 1);
}

static void an_option_of_the_mesh_out_of_range_is_named(void)
{
    static const struct {
        struct sl_face_mesh_opts opts;
        const char *sentence;
    } cases[] = {
        {{0, 0, 0, 0.5f, 0.5f, {.threads = 1}}, "max_num_faces is 0; it takes 1 to 16"},
        {{0, 17, 0, 0.5f, 0.5f, {.threads = 1}}, "max_num_faces is 17"},
        {{0, 1, 0, 1.5f, 0.5f, {.threads = 1}}, "min_detection_confidence is 1.5"},
        {{0, 1, 0, 0.5f, NAN, {.threads = 1}}, "min_tracking_confidence is nan"},
        {{0, 1, 0, 0.5f, 0.5f, {.threads = 65}}, "threads is 65; it takes 1 to 64"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_face_mesh *mesh = (struct sl_face_mesh *)&why;
        CHECK_INT(sl_face_mesh_create(&mesh, &cases[i].opts, &why), -EINVAL);
        CHECK(mesh == NULL);
        CHECK_HAS(why.text, cases[i].sentence);
    }
}

static void an_option_of_the_detection_out_of_range_is_named(void)
{
    static const struct {
        struct sl_face_detection_opts opts;
        const char *sentence;
    } cases[] = {
        {{2, 0.5f, 0, {.threads = 1}}, "model_selection is 2; it takes 0 to 1"},
        {{0, -0.1f, 1, {.threads = 1}}, "min_detection_confidence is -0.1"},
        {{0, 0.5f, 0, {.threads = 0}}, "threads is 0"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_face_detection *detection = (struct sl_face_detection *)&why;
        CHECK_INT(sl_face_detection_create(&detection, &cases[i].opts, &why), -EINVAL);
        CHECK(detection == NULL);
        CHECK_HAS(why.text, cases[i].sentence);
    }
}

static void a_face_once_found_is_followed_without_searching(void)
{
    for (int refine = 0; refine <= 1; refine++) {
        struct sl_face_mesh *mesh = mesh_of(1, refine, 1);
        stage_enter(&stage, 0, 0.4f, 0.5f);
        for (int frame = 0; frame < 8; frame++) {
            CHECK_INT(look(mesh), 1);
            check_place(&found[0], 0);
            CHECK_INT(found[0].id, 1);
            CHECK_INT(found[0].points, refine ? SL_FACE_POINTS_MAX : SL_FACE_POINTS);
            CHECK(fabsf(found[0].score - 0.880797f) < 1e-5f); /* of a logit of 2 */
            stage.actor[0].x += 0.02f;
        }
        CHECK_INT(stage.detector_runs, 1);
        CHECK_INT(stage.mesh_runs, 8);
        CHECK_INT(stage.head_runs, refine ? 24 : 0);
        sl_face_mesh_destroy(&mesh);
        CHECK(mesh == NULL);
    }
}

/* Depths count in sixteenths, from 0 to 15 in turn: z of a point is its number's rest, in pixels of 192. */
static void an_iris_is_in_the_middle_of_its_eye_and_as_deep(void)
{
    static const int rims[2][16] = {{33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173},
                                    {263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398}};
    struct sl_face_mesh *mesh = mesh_of(1, 1, 1);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    CHECK_INT(look(mesh), 1);
    for (int eye = 0; eye < 2; eye++) {
        float depth = 0.0f;
        for (int i = 0; i < 16; i++)
            depth += (float)(rims[eye][i] % 16) / 16.0f;
        const float *rim = found[0].image[rims[eye][0]];
        for (int i = 0; i < 5; i++) {
            const float *iris = found[0].image[468 + 5 * eye + i];
            CHECK(iris[0] == rim[0] && iris[1] == rim[1]); /* the heads give one point for all */
            CHECK(fabsf(iris[2] - depth / 192.0f * STAGE_REGION) < 1e-4f);
        }
    }
    /* Refined points keep the depths of the mesh. */
    CHECK(found[0].image[33][2] < found[0].image[2][2] && found[0].image[7][2] > found[0].image[2][2]);
    sl_face_mesh_destroy(&mesh);
}

static void heads_are_spared_where_there_is_no_face(void)
{
    struct sl_face_mesh *mesh = mesh_of(1, 1, 1);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    CHECK_INT(look(mesh), 1);
    stage.actor[0].here = false;
    CHECK_INT(look(mesh), 0);
    CHECK_INT(stage.mesh_runs, 2);
    CHECK_INT(stage.head_runs, 3);
    CHECK_INT(stage.detector_runs, 1);
    CHECK_INT(look(mesh), 0);
    CHECK_INT(stage.detector_runs, 2);
    sl_face_mesh_destroy(&mesh);
}

static void while_a_place_is_free_it_is_searched_for(void)
{
    struct sl_face_mesh *mesh = mesh_of(2, 0, 1);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    for (int frame = 0; frame < 3; frame++)
        CHECK_INT(look(mesh), 1);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    CHECK_INT(look(mesh), 2);
    check_place(&found[0], 1); /* new ones come first */
    check_place(&found[1], 0);
    CHECK(found[0].id == 2 && found[1].id == 1);
    CHECK_INT(look(mesh), 2);
    CHECK_INT(stage.detector_runs, 4);
    sl_face_mesh_reset(mesh);
    CHECK_INT(look(mesh), 2);
    CHECK_INT(stage.detector_runs, 5);
    CHECK(found[0].id == 3 && found[1].id == 4); /* after a reset nobody is known */
    sl_face_mesh_destroy(&mesh);
}

static void in_static_mode_every_picture_is_searched(void)
{
    struct sl_face_mesh_opts opts = mesh_opts();
    struct sl_face_mesh *mesh = NULL;
    opts.static_image_mode = 1;
    opts.engine.threads = opts.max_num_faces = 2;
    CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), 0);
    stage_set(&stage);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    for (int frame = 1; frame <= 3; frame++) {
        CHECK_INT(look(mesh), 2);
        CHECK_INT(stage.detector_runs, frame);
    }
    stage.actor[0].unnoticed = true; /* it could be followed, but is not */
    CHECK_INT(look(mesh), 1);
    sl_face_mesh_destroy(&mesh);
}

static void a_score_at_the_threshold_is_no_face(void)
{
    const float score = 1.0f / (1.0f + expf(-STAGE_FLAG));
    const struct {
        float threshold;
        int faces;
    } cases[] = {{score, 0}, {nextafterf(score, 0.0f), 1}, {0.0f, 1}, {1.0f, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_face_mesh_opts opts = mesh_opts();
        struct sl_face_mesh *mesh = NULL;
        opts.min_tracking_confidence = cases[i].threshold;
        CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), 0);
        stage_set(&stage);
        stage_enter(&stage, 0, 0.4f, 0.5f);
        CHECK_INT(look(mesh), cases[i].faces);
        sl_face_mesh_destroy(&mesh);
    }
}

static void the_threshold_of_the_search_is_the_mesh_s(void)
{
    for (int i = 0; i < 2; i++) {
        struct sl_face_mesh_opts opts = mesh_opts();
        struct sl_face_mesh *mesh = NULL;
        opts.min_detection_confidence = i ? 0.96f : 0.95f; /* a logit of 3 is 0.953 */
        CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), 0);
        stage_set(&stage);
        stage_enter(&stage, 0, 0.4f, 0.5f);
        CHECK_INT(look(mesh), i ? 0 : 1);
        sl_face_mesh_destroy(&mesh);
    }
}

static void faces_beyond_the_room_are_followed_but_not_told(void)
{
    struct sl_face_mesh *mesh = mesh_of(2, 0, 1);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    memset(found, 0x55, sizeof(found));
    int untouched = found[1].points;
    CHECK_INT(sl_face_mesh_process(mesh, &stage.frame, found, 1, &why), 1);
    CHECK_INT(found[1].points, untouched);
    CHECK_INT(look(mesh), 2);
    CHECK_INT(stage.detector_runs, 1);
    sl_face_mesh_destroy(&mesh);
}

static void after_an_engine_failure_the_whole_picture_is_searched(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_face_mesh *mesh = mesh_of(2, 1, threads);
        bool *const fails[] = {&stage.mesh_fails, &stage.head_fails, &stage.detector_fails};
        stage_enter(&stage, 0, 0.4f, 0.5f);
        for (int i = 0; i < 3; i++) {
            CHECK_INT(look(mesh), 1);
            *fails[i] = true;
            CHECK_INT(look(mesh), -EIO);
            CHECK_HAS(why.text, "engine failed");
            *fails[i] = false;
            stage.actor[0].unnoticed = true;
            CHECK_INT(look(mesh), 0); /* it would have been followed */
            stage.actor[0].unnoticed = false;
        }
        sl_face_mesh_destroy(&mesh);
    }
}

static void numbers_that_are_none_lose_the_face_and_no_more(void)
{
    for (int refine = 0; refine <= 1; refine++) {
        struct sl_face_mesh *mesh = mesh_of(1, refine, 1);
        stage_enter(&stage, 0, 0.4f, 0.5f);
        stage.mesh_raves = true;
        CHECK(look(mesh) >= 0);
        stage.mesh_raves = false;
        CHECK_INT(look(mesh), 0);
        CHECK_INT(look(mesh), 1);
        sl_face_mesh_destroy(&mesh);
    }
}

/* One random frame: actors come and go, move, hide from the detector; now and then the engine fails. */
static void stage_random(unsigned *seed)
{
    for (int i = 0; i < STAGE_ACTORS; i++) {
        struct actor *actor = &stage.actor[i];
        if (rand_r(seed) % 12 == 0)
            stage_enter(&stage, i, (float)(rand_r(seed) % 100) * 0.01f, (float)(rand_r(seed) % 100) * 0.01f);
        if (rand_r(seed) % 12 == 0)
            actor->here = false;
        actor->x += (float)(rand_r(seed) % 21 - 10) * 0.003f;
        actor->y += (float)(rand_r(seed) % 21 - 10) * 0.003f;
        actor->unnoticed = rand_r(seed) % 4 == 0;
    }
    stage.mesh_fails = rand_r(seed) % 16 == 0;
    stage.detector_fails = rand_r(seed) % 16 == 0;
}

enum { FRAMES = 40, KEPT = 6 };

static void play(struct sl_face_mesh *mesh, unsigned seed, int *counts, struct sl_face *all)
{
    for (int frame = 0; frame < FRAMES; frame++) {
        stage_random(&seed);
        counts[frame] = look(mesh);
        for (int i = 0; i < counts[frame] && i < KEPT; i++)
            all[frame * KEPT + i] = found[i];
    }
}

static void two_threads_give_the_results_of_one(void)
{
    static struct sl_face all[2][FRAMES * KEPT];
    static int counts[2][FRAMES];
    for (int wanted = 1; wanted <= 4; wanted++) {
        int seen = 0, failed = 0;
        for (int threads = 1; threads <= 2; threads++) {
            struct sl_face_mesh *mesh = mesh_of(wanted, wanted % 2, threads);
            play(mesh, 5 + (unsigned)wanted, counts[threads - 1], all[threads - 1]);
            sl_face_mesh_destroy(&mesh);
        }
        for (int frame = 0; frame < FRAMES; frame++) {
            CHECK_INT(counts[1][frame], counts[0][frame]);
            for (int i = 0; i < counts[0][frame] && i < KEPT; i++)
                if (memcmp(&all[0][frame * KEPT + i], &all[1][frame * KEPT + i], sizeof(struct sl_face)))
                    TAP_FAIL("%d wanted: frame %d, face %d differs", wanted, frame, i);
            seen += counts[0][frame] > 0 ? counts[0][frame] : 0;
            failed += counts[0][frame] < 0;
        }
        printf("# %d wanted: %d faces in %d frames, %d failures\n", wanted, seen, FRAMES, failed);
        CHECK(seen > FRAMES / 2);
        CHECK(failed > 0);
    }
}

static void what_is_no_mesh_or_frame_is_refused(void)
{
    struct sl_face_mesh *mesh = NULL;
    sl_face_mesh_destroy(&mesh);
    sl_face_mesh_destroy(NULL);
    sl_face_mesh_reset(NULL);
    CHECK_INT(sl_face_mesh_create(NULL, NULL, &why), -EINVAL);
    CHECK_INT(sl_face_mesh_process(NULL, &stage.frame, found, 1, &why), -EINVAL);
    mesh = mesh_of(1, 0, 1);
    stage_enter(&stage, 0, 0.4f, 0.5f);
    CHECK_INT(look(mesh), 1);
    struct sl_frame broken = stage.frame;
    broken.plane[0] = NULL;
    CHECK_INT(sl_face_mesh_process(mesh, &broken, found, 1, &why), -EINVAL);
    CHECK_INT(sl_face_mesh_process(mesh, NULL, found, 1, &why), -EINVAL);
    CHECK_INT(sl_face_mesh_process(mesh, &stage.frame, found, 0, &why), -EINVAL);
    CHECK_INT(sl_face_mesh_process(mesh, &stage.frame, NULL, 1, &why), -EINVAL);
    CHECK_INT(look(mesh), 1);
    CHECK_INT(stage.detector_runs, 1); /* tracking goes on as if never called */
    sl_face_mesh_destroy(&mesh);
}

/* Boxes. */

static struct sl_detection boxes[SL_DETECTIONS_MAX];

static struct sl_face_detection *detection_of(int range, float confidence, int use)
{
    struct sl_face_detection_opts opts = {range, confidence, use, {.engine = SL_ENGINE_FAKE, .threads = 1}};
    struct sl_face_detection *detection = NULL;
    CHECK_INT(sl_face_detection_create(&detection, &opts, &why), 0);
    stage_set(&stage);
    return detection;
}

static int detect(struct sl_face_detection *detection)
{
    return sl_face_detection_process(detection, &stage.frame, boxes, SL_DETECTIONS_MAX, &why);
}

static void boxes_come_best_first_and_where_the_faces_are(void)
{
    const float size = STAGE_REGION / 1.5f;
    for (int range = 0; range < 2; range++) {
        struct sl_face_detection *detection = detection_of(range, 0.5f, 0);
        for (int i = 0; i < 3; i++)
            stage_enter(&stage, i, 0.8f - 0.3f * (float)i, 0.25f * (float)(i + 1));
        CHECK_INT(detect(detection), 3);
        for (int i = 0; i < 3; i++) {
            float x = stage.actor[i].x, y = stage.actor[i].y;
            CHECK(fabsf(boxes[i].score - 1.0f / (1.0f + expf(-stage_logit(i)))) < 1e-6f);
            CHECK(fabsf(boxes[i].xmin + size / 2 - x) < 1e-5f && fabsf(boxes[i].ymin + size / 2 - y) < 1e-5f);
            CHECK(fabsf(boxes[i].width - size) < 1e-5f && fabsf(boxes[i].height - size) < 1e-5f);
            CHECK(fabsf(boxes[i].point[SL_DETECTION_RIGHT_EYE][0] - (x - 0.2f * size)) < 1e-5f);
            CHECK(fabsf(boxes[i].point[SL_DETECTION_LEFT_EAR_TRAGION][0] - (x + 0.2f * size)) < 1e-5f);
            CHECK(fabsf(boxes[i].point[SL_DETECTION_NOSE_TIP][1] - (y - 0.2f * size)) < 1e-5f);
        }
        CHECK_INT(sl_face_detection_process(detection, &stage.frame, boxes, 2, &why), 2);
        CHECK(boxes[0].score > boxes[1].score);
        sl_face_detection_destroy(&detection);
        CHECK(detection == NULL);
    }
}

/* In a picture that is no square the tensor is letterboxed; boxes come back without that. */
static void the_letterbox_is_taken_off(void)
{
    struct sl_face_detection *detection = detection_of(0, 0.5f, 0);
    stage.frame.height_px = STAGE_SIDE_PX / 2;
    stage_enter(&stage, 0, 0.5f, 0.4f); /* of the tensor: the picture lies from 0.25 to 0.75 of its height */
    CHECK_INT(detect(detection), 1);
    CHECK(fabsf(boxes[0].ymin + boxes[0].height / 2 - 0.3f) < 1e-5f);
    CHECK(fabsf(boxes[0].height - 2 * boxes[0].width) < 1e-5f);
    sl_face_detection_destroy(&detection);
}

static void a_confidence_counts_only_where_it_is_asked_for(void)
{
    static const struct {
        int range, use;
        float confidence;
        int boxes;
    } cases[] = {
        {0, 0, 0.99f, 8}, {0, 0, 0.01f, 8}, {0, 1, 0.9f, 4}, {0, 1, 0.5f, 8}, /* logits from 3 down to 1.25: 0.78 and more */
        {1, 0, 0.99f, 8}, {1, 1, 0.99f, 0}, {1, 1, 0.9f, 4},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_face_detection *detection = detection_of(cases[i].range, cases[i].confidence, cases[i].use);
        for (int k = 0; k < STAGE_ACTORS; k++)
            stage_enter(&stage, k, 0.1f + 0.25f * (float)(k % 4), 0.25f + 0.5f * (float)(k / 4));
        CHECK_INT(detect(detection), cases[i].boxes);
        sl_face_detection_destroy(&detection);
    }
}

static void what_is_no_detection_or_frame_is_refused(void)
{
    struct sl_face_detection *detection = NULL;
    sl_face_detection_destroy(&detection);
    sl_face_detection_destroy(NULL);
    CHECK_INT(sl_face_detection_create(NULL, NULL, &why), -EINVAL);
    CHECK_INT(sl_face_detection_process(NULL, &stage.frame, boxes, 1, &why), -EINVAL);
    detection = detection_of(0, 0.5f, 0);
    CHECK_INT(sl_face_detection_process(detection, NULL, boxes, 1, &why), -EINVAL);
    CHECK_INT(sl_face_detection_process(detection, &stage.frame, NULL, 1, &why), -EINVAL);
    CHECK_INT(sl_face_detection_process(detection, &stage.frame, boxes, 0, &why), -EINVAL);
    stage.detector_fails = true;
    CHECK_INT(detect(detection), -EIO);
    CHECK_HAS(why.text, "engine failed");
    stage.detector_fails = false;
    CHECK_INT(detect(detection), 0);
    sl_face_detection_destroy(&detection);
}

static void a_set_of_lines_that_does_not_exist_is_empty(void)
{
    int count = 7;
    CHECK(sl_face_connections(SL_FACE_LINES_COUNT, &count) == NULL);
    CHECK_INT(count, 0);
    CHECK(sl_face_connections((enum sl_face_lines)-1, &count) == NULL);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_defaults_are_those_of_mediapipe);
    RUN(an_option_of_the_mesh_out_of_range_is_named);
    RUN(an_option_of_the_detection_out_of_range_is_named);
    RUN(a_face_once_found_is_followed_without_searching);
    RUN(an_iris_is_in_the_middle_of_its_eye_and_as_deep);
    RUN(heads_are_spared_where_there_is_no_face);
    RUN(while_a_place_is_free_it_is_searched_for);
    RUN(in_static_mode_every_picture_is_searched);
    RUN(a_score_at_the_threshold_is_no_face);
    RUN(the_threshold_of_the_search_is_the_mesh_s);
    RUN(faces_beyond_the_room_are_followed_but_not_told);
    RUN(after_an_engine_failure_the_whole_picture_is_searched);
    RUN(numbers_that_are_none_lose_the_face_and_no_more);
    RUN(two_threads_give_the_results_of_one);
    RUN(what_is_no_mesh_or_frame_is_refused);
    RUN(boxes_come_best_first_and_where_the_faces_are);
    RUN(the_letterbox_is_taken_off);
    RUN(a_confidence_counts_only_where_it_is_asked_for);
    RUN(what_is_no_detection_or_frame_is_refused);
    RUN(a_set_of_lines_that_does_not_exist_is_empty);
    sl__fake_set(NULL, NULL);
    return TAP_END();
}
