/*
 * What each analyser costs besides its models, on one picture again and again, followed: a line of JSON for each.
 *
 *     bench-analysers HAND PERSON SIGNER [FRAMES]
 *
 * Pictures of a hand, of a person, and of a person who shows a hand. One thread, the exact engine.
 */
#include "base/error.h"
#include "frame/source.h"
#include "landmark/face_state.h"
#include "landmark/hands_state.h"
#include "landmark/holistic_state.h"
#include "landmark/pose_state.h"
#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>

#define WARM_UP_FRAMES 10
#define FRAMES_MAX 10000
#define STEP_NS 33333000

enum { HAND, PERSON, SIGNER, PICTURES };

struct cost {
    int64_t total_ns, model_ns;
};

/** One analyser with its defaults: a frame in, its cost out. */
struct kind {
    const char *name;
    int picture;
    int (*create)(void **state, struct sl_error *why);
    int (*run)(void *state, const struct sl_frame *frame, struct cost *cost);
    void (*destroy)(void *state);
};

#define MEMBER(noun, struct_name, RUN, COST)                                                            \
    static int noun##_run(void *state, const struct sl_frame *frame, struct cost *cost)                 \
    {                                                                                                   \
        struct struct_name *object = state;                                                             \
        int found = RUN;                                                                                \
        *cost = (struct cost){object->COST.total_ns, object->COST.model_ns};                            \
        return found;                                                                                   \
    }                                                                                                   \
    static void noun##_destroy(void *state)                                                             \
    {                                                                                                   \
        struct struct_name *object = state;                                                             \
        struct_name##_destroy(&object);                                                                 \
    }

static struct sl_hand hands[SL_HANDS_MAX];
static struct sl_body body;
static struct sl_face faces[SL_FACES_MAX];
static struct sl_detection detections[SL_DETECTIONS_MAX];
static struct sl_person people[SL_PEOPLE_MAX];

MEMBER(hands, sl_hands, sl_hands_process(object, frame, hands, SL_HANDS_MAX, NULL), follow.cost)
MEMBER(pose, sl_pose, sl_pose_process(object, frame, &body, NULL), cost)
MEMBER(mesh, sl_face_mesh, sl_face_mesh_process(object, frame, faces, SL_FACES_MAX, NULL), follow.cost)
MEMBER(detection, sl_face_detection, sl_face_detection_process(object, frame, detections, SL_DETECTIONS_MAX, NULL), cost)
MEMBER(holistic, sl_holistic, sl_holistic_process(object, frame, people, SL_PEOPLE_MAX, NULL), cost)

static int hands_create(void **state, struct sl_error *why)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    opts.max_num_hands = 1;
    return sl_hands_create((struct sl_hands **)state, &opts, why);
}

static int pose_create(void **state, struct sl_error *why)
{
    return sl_pose_create((struct sl_pose **)state, NULL, why);
}

static int mask_create(void **state, struct sl_error *why)
{
    struct sl_pose_opts opts = sl_pose_opts_default();
    opts.enable_segmentation = 1;
    return sl_pose_create((struct sl_pose **)state, &opts, why);
}

static int mesh_create(void **state, struct sl_error *why)
{
    return sl_face_mesh_create((struct sl_face_mesh **)state, NULL, why);
}

static int refined_create(void **state, struct sl_error *why)
{
    struct sl_face_mesh_opts opts = sl_face_mesh_opts_default();
    opts.refine_landmarks = 1;
    return sl_face_mesh_create((struct sl_face_mesh **)state, &opts, why);
}

static int detection_create(void **state, struct sl_error *why)
{
    return sl_face_detection_create((struct sl_face_detection **)state, NULL, why);
}

static int holistic_create(void **state, struct sl_error *why)
{
    struct sl_holistic_opts opts = sl_holistic_opts_default();
    opts.refine_face_landmarks = 1;
    return sl_holistic_create((struct sl_holistic **)state, &opts, why);
}

static const struct kind kinds[] = {
    {"hands, one wanted", HAND, hands_create, hands_run, hands_destroy},
    {"pose full", PERSON, pose_create, pose_run, pose_destroy},
    {"pose full, with mask", PERSON, mask_create, pose_run, pose_destroy},
    {"face detection, short range", PERSON, detection_create, detection_run, detection_destroy},
    {"face mesh", PERSON, mesh_create, mesh_run, mesh_destroy},
    {"face mesh, refined", PERSON, refined_create, mesh_run, mesh_destroy},
    {"holistic, refined, one hand", SIGNER, holistic_create, holistic_run, holistic_destroy},
};

static int by_time(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int measure(const struct kind *kind, struct sl_frame *frame, int frames, struct sl_error *why)
{
    static int64_t rest[FRAMES_MAX], total[FRAMES_MAX];
    void *state = NULL;
    int found = kind->create(&state, why);
    for (int i = -WARM_UP_FRAMES; i < frames && found >= 0; i++) {
        struct cost cost;
        frame->pts_ns = (i + WARM_UP_FRAMES + 1) * (int64_t)STEP_NS;
        found = kind->run(state, frame, &cost);
        if (i >= 0) {
            total[i] = cost.total_ns;
            rest[i] = cost.total_ns - cost.model_ns;
        }
    }
    if (state)
        kind->destroy(state);
    if (found < 0)
        return found;
    qsort(rest, (size_t)frames, sizeof(rest[0]), by_time);
    qsort(total, (size_t)frames, sizeof(total[0]), by_time);
    printf("{\"case\":\"%s\",\"found\":%d,\"frames\":%d,\"p50_ms\":%.3f,\"rest_p50_ms\":%.3f,\"rest_p95_ms\":%.3f}\n",
           kind->name, found, frames, (double)total[frames / 2] / 1e6, (double)rest[frames / 2] / 1e6,
           (double)rest[frames * 95 / 100] / 1e6);
    return 0;
}

static int open_picture(const char *path, struct sl__source **source, struct sl__held_frame **held, struct sl_error *why)
{
    int err = sl__source_open(source, path, why);
    return err < 0 ? err : (*source)->ops->next(*source, held, why) == 1 ? 0 : -EIO;
}

int main(int argc, char **argv)
{
    struct sl_error why = {""};
    struct sl__source *source[PICTURES] = {0};
    struct sl__held_frame *held[PICTURES] = {0};
    int frames = argc > 4 ? (int)strtol(argv[4], NULL, 10) : 200, err = 0;
    if (argc < 4 || frames < 1 || frames > FRAMES_MAX)
        return fprintf(stderr, "usage: bench-analysers HAND PERSON SIGNER [FRAMES up to %d]\n", FRAMES_MAX), 2;
    for (int i = 0; i < PICTURES && !err; i++)
        err = open_picture(argv[1 + i], &source[i], &held[i], &why);
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]) && !err; k++)
        err = measure(&kinds[k], &held[kinds[k].picture]->frame, frames, &why);
    if (err < 0)
        fprintf(stderr, "bench-analysers: %s\n", why.text);
    for (int i = 0; i < PICTURES; i++) {
        sl__frame_unref(&held[i]);
        sl__source_close(&source[i]);
    }
    return err < 0 ? 1 : 0;
}
