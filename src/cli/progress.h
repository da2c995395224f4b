/* The progress bar: one line on standard error while a run goes on. */
#ifndef SL_CLI_PROGRESS_H
#define SL_CLI_PROGRESS_H

#include "pipeline/pipeline.h"

struct progress {
    bool shown;        ///< there is a terminal for it
    bool drawn;        ///< a line stands there
    int64_t began_ns;
};

/** @param wanted  false: never shown. Log lines clear it first, so that they stand on lines of their own. */
void progress_begin(struct progress *progress, bool wanted);
void progress_draw(struct progress *progress, struct sl__pipeline *pipeline, int64_t limit);
void progress_clear(struct progress *progress);
void progress_end(struct progress *progress);

#endif
