/* From words and settings to a plan. Nothing is opened here but the configuration file. */
#include "cli/plan.h"

#include "base/error.h"
#include "cli/flags.h"

#include <stdlib.h>
#include <string.h>

static const char *const valued[] = {"--out", "--config", NULL};
static const char *const bare[] = {"--help", "-h", NULL};

static const struct flag_alias aliases[] = {
    {"--every-frame", &run_options, "pace=every-frame"},
    {"--latest", &run_options, "pace=latest"},
    {"--fast", &engine_options, "engine=openvino,precision=auto"},
    {"-q", &run_options, "quiet=true"},
    {"-v", &run_options, "verbose=true"},
    {NULL},
};

const struct doc_row plan_flag_rows[] = {
    {"--out TARGET", "where results go; may be given several times"},
    {"--every-frame", "look at every frame, however long it takes"},
    {"--latest", "look at the newest frame and count what was dropped"},
    {"--fast", "the fastest engine: openvino, in bf16 where the CPU has it"},
    {"--config FILE", "read settings from this file; otherwise $SIGHTLINE_CONFIG or sightline.conf in $XDG_CONFIG_HOME"},
    {"-q, -v", "short for --quiet and --verbose"},
    {"--", "what follows is a source, whatever it begins with"},
    {NULL, NULL},
};

static const struct flag_grammar grammar = {.tables = run_tables, .aliases = aliases, .valued = valued, .bare = bare};

int plan_init(struct plan *plan, struct sl_error *why)
{
    memset(plan, 0, sizeof(*plan));
    if (sl__options_init(&run_options, &plan->run) < 0 || sl__options_init(&engine_options, &plan->engine) < 0 ||
        analysers_init(&plan->pipeline) < 0)
        return sl__error_set(why, -ENOMEM, "no memory for the settings");
    return 0;
}

void plan_finish(struct plan *plan)
{
    sl__options_finish(&run_options, &plan->run);
    sl__options_finish(&engine_options, &plan->engine);
    analysers_finish(&plan->pipeline);
}

static int add_target(struct plan *plan, const char *text, struct sl_error *why)
{
    if (plan->targets == SL_PIPELINE_SINKS_MAX)
        return sl__error_set(why, -EINVAL, "--out %.60s: up to %d outputs are taken", text, SL_PIPELINE_SINKS_MAX);
    struct target *target = &plan->target[plan->targets];
    int err = target_parse(target, text, why);
    if (err < 0)
        return err;
    for (int i = 0; i < plan->targets; i++)
        if (!strcmp(plan->target[i].path, target->path))
            return sl__error_set(why, -EINVAL, "--out %.60s is given twice", target->text);
    plan->targets++;
    return 0;
}

static int add_source(struct plan *plan, const char *text, struct sl_error *why)
{
    if (plan->streams == SL_PIPELINE_STREAMS_MAX)
        return sl__error_set(why, -EINVAL, "%.60s: up to %d sources are taken", text, SL_PIPELINE_STREAMS_MAX);
    return stream_parse(&plan->stream[plan->streams++], text, why);
}

/* What is not in a table of options. */
static int take_own(struct plan *plan, const struct given *given, struct sl_error *why)
{
    if (given->kind == GIVEN_OPERAND)
        return add_source(plan, given->value, why);
    analysers_ask(&plan->pipeline, given);
    if (given->kind != GIVEN_OWN)
        return 0;
    if (!strcmp(given->name, "--out"))
        return add_target(plan, given->value, why);
    if (!strcmp(given->name, "--config"))
        plan->config = given->value;
    else
        plan->help = true;
    return 0;
}

/* A source that an output would overwrite is gone before it is read. */
static int check_whole(const struct plan *plan, struct sl_error *why)
{
    if (plan->streams == 0)
        return sl__error_set(why, -EINVAL, "no source; expected a file, an address, a camera, images:, gst: or raw:");
    int err = stream_check(plan->stream, plan->streams, why);
    for (int i = 0; i < plan->targets && err == 0; i++) {
        err = target_check_streams(&plan->target[i], plan->streams, why);
        err = err ? err : target_check_fed(&plan->target[i], &plan->pipeline, why);
        for (int k = 0; k < plan->streams && err == 0; k++)
            if (target_is_file(&plan->target[i], plan->stream[k].source))
                err = sl__error_set(why, -EINVAL, "--out %.60s would overwrite the source %.60s", plan->target[i].text,
                                    plan->stream[k].source);
    }
    return err;
}

static int resolve(struct plan *plan, struct sl_error *why)
{
    plan->pipeline.pace = (enum sl__pace)plan->run.pace;
    plan->pipeline.pts = (enum sl__pts)plan->run.pts;
    plan->pipeline.limit = plan->run.limit;
    return settings_engine(&plan->engine, &plan->pipeline.engine, why);
}

static int read_given(struct plan *plan, const struct given *given, int count, struct sl_error *why)
{
    struct sl__options_binding bindings[2 + ANALYSERS_MAX + 1] = {{&run_options, &plan->run}, {&engine_options, &plan->engine}};
    int err = 0;
    analysers_bind(&plan->pipeline, bindings + 2);
    for (int i = 0; i < count && err == 0; i++)
        err = take_own(plan, &given[i], why);
    if (err < 0 || plan->help)
        return err;
    err = settings_read(bindings, plan->config, why);
    if (err < 0)
        return err == -ENOMEM ? err : -EINVAL; /* a wrong file is wrong usage */
    for (int i = 0; i < count && err == 0; i++)
        err = flags_apply(&given[i], bindings, "run", why);
    plan->refined = analysers_complete(&plan->pipeline);
    if (err == 0 && plan->targets == 0)
        err = add_target(plan, "-", why);
    if (err == 0)
        err = check_whole(plan, why);
    return err < 0 ? err : resolve(plan, why);
}

int plan_read(struct plan *plan, int argc, char **argv, struct sl_error *why)
{
    struct given *given = calloc((size_t)argc + 1, sizeof(*given));
    if (!given)
        return sl__error_set(why, -ENOMEM, "no memory for the command line");
    int count = flags_read(&grammar, argc, argv, given, why);
    int err = count < 0 ? count : read_given(plan, given, count, why);
    free(given);
    return err;
}
