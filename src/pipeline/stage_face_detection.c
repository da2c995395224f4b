/* Faces as boxes as a stage. */
#include "pipeline/stage.h"

static bool face_detection_wanted(const struct sl__pipeline_opts *opts)
{
    return opts->face_detection;
}

static int face_detection_create(void **state, const struct sl__pipeline_opts *opts, const struct sl_engine_opts *engine,
                                 struct sl_error *why)
{
    struct sl_face_detection_opts own = opts->face_detection_opts;
    struct sl_face_detection *detection = NULL;
    own.engine = *engine;
    int err = sl_face_detection_create(&detection, &own, why);
    *state = detection;
    return err;
}

static int face_detection_run(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    int found = sl_face_detection_process(state, frame, event->detections, SL_DETECTIONS_MAX, why);
    event->has_detections = found >= 0;
    event->detection_count = found;
    return found;
}

static void face_detection_destroy(void *state)
{
    struct sl_face_detection *detection = state;
    sl_face_detection_destroy(&detection);
}

const struct stage stage_face_detection = {
    "face-detection", "faces", face_detection_wanted, face_detection_create, face_detection_run, face_detection_destroy};
