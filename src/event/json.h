/* The parts of an NDJSON line, one file for each. All append to a buffer: 0, -E2BIG or -ENOMEM. */
#ifndef SL_EVENT_JSON_H
#define SL_EVENT_JSON_H

#include "event/format.h"

/** Text that ends in a key, then the number. */
int json_number(struct sl__buffer *out, const char *key, float value);

/** Text that ends in a key, then {"name":...,"score":...}. @p name needs no escapes. */
int json_name(struct sl__buffer *out, const char *key, const char *name, float score);

/** [a,b,...] */
int json_numbers(struct sl__buffer *out, const float *values, int count);

/** [[x,y,z],...], or with @p fourth [[x,y,z,fourth],...]. */
int json_points(struct sl__buffer *out, const float (*points)[3], const float *fourth, int count);

/** The beginning of an object: {"id":7, or only { for an id below 1, which nobody gave. A key must follow. */
int json_begin(struct sl__buffer *out, int id);

/* Whole objects; the key stands before them already. */
int json_body(struct sl__buffer *out, const struct sl_body *body);
int json_face(struct sl__buffer *out, const struct sl_face *face, const struct sl__face_reading *reading);
int json_hand_of_person(struct sl__buffer *out, const float (*points)[3], const struct sl__hand_reading *reading);

/* Keys of the line, each with a comma before it. Nothing where nothing was found. */
int json_hands(struct sl__buffer *out, const struct sl__event *event);
int json_pose(struct sl__buffer *out, const struct sl__event *event);
int json_faces(struct sl__buffer *out, const struct sl__event *event);
int json_detections(struct sl__buffer *out, const struct sl__event *event);
int json_people(struct sl__buffer *out, const struct sl__event *event);

#endif
