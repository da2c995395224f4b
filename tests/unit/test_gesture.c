/* Gestures of hands made from joint angles (hand_maker.h). Real hands: tests/golden/landmark/gestures.txt. */
#include "hand_maker.h"
#include "tap.h"

#include <sightline/gesture.h>
#include <stdlib.h>

#define STRAIGHT {8, 10, 6}
#define FIST {75, 95, 45}
#define THUMB_OUT {0, 8, 6}
#define THUMB_TUCKED {35, 40, 50}

static const struct {
    struct joints joints;
    enum sl_gesture_kind kind;
    const char *what;
} made[] = {
    {{{THUMB_TUCKED, FIST, FIST, FIST, FIST}, 2, 40}, SL_GESTURE_CLOSED_FIST, "fist"},
    {{{THUMB_OUT, STRAIGHT, STRAIGHT, STRAIGHT, STRAIGHT}, 9, 50}, SL_GESTURE_OPEN_PALM, "palm"},
    {{{THUMB_TUCKED, STRAIGHT, FIST, FIST, FIST}, 4, 40}, SL_GESTURE_POINTING_UP, "index finger"},
    {{{THUMB_OUT, FIST, FIST, FIST, FIST}, 2, 85}, SL_GESTURE_THUMB_UP, "thumb"},
    {{{THUMB_TUCKED, STRAIGHT, STRAIGHT, FIST, FIST}, 14, 40}, SL_GESTURE_VICTORY, "two fingers apart"},
    {{{THUMB_OUT, STRAIGHT, FIST, FIST, STRAIGHT}, 6, 60}, SL_GESTURE_ILOVEYOU, "thumb, index finger and pinky"},
    {{{THUMB_TUCKED, STRAIGHT, FIST, FIST, STRAIGHT}, 6, 40}, SL_GESTURE_NONE, "horns"},
    {{{THUMB_OUT, STRAIGHT, FIST, FIST, FIST}, 4, 85}, SL_GESTURE_NONE, "thumb and index finger"},
    {{{THUMB_TUCKED, STRAIGHT, STRAIGHT, STRAIGHT, FIST}, 9, 40}, SL_GESTURE_NONE, "three fingers"},
    {{{THUMB_TUCKED, STRAIGHT, STRAIGHT, STRAIGHT, STRAIGHT}, 9, 40}, SL_GESTURE_NONE, "four fingers"},
    {{{THUMB_TUCKED, STRAIGHT, STRAIGHT, FIST, FIST}, 0, 40}, SL_GESTURE_NONE, "two fingers together"},
    {{{THUMB_OUT, FIST, FIST, FIST, STRAIGHT}, 4, 85}, SL_GESTURE_NONE, "thumb and pinky"},
};
enum { MADE = sizeof(made) / sizeof(made[0]), THUMB_ROW = 3 };

static unsigned seed = 1;

static float between(float low, float high)
{
    return low + (high - low) * (float)rand_r(&seed) / (float)RAND_MAX;
}

static struct sl_gesture seen(const struct joints *joints, const struct placing *placing)
{
    struct sl_hand hand;
    maker_place(joints, placing, &hand);
    return sl_gesture_of(&hand, placing->width_px, placing->height_px);
}

/* Turn in the picture's plane at which the gesture points up: the thumb's row has to be laid on its side. */
static float upright(int row, bool mirrored)
{
    return row == THUMB_ROW ? (mirrored ? 85.0f : -85.0f) : 0.0f;
}

static void each_gesture_is_seen_upright(void)
{
    for (int row = 0; row < MADE; row++) {
        struct placing placing = {.turn_z = upright(row, false), .scale = 1500, .width_px = 640, .height_px = 480};
        struct sl_gesture gesture = seen(&made[row].joints, &placing);
        printf("# %-30s %-12s %.2f\n", made[row].what, sl_gesture_name(gesture.kind), (double)gesture.score);
        CHECK_INT(gesture.kind, made[row].kind);
        CHECK(gesture.score >= 0.5f && gesture.score <= 1.0f);
    }
}

/* Any turn in the plane for those that turn freely, up to 25 degrees where direction counts; tilts out of it to 35. */
static void gestures_hold_when_hands_turn_and_are_near_or_far(void)
{
    for (int i = 0; i < 3000; i++) {
        int row = i % MADE;
        bool directed = made[row].kind == SL_GESTURE_POINTING_UP || made[row].kind == SL_GESTURE_THUMB_UP;
        struct placing placing = {.turn_x = between(-35, 35), .turn_y = between(-35, 35), .scale = between(100, 6000),
                                  .width_px = i % 2 ? 1280 : 480, .height_px = i % 2 ? 720 : 640};
        placing.turn_z = directed ? upright(row, false) + between(-25, 25) : between(-180, 180);
        if (row == THUMB_ROW)
            placing.turn_x = placing.turn_y = 0.0f;
        struct sl_gesture gesture = seen(&made[row].joints, &placing);
        if (gesture.kind != made[row].kind)
            TAP_FAIL("%s turned %g %g %g: expected %s, found %s", made[row].what, (double)placing.turn_x,
                     (double)placing.turn_y, (double)placing.turn_z, sl_gesture_name(made[row].kind),
                     sl_gesture_name(gesture.kind));
    }
}

