/* The body as a stage. */
#include "pipeline/stage.h"

static bool pose_wanted(const struct sl__pipeline_opts *opts)
{
    return opts->pose;
}

static int pose_create(void **state, const struct sl__pipeline_opts *opts, const struct sl_engine_opts *engine,
                       struct sl_error *why)
{
    struct sl_pose_opts own = opts->pose_opts;
    struct sl_pose *pose = NULL;
    own.engine = *engine;
    int err = sl_pose_create(&pose, &own, why);
    *state = pose;
    return err;
}

static int pose_run(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    int found = sl_pose_process(state, frame, &event->body, why);
    event->has_pose = found >= 0;
    event->has_body = found > 0;
    return found;
}

static void pose_destroy(void *state)
{
    struct sl_pose *pose = state;
    sl_pose_destroy(&pose);
}

const struct stage stage_pose = {"pose", "bodies", pose_wanted, pose_create, pose_run, pose_destroy};
