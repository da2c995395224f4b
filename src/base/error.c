/* One table gives the codes, their names and their sentences. */
#include "base/error.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SL_ERRORS(X)                                    \
    X(EINVAL, "the request makes no sense")             \
    X(EAGAIN, "nothing ready yet")                      \
    X(ESTALE, "the reader fell behind")                 \
    X(EPROTO, "the other side broke the protocol")      \
    X(ENOMEM, "not enough memory")                      \
    X(EBUSY, "in use by someone else")                  \
    X(ENODATA, "nothing there")                         \
    X(E2BIG, "larger than its limit")                   \
    X(ENOTSUP, "this build cannot do that")             \
    X(ETIMEDOUT, "the time was over")                   \
    X(ECANCELED, "stopped on request")                  \
    X(ENOENT, "no such file")                           \
    X(EEXIST, "it is there already")                    \
    X(EACCES, "not permitted")                          \
    X(ENOSPC, "no space left on the device")            \
    X(EPIPE, "nobody reads the output any more")        \
    X(EIO, "reading, writing or computing failed")

struct error_row {
    int code;
    const char *name, *text;
};

static const struct error_row error_rows[] = {
#define ROW(code, text) {code, #code, text},
    SL_ERRORS(ROW)
#undef ROW
};

static const struct error_row *error_find(int code)
{
    int positive = code < 0 ? -code : code;
    for (size_t i = 0; i < sizeof(error_rows) / sizeof(error_rows[0]); i++)
        if (error_rows[i].code == positive)
            return &error_rows[i];
    return NULL;
}

const char *sl_error_name(int code)
{
    const struct error_row *row = error_find(code);
    return row ? row->name : code == 0 ? "OK" : "EUNKNOWN";
}

const char *sl_error_text(int code)
{
    const struct error_row *row = error_find(code);
    return row ? row->text : code == 0 ? "all is well" : "an error without a name";
}

/* A character that the end of the room cut in two goes. */
static void text_mend(char *text)
{
    size_t length = strlen(text), start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0 && !sl__utf8_size(text + start - 1, length - start + 1))
        text[start - 1] = '\0';
}

int sl__error_set(struct sl_error *why, int code, const char *format, ...)
{
    if (!why)
        return code;
    char text[sizeof(why->text)]; /* the arguments may quote the sentence that stands in why */
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (length >= (int)sizeof(text))
        text_mend(text);
    sl__utf8_clean(text);
    memcpy(why->text, text, strlen(text) + 1);
    return code;
}
