/* The one result record: what was found in one frame of one stream. Owned by whoever made it; its arrays have a cap. */
#ifndef SL_EVENT_EVENT_H
#define SL_EVENT_EVENT_H

#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>
#include <sightline/frame.h>
#include <sightline/gaze.h>
#include <sightline/gesture.h>
#include <sightline/hands.h>
#include <sightline/head_pose.h>
#include <sightline/holistic.h>
#include <sightline/mood.h>
#include <sightline/pose.h>
#include <stdbool.h>

/** What was made of a face besides its points. */
struct sl__face_reading {
    bool has_head, has_gaze, has_mood, has_eyes;
    struct sl_head_pose head;
    struct sl_gaze gaze;
    struct sl_mood mood;
    struct sl_eyes eyes;
    float distance_mm; ///< of the nearer iris; 0: not known
};

/** What was made of a hand besides its points. */
struct sl__hand_reading {
    bool has_gesture;
    struct sl_gesture gesture;
};

/**
 * Which analysers ran is in has_*; a count (or has_body) tells what they found. Holistic's results stand in people alone; the
 * forms show one person who was asked for as pose, faces, left_hand and right_hand of the frame (sl__event_is_one_person).
 */
struct sl__event {
    const char *stream;       ///< borrowed; UTF-8
    uint64_t frame;           ///< counts from 0
    int64_t pts_ns;           ///< time in the stream
    int64_t capture_ns;       ///< CLOCK_MONOTONIC
    int32_t width_px, height_px;
    uint32_t dropped;         ///< frames dropped since the event before

    bool has_hands;           ///< the hands analyser ran on this frame
    int hand_count;           ///< 0..SL_HANDS_MAX
    struct sl_hand hands[SL_HANDS_MAX];
    struct sl__hand_reading hand_reading[SL_HANDS_MAX];

    bool has_pose, has_body;  ///< the pose analyser ran; it found one
    struct sl_body body;

    bool has_faces;           ///< the face mesh ran
    int face_count;           ///< 0..SL_FACES_MAX
    struct sl_face faces[SL_FACES_MAX];
    struct sl__face_reading face_reading[SL_FACES_MAX];

    bool has_detections;      ///< the face detection ran
    int detection_count;      ///< 0..SL_DETECTIONS_MAX
    struct sl_detection detections[SL_DETECTIONS_MAX];

    bool has_people;          ///< holistic ran
    bool one_person;          ///< it was asked for one
    int people_count;         ///< 0..SL_PEOPLE_MAX
    struct sl_person people[SL_PEOPLE_MAX];
    struct sl__face_reading people_face_reading[SL_PEOPLE_MAX];
    struct sl__hand_reading people_hand_reading[SL_PEOPLE_MAX][2]; ///< left, right

    int64_t landmark_cost_ns; ///< 0: nothing ran
};

/** Hands to tell of: 0 when the analyser did not run, never beyond the array. The others likewise. */
int sl__event_hand_count(const struct sl__event *event);
int sl__event_face_count(const struct sl__event *event);
int sl__event_detection_count(const struct sl__event *event);
int sl__event_people_count(const struct sl__event *event);

/**
 * Is holistic's person shown as the frame's own pose, face and hands? When one was asked for, and neither the pose analyser nor
 * the face mesh ran beside it: their results take those places then, and holistic's stand among the people.
 */
bool sl__event_is_one_person(const struct sl__event *event);

#endif
