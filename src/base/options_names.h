/* Names of options: equality, looking up, the environment's spelling, and the nearest name to a wrong one. */
#ifndef SL_BASE_OPTIONS_NAMES_H
#define SL_BASE_OPTIONS_NAMES_H

#include "base/options.h"

#define SL_OPTIONS_NAME_BYTES 128 ///< longest "table.key" with its NUL, and longest environment name

/** The row of that key ('-' stands for '_'), or NULL. @p size: bytes of @p key that count. */
const struct sl__option *sl__options_find(const struct sl__options *table, const char *key, size_t size);

/** Is that the table's name? '-' and '_' are the same here too. */
bool sl__options_is_named(const struct sl__options *table, const char *name, size_t size);

/** "SIGHTLINE_HANDS_MAX_NUM_HANDS"; with row NULL the part that all rows have in common, "SIGHTLINE_HANDS_". */
void sl__options_environment_name(const struct sl__options *table, const struct sl__option *row,
                                  char name[SL_OPTIONS_NAME_BYTES]);

/** The best of several names for a wrong one: offer each, then read best. */
struct sl__nearest {
    const char *wrong;
    char best[SL_OPTIONS_NAME_BYTES]; ///< "" until something near was offered
    int distance;
};

void sl__nearest_init(struct sl__nearest *nearest, const char *wrong);
void sl__nearest_offer(struct sl__nearest *nearest, const char *name);

#endif
