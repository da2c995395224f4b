/* Help pages, man pages and the sample configuration, all from the same data. */
#ifndef SL_CLI_HELP_H
#define SL_CLI_HELP_H

#include "cli/command.h"

/** Print a command's page, NULL: the program's. Gives an exit_code. */
int help_print(const struct command *command);

#endif
