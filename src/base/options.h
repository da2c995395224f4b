/*
 * Options as data: one table row gives the flag, the configuration key, the environment name, the help line, the
 * sample file's line, the man page's entry and the range check. Order of precedence: default < file < environment < flag.
 */
#ifndef SL_BASE_OPTIONS_H
#define SL_BASE_OPTIONS_H

#include "base/buffer.h"
#include <sightline/error.h>
#include <stdbool.h>
#include <stddef.h>

enum sl__option_kind {
    SL_OPT_BOOL,  ///< bool field; true/false, yes/no, on/off, 1/0; a bare flag means true
    SL_OPT_INT,   ///< int field
    SL_OPT_FLOAT, ///< float field
    SL_OPT_TEXT,  ///< char *field, owned by the options (freed by sl__options_finish)
    SL_OPT_ENUM   ///< int field: index in choices
};

struct sl__option {
    const char *key; ///< "max_num_hands"; flags and help show '_' as it stands here, '-' is accepted for it
    enum sl__option_kind kind;
    size_t offset;              ///< of the field in the settings struct
    double def, min, max;       ///< numbers; BOOL: def 0 or 1; ENUM: def is the index
    const char *def_text;       ///< TEXT; NULL for none
    const char *const *choices; ///< ENUM; NULL-terminated
    const char *value_name;     ///< shown in help: "N", "DIR"; NULL: chosen by kind
    const char *sentence;       ///< one sentence without a full stop, lower case
};

/** A named table over one settings struct. */
struct sl__options {
    const char *name;  ///< "hands": configuration keys are hands.max_num_hands, environment SIGHTLINE_HANDS_MAX_NUM_HANDS
    const char *title; ///< heading in help and man page
    const struct sl__option *rows;
    size_t count;
};

/** Defaults into @p settings (TEXT fields are copied). 0 or -ENOMEM. */
int sl__options_init(const struct sl__options *table, void *settings);
void sl__options_finish(const struct sl__options *table, void *settings);

/**
 * Set one value from text. @p where names the source in the sentence: "--hands", "sightline.conf:12", "SIGHTLINE_...".
 * @return 0, -ENOENT unknown key, -EINVAL value not accepted (the sentence names option, value and what was expected),
 *         -ENOMEM
 */
int sl__options_set(const struct sl__options *table, void *settings, const char *key, const char *value,
                    const char *where, struct sl_error *why);

/** "max_num_hands=2,model_complexity=1" (may be empty): each pair through sl__options_set(). */
int sl__options_set_list(const struct sl__options *table, void *settings, const char *list, const char *where,
                         struct sl_error *why);

/** One table with the settings it fills; an array of them, ended by table NULL, describes a whole program. */
struct sl__options_binding {
    const struct sl__options *table;
    void *settings;
};

/** Read "name.key = value" lines ('#' comments, UTF-8). Errors carry file and line. Unknown keys are errors. */
int sl__options_read_file(const struct sl__options_binding *bindings, const char *path, struct sl_error *why);
int sl__options_read_text(const struct sl__options_binding *bindings, const char *text, size_t size,
                          const char *file_name, struct sl_error *why);
int sl__options_read_environment(const struct sl__options_binding *bindings, struct sl_error *why);

/** Text for people, appended to @p out: help lines; the sample configuration, all commented out; troff for man pages. */
int sl__options_help(const struct sl__options *table, struct sl__buffer *out);
int sl__options_sample(const struct sl__options *table, struct sl__buffer *out);
int sl__options_man(const struct sl__options *table, struct sl__buffer *out);

#endif
