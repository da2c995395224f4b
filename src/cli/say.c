/* Sentences on standard error, each one write so that lines do not mix. */
#include "cli/say.h"

#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"

#include <stdio.h>
#include <unistd.h>

int say_failure(const struct sl_error *why)
{
    fprintf(stderr, "sightline: %s\n", why->text);
    return CODE_FAILED;
}

int say_usage(const char *command, const struct sl_error *why)
{
    fprintf(stderr, "sightline: %s\nTry 'sightline help%s%s'.\n", why->text, command ? " " : "", command ? command : "");
    return CODE_USAGE;
}

int say_by_code(int err, const char *command, const struct sl_error *why)
{
    return err == -EINVAL ? say_usage(command, why) : say_failure(why);
}

int say_text(const struct sl__buffer *text)
{
    struct sl_error why;
    int err = sl__fd_write_all(STDOUT_FILENO, text->data, text->size);
    if (err == 0 || err == -EPIPE)
        return CODE_DONE;
    sl__error_set(&why, err, "standard output: writing failed: %s", sl_error_text(err));
    return say_failure(&why);
}
