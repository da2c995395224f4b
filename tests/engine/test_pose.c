/*
 * A body with the real models on a real picture. What each test tolerates, and why, stands above it. `make parity` compares
 * live with MediaPipe, bit for bit; this here needs neither MediaPipe nor the CPU that recorded.
 */
#include "landmark/pose_state.h"
#include "media_frames.h"

#include <math.h>

#define STEP_NS 33333000LL

enum { TILES = 8 };

static const char *golden_name;
static struct sl_error why;
static struct media_frames photo;
static const char *photo_absent = "the photo was not read";

static int open_pose(struct sl_pose **pose, const struct sl_pose_opts *opts)
{
    int err = sl_pose_create(pose, opts, &why);
    if (err < 0 && err != -ENOENT && err != -ENOTSUP)
        TAP_FAIL("%s", why.text);
    return err;
}

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

/* Worst distance of x or y in pixels of the frame, over points that are rather visible than not. */
static float worst_px(const struct sl_body *a, const struct sl_body *b, const struct sl_frame *frame)
{
    float worst = 0.0f;
    for (int i = 0; i < SL_POSE_POINTS; i++) {
        if (b->visibility[i] < 0.5f)
            continue;
        worst = fmaxf(worst, fabsf(a->image[i][0] - b->image[i][0]) * (float)frame->width_px);
        worst = fmaxf(worst, fabsf(a->image[i][1] - b->image[i][1]) * (float)frame->height_px);
    }
    return worst;
}

static float worst_m(const struct sl_body *a, const struct sl_body *b)
{
    float worst = 0.0f;
    for (int i = 0; i < SL_POSE_POINTS; i++)
        for (int axis = 0; axis < 3 && b->visibility[i] >= 0.5f; axis++)
            worst = fmaxf(worst, fabsf(a->world[i][axis] - b->world[i][axis]));
    return worst;
}

static bool read_body(FILE *file, struct sl_body *body)
{
    bool good = fscanf(file, " landmarks") == 0;
    for (int i = 0; i < SL_POSE_POINTS; i++)
        good = good && fscanf(file, "%f %f %f %f", &body->image[i][0], &body->image[i][1], &body->image[i][2],
                              &body->visibility[i]) == 4;
    good = good && fscanf(file, " world") == 0;
    for (int i = 0; i < 3 * SL_POSE_POINTS; i++)
        good = good && fscanf(file, "%f", &body->world[0][0] + i) == 1;
    return good;
}

static double tile_mean(const float *mask, int32_t width, int32_t height, int tile)
{
    int32_t w = width / TILES, h = height / TILES, left = tile % TILES * w, top = tile / TILES * h;
    double sum = 0.0;
    for (int32_t y = top; y < top + h; y++)
        for (int32_t x = left; x < left + w; x++)
            sum += (double)mask[y * width + x];
    return sum / ((double)w * h);
}

static void check_mask(FILE *file, const struct sl_pose *pose, double tolerance)
{
    int32_t width = 0, height = 0;
    const float *mask = sl_pose_mask(pose, &width, &height);
    double worst = 0.0, expected;
    bool good = fscanf(file, " mask") == 0 && mask && width == photo.frame[0].width_px && height == photo.frame[0].height_px;
    for (int tile = 0; tile < TILES * TILES; tile++) {
        good = good && fscanf(file, "%lf", &expected) == 1;
        worst = good ? fmax(worst, fabs(tile_mean(mask, width, height, tile) - expected)) : worst;
    }
    printf("# mask: %.2g\n", worst);
    CHECK(good && worst <= tolerance);
}

/*
 * Tolerance 1 px of the photo, 5 mm, 0.01 of visibility and of the mask's means, on points that can be seen: the recorded
 * bits are those of one CPU, XNNPACK picks its kernels by CPU, and the detector's last bits move the region. (0, and 0.0001
 * of the mask for the digits in the file, on a CPU like the recording one.)
 */
static void the_photo_shows_the_recorded_body(void)
{
    NEED(!photo_absent, photo_absent);
    FILE *file = fopen(golden_name, "r");
    CHECK(file != NULL);
    char text[200];
    int complexity, bodies = 0;
    while (file && fscanf(file, " #%199[^\n]", text) == 1)
        ;
    CHECK(file && fscanf(file, " photo people/astronaut.png %*d %*d") == 0);
    for (; file && fscanf(file, " body %d", &complexity) == 1; bodies++) {
        struct sl_pose_opts opts = sl_pose_opts_default();
        struct sl_pose *pose = NULL;
        struct sl_body golden = {0}, body;
        opts.static_image_mode = 1;
        opts.model_complexity = complexity;
        opts.enable_segmentation = 1;
        if (open_pose(&pose, &opts) < 0) {
            fclose(file);
            SKIP("%.150s", why.text);
        }
        CHECK(read_body(file, &golden));
        CHECK_INT(sl_pose_process(pose, &photo.frame[0], &body, &why), 1);
        float px = worst_px(&body, &golden, &photo.frame[0]), m = worst_m(&body, &golden);
        printf("# complexity %d: %.2g px, %.2g m\n", complexity, (double)px, (double)m);
        CHECK(px <= 1.0f && m <= 0.005f);
        CHECK(body.score > 0.9f);
        for (int i = 0; i < SL_POSE_POINTS; i++)
            CHECK(golden.visibility[i] < 0.5f || fabsf(body.visibility[i] - golden.visibility[i]) <= 0.01f);
        check_mask(file, pose, 0.01);
        sl_pose_destroy(&pose);
    }
    CHECK_INT(bodies, 3);
    if (file)
        fclose(file);
}

