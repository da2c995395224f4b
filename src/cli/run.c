/* `sightline run`: sources through analysers into outputs. */
#include "base/error.h"
#include "base/log.h"
#include "cli/analysers.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/plan.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/summary.h"
#include "media/media.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TICK_MS 100 ///< how often the bar is drawn and signals are looked at

struct run {
    struct plan plan;
    struct sl__pipeline *pipeline;
    struct sl__source *source[SL_PIPELINE_STREAMS_MAX];
    struct sl__sink *sink[SL_PIPELINE_STREAMS_MAX][SL_PIPELINE_SINKS_MAX]; ///< a shared one stands in the first row
    struct progress progress;
    bool told[SL_PIPELINE_STREAMS_MAX]; ///< the stream's failure was said
    bool nobody_reads;                  ///< standard output was closed by its reader, as `head` does
    int code;
};

/* Models load while the sources open; outputs are made last, so that a mistyped source empties no file. */
static int open_sources(struct run *run, struct sl_error *why)
{
    const struct plan *plan = &run->plan;
    const struct sl__source_wish wish = {.every_frame = plan->pipeline.pace == SL_PACE_EVERY_FRAME};
    for (int i = 0; i < plan->streams; i++) {
        int err = sl__source_open_as(&run->source[i], plan->stream[i].source, &wish, why);
        if (err < 0)
            return err;
    }
    stream_name_all(plan->stream, run->source, plan->streams);
    for (int i = 0; i < plan->streams; i++)
        sl__log(SL_LOG_INFO, "run", "stream %s: %s%s", run->source[i]->name, plan->stream[i].source,
                run->source[i]->live ? ", live" : "");
    return sl__pipeline_ready(run->pipeline, why);
}

static int open_sinks(struct run *run, struct sl_error *why)
{
    const struct plan *plan = &run->plan;
    for (int i = 0; i < plan->streams; i++) {
        for (int k = 0; k < plan->targets; k++) {
            const struct target *target = &plan->target[k];
            int err = 0;
            if (i == 0 || target->per_stream)
                err = target_open(target, run->source[i]->name, &plan->pipeline, &run->sink[i][k], why);
            if (err < 0)
                return err == -EINVAL ? -EIO : err; /* the words were right, what they mean was not */
        }
    }
    return 0;
}

static int connect_all(struct run *run, struct sl_error *why)
{
    const struct plan *plan = &run->plan;
    int err = 0;
    for (int i = 0; i < plan->streams && err == 0; i++) {
        struct sl__sink *sinks[SL_PIPELINE_SINKS_MAX];
        for (int k = 0; k < plan->targets; k++)
            sinks[k] = run->sink[plan->target[k].per_stream ? i : 0][k];
        err = sl__pipeline_add(run->pipeline, run->source[i], sinks, plan->targets, why);
    }
    return err < 0 ? err : sl__pipeline_start(run->pipeline, why);
}

/* Say each stream's failure once, when it happens: the others may go on for hours. */
static void tell_failures(struct run *run)
{
    for (int i = 0; i < run->plan.streams; i++) {
        struct sl__failure failure;
        if (run->told[i] || sl__pipeline_failure(run->pipeline, i, &failure) == 0)
            continue;
        run->told[i] = true;
        if (failure.code == -EPIPE && failure.sink && !strcmp(failure.sink->target, "-")) {
            run->nobody_reads = true;
            continue;
        }
        progress_clear(&run->progress);
        run->code = say_failure(&failure.why);
    }
}

/* On one terminal the events would run through the bar. */
static bool wants_bar(const struct plan *plan)
{
    for (int i = 0; i < plan->targets; i++)
        if (!strcmp(plan->target[i].path, "-") && isatty(STDOUT_FILENO))
            return false;
    return !plan->run.quiet;
}

static void watch(struct run *run)
{
    progress_begin(&run->progress, wants_bar(&run->plan));
    bool ended;
    do {
        ended = sl__pipeline_wait(run->pipeline, TICK_MS);
        tell_failures(run);
        if (interrupt_came())
            sl__pipeline_interrupt(run->pipeline);
        progress_draw(&run->progress, run->pipeline, run->plan.pipeline.limit);
    } while (!ended);
    sl__pipeline_stop(run->pipeline, NULL);
    progress_end(&run->progress);
}

static bool failed_before(struct run *run, const struct sl__sink *sink)
{
    for (int i = 0; run->pipeline && i < run->plan.streams; i++) {
        struct sl__failure failure;
        if (sl__pipeline_failure(run->pipeline, i, &failure) < 0 && failure.sink == sink)
            return true;
    }
    return false;
}

