/*
 * Events of the analysers besides hands: body, faces, boxes and one person who stands aside; one person alone; two people;
 * and all analysers without a finding. As tests/golden/event/make_parts.py has them.
 */
#ifndef SL_TESTS_EVENT_PARTS_H
#define SL_TESTS_EVENT_PARTS_H

#include "event_sample.h"

#define PARTS_EVENTS 4

/* Numbers that look random and are easily made in another language. */
static inline void parts_fill(float *values, int count, int seed)
{
    for (int i = 0; i < count; i++)
        values[i] = (float)((seed * 613 + i) * 37 % 1999 - 400) / 1511.0f;
}

static inline void parts_body(struct sl_body *body, int seed)
{
    parts_fill(body->image[0], 3 * SL_POSE_POINTS, seed);
    parts_fill(body->world[0], 3 * SL_POSE_POINTS, seed + 1);
    parts_fill(body->visibility, SL_POSE_POINTS, seed + 2);
    parts_fill(body->presence, SL_POSE_POINTS, seed + 3);
    parts_fill(&body->score, 1, seed + 4);
}

static inline void parts_face(struct sl_face *face, int points, int id, int seed)
{
    face->points = points;
    face->id = id;
    parts_fill(face->image[0], 3 * SL_FACE_POINTS_MAX, seed);
    parts_fill(&face->score, 1, seed + 1);
}

static inline void parts_reading(struct sl__face_reading *reading, int seed)
{
    reading->has_head = reading->has_eyes = reading->has_gaze = reading->has_mood = true;
    parts_fill(reading->head.matrix, 16, seed);
    parts_fill(&reading->head.yaw, 1, seed + 1);
    parts_fill(&reading->head.pitch, 1, seed + 2);
    parts_fill(&reading->head.roll, 1, seed + 3);
    parts_fill(&reading->eyes.left_open, 1, seed + 4);
    parts_fill(&reading->eyes.right_open, 1, seed + 5);
    parts_fill(&reading->eyes.mouth_open, 1, seed + 6);
    reading->distance_mm = 512.5f;
    reading->gaze.direction = seed % 2 ? SL_GAZE_LEFT : SL_GAZE_UP;
    parts_fill(&reading->gaze.horizontal, 1, seed + 7);
    parts_fill(&reading->gaze.vertical, 1, seed + 8);
    parts_fill(&reading->gaze.yaw, 1, seed + 9);
    parts_fill(&reading->gaze.pitch, 1, seed + 10);
    reading->mood = (struct sl_mood){.kind = SL_MOOD_SURPRISED, .score = 75};
}

static inline void parts_detection(struct sl_detection *found, int seed)
{
    float box[5];
    parts_fill(box, 5, seed);
    *found = (struct sl_detection){.xmin = box[0], .ymin = box[1], .width = box[2], .height = box[3], .score = box[4]};
    parts_fill(found->point[0], 2 * SL_DETECTION_POINTS, seed + 1);
}

static inline void parts_person(struct sl_person *person, bool left, bool right, int face_points, int id, int seed)
{
    person->id = id;
    parts_body(&person->body, seed);
    person->has_left_hand = left, person->has_right_hand = right;
    parts_fill(person->left_hand[0], 3 * SL_HAND_POINTS, seed + 10);
    parts_fill(person->right_hand[0], 3 * SL_HAND_POINTS, seed + 11);
    person->has_face = face_points > 0;
    parts_face(&person->face, face_points, 0, seed + 12);
}

/* Pose, face mesh and face detection, and holistic beside them. */
static inline void parts_side_by_side(struct sl__event *event)
{
    event->has_pose = event->has_body = event->has_faces = event->has_detections = event->has_people = event->one_person = true;
    parts_body(&event->body, 1);
    event->face_count = event->detection_count = 2;
    parts_face(&event->faces[0], SL_FACE_POINTS, 0, 11);
    parts_face(&event->faces[1], SL_FACE_POINTS_MAX, 3, 13);
    parts_reading(&event->face_reading[1], 21);
    event->faces[1].image[0][0] = NAN;
    event->faces[1].image[477][2] = INFINITY;
    parts_detection(&event->detections[0], 31);
    parts_detection(&event->detections[1], 33);
    event->people_count = 1;
    parts_person(&event->people[0], false, false, 0, 0, 41);
}

static inline void parts_event(struct sl__event *event, int number)
{
    memset(event, 0, sizeof(*event));
    event->stream = "cam0", event->frame = (uint64_t)number, event->pts_ns = number * 40000000LL, event->capture_ns = 1;
    event->width_px = 640, event->height_px = 480;
    event->has_people = true;
    event->one_person = number == 1;
    event->people_count = number;
    if (number == 0)
        parts_side_by_side(event);
    if (number == 1) {
        parts_person(&event->people[0], true, true, SL_FACE_POINTS, 1, 51);
        parts_reading(&event->people_face_reading[0], 62);
        event->people_hand_reading[0][0] = (struct sl__hand_reading){true, {SL_GESTURE_ILOVEYOU, 0.75f}};
        event->people_hand_reading[0][1] = (struct sl__hand_reading){true, {SL_GESTURE_NONE, 0.5f}};
    }
    if (number == 2) {
        parts_person(&event->people[0], false, true, SL_FACE_POINTS_MAX, 1, 71);
        parts_person(&event->people[1], true, false, 0, 2, 91);
        event->people_hand_reading[1][0] = (struct sl__hand_reading){true, {SL_GESTURE_THUMB_UP, 1}};
    }
    if (number == 3) {
        event->has_hands = event->has_pose = event->has_faces = event->has_detections = true;
        event->people_count = 0;
    }
}

#endif
