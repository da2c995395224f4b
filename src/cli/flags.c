/* Finding out what each word of the command line means. */
#include "cli/flags.h"

#include "base/error.h"
#include "base/option_value.h"
#include "base/options_names.h"

#include <stdio.h>
#include <string.h>

static const char *find_word(const char *const *words, const char *word)
{
    for (; words && *words; words++)
        if (!strcmp(*words, word))
            return *words;
    return NULL;
}

static bool find_alias(const struct flag_grammar *grammar, struct given *given)
{
    for (const struct flag_alias *alias = grammar->aliases; alias && alias->flag; alias++) {
        if (strcmp(alias->flag, given->name))
            continue;
        given->kind = GIVEN_ALIAS;
        given->alias = alias;
        return true;
    }
    return false;
}

static bool find_option(const struct flag_grammar *grammar, struct given *given)
{
    if (strncmp(given->name, "--", 2))
        return false;
    const char *key = given->name + 2;
    for (const struct sl__options *const *table = grammar->tables; table && *table; table++) {
        given->table = *table;
        if (!(*table)->flags && sl__options_is_named(*table, key, strlen(key))) {
            given->kind = GIVEN_LIST;
            return true;
        }
        given->row = (*table)->flags ? sl__options_find(*table, key, strlen(key)) : NULL;
        if (given->row) {
            given->kind = GIVEN_ROW;
            return true;
        }
    }
    return false;
}

static void offer_all(const struct flag_grammar *grammar, struct sl__nearest *nearest)
{
    char flag[SL_OPTIONS_NAME_BYTES];
    for (const char *const *word = grammar->valued; word && *word; word++)
        sl__nearest_offer(nearest, *word);
    for (const struct flag_alias *alias = grammar->aliases; alias && alias->flag; alias++)
        sl__nearest_offer(nearest, alias->flag);
    for (const struct sl__options *const *table = grammar->tables; table && *table; table++) {
        for (size_t i = 0; i < ((*table)->flags ? (*table)->count : 1); i++) {
            snprintf(flag, sizeof(flag), "--%s", (*table)->flags ? (*table)->rows[i].key : (*table)->name);
            for (char *c = flag; *c; c++)
                *c = *c == '_' ? '-' : *c;
            sl__nearest_offer(nearest, flag);
        }
    }
}

static int refuse_flag(const struct flag_grammar *grammar, const struct given *given, struct sl_error *why)
{
    struct sl__nearest nearest;
    sl__nearest_init(&nearest, given->name);
    offer_all(grammar, &nearest);
    if (nearest.best[0])
        return sl__error_set(why, -EINVAL, "unknown option %.60s; did you mean %s?", given->name, nearest.best);
    return sl__error_set(why, -EINVAL, "unknown option %.60s", given->name);
}

/* May (and must) the value be the next word? */
static bool wants_value(const struct flag_grammar *grammar, const struct given *given)
{
    if (given->kind == GIVEN_ROW)
        return !sl__option_is_bool(given->row);
    return given->kind == GIVEN_OWN && find_word(grammar->valued, given->name);
}

static bool takes_value(const struct flag_grammar *grammar, const struct given *given)
{
    return given->kind == GIVEN_ROW || (given->kind == GIVEN_LIST && given->table->count) || wants_value(grammar, given);
}

/* One flag, and the next word if that is its value. @return words used, or -EINVAL */
static int read_flag(const struct flag_grammar *grammar, char **words, int left, struct given *given,
                     struct sl_error *why)
{
    const char *word = words[0], *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    snprintf(given->name, sizeof(given->name), "%.*s", (int)length, word);
    given->value = equals ? equals + 1 : NULL;
    if (find_word(grammar->valued, given->name) || find_word(grammar->bare, given->name))
        given->kind = GIVEN_OWN;
    else if (!find_alias(grammar, given) && !find_option(grammar, given))
        return refuse_flag(grammar, given, why);
    if (given->value && !takes_value(grammar, given))
        return sl__error_set(why, -EINVAL, "%s takes no value, but \"%.60s\" was given", given->name, given->value);
    if (given->value || !wants_value(grammar, given))
        return 1;
    if (left < 2) {
        char range[SL_OPTION_WORDS_BYTES] = "";
        if (given->kind == GIVEN_ROW)
            sl__option_format_range(given->row, range);
        return sl__error_set(why, -EINVAL, "%s needs a value%s%s", given->name, range[0] ? "; it takes " : "", range);
    }
    given->value = words[1];
    return 2;
}

int flags_read(const struct flag_grammar *grammar, int argc, char **argv, struct given *given, struct sl_error *why)
{
    int count = 0;
    bool operands_only = false;
    for (int i = 1; i < argc;) {
        struct given *item = &given[count];
        memset(item, 0, sizeof(*item));
        if (!operands_only && !strcmp(argv[i], "--")) {
            operands_only = true;
            i++;
            continue;
        }
        int used = 1;
        if (operands_only || argv[i][0] != '-' || !argv[i][1]) {
            item->kind = GIVEN_OPERAND;
            item->value = argv[i];
        } else if ((used = read_flag(grammar, argv + i, argc - i, item, why)) < 0) {
            return used;
        }
        i += used;
        count++;
    }
    return count;
}

int flags_apply(const struct given *given, const struct sl__options_binding *bindings, const char *command,
                struct sl_error *why)
{
    const struct sl__options *table = given->alias ? given->alias->table : given->table;
    if (!table)
        return 0;
    while (bindings->table && bindings->table != table)
        bindings++;
    if (!bindings->table)
        return sl__error_set(why, -EINVAL, "%s has no settings here", given->name);
    int err;
    if (given->kind == GIVEN_ALIAS)
        err = sl__options_set_list(table, bindings->settings, given->alias->list, given->name, why);
    else if (given->kind == GIVEN_LIST)
        err = sl__options_set_list(table, bindings->settings, given->value ? given->value : "", given->name, why);
    else
        err = sl__option_parse(given->row, bindings->settings, given->value, command, given->name, why);
    return err == -ENOENT ? -EINVAL : err;
}
