/*
 * Head poses of faces made from the canonical face (face_maker.h): the matrix that made them has to come back. Against
 * MediaPipe itself: tests/golden/landmark/head_pose.txt and tests/parity/head_pose.py.
 */
#include "face_maker.h"
#include "landmark/procrustes.h"
#include "tap.h"

#include <sightline/head_pose.h>

static struct sl_face face, other;

static struct made_face random_face(uint32_t *state)
{
    struct made_face made = {.yaw = maker_between(state, -60, 60), .pitch = maker_between(state, -45, 45),
                             .roll = maker_between(state, -80, 80), .width_px = 1280, .height_px = 720};
    made.place[2] = maker_between(state, -150, -25);
    made.place[0] = made.place[2] * maker_between(state, -0.4, 0.4);
    made.place[1] = made.place[2] * maker_between(state, -0.25, 0.25);
    return made;
}

/* The landmarks are floats: they hold the head's turn to about 1e-6. */
static void the_matrix_that_made_a_face_comes_back(void)
{
    uint32_t state = 1;
    double worst = 0.0;
    for (int n = 0; n < 500; n++) {
        struct made_face made = random_face(&state);
        struct sl_head_pose pose;
        double turn[3][3];
        maker_turn(&made, turn);
        maker_face(&made, &face);
        CHECK_INT(sl_head_pose_solve(&face, made.width_px, made.height_px, &pose), 1);
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++)
                worst = fmax(worst, fabs((double)pose.matrix[4 * i + k] - turn[i][k]));
            worst = fmax(worst, fabs(((double)pose.matrix[4 * i + 3] - made.place[i]) / made.place[2]));
            CHECK(pose.matrix[12 + i] == 0.0f);
        }
        CHECK(pose.matrix[15] == 1.0f);
    }
    printf("# largest difference %g\n", worst);
    CHECK(worst < 1e-5);
}

/* In the middle of the picture the line of sight is the camera's axis, and the angles are those that made the face. */
static void the_angles_are_those_of_the_face(void)
{
    uint32_t state = 2;
    for (int n = 0; n < 300; n++) {
        struct made_face made = random_face(&state);
        struct sl_head_pose pose;
        made.place[0] = made.place[1] = 0.0;
        maker_face(&made, &face);
        CHECK_INT(sl_head_pose_solve(&face, made.width_px, made.height_px, &pose), 1);
        if (fabs((double)pose.yaw - made.yaw) > 0.02 || fabs((double)pose.pitch - made.pitch) > 0.02 ||
            fabs((double)pose.roll - made.roll) > 0.02)
            TAP_FAIL("expected %g %g %g, found %g %g %g", made.yaw, made.pitch, made.roll, (double)pose.yaw,
                     (double)pose.pitch, (double)pose.roll);
    }
}

/* Wherever it is, a face whose axis goes through the camera has yaw and pitch 0. */
static void a_face_that_looks_into_the_camera_has_no_yaw_and_pitch(void)
{
    uint32_t state = 3;
    for (int n = 0; n < 300; n++) {
        struct made_face made = random_face(&state);
        struct sl_head_pose pose;
        const double deg = 180.0 / M_PI;
        made.yaw = atan2(-made.place[0], -made.place[2]) * deg;
        made.pitch = atan2(-made.place[1], hypot(made.place[0], made.place[2])) * deg;
        maker_face(&made, &face);
        CHECK_INT(sl_head_pose_solve(&face, made.width_px, made.height_px, &pose), 1);
        CHECK(fabsf(pose.yaw) < 0.02f && fabsf(pose.pitch) < 0.02f);
        CHECK(fabs((double)pose.roll - made.roll) < 0.02);
    }
}

static void a_mirrored_face_has_the_other_yaw_and_roll(void)
{
    uint32_t state = 4;
    for (int n = 0; n < 20; n++) {
        struct made_face made = random_face(&state);
        struct sl_head_pose one, mirrored;
        made.noise = 0.2;
        made.seed = state;
        maker_face(&made, &face);
        maker_mirror(&face, &other);
        CHECK_INT(sl_head_pose_solve(&face, made.width_px, made.height_px, &one), 1);
        CHECK_INT(sl_head_pose_solve(&other, made.width_px, made.height_px, &mirrored), 1);
        CHECK(fabsf(one.yaw + mirrored.yaw) < 0.02f);
        CHECK(fabsf(one.pitch - mirrored.pitch) < 0.02f);
        CHECK(fabsf(one.roll + mirrored.roll) < 0.02f);
    }
}

