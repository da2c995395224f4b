/* The sources of a run and the names of their streams. */
#ifndef SL_CLI_STREAMS_H
#define SL_CLI_STREAMS_H

#include "frame/source.h"
#include <sightline/error.h>

#define STREAM_NAME_BYTES sizeof(((struct sl__source *)0)->name)

struct stream_spec {
    const char *source;           ///< its text, borrowed
    char name[sizeof(((struct sl__source *)0)->name)]; ///< given as NAME=SOURCE; "": made from the source
};

/** SOURCE or NAME=SOURCE; a file of that whole name is a source. 0 or -EINVAL. */
int stream_parse(struct stream_spec *spec, const char *text, struct sl_error *why);

/** Names given twice are refused. 0 or -EINVAL. */
int stream_check(const struct stream_spec *specs, int count, struct sl_error *why);

/** Name the opened sources: given names stay, made ones become clip, clip-2, clip-3 where needed. */
void stream_name_all(const struct stream_spec *specs, struct sl__source *const *sources, int count);

#endif
