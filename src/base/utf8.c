/* UTF-8 as in RFC 3629, section 4. */
#include "base/utf8.h"

#include <string.h>

size_t sl__utf8_size(const char *text, size_t room)
{
    static const struct {
        unsigned char first_min, first_max, second_min, second_max, size;
    } rows[] = {
        {0x01, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const unsigned char *byte = (const unsigned char *)text;
    for (size_t i = 0; room > 0 && i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (byte[0] < rows[i].first_min || byte[0] > rows[i].first_max)
            continue;
        if (rows[i].size > room || (rows[i].size > 1 && (byte[1] < rows[i].second_min || byte[1] > rows[i].second_max)))
            return 0;
        for (size_t k = 2; k < rows[i].size; k++)
            if ((byte[k] & 0xC0) != 0x80)
                return 0;
        return rows[i].size;
    }
    return 0;
}

/* U+0000 to U+001F and U+007F, and U+0080 to U+009F, which some terminals obey as well. */
static int is_control(const char *text, size_t size)
{
    unsigned char first = (unsigned char)text[0];
    return size == 1 ? first < 0x20 || first == 0x7F : size == 2 && first == 0xC2 && (unsigned char)text[1] < 0xA0;
}

void sl__utf8_clean(char *text)
{
    size_t room = strlen(text);
    while (room > 0) {
        size_t size = sl__utf8_size(text, room);
        size_t step = size ? size : 1;
        if (size == 0 || is_control(text, size))
            memset(text, '?', step);
        text += step;
        room -= step;
    }
}
