/* Keys of what looks at faces. Ranges and defaults of MediaPipe's options are those of mp.solutions 0.10.21. */
#include "cli/settings.h"

#include "pipeline/pipeline.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define AT(field) offsetof(struct sl_face_mesh_opts, field)
static const struct sl__option face_mesh_rows[] = {
    {"static_image_mode", SL_OPT_SWITCH, AT(static_image_mode), 0,
     .sentence = "search every frame anew instead of following the faces of the frame before"},
    {"max_num_faces", SL_OPT_INT, AT(max_num_faces), 1, 1, SL_FACES_WANTED_MAX, .sentence = "faces wanted"},
    {"refine_landmarks", SL_OPT_SWITCH, AT(refine_landmarks), 0,
     .sentence = "better eyes and lips, and irises: 478 points instead of 468"},
    {"min_detection_confidence", SL_OPT_FLOAT, AT(min_detection_confidence), 0.5, 0, 1,
     .sentence = "how sure the search for faces must be"},
    {"min_tracking_confidence", SL_OPT_FLOAT, AT(min_tracking_confidence), 0.5, 0, 1,
     .sentence = "how sure a face must be to be followed; below it the search begins again"},
};
#undef AT
const struct sl__options face_mesh_options = {"face_mesh", "Keys of --face-mesh", face_mesh_rows, COUNT(face_mesh_rows)};

#define AT(field) offsetof(struct sl_face_detection_opts, field)
static const struct sl__option face_detection_rows[] = {
    {"model_selection", SL_OPT_INT, AT(model_selection), 0, 0, 1, .sentence = "0: faces up to 2 m away, 1: up to 5 m"},
    {"min_detection_confidence", SL_OPT_FLOAT, AT(min_detection_confidence), 0.5, 0, 1,
     .sentence = "how sure a face must be; see use_min_detection_confidence"},
    {"use_min_detection_confidence", SL_OPT_SWITCH, AT(use_min_detection_confidence), 0,
     .sentence = "false: as mp.solutions, which takes 0.5 (model 0) and 0.6 (model 1) whatever was asked for"},
};
#undef AT
const struct sl__options face_detection_options = {
    "face_detection", "Keys of --face-detection", face_detection_rows, COUNT(face_detection_rows)};

static const char *const gaze_modes[] = {[SL_GAZE_BOTH_EYES] = "both-eyes", [SL_GAZE_CLASSIC] = "classic", NULL};
_Static_assert(COUNT(gaze_modes) == SL_GAZE_MODE_COUNT + 1, "a name for each way to read gaze");

#define FOCAL_MAX_PX 1000000
#define AT(field) offsetof(struct sl__gaze_opts, field)
static const struct sl__option gaze_rows[] = {
    {"mode", SL_OPT_ENUM, AT(mode), SL_GAZE_BOTH_EYES, .choices = gaze_modes,
     .sentence = "both-eyes: both irises and the pose of the head; classic: the two thresholds of google-mediapipe-gst"},
    {"focal_px", SL_OPT_FLOAT, AT(focal_px), 0, 0, FOCAL_MAX_PX,
     .sentence = "focal length of the camera, for the distance of the eyes; 0: the frame's width"},
};
#undef AT
const struct sl__options gaze_options = {"gaze", "Keys of --gaze", gaze_rows, COUNT(gaze_rows)};

const struct sl__options head_pose_options = {.name = "head_pose"};
const struct sl__options mood_options = {.name = "mood"};
