/* Errors: names, sentences, and what happens to text from outside in them. */
#include "base/error.h"
#include "tap.h"

static void codes_have_names_of_either_sign(void)
{
    CHECK_TEXT(sl_error_name(-EINVAL), "EINVAL");
    CHECK_TEXT(sl_error_name(EINVAL), "EINVAL");
    CHECK_TEXT(sl_error_name(-ENOTSUP), "ENOTSUP");
    CHECK_TEXT(sl_error_name(0), "OK");
    CHECK_TEXT(sl_error_name(-98765), "EUNKNOWN");
    CHECK_TEXT(sl_error_text(-EINVAL), "the request makes no sense");
    CHECK(sl_error_text(-98765)[0] != '\0');
}

static void a_refusal_gives_its_code_back(void)
{
    struct sl_error why;
    CHECK_INT(sl__error_set(&why, -EINVAL, "%s:%d: rings is %d; it takes 3 to 64", "a.conf", 12, 2), -EINVAL);
    CHECK_TEXT(why.text, "a.conf:12: rings is 2; it takes 3 to 64");
    CHECK_INT(sl__error_set(NULL, -EIO, "nobody listens"), -EIO);
}

static void control_characters_do_not_reach_the_terminal(void)
{
    struct sl_error why;
    sl__error_set(&why, -ENOENT, "%s: no such file", "a\nb\x1b[2J\x7f");
    CHECK_TEXT(why.text, "a?b?[2J?: no such file");
}

static void what_is_not_utf8_becomes_question_marks(void)
{
    static const char *const rows[][2] = {
        {"gr\xfc\xdf", "gr??"},                       /* Latin-1 */
        {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
        {"\xed\xa0\x80|", "???|"},                   /* a surrogate */
        {"\xc0\xaf|", "??|"},                        /* an overlong slash */
        {"\xf4\x90\x80\x80|", "????|"},              /* beyond U+10FFFF */
        {"\xf4\x8f\xbf\xbf|", "\xf4\x8f\xbf\xbf|"},
        {"\xc2\x9b|", "??|"},                        /* CSI in one byte, as some terminals have it */
        {"\xe2\x82", "??"},                          /* cut by whoever wrote it */
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sl_error why;
        sl__error_set(&why, -ENOENT, "%s", rows[i][0]);
        CHECK_TEXT(why.text, rows[i][1]);
    }
}

static void a_sentence_may_quote_the_one_before(void)
{
    struct sl_error why;
    sl__error_set(&why, -EINVAL, "row 3 is bad");
    sl__error_set(&why, -EINVAL, "%s: %s", "a.csv", why.text);
    CHECK_TEXT(why.text, "a.csv: row 3 is bad");
}

/* Lengths around the limit, with characters of one to four bytes at the edge. */
static void a_long_sentence_ends_at_the_edge_of_a_character(void)
{
    static const char *const characters[] = {"a", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x91\x8d"};
    for (size_t c = 0; c < 4; c++) {
        for (int pad = 0; pad < 4; pad++) {
            char text[600] = "";
            size_t size = (size_t)pad;
            memset(text, 'x', size);
            size_t step = strlen(characters[c]);
            for (; size + step < sizeof(text); size += step)
                memcpy(text + size, characters[c], step);
            struct sl_error why;
            sl__error_set(&why, -EINVAL, "%s", text);
            size_t length = strlen(why.text);
            CHECK(length < sizeof(why.text) && length + step >= sizeof(why.text)); /* no character more would fit */
            CHECK_INT((length - (size_t)pad) % step, 0);
            CHECK(strncmp(why.text, text, length) == 0);
        }
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(codes_have_names_of_either_sign);
    RUN(a_refusal_gives_its_code_back);
    RUN(control_characters_do_not_reach_the_terminal);
    RUN(what_is_not_utf8_becomes_question_marks);
    RUN(a_sentence_may_quote_the_one_before);
    RUN(a_long_sentence_ends_at_the_edge_of_a_character);
    return TAP_END();
}
