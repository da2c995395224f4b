/* Options: values, lists, files and the environment into settings, and what is said about those that are refused. */
#include "base/error.h"
#include "base/options.h"
#include "tap.h"

#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "options_sample.h"

static struct settings settings;
static struct sl_error why;

static const struct sl__options_binding bindings[] = {{&sample_table, &settings}, {0}};

static void begin(void)
{
    CHECK_INT(sl__options_init(&sample_table, &settings), 0);
    why.text[0] = '\0';
}

static int set(const char *key, const char *value)
{
    why.text[0] = '\0';
    return sl__options_set(&sample_table, &settings, key, value, "--hands", &why);
}

static int list(const char *text)
{
    why.text[0] = '\0';
    return sl__options_set_list(&sample_table, &settings, text, "--hands", &why);
}

static int file_of(const char *text, size_t size)
{
    why.text[0] = '\0';
    return sl__options_read_text(bindings, text, size, "sightline.conf", &why);
}

#define FILE_OF(text) file_of(text, sizeof(text) - 1)

static void end(void)
{
    sl__options_finish(&sample_table, &settings);
    CHECK(!settings.model_dir && !settings.label);
}

static void defaults_come_from_the_table(void)
{
    begin();
    CHECK_INT(settings.max_num_hands, 2);
    CHECK(settings.min_detection_confidence == 0.5f);
    CHECK(settings.smooth && !settings.static_image_mode);
    CHECK_INT(settings.engine, 1);
    CHECK(!settings.model_dir);
    CHECK_TEXT(settings.label, "a # b");
    end();
}

static void each_kind_takes_its_values(void)
{
    begin();
    CHECK_INT(set("max_num_hands", "32"), 0);
    CHECK_INT(settings.max_num_hands, 32);
    CHECK_INT(set("max-num-hands", "+07"), 0);
    CHECK_INT(settings.max_num_hands, 7);
    CHECK_INT(set("min_detection_confidence", "2.5e-1"), 0);
    CHECK(settings.min_detection_confidence == 0.25f);
    CHECK_INT(set("min_detection_confidence", ".75"), 0);
    CHECK(settings.min_detection_confidence == 0.75f);
    CHECK_INT(set("engine", "fake"), 0);
    CHECK_INT(settings.engine, 2);
    CHECK_INT(set("model_dir", "/models, mine"), 0);
    CHECK_TEXT(settings.model_dir, "/models, mine");
    CHECK_INT(set("model_dir", ""), 0);
    CHECK_TEXT(settings.model_dir, "");
    end();
}

