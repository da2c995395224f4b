/* NAME=SOURCE, and names that nobody else has. */
#include "cli/streams.h"

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"

int stream_parse(struct stream_spec *spec, const char *text, struct sl_error *why)
{
    size_t length = strspn(text, NAME_CHARACTERS);
    *spec = (struct stream_spec){.source = text};
    if (length == 0 || text[length] != '=' || access(text, F_OK) == 0)
        return 0;
    if (length >= sizeof(spec->name))
        return sl__error_set(why, -EINVAL, "%.60s...: the name of a stream takes up to %zu characters", text,
                             sizeof(spec->name) - 1);
    memcpy(spec->name, text, length);
    spec->source = text + length + 1;
    return 0;
}

int stream_check(const struct stream_spec *specs, int count, struct sl_error *why)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++)
            if (specs[i].name[0] && !strcmp(specs[i].name, specs[k].name))
                return sl__error_set(why, -EINVAL, "two sources are named %s; each stream needs a name of its own",
                                     specs[i].name);
    return 0;
}

static bool is_taken(const struct stream_spec *specs, struct sl__source *const *sources, int count, int i)
{
    for (int k = 0; k < count; k++)
        if (k != i && !strcmp(k < i ? sources[k]->name : specs[k].name, sources[i]->name))
            return true;
    return false;
}

void stream_name_all(const struct stream_spec *specs, struct sl__source *const *sources, int count)
{
    for (int i = 0; i < count; i++) {
        char *name = sources[i]->name;
        char made[STREAM_NAME_BYTES];
        if (specs[i].name[0]) {
            snprintf(name, STREAM_NAME_BYTES, "%s", specs[i].name);
            continue;
        }
        snprintf(made, sizeof(made), "%s", name);
        for (int n = 2; is_taken(specs, sources, count, i); n++)
            snprintf(name, STREAM_NAME_BYTES, "%.*s-%d", (int)STREAM_NAME_BYTES - 13, made, n);
    }
}
