/* The targets of --out: which forms there are, and opening them. */
#ifndef SL_CLI_TARGET_H
#define SL_CLI_TARGET_H

#include "cli/command.h"
#include "event/sink.h"
#include "pipeline/pipeline.h"

struct target_form;

struct target {
    const struct target_form *form;
    const char *text; ///< as given; borrowed
    const char *path; ///< the part of it that names the file
    bool per_stream;  ///< its name has {stream}: one file for each source
};

/** 0, or -EINVAL with a sentence that lists what is accepted. */
int target_parse(struct target *target, const char *text, struct sl_error *why);

/** Can it take the results of so many sources? 0 or -EINVAL. */
int target_check_streams(const struct target *target, int streams, struct sl_error *why);

/** Does any analyser give what it writes? 0 or -EINVAL. */
int target_check_fed(const struct target *target, const struct sl__pipeline_opts *opts, struct sl_error *why);

/** Would writing it destroy this file? */
bool target_is_file(const struct target *target, const char *path);

/** @p stream replaces {stream}; @p opts: which results will come. */
int target_open(const struct target *target, const char *stream, const struct sl__pipeline_opts *opts, struct sl__sink **sink,
                struct sl_error *why);

/** The forms as rows of a help page. */
extern const struct doc_row target_rows[];

#endif
