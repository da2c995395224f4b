/* Range checks that the analysers' options share. Each returns 0, or -EINVAL with a sentence that has name, value and range. */
#ifndef SL_LANDMARK_OPTS_CHECK_H
#define SL_LANDMARK_OPTS_CHECK_H

#include <sightline/error.h>

int sl__check_int(const char *name, int value, int low, int high, struct sl_error *why);

/** A number from 0 to 1; NaN is none. */
int sl__check_part(const char *name, float value, struct sl_error *why);

#endif
