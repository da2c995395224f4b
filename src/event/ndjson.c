/* One line of JSON for each frame (https://github.com/ndjson/ndjson-spec), and the sink that writes such lines. */
#include "event/json.h"
#include "event/textsink.h"

#include <inttypes.h>

static int append_costs(struct sl__buffer *out, const struct sl__event *event)
{
    if (event->landmark_cost_ns == 0)
        return 0;
    int err = sl__buffer_text(out, ",\"cost_ms\":{\"landmark\":");
    err = err ? err : sl__append_ms(out, event->landmark_cost_ns);
    return err ? err : sl__buffer_text(out, "}");
}

static int append_event(struct sl__buffer *out, const struct sl__event *event)
{
    int err = sl__buffer_text(out, "{\"v\":1,\"stream\":");
    err = err ? err : sl__append_json_string(out, event->stream);
    err = err ? err : sl__buffer_printf(out, ",\"frame\":%" PRIu64 ",\"pts_ms\":", event->frame);
    err = err ? err : sl__append_ms(out, event->pts_ns);
    err = err ? err
              : sl__buffer_printf(out, ",\"capture_ns\":%" PRId64 ",\"size\":[%" PRId32 ",%" PRId32 "],\"dropped\":%" PRIu32,
                                  event->capture_ns, event->width_px, event->height_px, event->dropped);
    err = err ? err : json_hands(out, event);
    err = err ? err : json_pose(out, event);
    err = err ? err : json_faces(out, event);
    err = err ? err : json_detections(out, event);
    err = err ? err : json_people(out, event);
    err = err ? err : append_costs(out, event);
    return err ? err : sl__buffer_text(out, "}\n");
}

int sl__event_ndjson(const struct sl__event *event, struct sl__buffer *out)
{
    size_t before = out->size;
    int err = append_event(out, event);
    if (err < 0)
        out->size = before;
    return err;
}

int sl__ndjson_open(struct sl__sink **sink, const char *path, struct sl_error *why)
{
    static const struct text_form form = {.event = sl__event_ndjson};
    return text_sink_open(sink, &form, path, why);
}
