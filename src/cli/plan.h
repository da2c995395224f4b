/* What one `sightline run` was asked to do, all of it checked before anything is opened. */
#ifndef SL_CLI_PLAN_H
#define SL_CLI_PLAN_H

#include "cli/analysers.h"
#include "cli/settings.h"
#include "cli/streams.h"
#include "cli/target.h"
#include "pipeline/pipeline.h"

struct plan {
    struct run_settings run;
    struct engine_settings engine;
    bool help;
    const char *config;
    struct target target[SL_PIPELINE_SINKS_MAX];
    int targets;
    struct stream_spec stream[SL_PIPELINE_STREAMS_MAX];
    int streams;
    struct sl__pipeline_opts pipeline; ///< the analysers, and what the settings above come to
    bool refined;                      ///< gaze made a face mesh give irises that was not asked to
};

/** Settings with their defaults. 0 or -ENOMEM. */
int plan_init(struct plan *plan, struct sl_error *why);
void plan_finish(struct plan *plan);

/** Read file, environment and command line. 0, -EINVAL (wrong usage), -ENOENT ... (a file that is not there). */
int plan_read(struct plan *plan, int argc, char **argv, struct sl_error *why);

/** What help says about flags that are in no table of options. */
extern const struct doc_row plan_flag_rows[];

#endif
