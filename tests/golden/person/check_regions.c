/*
 * Where hands and faces of a body are looked for, against what MediaPipe's own calculators made of the same numbers
 * (tools/golden/person.py). Only float32 arithmetic in a fixed order and glibc's functions: tolerance 0.
 */
#include "landmark/person_face.h"
#include "landmark/person_hand.h"
#include "landmark/roi_tracking.h"
#include "tap.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { RECT = 5, POINTS_MAX = 11, LINE_BYTES = 1024 };

static const char *file_name;
static FILE *file;
static char line[LINE_BYTES], word[24];
static const char *rest;

static void advance(void)
{
    int used = 0;
    do {
        word[0] = '\0';
        if (!fgets(line, sizeof(line), file) || sscanf(line, "%23s%n", word, &used) != 1)
            return;
    } while (word[0] == '#');
    rest = line + used;
}

/* To the first record of a kind, and from there to the next ones. */
static bool find(const char *wanted, bool first)
{
    if (first && !file)
        file = fopen(file_name, "r");
    if (!file) {
        TAP_FAIL("%s cannot be read", file_name);
        return false;
    }
    if (first) {
        rewind(file);
        advance();
    }
    while (word[0] && strcmp(word, wanted))
        advance();
    return word[0] != '\0';
}

static int take_int(void)
{
    char *end;
    int value = (int)strtol(rest, &end, 10);
    rest = end;
    return value;
}

static void take_floats(float *values, int count)
{
    for (int i = 0; i < count; i++) {
        char *end;
        uint32_t bits = (uint32_t)strtoul(rest, &end, 16);
        if (end == rest) {
            TAP_FAIL("%d numbers expected, found %d: %.60s", count, i, line);
            return;
        }
        memcpy(&values[i], &bits, sizeof(bits));
        rest = end;
    }
}

static void expect_rect(const struct sl__rect *found)
{
    float expected[RECT] = {0};
    advance();
    CHECK_TEXT(word, "rect");
    take_floats(expected, RECT);
    CHECK_BITS(&found->cx, expected, RECT);
}

static void regions_of_hands_come_from_the_arms_ends(void)
{
    int cases = 0;
    for (; find("hand_of_body", cases == 0); cases++) {
        int width = take_int(), height = take_int();
        float points[3][3];
        take_floats(points[0], 9);
        struct sl__rect rect = sl__hand_rect_from_body(points[0], points[1], points[2], width, height);
        expect_rect(&rect);
    }
    CHECK_INT(cases, 30);
}

static void two_points_make_the_fine_region(void)
{
    int cases = 0;
    for (; find("recrop", cases == 0); cases++) {
        int width = take_int(), height = take_int();
        struct sl__rect rough, rect;
        struct sl__padding padding;
        float points[4];
        take_floats(&rough.cx, RECT);
        take_floats(points, 4);
        struct sl__roi roi = {rough.cx * (float)width, rough.cy * (float)height, rough.w * (float)width,
                              rough.h * (float)height, rough.rotation};
        sl__roi_pad(&roi, 256, 256, &padding);
        rect = sl__hand_rect_from_recrop(points, &padding, &rough, width, height);
        expect_rect(&rect);
    }
    CHECK_INT(cases, 36);
}

static void faces_are_searched_around_the_bodys_face(void)
{
    int cases = 0;
    for (; find("face_of_body", cases == 0); cases++) {
        struct sl_body body = {.score = 1.0f};
        int width = take_int(), height = take_int();
        take_floats(body.image[0], 33);
        struct sl__rect rect = sl__face_rect_from_body(&body, width, height);
        expect_rect(&rect);
    }
    CHECK_INT(cases, 30);
}

static void regions_of_faces_come_from_key_points(void)
{
    int cases = 0;
    for (; find("face_of_keypoints", cases == 0); cases++) {
        struct sl__detection detection = {.score = 0.9f, .xmin = 0.1f, .ymin = 0.2f, .width = 0.3f, .height = 0.4f};
        int width = take_int(), height = take_int();
        take_floats(&detection.keypoint[0].x, 12);
        struct sl__rect rect = sl__face_rect_from_keypoints(&detection, width, height);
        expect_rect(&rect);
    }
    CHECK_INT(cases, 30);
}

static bool choice_of(const struct sl__roi_limits *limits, int width, int height)
{
    struct sl__rect fresh, followed;
    float landmarks[POINTS_MAX][3];
    take_floats(&fresh.cx, RECT);
    advance();
    CHECK_TEXT(word, "followed");
    take_floats(&followed.cx, RECT);
    advance();
    CHECK_TEXT(word, "points");
    int count = take_int();
    if (count > POINTS_MAX) {
        TAP_FAIL("%d points", count);
        return false;
    }
    take_floats(landmarks[0], 3 * count);
    return sl__roi_keeps(limits, (const float(*)[3])landmarks, count, &followed, &fresh, width, height);
}

/* The cases meet or miss each limit by far, by a hundredth, a ten-thousandth or a millionth of it. */
static void a_region_is_kept_where_mediapipe_keeps_it(void)
{
    int cases = 0, kept = 0;
    for (; find("choice", cases == 0); cases++) {
        char kind[8] = "";
        int used = 0;
        CHECK_INT(sscanf(rest, " %7s%n", kind, &used), 1);
        rest += used;
        int width = take_int(), height = take_int(), expected = take_int();
        bool hand = !strcmp(kind, "hand");
        bool found = choice_of(hand ? &sl__hand_roi_limits : &sl__face_roi_limits, width, height);
        if (found != (expected != 0))
            TAP_FAIL("case %d, a %s: expected %s", cases, kind, expected ? "kept" : "left");
        kept += found;
    }
    CHECK_INT(cases, 204);
    CHECK(kept > 30);
}

static void numbers_that_are_none_are_no_region(void)
{
    struct sl__rect fresh = {0.5f, 0.5f, 0.4f, 0.4f, 0.0f}, none = {NAN, 0.5f, 0.4f, 0.4f, 0.0f};
    const float inside[1][3] = {{0.5f, 0.5f, 0.0f}}, nowhere[1][3] = {{NAN, 0.5f, 0.0f}};
    CHECK(sl__roi_keeps(&sl__hand_roi_limits, inside, 1, &fresh, &fresh, 64, 64));
    CHECK(!sl__roi_keeps(&sl__hand_roi_limits, nowhere, 1, &fresh, &fresh, 64, 64));
    CHECK(!sl__roi_keeps(&sl__hand_roi_limits, inside, 1, &none, &fresh, 64, 64));
    CHECK(!sl__roi_keeps(&sl__hand_roi_limits, inside, 1, &fresh, &none, 64, 64));
    none.rotation = NAN;
    CHECK(!sl__roi_keeps(&sl__hand_roi_limits, inside, 1, &none, &fresh, 64, 64));
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    file_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(regions_of_hands_come_from_the_arms_ends);
    RUN(two_points_make_the_fine_region);
    RUN(faces_are_searched_around_the_bodys_face);
    RUN(regions_of_faces_come_from_key_points);
    RUN(a_region_is_kept_where_mediapipe_keeps_it);
    RUN(numbers_that_are_none_are_no_region);
    if (file)
        fclose(file);
    return TAP_END();
}
