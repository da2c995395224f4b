/*
 * Faces with the real models on a real picture. What each test tolerates, and why, stands above it. `make parity` compares live
 * with MediaPipe, bit for bit; this here needs neither MediaPipe nor the CPU that recorded.
 */
#include "landmark/face_state.h"
#include "media_frames.h"

#include <math.h>

static const char *golden_name;
static struct sl_error why;
static struct media_frames photo;
static const char *photo_absent = "the photo was not read";

#define NEED(condition, reason)          \
    do {                                 \
        if (!(condition))                \
            SKIP("%.150s", (reason));    \
    } while (0)

static void the_photo_is_read(void)
{
    photo_absent = media_frames_read(&photo, "people/astronaut.png");
    NEED(!photo_absent, photo_absent);
    CHECK_INT(photo.count, 1);
}

static int open_mesh(struct sl_face_mesh **mesh, const struct sl_face_mesh_opts *opts)
{
    int err = sl_face_mesh_create(mesh, opts, &why);
    if (err < 0 && err != -ENOENT && err != -ENOTSUP)
        TAP_FAIL("%s", why.text);
    return err;
}

/* The first record of that word and number; false when there is none. */
static bool find(FILE *file, const char *wanted, int number)
{
    char word[16];
    int found;
    rewind(file);
    while (fscanf(file, "%15s", word) == 1)
        if (!strcmp(word, wanted) && fscanf(file, "%d", &found) == 1 && found == number)
            return true;
    return false;
}

static bool read_floats(FILE *file, float *values, int count)
{
    bool good = true;
    for (int i = 0; i < count; i++)
        good = good && fscanf(file, "%f", &values[i]) == 1;
    return good;
}

static void check_box(FILE *file, int selection)
{
    struct sl_face_detection_opts opts = sl_face_detection_opts_default();
    struct sl_face_detection *detection = NULL;
    struct sl_detection found[4], golden = {0};
    float worst = 0.0f;
    opts.model_selection = selection;
    CHECK(find(file, "boxes", selection) && read_floats(file, &golden.score, 5 + 2 * SL_DETECTION_POINTS));
    CHECK_INT(sl_face_detection_create(&detection, &opts, &why), 0);
    CHECK_INT(sl_face_detection_process(detection, &photo.frame[0], found, 4, &why), 1);
    for (int i = 1; i < 5 + 2 * SL_DETECTION_POINTS; i++)
        worst = fmaxf(worst, fabsf((&found[0].score)[i] - (&golden.score)[i]) * (float)photo.frame[0].width_px);
    printf("# model_selection %d: %.2g px, score %.4f\n", selection, (double)worst, (double)found[0].score);
    CHECK(worst <= 0.5f && fabsf(found[0].score - golden.score) <= 0.01f);
    sl_face_detection_destroy(&detection);
}

static float worst_px(const struct sl_face *a, const struct sl_face *b)
{
    float worst = 0.0f;
    for (int i = 0; i < 3 * b->points; i++)
        worst = fmaxf(worst, fabsf((&a->image[0][0])[i] - (&b->image[0][0])[i]) * (float)photo.frame[0].width_px);
    return worst;
}

static void check_mesh(FILE *file, int refine)
{
    static struct sl_face found[SL_FACES_MAX], golden;
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    struct sl_face_mesh *mesh = NULL;
    opts.static_image_mode = 1;
    opts.refine_landmarks = refine;
    CHECK(find(file, "mesh", refine) && fscanf(file, "%d", &golden.points) == 1);
    CHECK(golden.points <= SL_FACE_POINTS_MAX && read_floats(file, golden.image[0], 3 * golden.points));
    CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), 0);
    CHECK_INT(sl_face_mesh_process(mesh, &photo.frame[0], found, SL_FACES_MAX, &why), 1);
    CHECK_INT(found[0].points, golden.points);
    CHECK(found[0].score > 0.9f && found[0].id == 1);
    float worst = worst_px(&found[0], &golden);
    printf("# refine_landmarks %d: %.2g px\n", refine, (double)worst);
    CHECK(worst <= 0.5f);
    sl_face_mesh_destroy(&mesh);
}

/*
 * Tolerance 0.5 px of the photo, in which the face is 100 px wide, and 0.01 of the score: the recorded bits are those of one CPU,
 * XNNPACK picks its kernels by CPU, and the detector's last bits move the region. (0 on a CPU like the recording one.)
 */
