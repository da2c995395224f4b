/*
 * Gaze, openings and distance of made faces (face_maker.h): where they look and how wide they open is known. The classic
 * rule on random faces: tests/golden/landmark/check_readings.py; the better one on real faces: gaze.txt there.
 */
#include "face_maker.h"
#include "tap.h"

#include <sightline/gaze.h>

static struct sl_face face, other;

/* The eye that gaze.c has in mind, in whose primary direction the iris stands 0.2 cm above the corners. */
static struct made_eyes eyes_at(double x, double y, double z)
{
    return (struct made_eyes){.behind = 0.65, .above = 0.2, .before = 1.0, .target = {x, y, z}};
}

static struct sl_gaze look(const struct made_face *made, const struct made_eyes *eyes)
{
    struct sl_gaze gaze = {.direction = SL_GAZE_DIRECTION_COUNT};
    maker_face(made, &face);
    maker_eyes(made, eyes, &face);
    CHECK_INT(sl_gaze_of(&face, NULL, made->width_px, made->height_px, SL_GAZE_BOTH_EYES, &gaze), 1);
    return gaze;
}

/* Heads turned by up to 25 degrees, rolled, anywhere in the picture: the gaze stays on the camera within 2 degrees. */
static void eyes_on_the_camera_are_center_however_the_head_turns(void)
{
    uint32_t state = 1;
    for (int n = 0; n < 500; n++) {
        struct made_face made = {.yaw = maker_between(&state, -25, 25), .pitch = maker_between(&state, -15, 15),
                                 .roll = maker_between(&state, -40, 40), .width_px = 1280, .height_px = 720};
        made.place[2] = maker_between(&state, -120, -30);
        made.place[0] = made.place[2] * maker_between(&state, -0.25, 0.25);
        made.place[1] = made.place[2] * maker_between(&state, -0.2, 0.2);
        made.yaw += atan2(-made.place[0], -made.place[2]) * 180.0 / M_PI; /* from facing the camera */
        struct made_eyes eyes = eyes_at(0, 0, 0);
        struct sl_gaze gaze = look(&made, &eyes);
        if (gaze.direction != SL_GAZE_CENTER || fabsf(gaze.yaw) > 2.0f || fabsf(gaze.pitch) > 2.0f)
            TAP_FAIL("head %g %g %g: expected center, found %s, %g %g", made.yaw, made.pitch, made.roll,
                     sl_gaze_direction_name(gaze.direction), (double)gaze.yaw, (double)gaze.pitch);
    }
}

/* A face at 60 cm in the middle of the picture looks past the camera by an angle. Within 3 degrees. */
static void eyes_that_look_past_the_camera_say_by_how_much(void)
{
    static const struct {
        double yaw, pitch;
        enum sl_gaze_direction direction;
    } cases[] = {{0, 0, SL_GAZE_CENTER}, {-15, 0, SL_GAZE_CENTER}, {16, 0, SL_GAZE_CENTER}, {-25, 0, SL_GAZE_LEFT},
                 {25, 0, SL_GAZE_RIGHT}, {0, 20, SL_GAZE_UP},      {0, -20, SL_GAZE_DOWN},  {-30, 10, SL_GAZE_LEFT},
                 {10, -25, SL_GAZE_DOWN}, {35, 0, SL_GAZE_RIGHT}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int head = -20; head <= 20; head += 10) { /* the head turned by itself changes nothing */
            struct made_face made = {.yaw = head, .place = {0, -2.6, -60}, .width_px = 640, .height_px = 480};
            double yaw = cases[i].yaw * M_PI / 180.0, pitch = cases[i].pitch * M_PI / 180.0;
            double far = 1e6; /* so both eyes look the same way */
            struct made_eyes eyes = eyes_at(far * sin(yaw) * cos(pitch), far * sin(pitch), far * cos(yaw) * cos(pitch));
            struct sl_gaze gaze = look(&made, &eyes);
            if (gaze.direction != cases[i].direction || fabs((double)gaze.yaw - cases[i].yaw) > 3.0 ||
                fabs((double)gaze.pitch - cases[i].pitch) > 3.0)
                TAP_FAIL("head %d: expected %s %g %g, found %s %g %g", head, sl_gaze_direction_name(cases[i].direction),
                         cases[i].yaw, cases[i].pitch, sl_gaze_direction_name(gaze.direction), (double)gaze.yaw,
                         (double)gaze.pitch);
        }
}

