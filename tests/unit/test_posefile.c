/* .pose files: the head against the hash of the package's own, the numbers against the events, the file at any moment. */
#include "event/posefile.h"

#include "base/file.h"
#include "event/sink.h"
#include "event_parts.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];
static struct sl__event event;

/* A file as the specification has it, read without the code under test. */
struct pose_file {
    char *bytes;
    size_t size, head; /* head: bytes before the body */
    float fps;
    uint32_t frames;
    uint16_t people;
    int points;
    const float *data, *confidence;
};

static uint16_t ushort_at(const char *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof(value));
    return value;
}

/* Past a component; its points are added up. */
static const char *skip_component(const char *at, int *points)
{
    at += 2 + ushort_at(at); /* name */
    at += 2 + ushort_at(at); /* format */
    int names = ushort_at(at), limbs = ushort_at(at + 2), colours = ushort_at(at + 4);
    at += 6;
    *points += names;
    for (int i = 0; i < names; i++)
        at += 2 + ushort_at(at);
    return at + 4 * limbs + 6 * colours;
}

static struct pose_file read_file(void)
{
    struct pose_file file = {0};
    FILE *stream = fopen(path, "rb");
    file.bytes = calloc(1, 16 << 20);
    file.size = stream && file.bytes ? fread(file.bytes, 1, 16 << 20, stream) : 0;
    if (stream)
        fclose(stream);
    if (file.size < 100) {
        TAP_FAIL("expected a file, found %zu bytes", file.size);
        return file;
    }
    const char *at = file.bytes + 12;
    for (int parts = ushort_at(file.bytes + 10); parts; parts--)
        at = skip_component(at, &file.points);
    file.head = (size_t)(at - file.bytes);
    memcpy(&file.fps, at, 4);
    memcpy(&file.frames, at + 4, 4);
    file.people = ushort_at(at + 8);
    size_t points = (size_t)file.frames * file.people * (size_t)file.points;
    float *numbers = malloc(points * 16 + 1); /* the body starts at any byte */
    CHECK(file.size >= file.head + 10 + points * 16);
    if (numbers && file.size >= file.head + 10 + points * 16)
        memcpy(numbers, at + 10, points * 16);
    file.data = numbers;
    file.confidence = numbers + 3 * points;
    return file;
}

static void forget_file(struct pose_file *file)
{
    free((void *)file->data);
    free(file->bytes);
}

static const float *point_of(const struct pose_file *file, unsigned frame, int person, int point)
{
    return file->data + 3 * (((size_t)frame * file->people + (size_t)person) * (size_t)file->points + (size_t)point);
}

static float confidence_of(const struct pose_file *file, unsigned frame, int person, int point)
{
    return file->confidence[((size_t)frame * file->people + (size_t)person) * (size_t)file->points + (size_t)point];
}

/* A part in the file against the points of an event; no points: it must be missing. */
static void check_part(const struct pose_file *file, unsigned frame, int person, int first, int count, const float (*points)[3],
                       const float *confidence)
{
    for (int i = 0; i < count && tap_good; i++) {
        float wanted[4] = {0};
        if (points) {
            wanted[0] = (float)(points[i][0] * 640.0), wanted[1] = (float)(points[i][1] * 480.0);
            wanted[2] = points[i][2], wanted[3] = confidence ? confidence[i] : 1;
        }
        const float *at = point_of(file, frame, person, first + i);
        float found[4] = {at[0], at[1], at[2], confidence_of(file, frame, person, first + i)};
        CHECK_BITS(found, wanted, 4);
        if (!tap_good)
            TAP_FAIL("frame %u, person %d, point %d + %d", frame, person, first, i);
    }
}

static struct sl__sink *open_file(const char *name, int people, bool irises)
{
    struct sl__sink *sink;
    struct sl_error why = {""};
    struct sl__posefile_opts opts = {.people = people, .irises = irises};
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    CHECK_INT(sl__posefile_open(&sink, path, &opts, &why), 0);
    CHECK_TEXT(why.text, "");
    return sink;
}

static int write_event(struct sl__sink *sink, struct sl_error *why)
{
    return sink->ops->write(sink, NULL, &event, why);
}

