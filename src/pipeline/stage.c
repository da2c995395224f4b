/* The table of analysers and the one loop over it. */
#include "pipeline/stage.h"

#include "base/error.h"

static const struct stage table[] = {
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
