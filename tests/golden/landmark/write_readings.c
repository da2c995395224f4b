/* Classic gaze and mood of random faces, lists of times, sums of moods, each with its input: for check_readings.py. */
#include "landmark/decimals.h"
#include "landmark/gaze_times.h"
#include "landmark/mood_sum.h"
#include <sightline/gaze.h>
#include <sightline/mood.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const int points[] = {33, 133, 145, 159, 468, 61, 291, 13, 14, 374, 386, 70, 300};
enum { POINTS = sizeof(points) / sizeof(points[0]) };

static double between(unsigned *seed, double low, double high)
{
    return low + (high - low) * (double)rand_r(seed) / (double)RAND_MAX;
}

/* Eyes a few pixels wide and mouths a few pixels high: thresholds and zeros are met often. Now and then outside the picture. */
static void write_face(unsigned *seed)
{
    static struct sl_face face = {.points = SL_FACE_POINTS_MAX};
    static const int sizes[][2] = {{1280, 720}, {176, 144}, {640, 480}};
    int size = rand_r(seed) % 3, width = sizes[size][0], height = sizes[size][1];
    double x = between(seed, -0.1, 1.1), y = between(seed, -0.1, 1.1), reach_x = 40.0 / width, reach_y = 40.0 / height;
    for (int i = 0; i < POINTS; i++) {
        face.image[points[i]][0] = (float)(x + between(seed, -reach_x, reach_x));
        face.image[points[i]][1] = (float)(y + between(seed, -reach_y, reach_y));
    }
    if (rand_r(seed) % 8 == 0)
        face.image[33][0] = face.image[133][0];
    if (rand_r(seed) % 8 == 0)
        face.image[159][1] = face.image[145][1];
    struct sl_gaze gaze = {0};
    int solved = sl_gaze_of(&face, NULL, width, height, SL_GAZE_CLASSIC, &gaze);
    struct sl_mood mood = sl_mood_of(&face, width, height);
    printf("face %d %d %d %s %.9g %.9g %s %g", width, height, solved, sl_gaze_direction_name(gaze.direction),
           (double)gaze.horizontal, (double)gaze.vertical, sl_mood_name(mood.kind), (double)mood.score);
    for (int i = 0; i < POINTS; i++)
        printf(" %.17g %.17g", (double)face.image[points[i]][0], (double)face.image[points[i]][1]);
    printf("\n");
}

static void write_round(unsigned *seed)
{
    double x = between(seed, -100, 100);
    int decimals = rand_r(seed) % 4;
    if (rand_r(seed) % 2) /* many are half-way between two, or as near as a double gets */
        x = (double)(rand_r(seed) % 20001 - 10000) / 200.0;
    printf("round %.17g %d %.17g\n", x, decimals, sl__round_decimals(x, decimals));
}

static void write_times(unsigned *seed)
{
    struct sl__gaze_times times = {0};
    double fps = between(seed, 5, 60);
    printf("times");
    for (int frame = 0; frame < 400; frame++) {
        if (rand_r(seed) % 3)
            continue;
        printf(" %.17g", frame / fps);
        sl__gaze_times_add(&times, frame / fps);
    }
    printf("\nkept");
    for (int i = 0; i < times.count; i++)
        printf(" %.17g", times.kept[i]);
    printf("\n");
    sl__gaze_times_finish(&times);
}

static void write_moods(unsigned *seed)
{
    static const float scores[SL_MOOD_COUNT] = {50, 100, 10, 75, 25};
    struct sl__mood_sum sum = {0};
    int frames = rand_r(seed) % 700;
    double fps = between(seed, 5, 60);
    printf("moods %.17g", fps);
    for (int frame = 0; frame < frames; frame++) {
        int kind = rand_r(seed) % (1 + rand_r(seed) % SL_MOOD_COUNT);
        struct sl_mood mood = {(enum sl_mood_kind)kind, scores[kind]};
        printf(" %g", (double)mood.score);
        sl__mood_sum_add(&sum, &mood, frame / fps);
    }
    printf("\nsum %.17g", sl__mood_sum_score(&sum));
    static const enum sl_mood_kind told[4] = {SL_MOOD_HAPPY, SL_MOOD_NEUTRAL, SL_MOOD_SAD, SL_MOOD_ANGRY};
    for (int i = 0; i < 4; i++)
        printf(" %.17g", sl__mood_sum_percent(&sum, told[i]));
    for (int i = 0; i < sum.blocks; i++)
        printf(" %lld %.17g", (long long)sum.block[i].number, sl__mood_block_score(&sum.block[i]));
    printf("\n");
    sl__mood_sum_finish(&sum);
}

int main(void)
{
    unsigned seed = 7;
    for (int i = 0; i < 20000; i++)
        write_face(&seed);
    for (int i = 0; i < 20000; i++)
        write_round(&seed);
    for (int i = 0; i < 60; i++) {
        write_times(&seed);
        write_moods(&seed);
    }
    return 0;
}
