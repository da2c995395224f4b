/*
 * The table of hands: one row for each hand and frame. A frame without a hand has one row whose hand columns are empty, so no
 * frame is missing and "hand" tells the two apart.
 */
#include "event/csv.h"

#define HAND_COLUMNS (3 + 2 * 3 * SL_HAND_POINTS) /* hand, side, score, then the points */

int sl__csv_hands_header(struct sl__buffer *out)
{
    int err = sl__buffer_text(out, "stream,frame,pts_ms,hand,side,score");
    for (int world = 0; world < 2 && err == 0; world++)
        for (int i = 0; i < SL_HAND_POINTS && err == 0; i++) {
            const char *w = world ? "w" : "";
            err = sl__buffer_printf(out, ",%sx%d,%sy%d,%sz%d", w, i, w, i, w, i);
        }
    return err ? err : sl__buffer_text(out, "\n");
}

static int append_hand_columns(struct sl__buffer *out, const struct sl_hand *hand, int number)
{
    int err = sl__buffer_printf(out, ",%d,%s,", number, hand->side == SL_SIDE_LEFT ? "Left" : "Right");
    err = err ? err : sl__append_float(out, hand->score);
    err = err ? err : sl__buffer_append(out, ",", 1);
    err = err ? err : sl__append_floats(out, hand->image[0], 3 * SL_HAND_POINTS);
    err = err ? err : sl__buffer_append(out, ",", 1);
    return err ? err : sl__append_floats(out, hand->world[0], 3 * SL_HAND_POINTS);
}

static int append_rows(struct sl__buffer *out, const struct sl__event *event)
{
    int count = sl__event_hand_count(event), err = 0;
    for (int i = 0; (i < count || i == 0) && err == 0; i++) {
        err = csv_frame_columns(out, event);
        err = err ? err : count ? append_hand_columns(out, &event->hands[i], i) : csv_empty_columns(out, HAND_COLUMNS);
        err = err ? err : sl__buffer_text(out, "\n");
    }
    return err;
}

int sl__event_csv_hands(const struct sl__event *event, struct sl__buffer *out)
{
    size_t before = out->size;
    int err = append_rows(out, event);
    if (err < 0)
        out->size = before;
    return err;
}
