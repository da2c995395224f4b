/* Are the options in their ranges? */
#ifndef SL_LANDMARK_HANDS_OPTS_H
#define SL_LANDMARK_HANDS_OPTS_H

#include <sightline/hands.h>

int sl__hands_opts_check(const struct sl_hands_opts *opts, struct sl_error *why);

#endif
