/* The analysers of the command line as a table: their flags and keys, and what they need. */
#ifndef SL_CLI_ANALYSERS_H
#define SL_CLI_ANALYSERS_H

#include "cli/command.h"
#include "cli/flags.h"
#include "pipeline/pipeline.h"

#define ANALYSERS_MAX 16

/** Defaults of all of them; none is wanted. 0 or -ENOMEM. */
int analysers_init(struct sl__pipeline_opts *opts);
void analysers_finish(struct sl__pipeline_opts *opts);

/** A binding for each one's keys. @return how many, up to ANALYSERS_MAX */
int analysers_bind(struct sl__pipeline_opts *opts, struct sl__options_binding *bindings);

/** If this word asks for an analyser, note it. */
void analysers_ask(struct sl__pipeline_opts *opts, const struct given *given);

/**
 * Add what those asked for need: gestures need hands, readings of a face need a face mesh, unless holistic gives them;
 * gaze needs irises.
 * @return whether a face mesh or holistic that was asked for without irises now gives them
 */
bool analysers_complete(struct sl__pipeline_opts *opts);

/** Their names for a log line, "pose, face-mesh"; "" for none. */
void analysers_name(const struct sl__pipeline_opts *opts, char *names, size_t size);

/** What help says about them. */
extern const struct doc_row analyser_rows[];

#endif
