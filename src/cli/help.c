/*
 * `sightline help`: pages for people, and the same data as man pages and sample configuration (etc/ and doc/ hold what
 * this prints; a test compares).
 */
#include "cli/help.h"

#include "base/error.h"
#include "cli/flags.h"
#include "cli/say.h"
#include "cli/settings.h"

#include <sightline/version.h>
#include <stdio.h>
#include <string.h>

#define PAGE_BYTES 16384
#define PAGE_MAX_BYTES (1 << 20)
#define LABEL_COLUMNS_MAX 30 ///< longer labels get a line of their own
#define PAGE_COLUMNS 80

/* ---- pages for people ---- */

static int widest_label(const struct doc_row *rows)
{
    int widest = 0;
    for (; rows->label; rows++) {
        int width = (int)strlen(rows->label);
        if (width > widest && width <= LABEL_COLUMNS_MAX)
            widest = width;
    }
    return widest;
}

/* Words in lines that begin at the column where the cursor stands. */
static void put_wrapped(struct sl__buffer *page, const char *text, int column)
{
    int at = column;
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (at > column && at + 1 + length > PAGE_COLUMNS) {
            sl__buffer_printf(page, "\n%*s", column, "");
            at = column;
        }
        sl__buffer_printf(page, "%s%.*s", at > column ? " " : "", length, text);
        at += (at > column) + length;
        text += length;
        text += strspn(text, " ");
    }
    sl__buffer_text(page, "\n");
}

static void put_rows(struct sl__buffer *page, const struct doc_row *rows)
{
    int column = 2 + widest_label(rows) + 2;
    for (; rows->label; rows++) {
        int width = (int)strlen(rows->label);
        sl__buffer_printf(page, "  %s", rows->label);
        if (2 + width + 2 <= column)
            sl__buffer_printf(page, "%*s", column - 2 - width, "");
        else
            sl__buffer_printf(page, "\n%*s", column, "");
        put_wrapped(page, rows->sentence, column);
    }
}

static void put_command(struct sl__buffer *page, const struct command *command)
{
    sl__buffer_printf(page, "Usage: sightline %s %s\n\n%s", command->name, command->synopsis, command->about);
    for (const struct doc_part *part = command->parts; part->rows || part->options; part++) {
        sl__buffer_text(page, "\n");
        if (part->rows) {
            sl__buffer_printf(page, "%s:\n", part->title);
            put_rows(page, part->rows);
        }
        if (part->options)
            sl__options_help(part->options, page);
    }
}

static void put_program(struct sl__buffer *page)
{
    sl__buffer_text(page, "Usage: sightline COMMAND [ARGUMENT]...\n\nHuman landmarks from any video.\n\nCommands:\n");
    for (const struct command *const *command = commands; *command; command++)
        sl__buffer_printf(page, "  %-8s  %s\n", (*command)->name, (*command)->summary);
    sl__buffer_text(page, "\n'sightline help COMMAND' tells more.\n\nExample:\n"
                          "  sightline run --hands --out hands.ndjson --out hands.mp4 clip.mp4\n");
}

/* ---- man pages ---- */

/* Text as troff shows it: '-' as it can be copied, nothing taken for a request or an escape. */
static void put_troff(struct sl__buffer *page, const char *text)
{
    bool begins = true;
    for (; *text; text++) {
        if (begins && (*text == '.' || *text == '\''))
            sl__buffer_text(page, "\\&");
        if (*text == '-')
            sl__buffer_text(page, "\\-");
        else if (*text == '\\')
            sl__buffer_text(page, "\\e");
        else if (*text == '\'')
            sl__buffer_text(page, "\\(aq");
        else
            sl__buffer_append(page, text, 1);
        begins = *text == '\n';
    }
}

/* With its capital letter and full stop. */
static void put_troff_sentence(struct sl__buffer *page, const char *text)
{
    bool small = *text >= 'a' && *text <= 'z';
    if (small)
        sl__buffer_printf(page, "%c", *text - 'a' + 'A');
    put_troff(page, text + small);
    sl__buffer_text(page, ".\n");
}

