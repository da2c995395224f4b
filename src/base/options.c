/* A settings struct filled from its table: defaults, one value, a comma-separated list of values. */
#include "base/options.h"

#include "base/error.h"
#include "base/option_value.h"
#include "base/options_names.h"

#include <stdlib.h>
#include <string.h>

int sl__options_init(const struct sl__options *table, void *settings)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].kind == SL_OPT_TEXT)
            *sl__option_text(&table->rows[i], settings) = NULL;
    for (size_t i = 0; i < table->count; i++) {
        int err = sl__option_reset(&table->rows[i], settings);
        if (err < 0) {
            sl__options_finish(table, settings);
            return err;
        }
    }
    return 0;
}

void sl__options_finish(const struct sl__options *table, void *settings)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].kind != SL_OPT_TEXT)
            continue;
        char **text = sl__option_text(&table->rows[i], settings);
        free(*text);
        *text = NULL;
    }
}

static int refuse_key(const struct sl__options *table, const char *key, const char *where, struct sl_error *why)
{
    struct sl__nearest nearest;
    sl__nearest_init(&nearest, key);
    for (size_t i = 0; i < table->count; i++)
        sl__nearest_offer(&nearest, table->rows[i].key);
    if (nearest.best[0])
        return sl__error_set(why, -ENOENT, "%s: unknown key %s; did you mean %s?", where, sl__quote(key).text,
                             nearest.best);
    return sl__error_set(why, -ENOENT, "%s: unknown key %s", where, sl__quote(key).text);
}

int sl__options_set(const struct sl__options *table, void *settings, const char *key, const char *value,
                    const char *where, struct sl_error *why)
{
    const struct sl__option *row = sl__options_find(table, key, strlen(key));
    if (!row)
        return refuse_key(table, key, where, why);
    return sl__option_parse(row, settings, value, where, row->key, why);
}

/* The text between begin and end without blanks around it, as a string of its own in place. */
static char *trim(char *begin, char *end)
{
    while (begin < end && (*begin == ' ' || *begin == '\t'))
        begin++;
    while (end > begin && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *end = '\0';
    return begin;
}

/* One "key=value" or "key" between commas; the bytes up to end may be written. */
static int set_pair(const struct sl__options *table, void *settings, char *begin, char *end, const char *where,
                    struct sl_error *why)
{
    char *equals = memchr(begin, '=', (size_t)(end - begin));
    char *value = equals ? trim(equals + 1, end) : NULL;
    char *key = trim(begin, equals ? equals : end);
    if (!*key)
        return sl__error_set(why, -EINVAL, "%s: a key is missing; expected key=value,key=value", where);
    return sl__options_set(table, settings, key, value, where, why);
}

int sl__options_set_list(const struct sl__options *table, void *settings, const char *list, const char *where,
                         struct sl_error *why)
{
    if (!*list)
        return 0;
    char *copy = strdup(list);
    if (!copy)
        return sl__error_set(why, -ENOMEM, "%s: no memory for its value", where);
    int err = 0;
    for (char *begin = copy; begin && err == 0;) {
        char *comma = strchr(begin, ',');
        err = set_pair(table, settings, begin, comma ? comma : begin + strlen(begin), where, why);
        begin = comma ? comma + 1 : NULL;
    }
    free(copy);
    return err;
}