static void the_irises_do_not_count(void)
{
    struct made_face made = {.place = {3, 2, -50}, .yaw = 10, .width_px = 640, .height_px = 480};
    struct sl_head_pose one, with;
    maker_face(&made, &face);
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &one), 1);
    face.points = SL_FACE_POINTS_MAX;
    for (int i = SL_FACE_POINTS; i < SL_FACE_POINTS_MAX; i++)
        face.image[i][0] = 100.0f;
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &with), 1);
    CHECK_BITS(with.matrix, one.matrix, 16);
}

static void a_face_without_extent_or_numbers_is_not_solved(void)
{
    struct sl_head_pose pose;
    memset(&face, 0, sizeof(face));
    face.points = SL_FACE_POINTS;
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &pose), 0);
    for (int i = 0; i < SL_FACE_POINTS; i++)
        face.image[i][0] = 0.5f + 0.0009f * (i % 2 ? 1.0f : -1.0f);
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &pose), 0);
    struct made_face made = {.place = {0, 0, -50}, .width_px = 640, .height_px = 480};
    maker_face(&made, &face);
    CHECK_INT(sl_head_pose_solve(&face, 0, 480, &pose), 0);
    CHECK_INT(sl_head_pose_solve(&face, 640, -1, &pose), 0);
    face.image[4][1] = NAN;
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &pose), 0);
    face.image[4][1] = INFINITY;
    CHECK_INT(sl_head_pose_solve(&face, 640, 480, &pose), 0);
}

static double determinant(const double (*m)[3])
{
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/* A turn is square to itself, has determinant 1, and no turn near it is nearer to the matrix. */
static void the_nearest_turn_is_one_and_is_nearest(void)
{
    uint32_t state = 5;
    for (int n = 0; n < 2000; n++) {
        double matrix[3][3], turn[3][3], holds = 0.0;
        int rank = 1 + n % 3; /* also matrices that flatten space to a plane or a line */
        memset(matrix, 0, sizeof(matrix));
        for (int r = 0; r < rank; r++) {
            double a[3], b[3];
            for (int k = 0; k < 3; k++) {
                a[k] = maker_between(&state, -1, 1);
                b[k] = maker_between(&state, -1, 1);
            }
            for (int i = 0; i < 9; i++)
                matrix[i / 3][i % 3] += a[i / 3] * b[i % 3];
        }
        sl__nearest_turn((const double(*)[3])matrix, turn);
        CHECK(fabs(determinant((const double(*)[3])turn) - 1.0) < 1e-9);
        for (int i = 0; i < 9; i++) {
            double square = 0.0;
            for (int k = 0; k < 3; k++)
                square += turn[i / 3][k] * turn[i % 3][k];
            CHECK(fabs(square - (i / 3 == i % 3)) < 1e-9);
            holds += turn[i / 3][i % 3] * matrix[i / 3][i % 3];
        }
        for (int more = 0; more < 6; more++) {
            struct made_face small = {.yaw = maker_between(&state, -2, 2), .pitch = maker_between(&state, -2, 2),
                                      .roll = maker_between(&state, -2, 2)};
            double step[3][3], moved[3][3], then = 0.0;
            maker_turn(&small, step);
            maker_times((const double(*)[3])step, (const double(*)[3])turn, moved);
            for (int i = 0; i < 9; i++)
                then += moved[i / 3][i % 3] * matrix[i / 3][i % 3];
            CHECK(then <= holds + 1e-9);
        }
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_matrix_that_made_a_face_comes_back);
    RUN(the_angles_are_those_of_the_face);
    RUN(a_face_that_looks_into_the_camera_has_no_yaw_and_pitch);
    RUN(a_mirrored_face_has_the_other_yaw_and_roll);
    RUN(the_irises_do_not_count);
    RUN(a_face_without_extent_or_numbers_is_not_solved);
    RUN(the_nearest_turn_is_one_and_is_nearest);
    return TAP_END();
}
