/* Analysers as a table: the worker runs those that are wanted, in the table's order, and knows none by name. */
#ifndef SL_PIPELINE_STAGE_H
#define SL_PIPELINE_STAGE_H

#include "pipeline/pipeline.h"

struct stage {
    const char *name;
    bool (*wanted)(const struct sl__pipeline_opts *opts);
    int (*create)(void **state, const struct sl__pipeline_opts *opts, struct sl_error *why);
    /** Look at one frame and write into the event what was found. 0 or a negative errno, which ends the stream. */
    int (*run)(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why);
    void (*destroy)(void *state);
};

#define STAGES_MAX 8

/** The analysers of one stream, each with the state that only this stream uses. */
struct stages {
    int count;
    const struct stage *stage[STAGES_MAX];
    void *state[STAGES_MAX];
};

/** Load what is wanted. Finish it in any case. */
int stages_init(struct stages *stages, const struct sl__pipeline_opts *opts, struct sl_error *why);
int stages_run(struct stages *stages, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why);
void stages_finish(struct stages *stages);

#endif
