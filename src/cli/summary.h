/* The table that closes a run, on standard error. */
#ifndef SL_CLI_SUMMARY_H
#define SL_CLI_SUMMARY_H

#include "pipeline/pipeline.h"

void summary_print(struct sl__pipeline *pipeline);

#endif
