/*
 * The stages between the models against what MediaPipe's own calculators made of the same numbers (tools/golden/landmark.py).
 * No engine and no picture is involved, only float32 arithmetic in a fixed order and glibc's sinf, cosf, atan2f and expf;
 * so everything is equal in all bits on every CPU: tolerance 0. It has to be: tracking amplifies the last bit to pixels.
 */
#include "landmark/detector.h"
#include "landmark/hand_roi.h"
#include "landmark/project.h"
#include "records.h"

enum {
    SIDE_PX = 192, HAND_SIDE_PX = 224, ANCHORS = 2016, POINTS = 7, ROW = 4 + 2 * POINTS, DETECTION = 1 + ROW, RECT = 5,
    HAND = 3 * SL_HAND_POINTS, RECTS_MAX = 64
};

static const struct sl__detector_kind palm_kind = {
    .crop = {SIDE_PX, 0.0f, 1.0f, true, SL_BORDER_ZERO},
    .groups = {{8, 2}, {16, 6}},
    .group_count = 2,
    .keypoints = POINTS,
};

static struct sl__point anchors[ANCHORS];

static void anchors_are_those_of_the_grids(void)
{
    if (!begin() || !find("anchors"))
        return;
    int side = take_int(), count = take_int(), samples = 0;
    uint64_t expected = strtoull(rest, NULL, 16), hash = 0xcbf29ce484222325u;
    CHECK_INT(side, SIDE_PX);
    CHECK_INT(count, ANCHORS);
    CHECK_INT(sl__anchors_make(SIDE_PX, palm_kind.groups, palm_kind.group_count, NULL), ANCHORS);
    CHECK_INT(sl__anchors_make(SIDE_PX, palm_kind.groups, palm_kind.group_count, anchors), ANCHORS);
    for (int i = 0; i < 2 * ANCHORS; i++) {
        uint32_t bits;
        memcpy(&bits, i % 2 ? &anchors[i / 2].y : &anchors[i / 2].x, sizeof(bits));
        hash = (hash ^ bits) * 0x100000001b3u;
    }
    CHECK(hash == expected);
    for (advance(); at("anchor"); samples++) {
        const struct sl__point *anchor = &anchors[take_int()];
        expect("anchor", (const float[2]){anchor->x, anchor->y}, 2);
    }
    CHECK_INT(samples, 10);
}

static void expect_detection(const char *wanted, const struct sl__detection *d)
{
    float values[DETECTION] = {d->score, d->xmin, d->ymin, d->width, d->height};
    for (int k = 0; k < POINTS; k++) {
        values[5 + 2 * k] = d->keypoint[k].x;
        values[6 + 2 * k] = d->keypoint[k].y;
    }
    expect(wanted, values, DETECTION);
}

/* A scene's raw numbers; all other anchors see nothing. */
static void take_raw(float *raw, float *logit)
{
    for (int i = 0; i < ANCHORS; i++)
        logit[i] = -50.0f;
    while (at("raw")) {
        int number = take_int();
        take_floats(&logit[number], 1);
        take_floats(&raw[number * ROW], ROW);
        advance();
    }
}

static struct sl__padding padding_of(const struct sl__rect *rect, int width, int height, int side)
{
    struct sl__padding padding;
    struct sl__roi roi = {rect->cx * (float)width, rect->cy * (float)height, rect->w * (float)width, rect->h * (float)height,
                          rect->rotation};
    sl__roi_pad(&roi, side, side, &padding);
    return padding;
}

/* @return the palms in the scene */
static int check_scene(void)
{
    static const struct sl__rect whole = {0.5f, 0.5f, 1.0f, 1.0f, 0.0f};
    static float raw[ANCHORS * ROW], logit[ANCHORS];
    static struct sl__detection found[ANCHORS], kept[ANCHORS];
    static int order[ANCHORS];
    struct sl__detector detector = {.kind = &palm_kind, .anchor_count = ANCHORS, .anchors = anchors};
    take_floats(&detector.threshold, 1);
    int width = take_int(), height = take_int();
    advance();
    take_raw(raw, logit);
    int count = sl__detector_decode(&detector, raw, logit, found);
    for (int i = 0; i < count; i++)
        expect_detection("decoded", &found[i]);
    count = sl__suppress(found, count, POINTS, order, kept, ANCHORS);
    for (int i = 0; i < count; i++)
        expect_detection("kept", &kept[i]);
    struct sl__padding padding = padding_of(&whole, width, height, SIDE_PX);
    for (int i = 0; i < count; i++) {
        sl__detection_unletterbox(&kept[i], POINTS, &padding);
        expect_detection("placed", &kept[i]);
        struct sl__rect rect = sl__hand_palm_roi(&kept[i], width, height);
        expect("palm_rect", &rect.cx, RECT);
    }
    CHECK(at("end"));
    return count;
}