static void close_sinks(struct run *run)
{
    for (int i = 0; i < run->plan.streams; i++) {
        for (int k = 0; k < run->plan.targets; k++) {
            struct sl_error why = {""};
            bool silent = failed_before(run, run->sink[i][k]) || run->nobody_reads;
            if (sl__sink_close(&run->sink[i][k], &why) < 0 && !silent)
                run->code = say_failure(&why);
        }
    }
}

static void close_sources(struct run *run)
{
    for (int i = 0; i < run->plan.streams; i++)
        sl__source_close(&run->source[i]);
}

static void say_what_runs(const struct plan *plan)
{
    const struct sl_engine_opts *engine = &plan->pipeline.engine;
    char names[200];
    analysers_name(&plan->pipeline, names, sizeof(names));
    sl__log(SL_LOG_INFO, "run", "engine %s, %s, threads per source: %d", sl_engine_name(engine->engine),
            engine->precision == SL_PRECISION_BF16 ? "bf16" : "f32", engine->threads);
    if (names[0])
        sl__log(SL_LOG_INFO, "run", "analysers: %s", names);
    if (plan->refined)
        sl__log(SL_LOG_INFO, "run", "gaze needs irises: face landmarks are refined");
}

static int go(struct run *run)
{
    struct sl_error why = {""};
    say_what_runs(&run->plan);
    int err = sl__pipeline_create(&run->pipeline, &run->plan.pipeline, run->plan.streams, &why);
    if (err == 0)
        err = open_sources(run, &why);
    if (err == 0)
        err = open_sinks(run, &why);
    interrupt_hold();
    if (err == 0)
        err = connect_all(run, &why);
    if (err == 0)
        watch(run);
    else
        run->code = say_by_code(err, "run", &why);
    close_sinks(run);
    if (err == 0 && !run->plan.run.quiet)
        summary_print(run->pipeline);
    sl__pipeline_destroy(&run->pipeline);
    close_sources(run);
    return run->code == CODE_DONE && interrupt_came() ? CODE_INTERRUPTED : run->code;
}

static int run_main(int argc, char **argv)
{
    struct sl_error why = {""};
    struct run *run = calloc(1, sizeof(*run));
    int err = run ? plan_init(&run->plan, &why) : sl__error_set(&why, -ENOMEM, "no memory for a run");
    int code;
    if (err == 0)
        err = plan_read(&run->plan, argc, argv, &why);
    if (err < 0) {
        code = say_by_code(err, "run", &why);
    } else if (run->plan.help) {
        code = help_print(&command_run);
    } else {
        sl__log_set_level(run->plan.run.verbose ? SL_LOG_INFO : SL_LOG_WARNING);
        code = go(run);
    }
    if (run)
        plan_finish(&run->plan);
    free(run);
    return code;
}

static const struct doc_row source_rows[] = {
    {"PATH", "a media file or a picture"},
    {"images:GLOB[@FPS]", "picture files in name order, each one frame"},
    {"http:// rtsp:// udp:// srt:// file://", "anything that GStreamer opens"},
    {"/dev/videoN", "a camera"},
    {"gst:DESCRIPTION", "a GStreamer pipeline whose last element gives raw video"},
    {"raw:WxH:FORMAT[@FPS]", "raw frames on standard input: rgb24, bgr24, rgba32, gray8, i420 or nv12"},
    {"ring:NAME", "frames that another process shares under that name: sightline share"},
    {"NAME=SOURCE", "any of these under a name of your own"},
    {NULL, NULL},
};

static const struct doc_row exit_rows[] = {
    {"0", "done"},
    {"1", "failed while running; what was computed before is in the outputs"},
    {"2", "wrong usage"},
    {"130", "interrupted; the outputs are complete up to there"},
    {NULL, NULL},
};

static const struct doc_part parts[] = {
    {"Sources", source_rows, NULL},
    {"Analysers", analyser_rows, NULL},
    {NULL, NULL, &hands_options},
    {NULL, NULL, &pose_options},
    {NULL, NULL, &face_mesh_options},
    {NULL, NULL, &face_detection_options},
    {NULL, NULL, &holistic_options},
    {NULL, NULL, &gaze_options},
    {"Targets of --out", target_rows, NULL},
    {"Options", plan_flag_rows, NULL},
    {NULL, NULL, &run_options},
    {NULL, NULL, &engine_options},
    {"Exit status", exit_rows, NULL},
    {NULL, NULL, NULL},
};

const struct command command_run = {
    .name = "run",
    .summary = "find landmarks in videos, pictures and cameras",
    .synopsis = "[ANALYSER]... [--out TARGET]... [OPTION]... SOURCE...",
    .about = "Looks at the frames of each source and writes one record per frame to each\n"
             "output. Several sources run at once; an output that takes one source needs\n"
             "{stream} in its name then. Without an analyser the records tell of frames alone.\n"
             "Standard output carries results and nothing else.\n",
    .parts = parts,
    .main = run_main,
};
