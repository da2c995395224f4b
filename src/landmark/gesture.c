/*
 * Gestures from the bends of fingers. Each gesture is a row of conditions, each condition holds to a degree of 0..1, and a
 * gesture holds as far as the least of its conditions does. doc/readings.md has the figures.
 */
#include "landmark/geometry.h"
#include <sightline/gesture.h>

#include <math.h>
#include <stdbool.h>

#define SEEN_FROM 0.5f /* a gesture that holds to a lesser degree is none */

enum finger { THUMB, INDEX, MIDDLE, RING, PINKY, FINGERS };
enum finger_is { ANY, STRAIGHT, BENT, FOLDED };        ///< bent: not straight; folded: bent into the palm
enum thumb_is { THUMB_STRAIGHT, THUMB_AWAY, THUMB_IN }; ///< away: straight, and off the hand at its side; in: not that
enum points { ANYWHERE, INDEX_UP, THUMB_UP, THUMB_DOWN };

static const struct rule {
    enum thumb_is thumb;
    enum finger_is finger[FINGERS - 1]; ///< index to pinky
    enum points points;
    bool apart; ///< index and middle finger do not lie together
} rules[SL_GESTURE_COUNT] = {
    [SL_GESTURE_CLOSED_FIST] = {THUMB_IN, {FOLDED, FOLDED, FOLDED, FOLDED}, ANYWHERE, false},
    [SL_GESTURE_OPEN_PALM] = {THUMB_STRAIGHT, {STRAIGHT, STRAIGHT, STRAIGHT, STRAIGHT}, ANYWHERE, false},
    [SL_GESTURE_POINTING_UP] = {THUMB_IN, {STRAIGHT, BENT, BENT, BENT}, INDEX_UP, false},
    [SL_GESTURE_THUMB_DOWN] = {THUMB_AWAY, {FOLDED, FOLDED, FOLDED, FOLDED}, THUMB_DOWN, false},
    [SL_GESTURE_THUMB_UP] = {THUMB_AWAY, {FOLDED, FOLDED, FOLDED, FOLDED}, THUMB_UP, false},
    [SL_GESTURE_VICTORY] = {THUMB_IN, {STRAIGHT, STRAIGHT, BENT, BENT}, ANYWHERE, true},
    [SL_GESTURE_ILOVEYOU] = {THUMB_STRAIGHT, {STRAIGHT, BENT, BENT, STRAIGHT}, ANYWHERE, false},
};

/* What the rules ask of a hand. Degrees. */
struct shape {
    float bend[FINGERS];          ///< of its three joints together
    float thumb_aside;            ///< between the thumb and the line from the pinky's knuckle to the index finger's
    float thumb_off_up, index_off_up; ///< between it and the picture's up
    float spread;                 ///< between index and middle finger
};

/* 1 up to @p from, 0 beyond @p to; 0 for a number that is none. */
static float falls(float x, float from, float to)
{
    if (x <= from)
        return 1.0f;
    return x < to ? (to - x) / (to - from) : 0.0f;
}

static float rises(float x, float from, float to)
{
    if (x >= to)
        return 1.0f;
    return x > from ? (x - from) / (to - from) : 0.0f;
}

static float turn(const float (*points)[3], int from, int joint, int to)
{
    float in[3], out[3];
    sl__vector_between(points[from], points[joint], in);
    sl__vector_between(points[joint], points[to], out);
    return sl__angle_degrees(in, out);
}

/* From the wrist through the finger's four points. */
static float bend_of(const float (*points)[3], enum finger finger)
{
    int first = SL_HAND_THUMB_CMC + 4 * (int)finger;
    return turn(points, SL_HAND_WRIST, first, first + 1) + turn(points, first, first + 1, first + 2) +
           turn(points, first + 1, first + 2, first + 3);
}

static float angle_of_lines(const float (*points)[3], int from, int to, int other_from, int other_to)
{
    float line[3], other[3];
    sl__vector_between(points[from], points[to], line);
    sl__vector_between(points[other_from], points[other_to], other);
    return sl__angle_degrees(line, other);
}

/* In the plane of the picture. */
static float angle_off_up(const float (*pixels)[3], int from, int to)
{
    static const float up[3] = {0.0f, -1.0f, 0.0f};
    float line[3];
    sl__vector_between(pixels[from], pixels[to], line);
    line[2] = 0.0f;
    return sl__angle_degrees(line, up);
}

