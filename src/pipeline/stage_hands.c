/* Hands as a stage. */
#include "pipeline/stage.h"

static bool hands_wanted(const struct sl__pipeline_opts *opts)
{
    return opts->hands;
}

static int hands_create(void **state, const struct sl__pipeline_opts *opts, const struct sl_engine_opts *engine,
                        struct sl_error *why)
{
    struct sl_hands_opts own = opts->hands_opts;
    struct sl_hands *hands = NULL;
    own.engine = *engine;
    int err = sl_hands_create(&hands, &own, why);
    *state = hands;
    return err;
}

static int hands_run(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    int found = sl_hands_process(state, frame, event->hands, SL_HANDS_MAX, why);
    event->has_hands = found >= 0;
    event->hand_count = found;
    return found;
}

static void hands_destroy(void *state)
{
    struct sl_hands *hands = state;
    sl_hands_destroy(&hands);
}

const struct stage stage_hands = {"hands", "hands", hands_wanted, hands_create, hands_run, hands_destroy};
