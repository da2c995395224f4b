/* Face meshes as a stage. */
#include "pipeline/stage.h"

static bool face_mesh_wanted(const struct sl__pipeline_opts *opts)
{
    return opts->face_mesh;
}

static int face_mesh_create(void **state, const struct sl__pipeline_opts *opts, const struct sl_engine_opts *engine,
                            struct sl_error *why)
{
    struct sl_face_mesh_opts own = opts->face_mesh_opts;
    struct sl_face_mesh *mesh = NULL;
    own.engine = *engine;
    int err = sl_face_mesh_create(&mesh, &own, why);
    *state = mesh;
    return err;
}

static int face_mesh_run(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    int found = sl_face_mesh_process(state, frame, event->faces, SL_FACES_MAX, why);
    event->has_faces = found >= 0;
    event->face_count = found;
    return found;
}

static void face_mesh_destroy(void *state)
{
    struct sl_face_mesh *mesh = state;
    sl_face_mesh_destroy(&mesh);
}

const struct stage stage_face_mesh = {
    "face-mesh", "faces", face_mesh_wanted, face_mesh_create, face_mesh_run, face_mesh_destroy};
