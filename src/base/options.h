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
    SL_OPT_BOOL,   ///< bool field; true/false, yes/no, on/off, 1/0, in either case; alone it means true
    SL_OPT_SWITCH, ///< the same in an int field, 0 or 1, as public structs have it
    SL_OPT_INT,    ///< int field
    SL_OPT_FLOAT,  ///< float field
    SL_OPT_TEXT,   ///< char *field, owned by the options (freed by sl__options_finish)
    SL_OPT_ENUM    ///< int field: index in choices
};

struct sl__option {
    const char *key; ///< "max_num_hands"; '-' is accepted for '_' everywhere
    enum sl__option_kind kind;
    size_t offset;              ///< of the field in the settings struct
    double def, min, max;       ///< INT within int, FLOAT finite; BOOL, SWITCH: def 0 or 1; ENUM: def is the index
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
    bool flags; ///< each key is a flag of its own, shown as "--every-frame"; else keys stand in a list, "key=value"
};

/** Defaults into @p settings (TEXT fields are copied). 0 or -ENOMEM. */
int sl__options_init(const struct sl__options *table, void *settings);
void sl__options_finish(const struct sl__options *table, void *settings);

/**
 * Set one value from text. @p where names the source in the sentence: "--hands". @p value NULL: the key stands alone,
 * which is good for BOOL and SWITCH.
 * @return 0, -ENOENT unknown key, -EINVAL value not accepted (the sentence names option, value and what was expected),
 *         -ENOMEM; on failure the setting keeps what it had
 */
int sl__options_set(const struct sl__options *table, void *settings, const char *key, const char *value,
                    const char *where, struct sl_error *why);

/**
 * "max_num_hands=2,static_image_mode" (may be empty): each pair through sl__options_set(). Blanks around keys and values
 * do not count; a value cannot hold a comma. Pairs before a refused one have been set.
 */
int sl__options_set_list(const struct sl__options *table, void *settings, const char *list, const char *where,
                         struct sl_error *why);

/** One table with the settings it fills; an array of them, ended by table NULL, describes a whole program. */
struct sl__options_binding {
    const struct sl__options *table;
    void *settings;
};

/**
 * Read "name.key = value" lines: UTF-8, up to 64 KiB, LF or CR LF. A '#' at the beginning or after a blank begins a
 * comment; "quotation marks" around a value keep blanks and '#' in it. Errors carry file and line; an unknown key is one.
 * @return 0, -EINVAL, -ENOENT (no such file, or unknown key), -E2BIG, -ENOMEM, -EACCES, -EIO
 */
int sl__options_read_file(const struct sl__options_binding *bindings, const char *path, struct sl_error *why);
int sl__options_read_text(const struct sl__options_binding *bindings, const char *text, size_t size,
                          const char *file_name, struct sl_error *why);

/** Read variables like SIGHTLINE_HANDS_MAX_NUM_HANDS; one that begins so and names no key is an error. 0 or as above. */
int sl__options_read_environment(const struct sl__options_binding *bindings, struct sl_error *why);

/**
 * Text for people, appended to @p out: help lines of 80 columns; the sample configuration, all commented out; troff for
 * man pages, from ".SS title" on. 0, -ENOMEM or -E2BIG.
 */
int sl__options_help(const struct sl__options *table, struct sl__buffer *out);
int sl__options_sample(const struct sl__options *table, struct sl__buffer *out);
int sl__options_man(const struct sl__options *table, struct sl__buffer *out);

#endif
