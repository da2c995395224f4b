/* `sightline model`: which model files there are, where they lie, and whether they are the right ones. */
#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/say.h"
#include "infer/model.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum file_state { FILE_GOOD, FILE_MISSING, FILE_DAMAGED, FILE_UNREADABLE };
static const char *const state_words[] = {
    [FILE_GOOD] = "ok", [FILE_MISSING] = "missing", [FILE_DAMAGED] = "damaged or another version",
    [FILE_UNREADABLE] = "cannot be read"};

static enum file_state check_file(const struct sl__model_row *row, const char *folder, size_t *size)
{
    char path[PATH_MAX], text[65];
    uint8_t *bytes, digest[32];
    *size = 0;
    if (snprintf(path, sizeof(path), "%s/%s", folder, row->file) >= (int)sizeof(path))
        return FILE_UNREADABLE;
    int err = sl__file_read(path, SL_MODEL_BYTES_MAX, &bytes, size, NULL);
    if (err < 0)
        return err == -ENOENT ? FILE_MISSING : FILE_UNREADABLE;
    sl__sha256(bytes, *size, digest);
    free(bytes);
    for (int i = 0; i < 32; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return strcmp(text, row->sha256) ? FILE_DAMAGED : FILE_GOOD;
}

/* A file that several rows cut differently is told of once. */
static bool told_before(enum sl__model_id id)
{
    for (int i = 0; i < (int)id; i++)
        if (!strcmp(sl__model_row((enum sl__model_id)i)->file, sl__model_row(id)->file))
            return true;
    return false;
}

struct tally {
    int files, bad;
};

static void print_file(const struct sl__model_row *row, const char *folder, struct tally *tally)
{
    size_t size;
    enum file_state state = check_file(row, folder, &size);
    bool may_lack = state == FILE_MISSING && row->optional_set;
    tally->files++;
    tally->bad += state != FILE_GOOD && !may_lack;
    printf("%-32s ", row->name);
    if (state == FILE_MISSING || state == FILE_UNREADABLE)
        printf("%10s  %s", "-", state_words[state]);
    else
        printf("%10zu  %s", size, state_words[state]);
    if (may_lack)
        printf(" (make setup-%s fetches it)", row->optional_set);
    printf("\n");
}

static struct tally print_table(const char *folder)
{
    struct tally tally = {0};
    printf("%-32s %10s  %s\n", "model", "bytes", "state");
    for (int i = 0; i < SL_MODEL_COUNT; i++)
        if (!told_before((enum sl__model_id)i))
            print_file(sl__model_row((enum sl__model_id)i), folder, &tally);
    printf("in %s\n", folder);
    return tally;
}

/* `ls` shows, `verify` judges. */
static int model_act(const char *action, const char *model_dir)
{
    struct sl_error why = {""};
    struct sl_engine_opts opts = {.threads = 1, .model_dir = model_dir};
    char folder[PATH_MAX];
    bool verify = !strcmp(action, "verify");
    if (!verify && strcmp(action, "ls")) {
        sl__error_set(&why, -EINVAL, "model %.60s: unknown action; it takes ls or verify", action);
        return say_usage("model", &why);
    }
    if (sl__model_folder(&opts, folder, sizeof(folder), &why) < 0)
        return say_failure(&why);
    struct tally tally = print_table(folder);
    if (!verify || !tally.bad)
        return CODE_DONE;
    sl__error_set(&why, -EPROTO, "%d of %d models in %.120s are not as they should be; make setup fetches them", tally.bad,
                  tally.files, folder);
    return say_failure(&why);
}

static int model_main(int argc, char **argv)
{
    static const char *const valued[] = {"--model-dir", NULL}, *const bare[] = {"--help", "-h", NULL};
    static const struct flag_grammar grammar = {.valued = valued, .bare = bare};
    struct sl_error why = {""};
    struct given given[8];
    const char *action = NULL, *model_dir = NULL;
    int count = argc > 8 ? sl__error_set(&why, -EINVAL, "model takes one action: ls or verify")
                         : flags_read(&grammar, argc, argv, given, &why);
    for (int i = 0; i < count; i++) {
        if (given[i].kind == GIVEN_OWN && !given[i].value)
            return help_print(&command_model);
        if (given[i].kind == GIVEN_OWN)
            model_dir = given[i].value;
        else if (action)
            count = sl__error_set(&why, -EINVAL, "model takes one action: ls or verify");
        else
            action = given[i].value;
    }
    if (count >= 0 && !action)
        count = sl__error_set(&why, -EINVAL, "model needs an action: ls or verify");
    return count < 0 ? say_usage("model", &why) : model_act(action, model_dir);
}

static const struct doc_row action_rows[] = {
    {"ls", "list the models: size, and whether the file has the right sha256"},
    {"verify", "the same; exit status 1 unless all that set-up fetches unasked are right"},
    {NULL, NULL},
};

static const struct doc_row option_rows[] = {
    {"--model-dir DIR", "folder of the models; otherwise $SIGHTLINE_MODELS or where set-up put them"},
    {NULL, NULL},
};

static const struct doc_part parts[] = {
    {"Actions", action_rows, NULL},
    {"Options", option_rows, NULL},
    {NULL, NULL, NULL},
};

const struct command command_model = {
    .name = "model",
    .summary = "list and verify the model files",
    .synopsis = "ls|verify [--model-dir DIR]",
    .about = "Tells which model files there are, where they lie, and whether they are the ones\n"
             "that this version knows.\n",
    .parts = parts,
    .main = model_main,
};
