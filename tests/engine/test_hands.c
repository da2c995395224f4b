/*
 * Hands with the real models on real pictures. What each test tolerates, and why, stands above it. `make parity` compares live
 * with MediaPipe, bit for bit; this here needs neither MediaPipe nor the CPU that recorded.
 */
#include "landmark/hands_state.h"
#include "media_frames.h"

#include <math.h>

static const char *golden_name;
static struct sl_error why;
static struct media_frames video;
static const char *video_absent = "the video was not read";

static int open_hands(struct sl_hands **hands, const struct sl_hands_opts *opts)
{
    int err = sl_hands_create(hands, opts, &why);
    if (err < 0 && err != -ENOENT && err != -ENOTSUP)
        TAP_FAIL("%s", why.text);
    return err;
}

#define NEED(condition, reason)          \
    do {                                 \
        if (!(condition))                \
            SKIP("%.150s", (reason));    \
    } while (0)

static void the_sample_video_is_read(void)
{
    video_absent = media_frames_read(&video, "fingers-lq.gif");
    NEED(!video_absent, video_absent);
    CHECK_INT(video.count, 43);
}

static float worst_of(const float *a, const float *b, int count, float scale)
{
    float worst = 0.0f;
    for (int i = 0; i < count; i++)
        worst = fmaxf(worst, fabsf(a[i] - b[i]) * scale);
    return worst;
}

/* Worst distance of x, y or z of two hands, in pixels of the frame; z is in widths. */
static float worst_px(const struct sl_hand *a, const struct sl_hand *b, const struct sl_frame *frame)
{
    float worst = 0.0f;
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        worst = fmaxf(worst, fabsf(a->image[i][0] - b->image[i][0]) * (float)frame->width_px);
        worst = fmaxf(worst, fabsf(a->image[i][1] - b->image[i][1]) * (float)frame->height_px);
        worst = fmaxf(worst, fabsf(a->image[i][2] - b->image[i][2]) * (float)frame->width_px);
    }
    return worst;
}

/* One recorded hand against one found. */
static void check_hand(FILE *file, const struct sl_hand *hand, const struct sl_frame *frame)
{
    char side[8];
    float score;
    struct sl_hand golden;
    int good = fscanf(file, " hand %7s %f landmarks", side, &score) == 2;
    for (int i = 0; i < 3 * SL_HAND_POINTS; i++)
        good = good && fscanf(file, "%f", &golden.image[0][0] + i) == 1;
    good = good && fscanf(file, " world") == 0;
    for (int i = 0; i < 3 * SL_HAND_POINTS; i++)
        good = good && fscanf(file, "%f", &golden.world[0][0] + i) == 1;
    CHECK(good);
    CHECK_TEXT(hand->side == SL_SIDE_LEFT ? "Left" : "Right", side);
    CHECK(fabsf(hand->score - score) <= 1e-3f);
    float px = worst_px(hand, &golden, frame), m = worst_of(hand->world[0], golden.world[0], 3 * SL_HAND_POINTS, 1.0f);
    printf("# %dx%d: %.2g px, %.2g m\n", frame->width_px, frame->height_px, (double)px, (double)m);
    CHECK(px <= 0.1f && m <= 1e-4f);
}

/*
 * Tolerance 0.1 px of the photo, 0.1 mm, 0.001 of the score: the recorded bits are those of one CPU, XNNPACK picks its
 * kernels by CPU, and in static mode the detector's own last bits move the region. (0 on a CPU like the recording one.)
 */
static void photos_show_the_recorded_hands(void)
{
    FILE *file = fopen(golden_name, "r");
    CHECK(file != NULL);
    char text[160], name[64];
    int complexity, width, height, count, photos = 0;
    while (file && fscanf(file, " #%159[^\n]", text) == 1)
        ;
    for (; file && fscanf(file, " photo %63s %d %d %d %d", name, &complexity, &width, &height, &count) == 5; photos++) {
        struct media_frames photo;
        struct sl_hands_opts opts = sl_hands_opts_default();
        struct sl_hands *hands = NULL;
        struct sl_hand found[SL_HANDS_MAX];
        const char *absent = media_frames_read(&photo, name);
        opts.static_image_mode = 1;
        opts.model_complexity = complexity;
        if (!absent && open_hands(&hands, &opts) < 0)
            absent = why.text;
        if (absent) {
            fclose(file);
            SKIP("%.150s", absent);
        }
        CHECK_INT(photo.frame[0].width_px, width);
        CHECK_INT(photo.frame[0].height_px, height);
        CHECK_INT(sl_hands_process(hands, &photo.frame[0], found, SL_HANDS_MAX, &why), count);
        for (int i = 0; i < count; i++)
            check_hand(file, &found[i], &photo.frame[0]);
        sl_hands_destroy(&hands);
        media_frames_free(&photo);
    }
    CHECK_INT(photos, 6);
    if (file)
        fclose(file);
}

