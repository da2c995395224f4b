/*
 * The engine without a model, for tests: shapes come from the model table, numbers from a script. It needs no file and
 * no library. Without a script each output is a fixed pattern of small numbers that depends on the input's first value.
 */
#ifndef SL_INFER_FAKE_H
#define SL_INFER_FAKE_H

#include "infer/model.h"

/**
 * Called in each run of each fake model, on the thread that runs it. output[] are model->outputs buffers to fill.
 * @return 0, or negative to make the run fail
 */
typedef int (*sl__fake_fn)(const struct sl__model_row *row, const float *const *input, float *const *output,
                           void *arg);

/** Set the script for all fake models, NULL: none. Not while one runs. */
void sl__fake_set(sl__fake_fn fn, void *arg);

/** Runs of all fake models since the start of the process. */
unsigned sl__fake_runs(void);

#endif
