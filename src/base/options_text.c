/* Options as text for people: help, the sample configuration, the man page. All from the same rows. */
#include "base/error.h"
#include "base/option_value.h"
#include "base/options_names.h"

#include <stdio.h>
#include <string.h>

#define HELP_COLUMNS 80
#define HELP_INDENT 2
#define HELP_SENTENCE_MAX 32 ///< rightmost column where the sentences begin; longer labels get a line of their own
#define LABEL_BYTES 160

/* Columns that UTF-8 text takes: one for each character. */
static size_t columns_of(const char *text, size_t size)
{
    size_t columns = 0;
    for (size_t i = 0; i < size; i++)
        columns += ((unsigned char)text[i] & 0xC0) != 0x80;
    return columns;
}

/* "--limit N" and "--every-frame" for flags, "max_num_hands=N" and "static_image_mode[=BOOL]" for keys in a list. */
static void label_make(const struct sl__options *table, const struct sl__option *row, char label[LABEL_BYTES])
{
    const char *value = sl__option_value_name(row);
    bool alone = sl__option_is_bool(row);
    if (!table->flags) {
        snprintf(label, LABEL_BYTES, alone ? "%s[=%s]" : "%s=%s", row->key, value);
        return;
    }
    snprintf(label, LABEL_BYTES, "--%s", row->key);
    for (char *c = label; *c; c++)
        *c = *c == '_' ? '-' : *c;
    size_t used = strlen(label);
    if (!alone)
        snprintf(label + used, LABEL_BYTES - used, " %s", value);
}

/* "1 to 32; default 2" */
static void facts_make(const struct sl__option *row, char facts[2 * SL_OPTION_WORDS_BYTES + 16])
{
    char range[SL_OPTION_WORDS_BYTES], def[SL_OPTION_WORDS_BYTES];
    if (sl__option_is_bool(row))
        range[0] = '\0';
    else
        sl__option_format_range(row, range);
    bool has_default = sl__option_format_default(row, def) && def[0];
    snprintf(facts, 2 * SL_OPTION_WORDS_BYTES + 16, "%s%s%s%s", range, range[0] && has_default ? "; " : "",
             has_default ? "default " : "", has_default ? def : "");
}

/* Sentence and facts; in full as a sentence of its own, with capital letter and full stop. */
static int sentence_append(const struct sl__option *row, bool full, struct sl__buffer *out)
{
    char facts[2 * SL_OPTION_WORDS_BYTES + 16];
    facts_make(row, facts);
    char first = row->sentence[0];
    if (full && first >= 'a' && first <= 'z')
        first = (char)(first - 'a' + 'A');
    return sl__buffer_printf(out, "%c%s%s%s%s%s", first, row->sentence + 1, facts[0] ? " (" : "", facts,
                             facts[0] ? ")" : "", full ? "." : "");
}

static int pad_append(struct sl__buffer *out, size_t columns)
{
    return sl__buffer_printf(out, "%*s", (int)columns, "");
}

/* Words of the text, wrapped; the cursor stands in the given column, later lines begin there, each after the prefix. */
static int wrap_append(struct sl__buffer *out, const char *text, size_t column, const char *prefix)
{
    size_t at = column;
    int err = 0;
    while (*text && err == 0) {
        int size = (int)strcspn(text, " ");
        size_t width = columns_of(text, (size_t)size);
        bool first = at == column;
        if (!first && at + 1 + width > HELP_COLUMNS) {
            err = sl__buffer_printf(out, "\n%s%*s%.*s", prefix, (int)(column - strlen(prefix)), "", size, text);
            at = column + width;
        } else {
            err = sl__buffer_printf(out, "%s%.*s", first ? "" : " ", size, text);
            at += (first ? 0 : 1) + width;
        }
        text += size;
        text += strspn(text, " ");
    }
    return err < 0 ? err : sl__buffer_text(out, "\n");
}

static size_t sentence_column(const struct sl__options *table)
{
    size_t widest = 0;
    for (size_t i = 0; i < table->count; i++) {
        char label[LABEL_BYTES];
        label_make(table, &table->rows[i], label);
        size_t width = columns_of(label, strlen(label));
        if (width > widest && HELP_INDENT + width + 2 <= HELP_SENTENCE_MAX)
            widest = width;
    }
    return HELP_INDENT + widest + 2;
}

