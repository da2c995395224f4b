/* Making errors: one list of codes, one way to say a sentence. */
#ifndef SL_BASE_ERROR_H
#define SL_BASE_ERROR_H

#include <errno.h>
#include <sightline/error.h>

/**
 * Fill in @p why (may be NULL) and give @p code back, so that a refusal is one line:
 *     return sl__error_set(why, -EINVAL, "%s:%d: ring.slots is %d; it takes 3 to 64", file, line, n);
 * Control characters and bytes that are not UTF-8 become '?'; too long a sentence is cut at a character's edge. The arguments may
 * quote why->text itself.
 */
int sl__error_set(struct sl_error *why, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
