/* Faces on the fake engine: allocations and runs that fail, and frames that allocate nothing. */
#include "faults.h"
#include "unit/face_stage.h"

#define ACTORS 2

static struct stage stage;
static struct sl_face found[SL_FACES_MAX];

/* Two faces, of four wanted: they are searched for in every frame. */
static struct sl_face_mesh_opts opts_for(int refine, int threads)
{
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    opts.engine.engine = SL_ENGINE_FAKE;
    opts.engine.threads = threads;
    opts.max_num_faces = 4;
    opts.refine_landmarks = refine;
    stage_set(&stage);
    stage_enter(&stage, 0, 0.3f, 0.5f);
    stage_enter(&stage, 1, 0.7f, 0.5f);
    return opts;
}

static int mesh_operation(void *arg, struct sl_error *why)
{
    struct sl_face_mesh *mesh;
    int err = sl_face_mesh_create(&mesh, arg, why);
    CHECK((err < 0) == !mesh);
    for (int i = 0; i < 3 && err >= 0; i++)
        CHECK_INT(err = sl_face_mesh_process(mesh, &stage.frame, found, SL_FACES_MAX, why), ACTORS);
    sl_face_mesh_destroy(&mesh);
    return err;
}

static void meshes_with_one_thread_and_with_two(void)
{
    for (int refine = 0; refine <= 1; refine++)
        for (int threads = 1; threads <= 2; threads++) {
            struct sl_face_mesh_opts opts = opts_for(refine, threads);
            faults_each(mesh_operation, &opts, FAULTS_SENTENCE);
        }
}

static int detection_operation(void *arg, struct sl_error *why)
{
    struct sl_face_detection *detection;
    struct sl_detection boxes[4];
    int err = sl_face_detection_create(&detection, arg, why);
    CHECK((err < 0) == !detection);
    if (err >= 0)
        CHECK_INT(err = sl_face_detection_process(detection, &stage.frame, boxes, 4, why), ACTORS);
    sl_face_detection_destroy(&detection);
    return err;
}

static void detections_of_both_ranges(void)
{
    for (int range = 0; range <= 1; range++) {
        struct sl_face_detection_opts opts = sl_face_detection_opts_default();
        opts.engine = opts_for(0, 1).engine;
        opts.model_selection = range;
        faults_each(detection_operation, &opts, FAULTS_SENTENCE);
    }
}

#define FRAMES 4

static struct {
    int runs, fails_at; ///< from 1; 0: none
} counter;

static int play_and_fail(const struct sl__model_row *row, const float *const *input, float *const *output, void *arg)
{
    int err = stage_play(row, input, output, arg);
    return ++counter.runs == counter.fails_at ? -1 : err;
}

/* That frame says so, the others have their faces, and the next one searches. @return frames that failed */
static int frames_with_a_failing_run(const struct sl_face_mesh_opts *opts, int fails_at)
{
    struct sl_face_mesh *mesh;
    int failures = 0;
    counter.runs = 0;
    counter.fails_at = fails_at;
    sl__fake_set(play_and_fail, &stage);
    CHECK_INT(sl_face_mesh_create(&mesh, opts, NULL), 0);
    for (int i = 0; i < FRAMES; i++) {
        struct sl_error why = {""};
        int searches = stage.detector_runs;
        int count = sl_face_mesh_process(mesh, &stage.frame, found, SL_FACES_MAX, &why);
        CHECK_INT(stage.detector_runs, searches + 1);
        if (count < 0) {
            failures++;
            CHECK_INT(count, -EIO);
            CHECK(why.text[0]);
        } else {
            CHECK_INT(count, ACTORS);
        }
    }
    sl_face_mesh_destroy(&mesh);
    return failures;
}

static void each_run_of_an_engine_fails_once(void)
{
    struct sl_face_mesh_opts opts = opts_for(1, 1);
    CHECK_INT(frames_with_a_failing_run(&opts, 0), 0);
    int runs = counter.runs;
    CHECK_INT(runs, FRAMES * (1 + ACTORS * 4)); /* the detector; a trunk and three heads a face */
    for (int n = 1; n <= runs && tap_good; n++)
        CHECK_INT(frames_with_a_failing_run(&opts, n), 1);
}

static void a_hundred_frames_allocate_nothing(void)
{
    for (int threads = 1; threads <= 2; threads++) {
        struct sl_face_mesh_opts opts = opts_for(1, threads);
        struct sl_face_detection_opts box_opts = {0, 0.5f, 0, opts.engine};
        struct sl_face_mesh *mesh;
        struct sl_face_detection *detection;
        struct sl_detection boxes[4];
        CHECK_INT(sl_face_mesh_create(&mesh, &opts, NULL), 0);
        CHECK_INT(sl_face_detection_create(&detection, &box_opts, NULL), 0);
        unsigned long before = faults_allocations(); /* not even in the first frame */
        for (int i = 0; i < 100; i++) {
            if (i % 10 == 9)
                sl_face_mesh_reset(mesh);
            CHECK_INT(sl_face_mesh_process(mesh, &stage.frame, found, SL_FACES_MAX, NULL), ACTORS);
            CHECK_INT(sl_face_detection_process(detection, &stage.frame, boxes, 4, NULL), ACTORS);
        }
        CHECK_INT(faults_allocations() - before, 0);
        sl_face_mesh_destroy(&mesh);
        sl_face_detection_destroy(&detection);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(meshes_with_one_thread_and_with_two);
    RUN(detections_of_both_ranges);
    RUN(each_run_of_an_engine_fails_once);
    RUN(a_hundred_frames_allocate_nothing);
    return TAP_END();
}