static void scenes_give_the_palms_and_regions_of_mediapipe(void)
{
    int scenes = 0, palms = 0;
    if (!begin())
        return;
    sl__anchors_make(SIDE_PX, palm_kind.groups, palm_kind.group_count, anchors);
    for (; find("scene"); scenes++)
        palms += check_scene();
    CHECK_INT(scenes, 7);
    CHECK(palms > 30);
}

static void only_the_best_palms_are_kept_where_room_is_short(void)
{
    static struct sl__detection found[2], kept[2];
    int order[2];
    found[0] = (struct sl__detection){.score = 0.6f, .xmin = 0.1f, .ymin = 0.1f, .width = 0.2f, .height = 0.2f};
    found[1] = (struct sl__detection){.score = 0.9f, .xmin = 0.6f, .ymin = 0.6f, .width = 0.2f, .height = 0.2f};
    CHECK_INT(sl__suppress(found, 2, POINTS, order, kept, 1), 1);
    CHECK(kept[0].score == 0.9f);
    CHECK_INT(sl__suppress(found, 0, POINTS, order, kept, 2), 0);
}

static int take_rects(const char *wanted, struct sl__rect *rects)
{
    int count = 0;
    for (; at(wanted) && count < RECTS_MAX; count++) {
        take_floats(&rects[count].cx, RECT);
        advance();
    }
    return count;
}

static void later_regions_win_over_earlier_ones(void)
{
    struct sl__rect detected[RECTS_MAX], followed[RECTS_MAX], list[2 * RECTS_MAX];
    int cases = 0;
    if (!begin())
        return;
    for (; find("association"); cases++) {
        advance();
        int detected_count = take_rects("detected", detected), followed_count = take_rects("followed", followed);
        int count = sl__rects_associate(list, 0, detected, detected_count, 0.5f);
        count = sl__rects_associate(list, count, followed, followed_count, 0.5f);
        for (int i = 0; i < count; i++)
            expect("associated", &list[i].cx, RECT);
        CHECK(at("end"));
    }
    CHECK_INT(cases, 8);
}

static void hands_give_the_next_regions_of_mediapipe(void)
{
    int hands = 0;
    if (!begin())
        return;
    for (; find("hand"); hands++) {
        float landmarks[SL_HAND_POINTS][3];
        int width = take_int(), height = take_int();
        take_floats(landmarks[0], HAND);
        advance();
        struct sl__rect rect = sl__hand_next_roi((const float(*)[3])landmarks, width, height);
        expect("next_rect", &rect.cx, RECT);
    }
    CHECK_INT(hands, 13); /* two of them wholly left of the picture or above it */
}

static void take_points(const char *wanted, float (*points)[3])
{
    CHECK(at(wanted));
    take_floats(points[0], HAND);
    advance();
}

static void landmarks_get_the_places_that_mediapipe_gives_them(void)
{
    int cases = 0;
    if (!begin())
        return;
    for (; find("projection"); cases++) {
        float landmarks[SL_HAND_POINTS][3], world[SL_HAND_POINTS][3];
        struct sl__rect rect;
        int width = take_int(), height = take_int();
        take_floats(&rect.cx, RECT);
        advance();
        struct sl__padding padding = padding_of(&rect, width, height, HAND_SIDE_PX);
        take_points("landmarks", landmarks);
        sl__points_unletterbox(landmarks, SL_HAND_POINTS, &padding);
        sl__points_project(landmarks, SL_HAND_POINTS, &rect);
        expect("projected", landmarks[0], HAND);
        take_points("world", world);
        sl__points_turn(world, SL_HAND_POINTS, &rect);
        expect("turned", world[0], HAND);
    }
    CHECK_INT(cases, 6);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    file_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(anchors_are_those_of_the_grids);
    RUN(scenes_give_the_palms_and_regions_of_mediapipe);
    RUN(only_the_best_palms_are_kept_where_room_is_short);
    RUN(later_regions_win_over_earlier_ones);
    RUN(hands_give_the_next_regions_of_mediapipe);
    RUN(landmarks_get_the_places_that_mediapipe_gives_them);
    if (file)
        fclose(file);
    return TAP_END();
}
