/* Options as text: help of 80 columns, a sample file that means the defaults, a man page that troff accepts. */
#include "base/error.h"
#include "base/options.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

#include "options_sample.h"

typedef int (*text_fn)(const struct sl__options *table, struct sl__buffer *out);

/* The text of a table as a string that the caller frees. */
static char *text_of(text_fn fn, const struct sl__options *table)
{
    struct sl__buffer out;
    CHECK_INT(sl__buffer_init(&out, 0, 20000), 0);
    CHECK_INT(fn(table, &out), 0);
    CHECK_INT(sl__buffer_append(&out, "", 1), 0);
    return out.data;
}

static void help_is_aligned_and_80_columns_wide(void)
{
    char *text = text_of(sl__options_help, &sample_table);
    CHECK_TEXT(text, "Hands:\n"
                     "  max_num_hands=N             hands to follow at most (1 to 32; default 2)\n"
                     "  min_detection_confidence=X  how sure the palm model must be before a hand is\n"
                     "                              looked at; less finds more hands and more of what\n"
                     "                              is none (0 to 1; default 0.5)\n"
                     "  static_image_mode[=BOOL]    search every picture anew (default false)\n"
                     "  smooth[=BOOL]               calm the landmarks (default true)\n"
                     "  mirrored[=BOOL]             as in a selfie (default true)\n"
                     "  engine=NAME                 what computes the models (tflite, openvino or\n"
                     "                              fake; default openvino)\n"
                     "  model_dir=DIR               folder of the models\n"
                     "  label=TEXT                  .hidden\\n name's-end (default a # b)\n");
    free(text);
}

static void a_long_label_has_a_line_of_its_own(void)
{
    static const struct sl__option rows[] = {
        {.key = "short", .kind = SL_OPT_BOOL, .sentence = "beside it"},
        {.key = "a_key_longer_than_there_is_room_for", .kind = SL_OPT_BOOL, .def = 1, .sentence = "below it"},
    };
    struct sl__options table = {.name = "t", .title = "T", .rows = rows, .count = 2, .flags = true};
    char *text = text_of(sl__options_help, &table);
    CHECK_TEXT(text, "T:\n"
                     "  --short  beside it (default false)\n"
                     "  --a-key-longer-than-there-is-room-for\n"
                     "           below it (default true)\n");
    free(text);
}

static void help_of_flags_shows_flags(void)
{
    struct sl__options flags = sample_table;
    flags.flags = true;
    char *text = text_of(sl__options_help, &flags);
    CHECK_HAS(text, "\n  --max-num-hands N             hands to follow");
    CHECK_HAS(text, "\n  --min-detection-confidence X  how sure the palm");
    CHECK_HAS(text, "\n  --static-image-mode           search every");
    free(text);
}

/* Whatever the labels and sentences, no line leaves the 80 columns and none ends in a blank. */
static void help_fits_whatever_the_words(void)
{
    char sentence[400], key[64];
    for (size_t size = 1; size < 60; size++) {
        memset(key, 'k', size);
        key[size] = '\0';
        sentence[0] = '\0';
        for (size_t used = 0; used < 300; used += strlen(sentence + used))
            snprintf(sentence + used, sizeof(sentence) - used, "%.*s ", (int)(3 + (used * 7 + size) % 18),
                     "w\xc3\xb6rdswordswordswords");
        struct sl__option row = {.key = key, .kind = SL_OPT_BOOL, .sentence = sentence};
        struct sl__options table = {.name = "t", .title = "T", .rows = &row, .count = 1};
        char *text = text_of(sl__options_help, &table);
        int columns = 0;
        for (char *c = text; *c; c++) {
            CHECK(!(*c == '\n' && c > text && c[-1] == ' '));
            columns = *c == '\n' ? 0 : columns + (((unsigned char)*c & 0xC0) != 0x80);
            CHECK(columns <= 80);
        }
        free(text);
    }
}

