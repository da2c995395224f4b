/* An event as text. */
#ifndef SL_EVENT_FORMAT_H
#define SL_EVENT_FORMAT_H

#include "base/buffer.h"
#include "event/event.h"

/** Longest text of a float with its NUL. */
#define SL_FLOAT_TEXT 20

/** Shortest decimal that reads back as the same float32; value must be finite. @return its length without the NUL. */
int sl__format_float(char text[SL_FLOAT_TEXT], float value);

/** One NDJSON line with its '\n'. Values that are not finite become 0 (there is no NaN in JSON). */
int sl__event_ndjson(const struct sl__event *event, struct sl__buffer *out);

#endif
