/* Random people as .pose files and as NDJSON, for posefile.py.  write_pose FOLDER */
#include "event/sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t dice(void)
{
    static uint64_t state = 7;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 32);
}

/* Like landmarks: within the picture and a little outside. */
static void random_floats(float *values, int count)
{
    for (int i = 0; i < count; i++)
        values[i] = (float)(int32_t)dice() / 1431655765.0f;
}

static void random_person(struct sl_person *person, int id, bool irises)
{
    *person = (struct sl_person){.id = id, .has_left_hand = dice() % 2, .has_right_hand = dice() % 2, .has_face = dice() % 3 > 0};
    random_floats(person->body.image[0], 3 * SL_POSE_POINTS);
    random_floats(person->body.world[0], 3 * SL_POSE_POINTS);
    for (int i = 0; i < SL_POSE_POINTS; i++)
        person->body.visibility[i] = (float)(dice() >> 8) / 16777216.0f;
    random_floats(person->left_hand[0], 3 * SL_HAND_POINTS);
    random_floats(person->right_hand[0], 3 * SL_HAND_POINTS);
    person->face.points = irises ? SL_FACE_POINTS_MAX : SL_FACE_POINTS;
    random_floats(person->face.image[0], 3 * SL_FACE_POINTS_MAX);
}

/* The same events into both files; a frame has up to so many people, whose ids tell their places. */
static int write_both(const char *folder, const char *name, int frames, int people, bool irises)
{
    static struct sl__event event;
    struct sl__posefile_opts opts = {.people = people, .irises = irises};
    struct sl__sink *sinks[2] = {NULL, NULL};
    struct sl_error why = {""};
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s.pose", folder, name);
    int err = sl__posefile_open(&sinks[0], path, &opts, &why);
    snprintf(path, sizeof(path), "%s/%s.ndjson", folder, name);
    err = err ? err : sl__ndjson_open(&sinks[1], path, &why);
    for (int n = 0; n < frames && err == 0; n++) {
        event = (struct sl__event){.stream = "cam", .frame = (uint64_t)n, .pts_ns = n * 40000000LL, .width_px = 1281, .height_px = 719};
        event.has_people = true;
        event.people_count = (int)(dice() % (uint32_t)(people + 1));
        for (int i = 0; i < event.people_count; i++)
            random_person(&event.people[i], i + 1, irises);
        for (int i = 0; i < 2 && err == 0; i++)
            err = sinks[i]->ops->write(sinks[i], NULL, &event, &why);
    }
    for (int i = 0; i < 2; i++) {
        int closed = sl__sink_close(&sinks[i], err ? NULL : &why);
        err = err ? err : closed;
    }
    if (err)
        fprintf(stderr, "%s\n", why.text);
    return err;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    return write_both(argv[1], "one", 150, 1, false) || write_both(argv[1], "refined", 70, 1, true) ||
           write_both(argv[1], "several", 40, 3, true);
}
