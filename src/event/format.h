/* An event as text: numbers, strings, and the forms that sinks write. Nothing here depends on the locale. */
#ifndef SL_EVENT_FORMAT_H
#define SL_EVENT_FORMAT_H

#include "base/buffer.h"
#include "event/event.h"

/** Longest text of a float with its NUL. */
#define SL_FLOAT_TEXT 20

/**
 * Shortest decimal that reads back as the same float32, as Python writes floats: 0.1, 400.0, -0.0, 1e-07. A JSON number.
 * @p value must be finite. @return its length without the NUL.
 */
int sl__format_float(char text[SL_FLOAT_TEXT], float value);

/* Each of these appends to a buffer: 0, -E2BIG or -ENOMEM. */

/** As above; what is not finite becomes 0.0. */
int sl__append_float(struct sl__buffer *out, float value);

/** Several, with commas between them. */
int sl__append_floats(struct sl__buffer *out, const float *values, int count);

/** Nanoseconds as milliseconds, to the microsecond: 400.0, 33.333, -0.5. */
int sl__append_ms(struct sl__buffer *out, int64_t time_ns);

/** Text as valid UTF-8: each broken sequence becomes U+FFFD. The ASCII character @p doubled is written twice; '\0': none. */
int sl__append_utf8(struct sl__buffer *out, const char *text, char doubled);

/** A JSON string with its quotes, valid UTF-8 whatever @p text is. NULL is "". */
int sl__append_json_string(struct sl__buffer *out, const char *text);

/*
 * Room in which any event's JSON fits whose stream's name has up to SL_EVENT_NAME_BYTES: so many points of three or four
 * numbers, each with its comma or key, and what else is said of a hand, body, face, box or person. Memory that is never
 * touched costs nothing.
 */
#define SL_EVENT_NAME_BYTES 256
#define SL_EVENT_NUMBER_BYTES 32 ///< SL_FLOAT_TEXT with what stands around it
#define SL_EVENT_HAND_ROOM (SL_HAND_POINTS * 2 * 3 * SL_EVENT_NUMBER_BYTES + 256)
#define SL_EVENT_BODY_ROOM (SL_POSE_POINTS * 2 * 4 * SL_EVENT_NUMBER_BYTES + 128)
#define SL_EVENT_FACE_ROOM (SL_FACE_POINTS_MAX * 3 * SL_EVENT_NUMBER_BYTES + 1280)
#define SL_EVENT_DETECTION_ROOM ((SL_DETECTION_POINTS * 2 + 5) * SL_EVENT_NUMBER_BYTES + 128)
#define SL_EVENT_PERSON_ROOM (SL_EVENT_BODY_ROOM + SL_EVENT_FACE_ROOM + 2 * SL_EVENT_HAND_ROOM + 128)
#define SL_EVENT_TEXT_ROOM                                                                                       \
    (SL_HANDS_MAX * SL_EVENT_HAND_ROOM + SL_EVENT_BODY_ROOM + SL_FACES_MAX * SL_EVENT_FACE_ROOM +                 \
     SL_DETECTIONS_MAX * SL_EVENT_DETECTION_ROOM + SL_PEOPLE_MAX * SL_EVENT_PERSON_ROOM + 6 * SL_EVENT_NAME_BYTES + 512)

/** One NDJSON line with its '\n'. Values that are not finite become 0 (there is no NaN in JSON). On failure nothing is added. */
int sl__event_ndjson(const struct sl__event *event, struct sl__buffer *out);

/* CSV has two tables, each with its line of column names. */

/** One line for each hand, or one with empty hand columns. */
int sl__csv_hands_header(struct sl__buffer *out);
int sl__event_csv_hands(const struct sl__event *event, struct sl__buffer *out);

/** One line for each point of anything, or one with empty columns. */
int sl__csv_points_header(struct sl__buffer *out);
int sl__event_csv_points(const struct sl__event *event, struct sl__buffer *out);

/** One element of the keypoints array: {"frame":0,"keypoints":[...]}, without a comma or line break. */
int sl__event_keypoints(const struct sl__event *event, struct sl__buffer *out);

#endif