/* Eyes of other sizes and depths than those that gaze.c has in mind: on the camera they stay center. */
static void other_eyes_on_the_camera_are_center_too(void)
{
    uint32_t state = 3;
    for (int n = 0; n < 300; n++) {
        struct made_face made = {.place = {0, 0, -60}, .width_px = 640, .height_px = 480};
        struct made_eyes eyes = eyes_at(0, 0, 0);
        made.yaw = maker_between(&state, -25, 25);
        made.noise = 0.05;
        made.seed = state;
        eyes.behind = maker_between(&state, 0.55, 0.75);
        eyes.before = maker_between(&state, 0.9, 1.15);
        eyes.above = maker_between(&state, 0.1, 0.3);
        CHECK_INT(look(&made, &eyes).direction, SL_GAZE_CENTER);
    }
}

static void offsets_are_of_the_picture_right_and_down(void)
{
    struct made_face made = {.place = {0, -2.6, -60}, .width_px = 640, .height_px = 480};
    struct made_eyes right = eyes_at(40, 0, 0), down = eyes_at(0, -60, 0), middle = eyes_at(0, 0, 0);
    struct sl_gaze centre = look(&made, &middle);
    CHECK(look(&made, &right).horizontal > centre.horizontal + 0.2f);
    CHECK(look(&made, &down).vertical > centre.vertical + 0.2f);
    CHECK(fabsf(centre.horizontal) < 0.02f);
}

static void a_mirrored_face_looks_the_other_way(void)
{
    uint32_t state = 4;
    for (int n = 0; n < 10; n++) {
        struct made_face made = {.yaw = maker_between(&state, -20, 20), .roll = maker_between(&state, -20, 20),
                                 .place = {5, -2, -60}, .width_px = 640, .height_px = 480};
        struct made_eyes eyes = eyes_at(maker_between(&state, -40, 40), maker_between(&state, -30, 30), 0);
        struct sl_gaze one = look(&made, &eyes), mirrored = {.direction = SL_GAZE_CENTER};
        maker_mirror(&face, &other);
        CHECK_INT(sl_gaze_of(&other, NULL, 640, 480, SL_GAZE_BOTH_EYES, &mirrored), 1);
        CHECK(fabsf(one.yaw + mirrored.yaw) < 0.05f && fabsf(one.pitch - mirrored.pitch) < 0.05f);
        CHECK(fabsf(one.horizontal + mirrored.horizontal) < 1e-3f);
    }
}

static void a_head_pose_that_is_known_need_not_be_solved_again(void)
{
    struct made_face made = {.yaw = 12, .place = {5, -2, -60}, .width_px = 640, .height_px = 480};
    struct made_eyes eyes = eyes_at(10, 0, 0);
    struct sl_gaze alone = look(&made, &eyes), with = {.direction = SL_GAZE_CENTER};
    struct sl_head_pose head;
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &head), 1);
    CHECK_INT(sl_gaze_of(&face, &head, 640, 480, SL_GAZE_BOTH_EYES, &with), 1);
    CHECK_BITS(&with.horizontal, &alone.horizontal, 4);
}

static void without_irises_or_extent_there_is_no_gaze(void)
{
    struct made_face made = {.place = {0, 0, -60}, .width_px = 640, .height_px = 480};
    struct made_eyes eyes = eyes_at(0, 0, 0);
    struct sl_gaze gaze;
    look(&made, &eyes);
    face.points = SL_FACE_POINTS;
    CHECK_INT(sl_gaze_of(&face, NULL, 640, 480, SL_GAZE_BOTH_EYES, &gaze), 0);
    CHECK_INT(sl_gaze_of(&face, NULL, 640, 480, SL_GAZE_CLASSIC, &gaze), 0);
    CHECK(sl_iris_distance_mm(&face, 0, 640, 480, 640.0f) == 0.0f);
    face.points = SL_FACE_POINTS_MAX;
    memcpy(face.image[133], face.image[33], sizeof(face.image[33]));
    CHECK_INT(sl_gaze_of(&face, NULL, 640, 480, SL_GAZE_BOTH_EYES, &gaze), 0);
    CHECK_INT(sl_gaze_of(&face, NULL, 640, 480, SL_GAZE_CLASSIC, &gaze), 0);
    memset(&face, 0, sizeof(face));
    face.points = SL_FACE_POINTS_MAX;
    struct sl_eyes openings;
    CHECK_INT(sl_gaze_of(&face, NULL, 640, 480, SL_GAZE_BOTH_EYES, &gaze), 0);
    CHECK_INT(sl_eyes_of(&face, 640, 480, &openings), 0);
    CHECK(sl_iris_distance_mm(&face, 1, 640, 480, 640.0f) == 0.0f);
}

static void put(int point, float x_px, float y_px)
{
    face.image[point][0] = x_px / 640.0f;
    face.image[point][1] = y_px / 480.0f;
}

