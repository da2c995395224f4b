/* The mood rule, first fit first, and its totals. On random faces beside Python: tests/golden/landmark/check_readings.py. */
#include "landmark/decimals.h"
#include "landmark/gaze_times.h"
#include "landmark/mood_sum.h"
#include "tap.h"

#include <errno.h>
#include <math.h>
#include <sightline/mood.h>

/* Pixels of 1280x720. */
struct sizes {
    int mouth_width, mouth_height, eye_height, brow_gap;
};

static struct sl_face face_of(const struct sizes *sizes)
{
    static struct sl_face face;
    memset(&face, 0, sizeof(face));
    face.points = SL_FACE_POINTS;
    face.image[61][0] = 600.5f / 1280.0f;
    face.image[291][0] = (600.5f + (float)sizes->mouth_width) / 1280.0f;
    face.image[13][1] = 500.5f / 720.0f;
    face.image[14][1] = (500.5f + (float)sizes->mouth_height) / 720.0f;
    face.image[159][1] = face.image[386][1] = 300.5f / 720.0f;
    face.image[145][1] = face.image[374][1] = (300.5f + (float)sizes->eye_height) / 720.0f;
    face.image[70][1] = face.image[300][1] = (300.5f - (float)sizes->brow_gap) / 720.0f;
    return face;
}

static void the_first_rule_that_fits_decides(void)
{
    static const struct {
        struct sizes sizes;
        enum sl_mood_kind kind;
    } cases[] = {
        {{80, 20, 12, 30}, SL_MOOD_HAPPY},     /* 4.0 times as wide as high */
        {{80, 0, 12, 5}, SL_MOOD_HAPPY},       /* a closed mouth is always that */
        {{30, 20, 30, 9}, SL_MOOD_ANGRY},      /* although eyes and mouth are open */
        {{50, 20, 21, 5}, SL_MOOD_SURPRISED},  /* the mouth is too wide for angry */
        {{30, 16, 21, 30}, SL_MOOD_SURPRISED}, {{30, 16, 20, 30}, SL_MOOD_SAD},
        {{20, 11, 30, 30}, SL_MOOD_SAD},       {{15, 10, 12, 30}, SL_MOOD_NEUTRAL},
        {{50, 20, 12, 30}, SL_MOOD_NEUTRAL},
    };
    static const float scores[SL_MOOD_COUNT] = {50.0f, 100.0f, 10.0f, 75.0f, 25.0f};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_face face = face_of(&cases[i].sizes);
        struct sl_mood mood = sl_mood_of(&face, 1280, 720);
        CHECK_TEXT(sl_mood_name(mood.kind), sl_mood_name(cases[i].kind));
        CHECK(mood.score == scores[cases[i].kind]);
    }
}

static void moods_have_names(void)
{
    static const char *const names[] = {"neutral", "happy", "angry", "surprised", "sad"};
    for (int i = 0; i < SL_MOOD_COUNT; i++)
        CHECK_TEXT(sl_mood_name((enum sl_mood_kind)i), names[i]);
    CHECK_TEXT(sl_mood_name(SL_MOOD_COUNT), "neutral");
}

static void add(struct sl__mood_sum *sum, enum sl_mood_kind kind, float score, double seconds)
{
    struct sl_mood mood = {kind, score};
    CHECK_INT(sl__mood_sum_add(sum, &mood, seconds), 0);
}