static bool has_extent(const float (*points)[3])
{
    for (int i = 1; i < SL_HAND_POINTS; i++)
        for (int k = 0; k < 3; k++)
            if (points[i][k] != points[0][k])
                return true;
    return false;
}

static struct shape shape_of(const struct sl_hand *hand, int width_px, int height_px)
{
    float pixels[SL_HAND_POINTS][3];
    struct shape shape;
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        pixels[i][0] = hand->image[i][0] * (float)width_px;
        pixels[i][1] = hand->image[i][1] * (float)height_px;
        pixels[i][2] = hand->image[i][2] * (float)width_px;
    }
    const float(*points)[3] = has_extent(hand->world) ? hand->world : (const float(*)[3])pixels;
    for (int finger = THUMB; finger < FINGERS; finger++)
        shape.bend[finger] = bend_of(points, (enum finger)finger);
    shape.spread = angle_of_lines(points, SL_HAND_INDEX_MCP, SL_HAND_INDEX_TIP, SL_HAND_MIDDLE_MCP, SL_HAND_MIDDLE_TIP);
    const float(*seen)[3] = (const float(*)[3])pixels;
    shape.thumb_aside = angle_of_lines(seen, SL_HAND_THUMB_MCP, SL_HAND_THUMB_TIP, SL_HAND_PINKY_MCP, SL_HAND_INDEX_MCP);
    shape.thumb_off_up = angle_off_up(seen, SL_HAND_THUMB_MCP, SL_HAND_THUMB_TIP);
    shape.index_off_up = angle_off_up(seen, SL_HAND_INDEX_MCP, SL_HAND_INDEX_TIP);
    return shape;
}

static float finger_holds(enum finger_is wanted, float bend)
{
    switch (wanted) {
    case STRAIGHT: return falls(bend, 60.0f, 120.0f);
    case BENT: return rises(bend, 60.0f, 120.0f);
    case FOLDED: return rises(bend, 100.0f, 160.0f);
    default: return 1.0f;
    }
}

static float thumb_holds(enum thumb_is wanted, const struct shape *shape)
{
    float straight = falls(shape->bend[THUMB], 60.0f, 110.0f);
    float away = fminf(straight, falls(shape->thumb_aside, 45.0f, 80.0f));
    return wanted == THUMB_STRAIGHT ? straight : wanted == THUMB_AWAY ? away : 1.0f - away;
}

static float direction_holds(enum points wanted, const struct shape *shape)
{
    switch (wanted) {
    case INDEX_UP: return falls(shape->index_off_up, 30.0f, 70.0f);
    case THUMB_UP: return falls(shape->thumb_off_up, 30.0f, 70.0f);
    case THUMB_DOWN: return rises(shape->thumb_off_up, 110.0f, 150.0f);
    default: return 1.0f;
    }
}

static float rule_holds(const struct rule *rule, const struct shape *shape)
{
    float holds = fminf(thumb_holds(rule->thumb, shape), direction_holds(rule->points, shape));
    for (int finger = INDEX; finger < FINGERS; finger++)
        holds = fminf(holds, finger_holds(rule->finger[finger - INDEX], shape->bend[finger]));
    return rule->apart ? fminf(holds, rises(shape->spread, 2.0f, 10.0f)) : holds;
}

struct sl_gesture sl_gesture_of(const struct sl_hand *hand, int32_t width_px, int32_t height_px)
{
    struct shape shape = shape_of(hand, width_px, height_px);
    struct sl_gesture best = {SL_GESTURE_NONE, 0.0f};
    for (int kind = SL_GESTURE_NONE + 1; kind < SL_GESTURE_COUNT; kind++) {
        float holds = rule_holds(&rules[kind], &shape);
        if (holds > best.score)
            best = (struct sl_gesture){(enum sl_gesture_kind)kind, holds};
    }
    if (best.score < SEEN_FROM)
        best = (struct sl_gesture){SL_GESTURE_NONE, 1.0f - best.score};
    return best;
}

const char *sl_gesture_name(enum sl_gesture_kind kind)
{
    static const char *const names[SL_GESTURE_COUNT] = {"None",       "Closed_Fist", "Open_Palm", "Pointing_Up",
                                                        "Thumb_Down", "Thumb_Up",    "Victory",   "ILoveYou"};
    return (unsigned)kind < SL_GESTURE_COUNT ? names[kind] : names[SL_GESTURE_NONE];
}
