/*
 * The table of points: one row for each point that any analyser found in a frame. A frame without a finding has one row whose
 * columns from "analyser" on are empty.
 */
#include "event/csv.h"

#include <stddef.h>

#define POINT_COLUMNS 16 /* those behind the frame's */

/* What the points of one thing have in common. */
struct thing {
    const char *analyser, *part, *side; ///< side: "" where there is none
    int number, id;                     ///< among those of its analyser, from 0; the id is 0 where there is none
    const float *score;                 ///< NULL: none
};

int sl__csv_points_header(struct sl__buffer *out)
{
    return sl__buffer_text(out, "stream,frame,pts_ms,analyser,number,id,part,side,score,"
                                "point,x,y,z,visibility,wx,wy,wz,width,height\n");
}

/* stream to score */
static int append_thing(struct sl__buffer *out, const struct sl__event *event, const struct thing *thing)
{
    int err = csv_frame_columns(out, event);
    err = err ? err : sl__buffer_printf(out, ",%s,%d,", thing->analyser, thing->number);
    if (thing->id > 0)
        err = err ? err : sl__buffer_printf(out, "%d", thing->id);
    err = err ? err : sl__buffer_printf(out, ",%s,%s,", thing->part, thing->side);
    return err || !thing->score ? err : sl__append_float(out, *thing->score);
}

/* The number of a point, 0 to 999: printf would cost more than the numbers of a row. */
static int append_point(struct sl__buffer *out, int point)
{
    char text[4] = {',', (char)('0' + point / 100), (char)('0' + point / 10 % 10), (char)('0' + point % 10)};
    int zeros = point < 10 ? 2 : point < 100;
    text[zeros] = ',';
    return sl__buffer_append(out, text + zeros, sizeof(text) - (size_t)zeros);
}
_Static_assert(SL_FACE_POINTS_MAX <= 1000, "three digits");

/* A comma and the numbers, or as many empty columns. */
static int append_numbers(struct sl__buffer *out, const float *numbers, int count)
{
    if (!numbers)
        return csv_empty_columns(out, count);
    int err = sl__buffer_append(out, ",", 1);
    return err ? err : sl__append_floats(out, numbers, count);
}

/* @p visibility and @p world may be NULL. What a thing's rows have in common is made once. */
static int append_points(struct sl__buffer *out, const struct sl__event *event, const struct thing *thing,
                         const float (*image)[3], const float *visibility, const float (*world)[3], int count)
{
    size_t at = out->size;
    int err = append_thing(out, event, thing);
    size_t size = out->size - at;
    for (int i = 0; i < count && err == 0; i++) {
        err = i ? sl__buffer_repeat(out, at, size) : 0;
        err = err ? err : append_point(out, i);
        err = err ? err : append_numbers(out, image[i], 3);
        err = err ? err : append_numbers(out, visibility ? &visibility[i] : NULL, 1);
        err = err ? err : append_numbers(out, world ? world[i] : NULL, 3);
        err = err ? err : sl__buffer_text(out, ",,\n");
    }
    return err;
}

static int append_hands(struct sl__buffer *out, const struct sl__event *event)
{
    int err = 0;
    for (int i = 0; i < sl__event_hand_count(event) && err == 0; i++) {
        const struct sl_hand *hand = &event->hands[i];
        struct thing thing = {.analyser = "hands", .part = "hand", .number = i, .id = hand->id, .score = &hand->score};
        thing.side = hand->side == SL_SIDE_LEFT ? "Left" : "Right";
        err = append_points(out, event, &thing, hand->image, NULL, hand->world, SL_HAND_POINTS);
    }
    return err;
}

static int append_body(struct sl__buffer *out, const struct sl__event *event, const struct thing *of,
                       const struct sl_body *body)
{
    struct thing thing = *of;
    thing.part = "pose", thing.score = &body->score;
    return append_points(out, event, &thing, body->image, body->visibility, body->world, SL_POSE_POINTS);
}

static int append_face(struct sl__buffer *out, const struct sl__event *event, const struct thing *of,
                       const struct sl_face *face)
{
    struct thing thing = *of;
    int count = face->points == SL_FACE_POINTS_MAX ? SL_FACE_POINTS_MAX : SL_FACE_POINTS;
    thing.part = "face", thing.score = &face->score;
    return append_points(out, event, &thing, face->image, NULL, NULL, count);
}

static int append_faces(struct sl__buffer *out, const struct sl__event *event)
{
    int err = 0;
    for (int i = 0; i < sl__event_face_count(event) && err == 0; i++) {
        struct thing thing = {.analyser = "face_mesh", .side = "", .number = i, .id = event->faces[i].id};
        err = append_face(out, event, &thing, &event->faces[i]);
    }
    return err;
}

/* The box in a row without a point, then the points, which have no z. */
static int append_detection(struct sl__buffer *out, const struct sl__event *event, const struct sl_detection *found, int number)
{
    struct thing thing = {.analyser = "face_detection", .part = "box", .side = "", .number = number, .score = &found->score};
    int err = append_thing(out, event, &thing);
    err = err ? err : csv_empty_columns(out, 1);
    err = err ? err : append_numbers(out, (const float[2]){found->xmin, found->ymin}, 2);
    err = err ? err : csv_empty_columns(out, 5);
    err = err ? err : append_numbers(out, (const float[2]){found->width, found->height}, 2);
    err = err ? err : sl__buffer_text(out, "\n");
    for (int i = 0; i < SL_DETECTION_POINTS && err == 0; i++) {
        err = append_thing(out, event, &thing);
        err = err ? err : append_point(out, i);
        err = err ? err : append_numbers(out, found->point[i], 2);
        err = err ? err : sl__buffer_text(out, ",,,,,,,\n");
    }
    return err;
}

static int append_person(struct sl__buffer *out, const struct sl__event *event, const struct sl_person *person, int number)
{
    struct thing thing = {.analyser = "holistic", .side = "", .number = number, .id = person->id};
    int err = append_body(out, event, &thing, &person->body);
    if (person->has_face)
        err = err ? err : append_face(out, event, &thing, &person->face);
    thing.part = "left_hand";
    if (person->has_left_hand)
        err = err ? err : append_points(out, event, &thing, person->left_hand, NULL, NULL, SL_HAND_POINTS);
    thing.part = "right_hand";
    if (person->has_right_hand)
        err = err ? err : append_points(out, event, &thing, person->right_hand, NULL, NULL, SL_HAND_POINTS);
    return err;
}

static int append_nothing(struct sl__buffer *out, const struct sl__event *event)
{
    int err = csv_frame_columns(out, event);
    err = err ? err : csv_empty_columns(out, POINT_COLUMNS);
    return err ? err : sl__buffer_text(out, "\n");
}

static int append_rows(struct sl__buffer *out, const struct sl__event *event)
{
    size_t before = out->size;
    int err = append_hands(out, event);
    if (event->has_pose && event->has_body) {
        struct thing thing = {.analyser = "pose", .side = ""};
        err = err ? err : append_body(out, event, &thing, &event->body);
    }
    err = err ? err : append_faces(out, event);
    for (int i = 0; i < sl__event_detection_count(event) && err == 0; i++)
        err = append_detection(out, event, &event->detections[i], i);
    for (int i = 0; i < sl__event_people_count(event) && err == 0; i++)
        err = append_person(out, event, &event->people[i], i);
    return err || out->size > before ? err : append_nothing(out, event);
}

int sl__event_csv_points(const struct sl__event *event, struct sl__buffer *out)
{
    size_t before = out->size;
    int err = append_rows(out, event);
    if (err < 0)
        out->size = before;
    return err;
}
