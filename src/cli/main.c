/* The program: looks up the subcommand and runs it. */
#include "base/error.h"
#include "base/options_names.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/say.h"

#include <sightline/version.h>
#include <stdio.h>
#include <string.h>

static int version_main(int argc, char **argv)
{
    (void)argc, (void)argv;
    printf("sightline %s\n", sl_version());
    return CODE_DONE;
}

static const struct doc_part no_parts[] = {{NULL}};

const struct command command_version = {
    .name = "version",
    .summary = "print the version",
    .synopsis = "",
    .about = "Prints the version of the program.\n",
    .parts = no_parts,
    .main = version_main,
};

const struct command *const commands[] = {
    &command_run, &command_share, &command_ring, &command_model, &command_help, &command_version, NULL,
};

/* Flags that stand for commands, as people expect of any program. */
static const char *const spellings[][2] = {{"--help", "help"}, {"-h", "help"}, {"--version", "version"}, {"-V", "version"}};

const struct command *command_find(const char *name, struct sl_error *why)
{
    struct sl__nearest nearest;
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
        if (!strcmp(name, spellings[i][0]))
            name = spellings[i][1];
    sl__nearest_init(&nearest, name);
    for (const struct command *const *command = commands; *command; command++) {
        if (!strcmp((*command)->name, name))
            return *command;
        sl__nearest_offer(&nearest, (*command)->name);
    }
    sl__error_set(why, -EINVAL, "unknown command %.60s%s%s%s", name, nearest.best[0] ? "; did you mean " : "", nearest.best,
                  nearest.best[0] ? "?" : "");
    return NULL;
}

/* Results that stayed in stdio's buffer count as results. */
static int finish(int code)
{
    struct sl_error why = {"standard output: writing failed"};
    if (fflush(stdout) == 0 || errno == EPIPE || code != CODE_DONE)
        return code;
    return say_failure(&why);
}

int main(int argc, char **argv)
{
    struct sl_error why = {"no command given"};
    interrupt_init();
    if (argc < 2)
        return say_usage(NULL, &why);
    const struct command *command = command_find(argv[1], &why);
    return command ? finish(command->main(argc - 1, argv + 1)) : say_usage(NULL, &why);
}
