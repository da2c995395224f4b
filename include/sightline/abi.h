/* Do two sides mean the same structs? For programs that describe them by hand, such as bindings of other languages. */
#ifndef SIGHTLINE_ABI_H
#define SIGHTLINE_ABI_H

#include <sightline/api.h>
#include <stddef.h>

SL_BEGIN_DECLS

/**
 * Size of a public struct in the library that runs, in bytes; arrays of them lie without a gap.
 *
 * @param type  its name without "struct": "sl_body"
 * @return 0 for a name that this library does not know, and for NULL. Any thread.
 */
SL_API size_t sl_abi_size(const char *type);

SL_END_DECLS

#endif