/* Sums are taken in another order: 1e-4 of the score. */
static void a_mirrored_hand_gives_the_same(void)
{
    for (int i = 0; i < 1000; i++) {
        const struct joints *joints = &made[i % MADE].joints;
        struct placing placing = {.turn_x = between(-60, 60), .turn_y = between(-60, 60), .turn_z = between(-180, 180),
                                  .scale = 1500, .width_px = 640, .height_px = 480};
        struct placing mirrored = placing;
        mirrored.mirrored = true;
        mirrored.turn_y = -placing.turn_y;
        mirrored.turn_z = -placing.turn_z;
        struct sl_gesture one = seen(joints, &placing), other = seen(joints, &mirrored);
        CHECK_INT(other.kind, one.kind);
        CHECK(fabsf(other.score - one.score) < 1e-4f);
    }
}

static void a_thumb_says_where_it_points(void)
{
    for (int degrees = 0; degrees < 360; degrees += 5) {
        struct placing placing = {.turn_z = -85.0f + (float)degrees, .scale = 1500, .width_px = 640, .height_px = 480};
        struct sl_gesture gesture = seen(&made[THUMB_ROW].joints, &placing);
        int off_up = degrees < 180 ? degrees : 360 - degrees;
        if (off_up <= 30)
            CHECK_INT(gesture.kind, SL_GESTURE_THUMB_UP);
        else if (off_up >= 150)
            CHECK_INT(gesture.kind, SL_GESTURE_THUMB_DOWN);
        else if (off_up >= 70 && off_up <= 110)
            CHECK_INT(gesture.kind, SL_GESTURE_NONE);
    }
}

static void an_index_finger_points_up_or_nowhere(void)
{
    for (int degrees = 0; degrees < 360; degrees += 5) {
        struct placing placing = {.turn_z = (float)degrees, .scale = 1500, .width_px = 480, .height_px = 640};
        struct sl_gesture gesture = seen(&made[2].joints, &placing);
        int off_up = degrees < 180 ? degrees : 360 - degrees;
        if (off_up <= 25)
            CHECK_INT(gesture.kind, SL_GESTURE_POINTING_UP);
        else if (off_up >= 80)
            CHECK_INT(gesture.kind, SL_GESTURE_NONE);
    }
}

/* From fist to palm the fist's score falls and the palm's rises, with other values than 0 and 1 between. */
static void the_score_is_graded(void)
{
    float before = 2.0f;
    int between_count = 0, kinds = 0;
    enum sl_gesture_kind last = SL_GESTURE_COUNT;
    for (int step = 0; step <= 40; step++) {
        float t = (float)step / 40.0f;
        struct joints joints = made[0].joints;
        for (int finger = 0; finger < 5; finger++)
            for (int k = 0; k < 3; k++)
                joints.bend[finger][k] += t * (made[1].joints.bend[finger][k] - made[0].joints.bend[finger][k]);
        struct placing placing = {.scale = 1500, .width_px = 640, .height_px = 480};
        struct sl_gesture gesture = seen(&joints, &placing);
        between_count += gesture.score > 0.5f && gesture.score < 1.0f;
        kinds += gesture.kind != last;
        if (gesture.kind == SL_GESTURE_CLOSED_FIST)
            CHECK(gesture.score <= before);
        last = gesture.kind;
        before = gesture.score;
    }
    CHECK_INT(kinds, 3); /* fist, none, palm */
    CHECK_INT(last, SL_GESTURE_OPEN_PALM);
    CHECK(between_count >= 5);
}

/* As from a pipeline that has no world landmarks. */
static void without_world_landmarks_the_picture_tells(void)
{
    for (int row = 0; row < MADE; row++) {
        struct placing placing = {.turn_z = upright(row, false), .scale = 1500, .width_px = 640, .height_px = 480};
        struct sl_hand hand;
        maker_place(&made[row].joints, &placing, &hand);
        memset(hand.world, 0, sizeof(hand.world));
        CHECK_INT(sl_gesture_of(&hand, 640, 480).kind, made[row].kind);
    }
}

static void a_hand_without_extent_or_numbers_is_none(void)
{
    struct sl_hand hand;
    memset(&hand, 0, sizeof(hand));
    CHECK_INT(sl_gesture_of(&hand, 640, 480).kind, SL_GESTURE_NONE);
    CHECK_INT(sl_gesture_of(&hand, 0, 0).kind, SL_GESTURE_NONE);
    for (int i = 0; i < SL_HAND_POINTS; i++)
        for (int k = 0; k < 3; k++)
            hand.image[i][k] = hand.world[i][k] = NAN;
    struct sl_gesture gesture = sl_gesture_of(&hand, 640, 480);
    CHECK_INT(gesture.kind, SL_GESTURE_NONE);
    CHECK(gesture.score == 1.0f);
}

static void names_are_those_of_mediapipe(void)
{
    static const char *const names[] = {"None",       "Closed_Fist", "Open_Palm", "Pointing_Up",
                                        "Thumb_Down", "Thumb_Up",    "Victory",   "ILoveYou"};
    for (int i = 0; i < SL_GESTURE_COUNT; i++)
        CHECK_TEXT(sl_gesture_name((enum sl_gesture_kind)i), names[i]);
    CHECK_TEXT(sl_gesture_name(SL_GESTURE_COUNT), "None");
    CHECK_TEXT(sl_gesture_name((enum sl_gesture_kind)-1), "None");
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(each_gesture_is_seen_upright);
    RUN(gestures_hold_when_hands_turn_and_are_near_or_far);
    RUN(a_mirrored_hand_gives_the_same);
    RUN(a_thumb_says_where_it_points);
    RUN(an_index_finger_points_up_or_nowhere);
    RUN(the_score_is_graded);
    RUN(without_world_landmarks_the_picture_tells);
    RUN(a_hand_without_extent_or_numbers_is_none);
    RUN(names_are_those_of_mediapipe);
    return TAP_END();
}
