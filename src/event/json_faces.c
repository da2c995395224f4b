/* Faces in JSON, with what was read from them. */
#include "event/json.h"

/* Where the head is and which way it faces. */
static int append_head(struct sl__buffer *out, const struct sl_head_pose *head)
{
    int err = sl__buffer_text(out, ",\"matrix\":");
    err = err ? err : json_numbers(out, head->matrix, 16);
    err = err ? err : json_number(out, ",\"head\":{\"yaw\":", head->yaw);
    err = err ? err : json_number(out, ",\"pitch\":", head->pitch);
    err = err ? err : json_number(out, ",\"roll\":", head->roll);
    return err ? err : sl__buffer_text(out, "}");
}

static int append_gaze(struct sl__buffer *out, const struct sl_gaze *gaze)
{
    int err = sl__buffer_text(out, ",\"gaze\":{\"direction\":\"");
    err = err ? err : sl__buffer_text(out, sl_gaze_direction_name(gaze->direction));
    err = err ? err : json_number(out, "\",\"horizontal\":", gaze->horizontal);
    err = err ? err : json_number(out, ",\"vertical\":", gaze->vertical);
    err = err ? err : json_number(out, ",\"yaw\":", gaze->yaw);
    err = err ? err : json_number(out, ",\"pitch\":", gaze->pitch);
    return err ? err : sl__buffer_text(out, "}");
}

static int append_eyes(struct sl__buffer *out, const struct sl_eyes *eyes)
{
    int err = json_number(out, ",\"eyes\":{\"left_open\":", eyes->left_open);
    err = err ? err : json_number(out, ",\"right_open\":", eyes->right_open);
    err = err ? err : json_number(out, ",\"mouth_open\":", eyes->mouth_open);
    return err ? err : sl__buffer_text(out, "}");
}

static int append_reading(struct sl__buffer *out, const struct sl__face_reading *reading)
{
    int err = reading->has_head ? append_head(out, &reading->head) : 0;
    if (reading->has_gaze)
        err = err ? err : append_gaze(out, &reading->gaze);
    if (reading->has_mood)
        err = err ? err : json_name(out, ",\"mood\":", sl_mood_name(reading->mood.kind), reading->mood.score);
    if (reading->has_eyes)
        err = err ? err : append_eyes(out, &reading->eyes);
    if (reading->distance_mm > 0)
        err = err ? err : json_number(out, ",\"distance_mm\":", reading->distance_mm);
    return err;
}

/* Never more points than there is room for, whatever the count says. */
static int point_count(const struct sl_face *face)
{
    return face->points == SL_FACE_POINTS_MAX ? SL_FACE_POINTS_MAX : SL_FACE_POINTS;
}

int json_face(struct sl__buffer *out, const struct sl_face *face, const struct sl__face_reading *reading)
{
    int err = json_begin(out, face->id);
    err = err ? err : json_number(out, "\"score\":", face->score);
    err = err ? err : sl__buffer_text(out, ",\"landmarks\":");
    err = err ? err : json_points(out, face->image, NULL, point_count(face));
    err = err ? err : append_reading(out, reading);
    return err ? err : sl__buffer_text(out, "}");
}

int json_faces(struct sl__buffer *out, const struct sl__event *event)
{
    int count = sl__event_face_count(event);
    if (count == 0)
        return 0;
    int err = sl__buffer_text(out, ",\"faces\":[");
    for (int i = 0; i < count && err == 0; i++) {
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : json_face(out, &event->faces[i], &event->face_reading[i]);
    }
    return err ? err : sl__buffer_text(out, "]");
}
