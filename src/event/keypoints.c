/* The keypoints form of hand jobs: one JSON array with an element for each frame. The file is whole after every frame. */
#include "event/format.h"
#include "event/textsink.h"

#include <inttypes.h>

/* [{"x":0.1,"y":0.2,"z":0.0},...] */
static int append_hand(struct sl__buffer *out, const float (*points)[3])
{
    static const char *const keys[3] = {"{\"x\":", ",\"y\":", ",\"z\":"};
    int err = sl__buffer_text(out, "[");
    for (int i = 0; i < SL_HAND_POINTS && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        for (int axis = 0; axis < 3 && err == 0; axis++) {
            err = sl__buffer_text(out, keys[axis]);
            err = err ? err : sl__append_float(out, points[i][axis]);
        }
        err = err ? err : sl__buffer_text(out, "}");
    }
    return err ? err : sl__buffer_text(out, "]");
}

/* The hands of the hand analyser, or of the people where it did not run: each one's left, then right. */
static int list_hands(const struct sl__event *event, const float (*found[SL_HANDS_MAX])[3])
{
    int count = 0;
    for (int i = 0; i < sl__event_hand_count(event); i++)
        found[count++] = event->hands[i].image;
    for (int i = 0; i < sl__event_people_count(event) && !event->has_hands; i++) {
        if (event->people[i].has_left_hand)
            found[count++] = event->people[i].left_hand;
        if (event->people[i].has_right_hand)
            found[count++] = event->people[i].right_hand;
    }
    return count;
}
_Static_assert(2 * SL_PEOPLE_MAX <= SL_HANDS_MAX, "everybody's hands fit the list");

static int append_element(struct sl__buffer *out, const struct sl__event *event)
{
    const float(*hands[SL_HANDS_MAX])[3];
    int count = list_hands(event, hands);
    int err = sl__buffer_printf(out, "{\"frame\":%" PRIu64 ",\"keypoints\":[", event->frame);
    for (int i = 0; i < count && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : append_hand(out, hands[i]);
    }
    return err ? err : sl__buffer_text(out, "]}");
}

int sl__event_keypoints(const struct sl__event *event, struct sl__buffer *out)
{
    size_t before = out->size;
    int err = append_element(out, event);
    if (err < 0)
        out->size = before;
    return err;
}

static int append_opening(struct sl__buffer *out)
{
    return sl__buffer_text(out, "[");
}

int sl__keypoints_open(struct sl__sink **sink, const char *path, struct sl_error *why)
{
    static const struct text_form form = {
        .header = append_opening,
        .event = sl__event_keypoints,
        .between = ",\n",
        .tail = "\n]\n",
        .one_stream = true, /* an element has no room for the stream's name */
    };
    return text_sink_open(sink, &form, path, why);
}