static void booleans_are_read_as_people_write_them(void)
{
    static const char *const good[][2] = {{"false", "true"}, {"no", "yes"}, {"off", "on"}, {"0", "1"}, {"False", "TRUE"}};
    begin();
    for (size_t i = 0; i < 5; i++) {
        CHECK_INT(set("static_image_mode", good[i][1]), 0);
        CHECK(settings.static_image_mode);
        CHECK_INT(set("static_image_mode", good[i][0]), 0);
        CHECK(!settings.static_image_mode);
    }
    CHECK_INT(set("static_image_mode", NULL), 0);
    CHECK(settings.static_image_mode);
    CHECK_INT(set("static_image_mode", "maybe"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: static_image_mode is \"maybe\"; it takes true or false");
    CHECK_INT(set("static_image_mode", "tru"), -EINVAL);
    CHECK_INT(set("static_image_mode", ""), -EINVAL);
    end();
}

/* An int field like those of public structs: 0 or 1, and the neighbours stay. */
static void a_switch_is_a_boolean_in_an_int(void)
{
    begin();
    CHECK_INT(settings.mirrored, 1);
    settings.mirrored = -1;
    CHECK_INT(set("mirrored", "no"), 0);
    CHECK_INT(settings.mirrored, 0);
    settings.mirrored = -1;
    CHECK_INT(set("mirrored", NULL), 0);
    CHECK_INT(settings.mirrored, 1);
    CHECK_INT(settings.engine, 1);
    CHECK_INT(set("mirrored", "2"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: mirrored is \"2\"; it takes true or false");
    CHECK_INT(settings.mirrored, 1);
    end();
}

static void numbers_are_strict(void)
{
    static const char *const bad[] = {"",     " 1",   "1 ",     "1x",  "0x10", "1.0",  "1e0", "--1", "+",
                                      "1,000", "one", "\xc2\xb2", "1\n", "nan", "inf",  "1_0"};
    static const char *const bad_floats[] = {"",    "nan", "inf", "-inf", "0x1p-1", ".",   "e5",  "0.5e", "0.5e+",
                                             "0,5", "1/2", " .5", "0.5f", "0.5 ",   "+-1", "..5", "5.."};
    begin();
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_INT(set("max_num_hands", bad[i]), -EINVAL);
        CHECK_HAS(why.text, "it takes a whole number from 1 to 32");
        CHECK_INT(settings.max_num_hands, 2);
    }
    for (size_t i = 0; i < sizeof(bad_floats) / sizeof(bad_floats[0]); i++) {
        CHECK_INT(set("min_detection_confidence", bad_floats[i]), -EINVAL);
        CHECK_HAS(why.text, "it takes a number from 0 to 1");
        CHECK(settings.min_detection_confidence == 0.5f);
    }
    end();
}

static void a_number_out_of_range_is_told_its_range(void)
{
    begin();
    CHECK_INT(set("max_num_hands", "99"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: max_num_hands is 99; it takes 1 to 32");
    CHECK_INT(set("max_num_hands", "0"), -EINVAL);
    CHECK_INT(set("max_num_hands", "-3"), -EINVAL);
    CHECK_INT(set("max_num_hands", "4294967298"), -EINVAL); /* 2 modulo 2^32 */
    CHECK_INT(set("max_num_hands", "18446744073709551618"), -EINVAL);
    CHECK_INT(set("min_detection_confidence", "1.0000001"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: min_detection_confidence is 1.0000001; it takes 0 to 1");
    CHECK_INT(set("min_detection_confidence", "1e999"), -EINVAL);
    CHECK_INT(set("min_detection_confidence", "-0.01"), -EINVAL);
    CHECK_INT(set("min_detection_confidence", "1e-999"), 0);
    CHECK(settings.min_detection_confidence == 0.0f);
    CHECK_INT(settings.max_num_hands, 2);
    end();
}

static void what_is_refused_is_quoted_in_part_only(void)
{
    begin();
    CHECK_INT(set("min_detection_confidence", "abc"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: min_detection_confidence is \"abc\"; it takes a number from 0 to 1");
    char text[5001];
    memset(text, 'x', 5000);
    text[5000] = '\0';
    CHECK_INT(set("max_num_hands", text), -EINVAL);
    CHECK_HAS(why.text, "xxx...\"; it takes a whole number from 1 to 32");
    CHECK_INT(set("model_dir", text), -EINVAL);
    CHECK_TEXT(why.text, "--hands: model_dir is 5000 bytes long; it takes up to 4096");
    CHECK_INT(set(text, "1"), -ENOENT);
    CHECK_HAS(why.text, "xxx...");
    end();
}

static void a_choice_outside_the_list_is_shown_the_list(void)
{
    begin();
    CHECK_INT(set("engine", "tensorrt"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: engine is \"tensorrt\"; it takes tflite, openvino or fake");
    CHECK_INT(set("engine", "1"), -EINVAL);
    CHECK_INT(settings.engine, 1);
    end();
}

static void a_wrong_key_brings_the_nearest(void)
{
    begin();
    CHECK_INT(set("max_num_hand", "1"), -ENOENT);
    CHECK_TEXT(why.text, "--hands: unknown key max_num_hand; did you mean max_num_hands?");
    CHECK_INT(set("max_num", "1"), -ENOENT);
    CHECK_TEXT(why.text, "--hands: unknown key max_num; did you mean max_num_hands?");
    CHECK_INT(set("min_detecton_confidance", "1"), -ENOENT);
    CHECK_TEXT(why.text, "--hands: unknown key min_detecton_confidance; did you mean min_detection_confidence?");
    CHECK_INT(set("colour", "1"), -ENOENT);
    CHECK_TEXT(why.text, "--hands: unknown key colour");
    CHECK_INT(set("", "1"), -ENOENT);
    end();
}

static void a_list_sets_its_pairs_in_order(void)
{
    begin();
    CHECK_INT(list("max_num_hands=4, static_image_mode ,min_detection_confidence = 0.75,max_num_hands=5"), 0);
    CHECK_INT(settings.max_num_hands, 5);
    CHECK(settings.static_image_mode && settings.min_detection_confidence == 0.75f);
    CHECK_INT(list(""), 0);
    CHECK_INT(list("model_dir=a=b"), 0);
    CHECK_TEXT(settings.model_dir, "a=b");
    end();
}

static void a_list_with_holes_is_refused(void)
{
    static const char *const bad[] = {",", "smooth,", ",smooth", "smooth,,smooth", " ", "=1", "smooth,=1"};
    begin();
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_INT(list(bad[i]), -EINVAL);
        CHECK_TEXT(why.text, "--hands: a key is missing; expected key=value,key=value");
    }
    CHECK_INT(list("max_num_hands"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: max_num_hands needs a value; it takes 1 to 32");
    CHECK_INT(list("model_dir"), -EINVAL);
    CHECK_TEXT(why.text, "--hands: model_dir needs a value");
    end();
}

static void a_file_sets_names_with_comments_and_quotes(void)
{
    begin();
    CHECK_INT(FILE_OF("\xEF\xBB\xBF# settings\r\n"
                      "hands.max_num_hands = 3\r\n"
                      "\r\n"
                      "\thands.min-detection-confidence=0.25# not a comment? it is not\n"),
              -EINVAL);
    CHECK_HAS(why.text, "sightline.conf:4: hands.min-detection-confidence is \"0.25# not a comment? it is not\"");
    CHECK_INT(settings.max_num_hands, 3);
    CHECK_INT(FILE_OF("hands.max_num_hands=4 # four\n"
                      "  # more\n"
                      "hands.model_dir = /a b/c#d\t# where\n"
                      "hands.label = \" x # y \" # quoted\n"
                      "hands.smooth = off"),
              0);
    CHECK_INT(settings.max_num_hands, 4);
    CHECK_TEXT(settings.model_dir, "/a b/c#d");
    CHECK_TEXT(settings.label, " x # y ");
    CHECK(!settings.smooth);
    CHECK_INT(FILE_OF(""), 0);
    CHECK_INT(FILE_OF("hands.label = \"\"\nhands.model_dir =\n"), 0);
    CHECK_TEXT(settings.label, "");
    CHECK_TEXT(settings.model_dir, "");
    end();
}

static void a_file_is_refused_by_name_and_line(void)
{
    static const struct {
        const char *text;
        size_t size;
        int code;
        const char *sentence;
    } rows[] = {
#define ROW(text, code, sentence) {text, sizeof(text) - 1, code, sentence}
        ROW("\n\nhands.max_num_hands = 99\n", -EINVAL, "sightline.conf:3: hands.max_num_hands is 99; it takes 1 to 32"),
        ROW("hands.max_num = 1", -ENOENT, "sightline.conf:1: unknown key hands.max_num; did you mean hands.max_num_hands?"),
        ROW("max_num_hands = 1", -ENOENT, "sightline.conf:1: unknown key max_num_hands; did you mean hands.max_num_hands?"),
        ROW("hand.max_num_hands = 1", -ENOENT,
            "sightline.conf:1: unknown key hand.max_num_hands; did you mean hands.max_num_hands?"),
        ROW("hands.foo = 1", -ENOENT, "sightline.conf:1: unknown key hands.foo"),
        ROW("hands.smooht = 1", -ENOENT, "sightline.conf:1: unknown key hands.smooht; did you mean hands.smooth?"),
        ROW("colour = 1", -ENOENT, "sightline.conf:1: unknown key colour"),
        ROW("[hands]\n", -EINVAL, "sightline.conf:1: expected name.key = value or a # comment"),
        ROW("= 3", -EINVAL, "sightline.conf:1: expected name.key = value or a # comment"),
        ROW("hands.label = \"abc", -EINVAL, "sightline.conf:1: the closing quotation mark is missing"),
        ROW("hands.label = \"abc\" d", -EINVAL, "sightline.conf:1: there is more after the closing quotation mark"),
        ROW("#\nhands.label = a\0b\n", -EINVAL, "sightline.conf:2: there is a NUL byte; expected text"),
        ROW("hands.label = a\x1b[2J\n", -EINVAL, "sightline.conf:1: there is the control character 27; expected text"),
        ROW("# \xe4\n", -EINVAL, "sightline.conf:1: byte 3 is not UTF-8"),
        ROW("#\xe2\x82", -EINVAL, "sightline.conf:1: byte 2 is not UTF-8"),
        ROW("#\xed\xa0\x80", -EINVAL, "sightline.conf:1: byte 2 is not UTF-8"),
        ROW("#\xc0\xaf", -EINVAL, "sightline.conf:1: byte 2 is not UTF-8"),
#undef ROW
    };
    begin();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_INT(file_of(rows[i].text, rows[i].size), rows[i].code);
        CHECK_TEXT(why.text, rows[i].sentence);
    }
    char *large = calloc(1, 70000);
    CHECK_INT(file_of(large, 70000), -E2BIG);
    CHECK_TEXT(why.text, "sightline.conf: is 70000 bytes long; the limit is 65536");
    free(large);
    end();
}

static void a_missing_file_is_named(void)
{
    begin();
    CHECK_INT(sl__options_read_file(bindings, "/nowhere/sightline.conf", &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/sightline.conf: cannot be opened");
    end();
}

static void a_file_on_disk_is_read_and_a_long_path_shortened(void)
{
    char path[] = "/tmp/sightline-a-name-so-long-that-it-would-push-the-number-of-the-line-out-of-the-sentence-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    CHECK(write(fd, "#\nhands.max_num_hands = 9\nhands.smooth = 7\n", 43) == 43);
    close(fd);
    begin();
    CHECK_INT(sl__options_read_file(bindings, path, &why), -EINVAL);
    CHECK_INT(settings.max_num_hands, 9);
    CHECK_HAS(why.text, strrchr(path, '-')); /* its end is there */
    CHECK_HAS(why.text, ":3: hands.smooth is \"7\"; it takes true or false");
    CHECK(strncmp(why.text, "...", 3) == 0);
    unlink(path);
    end();
}

static void the_environment_sets_and_is_checked(void)
{
    begin();
    setenv("SIGHTLINE_HANDS_MAX_NUM_HANDS", "6", 1);
    setenv("SIGHTLINE_MODELS", "/elsewhere", 1); /* not of this table */
    CHECK_INT(sl__options_read_environment(bindings, &why), 0);
    CHECK_INT(settings.max_num_hands, 6);
    setenv("SIGHTLINE_HANDS_MAX_NUM_HANDS", "x", 1);
    CHECK_INT(sl__options_read_environment(bindings, &why), -EINVAL);
    CHECK_TEXT(why.text,
               "SIGHTLINE_HANDS_MAX_NUM_HANDS: max_num_hands is \"x\"; it takes a whole number from 1 to 32");
    unsetenv("SIGHTLINE_HANDS_MAX_NUM_HANDS");
    setenv("SIGHTLINE_HANDS_SMOTH", "1", 1);
    CHECK_INT(sl__options_read_environment(bindings, &why), -ENOENT);
    CHECK_TEXT(why.text, "SIGHTLINE_HANDS_SMOTH: there is no such option; did you mean SIGHTLINE_HANDS_SMOOTH?");
    unsetenv("SIGHTLINE_HANDS_SMOTH");
    setenv("SIGHTLINE_HANDS_FOO", "1", 1);
    CHECK_INT(sl__options_read_environment(bindings, &why), -ENOENT);
    CHECK_TEXT(why.text, "SIGHTLINE_HANDS_FOO: there is no such option");
    unsetenv("SIGHTLINE_HANDS_FOO");
    end();
}

/* Any locale whose decimal point is another character. */
static bool strange_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE", "fa_IR", "ps_AF"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (setlocale(LC_ALL, names[i]) && strcmp(localeconv()->decimal_point, "."))
            return true;
    setlocale(LC_ALL, "C");
    return false;
}

static void the_locale_changes_nothing(void)
{
    if (!strange_locale())
        SKIP("no locale with another decimal point is installed");
    begin();
    CHECK_INT(set("min_detection_confidence", "0.25"), 0);
    CHECK(settings.min_detection_confidence == 0.25f);
    CHECK_INT(set("min_detection_confidence", "0,25"), -EINVAL);
    struct sl__buffer out;
    CHECK_INT(sl__buffer_init(&out, 0, 20000), 0);
    CHECK_INT(sl__options_sample(&sample_table, &out), 0);
    CHECK_INT(sl__buffer_append(&out, "", 1), 0);
    CHECK_HAS(out.data, "#hands.min_detection_confidence = 0.5\n");
    sl__buffer_finish(&out);
    end();
    setlocale(LC_ALL, "C");
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(defaults_come_from_the_table);
    RUN(each_kind_takes_its_values);
    RUN(booleans_are_read_as_people_write_them);
    RUN(a_switch_is_a_boolean_in_an_int);
    RUN(numbers_are_strict);
    RUN(a_number_out_of_range_is_told_its_range);
    RUN(what_is_refused_is_quoted_in_part_only);
    RUN(a_choice_outside_the_list_is_shown_the_list);
    RUN(a_wrong_key_brings_the_nearest);
    RUN(a_list_sets_its_pairs_in_order);
    RUN(a_list_with_holes_is_refused);
    RUN(a_file_sets_names_with_comments_and_quotes);
    RUN(a_file_is_refused_by_name_and_line);
    RUN(a_missing_file_is_named);
    RUN(a_file_on_disk_is_read_and_a_long_path_shortened);
    RUN(the_environment_sets_and_is_checked);
    RUN(the_locale_changes_nothing);
    return TAP_END();
}
