/*
 * An event part by part, as MediaPipe's drawing_utils paints them with the default styles; what is read from the parts comes
 * last, on top. Ours are smooth, sit between pixels, and grow with pictures larger than the styles were made for.
 */
#include "draw/draw.h"

#include "draw/parts.h"

/* Numbers are told where there are several to tell apart. */
static int told_id(int id, int count)
{
    return count > 1 ? id : 0;
}

static void draw_person(const struct easel *easel, const struct sl_person *person)
{
    if (person->has_face)
        draw_face(easel, &person->face, FACE_CONTOURS);
    draw_body(easel, &person->body);
    if (person->has_left_hand)
        draw_hand(easel, person->left_hand);
    if (person->has_right_hand)
        draw_hand(easel, person->right_hand);
}

static void draw_person_readings(const struct easel *easel, const struct sl__event *event, int i)
{
    const struct sl_person *person = &event->people[i];
    int id = told_id(person->id, sl__event_people_count(event));
    if (person->has_face)
        draw_face_reading(easel, &person->face, &event->people_face_reading[i], id);
    else
        draw_body_id(easel, &person->body, id);
    if (person->has_left_hand)
        draw_hand_reading(easel, person->left_hand, &event->people_hand_reading[i][0], 0);
    if (person->has_right_hand)
        draw_hand_reading(easel, person->right_hand, &event->people_hand_reading[i][1], 0);
}

void sl__draw_event(const struct sl_canvas *canvas, const struct sl__event *event)
{
    struct easel easel;
    if (!easel_init(&easel, canvas))
        return;
    int hands = sl__event_hand_count(event), faces = sl__event_face_count(event), people = sl__event_people_count(event);
    int boxes = sl__event_detection_count(event);
    for (int i = 0; i < boxes; i++)
        draw_detection(&easel, &event->detections[i]);
    for (int i = 0; i < faces; i++)
        draw_face(&easel, &event->faces[i], FACE_MESH);
    if (event->has_pose && event->has_body)
        draw_body(&easel, &event->body);
    for (int i = 0; i < hands; i++)
        draw_hand(&easel, event->hands[i].image);
    for (int i = 0; i < people; i++)
        draw_person(&easel, &event->people[i]);

    for (int i = 0; i < boxes; i++)
        draw_detection_reading(&easel, &event->detections[i]);
    for (int i = 0; i < faces; i++)
        draw_face_reading(&easel, &event->faces[i], &event->face_reading[i], told_id(event->faces[i].id, faces));
    for (int i = 0; i < hands; i++)
        draw_hand_reading(&easel, event->hands[i].image, &event->hand_reading[i], told_id(event->hands[i].id, hands));
    for (int i = 0; i < people; i++)
        draw_person_readings(&easel, event, i);
}
