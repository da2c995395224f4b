/*
 * Tables for spreadsheets and data frames (RFC 4180, lines end in \n): what both have in common, and the sink, which takes the
 * one that fits the analysers of its first event.
 */
#include "event/csv.h"

#include "event/textsink.h"

#include <inttypes.h>
#include <string.h>

/* A text field: in quotes, its quotes doubled, when it holds what would end the field. */
static int append_field(struct sl__buffer *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n"))
        return sl__append_utf8(out, text, '\0');
    int err = sl__buffer_text(out, "\"");
    err = err ? err : sl__append_utf8(out, text, '"');
    return err ? err : sl__buffer_text(out, "\"");
}

int csv_frame_columns(struct sl__buffer *out, const struct sl__event *event)
{
    int err = append_field(out, event->stream ? event->stream : "");
    err = err ? err : sl__buffer_printf(out, ",%" PRIu64 ",", event->frame);
    return err ? err : sl__append_ms(out, event->pts_ns);
}

int csv_empty_columns(struct sl__buffer *out, int count)
{
    int err = 0;
    for (int i = 0; i < count && err == 0; i++)
        err = sl__buffer_append(out, ",", 1);
    return err;
}

static const struct text_form hands_form = {.header = sl__csv_hands_header, .event = sl__event_csv_hands};
static const struct text_form points_form = {.header = sl__csv_points_header, .event = sl__event_csv_points};

static const struct text_form *choose(const struct sl__event *first)
{
    bool more = first && (first->has_pose || first->has_faces || first->has_detections || first->has_people);
    return more ? &points_form : &hands_form;
}

int sl__csv_open(struct sl__sink **sink, const char *path, struct sl_error *why)
{
    static const struct text_form form = {.choose = choose};
    return text_sink_open(sink, &form, path, why);
}
