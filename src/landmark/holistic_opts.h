/* Are the options in their ranges? */
#ifndef SL_LANDMARK_HOLISTIC_OPTS_H
#define SL_LANDMARK_HOLISTIC_OPTS_H

#include <sightline/holistic.h>

int sl__holistic_opts_check(const struct sl_holistic_opts *opts, struct sl_error *why);

#endif