/* Both look at the photo, moved by some pixels from frame to frame. @p copy: the second remembers what the first does. */
static int play(struct sl_pose *first, struct sl_pose *second, bool copy, struct sl_body *a, struct sl_body *b, int number)
{
    struct sl_frame frame;
    int side = photo.frame[0].width_px - 40;
    CHECK_INT(sl_frame_crop(&frame, &photo.frame[0], 4 * number, 2 * number, side, side, &why), 0);
    frame.pts_ns = number * STEP_NS;
    if (copy)
        second->track = first->track;
    int found = sl_pose_process(first, &frame, a, &why);
    CHECK_INT(sl_pose_process(second, &frame, b, &why), found);
    return found;
}

/* The fast engine on the regions of the exact one: 0.05 px of the frame, the error of the network alone. */
static void the_fast_engine_sees_the_same_on_the_same_regions(void)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    struct sl_pose *exact = NULL, *fast = NULL;
    struct sl_body a, b;
    float worst = 0.0f;
    NEED(!photo_absent, photo_absent);
    NEED(open_pose(&exact, &opts) == 0, why.text);
    opts.engine.engine = SL_ENGINE_OPENVINO;
    opts.engine.cache_dir = "";
    if (open_pose(&fast, &opts) < 0) {
        sl_pose_destroy(&exact);
        SKIP("%.150s", why.text);
    }
    CHECK_INT(play(exact, fast, false, &a, &b, 0), 1);
    for (int number = 1; number < 10; number++) {
        CHECK_INT(play(exact, fast, true, &a, &b, number), 1);
        worst = fmaxf(worst, worst_px(&a, &b, &photo.frame[0]));
    }
    printf("# worst %.2g px\n", (double)worst);
    CHECK(worst > 0.0f && worst <= 0.05f);
    sl_pose_destroy(&exact);
    sl_pose_destroy(&fast);
}

/* @return why not, or NULL */
static const char *compare_all_bits(const struct sl_pose_opts *first, const struct sl_pose_opts *second)
{
    struct sl_pose *one = NULL, *other = NULL;
    struct sl_body a, b;
    if (photo_absent || open_pose(&one, first) < 0)
        return photo_absent ? photo_absent : why.text;
    CHECK_INT(open_pose(&other, second), 0);
    for (int number = 0; other && number < 6; number++) {
        memset(&a, 0, sizeof(a));
        memset(&b, 0, sizeof(b));
        CHECK_INT(play(one, other, false, &a, &b, number), 1);
        CHECK(!memcmp(&a, &b, sizeof(a)));
    }
    sl_pose_destroy(&one);
    sl_pose_destroy(&other);
    return NULL;
}

/* Tolerance 0: XNNPACK shares out work, it does not sum in another order. */
static void threads_do_not_change_a_bit(void)
{
    struct sl_pose_opts one = sl_pose_opts_default(), two = one;
    two.engine.threads = 2;
    const char *absent = compare_all_bits(&one, &two);
    NEED(!absent, absent);
}

/* Tolerance 0: the graph is cut, what is left computes the same. */
static void a_mask_changes_no_landmark(void)
{
    struct sl_pose_opts plain = sl_pose_opts_default(), masked = plain;
    masked.enable_segmentation = 1;
    const char *absent = compare_all_bits(&plain, &masked);
    NEED(!absent, absent);
}

static void what_cannot_be_opened_is_told(void)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    struct sl_pose *pose = NULL;
    int here = open_pose(&pose, &opts);
    sl_pose_destroy(&pose);
    NEED(here == 0, why.text);
    opts.engine.model_dir = "/nowhere/models";
    CHECK_INT(sl_pose_create(&pose, &opts, &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    opts.engine.model_dir = NULL;
    opts.engine.precision = SL_PRECISION_BF16;
    CHECK_INT(sl_pose_create(&pose, &opts, &why), -ENOTSUP);
    CHECK_HAS(why.text, "bf16");
    CHECK(pose == NULL);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    golden_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(the_photo_is_read);
    RUN(the_photo_shows_the_recorded_body);
    RUN(the_fast_engine_sees_the_same_on_the_same_regions);
    RUN(threads_do_not_change_a_bit);
    RUN(a_mask_changes_no_landmark);
    RUN(what_cannot_be_opened_is_told);
    media_frames_free(&photo);
    return TAP_END();
}
