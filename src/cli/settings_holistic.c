/* Keys of --holistic. Ranges and defaults of MediaPipe's options are those of mp.solutions 0.10.21. */
#include "cli/settings.h"

#include <sightline/holistic.h>
#include <stddef.h>

#define AT(field) offsetof(struct sl_holistic_opts, field)
static const struct sl__option holistic_rows[] = {
    {"static_image_mode", SL_OPT_SWITCH, AT(static_image_mode), 0,
     .sentence = "search every frame anew for bodies; hands and face of one person go on being followed, as in MediaPipe"},
    {"static_parts", SL_OPT_SWITCH, AT(static_parts), 0,
     .sentence = "with static_image_mode: hands and faces forget the frame before, too"},
    {"model_complexity", SL_OPT_INT, AT(model_complexity), 1, 0, 2,
     .sentence = "of the body; 0: the lite model, 1: the full one, 2: the heavy one"},
    {"smooth_landmarks", SL_OPT_SWITCH, AT(smooth_landmarks), 1,
     .sentence = "calm the body's landmarks over time; nothing in static_image_mode"},
    {"enable_segmentation", SL_OPT_SWITCH, AT(enable_segmentation), 0,
     .sentence = "compute the mask of the body, too; outputs do not show it"},
    {"smooth_segmentation", SL_OPT_SWITCH, AT(smooth_segmentation), 1,
     .sentence = "as in mp.solutions: without effect unless segmentation_ratio is above 0"},
    {"segmentation_ratio", SL_OPT_FLOAT, AT(segmentation_ratio), 0, 0, 1,
     .sentence = "how much of the mask before stays where the new one is unsure"},
    {"reset_smoothing", SL_OPT_SWITCH, AT(reset_smoothing), 0,
     .sentence = "a lost body clears all filters; in MediaPipe those of visibility and world live on"},
    {"refine_face_landmarks", SL_OPT_SWITCH, AT(refine_face_landmarks), 0,
     .sentence = "better eyes and lips, and irises: 478 points instead of 468"},
    {"max_people", SL_OPT_INT, AT(max_people), 1, 1, SL_PEOPLE_MAX, .sentence = "people wanted"},
    {"min_detection_confidence", SL_OPT_FLOAT, AT(min_detection_confidence), 0.5, 0, 1,
     .sentence = "how sure the search for a body must be"},
    {"min_tracking_confidence", SL_OPT_FLOAT, AT(min_tracking_confidence), 0.5, 0, 1,
     .sentence = "how sure a body must be to be followed; below it the search begins again"},
};
#undef AT
const struct sl__options holistic_options = {
    "holistic", "Keys of --holistic", holistic_rows, sizeof(holistic_rows) / sizeof(holistic_rows[0])};
