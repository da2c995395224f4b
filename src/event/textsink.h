/* What the text sinks share: a header, one text for each event, and an end that makes the whole well-formed. */
#ifndef SL_EVENT_TEXTSINK_H
#define SL_EVENT_TEXTSINK_H

#include "base/buffer.h"
#include "event/sink.h"

struct text_form {
    /** The form itself, when only the first event can tell; NULL stands for none. All else is left out then. */
    const struct text_form *(*choose)(const struct sl__event *first);
    int (*header)(struct sl__buffer *out); ///< NULL: nothing stands before the first event
    int (*event)(const struct sl__event *event, struct sl__buffer *out);
    const char *between; ///< before each event but the first; NULL: nothing
    const char *tail;    ///< after the last; in a file it is there at any time; NULL: nothing
    bool one_stream;     ///< events of a second stream are refused
};

/** @p form is borrowed for the sink's life. Results as sl__ndjson_open(). */
int text_sink_open(struct sl__sink **sink, const struct text_form *form, const char *path, struct sl_error *why);

#endif
