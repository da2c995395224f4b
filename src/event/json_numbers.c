/* Numbers, names and points in JSON. */
#include "event/json.h"

int json_number(struct sl__buffer *out, const char *key, float value)
{
    int err = sl__buffer_text(out, key);
    return err ? err : sl__append_float(out, value);
}

int json_name(struct sl__buffer *out, const char *key, const char *name, float score)
{
    int err = sl__buffer_text(out, key);
    err = err ? err : sl__buffer_text(out, "{\"name\":\"");
    err = err ? err : sl__buffer_text(out, name);
    err = err ? err : json_number(out, "\",\"score\":", score);
    return err ? err : sl__buffer_text(out, "}");
}

int json_numbers(struct sl__buffer *out, const float *values, int count)
{
    int err = sl__buffer_text(out, "[");
    err = err ? err : sl__append_floats(out, values, count);
    return err ? err : sl__buffer_text(out, "]");
}

int json_points(struct sl__buffer *out, const float (*points)[3], const float *fourth, int count)
{
    int err = sl__buffer_text(out, "[");
    for (int i = 0; i < count && err == 0; i++) {
        float numbers[4] = {points[i][0], points[i][1], points[i][2], fourth ? fourth[i] : 0};
        err = i ? sl__buffer_text(out, ",") : 0;
        err = err ? err : json_numbers(out, numbers, fourth ? 4 : 3);
    }
    return err ? err : sl__buffer_text(out, "]");
}

int json_begin(struct sl__buffer *out, int id)
{
    return id > 0 ? sl__buffer_printf(out, "{\"id\":%d,", id) : sl__buffer_text(out, "{");
}
