/*
 * Heatmaps, smoothing and blending against what MediaPipe's own calculators made of the same numbers
 * (tools/golden/pose.py). No engine and no picture is involved, only float32 and double arithmetic in a fixed order and
 * glibc's expf; so everything is equal in all bits on every CPU: tolerance 0. It has to be: the next region follows from
 * smoothed points, and tracking amplifies.
 */
#include "landmark/heatmap.h"
#include "landmark/pose_mask.h"
#include "landmark/pose_smoother.h"
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

enum { SIDE = 64, LINE_BYTES = 512, MOVING = 0, STILL, FLAT };

static const char *file_name;
static FILE *file;
static char line[LINE_BYTES], word[16];
static const char *rest;

/* The next record: a line's first word and what follows it. No word: the end. */
static void advance(void)
{
    int used = 0;
    do {
        word[0] = '\0';
        if (!fgets(line, sizeof(line), file) || sscanf(line, "%15s%n", word, &used) != 1)
            return;
    } while (word[0] == '#');
    rest = line + used;
}

static bool begin(void)
{
    if (file)
        fclose(file);
    file = fopen(file_name, "r");
    if (!file)
        TAP_FAIL("%s cannot be read", file_name);
    else
        advance();
    return file != NULL;
}

static bool at(const char *wanted)
{
    return !strcmp(word, wanted);
}

static bool find(const char *wanted)
{
    while (word[0] && !at(wanted))
        advance();
    return at(wanted);
}

static int64_t take_int(void)
{
    char *end;
    int64_t value = strtoll(rest, &end, 10);
    rest = end;
    return value;
}

static uint64_t take_hash(void)
{
    char *end;
    uint64_t value = strtoull(rest, &end, 16);
    rest = end;
    return value;
}

static void take_floats(float *values, int count)
{
    for (int i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)take_hash();
        memcpy(&values[i], &bits, sizeof(bits));
    }
}

#define HASH_BEGIN 0xcbf29ce484222325u

static uint64_t hash_of(uint64_t hash, const float *values, int count)
{
    for (int i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof(bits));
        hash = (hash ^ bits) * 0x100000001b3u;
    }
    return hash;
}

/* The same as in tools/golden/pose.py. */
static double noise(const int *numbers, int count)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++) {
        value = (value * 31 + (uint64_t)numbers[i] + 7) * 2654435761u & 0xffffffffu;
        value ^= value >> 15;
    }
    return (double)(value >> 16) / 65536;
}

#define NOISE(...) noise((const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

static void heatmaps_move_points_where_mediapipe_moves_them(void)
{
    static float map[SIDE * SIDE];
    int points = 0, moved = 0;
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            map[row * SIDE + column] = (float)(6 * NOISE(1, row, column) - ((row / 16 + column / 16) % 2 ? 3 : 9));
    if (!begin() || !find("map"))
        return;
    CHECK(take_hash() == hash_of(HASH_BEGIN, map, SIDE * SIDE));
    for (advance(); at("point"); advance(), points++) {
        float point[1][3] = {{0.0f, 0.0f, 0.25f}}, expected[3];
        take_floats(point[0], 2);
        take_floats(expected, 3);
        moved += memcmp(point[0], expected, sizeof(expected)) != 0;
        sl__heatmap_refine(map, SIDE, 1, point, 1);
        CHECK_BITS(point[0], expected, 3);
    }
    printf("# %d points, %d of them moved\n", points, moved);
    CHECK_INT(points, 72);
    CHECK(moved > 20 && moved < points - 10);
}

static void each_channel_is_its_points(void)
{
    static float maps[SIDE * SIDE * 3];
    float points[3][3] = {{0.5f, 0.5f, 1.0f}, {0.5f, 0.5f, 2.0f}, {0.5f, 0.5f, 3.0f}};
    for (int i = 0; i < SIDE * SIDE * 3; i++)
        maps[i] = -90.0f;
    maps[(32 * SIDE + 30) * 3] = 3.0f;     /* for the first, two cells left */
    maps[(35 * SIDE + 32) * 3 + 2] = 3.0f; /* for the third, three below */
    sl__heatmap_refine(maps, SIDE, 3, points, 3);
    CHECK(points[0][0] == 30.0f / 64 && points[0][1] == 0.5f);
    CHECK(points[1][0] == 0.5f && points[1][1] == 0.5f);
    CHECK(points[2][0] == 0.5f && points[2][1] == 35.0f / 64);
    CHECK(points[2][2] == 3.0f);
}

