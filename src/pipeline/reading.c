/* Readings of hands and faces, wherever in the event they stand. */
#include "pipeline/reading.h"

#include <string.h>

static void read_hand(const struct sl__pipeline_opts *opts, const struct sl__event *event, const struct sl_hand *hand,
                      struct sl__hand_reading *reading)
{
    reading->has_gesture = opts->gestures;
    if (opts->gestures)
        reading->gesture = sl_gesture_of(hand, event->width_px, event->height_px);
}

/* A hand of a person has no world landmarks; the gesture is then told from the picture's. */
static void read_person_hand(const struct sl__pipeline_opts *opts, const struct sl__event *event, bool has_hand,
                             const float (*points)[3], enum sl_side side, struct sl__hand_reading *reading)
{
    struct sl_hand hand = {.side = side};
    if (!has_hand) {
        reading->has_gesture = false;
        return;
    }
    memcpy(hand.image, points, sizeof(hand.image));
    read_hand(opts, event, &hand, reading);
}

static float nearer_iris_mm(const struct sl__pipeline_opts *opts, const struct sl__event *event, const struct sl_face *face)
{
    float focal_px = opts->gaze_opts.focal_px > 0 ? opts->gaze_opts.focal_px : (float)event->width_px;
    float first = sl_iris_distance_mm(face, 0, event->width_px, event->height_px, focal_px);
    float second = sl_iris_distance_mm(face, 1, event->width_px, event->height_px, focal_px);
    return second > 0 && (first <= 0 || second < first) ? second : first;
}

static void read_eyes(const struct sl__pipeline_opts *opts, const struct sl__event *event, const struct sl_face *face,
                      struct sl__face_reading *reading)
{
    const struct sl_head_pose *head = reading->has_head ? &reading->head : NULL;
    reading->has_gaze = sl_gaze_of(face, head, event->width_px, event->height_px,
                                   (enum sl_gaze_mode)opts->gaze_opts.mode, &reading->gaze) > 0;
    reading->has_eyes = sl_eyes_of(face, event->width_px, event->height_px, &reading->eyes) > 0;
    reading->distance_mm = nearer_iris_mm(opts, event, face);
}

static void read_face(const struct sl__pipeline_opts *opts, const struct sl__event *event, const struct sl_face *face,
                      struct sl__face_reading *reading)
{
    memset(reading, 0, sizeof(*reading));
    if (opts->head_pose)
        reading->has_head = sl_head_pose_solve(face, event->width_px, event->height_px, &reading->head) > 0;
    if (opts->gaze)
        read_eyes(opts, event, face, reading);
    if (opts->mood) {
        reading->has_mood = true;
        reading->mood = sl_mood_of(face, event->width_px, event->height_px);
    }
}

static void read_person(const struct sl__pipeline_opts *opts, struct sl__event *event, int i)
{
    const struct sl_person *person = &event->people[i];
    struct sl__hand_reading *hands = event->people_hand_reading[i];
    if (person->has_face)
        read_face(opts, event, &person->face, &event->people_face_reading[i]);
    read_person_hand(opts, event, person->has_left_hand, person->left_hand, SL_SIDE_LEFT, &hands[0]);
    read_person_hand(opts, event, person->has_right_hand, person->right_hand, SL_SIDE_RIGHT, &hands[1]);
}

void readings_run(const struct sl__pipeline_opts *opts, struct sl__event *event)
{
    for (int i = 0; i < sl__event_hand_count(event); i++)
        read_hand(opts, event, &event->hands[i], &event->hand_reading[i]);
    for (int i = 0; i < sl__event_face_count(event); i++)
        read_face(opts, event, &event->faces[i], &event->face_reading[i]);
    for (int i = 0; i < sl__event_people_count(event); i++)
        read_person(opts, event, i);
}
