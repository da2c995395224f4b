/*
 * Faces as boxes with six key points: MediaPipe's legacy face detection, short and full range.
 *
 *     sl_face_detection_create(&detection, NULL, &why);
 *     struct sl_detection found[SL_DETECTIONS_MAX];
 *     int count = sl_face_detection_process(detection, &frame, found, SL_DETECTIONS_MAX, &why);
 *     sl_face_detection_destroy(&detection);
 */
#ifndef SIGHTLINE_FACE_DETECTION_H
#define SIGHTLINE_FACE_DETECTION_H

#include <sightline/api.h>
#include <sightline/engine.h>
#include <sightline/error.h>
#include <sightline/frame.h>

SL_BEGIN_DECLS

#define SL_DETECTION_POINTS 6
#define SL_DETECTIONS_MAX 256 ///< what a caller needs room for at most

/** The six points; left and right are the person's own. */
enum sl_detection_point {
    SL_DETECTION_RIGHT_EYE, SL_DETECTION_LEFT_EYE, SL_DETECTION_NOSE_TIP, SL_DETECTION_MOUTH_CENTER,
    SL_DETECTION_RIGHT_EAR_TRAGION, SL_DETECTION_LEFT_EAR_TRAGION
};

struct sl_detection {
    float score;                          ///< 0..1
    float xmin, ymin, width, height;      ///< the box, in 0..1 of the frame; may leave it
    float point[SL_DETECTION_POINTS][2];  ///< x, y in 0..1 of the frame
};

struct sl_face_detection_opts {
    int model_selection;            ///< 0 short range (to 2 m), 1 full range (to 5 m); 0
    float min_detection_confidence; ///< 0..1; 0.5. mp.solutions ignores it and takes 0.5 (short) and 0.6 (full), and
                                    ///< so do we while use_min_detection_confidence is 0
    int use_min_detection_confidence; ///< 1: the value above counts; 0
    struct sl_engine_opts engine;
};

struct sl_face_detection;

/** The defaults of mp.solutions.face_detection.FaceDetection, on the exact engine with one thread. */
SL_API struct sl_face_detection_opts sl_face_detection_opts_default(void);

/** Load the model. Ownership, results and threads as sl_pose_create(). */
SL_API int sl_face_detection_create(struct sl_face_detection **detection, const struct sl_face_detection_opts *opts,
                                    struct sl_error *why);

/**
 * Find the faces in one picture; nothing is kept from frame to frame.
 *
 * @param[out] found  room for @p cap detections, best first
 * @return detections found, 0..cap, or -EINVAL (an argument), -EIO (the engine failed). Allocates nothing.
 * Source: mediapipe v0.10.21, face_detection_{short,full}_range_cpu.pbtxt.
 */
SL_API int sl_face_detection_process(struct sl_face_detection *detection, const struct sl_frame *frame,
                                     struct sl_detection *found, int cap, struct sl_error *why);

/** Free everything; takes NULL and a pointer to NULL; leaves NULL behind. */
SL_API void sl_face_detection_destroy(struct sl_face_detection **detection);

SL_END_DECLS

#endif
