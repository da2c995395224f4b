/* The table of analysers and the loops over it: loading them at once, running them on as many threads as there are. */
#include "pipeline/stage.h"

#include "base/clock.h"
#include "base/error.h"

#include <string.h>

/* The longest first: side by side, the short ones then fill what is left of the others' time. */
static const struct stage *const table[] = {&stage_holistic, &stage_pose, &stage_hands,
                                            &stage_face_mesh, &stage_face_detection, NULL};
_Static_assert(sizeof(table) / sizeof(table[0]) <= SL_PIPELINE_STAGES_MAX + 1, "room for all stages at once");

/* ---- loading ---- */

struct load {
    struct stage_slot *slot;
    const struct sl__pipeline_opts *opts;
    struct sl__thread thread;
};

static void load_run(void *arg)
{
    struct load *load = arg;
    struct stage_slot *slot = load->slot;
    struct sl_engine_opts engine = load->opts->engine;
    engine.threads = slot->threads;
    slot->found = slot->stage->create(&slot->state, load->opts, &engine, &slot->why);
}

/* The first on this thread, the others beside it; what gets no thread comes after it. */
static void load_all(struct stages *stages, const struct sl__pipeline_opts *opts)
{
    struct load load[SL_PIPELINE_STAGES_MAX] = {{0}};
    for (int i = 0; i < stages->count; i++)
        load[i] = (struct load){.slot = &stages->slot[i], .opts = opts};
    for (int i = 1; i < stages->count; i++)
        sl__thread_start(&load[i].thread, "sl-load", load_run, &load[i], NULL);
    for (int i = 0; i < stages->count; i++)
        if (!load[i].thread.running)
            load_run(&load[i]);
    for (int i = 1; i < stages->count; i++)
        sl__thread_join(&load[i].thread);
}

/* The first failure of a create or a run. */
static int first_failure(const struct stages *stages, struct sl_error *why)
{
    for (int i = 0; i < stages->count; i++)
        if (stages->slot[i].found < 0)
            return sl__error_set(why, stages->slot[i].found, "%s", stages->slot[i].why.text);
    return 0;
}

/* One thread each; those left over go to the first ones. With fewer threads than analysers, each of them has one too, in turn. */
static int share_of(int threads, int analysers, int i)
{
    return threads <= analysers ? 1 : threads / analysers + (i < threads % analysers);
}

static int start_helpers(struct stages *stages, int threads, struct sl_error *why)
{
    int lanes = threads < stages->count ? threads : stages->count;
    int err = 0;
    for (int i = 1; i < lanes && err == 0; i++) {
        err = sl__helper_create(&stages->helper[i - 1], "sl-beside", why);
        stages->helpers += err == 0;
    }
    return err;
}

int stages_init(struct stages *stages, const struct sl__pipeline_opts *opts, struct sl_error *why)
{
    memset(stages, 0, sizeof(*stages));
    for (const struct stage *const *stage = table; *stage; stage++)
        if ((*stage)->wanted(opts))
            stages->slot[stages->count++].stage = *stage;
    for (int i = 0; i < stages->count; i++)
        stages->slot[i].threads = share_of(opts->engine.threads, stages->count, i);
    load_all(stages, opts);
    int err = first_failure(stages, why);
    return err < 0 ? err : start_helpers(stages, opts->engine.threads, why);
}

/* ---- one frame ---- */

/* Take analysers until none is left. On several threads at once. */
static void take_slots(void *arg)
{
    struct stages *stages = arg;
    int i;
    while ((i = atomic_fetch_add(&stages->next, 1)) < stages->count) {
        struct stage_slot *slot = &stages->slot[i];
        int64_t start_ns = sl__clock_ns();
        slot->found = slot->stage->run(slot->state, stages->frame, stages->event, &slot->why);
        slot->cost_ns = sl__clock_ns() - start_ns;
    }
}

int stages_run(struct stages *stages, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why)
{
    stages->frame = frame;
    stages->event = event;
    atomic_store(&stages->next, 0);
    for (int i = 0; i < stages->helpers; i++)
        sl__helper_submit(stages->helper[i], take_slots, stages);
    take_slots(stages);
    for (int i = 0; i < stages->helpers; i++)
        sl__helper_wait(stages->helper[i]);
    return first_failure(stages, why);
}

void stages_finish(struct stages *stages)
{
    while (stages->helpers)
        sl__helper_destroy(&stages->helper[--stages->helpers]);
    while (stages->count) {
        struct stage_slot *slot = &stages->slot[--stages->count];
        slot->stage->destroy(slot->state);
    }
}
