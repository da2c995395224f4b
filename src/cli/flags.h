/*
 * The command line, read in two steps: first each word finds what it means, then, after configuration file and
 * environment, what was given is applied in its order.
 */
#ifndef SL_CLI_FLAGS_H
#define SL_CLI_FLAGS_H

#include "base/options.h"

/** A flag that stands for settings: "--fast" for "engine=openvino,precision=auto" of the table engine. */
struct flag_alias {
    const char *flag;
    const struct sl__options *table;
    const char *list;
};

/** What a command takes. Each array ends with a NULL row; any may be NULL. */
struct flag_grammar {
    const struct sl__options *const *tables; ///< with .flags: each key is a flag; else "--NAME[=key=value,...]", alone if it has no rows
    const struct flag_alias *aliases;
    const char *const *valued;               ///< flags with a value that the command reads itself: "--out"
    const char *const *bare;                 ///< flags without a value that it reads itself: "--help"
};

enum given_kind { GIVEN_ROW, GIVEN_LIST, GIVEN_ALIAS, GIVEN_OWN, GIVEN_OPERAND };

struct given {
    enum given_kind kind;
    char name[64];                   ///< "--limit"; of an operand ""
    const char *value;               ///< NULL: stands alone
    const struct sl__options *table; ///< of a row or a list
    const struct sl__option *row;
    const struct flag_alias *alias;
};

/** Read argv[1..]. @param given  room for 2 * argc. @return how many, or -EINVAL with a sentence */
int flags_read(const struct flag_grammar *grammar, int argc, char **argv, struct given *given, struct sl_error *why);

/** Apply one: rows, lists and aliases set their settings, the others nothing. @p command for the sentence. 0, -EINVAL, -ENOMEM. */
int flags_apply(const struct given *given, const struct sl__options_binding *bindings, const char *command,
                struct sl_error *why);

#endif
