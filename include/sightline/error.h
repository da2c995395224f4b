/* Errors: an int for the program, a sentence for the person. */
#ifndef SIGHTLINE_ERROR_H
#define SIGHTLINE_ERROR_H

#include <sightline/api.h>

SL_BEGIN_DECLS

/**
 * One sentence a person can act on: what, where, what was expected. The caller's memory; every function that takes one
 * also takes NULL. Empty text means that nothing was said.
 */
struct sl_error {
    char text[256]; ///< UTF-8, NUL-terminated, no line break; cut at a character's edge when too long
};

/**
 * Name of a result: "EINVAL" for -EINVAL (and for EINVAL), "OK" for 0 and more, "EUNKNOWN" for a number not of ours.
 * @return a constant string. Any thread.
 */
SL_API const char *sl_error_name(int code);

/**
 * What a result means, in plain words: "the request makes no sense" for -EINVAL.
 * @return a constant string. Any thread.
 */
SL_API const char *sl_error_text(int code);

SL_END_DECLS

#endif
