/* Questions that every form of an event asks. */
#include "event/event.h"

int sl__event_hand_count(const struct sl__event *event)
{
    if (!event->has_hands || event->hand_count < 0)
        return 0;
    return event->hand_count < SL_HANDS_MAX ? event->hand_count : SL_HANDS_MAX;
}
