/* A body in JSON. */
#include "event/json.h"

int json_body(struct sl__buffer *out, const struct sl_body *body)
{
    int err = json_number(out, "{\"score\":", body->score);
    err = err ? err : sl__buffer_text(out, ",\"landmarks\":");
    err = err ? err : json_points(out, body->image, body->visibility, SL_POSE_POINTS);
    err = err ? err : sl__buffer_text(out, ",\"world\":");
    err = err ? err : json_points(out, body->world, body->visibility, SL_POSE_POINTS);
    return err ? err : sl__buffer_text(out, "}");
}

int json_pose(struct sl__buffer *out, const struct sl__event *event)
{
    if (!event->has_pose || !event->has_body)
        return 0;
    int err = sl__buffer_text(out, ",\"pose\":");
    return err ? err : json_body(out, &event->body);
}
