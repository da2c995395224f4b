/* Is that UTF-8? */
#ifndef SL_BASE_UTF8_H
#define SL_BASE_UTF8_H

#include <stddef.h>

/**
 * Bytes of the UTF-8 character that @p text begins with, 1 to 4; 0 if there is none within @p room bytes, or it is NUL.
 * Overlong forms, surrogates and what lies beyond U+10FFFF are none.
 */
size_t sl__utf8_size(const char *text, size_t room);

/** Make text from outside fit for a terminal: control characters and bytes that are not UTF-8 become '?'. */
void sl__utf8_clean(char *text);

#endif
