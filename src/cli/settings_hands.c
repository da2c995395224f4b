/* Keys of --hands, and --gestures, which has none. Ranges and defaults of MediaPipe's options are those of mp.solutions 0.10.21. */
#include "cli/settings.h"

#include <sightline/hands.h>
#include <stddef.h>

#define AT(field) offsetof(struct sl_hands_opts, field)
static const struct sl__option hands_rows[] = {
    {"static_image_mode", SL_OPT_SWITCH, AT(static_image_mode), 0,
     .sentence = "search every frame anew instead of following the hands of the frame before"},
    {"max_num_hands", SL_OPT_INT, AT(max_num_hands), 2, 1, SL_HANDS_WANTED_MAX, .sentence = "hands wanted"},
    {"model_complexity", SL_OPT_INT, AT(model_complexity), 1, 0, 1, .sentence = "0: the lite models, 1: the full ones"},
    {"min_detection_confidence", SL_OPT_FLOAT, AT(min_detection_confidence), 0.5, 0, 1,
     .sentence = "how sure the search for palms must be"},
    {"min_tracking_confidence", SL_OPT_FLOAT, AT(min_tracking_confidence), 0.5, 0, 1,
     .sentence = "how sure a hand must be to be followed; below it the search begins again"},
    {"limit_hands", SL_OPT_SWITCH, AT(limit_hands), 0,
     .sentence = "never more than max_num_hands; MediaPipe may give more"},
};
#undef AT
const struct sl__options hands_options = {"hands", "Keys of --hands", hands_rows, sizeof(hands_rows) / sizeof(hands_rows[0])};

const struct sl__options gestures_options = {.name = "gestures"};
