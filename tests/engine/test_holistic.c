/*
 * Whole people with the real models on real pictures. `make parity` compares live with MediaPipe, bit for bit; this here is what
 * MediaPipe has not (several people), what must not change a bit, and what agrees with the other analysers.
 */
#include "landmark/holistic_state.h"
#include "media_frames.h"

#include <math.h>

#define STEP_NS 33333000LL

static struct sl_error why;
static struct media_frames video, photo;
static const char *video_absent = "the video was not read", *photo_absent = "the photo was not read";
static struct sl_person found[SL_PEOPLE_MAX], other[SL_PEOPLE_MAX];

static int open_holistic(struct sl_holistic **holistic, const struct sl_holistic_opts *opts)
{
    int err = sl_holistic_create(holistic, opts, &why);
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
    for (int i = 0; i < video.count; i++)
        video.frame[i].pts_ns = (i + 1) * STEP_NS;
    CHECK_INT(video.count, 43);
}

static void the_photo_is_read(void)
{
    photo_absent = media_frames_read(&photo, "people/astronaut.png");
    NEED(!photo_absent, photo_absent);
    CHECK_INT(photo.count, 1);
}

/*
 * The body is bit for bit that of the pose analyser, whose bits are MediaPipe's; the face's nose is where the body's is, within
 * 3 % of the width and 6 % of the height, the hand's wrist within a tenth.
 */
static void the_parts_belong_to_the_body(void)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    struct sl_pose_opts pose_opts = sl_pose_opts_default();
    struct sl_holistic *holistic = NULL;
    struct sl_pose *pose = NULL;
    int hands = 0;
    NEED(!video_absent, video_absent);
    opts.refine_face_landmarks = 1;
    NEED(open_holistic(&holistic, &opts) == 0, why.text);
    CHECK_INT(sl_pose_create(&pose, &pose_opts, &why), 0);
    for (int i = 0; i < video.count; i += 3) {
        struct sl_body body;
        CHECK_INT(sl_holistic_process(holistic, &video.frame[i], found, SL_PEOPLE_MAX, &why), 1);
        CHECK_INT(sl_pose_process(pose, &video.frame[i], &body, &why), 1);
        CHECK(!memcmp(&found[0].body, &body, sizeof(body)));
        CHECK_INT(found[0].id, 1);
        CHECK(found[0].has_face && found[0].face.points == SL_FACE_POINTS_MAX);
        CHECK(fabsf(found[0].face.image[1][0] - body.image[SL_POSE_NOSE][0]) < 0.03f);
        CHECK(fabsf(found[0].face.image[1][1] - body.image[SL_POSE_NOSE][1]) < 0.06f);
        hands += found[0].has_left_hand;
        for (int k = 0; found[0].has_left_hand && k < 2; k++)
            CHECK(fabsf(found[0].left_hand[SL_HAND_WRIST][k] - body.image[SL_POSE_LEFT_WRIST][k]) < 0.1f);
    }
    CHECK(hands > 10); /* the man shows his left hand all the time */
    sl_pose_destroy(&pose);
    sl_holistic_destroy(&holistic);
}

/* Tolerance 0: hands and face beside each other have models of their own, and XNNPACK sums in one order. */
static void threads_do_not_change_a_bit(void)
{
    NEED(!video_absent, video_absent);
    struct sl_holistic *one = NULL, *more = NULL;
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    opts.refine_face_landmarks = 1;
    opts.model_complexity = 0;
    opts.enable_segmentation = 1;
    NEED(open_holistic(&one, &opts) == 0, why.text);
    opts.engine.threads = 2;
    CHECK_INT(open_holistic(&more, &opts), 0);
    for (int i = 0; i < video.count && more; i += 4) {
        int32_t width = 0, height = 0;
        memset(found, 0, sizeof(found));
        memset(other, 0, sizeof(other));
        int count = sl_holistic_process(one, &video.frame[i], found, SL_PEOPLE_MAX, &why);
        CHECK_INT(sl_holistic_process(more, &video.frame[i], other, SL_PEOPLE_MAX, &why), count);
        CHECK(!memcmp(found, other, sizeof(found)));
        const float *a = sl_holistic_mask(one, 0, &width, &height), *b = sl_holistic_mask(more, 0, &width, &height);
        CHECK(a && b && width == video.frame[i].width_px && height == video.frame[i].height_px);
        if (a && b)
            CHECK_BITS(a, b, width * height);
    }
    sl_holistic_destroy(&one);
    sl_holistic_destroy(&more);
}

