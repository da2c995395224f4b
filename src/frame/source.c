/* Closing whatever kind of source it is. */
#include "frame/source.h"

void sl__source_close(struct sl__source **source)
{
    struct sl__source *closing = source ? *source : NULL;
    if (!closing)
        return;
    *source = NULL;
    closing->ops->close(closing);
}
