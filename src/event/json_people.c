/* Whole people in JSON: one as keys of the frame, several as a list. */
#include "event/json.h"

static int append_hands(struct sl__buffer *out, const struct sl_person *person, const struct sl__hand_reading readings[2])
{
    int err = 0;
    if (person->has_left_hand) {
        err = sl__buffer_text(out, ",\"left_hand\":");
        err = err ? err : json_hand_of_person(out, person->left_hand, &readings[0]);
    }
    if (person->has_right_hand && err == 0) {
        err = sl__buffer_text(out, ",\"right_hand\":");
        err = err ? err : json_hand_of_person(out, person->right_hand, &readings[1]);
    }
    return err;
}

static int append_one(struct sl__buffer *out, const struct sl__event *event)
{
    const struct sl_person *person = &event->people[0];
    int err = sl__buffer_text(out, ",\"pose\":");
    err = err ? err : json_body(out, &person->body);
    if (person->has_face) {
        err = err ? err : sl__buffer_text(out, ",\"faces\":[");
        err = err ? err : json_face(out, &person->face, &event->people_face_reading[0]);
        err = err ? err : sl__buffer_text(out, "]");
    }
    return err ? err : append_hands(out, person, event->people_hand_reading[0]);
}

static int append_person(struct sl__buffer *out, const struct sl__event *event, int number)
{
    const struct sl_person *person = &event->people[number];
    int err = json_begin(out, person->id);
    err = err ? err : sl__buffer_text(out, "\"pose\":");
    err = err ? err : json_body(out, &person->body);
    if (person->has_face) {
        err = err ? err : sl__buffer_text(out, ",\"face\":");
        err = err ? err : json_face(out, &person->face, &event->people_face_reading[number]);
    }
    err = err ? err : append_hands(out, person, event->people_hand_reading[number]);
    return err ? err : sl__buffer_text(out, "}");
}

int json_people(struct sl__buffer *out, const struct sl__event *event)
{
    int count = sl__event_people_count(event);
    if (count == 0)
        return 0;
    if (sl__event_is_one_person(event))
        return append_one(out, event);
    int err = sl__buffer_text(out, ",\"people\":[");
    for (int i = 0; i < count && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : append_person(out, event, i);
    }
    return err ? err : sl__buffer_text(out, "]");
}
