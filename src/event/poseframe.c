/*
 * An event as one frame of a .pose file. Coordinates as the package pose-format makes them: x and y times width and height, z
 * as it is, in world landmarks, too; confidence is a body point's visibility and 1 for points of hands and faces.
 */
#include "event/posefile.h"

#include <math.h>
#include <string.h>

/* Where a part's points begin among a person's. */
static int part_start(const struct pose_frame *frame, enum pose_part part)
{
    int face = frame->face_points;
    const int starts[POSE_PARTS] = {0, SL_POSE_POINTS, SL_POSE_POINTS + face, SL_POSE_POINTS + face + SL_HAND_POINTS,
                                    SL_POSE_POINTS + face + 2 * SL_HAND_POINTS};
    return starts[part];
}

/* A point with a coordinate that is not finite is not there. */
static void put_points(struct pose_frame *frame, int place, enum pose_part part, const float (*points)[3],
                       const float *confidence, int count)
{
    size_t first = (size_t)place * POSE_PERSON_POINTS(frame->face_points) + (size_t)part_start(frame, part);
    for (int i = 0; i < count; i++) {
        const float *from = points[i], sure = confidence ? confidence[i] : 1.0f;
        float *to = frame->data + 3 * (first + (size_t)i);
        if (!isfinite(from[0]) || !isfinite(from[1]) || !isfinite(from[2]) || !isfinite(sure))
            continue;
        to[0] = (float)((double)from[0] * frame->width_px);
        to[1] = (float)((double)from[1] * frame->height_px);
        to[2] = from[2];
        frame->confidence[first + (size_t)i] = sure;
    }
}

static void put_body(struct pose_frame *frame, int place, const struct sl_body *body)
{
    put_points(frame, place, POSE_BODY, body->image, body->visibility, SL_POSE_POINTS);
    put_points(frame, place, POSE_WORLD, body->world, body->visibility, SL_POSE_POINTS);
}

static void put_face(struct pose_frame *frame, int place, const struct sl_face *face)
{
    int has = face->points == SL_FACE_POINTS_MAX ? SL_FACE_POINTS_MAX : SL_FACE_POINTS;
    put_points(frame, place, POSE_FACE, face->image, NULL, has < frame->face_points ? has : frame->face_points);
}

/*
 * Give each of `count` things its place in the file, -1 when all are taken: what is followed keeps its own, what is new gets
 * the lowest free one.
 */
static void find_places(struct pose_places *places, int limit, const int *ids, int count, int *found)
{
    bool taken[SL_PEOPLE_MAX] = {false};
    for (int i = 0; i < count; i++) {
        found[i] = -1;
        for (int place = 0; place < limit && ids[i] > 0; place++)
            if (places->id[place] == ids[i] && !taken[place]) {
                taken[place] = true;
                found[i] = place;
                break;
            }
    }
    for (int place = 0; place < limit; place++)
        places->id[place] = taken[place] ? places->id[place] : 0;
    for (int i = 0, place = 0; i < count; i++) {
        while (place < limit && taken[place])
            place++;
        if (found[i] >= 0 || place == limit)
            continue;
        found[i] = place;
        places->id[place] = ids[i];
        taken[place] = true;
    }
}

static void put_people(struct pose_frame *frame, const struct sl__event *event)
{
    int ids[SL_PEOPLE_MAX] = {0}, place[SL_PEOPLE_MAX], count = sl__event_people_count(event);
    for (int i = 0; i < count; i++)
        ids[i] = event->people[i].id;
    find_places(&frame->person, frame->people, ids, count, place);
    for (int i = 0; i < count; i++) {
        const struct sl_person *person = &event->people[i];
        if (place[i] < 0)
            continue;
        put_body(frame, place[i], &person->body);
        if (person->has_face)
            put_face(frame, place[i], &person->face);
        if (person->has_left_hand)
            put_points(frame, place[i], POSE_LEFT_HAND, person->left_hand, NULL, SL_HAND_POINTS);
        if (person->has_right_hand)
            put_points(frame, place[i], POSE_RIGHT_HAND, person->right_hand, NULL, SL_HAND_POINTS);
    }
}

static void put_faces(struct pose_frame *frame, const struct sl__event *event)
{
    int ids[SL_FACES_MAX] = {0}, place[SL_FACES_MAX], count = sl__event_face_count(event);
    for (int i = 0; i < count; i++)
        ids[i] = event->faces[i].id;
    find_places(&frame->face, frame->people, ids, count, place);
    for (int i = 0; i < count; i++)
        if (place[i] >= 0)
            put_face(frame, place[i], &event->faces[i]);
}

/* The label of a hand is that of a mirrored picture, so the person's own left hand is the one called right. */
static void put_hands(struct pose_frame *frame, const struct sl__event *event, enum pose_part part, enum sl_side side,
                      struct pose_places *places)
{
    const struct sl_hand *hands[SL_HANDS_MAX];
    int ids[SL_HANDS_MAX] = {0}, place[SL_HANDS_MAX], count = 0;
    for (int i = 0; i < sl__event_hand_count(event); i++)
        if (event->hands[i].side == side) {
            hands[count] = &event->hands[i];
            ids[count++] = event->hands[i].id;
        }
    find_places(places, frame->people, ids, count, place);
    for (int i = 0; i < count; i++)
        if (place[i] >= 0)
            put_points(frame, place[i], part, hands[i]->image, NULL, SL_HAND_POINTS);
}

void pose_frame_fill(struct pose_frame *frame, const struct sl__event *event)
{
    size_t points = (size_t)frame->people * POSE_PERSON_POINTS(frame->face_points);
    memset(frame->data, 0, 3 * points * sizeof(float));
    memset(frame->confidence, 0, points * sizeof(float));
    if (event->has_people) {
        put_people(frame, event);
        return;
    }
    if (event->has_pose && event->has_body)
        put_body(frame, 0, &event->body);
    put_faces(frame, event);
    put_hands(frame, event, POSE_LEFT_HAND, SL_SIDE_RIGHT, &frame->left_hand);
    put_hands(frame, event, POSE_RIGHT_HAND, SL_SIDE_LEFT, &frame->right_hand);
}
