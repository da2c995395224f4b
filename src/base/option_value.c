/*
 * Text to value and back for one option. Numbers are read and written as in the C locale whatever setlocale() was
 * called with: a configuration file means the same everywhere.
 */
#include "base/option_value.h"

#include "base/error.h"

#include <assert.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX_BYTES 4096 ///< longest TEXT value; as PATH_MAX

struct sl__quote sl__quote(const char *value)
{
    struct sl__quote quote;
    size_t length = strlen(value);
    if (length <= SL_QUOTE_MAX_BYTES) {
        memcpy(quote.text, value, length + 1);
        return quote;
    }
    length = SL_QUOTE_MAX_BYTES;
    while (length > 0 && ((unsigned char)value[length] & 0xC0) == 0x80) /* not into the middle of a character */
        length--;
    memcpy(quote.text, value, length);
    memcpy(quote.text + length, "...", 4);
    return quote;
}

static void *field_at(const struct sl__option *row, void *settings)
{
    return (char *)settings + row->offset;
}

char **sl__option_text(const struct sl__option *row, void *settings)
{
    assert(row->kind == SL_OPT_TEXT);
    return field_at(row, settings);
}

static const char *skip_digits(const char *text)
{
    while (*text >= '0' && *text <= '9')
        text++;
    return text;
}

/* [+-]digits, nothing else. */
static bool is_whole_number(const char *text)
{
    text += *text == '-' || *text == '+';
    const char *end = skip_digits(text);
    return end > text && !*end;
}

/* [+-]digits[.digits][e[+-]digits] with a digit before or after the point: no hexadecimal, no "inf", no "nan". */
static bool is_decimal_number(const char *text)
{
    text += *text == '-' || *text == '+';
    const char *end = skip_digits(text);
    size_t digits = (size_t)(end - text);
    if (*end == '.') {
        const char *fraction = end + 1;
        end = skip_digits(fraction);
        digits += (size_t)(end - fraction);
    }
    if (digits == 0)
        return false;
    if (*end == 'e' || *end == 'E') {
        const char *exponent = end + 1;
        exponent += *exponent == '-' || *exponent == '+';
        end = skip_digits(exponent);
        if (end == exponent)
            return false;
    }
    return !*end;
}

/* The text is a decimal number; too large a one becomes infinite, which no range admits. */
static int number_read(const char *text, double *number)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c_locale)
        return -ENOMEM;
    *number = strtod_l(text, NULL, c_locale);
    freelocale(c_locale);
    return 0;
}

static int refuse(const struct sl__option *row, const char *value, const char *where, const char *shown,
                  const char *kind, struct sl_error *why)
{
    char range[SL_OPTION_WORDS_BYTES];
    sl__option_format_range(row, range);
    return sl__error_set(why, -EINVAL, "%s: %s is \"%s\"; it takes %s%s", where, shown, sl__quote(value).text, kind,
                         range);
}

static int parse_number(const struct sl__option *row, void *settings, const char *value, const char *where,
                        const char *shown, struct sl_error *why)
{
    bool whole = row->kind == SL_OPT_INT;
    if (!(whole ? is_whole_number(value) : is_decimal_number(value)))
        return refuse(row, value, where, shown, whole ? "a whole number from " : "a number from ", why);
    double number;
    if (number_read(value, &number) < 0)
        return sl__error_set(why, -ENOMEM, "%s: no memory to read %s", where, shown);
    if (!(number >= row->min && number <= row->max)) {
        char range[SL_OPTION_WORDS_BYTES];
        sl__option_format_range(row, range);
        return sl__error_set(why, -EINVAL, "%s: %s is %s; it takes %s", where, shown, sl__quote(value).text, range);
    }
    if (whole)
        *(int *)field_at(row, settings) = (int)number;
    else
        *(float *)field_at(row, settings) = (float)number;
    return 0;
}

/* As people write them in configuration files and in Python; ASCII letters of either case. */
static bool same_word(const char *value, const char *word)
{
    for (; *value && *word; value++, word++)
        if ((*value >= 'A' && *value <= 'Z' ? *value - 'A' + 'a' : *value) != *word)
            return false;
    return *value == *word;
}

static void set_bool(const struct sl__option *row, void *settings, bool value)
{
    if (row->kind == SL_OPT_SWITCH)
        *(int *)field_at(row, settings) = value;
    else
        *(bool *)field_at(row, settings) = value;
}

static int parse_bool(const struct sl__option *row, void *settings, const char *value, const char *where,
                      const char *shown, struct sl_error *why)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (same_word(value, words[i])) {
            set_bool(row, settings, i % 2);
            return 0;
        }
    return refuse(row, value, where, shown, "", why);
}

static int parse_choice(const struct sl__option *row, void *settings, const char *value, const char *where,
                        const char *shown, struct sl_error *why)
{
    for (int i = 0; row->choices[i]; i++)
        if (!strcmp(row->choices[i], value)) {
            *(int *)field_at(row, settings) = i;
            return 0;
        }
    return refuse(row, value, where, shown, "", why);
}

