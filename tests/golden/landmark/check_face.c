/*
 * The stages of faces between the models against what MediaPipe made of the same numbers (tools/golden/face.py): its own
 * calculators, but for the custom operators, which are numpy there. No engine and no picture is involved, only float32 and
 * double arithmetic in a fixed order and glibc's functions; so everything is equal in all bits on every CPU: tolerance 0.
 */
#include "landmark/crop.h"
#include "landmark/face_attention.h"
#include "landmark/face_roi.h"
#include "records.h"

enum {
    POINTS = SL_DETECTION_POINTS, DETECTION = 5 + 2 * POINTS, RECT = 5, MESH = 3 * SL_FACE_POINTS,
    REFINED = 3 * SL_FACE_POINTS_MAX, DETECTIONS_MAX = 8
};

static uint64_t hash_of(const float *values, int count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (int i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof(bits));
        hash = (hash ^ bits) * 0x100000001b3u;
    }
    return hash;
}

static int compare_floats(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

/* As sets: sorted, each pair one number. */
static void connections_are_those_of_mediapipe(void)
{
    static float numbers[4096];
    if (!begin())
        return;
    for (int lines = 0; lines < SL_FACE_LINES_COUNT && find("lines"); lines++, advance()) {
        int count = 0, expected = take_int();
        const uint16_t(*pairs)[2] = sl_face_connections(lines, &count);
        CHECK_INT(count, expected);
        for (int i = 0; i < count; i++)
            numbers[i] = (float)(pairs[i][0] * 1024 + pairs[i][1]);
        qsort(numbers, (size_t)count, sizeof(*numbers), compare_floats);
        if (hash_of(numbers, count) != strtoull(rest, NULL, 16))
            TAP_FAIL("set %d has other pairs than MediaPipe's", lines);
    }
    CHECK(!find("lines"));
}

static void take_detection(struct sl__detection *d)
{
    float values[DETECTION] = {0};
    take_floats(values, DETECTION);
    *d = (struct sl__detection){
        .score = values[0], .xmin = values[1], .ymin = values[2], .width = values[3], .height = values[4]};
    for (int k = 0; k < POINTS; k++)
        d->keypoint[k] = (struct sl__point){values[5 + 2 * k], values[6 + 2 * k]};
    advance();
}

static void expect_detection(const char *wanted, const struct sl__detection *d)
{
    float values[DETECTION] = {d->score, d->xmin, d->ymin, d->width, d->height};
    for (int k = 0; k < POINTS; k++) {
        values[5 + 2 * k] = d->keypoint[k].x;
        values[6 + 2 * k] = d->keypoint[k].y;
    }
    expect(wanted, values, DETECTION);
}

/* The picture, or a region of it. */
static struct sl__roi_matrix take_matrix(int *width, int *height)
{
    static uint8_t pixel;
    struct sl_frame frame = {.pixels = SL_PIXELS_GRAY8, .plane = {&pixel}};
    struct sl__rect rect;
    struct sl__roi roi;
    struct sl__padding padding;
    frame.width_px = *width = take_int();
    frame.height_px = *height = take_int();
    bool whole = strstr(rest, "whole") != NULL;
    if (!whole)
        take_floats(&rect.cx, RECT);
    sl__crop_region(&sl__face_short_range.crop, &frame, whole ? NULL : &rect, &roi, &padding);
    return sl__roi_matrix_make(&roi, *width, *height);
}

static void detections_come_back_from_turned_regions(void)
{
    int regions = 0;
    if (!begin())
        return;
    for (; find("region"); regions++) {
        struct sl__detection found[DETECTIONS_MAX];
        int width, height, count = 0;
        struct sl__roi_matrix matrix = take_matrix(&width, &height);
        for (advance(); at("found") && count < DETECTIONS_MAX; count++)
            take_detection(&found[count]);
        CHECK_INT(count, 3);
        for (int i = 0; i < count; i++) {
            sl__detection_project(&found[i], POINTS, &matrix);
            expect_detection("projected", &found[i]);
            struct sl__rect roi = sl__face_detection_roi(&found[i], width, height);
            expect("roi", &roi.cx, RECT);
        }
        CHECK(at("end"));
    }
    CHECK_INT(regions, 7);
}

static void take_part(float (*xy)[2], int count)
{
    CHECK(at("part"));
    take_floats(xy[0], 2 * count);
    advance();
}

/* Lips, eyes and irises in the order of the model's outputs. */
static void take_refinement(float (*points)[3])
{
    float xy[SL_FACE_PART_POINTS_MAX][2];
    for (int i = 0; i < SL_FACE_PARTS; i++) {
        take_part(xy, sl__face_parts[i].count);
        sl__face_part_refine(&sl__face_parts[i], (const float(*)[2])xy, points);
    }
    for (int i = 0; i < SL_FACE_PARTS; i++) {
        if (!sl__face_parts[i].iris)
            continue;
        take_part(xy, SL_FACE_IRIS_POINTS);
        sl__face_part_add_iris(&sl__face_parts[i], (const float(*)[2])xy, points);
    }
}

static void refined_points_replace_those_of_the_mesh(void)
{
    int faces = 0;
    if (!begin())
        return;
    for (; find("refinement"); faces++) {
        static struct sl_face face;
        int width = take_int(), height = take_int();
        face.points = SL_FACE_POINTS;
        take_floats(face.image[0], MESH);
        struct sl__rect plain = sl__face_next_roi(&face, width, height);
        advance();
        take_refinement(face.image);
        expect("refined", face.image[0], REFINED);
        expect("mesh_rect", &plain.cx, RECT);
        face.points = SL_FACE_POINTS_MAX;
        struct sl__rect refined = sl__face_next_roi(&face, width, height);
        expect("refined_rect", &refined.cx, RECT);
    }
    CHECK_INT(faces, 3); /* one of them wholly left of the picture */
}

static void expect_crop(const float *crop)
{
    const int count = SL_FEATURES_CROP_SIDE * SL_FEATURES_CROP_SIDE * SL_FEATURES_CHANNELS;
    int filled = 0;
    for (int i = 0; i < count; i++)
        filled += crop[i] != 0.0f;
    CHECK(at("crop"));
    char *end;
    uint64_t hash = strtoull(rest, &end, 16);
    rest = end;
    CHECK_INT(filled, take_int());
    expect("crop", crop + (5 * SL_FEATURES_CROP_SIDE + 6) * SL_FEATURES_CHANNELS, SL_FEATURES_CHANNELS);
    CHECK(hash_of(crop, count) == hash);
}

static void custom_operators_round_as_the_originals(void)
{
    static float features[SL_FEATURES_SIDE * SL_FEATURES_SIDE * SL_FEATURES_CHANNELS];
    static float crop[SL_FEATURES_CROP_SIDE * SL_FEATURES_CROP_SIDE * SL_FEATURES_CHANNELS];
    int faces = 0;
    if (!begin())
        return;
    for (uint32_t i = 0; i < sizeof(features) / sizeof(features[0]); i++)
        features[i] = (float)((int)(i * 2654435761u >> 16) - 32768) / 4096.0f;
    for (; find("operators"); faces++) {
        float points[SL_FACE_POINTS][3], xy[10][2], placed[10][2];
        take_floats(points[0], MESH);
        advance();
        for (int i = 0; i < 10; i++)
            memcpy(xy[i], points[i], sizeof(xy[i]));
        for (int i = 0; i < SL_FACE_PARTS; i++) {
            struct sl__face_transform transform = sl__face_transform_of(&sl__face_parts[i], (const float(*)[3])points);
            expect("matrix", transform.m[0], 16);
            sl__features_crop(features, &transform, crop);
            expect_crop(crop);
            transform = sl__face_transform_to_input(&transform);
            sl__face_transform_points(&transform, (const float(*)[2])xy, 10, placed);
            expect("placed", placed[0], 20);
        }
    }
    CHECK_INT(faces, 4); /* of the third, parts leave the map; the fourth is outside */
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    file_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(connections_are_those_of_mediapipe);
    RUN(detections_come_back_from_turned_regions);
    RUN(refined_points_replace_those_of_the_mesh);
    RUN(custom_operators_round_as_the_originals);
    if (file)
        fclose(file);
    return TAP_END();
}
