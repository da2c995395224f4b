/* Hands in JSON: those of the hand analyser, and a person's own two. */
#include "event/json.h"

static int append_gesture(struct sl__buffer *out, const struct sl__hand_reading *reading)
{
    if (!reading->has_gesture)
        return 0;
    return json_name(out, ",\"gesture\":", sl_gesture_name(reading->gesture.kind), reading->gesture.score);
}

static int append_hand(struct sl__buffer *out, const struct sl_hand *hand, const struct sl__hand_reading *reading)
{
    int err = json_begin(out, hand->id);
    err = err ? err : sl__buffer_text(out, hand->side == SL_SIDE_LEFT ? "\"side\":\"Left\"" : "\"side\":\"Right\"");
    err = err ? err : json_number(out, ",\"score\":", hand->score);
    err = err ? err : sl__buffer_text(out, ",\"landmarks\":");
    err = err ? err : json_points(out, hand->image, NULL, SL_HAND_POINTS);
    err = err ? err : sl__buffer_text(out, ",\"world\":");
    err = err ? err : json_points(out, hand->world, NULL, SL_HAND_POINTS);
    err = err ? err : append_gesture(out, reading);
    return err ? err : sl__buffer_text(out, "}");
}

int json_hands(struct sl__buffer *out, const struct sl__event *event)
{
    int count = sl__event_hand_count(event);
    if (count == 0)
        return 0;
    int err = sl__buffer_text(out, ",\"hands\":[");
    for (int i = 0; i < count && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : append_hand(out, &event->hands[i], &event->hand_reading[i]);
    }
    return err ? err : sl__buffer_text(out, "]");
}

int json_hand_of_person(struct sl__buffer *out, const float (*points)[3], const struct sl__hand_reading *reading)
{
    int err = sl__buffer_text(out, "{\"landmarks\":");
    err = err ? err : json_points(out, points, NULL, SL_HAND_POINTS);
    err = err ? err : append_gesture(out, reading);
    return err ? err : sl__buffer_text(out, "}");
}