static int parse_text(const struct sl__option *row, void *settings, const char *value, const char *where,
                      const char *shown, struct sl_error *why)
{
    if (strlen(value) > TEXT_MAX_BYTES)
        return sl__error_set(why, -EINVAL, "%s: %s is %zu bytes long; it takes up to %d", where, shown, strlen(value),
                             TEXT_MAX_BYTES);
    char *copy = strdup(value);
    if (!copy)
        return sl__error_set(why, -ENOMEM, "%s: no memory for %s", where, shown);
    char **text = sl__option_text(row, settings);
    free(*text);
    *text = copy;
    return 0;
}

int sl__option_parse(const struct sl__option *row, void *settings, const char *value, const char *where,
                     const char *shown, struct sl_error *why)
{
    static int (*const parsers[])(const struct sl__option *, void *, const char *, const char *, const char *,
                                  struct sl_error *) = {
        [SL_OPT_BOOL] = parse_bool,    [SL_OPT_SWITCH] = parse_bool, [SL_OPT_INT] = parse_number,
        [SL_OPT_FLOAT] = parse_number, [SL_OPT_TEXT] = parse_text,   [SL_OPT_ENUM] = parse_choice,
    };
    if (!value && !sl__option_is_bool(row)) {
        char range[SL_OPTION_WORDS_BYTES];
        sl__option_format_range(row, range);
        return sl__error_set(why, -EINVAL, "%s: %s needs a value%s%s", where, shown, range[0] ? "; it takes " : "", range);
    }
    return parsers[row->kind](row, settings, value ? value : "true", where, shown, why);
}

int sl__option_reset(const struct sl__option *row, void *settings)
{
    assert(row->kind == SL_OPT_TEXT || sl__option_is_bool(row) || row->kind == SL_OPT_ENUM
           || (row->def >= row->min && row->def <= row->max));
    switch (row->kind) {
    case SL_OPT_BOOL:
    case SL_OPT_SWITCH:
        set_bool(row, settings, row->def != 0);
        return 0;
    case SL_OPT_INT:
    case SL_OPT_ENUM:
        *(int *)field_at(row, settings) = (int)row->def;
        return 0;
    case SL_OPT_FLOAT:
        *(float *)field_at(row, settings) = (float)row->def;
        return 0;
    case SL_OPT_TEXT:
        *sl__option_text(row, settings) = row->def_text ? strdup(row->def_text) : NULL;
        return row->def_text && !*sl__option_text(row, settings) ? -ENOMEM : 0;
    }
    return 0;
}

/* "0.5", "32": shortest form up to nine digits, with a point as decimal point in every locale. */
static void number_format(double number, char *text, size_t size)
{
    snprintf(text, size, "%.9g", number);
    char *out = text;
    bool point = false;
    for (const char *in = text; *in; in++) {
        bool ours = (*in >= '0' && *in <= '9') || strchr("+-einf", *in);
        if (ours)
            *out++ = *in;
        else if (!point) { /* the locale's decimal point, of one or more bytes */
            *out++ = '.';
            point = true;
        }
    }
    *out = '\0';
}

void sl__option_format_range(const struct sl__option *row, char words[SL_OPTION_WORDS_BYTES])
{
    char min[32], max[32];
    words[0] = '\0';
    if (sl__option_is_bool(row)) {
        snprintf(words, SL_OPTION_WORDS_BYTES, "true or false");
    } else if (row->kind == SL_OPT_INT || row->kind == SL_OPT_FLOAT) {
        number_format(row->min, min, sizeof(min));
        number_format(row->max, max, sizeof(max));
        snprintf(words, SL_OPTION_WORDS_BYTES, "%s to %s", min, max);
    } else if (row->kind == SL_OPT_ENUM) {
        for (int i = 0; row->choices[i]; i++) {
            size_t used = strlen(words);
            const char *between = i == 0 ? "" : row->choices[i + 1] ? ", " : " or ";
            snprintf(words + used, SL_OPTION_WORDS_BYTES - used, "%s%s", between, row->choices[i]);
        }
    }
}

bool sl__option_format_default(const struct sl__option *row, char words[SL_OPTION_WORDS_BYTES])
{
    const char *text = NULL;
    char number[32];
    if (sl__option_is_bool(row)) {
        text = row->def != 0 ? "true" : "false";
    } else if (row->kind == SL_OPT_ENUM) {
        text = row->choices[(int)row->def];
    } else if (row->kind == SL_OPT_TEXT) {
        text = row->def_text;
    } else {
        number_format(row->def, number, sizeof(number));
        text = number;
    }
    snprintf(words, SL_OPTION_WORDS_BYTES, "%s", text ? text : "");
    return text != NULL;
}

const char *sl__option_value_name(const struct sl__option *row)
{
    static const char *const names[] = {
        [SL_OPT_BOOL] = "BOOL", [SL_OPT_SWITCH] = "BOOL", [SL_OPT_INT] = "N",
        [SL_OPT_FLOAT] = "X",   [SL_OPT_TEXT] = "TEXT",   [SL_OPT_ENUM] = "NAME",
    };
    return row->value_name ? row->value_name : names[row->kind];
}