static void the_photo_shows_the_recorded_face(void)
{
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    struct sl_face_mesh *mesh = NULL;
    NEED(!photo_absent, photo_absent);
    NEED(open_mesh(&mesh, &opts) == 0, why.text);
    sl_face_mesh_destroy(&mesh);
    FILE *file = fopen(golden_name, "r");
    CHECK(file != NULL);
    for (int i = 0; file && i < 2; i++) {
        check_box(file, i);
        check_mesh(file, i);
    }
    if (file)
        fclose(file);
}

/* Some pixels of the photo moved from frame to frame. */
static struct sl_frame frame_of(int number)
{
    struct sl_frame frame;
    int side = photo.frame[0].width_px - 60;
    CHECK_INT(sl_frame_crop(&frame, &photo.frame[0], 4 * number, 2 * number, side, side, &why), 0);
    return frame;
}

/* The fast engine on the regions of the exact one: 0.05 px of the frame, the error of the network alone. */
static void the_fast_engine_sees_the_same_on_the_same_regions(void)
{
    static struct sl_face a[SL_FACES_MAX], b[SL_FACES_MAX];
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    struct sl_face_mesh *exact = NULL, *fast = NULL;
    float worst = 0.0f;
    NEED(!photo_absent, photo_absent);
    opts.refine_landmarks = 1;
    NEED(open_mesh(&exact, &opts) == 0, why.text);
    opts.engine.engine = SL_ENGINE_OPENVINO;
    opts.engine.cache_dir = "";
    if (open_mesh(&fast, &opts) < 0) {
        sl_face_mesh_destroy(&exact);
        SKIP("%.150s", why.text);
    }
    for (int number = 0; number < 10; number++) {
        struct sl_frame frame = frame_of(number);
        int followed = exact->follow.tracked_count;
        memcpy(fast->follow.tracked, exact->follow.tracked, sizeof(fast->follow.tracked));
        fast->follow.tracked_count = followed;
        CHECK_INT(sl_face_mesh_process(exact, &frame, a, SL_FACES_MAX, &why), 1);
        CHECK_INT(sl_face_mesh_process(fast, &frame, b, SL_FACES_MAX, &why), 1);
        worst = followed ? fmaxf(worst, worst_px(&a[0], &b[0])) : worst;
    }
    printf("# worst %.2g px\n", (double)worst);
    CHECK(worst > 0.0f && worst <= 0.05f);
    sl_face_mesh_destroy(&exact);
    sl_face_mesh_destroy(&fast);
}

/* Tolerance 0: XNNPACK shares out work, it does not sum in another order; and detection beside changes nothing. */
static void threads_do_not_change_a_bit(void)
{
    static struct sl_face a[SL_FACES_MAX], b[SL_FACES_MAX];
    NEED(!photo_absent, photo_absent);
    for (int wanted = 1; wanted <= 2; wanted++) {
        struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
        struct sl_face_mesh *one = NULL, *more = NULL;
        opts.refine_landmarks = 1;
        opts.max_num_faces = wanted;
        NEED(open_mesh(&one, &opts) == 0, why.text);
        opts.engine.threads = 2;
        CHECK_INT(open_mesh(&more, &opts), 0);
        for (int number = 0; more && number < 6; number++) {
            struct sl_frame frame = frame_of(number);
            CHECK_INT(sl_face_mesh_process(one, &frame, a, SL_FACES_MAX, &why), 1);
            CHECK_INT(sl_face_mesh_process(more, &frame, b, SL_FACES_MAX, &why), 1);
            CHECK(!memcmp(&a[0], &b[0], sizeof(a[0])));
        }
        sl_face_mesh_destroy(&one);
        sl_face_mesh_destroy(&more);
    }
}

static void what_cannot_be_opened_is_told(void)
{
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    struct sl_face_detection_opts box_opts = sl_face_detection_opts_default();
    struct sl_face_mesh *mesh = NULL;
    struct sl_face_detection *detection = NULL;
    int here = open_mesh(&mesh, &opts);
    sl_face_mesh_destroy(&mesh);
    NEED(here == 0, why.text);
    opts.engine.model_dir = box_opts.engine.model_dir = "/nowhere/models";
    CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    CHECK_INT(sl_face_detection_create(&detection, &box_opts, &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    opts.engine.model_dir = NULL;
    opts.engine.precision = SL_PRECISION_BF16;
    CHECK_INT(sl_face_mesh_create(&mesh, &opts, &why), -ENOTSUP);
    CHECK_HAS(why.text, "bf16");
    CHECK(mesh == NULL && detection == NULL);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    golden_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(the_photo_is_read);
    RUN(the_photo_shows_the_recorded_face);
    RUN(the_fast_engine_sees_the_same_on_the_same_regions);
    RUN(threads_do_not_change_a_bit);
    RUN(what_cannot_be_opened_is_told);
    media_frames_free(&photo);
    return TAP_END();
}