static void put_man_head(struct sl__buffer *page, const char *name, const char *summary)
{
    sl__buffer_text(page, ".\\\" Made by 'sightline help --man'; a test compares the two.\n.TH ");
    for (const char *c = name; *c; c++)
        sl__buffer_printf(page, "%c", *c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    sl__buffer_printf(page, " 1 \"\" \"sightline %s\" \"Sightline\"\n.SH NAME\n", SL_VERSION);
    put_troff(page, name);
    sl__buffer_text(page, " \\- ");
    put_troff(page, summary);
    sl__buffer_text(page, "\n.SH SYNOPSIS\n");
}

static void put_man_rows(struct sl__buffer *page, const char *title, const struct doc_row *rows)
{
    sl__buffer_printf(page, ".SS %s\n", title);
    for (; rows->label; rows++) {
        sl__buffer_text(page, ".TP\n\\fB");
        put_troff(page, rows->label);
        sl__buffer_text(page, "\\fR\n");
        put_troff_sentence(page, rows->sentence);
    }
}

static void put_man_command(struct sl__buffer *page, const struct command *command)
{
    char name[64];
    snprintf(name, sizeof(name), "sightline-%s", command->name);
    put_man_head(page, name, command->summary);
    sl__buffer_printf(page, "\\fBsightline %s\\fR ", command->name);
    put_troff(page, command->synopsis);
    sl__buffer_text(page, "\n.SH DESCRIPTION\n");
    put_troff(page, command->about);
    for (const struct doc_part *part = command->parts; part->rows || part->options; part++) {
        if (part->rows)
            put_man_rows(page, part->title, part->rows);
        if (part->options)
            sl__options_man(part->options, page);
    }
    sl__buffer_text(page, ".SH SEE ALSO\n\\fBsightline\\fR(1)\n");
}

static void put_man_program(struct sl__buffer *page)
{
    put_man_head(page, "sightline", "human landmarks from any video");
    sl__buffer_text(page, "\\fBsightline\\fR COMMAND [ARGUMENT]...\n.SH DESCRIPTION\n"
                          "Sightline finds hands, bodies and faces in videos, pictures, streams and cameras, with the very numbers of\n"
                          "MediaPipe.\n");
    sl__buffer_text(page, ".SH COMMANDS\n");
    for (const struct command *const *command = commands; *command; command++) {
        sl__buffer_printf(page, ".TP\n\\fB%s\\fR\n", (*command)->name);
        put_troff_sentence(page, (*command)->summary);
    }
    sl__buffer_text(page, ".SH FILES\n.TP\n\\fI$XDG_CONFIG_HOME/sightline.conf\\fR\nSettings, read where there is one. "
                          "\\fB\\-\\-config\\fR FILE and \\fBSIGHTLINE_CONFIG\\fR name another.\n"
                          "Precedence: default, file, environment, flag.\n"
                          ".SH ENVIRONMENT\n.TP\n\\fBSIGHTLINE_MODELS\\fR\nFolder of the models.\n"
                          ".TP\n\\fBSIGHTLINE_TABLE_KEY\\fR\nAny setting: \\fBSIGHTLINE_HANDS_MAX_NUM_HANDS=1\\fR.\n"
                          ".SH SEE ALSO\n\\fBsightline\\-run\\fR(1)\n");
}

static void put_sample(struct sl__buffer *page)
{
    sl__buffer_text(page, "# Settings of sightline: every key, commented out, with its default.\n"
                          "# Read from --config FILE, else $SIGHTLINE_CONFIG, else sightline.conf in\n"
                          "# $XDG_CONFIG_HOME (or ~/.config). The environment has the same keys\n"
                          "# (SIGHTLINE_HANDS_MAX_NUM_HANDS) and goes before the file; flags go before both.\n"
                          "# Made by 'sightline help --sample-config'; a test compares the two.\n");
    for (const struct sl__options *const *table = all_options; *table; table++) {
        if (!(*table)->count)
            continue;
        sl__buffer_text(page, "\n");
        sl__options_sample(*table, page);
    }
}

/* ---- the command ---- */

static int print_page(void (*put)(struct sl__buffer *page, const struct command *command), const struct command *command)
{
    struct sl_error why = {"no memory for a page"};
    struct sl__buffer page;
    if (sl__buffer_init(&page, PAGE_BYTES, PAGE_MAX_BYTES) < 0)
        return say_failure(&why);
    put(&page, command);
    int code = say_text(&page);
    sl__buffer_finish(&page);
    return code;
}

static void put_page(struct sl__buffer *page, const struct command *command)
{
    if (command)
        put_command(page, command);
    else
        put_program(page);
}

static void put_man(struct sl__buffer *page, const struct command *command)
{
    if (command)
        put_man_command(page, command);
    else
        put_man_program(page);
}

static void put_sample_page(struct sl__buffer *page, const struct command *command)
{
    (void)command;
    put_sample(page);
}

int help_print(const struct command *command)
{
    return print_page(put_page, command);
}

static int help_main(int argc, char **argv)
{
    static const char *const bare[] = {"--man", "--sample-config", "--help", "-h", NULL};
    static const struct flag_grammar grammar = {.bare = bare};
    struct sl_error why;
    struct given given[8];
    const struct command *command = NULL;
    void (*put)(struct sl__buffer *, const struct command *) = put_page;
    if (argc > 4)
        return sl__error_set(&why, -EINVAL, "help takes the name of one command"), say_usage(NULL, &why);
    int count = flags_read(&grammar, argc, argv, given, &why);
    if (count < 0)
        return say_usage(NULL, &why);
    for (int i = 0; i < count; i++) {
        if (given[i].kind == GIVEN_OPERAND && !(command = command_find(given[i].value, &why)))
            return say_usage(NULL, &why);
        if (!strcmp(given[i].name, "--man"))
            put = put_man;
        if (!strcmp(given[i].name, "--sample-config"))
            put = put_sample_page;
    }
    return print_page(put, command);
}

static const struct doc_part no_parts[] = {{NULL}};

const struct command command_help = {
    .name = "help",
    .summary = "how to use a command",
    .synopsis = "[COMMAND]",
    .about = "Prints the page of a command, or the list of commands.\n",
    .parts = no_parts,
    .main = help_main,
};
