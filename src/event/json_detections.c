/* Boxes around faces in JSON. */
#include "event/json.h"

static int append_points(struct sl__buffer *out, const float (*points)[2])
{
    int err = sl__buffer_text(out, "[");
    for (int i = 0; i < SL_DETECTION_POINTS && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : json_numbers(out, points[i], 2);
    }
    return err ? err : sl__buffer_text(out, "]");
}

static int append_detection(struct sl__buffer *out, const struct sl_detection *found)
{
    const float box[4] = {found->xmin, found->ymin, found->width, found->height};
    int err = json_number(out, "{\"score\":", found->score);
    err = err ? err : sl__buffer_text(out, ",\"box\":");
    err = err ? err : json_numbers(out, box, 4);
    err = err ? err : sl__buffer_text(out, ",\"keypoints\":");
    err = err ? err : append_points(out, found->point);
    return err ? err : sl__buffer_text(out, "}");
}

int json_detections(struct sl__buffer *out, const struct sl__event *event)
{
    int count = sl__event_detection_count(event);
    if (count == 0)
        return 0;
    int err = sl__buffer_text(out, ",\"detections\":[");
    for (int i = 0; i < count && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : append_detection(out, &event->detections[i]);
    }
    return err ? err : sl__buffer_text(out, "]");
}
