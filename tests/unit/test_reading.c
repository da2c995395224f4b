/* What is read from an event: only what is wanted, from each hand and face wherever it stands, and nothing left over. */
#include "pipeline/reading.h"

#include "face_maker.h"
#include "tap.h"

#define WIDTH_PX 640
#define HEIGHT_PX 480

static struct sl__event event;

/* Five straight fingers like a fan: an open palm. */
static void make_palm(float (*points)[3])
{
    points[0][0] = 0.5f, points[0][1] = 0.9f, points[0][2] = 0.0f;
    for (int i = 1; i < SL_HAND_POINTS; i++) {
        float aside = 0.2f * (float)((i - 1) / 4 - 2), far = 0.1f * (float)((i - 1) % 4 + 1);
        points[i][0] = 0.5f + far * sinf(aside) * HEIGHT_PX / WIDTH_PX;
        points[i][1] = 0.9f - far * cosf(aside);
        points[i][2] = 0.0f;
    }
}

/* With irises, looking straight ahead. */
static void make_face(struct sl_face *face, double yaw, double away_cm)
{
    const struct made_face made = {.yaw = yaw, .place = {0, 0, -away_cm}, .width_px = WIDTH_PX, .height_px = HEIGHT_PX};
    const struct made_eyes eyes = {.behind = 1.2, .above = 0, .before = 1.2, .target = {0, 0, 0}};
    maker_face(&made, face);
    maker_eyes(&made, &eyes, face);
}

/* Two hands, two faces, two people: the first with all parts, the second with a body alone. Readings full of rubbish. */
static void make_event(void)
{
    memset(&event, 0xFF, sizeof(event));
    event.width_px = WIDTH_PX, event.height_px = HEIGHT_PX;
    event.has_hands = event.has_faces = event.has_people = true;
    event.hand_count = event.face_count = event.people_count = 2;
    memset(event.hands, 0, sizeof(event.hands));
    make_palm(event.hands[0].image);
    make_face(&event.faces[0], 20, 40);
    make_face(&event.faces[1], -20, 60);
    make_palm(event.people[0].right_hand);
    make_face(&event.people[0].face, 0, 80);
    event.people[0].has_left_hand = event.people[1].has_left_hand = event.people[1].has_right_hand = 0;
    event.people[0].has_right_hand = event.people[0].has_face = 1;
    event.people[1].has_face = 0;
}

static void nothing_is_read_unasked(void)
{
    const struct sl__pipeline_opts opts = {0};
    make_event();
    readings_run(&opts, &event);
    for (int i = 0; i < 2; i++) {
        const struct sl__face_reading *face = &event.face_reading[i];
        CHECK(!event.hand_reading[i].has_gesture && !event.people_hand_reading[0][i].has_gesture);
        CHECK(!face->has_head && !face->has_gaze && !face->has_mood && !face->has_eyes);
        CHECK(face->distance_mm == 0);
    }
    CHECK(!event.people_face_reading[0].has_head && !event.people_face_reading[0].has_mood);
}

static void gestures_are_read_of_hands_and_of_people(void)
{
    const struct sl__pipeline_opts opts = {.gestures = true};
    make_event();
    readings_run(&opts, &event);
    CHECK(event.hand_reading[0].has_gesture && event.hand_reading[1].has_gesture);
    CHECK_INT(event.hand_reading[0].gesture.kind, SL_GESTURE_OPEN_PALM);
    CHECK_INT(event.people_hand_reading[0][1].gesture.kind, SL_GESTURE_OPEN_PALM);
    CHECK(event.people_hand_reading[0][1].has_gesture && !event.people_hand_reading[0][0].has_gesture);
    CHECK(!event.people_hand_reading[1][0].has_gesture && !event.people_hand_reading[1][1].has_gesture);
    CHECK(!event.face_reading[0].has_head && !event.face_reading[0].has_eyes);
}

static void heads_are_read_each_from_its_own_face(void)
{
    const struct sl__pipeline_opts opts = {.head_pose = true};
    make_event();
    readings_run(&opts, &event);
    CHECK(event.face_reading[0].has_head && event.face_reading[1].has_head && event.people_face_reading[0].has_head);
    CHECK(fabsf(event.face_reading[0].head.yaw - 20) < 2 && fabsf(event.face_reading[1].head.yaw + 20) < 2);
    CHECK(fabsf(event.people_face_reading[0].head.yaw) < 2);
    CHECK(!event.face_reading[0].has_gaze && !event.face_reading[0].has_mood && event.face_reading[0].distance_mm == 0);
}

/* Gaze solves the head itself when nobody asked for it; the nearer iris tells the distance. */
static void gaze_is_read_with_and_without_the_head(void)
{
    struct sl__pipeline_opts opts = {.gaze = true};
    make_event();
    readings_run(&opts, &event);
    struct sl__face_reading alone = event.face_reading[0];
    CHECK(alone.has_gaze && alone.has_eyes && !alone.has_head && !alone.has_mood);
    float first = sl_iris_distance_mm(&event.faces[0], 0, WIDTH_PX, HEIGHT_PX, WIDTH_PX);
    float second = sl_iris_distance_mm(&event.faces[0], 1, WIDTH_PX, HEIGHT_PX, WIDTH_PX);
    CHECK(first != second && first > 0 && second > 0);
    CHECK(alone.distance_mm == (first < second ? first : second));
    opts.head_pose = true;
    opts.gaze_opts.focal_px = 100;
    readings_run(&opts, &event);
    CHECK(event.face_reading[0].has_head);
    CHECK(!memcmp(&event.face_reading[0].gaze, &alone.gaze, sizeof(alone.gaze)));
    CHECK(event.face_reading[0].distance_mm < alone.distance_mm);
    opts.gaze_opts.mode = SL_GAZE_CLASSIC;
    readings_run(&opts, &event);
    CHECK(event.face_reading[0].has_gaze && event.face_reading[0].gaze.yaw == 0);
}

static void a_face_without_irises_has_no_gaze_but_eyes(void)
{
    const struct sl__pipeline_opts opts = {.gaze = true, .mood = true};
    make_event();
    event.faces[0].points = SL_FACE_POINTS;
    readings_run(&opts, &event);
    CHECK(!event.face_reading[0].has_gaze && event.face_reading[0].has_eyes && event.face_reading[0].has_mood);
    CHECK(event.face_reading[0].distance_mm == 0);
    CHECK(event.face_reading[1].has_gaze && event.face_reading[1].distance_mm > 0);
    CHECK_INT(event.face_reading[0].mood.kind, sl_mood_of(&event.faces[0], WIDTH_PX, HEIGHT_PX).kind);
}

static void what_did_not_run_is_not_read(void)
{
    const struct sl__pipeline_opts opts = {.gestures = true, .head_pose = true, .gaze = true, .mood = true};
    make_event();
    event.has_hands = event.has_faces = event.has_people = false;
    struct sl__event before = event;
    readings_run(&opts, &event);
    CHECK(!memcmp(&before, &event, sizeof(event)));
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(nothing_is_read_unasked);
    RUN(gestures_are_read_of_hands_and_of_people);
    RUN(heads_are_read_each_from_its_own_face);
    RUN(gaze_is_read_with_and_without_the_head);
    RUN(a_face_without_irises_has_no_gaze_but_eyes);
    RUN(what_did_not_run_is_not_read);
    return TAP_END();
}
