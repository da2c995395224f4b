/*
 * Gestures of real hands (gestures.txt) against what a person sees. The kinds have to be equal, the score is the rule's;
 * turned in the picture's plane, mirrored and scaled the same hands show the same, direction apart.
 */
#include "tap.h"

#include <math.h>
#include <sightline/gesture.h>
#include <stdlib.h>

enum { HANDS_MAX = 64 };

static const char *file_name;
static struct real {
    char name[40], gesture[16];
    int width_px, height_px;
    struct sl_hand hand;
} real[HANDS_MAX];
static int count;

static bool read_points(FILE *file, float (*points)[3])
{
    for (int i = 0; i < SL_HAND_POINTS; i++)
        if (fscanf(file, "%f %f %f", &points[i][0], &points[i][1], &points[i][2]) != 3)
            return false;
    return true;
}

static bool read_hand(FILE *file, struct real *one)
{
    return fscanf(file, "%39s %15s %d %d", one->name, one->gesture, &one->width_px, &one->height_px) == 4 &&
           read_points(file, one->hand.image) && read_points(file, one->hand.world);
}

static void read_past_line(FILE *file)
{
    for (int c = 0; c != EOF && c != '\n';)
        c = fgetc(file);
}

static void read_all(void)
{
    char word[8];
    FILE *file = fopen(file_name, "r");
    while (file && fscanf(file, "%7s", word) == 1) {
        if (!strcmp(word, "hand") && count < HANDS_MAX && read_hand(file, &real[count]))
            count++;
        else
            read_past_line(file);
    }
    if (file)
        fclose(file);
}

static void real_hands_show_what_a_person_sees(void)
{
    CHECK_INT(count, 19);
    for (int i = 0; i < count; i++) {
        struct sl_gesture gesture = sl_gesture_of(&real[i].hand, real[i].width_px, real[i].height_px);
        printf("# %-20s %-12s %.2f\n", real[i].name, sl_gesture_name(gesture.kind), (double)gesture.score);
        if (strcmp(sl_gesture_name(gesture.kind), real[i].gesture))
            TAP_FAIL("%s: expected %s, found %s", real[i].name, real[i].gesture, sl_gesture_name(gesture.kind));
    }
}

/* Turn and scale about the picture's middle, into a picture of 1280x720. */
static struct sl_hand moved(const struct real *one, float degrees, float scale, bool mirrored)
{
    struct sl_hand hand = one->hand;
    float c = cosf(degrees * (float)M_PI / 180.0f), s = sinf(degrees * (float)M_PI / 180.0f), way = mirrored ? -1.0f : 1.0f;
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        float x = way * (one->hand.image[i][0] - 0.5f) * (float)one->width_px * scale;
        float y = (one->hand.image[i][1] - 0.5f) * (float)one->height_px * scale;
        hand.image[i][0] = 0.5f + (c * x - s * y) / 1280.0f;
        hand.image[i][1] = 0.5f + (s * x + c * y) / 720.0f;
        hand.image[i][2] = one->hand.image[i][2] * (float)one->width_px * scale / 1280.0f;
        x = way * one->hand.world[i][0];
        y = one->hand.world[i][1];
        hand.world[i][0] = c * x - s * y;
        hand.world[i][1] = s * x + c * y;
    }
    return hand;
}

static bool has_direction(const char *gesture)
{
    return !strncmp(gesture, "Thumb", 5) || !strcmp(gesture, "Pointing_Up");
}

static void check_moved(const struct real *one, float degrees, float scale, bool mirrored)
{
    struct sl_hand hand = moved(one, degrees, scale, mirrored);
    const char *expected = one->gesture, *found = sl_gesture_name(sl_gesture_of(&hand, 1280, 720).kind);
    float off_up = fabsf(degrees);
    if (has_direction(expected) && off_up > 160.0f)
        expected = !strcmp(expected, "Thumb_Up") ? "Thumb_Down" : "None";
    else if (has_direction(expected) && off_up > 20.0f)
        expected = off_up > 85.0f && off_up < 95.0f ? "None" : found; /* between the two it may be either */
    if (strcmp(found, expected))
        TAP_FAIL("%s turned by %g, scaled by %g%s: expected %s, found %s", one->name, (double)degrees, (double)scale,
                 mirrored ? ", mirrored" : "", expected, found);
}

static void turned_mirrored_and_scaled_they_show_the_same(void)
{
    unsigned seed = 4;
    for (int i = 0; i < count; i++)
        for (int turn = 0; turn < 100; turn++) {
            float degrees = turn < 5 ? (float)(turn * 90 - 180) : (float)(rand_r(&seed) % 361 - 180);
            check_moved(&real[i], degrees, 0.1f + 0.03f * (float)(rand_r(&seed) % 100), turn % 2);
        }
}

int main(int argc, char **argv)
{
    file_name = argc > 1 ? argv[1] : "gestures.txt";
    TAP_BEGIN(argc - 1, argv + 1);
    read_all();
    RUN(real_hands_show_what_a_person_sees);
    RUN(turned_mirrored_and_scaled_they_show_the_same);
    return TAP_END();
}
