/* Faces as meshes: the face model where faces are followed. Source: mediapipe v0.10.21, face_landmark_front_cpu.pbtxt. */
#include "base/error.h"
#include "landmark/face_opts.h"
#include "landmark/face_roi.h"
#include "landmark/face_state.h"

#include <stdlib.h>

static int load_landmarker(void *owner, int looker, const struct sl_engine_opts *engine, struct sl_error *why)
{
    struct sl_face_mesh *mesh = owner;
    return sl__face_landmarker_init(&mesh->landmarker[looker], mesh->opts.refine_landmarks, engine, why);
}

static int look_at(void *owner, int looker, const struct sl_frame *frame, const struct sl__rect *rect, void *thing,
                   int64_t *model_ns)
{
    struct sl_face_mesh *mesh = owner;
    struct sl__face_landmarker *landmarker = &mesh->landmarker[looker];
    int result = sl__face_landmarker_run(landmarker, frame, rect, mesh->opts.min_tracking_confidence, thing);
    *model_ns = landmarker->model_ns;
    return result;
}

static struct sl__rect next_roi(const void *thing, int width_px, int height_px)
{
    return sl__face_next_roi(thing, width_px, height_px);
}

static struct sl__rect box_of(const void *thing)
{
    const struct sl_face *face = thing;
    return sl__rect_around(face->image, SL_FACE_POINTS);
}

static const struct sl__follow_kind face_kind = {
    .thread_name = "sl-faces",
    .thing_bytes = sizeof(struct sl_face),
    .load = load_landmarker,
    .look = look_at,
    .detected_roi = sl__face_detection_roi,
    .next_roi = next_roi,
    .box = box_of,
};

int sl_face_mesh_create(struct sl_face_mesh **out, const struct sl_face_mesh_opts *opts, struct sl_error *why)
{
    struct sl_face_mesh_opts defaults = sl_face_mesh_opts_default();
    if (!out)
        return sl__error_set(why, -EINVAL, "no place for the new face mesh object");
    *out = NULL;
    if (!opts)
        opts = &defaults;
    int err = sl__face_mesh_opts_check(opts, why);
    if (err < 0)
        return err;
    struct sl_face_mesh *mesh = calloc(1, sizeof(*mesh));
    if (!mesh)
        return sl__error_set(why, -ENOMEM, "no memory for a face mesh object");
    mesh->opts = *opts;
    mesh->opts.engine.model_dir = mesh->opts.engine.cache_dir = NULL; /* borrowed for this call only */
    const struct sl__follow_setup setup = {
        .detector = &sl__face_short_range,
        .detection_threshold = opts->min_detection_confidence,
        .wanted = opts->max_num_faces,
        .search_always = opts->static_image_mode,
    };
    err = sl__follow_init(&mesh->follow, &face_kind, mesh, &setup, &opts->engine, why);
    if (err < 0) {
        sl_face_mesh_destroy(&mesh);
        return err;
    }
    *out = mesh;
    return 0;
}

void sl_face_mesh_destroy(struct sl_face_mesh **mesh)
{
    struct sl_face_mesh *closing = mesh ? *mesh : NULL;
    if (!closing)
        return;
    *mesh = NULL;
    sl__follow_finish(&closing->follow);
    for (int i = 0; i < SL_FOLLOW_LOOKERS_MAX; i++)
        sl__face_landmarker_finish(&closing->landmarker[i]);
    free(closing);
}

void sl_face_mesh_reset(struct sl_face_mesh *mesh)
{
    if (mesh)
        sl__follow_reset(&mesh->follow);
}

int sl_face_mesh_process(struct sl_face_mesh *mesh, const struct sl_frame *frame, struct sl_face *found, int cap,
                         struct sl_error *why)
{
    int err = mesh ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no face mesh object");
    if (err < 0)
        return err;
    if (!found || cap < 1)
        return sl__error_set(why, -EINVAL, "room for %d faces; it takes room for at least one", found ? cap : 0);
    int count = sl__follow_run(&mesh->follow, frame);
    if (count < 0)
        return sl__error_set(why, -EIO, "the engine failed while it computed a face model");
    for (int i = 0; i < count && i < cap; i++) {
        int id;
        found[i] = *(const struct sl_face *)sl__follow_found(&mesh->follow, i, &id);
        found[i].id = id;
    }
    return count < cap ? count : cap;
}
