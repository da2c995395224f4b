/*
 * Options from a configuration file and from the environment. A file is bytes from outside: its size, its encoding and
 * every line are checked, and each refusal names file and line.
 */
#include "base/error.h"
#include "base/file.h"
#include "base/option_value.h"
#include "base/options_names.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX_BYTES 65536 ///< hundreds of options with their comments

struct reader {
    const struct sl__options_binding *bindings;
    const char *file_name;
    int line;
    char where[96]; ///< "sightline.conf:12", a long path shortened at its front
    struct sl_error *why;
};

static void reader_place(struct reader *reader)
{
    const size_t name_max = sizeof(reader->where) - 16;
    size_t length = strlen(reader->file_name);
    const char *name = reader->file_name;
    const char *before = "";
    if (length > name_max) {
        name += length - name_max;
        while (((unsigned char)*name & 0xC0) == 0x80) /* not from the middle of a character */
            name++;
        before = "...";
    }
    snprintf(reader->where, sizeof(reader->where), "%s%s:%d", before, name, reader->line);
}

static int check_line(const struct reader *reader, const char *line, size_t size)
{
    for (size_t i = 0; i < size;) {
        unsigned char c = (unsigned char)line[i];
        if (c == '\0')
            return sl__error_set(reader->why, -EINVAL, "%s: there is a NUL byte; expected text", reader->where);
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return sl__error_set(reader->why, -EINVAL, "%s: there is the control character %u; expected text",
                                 reader->where, c);
        size_t step = sl__utf8_size(line + i, size - i);
        if (step == 0)
            return sl__error_set(reader->why, -EINVAL, "%s: byte %zu is not UTF-8", reader->where, i + 1);
        i += step;
    }
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char *skip_blanks(char *text)
{
    while (is_blank(*text))
        text++;
    return text;
}

/* The end of the text without the blanks before it. */
static char *end_of(char *begin, char *end)
{
    while (end > begin && is_blank(end[-1]))
        end--;
    return end;
}

/* A '#' at the beginning of the text or after a blank begins a comment. */
static char *comment_in(char *text)
{
    for (char *c = text; *c; c++)
        if (*c == '#' && (c == text || is_blank(c[-1])))
            return c;
    return text + strlen(text);
}

/* The value after '=': quoted, where only a comment may follow, or up to a comment. */
static int value_cut(const struct reader *reader, char *text, char **value)
{
    text = skip_blanks(text);
    if (*text != '"') {
        *end_of(text, comment_in(text)) = '\0';
        *value = text;
        return 0;
    }
    char *close = strchr(text + 1, '"');
    if (!close)
        return sl__error_set(reader->why, -EINVAL, "%s: the closing quotation mark is missing", reader->where);
    char *rest = skip_blanks(close + 1);
    if (*rest && *rest != '#')
        return sl__error_set(reader->why, -EINVAL, "%s: there is more after the closing quotation mark", reader->where);
    *close = '\0';
    *value = text + 1;
    return 0;
}

static int refuse_name(const struct reader *reader, const char *name)
{
    struct sl__nearest nearest;
    sl__nearest_init(&nearest, name);
    for (const struct sl__options_binding *b = reader->bindings; b->table; b++)
        for (size_t i = 0; i < b->table->count; i++) {
            char full[SL_OPTIONS_NAME_BYTES];
            snprintf(full, sizeof(full), "%s.%s", b->table->name, b->table->rows[i].key);
            sl__nearest_offer(&nearest, full);
        }
    if (nearest.best[0])
        return sl__error_set(reader->why, -ENOENT, "%s: unknown key %s; did you mean %s?", reader->where,
                             sl__quote(name).text, nearest.best);
    return sl__error_set(reader->why, -ENOENT, "%s: unknown key %s", reader->where, sl__quote(name).text);
}

static int set_name(const struct reader *reader, const char *name, const char *value)
{
    const char *dot = strchr(name, '.');
    for (const struct sl__options_binding *b = reader->bindings; dot && b->table; b++) {
        if (!sl__options_is_named(b->table, name, (size_t)(dot - name)))
            continue;
        const struct sl__option *row = sl__options_find(b->table, dot + 1, strlen(dot + 1));
        if (row)
            return sl__option_parse(row, b->settings, value, reader->where, name, reader->why);
    }
    return refuse_name(reader, name);
}

/* One line, NUL-terminated and checked; cut up in place. */
static int read_line(const struct reader *reader, char *line)
{
    char *name = skip_blanks(line);
    if (!*name || *name == '#')
        return 0;
    char *equals = strchr(name, '=');
    char *name_end = equals ? end_of(name, equals) : name;
    if (name_end == name)
        return sl__error_set(reader->why, -EINVAL, "%s: expected name.key = value or a # comment", reader->where);
    char *value = NULL;
    int err = value_cut(reader, equals + 1, &value);
    *name_end = '\0';
    return err < 0 ? err : set_name(reader, name, value);
}

static int read_lines(struct reader *reader, char *text, size_t size)
{
    char *end = text + size;
    for (char *line = text; line < end;) {
        char *line_end = memchr(line, '\n', (size_t)(end - line));
        char *next = line_end ? line_end + 1 : end;
        size_t length = (size_t)((line_end ? line_end : end) - line);
        if (length && line[length - 1] == '\r')
            length--;
        reader->line++;
        reader_place(reader);
        int err = check_line(reader, line, length);
        if (err < 0)
            return err;
        line[length] = '\0'; /* in place of the line break, or of the NUL after the text */
        err = read_line(reader, line);
        if (err < 0)
            return err;
        line = next;
    }
    return 0;
}

int sl__options_read_text(const struct sl__options_binding *bindings, const char *text, size_t size,
                          const char *file_name, struct sl_error *why)
{
    if (size > FILE_MAX_BYTES)
        return sl__error_set(why, -E2BIG, "%s: is %zu bytes long; the limit is %d", file_name, size, FILE_MAX_BYTES);
    char *copy = malloc(size + 1);
    if (!copy)
        return sl__error_set(why, -ENOMEM, "%s: no memory to read it", file_name);
    if (size)
        memcpy(copy, text, size);
    copy[size] = '\0';
    size_t mark = size >= 3 && !memcmp(copy, "\xEF\xBB\xBF", 3) ? 3 : 0; /* the byte order mark of some editors */
    struct reader reader = {.bindings = bindings, .file_name = file_name, .why = why};
    int err = read_lines(&reader, copy + mark, size - mark);
    free(copy);
    return err;
}

int sl__options_read_file(const struct sl__options_binding *bindings, const char *path, struct sl_error *why)
{
    uint8_t *data;
    size_t size;
    int err = sl__file_read(path, FILE_MAX_BYTES, &data, &size, why);
    if (err < 0)
        return err;
    err = sl__options_read_text(bindings, (const char *)data, size, path, why);
    free(data);
    return err;
}

/* A variable that begins like a table's but names none of its keys is a slip that would go unnoticed. */
static int refuse_variable(const struct sl__options_binding *bindings, const char *name, struct sl_error *why)
{
    struct sl__nearest nearest;
    bool ours = false;
    sl__nearest_init(&nearest, name);
    for (const struct sl__options_binding *b = bindings; b->table; b++) {
        char full[SL_OPTIONS_NAME_BYTES];
        sl__options_environment_name(b->table, NULL, full);
        ours |= !strncmp(name, full, strlen(full));
        for (size_t i = 0; i < b->table->count; i++) {
            sl__options_environment_name(b->table, &b->table->rows[i], full);
            sl__nearest_offer(&nearest, full);
        }
    }
    if (!ours)
        return 0;
    return sl__error_set(why, -ENOENT, "%s: there is no such option%s%s%s", sl__quote(name).text,
                         nearest.best[0] ? "; did you mean " : "", nearest.best, nearest.best[0] ? "?" : "");
}

static int set_variable(const struct sl__options_binding *bindings, const char *name, const char *value,
                        struct sl_error *why)
{
    for (const struct sl__options_binding *b = bindings; b->table; b++)
        for (size_t i = 0; i < b->table->count; i++) {
            const struct sl__option *row = &b->table->rows[i];
            char full[SL_OPTIONS_NAME_BYTES];
            sl__options_environment_name(b->table, row, full);
            if (!strcmp(full, name))
                return sl__option_parse(row, b->settings, value, full, row->key, why);
        }
    return refuse_variable(bindings, name, why);
}

int sl__options_read_environment(const struct sl__options_binding *bindings, struct sl_error *why)
{
    for (char **variable = environ; variable && *variable; variable++) {
        const char *equals = strchr(*variable, '=');
        char name[SL_OPTIONS_NAME_BYTES];
        size_t length = equals ? (size_t)(equals - *variable) : sizeof(name);
        if (length >= sizeof(name) || strncmp(*variable, "SIGHTLINE_", 10))
            continue;
        memcpy(name, *variable, length);
        name[length] = '\0';
        int err = set_variable(bindings, name, equals + 1, why);
        if (err < 0)
            return err;
    }
    return 0;
}
