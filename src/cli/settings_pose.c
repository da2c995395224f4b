/* Keys of --pose. Ranges and defaults of MediaPipe's options are those of mp.solutions 0.10.21. */
#include "cli/settings.h"

#include <sightline/pose.h>
#include <stddef.h>

#define AT(field) offsetof(struct sl_pose_opts, field)
static const struct sl__option pose_rows[] = {
    {"static_image_mode", SL_OPT_SWITCH, AT(static_image_mode), 0,
     .sentence = "search every frame anew instead of following the body of the frame before"},
    {"model_complexity", SL_OPT_INT, AT(model_complexity), 1, 0, 2,
     .sentence = "0: the lite model, 1: the full one, 2: the heavy one"},
    {"smooth_landmarks", SL_OPT_SWITCH, AT(smooth_landmarks), 1,
     .sentence = "calm the landmarks over time; nothing in static_image_mode"},
    {"enable_segmentation", SL_OPT_SWITCH, AT(enable_segmentation), 0,
     .sentence = "compute the mask of the body, too; outputs do not show it"},
    {"smooth_segmentation", SL_OPT_SWITCH, AT(smooth_segmentation), 1,
     .sentence = "as in mp.solutions: without effect unless segmentation_ratio is above 0"},
    {"segmentation_ratio", SL_OPT_FLOAT, AT(segmentation_ratio), 0, 0, 1,
     .sentence = "how much of the mask before stays where the new one is unsure"},
    {"reset_smoothing", SL_OPT_SWITCH, AT(reset_smoothing), 0,
     .sentence = "a lost body clears all filters; in MediaPipe those of visibility and world live on"},
    {"min_detection_confidence", SL_OPT_FLOAT, AT(min_detection_confidence), 0.5, 0, 1,
     .sentence = "how sure the search for a body must be"},
    {"min_tracking_confidence", SL_OPT_FLOAT, AT(min_tracking_confidence), 0.5, 0, 1,
     .sentence = "how sure a body must be to be followed; below it the search begins again"},
};
#undef AT
const struct sl__options pose_options = {"pose", "Keys of --pose", pose_rows, sizeof(pose_rows) / sizeof(pose_rows[0])};
