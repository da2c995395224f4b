/* The pieces that every text form is made of: numbers, times, strings. */
#include "event/format.h"

#include <math.h>
#include <string.h>

int sl__append_floats(struct sl__buffer *out, const float *values, int count)
{
    char text[8 * (SL_FLOAT_TEXT + 1)]; /* several go into the buffer at once: a face has 1434 */
    int err = 0;
    for (int i = 0; i < count && err == 0;) {
        size_t size = 0;
        for (int n = 0; n < 8 && i < count; n++, i++) {
            if (i)
                text[size++] = ',';
            size += (size_t)sl__format_float(text + size, isfinite(values[i]) ? values[i] : 0.0f);
        }
        err = sl__buffer_append(out, text, size);
    }
    return err;
}

int sl__append_float(struct sl__buffer *out, float value)
{
    return sl__append_floats(out, &value, 1);
}

int sl__append_ms(struct sl__buffer *out, int64_t time_ns)
{
    int64_t us = time_ns / 1000 + (time_ns % 1000 >= 500) - (time_ns % 1000 <= -500);
    uint64_t size = us < 0 ? 0 - (uint64_t)us : (uint64_t)us;
    char text[32], *at = text + sizeof(text);
    unsigned thousandths = (unsigned)(size % 1000);
    int decimals = thousandths % 10 ? 3 : thousandths % 100 ? 2 : 1;
    for (int drop = decimals; drop < 3; drop++)
        thousandths /= 10;
    for (int i = 0; i < decimals; i++, thousandths /= 10)
        *--at = (char)('0' + thousandths % 10);
    *--at = '.';
    uint64_t whole = size / 1000;
    do
        *--at = (char)('0' + whole % 10);
    while (whole /= 10);
    if (us < 0)
        *--at = '-';
    return sl__buffer_append(out, at, (size_t)(text + sizeof(text) - at));
}

/*
 * How many bytes at `c` belong together: a whole character (*valid), or the longest beginning of one that breaks off,
 * which becomes one U+FFFD (The Unicode Standard, 3.9, "substitution of maximal subparts"). The NUL at the end breaks any.
 */
static size_t utf8_unit(const unsigned char *c, bool *valid)
{
    unsigned char first = c[0];
    size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    *valid = false;
    if (length == 0)
        return 1;
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;  /* no overlong forms */
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF; /* no surrogates, nothing past U+10FFFF */
    for (size_t i = 1; i < length; i++) {
        if (c[i] < low || c[i] > high)
            return i;
        low = 0x80, high = 0xBF;
    }
    *valid = true;
    return length;
}

static int append_unit(struct sl__buffer *out, const unsigned char *c, size_t length, bool valid)
{
    return valid ? sl__buffer_append(out, c, length) : sl__buffer_append(out, "\xEF\xBF\xBD", 3);
}

int sl__append_utf8(struct sl__buffer *out, const char *text, char doubled)
{
    int err = 0;
    size_t length;
    bool valid;
    for (const unsigned char *c = (const unsigned char *)text; *c && err == 0; c += length) {
        length = utf8_unit(c, &valid);
        err = append_unit(out, c, length, valid);
        if (*c == (unsigned char)doubled && err == 0)
            err = append_unit(out, c, length, valid);
    }
    return err;
}

/* What JSON wants escaped (RFC 8259, 7). */
static int append_escaped(struct sl__buffer *out, unsigned char c)
{
    static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* a character, then its letter */
    for (const char *pair = named; *pair; pair += 2)
        if ((unsigned char)pair[0] == c)
            return sl__buffer_append(out, (const char[2]){'\\', pair[1]}, 2);
    static const char hex[] = "0123456789abcdef";
    return sl__buffer_append(out, (const char[6]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
}

int sl__append_json_string(struct sl__buffer *out, const char *text)
{
    int err = sl__buffer_text(out, "\"");
    size_t length;
    bool valid;
    for (const unsigned char *c = (const unsigned char *)(text ? text : ""); *c && err == 0; c += length) {
        length = utf8_unit(c, &valid);
        err = *c < 0x20 || *c == '"' || *c == '\\' ? append_escaped(out, *c) : append_unit(out, c, length, valid);
    }
    return err < 0 ? err : sl__buffer_text(out, "\"");
}