/* In pixels of 640x480: the eye 33..133 is 40 wide; the iris stands at a share of it. */
static void classic_knows_left_right_and_center_by_whole_pixels(void)
{
    static const struct {
        float iris_px;
        enum sl_gaze_direction direction;
    } cases[] = {{311.5f, SL_GAZE_LEFT},
                 {312.4f, SL_GAZE_CENTER},
                 {320.0f, SL_GAZE_CENTER},
                 {328.9f, SL_GAZE_CENTER},
                 {329.2f, SL_GAZE_RIGHT}};
    memset(&face, 0, sizeof(face));
    face.points = SL_FACE_POINTS_MAX;
    put(33, 300.3f, 200), put(133, 340.2f, 200), put(159, 320, 190.5f), put(145, 320, 210.5f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sl_gaze gaze;
        put(468, cases[i].iris_px, 200.5f);
        CHECK_INT(sl_gaze_of(&face, NULL, 640, 480, SL_GAZE_CLASSIC, &gaze), 1);
        CHECK_INT(gaze.direction, cases[i].direction);
        CHECK(gaze.vertical == 0.5f && gaze.yaw == 0.0f && gaze.pitch == 0.0f);
    }
}

static void openings_are_heights_by_widths(void)
{
    struct sl_eyes eyes;
    memset(&face, 0, sizeof(face));
    face.points = SL_FACE_POINTS;
    put(33, 100, 100), put(133, 140, 100), put(160, 110, 94), put(144, 110, 106), put(158, 130, 94), put(153, 130, 106);
    put(362, 200, 100), put(263, 240, 100), put(385, 210, 99), put(380, 210, 101), put(387, 230, 99), put(373, 230, 101);
    put(78, 150, 200), put(308, 190, 200), put(13, 170, 190), put(14, 170, 210);
    CHECK_INT(sl_eyes_of(&face, 640, 480, &eyes), 1);
    CHECK(fabsf(eyes.right_open - 0.3f) < 1e-4f); /* 33 is on the picture's left: the person's right eye */
    CHECK(fabsf(eyes.left_open - 0.05f) < 1e-4f);
    CHECK(fabsf(eyes.mouth_open - 0.5f) < 1e-4f);
}

/* Irises of 11.8 mm, seen by the camera of the face geometry: focal length half the height by the tangent. Within 1 %. */
static void an_iris_says_how_far_away_it_is(void)
{
    for (int cm = 20; cm <= 200; cm += 20) {
        struct made_face made = {.place = {6, -4, -cm}, .width_px = 640, .height_px = 480};
        struct made_eyes eyes = eyes_at(0, 0, 1e6);
        look(&made, &eyes);
        float focal = 240.0f / tanf(31.5f * (float)M_PI / 180.0f);
        for (int eye = 0; eye < 2; eye++) { /* the eyes lie 2.6 cm up, and their irises 3.8 cm before the origin */
            double x = 6 + (eye ? 3.15 : -3.15), expected = 10.0 * sqrt(x * x + 1.2 * 1.2 + (cm - 3.8) * (cm - 3.8));
            float found = sl_iris_distance_mm(&face, eye, 640, 480, focal);
            if (!(fabs((double)found / expected - 1.0) < 0.01))
                TAP_FAIL("eye %d at %d cm: expected %g mm, found %g", eye, cm, expected, (double)found);
        }
    }
    CHECK(sl_iris_distance_mm(&face, 2, 640, 480, 640.0f) == 0.0f);
    CHECK(sl_iris_distance_mm(&face, -1, 640, 480, 640.0f) == 0.0f);
}

static void directions_have_names(void)
{
    static const char *const names[] = {"center", "left", "right", "up", "down"};
    for (int i = 0; i < SL_GAZE_DIRECTION_COUNT; i++)
        CHECK_TEXT(sl_gaze_direction_name((enum sl_gaze_direction)i), names[i]);
    CHECK_TEXT(sl_gaze_direction_name(SL_GAZE_DIRECTION_COUNT), "center");
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(eyes_on_the_camera_are_center_however_the_head_turns);
    RUN(eyes_that_look_past_the_camera_say_by_how_much);
    RUN(other_eyes_on_the_camera_are_center_too);
    RUN(offsets_are_of_the_picture_right_and_down);
    RUN(a_mirrored_face_looks_the_other_way);
    RUN(a_head_pose_that_is_known_need_not_be_solved_again);
    RUN(without_irises_or_extent_there_is_no_gaze);
    RUN(classic_knows_left_right_and_center_by_whole_pixels);
    RUN(openings_are_heights_by_widths);
    RUN(an_iris_says_how_far_away_it_is);
    RUN(directions_have_names);
    return TAP_END();
}
