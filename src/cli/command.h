/* Subcommands as data: what runs, and what help and man page say. */
#ifndef SL_CLI_COMMAND_H
#define SL_CLI_COMMAND_H

#include "base/options.h"
#include <sightline/error.h>

enum exit_code { CODE_DONE = 0, CODE_FAILED = 1, CODE_USAGE = 2, CODE_INTERRUPTED = 130 };

/** A line of a list: "--fast", "the fastest engine". A row with label NULL ends the list. */
struct doc_row {
    const char *label, *sentence;
};

/** A part of a help page: a list, or a table of options, which has a title of its own. One with neither ends the page. */
struct doc_part {
    const char *title; ///< of the list
    const struct doc_row *rows;
    const struct sl__options *options;
};

struct command {
    const char *name;
    const char *summary;             ///< one line without a full stop
    const char *synopsis;            ///< what follows the name
    const char *about;               ///< paragraphs, separated by an empty line; lines as they are to be printed
    const struct doc_part *parts;
    int (*main)(int argc, char **argv); ///< argv[0] is the command's name; gives an exit_code
};

extern const struct command command_run, command_share, command_ring, command_model, command_help, command_version;

/** All of them, ended by NULL, in the order of the list that people see. */
extern const struct command *const commands[];

/** The command of that name, or NULL with a sentence that has a suggestion. */
const struct command *command_find(const char *name, struct sl_error *why);

#endif
