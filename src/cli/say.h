/* Words to the person at the terminal, on standard error. Standard output is for results. */
#ifndef SL_CLI_SAY_H
#define SL_CLI_SAY_H

#include "base/buffer.h"
#include <sightline/error.h>

/** "sightline: SENTENCE". Gives CODE_FAILED, so that a refusal is one line. */
int say_failure(const struct sl_error *why);

/** The same and where to read more: help of that command, NULL for help in general. Gives CODE_USAGE. */
int say_usage(const char *command, const struct sl_error *why);

/** CODE_USAGE for -EINVAL, CODE_FAILED for anything else, said accordingly. */
int say_by_code(int err, const char *command, const struct sl_error *why);

/** Print a text to standard output. CODE_DONE, or CODE_FAILED when nobody takes it. */
int say_text(const struct sl__buffer *text);

#endif
