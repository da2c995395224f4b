/* Faces as boxes: one detector, no memory. Source: mediapipe v0.10.21, face_detection.pbtxt. */
#include "base/clock.h"
#include "base/error.h"
#include "landmark/face_opts.h"
#include "landmark/face_roi.h"
#include "landmark/face_state.h"

#include <stdlib.h>

static const struct {
    const struct sl__detector_kind *kind;
    float threshold;
} ranges[] = {{&sl__face_short_range, SL_FACE_SHORT_THRESHOLD}, {&sl__face_full_range, SL_FACE_FULL_THRESHOLD}};

int sl_face_detection_create(struct sl_face_detection **out, const struct sl_face_detection_opts *opts, struct sl_error *why)
{
    struct sl_face_detection_opts defaults = sl_face_detection_opts_default();
    if (!out)
        return sl__error_set(why, -EINVAL, "no place for the new face detection object");
    *out = NULL;
    if (!opts)
        opts = &defaults;
    int err = sl__face_detection_opts_check(opts, why);
    if (err < 0)
        return err;
    struct sl_face_detection *detection = calloc(1, sizeof(*detection));
    if (!detection)
        return sl__error_set(why, -ENOMEM, "no memory for a face detection object");
    float threshold = opts->use_min_detection_confidence ? opts->min_detection_confidence
                                                         : ranges[opts->model_selection].threshold;
    err = sl__detector_init(&detection->detector, ranges[opts->model_selection].kind, 0, threshold, &opts->engine, why);
    if (err < 0) {
        sl_face_detection_destroy(&detection);
        return err;
    }
    *out = detection;
    return 0;
}

void sl_face_detection_destroy(struct sl_face_detection **detection)
{
    struct sl_face_detection *closing = detection ? *detection : NULL;
    if (!closing)
        return;
    *detection = NULL;
    sl__detector_finish(&closing->detector);
    free(closing);
}

static struct sl_detection public_detection(const struct sl__detection *kept)
{
    struct sl_detection out = {
        .score = kept->score, .xmin = kept->xmin, .ymin = kept->ymin, .width = kept->width, .height = kept->height};
    for (int i = 0; i < SL_DETECTION_POINTS; i++) {
        out.point[i][0] = kept->keypoint[i].x;
        out.point[i][1] = kept->keypoint[i].y;
    }
    return out;
}

int sl_face_detection_process(struct sl_face_detection *detection, const struct sl_frame *frame, struct sl_detection *found,
                              int cap, struct sl_error *why)
{
    int err = detection ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no face detection object");
    if (err < 0)
        return err;
    if (!found || cap < 1)
        return sl__error_set(why, -EINVAL, "room for %d detections; it takes room for at least one", found ? cap : 0);
    int64_t start = sl__clock_ns();
    int count = sl__detector_crop(&detection->detector, frame, NULL);
    if (count == 0)
        count = sl__detector_run(&detection->detector, detection->kept, cap < SL_DETECTIONS_MAX ? cap : SL_DETECTIONS_MAX);
    for (int i = 0; i < count; i++)
        found[i] = public_detection(&detection->kept[i]);
    detection->cost = (struct sl__follow_cost){sl__clock_ns() - start, detection->detector.model_ns};
    return count < 0 ? sl__error_set(why, -EIO, "the engine failed while it computed the face detection model") : count;
}
