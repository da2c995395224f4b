/*
 * Head poses against those that MediaPipe's face geometry gave for the same made faces (head_pose.txt, by
 * tests/parity/head_pose.py --record). It computes in float, we in double: tolerance 2e-5 of the turn and of the distance.
 */
#include "face_maker.h"
#include "tap.h"

#include <sightline/head_pose.h>

static const char *file_name;

/* As make_face() there. */
static struct made_face of_seed(uint32_t seed)
{
    struct made_face made = {.noise = 0.3};
    made.yaw = maker_between(&seed, -60, 60);
    made.pitch = maker_between(&seed, -45, 45);
    made.roll = maker_between(&seed, -80, 80);
    made.place[2] = maker_between(&seed, -150, -25);
    made.place[0] = made.place[2] * maker_between(&seed, -0.4, 0.4);
    made.place[1] = made.place[2] * maker_between(&seed, -0.25, 0.25);
    made.width_px = (int)maker_between(&seed, 100, 2000);
    made.height_px = (int)maker_between(&seed, 100, 2000);
    made.seed = seed;
    return made;
}

static void check_face(uint32_t seed, const float *expected)
{
    static struct sl_face face;
    struct made_face made = of_seed(seed);
    struct sl_head_pose pose;
    float distance = hypotf(hypotf(expected[3], expected[7]), expected[11]);
    maker_face(&made, &face);
    CHECK_INT(sl_head_pose_solve(&face, made.width_px, made.height_px, &pose), 1);
    for (int i = 0; i < 16; i++)
        if (!(fabsf(pose.matrix[i] - expected[i]) <= 2e-5f * (i % 4 == 3 ? distance : 1.0f)))
            TAP_FAIL("seed %u, element %d: expected %.9g, found %.9g", (unsigned)seed, i, (double)expected[i],
                     (double)pose.matrix[i]);
}

static void the_matrices_are_those_of_mediapipe(void)
{
    char line[1024];
    int count = 0;
    FILE *file = fopen(file_name, "r");
    while (file && fgets(line, sizeof(line), file)) {
        unsigned seed;
        float m[16];
        if (sscanf(line, "face %u %f %f %f %f %f %f %f %f %f %f %f %f %f %f %f %f", &seed, &m[0], &m[1], &m[2], &m[3], &m[4],
                   &m[5], &m[6], &m[7], &m[8], &m[9], &m[10], &m[11], &m[12], &m[13], &m[14], &m[15]) != 17)
            continue;
        check_face(seed, m);
        count++;
    }
    if (file)
        fclose(file);
    CHECK_INT(count, 40);
}

int main(int argc, char **argv)
{
    file_name = argc > 1 ? argv[1] : "head_pose.txt";
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(the_matrices_are_those_of_mediapipe);
    return TAP_END();
}