static void one_person_is_one_whatever_the_places(void)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    struct sl_holistic *holistic = NULL;
    NEED(!video_absent, video_absent);
    opts.max_people = 3;
    opts.model_complexity = 0;
    NEED(open_holistic(&holistic, &opts) == 0, why.text);
    for (int i = 0; i < video.count; i += 2) {
        CHECK_INT(sl_holistic_process(holistic, &video.frame[i], found, SL_PEOPLE_MAX, &why), 1);
        CHECK_INT(found[0].id, 1);
    }
    sl_holistic_destroy(&holistic);
}

/* ---- two people: the astronaut cut out of her picture, and her mirror image in other colours ---- */

enum { SPRITE_PX = 220, WIDTH_PX = 640, HEIGHT_PX = 320, PHOTO_PX = 512, FINE = 4, FRAMES = 60 };

struct sprite {
    uint8_t rgb[SPRITE_PX * SPRITE_PX][3];
    float solid[SPRITE_PX * SPRITE_PX]; ///< 0..1
    float nose;                         ///< of its width
};

static struct sprite sprites[2];
static uint8_t scene[WIDTH_PX * HEIGHT_PX * 3];

/* Roughly her outline in the photo: head with hair, then shoulders and arms. */
static bool in_outline(float x, float y)
{
    float across = (x - 222.0f) / 85.0f, down = (y - 120.0f) / 115.0f;
    if (across * across + down * down < 1.0f)
        return true;
    float slope = y < 300.0f ? (y - 215.0f) / 85.0f : 1.0f;
    return y >= 215.0f && x > 120.0f - 80.0f * slope - (y > 300.0f ? (y - 300.0f) * 0.1f : 0.0f) &&
           x < 330.0f + 70.0f * slope + (y > 300.0f ? (y - 300.0f) * 0.1f : 0.0f);
}

static void cut_out(struct sprite *sprite, bool mirrored, bool recoloured)
{
    const float scale = (float)PHOTO_PX / (float)SPRITE_PX;
    for (int i = 0; i < SPRITE_PX * SPRITE_PX; i++) {
        float sum[3] = {0}, inside = 0.0f;
        for (int k = 0; k < FINE * FINE; k++) {
            float x = ((float)(i % SPRITE_PX) + ((float)(k % FINE) + 0.5f) / FINE) * scale;
            float y = ((float)(i / SPRITE_PX) + ((float)(k / FINE) + 0.5f) / FINE) * scale;
            x = mirrored ? (float)PHOTO_PX - x : x;
            const uint8_t *p = photo.pixels[0] + ((int)y * PHOTO_PX + (int)x) * 3;
            for (int c = 0; c < 3; c++)
                sum[c] += (float)p[recoloured ? (c + 2) % 3 : c];
            inside += in_outline(x, y) ? 1.0f : 0.0f;
        }
        for (int c = 0; c < 3; c++)
            sprite->rgb[i][c] = (uint8_t)(sum[c] / (FINE * FINE));
        sprite->solid[i] = inside / (FINE * FINE);
    }
    sprite->nose = (mirrored ? 512.0f - 222.0f : 222.0f) / 512.0f;
}

static void paste(const struct sprite *sprite, int left)
{
    for (int i = 0; i < SPRITE_PX * SPRITE_PX; i++) {
        int x = left + i % SPRITE_PX, y = HEIGHT_PX - SPRITE_PX + i / SPRITE_PX;
        if (x < 0 || x >= WIDTH_PX)
            continue;
        uint8_t *p = scene + (y * WIDTH_PX + x) * 3;
        for (int c = 0; c < 3; c++)
            p[c] = (uint8_t)((float)sprite->rgb[i][c] * sprite->solid[i] + (float)p[c] * (1.0f - sprite->solid[i]) + 0.5f);
    }
}