/*
 * The fast engine on the regions of the exact one: 0.05 px of the frame, the error of the network alone (measured: about
 * 0.0004). Without the same regions tracking would amplify it to pixels.
 */
static void the_fast_engine_sees_the_same_on_the_same_regions(void)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    struct sl_hands *exact = NULL, *fast = NULL;
    struct sl_hand a[SL_HANDS_MAX], b[SL_HANDS_MAX];
    NEED(!video_absent, video_absent);
    opts.max_num_hands = 1;
    NEED(open_hands(&exact, &opts) == 0, why.text);
    opts.engine.engine = SL_ENGINE_OPENVINO;
    opts.engine.cache_dir = "";
    if (open_hands(&fast, &opts) < 0) {
        sl_hands_destroy(&exact);
        SKIP("%.150s", why.text);
    }
    float worst = 0.0f;
    int compared = 0;
    for (int i = 0; i < video.count; i++) {
        int followed = exact->follow.tracked_count;
        memcpy(fast->follow.tracked, exact->follow.tracked, sizeof(fast->follow.tracked));
        fast->follow.tracked_count = followed;
        int count = sl_hands_process(exact, &video.frame[i], a, SL_HANDS_MAX, &why);
        CHECK_INT(sl_hands_process(fast, &video.frame[i], b, SL_HANDS_MAX, &why), count);
        for (int k = 0; followed && k < count; k++, compared++)
            worst = fmaxf(worst, worst_px(&a[k], &b[k], &video.frame[i]));
    }
    printf("# %d hands, worst %.2g px\n", compared, (double)worst);
    CHECK(compared > 30);
    CHECK(worst > 0.0f && worst <= 0.05f);
    sl_hands_destroy(&exact);
    sl_hands_destroy(&fast);
}

/* Tolerance 0: XNNPACK shares out work, it does not sum in another order; and palm detection beside changes nothing. */
static void threads_do_not_change_a_bit(void)
{
    NEED(!video_absent, video_absent);
    for (int wanted = 1; wanted <= 2; wanted++) {
        struct sl_hands *one = NULL, *more = NULL;
        struct sl_hand a[SL_HANDS_MAX], b[SL_HANDS_MAX];
        struct sl_hands_opts opts = sl_hands_opts_default();
        opts.max_num_hands = wanted;
        opts.model_complexity = 0;
        NEED(open_hands(&one, &opts) == 0, why.text);
        opts.engine.threads = 2;
        CHECK_INT(open_hands(&more, &opts), 0);
        for (int i = 0; i < video.count; i += 4) {
            int count = sl_hands_process(one, &video.frame[i], a, SL_HANDS_MAX, &why);
            CHECK_INT(sl_hands_process(more, &video.frame[i], b, SL_HANDS_MAX, &why), count);
            for (int k = 0; k < count; k++)
                CHECK(!memcmp(&a[k], &b[k], sizeof(a[k])));
        }
        sl_hands_destroy(&one);
        sl_hands_destroy(&more);
    }
}

static void what_cannot_be_opened_is_told(void)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    struct sl_hands *hands = NULL;
    int here = open_hands(&hands, &opts);
    sl_hands_destroy(&hands);
    NEED(here == 0, why.text);
    opts.engine.model_dir = "/nowhere/models";
    CHECK_INT(sl_hands_create(&hands, &opts, &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    opts.engine.model_dir = NULL;
    opts.engine.precision = SL_PRECISION_BF16;
    CHECK_INT(sl_hands_create(&hands, &opts, &why), -ENOTSUP);
    CHECK_HAS(why.text, "bf16");
    opts.engine.precision = SL_PRECISION_F32;
    opts.engine.engine = (enum sl_engine)99;
    CHECK(sl_hands_create(&hands, &opts, &why) < 0);
    CHECK(why.text[0] != '\0' && hands == NULL);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    golden_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(the_sample_video_is_read);
    RUN(photos_show_the_recorded_hands);
    RUN(the_fast_engine_sees_the_same_on_the_same_regions);
    RUN(threads_do_not_change_a_bit);
    RUN(what_cannot_be_opened_is_told);
    media_frames_free(&video);
    return TAP_END();
}
