/* One option's value: from text, as text, and what it takes in words. Shared by the options_*.c files. */
#ifndef SL_BASE_OPTION_VALUE_H
#define SL_BASE_OPTION_VALUE_H

#include "base/options.h"

#define SL_OPTION_WORDS_BYTES 200 ///< room for a range or a list of choices in words

#define SL_QUOTE_MAX_BYTES 48 ///< of a name or value from outside, as much goes into a sentence

/** The beginning of a text from outside, for a sentence. */
struct sl__quote {
    char text[SL_QUOTE_MAX_BYTES + 4];
};
struct sl__quote sl__quote(const char *value);

/**
 * Parse @p value (NULL: the option stands alone) into the row's field. @p shown is the option's name in the sentence.
 * @return 0, -EINVAL, -ENOMEM; on failure the field keeps what it had
 */
int sl__option_parse(const struct sl__option *row, void *settings, const char *value, const char *where,
                     const char *shown, struct sl_error *why);

/** Yes or no, in whatever field? Such an option may stand alone. */
static inline bool sl__option_is_bool(const struct sl__option *row)
{
    return row->kind == SL_OPT_BOOL || row->kind == SL_OPT_SWITCH;
}

/** Default into the field. 0 or -ENOMEM. */
int sl__option_reset(const struct sl__option *row, void *settings);

/** Address of the row's text in the settings. */
char **sl__option_text(const struct sl__option *row, void *settings);

/** "1 to 32", "true or false", "tflite, openvino or fake"; "" for TEXT, which takes anything. */
void sl__option_format_range(const struct sl__option *row, char words[SL_OPTION_WORDS_BYTES]);

/** The default as sl__option_parse() reads it. @return false if there is none */
bool sl__option_format_default(const struct sl__option *row, char words[SL_OPTION_WORDS_BYTES]);

/** "N", "X", "NAME", "DIR": what stands for the value in help. */
const char *sl__option_value_name(const struct sl__option *row);

#endif
