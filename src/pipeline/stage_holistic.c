/* Whole people as a stage. */
#include "pipeline/stage.h"

static bool holistic_wanted(const struct sl__pipeline_opts *opts)
{
    return opts->holistic;
}

static int holistic_create(void **state, const struct sl__pipeline_opts *opts, const struct sl_engine_opts *engine,
                           struct sl_error *why)
{
    struct sl_holistic_opts own = opts->holistic_opts;
    struct sl_holistic *holistic = NULL;
    own.engine = *engine;
    int err = sl_holistic_create(&holistic, &own, why);
    *state = holistic;
    return err;
}

static int holistic_run(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    int found = sl_holistic_process(state, frame, event->people, SL_PEOPLE_MAX, why);
    event->has_people = found >= 0;
    event->people_count = found;
    return found;
}

static void holistic_destroy(void *state)
{
    struct sl_holistic *holistic = state;
    sl_holistic_destroy(&holistic);
}

const struct stage stage_holistic = {
    "holistic", "people", holistic_wanted, holistic_create, holistic_run, holistic_destroy};