static void check_head(bool irises, const char *wanted)
{
    struct sl__buffer head;
    uint8_t digest[32];
    char hex[65];
    CHECK_INT(sl__buffer_init(&head, POSE_HEAD_ROOM, POSE_HEAD_ROOM), 0);
    CHECK_INT(pose_head(&head, 640, 480, irises ? SL_FACE_POINTS_MAX : SL_FACE_POINTS, 1), 0);
    sl__sha256(head.data, head.size - POSE_BODY_START, digest);
    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    CHECK_TEXT(hex, wanted);
    sl__buffer_finish(&head);
}

/* SHA-256 of PoseHeader(0.2, PoseHeaderDimensions(640, 480), holistic_components(additional_face_points=0 and 10)).write() */
static void the_head_is_that_of_the_package(void)
{
    check_head(false, "799e024e7a9c11e46a8295310018d0fcaacd4e54eff496673b8a300762f03d5a");
    check_head(true, "c81e9672609ba492fca62b65d3f0c248692cffaaa872a6ec5943bbd4dfd71da6");
}

static void a_person_is_in_the_file_bit_for_bit(void)
{
    struct sl__sink *sink = open_file("one.pose", 1, false);
    parts_event(&event, 1);
    const struct sl_person *person = &event.people[0];
    CHECK_INT(write_event(sink, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct pose_file file = read_file();
    CHECK_INT(file.frames, 1);
    CHECK_INT(file.people, 1);
    CHECK_INT(file.points, 576);
    CHECK_INT(file.size, file.head + 10 + 576 * 16);
    CHECK_INT(file.fps, 30);
    CHECK_INT(ushort_at(file.bytes + 4), 640);
    CHECK_INT(ushort_at(file.bytes + 6), 480);
    check_part(&file, 0, 0, 0, 33, person->body.image, person->body.visibility);
    check_part(&file, 0, 0, 33, 468, person->face.image, NULL);
    check_part(&file, 0, 0, 501, 21, person->left_hand, NULL);
    check_part(&file, 0, 0, 522, 21, person->right_hand, NULL);
    check_part(&file, 0, 0, 543, 33, person->body.world, person->body.visibility);
    forget_file(&file);
}

/* Person 2 comes, goes, and somebody else takes the place; person 1 keeps the first all along. */
static void people_keep_their_places(void)
{
    static const int ids[4][2] = {{1, 2}, {2, 1}, {1, 0}, {5, 1}}, places[4][2] = {{0, 1}, {1, 0}, {0, -1}, {1, 0}};
    struct sl__sink *sink = open_file("places.pose", 2, true);
    struct sl_person people[2];
    parts_event(&event, 2);
    memcpy(people, event.people, sizeof(people));
    for (int n = 0; n < 4; n++) {
        event.people_count = ids[n][1] ? 2 : 1;
        for (int i = 0; i < event.people_count; i++)
            event.people[i].id = ids[n][i];
        CHECK_INT(write_event(sink, NULL), 0);
    }
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct pose_file file = read_file();
    CHECK_INT(file.people, 2);
    CHECK_INT(file.points, 586);
    for (unsigned n = 0; n < 4; n++)
        for (int i = 0; i < 2; i++) {
            int place = places[n][i] < 0 ? 1 : places[n][i];
            bool there = places[n][i] >= 0;
            check_part(&file, n, place, 0, 33, there ? people[i].body.image : NULL, people[i].body.visibility);
            check_part(&file, n, place, 33, 478, i == 0 ? people[i].face.image : NULL, NULL);
            check_part(&file, n, place, 511, 21, i == 1 && there ? people[i].left_hand : NULL, NULL);
            check_part(&file, n, place, 532, 21, i == 0 ? people[i].right_hand : NULL, NULL);
        }
    forget_file(&file);
}

static void more_people_than_places_are_left_out(void)
{
    struct sl__sink *sink = open_file("few.pose", 1, true);
    parts_event(&event, 2);
    CHECK_INT(write_event(sink, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct pose_file file = read_file();
    check_part(&file, 0, 0, 0, 33, event.people[0].body.image, event.people[0].body.visibility);
    forget_file(&file);
}

/* Without holistic; the second face fits the places, the third does not. A hand's label is that of the mirrored picture. */
static void the_other_analysers_fill_their_parts(void)
{
    struct sl__sink *sink = open_file("parts.pose", 2, true);
    parts_event(&event, 0);
    event.has_people = false;
    event.faces[1].image[0][0] = event.faces[1].image[477][2] = 0.5f;
    event.has_hands = true;
    event.hand_count = 3;
    event.face_count = 3;
    for (int i = 0; i < 3; i++) {
        event.hands[i].side = i == 1 ? SL_SIDE_LEFT : SL_SIDE_RIGHT;
        parts_fill(event.hands[i].image[0], 63, 200 + i);
    }
    CHECK_INT(write_event(sink, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct pose_file file = read_file();
    check_part(&file, 0, 0, 0, 33, event.body.image, event.body.visibility);
    check_part(&file, 0, 1, 0, 33, NULL, NULL);
    check_part(&file, 0, 0, 33, 468, event.faces[0].image, NULL);
    check_part(&file, 0, 0, 33 + 468, 10, NULL, NULL); /* it has no irises */
    check_part(&file, 0, 1, 33, 478, event.faces[1].image, NULL);
    check_part(&file, 0, 0, 511, 21, event.hands[0].image, NULL);
    check_part(&file, 0, 1, 511, 21, event.hands[2].image, NULL);
    check_part(&file, 0, 0, 532, 21, event.hands[1].image, NULL);
    check_part(&file, 0, 1, 532, 21, NULL, NULL);
    check_part(&file, 0, 0, 553, 33, event.body.world, event.body.visibility);
    forget_file(&file);
}

static void what_is_not_finite_is_missing(void)
{
    struct sl__sink *sink = open_file("nan.pose", 1, false);
    parts_event(&event, 1);
    event.people[0].body.image[3][1] = NAN;
    event.people[0].body.visibility[4] = INFINITY;
    CHECK_INT(write_event(sink, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct pose_file file = read_file();
    check_part(&file, 0, 0, 3, 2, NULL, NULL);
    check_part(&file, 0, 0, 5, 1, event.people[0].body.image + 5, event.people[0].body.visibility + 5);
    forget_file(&file);
}

/* A person of whom one number tells the frame. */
static void number_event(int number)
{
    parts_event(&event, 1);
    event.people[0].body.image[0][2] = (float)number;
    event.pts_ns = number * 40000000LL;
}

static void check_numbers(struct pose_file *file, unsigned written)
{
    for (unsigned n = 0; n < file->frames && tap_good; n++) {
        CHECK_INT(point_of(file, n, 0, 0)[2], n < written ? n : 0);
        CHECK_BITS(&file->confidence[576 * n], n < written ? event.people[0].body.visibility : (float[33]){0}, 33);
        if (!tap_good)
            TAP_FAIL("frame %u of %u after %u were written", n, file->frames, written);
    }
}

static void the_file_is_whole_at_any_moment(void)
{
    struct sl__sink *sink = open_file("growing.pose", 1, false);
    struct pose_file file = read_file();
    CHECK_INT(file.frames, 0);
    CHECK_INT(file.points, 576);
    forget_file(&file);
    for (int n = 0; n < 300; n++) {
        number_event(n);
        CHECK_INT(write_event(sink, NULL), 0);
        if (n > 2 && n != 63 && n != 64 && n != 127 && n != 128 && n % 50)
            continue;
        file = read_file();
        CHECK(file.frames > (unsigned)n);
        CHECK_INT(file.fps, n ? 25 : 30);
        check_numbers(&file, (unsigned)n + 1);
        forget_file(&file);
    }
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    file = read_file();
    CHECK_INT(file.frames, 300);
    CHECK_INT(file.size, file.head + 10 + 300 * 576 * 16);
    check_numbers(&file, 300);
    forget_file(&file);
}

static void the_rate_is_that_of_the_whole(void)
{
    static const struct {
        int64_t pts_ns[4];
        float fps;
    } rows[] = {{{0, 33366700, 66733400, 100100100}, 29.97f}, {{5000000000, 5040000000, 5120000000, 5160000000}, 18.75f},
                {{0, 33000000, 67000000, 100000000}, 30.0f}, {{0, 0, 0, 0}, 30.0f}, {{9, 3, 2, 1}, 30.0f}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sl__sink *sink = open_file("rate.pose", 1, false);
        for (int n = 0; n < 4; n++) {
            parts_event(&event, 3);
            event.pts_ns = rows[i].pts_ns[n];
            CHECK_INT(write_event(sink, NULL), 0);
        }
        CHECK_INT(sl__sink_close(&sink, NULL), 0);
        struct pose_file file = read_file();
        if (fabsf(file.fps - rows[i].fps) > 0.00005f)
            TAP_FAIL("row %zu: expected %g, found %.9g", i, rows[i].fps, file.fps);
        forget_file(&file);
    }
}

static void a_file_without_a_frame_is_whole(void)
{
    struct sl__sink *sink = open_file("none.pose", 3, true);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct pose_file file = read_file();
    CHECK_INT(file.frames, 0);
    CHECK_INT(file.people, 3);
    CHECK_INT(file.points, 586);
    CHECK_INT(file.size, file.head + 10);
    forget_file(&file);
}

/* As a full disk does, in the middle of a frame and when the room doubles. */
static void after_a_full_disk_the_frames_before_are_there(void)
{
    static const struct {
        int frames;
        rlim_t room;
    } rows[] = {{10, 10 * 576 * 12 + 3000}, {64, 100 * 576 * 16}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sl__sink *sink = open_file("full.pose", 1, false);
        struct sl_error why = {""};
        struct rlimit before, limit;
        for (int n = 0; n < rows[i].frames; n++) {
            number_event(n);
            CHECK_INT(write_event(sink, NULL), 0);
        }
        getrlimit(RLIMIT_FSIZE, &before);
        limit = before;
        limit.rlim_cur = 14905 + rows[i].room;
        setrlimit(RLIMIT_FSIZE, &limit);
        number_event(rows[i].frames);
        int err = write_event(sink, &why);
        setrlimit(RLIMIT_FSIZE, &before);
        CHECK_INT(err, -E2BIG);
        CHECK_HAS(why.text, "full.pose: the file may not grow any further");
        CHECK_INT(sl__sink_close(&sink, NULL), 0);
        struct pose_file file = read_file();
        CHECK_INT(file.frames, rows[i].frames);
        check_numbers(&file, (unsigned)rows[i].frames);
        forget_file(&file);
    }
}

static void what_does_not_fit_is_said_in_a_sentence(void)
{
    struct sl__sink *sink = open_file("refused.pose", 1, false);
    struct sl_error why;
    parts_event(&event, 3);
    event.has_hands = event.has_pose = event.has_faces = event.has_people = false;
    CHECK_INT(write_event(sink, &why), -EINVAL);
    CHECK_HAS(why.text, "boxes do not go into a .pose file");
    parts_event(&event, 1);
    CHECK_INT(write_event(sink, &why), 0);
    event.stream = "cam1";
    CHECK_INT(write_event(sink, &why), -EINVAL);
    CHECK_HAS(why.text, "takes the frames of one stream, but after cam0 came cam1");
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    struct sl__posefile_opts opts = {.people = SL_PEOPLE_MAX + 1};
    CHECK_INT(sl__posefile_open(&sink, path, &opts, &why), -EINVAL);
    CHECK_HAS(why.text, "1 to 8 people, not 9");
    opts.people = 1;
    CHECK_INT(sl__posefile_open(&sink, "-", &opts, &why), -EINVAL);
    CHECK_HAS(why.text, "needs a file name");
    CHECK_INT(sl__posefile_open(&sink, "/dev/null", &opts, &why), -EINVAL);
    CHECK_HAS(why.text, "/dev/null: a .pose output needs a plain file");
    CHECK_INT(sl__posefile_open(&sink, folder, &opts, &why), -EINVAL);
    CHECK_INT(sl__posefile_open(&sink, "/nowhere/at/all.pose", &opts, &why), -ENOENT);
    CHECK(sink == NULL);
}

static void tidy(void)
{
    static const char *const names[] = {"one", "places", "few", "parts", "nan", "growing", "rate", "none", "full", "refused"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s.pose", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    signal(SIGXFSZ, SIG_IGN);
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%.40s/sl-pose-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(folder))
        return 99;
    RUN(the_head_is_that_of_the_package);
    RUN(a_person_is_in_the_file_bit_for_bit);
    RUN(people_keep_their_places);
    RUN(more_people_than_places_are_left_out);
    RUN(the_other_analysers_fill_their_parts);
    RUN(what_is_not_finite_is_missing);
    RUN(the_file_is_whole_at_any_moment);
    RUN(the_rate_is_that_of_the_whole);
    RUN(a_file_without_a_frame_is_whole);
    RUN(after_a_full_disk_the_frames_before_are_there);
    RUN(what_does_not_fit_is_said_in_a_sentence);
    tidy();
    return TAP_END();
}
