/* Events as text: floats against strtof and printf, forms against goldens that Python's json and csv modules wrote. */
#include "event/format.h"
#include "event_parts.h"

#include <errno.h>

static unsigned dice_state = 12345;
static uint32_t dice(void)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return dice_state ^ dice_state >> 15;
}

static float float_of(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

static bool reads_back(float value)
{
    char text[SL_FLOAT_TEXT];
    int length = sl__format_float(text, value);
    float back = strtof(text, NULL);
    if (length == (int)strlen(text) && !memcmp(&back, &value, sizeof(value)))
        return true;
    TAP_FAIL("%.9g became %s", value, text);
    return false;
}

static void floats_read_back_bit_for_bit(void)
{
    for (int i = 0; i < 1000000; i++) {
        float value = float_of(dice());
        if (isfinite(value) && !reads_back(value))
            return;
    }
    for (uint32_t exponent = 0; exponent < 255; exponent++)
        for (uint32_t low = 0; low < 4096; low++) {
            uint32_t fraction = low < 1024 ? low : low < 2048 ? 0x7FFFFF - (low - 1024) : dice() & 0x7FFFFF;
            if (!reads_back(float_of(exponent << 23 | fraction)) || !reads_back(float_of(1u << 31 | exponent << 23 | fraction)))
                return;
        }
}

/* Digits that matter in a number's text: no sign, point, exponent, nor zeros at either end. */
static int digits_of(const char *text)
{
    int count = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (*text == '0' && count == 0))
            continue;
        count++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return count - zeros;
}

static void no_float_has_a_digit_too_many(void)
{
    for (int i = 0; i < 100000; i++) {
        float value = i % 2 ? float_of(dice()) : (float)dice() / 4294967296.0f;
        if (!isfinite(value) || value == 0)
            continue;
        char ours[SL_FLOAT_TEXT], theirs[32];
        sl__format_float(ours, value);
        for (int digits = 1; digits < 10; digits++) {
            snprintf(theirs, sizeof(theirs), "%.*e", digits - 1, value);
            if (strtof(theirs, NULL) != value)
                continue;
            if (digits_of(ours) > digits_of(theirs))
                TAP_FAIL("%s is longer than %s", ours, theirs);
            else if (digits_of(ours) == digits_of(theirs) && strtod(ours, NULL) != strtod(theirs, NULL))
                TAP_FAIL("%s is further from %.12g than %s", ours, value, theirs);
            break;
        }
        if (!tap_good)
            return;
    }
}

