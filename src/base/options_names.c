/* Names of options. */
#include "base/options_names.h"

#include <stdio.h>
#include <string.h>

static char underscored(char c)
{
    return c == '-' ? '_' : c;
}

static bool same_name(const char *name, const char *other, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!name[i] || underscored(name[i]) != underscored(other[i]))
            return false;
    return !name[size];
}

bool sl__options_is_named(const struct sl__options *table, const char *name, size_t size)
{
    return same_name(table->name, name, size);
}

const struct sl__option *sl__options_find(const struct sl__options *table, const char *key, size_t size)
{
    for (size_t i = 0; i < table->count; i++)
        if (same_name(table->rows[i].key, key, size))
            return &table->rows[i];
    return NULL;
}

void sl__options_environment_name(const struct sl__options *table, const struct sl__option *row,
                                  char name[SL_OPTIONS_NAME_BYTES])
{
    snprintf(name, SL_OPTIONS_NAME_BYTES, "SIGHTLINE_%s_%s", table->name, row ? row->key : "");
    for (char *c = name; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : underscored(*c);
}

/*
 * Letters to change, insert or remove to get from one name to the other (Levenshtein), with one row of the table kept.
 * Names longer than the row are as far as can be.
 */
static int edit_distance(const char *from, const char *to)
{
    size_t width = strlen(to);
    unsigned char row[SL_OPTIONS_NAME_BYTES];
    if (width >= sizeof(row) || strlen(from) >= sizeof(row))
        return SL_OPTIONS_NAME_BYTES;
    for (size_t x = 0; x <= width; x++)
        row[x] = (unsigned char)x;
    for (size_t y = 0; from[y]; y++) {
        unsigned char diagonal = row[0];
        row[0] = (unsigned char)(y + 1);
        for (size_t x = 0; x < width; x++) {
            unsigned char above = row[x + 1];
            unsigned char best = above < row[x] ? above : row[x];
            best = (unsigned char)(best + 1);
            unsigned char changed = (unsigned char)(diagonal + (underscored(from[y]) != underscored(to[x])));
            row[x + 1] = changed < best ? changed : best;
            diagonal = above;
        }
    }
    return row[width];
}

/* Length of the text from its first part on that the names do not share; parts end with '.' or '_'. */
static size_t own_part(const char *text, const char *other)
{
    const char *part = text;
    for (size_t i = 0; text[i] && underscored(text[i]) == underscored(other[i]); i++)
        if (text[i] == '.' || underscored(text[i]) == '_')
            part = text + i + 1;
    return strlen(part);
}

void sl__nearest_init(struct sl__nearest *nearest, const char *wrong)
{
    nearest->wrong = wrong;
    nearest->best[0] = '\0';
    nearest->distance = SL_OPTIONS_NAME_BYTES;
}

void sl__nearest_offer(struct sl__nearest *nearest, const char *name)
{
    int distance = edit_distance(nearest->wrong, name);
    /* A third of the letters may be wrong; beyond that a guess is no help. What all names begin with does not count. */
    int allowed = (int)(own_part(nearest->wrong, name) / 3 + 1);
    /* A part of the right name, like max_num for max_num_hands, is nearer than any misspelling. */
    if (strlen(nearest->wrong) >= 3 && strstr(name, nearest->wrong))
        distance = 1;
    if (distance > allowed || distance >= nearest->distance)
        return;
    nearest->distance = distance;
    snprintf(nearest->best, sizeof(nearest->best), "%s", name);
}