static void the_sample_has_every_key_commented_out(void)
{
    char *text = text_of(sl__options_sample, &sample_table);
    CHECK_HAS(text, "# Hands\n\n# Hands to follow at most (1 to 32; default 2).\n#hands.max_num_hands = 2\n");
    CHECK_HAS(text, "\n#hands.min_detection_confidence = 0.5\n");
    CHECK_HAS(text, "\n#hands.static_image_mode = false\n");
    CHECK_HAS(text, "\n#hands.engine = openvino\n");
    CHECK_HAS(text, "\n#hands.model_dir = DIR\n");
    CHECK_HAS(text, "\n#hands.label = \"a # b\"\n");
    for (char *line = text; *line; line = strchr(line, '\n') + 1)
        CHECK(*line == '#' || *line == '\n');
    free(text);
}

/* Taking the '#' off every key and reading the file gives the defaults again. */
static void the_sample_without_its_hash_marks_means_the_defaults(void)
{
    struct settings settings;
    struct sl_error why = {""};
    CHECK_INT(sl__options_init(&sample_table, &settings), 0);
    settings.max_num_hands = 9;
    settings.min_detection_confidence = 0;
    settings.smooth = false;
    settings.static_image_mode = true;
    settings.engine = 0;
    char *text = text_of(sl__options_sample, &sample_table);
    for (char *c = text; *c; c++)
        if (!strncmp(c, "#hands.", 7) && strncmp(c, "#hands.model_dir", 16))
            *c = ' ';
    const struct sl__options_binding bindings[] = {{&sample_table, &settings}, {0}};
    CHECK_INT(sl__options_read_text(bindings, text, strlen(text), "sample", &why), 0);
    CHECK_TEXT(why.text, "");
    CHECK_INT(settings.max_num_hands, 2);
    CHECK(settings.min_detection_confidence == 0.5f && settings.smooth && !settings.static_image_mode);
    CHECK_INT(settings.engine, 1);
    CHECK_TEXT(settings.label, "a # b");
    free(text);
    sl__options_finish(&sample_table, &settings);
}

static void the_man_page_escapes_what_troff_would_take(void)
{
    char *text = text_of(sl__options_man, &sample_table);
    CHECK_HAS(text, ".SS Hands\n.TP\n\\fBmax_num_hands=N\\fR\nHands to follow at most (1 to 32; default 2).\n"
                    "File: \\fBhands.max_num_hands\\fR. Environment: \\fBSIGHTLINE_HANDS_MAX_NUM_HANDS\\fR.\n");
    CHECK_HAS(text, "\n\\&.hidden\\en name\\(aqs\\-end (default a # b).\n");
    free(text);
}

/* groff itself warns about anything it does not understand. */
static void troff_has_nothing_to_say_about_the_man_page(void)
{
    FILE *question = popen("command -v groff >/dev/null 2>&1", "r");
    if (!question || pclose(question) != 0)
        SKIP("groff is not installed");
    char *text = text_of(sl__options_man, &sample_table);
    FILE *pipe = popen("test -z \"$(groff -man -Tutf8 -ww -z - 2>&1)\"", "w");
    CHECK(pipe);
    fprintf(pipe, ".TH SIGHTLINE 1 2024-01-01\n.SH OPTIONS\n%s", text);
    CHECK_INT(pclose(pipe), 0);
    free(text);
}

static void a_full_buffer_is_said(void)
{
    static const text_fn fns[] = {sl__options_help, sl__options_sample, sl__options_man};
    for (size_t i = 0; i < 3; i++)
        for (size_t room = 0; room < 600; room += 7) {
            struct sl__buffer out;
            CHECK_INT(sl__buffer_init(&out, 0, room), 0);
            CHECK_INT(fns[i](&sample_table, &out), -E2BIG);
            sl__buffer_finish(&out);
        }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(help_is_aligned_and_80_columns_wide);
    RUN(a_long_label_has_a_line_of_its_own);
    RUN(help_of_flags_shows_flags);
    RUN(help_fits_whatever_the_words);
    RUN(the_sample_has_every_key_commented_out);
    RUN(the_sample_without_its_hash_marks_means_the_defaults);
    RUN(the_man_page_escapes_what_troff_would_take);
    RUN(troff_has_nothing_to_say_about_the_man_page);
    RUN(a_full_buffer_is_said);
    return TAP_END();
}