static void totals_are_means_and_percents(void)
{
    struct sl__mood_sum sum = {0};
    CHECK(isnan(sl__mood_sum_score(&sum)));
    CHECK(sl__mood_sum_percent(&sum, SL_MOOD_HAPPY) == 0.0);
    add(&sum, SL_MOOD_HAPPY, 100, 0.0);
    add(&sum, SL_MOOD_NEUTRAL, 50, 4.9999);
    add(&sum, SL_MOOD_SURPRISED, 75, 5.0);
    add(&sum, SL_MOOD_NEUTRAL, 50, 17.0);
    CHECK(sl__mood_sum_score(&sum) == 68.75);
    CHECK(sl__mood_sum_percent(&sum, SL_MOOD_HAPPY) == 33.33);
    CHECK(sl__mood_sum_percent(&sum, SL_MOOD_NEUTRAL) == 66.67);
    CHECK(sl__mood_sum_percent(&sum, SL_MOOD_ANGRY) == 0.0);
    CHECK(sl__mood_sum_percent(&sum, SL_MOOD_SURPRISED) == 0.0);
    CHECK_INT(sl__mood_sum_most(&sum), SL_MOOD_NEUTRAL);
    CHECK_INT(sum.blocks, 3);
    CHECK(sum.block[0].number == 0 && sl__mood_block_score(&sum.block[0]) == 75.0);
    CHECK(sum.block[1].number == 1 && sl__mood_block_score(&sum.block[1]) == 75.0);
    CHECK(sum.block[2].number == 3 && sl__mood_block_score(&sum.block[2]) == 50.0);
    struct sl_mood mood = {SL_MOOD_SAD, 25};
    CHECK_INT(sl__mood_sum_add(&sum, &mood, NAN), -EINVAL);
    CHECK(sl__mood_sum_score(&sum) == 68.75);
    sl__mood_sum_finish(&sum);
    CHECK(sum.block == NULL && sum.blocks == 0);
}

static void check_kept(const double *seconds, int count, const double *expected, int expected_count)
{
    struct sl__gaze_times times = {0};
    for (int i = 0; i < count; i++)
        CHECK(sl__gaze_times_add(&times, seconds[i]) >= 0);
    CHECK_INT(times.count, expected_count);
    for (int i = 0; i < expected_count && i < times.count; i++)
        if (times.kept[i] != expected[i])
            TAP_FAIL("kept %d: expected %.17g, found %.17g", i, expected[i], times.kept[i]);
    sl__gaze_times_finish(&times);
    CHECK(times.kept == NULL && times.count == 0);
}

static void times_closer_than_a_second_are_one(void)
{
    static const double known[] = {0.033, 0.067, 1.0, 1.033, 1.05, 2.1, 2.2}, kept[] = {0.03, 1.05, 2.1};
    static const double back[] = {5.0, 3.0, 4.5, 1.9, 1.5, NAN, INFINITY, 6.005}, kept_back[] = {5.0, 3.0, 1.9};
    check_kept(known, 7, kept, 3);
    check_kept(back, 8, kept_back, 3); /* 6.005 is a little less in binary: 6.0 */
    struct sl__gaze_times times = {0};
    for (int i = 0; i < 1000; i++)
        CHECK_INT(sl__gaze_times_add(&times, 1.5 * i), 1);
    CHECK_INT(times.count, 1000);
    sl__gaze_times_finish(&times);
}

static void rounding_is_that_of_python(void)
{
    CHECK(sl__round_decimals(2.675, 2) == 2.67); /* 2.675 is a little less in binary */
    CHECK(sl__round_decimals(0.125, 2) == 0.12 && sl__round_decimals(0.375, 2) == 0.38); /* ties to even */
    CHECK(sl__round_decimals(-1.005, 2) == -1.0);
    CHECK(sl__round_decimals(2.5, 0) == 2.0 && sl__round_decimals(3.5, 0) == 4.0);
    CHECK(sl__round_decimals(1e300, 2) == 1e300 && isinf(sl__round_decimals(INFINITY, 2)) && isnan(sl__round_decimals(NAN, 2)));
    CHECK(sl__round_decimals(-123456789012345.678, 9) == -123456789012345.678);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_first_rule_that_fits_decides);
    RUN(moods_have_names);
    RUN(totals_are_means_and_percents);
    RUN(times_closer_than_a_second_are_one);
    RUN(rounding_is_that_of_python);
    return TAP_END();
}
