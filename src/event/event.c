/* Questions that every form of an event asks. */
#include "event/event.h"

static int within(bool ran, int count, int most)
{
    if (!ran || count < 0)
        return 0;
    return count < most ? count : most;
}

int sl__event_hand_count(const struct sl__event *event)
{
    return within(event->has_hands, event->hand_count, SL_HANDS_MAX);
}

int sl__event_face_count(const struct sl__event *event)
{
    return within(event->has_faces, event->face_count, SL_FACES_MAX);
}

int sl__event_detection_count(const struct sl__event *event)
{
    return within(event->has_detections, event->detection_count, SL_DETECTIONS_MAX);
}

int sl__event_people_count(const struct sl__event *event)
{
    return within(event->has_people, event->people_count, SL_PEOPLE_MAX);
}

bool sl__event_is_one_person(const struct sl__event *event)
{
    return event->has_people && event->one_person && !event->has_pose && !event->has_faces;
}
