/* The table of analysers and the one loop over it. */
#include "pipeline/stage.h"

#include "base/error.h"

static bool hands_wanted(const struct sl__pipeline_opts *opts)
{
    return opts->hands;
}

static int hands_create(void **state, const struct sl__pipeline_opts *opts, struct sl_error *why)
{
    struct sl_hands *hands = NULL;
    int err = sl_hands_create(&hands, &opts->hands_opts, why);
    *state = hands;
    return err;
}

static int hands_run(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    int found = sl_hands_process(state, frame, event->hands, SL_HANDS_MAX, why);
    if (found < 0)
        return found;
    event->has_hands = true;
    event->hand_count = found;
    return 0;
}

static void hands_destroy(void *state)
{
    struct sl_hands *hands = state;
    sl_hands_destroy(&hands);
}

static const struct stage table[] = {
    {"hands", hands_wanted, hands_create, hands_run, hands_destroy},
    {NULL},
};
_Static_assert(sizeof(table) / sizeof(table[0]) <= STAGES_MAX + 1, "room for all stages at once");

int stages_init(struct stages *stages, const struct sl__pipeline_opts *opts, struct sl_error *why)
{
    *stages = (struct stages){0};
    for (const struct stage *stage = table; stage->name; stage++) {
        if (!stage->wanted(opts))
            continue;
        int err = stage->create(&stages->state[stages->count], opts, why);
        if (err < 0)
            return err;
        stages->stage[stages->count++] = stage;
    }
    return 0;
}

int stages_run(struct stages *stages, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    for (int i = 0; i < stages->count; i++) {
        int err = stages->stage[i]->run(stages->state[i], frame, event, why);
        if (err < 0)
            return err;
    }
    return 0;
}

void stages_finish(struct stages *stages)
{
    while (stages->count) {
        stages->count--;
        stages->stage[stages->count]->destroy(stages->state[stages->count]);
    }
}