static int row_wrap(const struct sl__option *row, bool full, size_t column, const char *prefix, struct sl__buffer *out)
{
    struct sl__buffer text;
    int err = sl__buffer_init(&text, 0, 4096);
    if (err == 0)
        err = sentence_append(row, full, &text);
    if (err == 0)
        err = wrap_append(out, text.data, column, prefix);
    sl__buffer_finish(&text);
    return err;
}

static int help_row(const struct sl__options *table, const struct sl__option *row, size_t column,
                    struct sl__buffer *out)
{
    char label[LABEL_BYTES];
    label_make(table, row, label);
    size_t end = HELP_INDENT + columns_of(label, strlen(label));
    int err = sl__buffer_printf(out, "%*s%s", HELP_INDENT, "", label);
    if (err == 0 && end + 2 > column) {
        err = sl__buffer_text(out, "\n");
        end = 0;
    }
    if (err == 0)
        err = pad_append(out, column - end);
    return err < 0 ? err : row_wrap(row, false, column, "", out);
}

int sl__options_help(const struct sl__options *table, struct sl__buffer *out)
{
    size_t column = sentence_column(table);
    int err = sl__buffer_printf(out, "%s:\n", table->title);
    for (size_t i = 0; i < table->count && err == 0; i++)
        err = help_row(table, &table->rows[i], column, out);
    return err;
}

/* A default that the file could not hold as it is stands in quotation marks. */
static bool needs_quotes(const char *text)
{
    return !*text || strchr(text, '#') || *text == ' ' || text[strlen(text) - 1] == ' ';
}

static int sample_row(const struct sl__options *table, const struct sl__option *row, struct sl__buffer *out)
{
    char def[SL_OPTION_WORDS_BYTES];
    bool has_default = sl__option_format_default(row, def);
    const char *quote = has_default && needs_quotes(def) ? "\"" : "";
    int err = sl__buffer_text(out, "\n# ");
    if (err == 0)
        err = row_wrap(row, true, 2, "#", out);
    if (err < 0)
        return err;
    return sl__buffer_printf(out, "#%s.%s = %s%s%s\n", table->name, row->key, quote,
                             has_default ? def : sl__option_value_name(row), quote);
}

int sl__options_sample(const struct sl__options *table, struct sl__buffer *out)
{
    int err = sl__buffer_printf(out, "# %s\n", table->title);
    for (size_t i = 0; i < table->count && err == 0; i++)
        err = sample_row(table, &table->rows[i], out);
    return err;
}

/* Text as troff shows it: '-' as it can be copied, no backslash taken for a command, no line taken for a request. */
static int troff_append(struct sl__buffer *out, const char *text)
{
    int err = *text == '.' || *text == '\'' ? sl__buffer_text(out, "\\&") : 0;
    for (; *text && err == 0; text++) {
        if (*text == '-')
            err = sl__buffer_text(out, "\\-");
        else if (*text == '\\')
            err = sl__buffer_text(out, "\\e");
        else if (*text == '\'')
            err = sl__buffer_text(out, "\\(aq");
        else
            err = sl__buffer_append(out, text, 1);
    }
    return err;
}

/* Label, sentence, and the names in file and environment: alternating plain text and text for troff itself. */
static int man_row(const struct sl__options *table, const struct sl__option *row, struct sl__buffer *out)
{
    char label[LABEL_BYTES], file_key[SL_OPTIONS_NAME_BYTES], variable[SL_OPTIONS_NAME_BYTES];
    label_make(table, row, label);
    snprintf(file_key, sizeof(file_key), "%s.%s", table->name, row->key);
    sl__options_environment_name(table, row, variable);
    struct sl__buffer text;
    int err = sl__buffer_init(&text, 0, 4096);
    if (err == 0)
        err = sentence_append(row, true, &text);
    const char *parts[] = {".TP\n\\fB", label, "\\fR\n", text.data, "\nFile: \\fB", file_key, "\\fR. Environment: \\fB",
                           variable, "\\fR.\n"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && err == 0; i++)
        err = i % 2 ? troff_append(out, parts[i]) : sl__buffer_text(out, parts[i]);
    sl__buffer_finish(&text);
    return err;
}

int sl__options_man(const struct sl__options *table, struct sl__buffer *out)
{
    int err = sl__buffer_text(out, ".SS ");
    if (err == 0)
        err = troff_append(out, table->title);
    if (err == 0)
        err = sl__buffer_text(out, "\n");
    for (size_t i = 0; i < table->count && err == 0; i++)
        err = man_row(table, &table->rows[i], out);
    return err;
}