/* Where each one's nose is, 0..1 of the width, at a time from 0 to 1. */
static void draw_scene(float time, int front, bool turn_back, float nose[2])
{
    static const uint8_t wall[3] = {70, 80, 90};
    float way = turn_back ? 0.45f * (1.0f - fabsf(2.0f * time - 1.0f)) : time;
    int left[2];
    for (int i = 0; i < WIDTH_PX * HEIGHT_PX * 3; i++)
        scene[i] = wall[i % 3];
    for (int i = 0; i < 2; i++) {
        float middle = i ? 0.82f - 0.64f * way : 0.18f + 0.64f * way;
        left[i] = (int)(middle * WIDTH_PX) - SPRITE_PX / 2;
        nose[i] = ((float)left[i] + sprites[i].nose * SPRITE_PX) / WIDTH_PX;
    }
    paste(&sprites[!front], left[!front]);
    paste(&sprites[front], left[front]);
}

/* While they are apart, each one found has the number that it had first; @return how often somebody was found apart. */
static int check_numbers(int count, const float nose[2], int id[2], int frame)
{
    int right = 0;
    for (int i = 0; i < count && fabsf(nose[0] - nose[1]) > 0.25f; i++) {
        float x = found[i].body.image[SL_POSE_NOSE][0];
        int nearest = fabsf(x - nose[0]) < fabsf(x - nose[1]) ? 0 : 1;
        if (fabsf(x - nose[nearest]) > 0.06f)
            continue; /* between both, just after the meeting */
        id[nearest] = id[nearest] ? id[nearest] : found[i].id;
        if (found[i].id != id[nearest])
            TAP_FAIL("frame %d: number %d, expected %d", frame, found[i].id, id[nearest]);
        right++;
    }
    return right;
}

static void check_meeting(int front, bool turn_back)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    struct sl_holistic *holistic = NULL;
    struct sl_frame frame;
    int id[2] = {0, 0}, right = 0, apart = 0, faces = 0;
    NEED(!photo_absent, photo_absent);
    opts.max_people = 2;
    NEED(open_holistic(&holistic, &opts) == 0, why.text);
    cut_out(&sprites[0], false, false);
    cut_out(&sprites[1], true, true);
    for (int i = 0; i < FRAMES; i++) {
        float nose[2];
        draw_scene((float)i / (FRAMES - 1), front, turn_back, nose);
        CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, WIDTH_PX, HEIGHT_PX, scene, 0, &why), 0);
        frame.pts_ns = (i + 1) * STEP_NS;
        int count = sl_holistic_process(holistic, &frame, found, SL_PEOPLE_MAX, &why);
        CHECK(count >= 0 && count <= 2);
        apart += fabsf(nose[0] - nose[1]) > 0.25f ? 2 : 0;
        right += check_numbers(count, nose, id, i);
        for (int k = 0; k < count; k++)
            faces += found[k].has_face;
    }
    printf("# numbers %d and %d; apart %d times, found then %d times; %d faces\n", id[0], id[1], apart, right, faces);
    CHECK(id[0] != id[1] && id[0] && id[1]);
    CHECK(right > apart * 3 / 4);
    sl_holistic_destroy(&holistic);
}

/* Who is followed first goes in front, then behind; found afterwards, both have their numbers still. */
static void people_who_cross_in_front_keep_their_numbers(void)
{
    check_meeting(0, false);
}

static void people_who_cross_behind_keep_their_numbers(void)
{
    check_meeting(1, false);
}

static void people_who_meet_and_turn_back_keep_their_numbers(void)
{
    check_meeting(1, true);
}

static void what_cannot_be_opened_is_told(void)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    struct sl_holistic *holistic = NULL;
    int here = open_holistic(&holistic, &opts);
    sl_holistic_destroy(&holistic);
    NEED(here == 0, why.text);
    opts.engine.model_dir = "/nowhere/models";
    CHECK_INT(sl_holistic_create(&holistic, &opts, &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    CHECK(holistic == NULL);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_sample_video_is_read);
    RUN(the_photo_is_read);
    RUN(the_parts_belong_to_the_body);
    RUN(threads_do_not_change_a_bit);
    RUN(one_person_is_one_whatever_the_places);
    RUN(people_who_cross_in_front_keep_their_numbers);
    RUN(people_who_cross_behind_keep_their_numbers);
    RUN(people_who_meet_and_turn_back_keep_their_numbers);
    RUN(what_cannot_be_opened_is_told);
    media_frames_free(&video);
    media_frames_free(&photo);
    return TAP_END();
}