static void masks_are_blended_as_by_mediapipe(void)
{
    int cases = 0;
    if (!begin())
        return;
    for (; find("blend"); advance(), cases++) {
        static float mask[SIDE * SIDE], before[SIDE * SIDE];
        float ratio, expected[4];
        for (int i = 0; i < SIDE * SIDE; i++) {
            mask[i] = i < 3 ? (const float[3]){0.0f, 1.0f, 0.5f}[i] : (float)NOISE(50, i);
            before[i] = (float)NOISE(51, i);
        }
        take_floats(&ratio, 1);
        uint64_t hash = take_hash();
        take_floats(expected, 4);
        sl__pose_mask_blend(mask, before, SIDE * SIDE, ratio);
        CHECK_BITS(mask, expected, 4);
        CHECK(hash_of(HASH_BEGIN, mask, SIDE * SIDE) == hash);
    }
    CHECK_INT(cases, 3);
}

struct making {
    int scene, frame;
    double drift, tremor;
};

static void make_points(const struct making *making, int part, int count, double reach, float (*points)[3])
{
    for (int i = 0; i < count; i++)
        for (int axis = 0; axis < 3; axis++)
            points[i][axis] = (float)(reach * NOISE(making->scene, part, i, axis) + making->drift +
                                      making->tremor * NOISE(making->scene, part, i, axis, making->frame));
}

static void make_body(int scene, int frame, int kind, struct sl__pose_look *look)
{
    const struct making making = {scene, frame, kind == STILL ? 0 : .004 * frame, kind == STILL ? 0 : .01};
    memset(look, 0, sizeof(*look));
    make_points(&making, 10, SL_POSE_POINTS, 1., look->body.image);
    make_points(&making, 20, 2, .1, look->auxiliary);
    make_points(&making, 30, SL_POSE_POINTS, .6, look->body.world);
    look->auxiliary[1][1] = look->auxiliary[1][1] - .25f;
    if (kind == FLAT)
        memcpy(look->auxiliary[1], look->auxiliary[0], sizeof(look->auxiliary[0]));
    for (int i = 0; i < SL_POSE_POINTS; i++)
        look->body.visibility[i] = (float)NOISE(scene, 40, i, frame);
}

/* The record of a frame: time, hash of all, first point, first world point, visibility, next region. */
static void expect_frame(const struct sl__pose_look *look, int width, int height)
{
    static const struct sl__rect_change around = {1.25f, 0.0f, 0.0f};
    const struct sl_body *body = &look->body;
    float expected[12], found[12];
    uint64_t hash = hash_of(HASH_BEGIN, body->image[0], 3 * SL_POSE_POINTS), recorded = take_hash();
    hash = hash_of(hash, body->world[0], 3 * SL_POSE_POINTS);
    hash = hash_of(hash, body->visibility, SL_POSE_POINTS);
    take_floats(expected, 12);
    struct sl__rect rect = sl__rect_from_alignment(look->auxiliary[0], look->auxiliary[1], width, height, sl__radians(90.0f));
    rect = sl__rect_transform(&rect, width, height, &around);
    memcpy(found, body->image[0], 3 * sizeof(float));
    memcpy(found + 3, body->world[0], 3 * sizeof(float));
    found[6] = body->visibility[0];
    memcpy(found + 7, &rect.cx, 5 * sizeof(float));
    CHECK_BITS(found, expected, 12);
    if (hash != recorded)
        TAP_FAIL("hash %016" PRIx64 "; expected %s", hash, line);
}

/* @return its frames */
static int check_scene(void)
{
    struct sl__pose_smoother smoother;
    int scene = (int)take_int(), width = (int)take_int(), height = (int)take_int(), enable = (int)take_int();
    int kind = (int)take_int(), frame = 0;
    sl__pose_smoother_init(&smoother, enable);
    for (advance(); at("frame") || at("lost"); advance(), frame++) {
        int64_t now_ns = take_int() * 1000;
        struct sl__pose_look look;
        if (at("lost")) {
            sl__pose_smoother_lose(&smoother);
            continue;
        }
        make_body(scene, frame, kind, &look);
        sl__pose_smoother_run(&smoother, &look, width, height, now_ns);
        expect_frame(&look, width, height);
    }
    CHECK(at("end"));
    return frame;
}

static void bodies_are_smoothed_as_by_mediapipe(void)
{
    int scenes = 0, frames = 0;
    if (!begin())
        return;
    for (; find("smooth"); scenes++)
        frames += check_scene();
    CHECK_INT(scenes, 6);
    CHECK_INT(frames, 45);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    file_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(heatmaps_move_points_where_mediapipe_moves_them);
    RUN(each_channel_is_its_points);
    RUN(masks_are_blended_as_by_mediapipe);
    RUN(bodies_are_smoothed_as_by_mediapipe);
    if (file)
        fclose(file);
    return TAP_END();
}
