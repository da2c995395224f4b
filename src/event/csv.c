/*
 * A table for spreadsheets and data frames (RFC 4180, lines end in \n): one row for each hand and frame. A frame without a
 * hand has one row whose hand columns are empty, so no frame is missing and "hand" tells the two apart.
 */
#include "event/format.h"
#include "event/textsink.h"

#include <inttypes.h>
#include <string.h>

#define HAND_COLUMNS (3 + 2 * 3 * SL_HAND_POINTS) /* hand, side, score, then the points */

int sl__csv_header(struct sl__buffer *out)
{
    int err = sl__buffer_text(out, "stream,frame,pts_ms,hand,side,score");
    for (int world = 0; world < 2 && err == 0; world++)
        for (int i = 0; i < SL_HAND_POINTS && err == 0; i++) {
            const char *w = world ? "w" : "";
            err = sl__buffer_printf(out, ",%sx%d,%sy%d,%sz%d", w, i, w, i, w, i);
        }
    return err ? err : sl__buffer_text(out, "\n");
}

/* A text field: in quotes, its quotes doubled, when it holds what would end the field. */
static int append_field(struct sl__buffer *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n"))
        return sl__append_utf8(out, text, '\0');
    int err = sl__buffer_text(out, "\"");
    err = err ? err : sl__append_utf8(out, text, '"');
    return err ? err : sl__buffer_text(out, "\"");
}

static int append_points(struct sl__buffer *out, const float (*points)[3])
{
    int err = 0;
    for (int i = 0; i < 3 * SL_HAND_POINTS && err == 0; i++) {
        err = sl__buffer_text(out, ",");
        err = err ? err : sl__append_float(out, points[i / 3][i % 3]);
    }
    return err;
}

static int append_frame_columns(struct sl__buffer *out, const struct sl__event *event)
{
    int err = append_field(out, event->stream ? event->stream : "");
    err = err ? err : sl__buffer_printf(out, ",%" PRIu64 ",", event->frame);
    return err ? err : sl__append_ms(out, event->pts_ns);
}

static int append_hand_columns(struct sl__buffer *out, const struct sl_hand *hand, int number)
{
    int err = sl__buffer_printf(out, ",%d,%s,", number, hand->side == SL_SIDE_LEFT ? "Left" : "Right");
    err = err ? err : sl__append_float(out, hand->score);
    err = err ? err : append_points(out, hand->image);
    return err ? err : append_points(out, hand->world);
}

static int append_no_hand(struct sl__buffer *out)
{
    int err = 0;
    for (int i = 0; i < HAND_COLUMNS && err == 0; i++)
        err = sl__buffer_text(out, ",");
    return err;
}

static int append_rows(struct sl__buffer *out, const struct sl__event *event)
{
    int count = sl__event_hand_count(event), err = 0;
    for (int i = 0; (i < count || i == 0) && err == 0; i++) {
        err = append_frame_columns(out, event);
        err = err ? err : count ? append_hand_columns(out, &event->hands[i], i) : append_no_hand(out);
        err = err ? err : sl__buffer_text(out, "\n");
    }
    return err;
}

int sl__event_csv(const struct sl__event *event, struct sl__buffer *out)
{
    size_t before = out->size;
    int err = append_rows(out, event);
    if (err < 0)
        out->size = before;
    return err;
}

int sl__csv_open(struct sl__sink **sink, const char *path, struct sl_error *why)
{
    static const struct text_form form = {.header = sl__csv_header, .event = sl__event_csv};
    return text_sink_open(sink, &form, path, why);
}
