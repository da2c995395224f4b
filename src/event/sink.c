/* Closing whatever kind of sink it is. */
#include "event/sink.h"

#include <stddef.h>

int sl__sink_close(struct sl__sink **sink, struct sl_error *why)
{
    struct sl__sink *closing = sink ? *sink : NULL;
    if (!closing)
        return 0;
    *sink = NULL;
    return closing->ops->close(closing, why);
}
