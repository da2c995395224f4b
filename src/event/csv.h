/* What the two tables of CSV have in common. */
#ifndef SL_EVENT_CSV_H
#define SL_EVENT_CSV_H

#include "event/format.h"

/** stream,frame,pts_ms */
int csv_frame_columns(struct sl__buffer *out, const struct sl__event *event);

/** So many columns with nothing in them, each with its comma before it. */
int csv_empty_columns(struct sl__buffer *out, int count);

#endif