static void floats_look_as_python_writes_them(void)
{
    static const struct {
        float value;
        const char *text;
    } rows[] = {{0.0f, "0.0"}, {-0.0f, "-0.0"}, {1.0f, "1.0"}, {400.0f, "400.0"}, {0.1f, "0.1"}, {-2.5f, "-2.5"},
                {0.00012345f, "0.00012345"}, {1e-5f, "1e-05"}, {-1.5e-7f, "-1.5e-07"}, {16777216.0f, "16777216.0"},
                {1e15f, "1000000000000000.0"}, {1e16f, "1e+16"}, {3.4028235e38f, "3.4028235e+38"}, {1e-45f, "1e-45"},
                {1.17549435e-38f, "1.1754944e-38"}, {9.999999e15f, "9999999000000000.0"}, {1 / 3.0f, "0.33333334"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[SL_FLOAT_TEXT];
        sl__format_float(text, rows[i].value);
        CHECK_TEXT(text, rows[i].text);
    }
}

/* What one append call makes, in memory that the next call reuses. */
static const char *taken(struct sl__buffer *buffer)
{
    static char text[512];
    snprintf(text, sizeof(text), "%.*s", (int)buffer->size, buffer->data);
    sl__buffer_clear(buffer);
    return text;
}

static void times_are_exact_to_the_microsecond(void)
{
    static const struct {
        int64_t ns;
        const char *text;
    } rows[] = {{0, "0.0"}, {400000000, "400.0"}, {33333333, "33.333"}, {33366667, "33.367"}, {1000, "0.001"},
                {499, "0.0"}, {500, "0.001"}, {-499, "0.0"}, {-500, "-0.001"}, {120000, "0.12"}, {7100000, "7.1"},
                {-400500000, "-400.5"}, {INT64_MAX, "9223372036854.776"}, {INT64_MIN, "-9223372036854.776"}};
    struct sl__buffer out;
    CHECK_INT(sl__buffer_init(&out, 64, 64), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_INT(sl__append_ms(&out, rows[i].ns), 0);
        CHECK_TEXT(taken(&out), rows[i].text);
    }
    sl__buffer_finish(&out);
}

static void strings_are_valid_utf8_whatever_comes_in(void)
{
    static const struct {
        const char *in, *out;
    } rows[] = {{NULL, "\"\""},
                {"plain", "\"plain\""},
                {"\"\\\b\f\n\r\t\x1f\x7f", "\"\\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7f\""},
                {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x96\x90", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x96\x90\""},
                {"\x80", "\"\xef\xbf\xbd\""},
                {"a\xc3", "\"a\xef\xbf\xbd\""},
                {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},                 /* an overlong slash */
                {"\xe2\x82!", "\"\xef\xbf\xbd!\""},                           /* one sequence that breaks off */
                {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""}, /* a surrogate */
                {"\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""}};
    struct sl__buffer out;
    CHECK_INT(sl__buffer_init(&out, 64, 64), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_INT(sl__append_json_string(&out, rows[i].in), 0);
        CHECK_TEXT(taken(&out), rows[i].out);
    }
    sl__buffer_finish(&out);
}

typedef int (*form_fn)(const struct sl__event *event, struct sl__buffer *out);

typedef void (*sample_fn)(struct sl__event *event, int number);

/* The text against the golden file. */
static void check_golden(const char *name, const struct sl__buffer *out)
{
    const char *source = getenv("SIGHTLINE_TEST_SOURCE");
    char folder[900];
    size_t size;
    snprintf(folder, sizeof(folder), "%s/tests/golden/event", source ? source : ".");
    char *golden = sample_read(folder, name, &size);
    CHECK_INT(out->size, size);
    for (size_t i = 0; golden && i < size && i < out->size; i++)
        if (golden[i] != out->data[i]) {
            TAP_FAIL("%s differs at byte %zu: expected %.40s, found %.40s", name, i, golden + i, out->data + i);
            break;
        }
    free(golden);
}

/* `count` events in a form, as the golden has them; `between` and the rest make up what the sinks add. */
static void check_events(const char *name, sample_fn sample, int count, const char *start, form_fn form, const char *between,
                         const char *end)
{
    static struct sl__event event;
    struct sl__buffer out;
    CHECK_INT(sl__buffer_init(&out, 1 << 16, 4 * SL_EVENT_TEXT_ROOM), 0);
    CHECK_INT(sl__buffer_text(&out, start), 0);
    for (int i = 0; i < count; i++) {
        sample(&event, i);
        CHECK_INT(i ? sl__buffer_text(&out, between) : 0, 0);
        CHECK_INT(form(&event, &out), 0);
    }
    CHECK_INT(sl__buffer_text(&out, end), 0);
    check_golden(name, &out);
    sl__buffer_finish(&out);
}

static void an_event_is_the_ndjson_line_of_the_contract(void)
{
    check_events("three.ndjson", sample_event, SAMPLE_EVENTS, "", sl__event_ndjson, "", "");
}

static void every_analyser_has_its_keys(void)
{
    check_events("parts.ndjson", parts_event, PARTS_EVENTS, "", sl__event_ndjson, "", "");
}

/* The rows of the events below the line of column names. */
static void check_table(const char *name, sample_fn sample, int count, int (*header)(struct sl__buffer *out), form_fn rows)
{
    struct sl__buffer names;
    CHECK_INT(sl__buffer_init(&names, 4096, 4096), 0);
    CHECK_INT(header(&names), 0);
    CHECK_INT(sl__buffer_append(&names, "", 1), 0);
    check_events(name, sample, count, names.data, rows, "", "");
    sl__buffer_finish(&names);
}

static void an_event_is_the_csv_rows_of_the_contract(void)
{
    check_table("three.csv", sample_event, SAMPLE_EVENTS, sl__csv_hands_header, sl__event_csv_hands);
}

static void points_of_every_analyser_are_rows(void)
{
    check_table("parts.csv", parts_event, PARTS_EVENTS, sl__csv_points_header, sl__event_csv_points);
}

static void the_hands_of_people_are_keypoints(void)
{
    check_events("parts.json", parts_event, PARTS_EVENTS, "[", sl__event_keypoints, ",\n", "\n]\n");
}

static void an_event_is_the_keypoints_element_of_the_contract(void)
{
    check_events("three.json", sample_event, SAMPLE_EVENTS, "[", sl__event_keypoints, ",\n", "\n]\n");
}

static void an_analyser_that_did_not_run_leaves_no_key(void)
{
    static struct sl__event event;
    struct sl__buffer out;
    sample_event(&event, 1);
    event.has_hands = false;
    event.landmark_cost_ns = 0;
    CHECK_INT(sl__buffer_init(&out, 512, 512), 0);
    CHECK_INT(sl__event_ndjson(&event, &out), 0);
    CHECK_TEXT(taken(&out), "{\"v\":1,\"stream\":\"cam0\",\"frame\":1,\"pts_ms\":33.333,\"capture_ns\":123456789012345,"
                            "\"size\":[640,480],\"dropped\":0}\n");
    CHECK_INT(sl__event_keypoints(&event, &out), 0);
    CHECK_TEXT(taken(&out), "{\"frame\":1,\"keypoints\":[]}");
    sl__buffer_finish(&out);
}

#define LONGEST (-9.999999e15f) /* no float32 has a longer text */

static void fill_longest(void *floats, size_t bytes)
{
    float *at = floats;
    for (size_t i = 0; i < bytes / sizeof(float); i++)
        at[i] = LONGEST;
}

static void longest_body(struct sl_body *body)
{
    fill_longest(body, sizeof(*body));
}

static void longest_face(struct sl_face *face, struct sl__face_reading *reading)
{
    fill_longest(face->image, sizeof(face->image));
    face->points = SL_FACE_POINTS_MAX;
    face->score = LONGEST;
    face->id = INT32_MAX;
    reading->has_head = reading->has_eyes = reading->has_gaze = reading->has_mood = true;
    fill_longest(&reading->head, sizeof(reading->head));
    fill_longest(&reading->eyes, sizeof(reading->eyes));
    reading->distance_mm = -LONGEST;
}

static void longest_hands(struct sl__event *event)
{
    event->has_hands = true;
    event->hand_count = SL_HANDS_MAX + 1;
    for (int i = 0; i < SL_HANDS_MAX; i++) {
        struct sl_hand *hand = &event->hands[i];
        fill_longest(hand->image, sizeof(hand->image));
        fill_longest(hand->world, sizeof(hand->world));
        hand->score = LONGEST;
        hand->side = SL_SIDE_RIGHT;
        hand->id = INT32_MAX;
    }
}

static void longest_people(struct sl__event *event)
{
    event->has_people = true;
    event->people_count = SL_PEOPLE_MAX + 1;
    for (int i = 0; i < SL_PEOPLE_MAX; i++) {
        struct sl_person *person = &event->people[i];
        longest_body(&person->body);
        longest_face(&person->face, &event->people_face_reading[i]);
        fill_longest(person->left_hand, sizeof(person->left_hand));
        fill_longest(person->right_hand, sizeof(person->right_hand));
        person->has_face = person->has_left_hand = person->has_right_hand = 1;
        person->id = INT32_MAX;
    }
}

/* One rule for all frames of a run: what ran decides, not what was found. */
static void a_person_stands_aside_when_pose_or_face_mesh_runs(void)
{
    static struct sl__event event;
    parts_event(&event, 1);
    CHECK(sl__event_is_one_person(&event));
    event.has_pose = true;
    CHECK(!sl__event_is_one_person(&event));
    event.has_pose = false, event.has_faces = true;
    CHECK(!sl__event_is_one_person(&event));
    event.has_faces = false, event.has_hands = event.has_detections = true;
    CHECK(sl__event_is_one_person(&event));
    event.one_person = false;
    CHECK(!sl__event_is_one_person(&event));
}

/* The longest of everything; also counts beyond the arrays, which must not be read. */
static void longest_event(struct sl__event *event)
{
    sample_event(event, 2);
    event->pts_ns = event->landmark_cost_ns = INT64_MIN;
    event->width_px = event->height_px = INT32_MIN;
    longest_hands(event);
    event->has_pose = event->has_body = event->has_faces = event->has_detections = true;
    longest_body(&event->body);
    event->face_count = SL_FACES_MAX + 1;
    for (int i = 0; i < SL_FACES_MAX; i++)
        longest_face(&event->faces[i], &event->face_reading[i]);
    event->detection_count = SL_DETECTIONS_MAX + 1;
    fill_longest(event->detections, sizeof(event->detections));
    longest_people(event);
}

static void the_largest_event_fits_the_room_that_sinks_make(void)
{
    static const struct {
        form_fn form;
        size_t room;
    } rows[] = {{sl__event_ndjson, SL_EVENT_TEXT_ROOM}, {sl__event_csv_hands, SL_EVENT_TEXT_ROOM},
                {sl__event_keypoints, SL_EVENT_TEXT_ROOM}, {sl__event_csv_points, 16 * SL_EVENT_TEXT_ROOM}};
    static struct sl__event event;
    static char name[SL_EVENT_NAME_BYTES];
    memset(name, 1, sizeof(name) - 1);
    longest_event(&event);
    event.stream = name;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sl__buffer out;
        CHECK_INT(sl__buffer_init(&out, rows[i].room, rows[i].room), 0);
        CHECK_INT(rows[i].form(&event, &out), 0);
        sl__buffer_finish(&out);
    }
}

/* Each kind alone, so that none lives on the room of the others. */
static void each_part_fits_its_own_room(void)
{
    static struct sl__event event;
    size_t front = 6 * SL_EVENT_NAME_BYTES + 512, rooms[] = {
        SL_HANDS_MAX * SL_EVENT_HAND_ROOM, SL_EVENT_BODY_ROOM, SL_FACES_MAX * SL_EVENT_FACE_ROOM,
        SL_DETECTIONS_MAX * SL_EVENT_DETECTION_ROOM, SL_PEOPLE_MAX * SL_EVENT_PERSON_ROOM};
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        longest_event(&event);
        event.has_hands = i == 0, event.has_pose = i == 1, event.has_faces = i == 2, event.has_detections = i == 3;
        event.has_people = i == 4;
        struct sl__buffer out;
        CHECK_INT(sl__buffer_init(&out, front + rooms[i], front + rooms[i]), 0);
        CHECK_INT(sl__event_ndjson(&event, &out), 0);
        sl__buffer_finish(&out);
    }
}

static void an_event_without_room_adds_nothing(void)
{
    static const form_fn forms[] = {sl__event_ndjson, sl__event_csv_hands, sl__event_csv_points, sl__event_keypoints};
    static struct sl__event event;
    sample_event(&event, 2);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        for (size_t room = 4; room < 1900; room += 7) {
            struct sl__buffer out;
            CHECK_INT(sl__buffer_init(&out, room, room), 0);
            CHECK_INT(sl__buffer_text(&out, "kept"), 0);
            CHECK_INT(forms[i](&event, &out), -E2BIG);
            CHECK_INT(out.size, 4);
            sl__buffer_finish(&out);
        }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(floats_read_back_bit_for_bit);
    RUN(no_float_has_a_digit_too_many);
    RUN(floats_look_as_python_writes_them);
    RUN(times_are_exact_to_the_microsecond);
    RUN(strings_are_valid_utf8_whatever_comes_in);
    RUN(an_event_is_the_ndjson_line_of_the_contract);
    RUN(every_analyser_has_its_keys);
    RUN(an_event_is_the_csv_rows_of_the_contract);
    RUN(points_of_every_analyser_are_rows);
    RUN(the_hands_of_people_are_keypoints);
    RUN(an_event_is_the_keypoints_element_of_the_contract);
    RUN(an_analyser_that_did_not_run_leaves_no_key);
    RUN(a_person_stands_aside_when_pose_or_face_mesh_runs);
    RUN(the_largest_event_fits_the_room_that_sinks_make);
    RUN(each_part_fits_its_own_room);
    RUN(an_event_without_room_adds_nothing);
    return TAP_END();
}
