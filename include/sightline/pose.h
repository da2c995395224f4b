/*
 * A body in pictures: MediaPipe's legacy pose pipeline (detection, landmarks, smoothing, segmentation).
 *
 *     struct sl_pose_opts opts = sl_pose_opts_default();
 *     struct sl_pose *pose = NULL;
 *     struct sl_error why;
 *     if (sl_pose_create(&pose, &opts, &why) < 0) { fprintf(stderr, "%s\n", why.text); return 1; }
 *     struct sl_body body;
 *     int found = sl_pose_process(pose, &frame, &body, &why);
 *     ...
 *     sl_pose_destroy(&pose);
 */
#ifndef SIGHTLINE_POSE_H
#define SIGHTLINE_POSE_H

#include <sightline/api.h>
#include <sightline/engine.h>
#include <sightline/error.h>
#include <sightline/frame.h>

SL_BEGIN_DECLS

#define SL_POSE_POINTS 33

/** The places of the 33 points. Left and right are the person's own. */
enum sl_pose_point {
    SL_POSE_NOSE,
    SL_POSE_LEFT_EYE_INNER, SL_POSE_LEFT_EYE, SL_POSE_LEFT_EYE_OUTER,
    SL_POSE_RIGHT_EYE_INNER, SL_POSE_RIGHT_EYE, SL_POSE_RIGHT_EYE_OUTER,
    SL_POSE_LEFT_EAR, SL_POSE_RIGHT_EAR, SL_POSE_MOUTH_LEFT, SL_POSE_MOUTH_RIGHT,
    SL_POSE_LEFT_SHOULDER, SL_POSE_RIGHT_SHOULDER, SL_POSE_LEFT_ELBOW, SL_POSE_RIGHT_ELBOW,
    SL_POSE_LEFT_WRIST, SL_POSE_RIGHT_WRIST, SL_POSE_LEFT_PINKY, SL_POSE_RIGHT_PINKY,
    SL_POSE_LEFT_INDEX, SL_POSE_RIGHT_INDEX, SL_POSE_LEFT_THUMB, SL_POSE_RIGHT_THUMB,
    SL_POSE_LEFT_HIP, SL_POSE_RIGHT_HIP, SL_POSE_LEFT_KNEE, SL_POSE_RIGHT_KNEE,
    SL_POSE_LEFT_ANKLE, SL_POSE_RIGHT_ANKLE, SL_POSE_LEFT_HEEL, SL_POSE_RIGHT_HEEL,
    SL_POSE_LEFT_FOOT_INDEX, SL_POSE_RIGHT_FOOT_INDEX
};

struct sl_body {
    float image[SL_POSE_POINTS][3];   ///< x, y in 0..1 of the frame (y down, may leave it); z in frame widths from the
                                      ///< hips, negative is nearer
    float world[SL_POSE_POINTS][3];   ///< metres from the middle of the hips
    float visibility[SL_POSE_POINTS]; ///< 0..1: in the picture and not hidden
    float presence[SL_POSE_POINTS];   ///< 0..1: in the picture. mp.solutions computes it and clears it
    float score;                      ///< 0..1: a body is there; above min_tracking_confidence
};

struct sl_pose_opts {
    int static_image_mode;          ///< 0: follow the body from frame to frame; 1: search every frame; 0
    int model_complexity;           ///< 0 lite, 1 full, 2 heavy; 1
    int smooth_landmarks;           ///< over time, by the frames' pts_ns; nothing in static_image_mode; 1
    int enable_segmentation;        ///< compute the mask; costs half as much again with the lite model; 0
    int smooth_segmentation;        ///< as mp.solutions has it: without effect unless segmentation_ratio is above 0; 1
    float segmentation_ratio;       ///< 0..1: how much of the mask before stays where the new one is unsure; 0, as in
                                    ///< the wheel; MediaPipe's documentation promises 0.7
    int reset_smoothing;            ///< 1: a lost body clears all filters; 0: those of visibility and world live on, as
                                    ///< MediaPipe's; 0
    float min_detection_confidence; ///< 0..1; 0.5
    float min_tracking_confidence;  ///< 0..1; 0.5
    struct sl_engine_opts engine;
};

struct sl_pose;

/** The defaults of mp.solutions.pose.Pose, on the exact engine with one thread. */
SL_API struct sl_pose_opts sl_pose_opts_default(void);

/**
 * Load the models and make everything that frames will need.
 *
 * @param[out] pose  the new object, the caller's to destroy; NULL on failure
 * @param      opts  borrowed for the call; NULL for the defaults
 * @return 0, or -EINVAL an option out of range, -ENOENT a model or engine file missing, -EPROTO a model file damaged,
 *         -ENOTSUP an engine that this build lacks, -ENOMEM. @p why has the sentence. Any thread.
 */
SL_API int sl_pose_create(struct sl_pose **pose, const struct sl_pose_opts *opts, struct sl_error *why);

/**
 * Find the body in one picture, following that of the picture before it.
 *
 * @param      pose   from sl_pose_create(); one thread at a time
 * @param      frame  any format, up to SL_FRAME_SIDE_MAX; borrowed for the call. Its pts_ns must grow from call to call:
 *                    smoothing goes by it. mp.solutions lets 33,333,000 ns pass from frame to frame
 * @param[out] body   filled in when there is one
 * @param      why    may be NULL
 * @return 1 a body, 0 none, or
 *         -EINVAL  pose or body is NULL, or the frame is not accepted; tracking goes on as if never called
 *         -ENOMEM  no memory for the mask of a larger frame than before
 *         -EIO     the engine failed; the next call searches the whole picture
 *
 * Allocates nothing, but for a mask when the frame's size changes. Cost: `make bench`.
 * Source: mediapipe v0.10.21, pose_landmark_cpu.pbtxt and the graphs below it.
 */
SL_API int sl_pose_process(struct sl_pose *pose, const struct sl_frame *frame, struct sl_body *body, struct sl_error *why);

/**
 * How much each pixel of the last frame belongs to the body: f32 [height][width], 0..1, rows without a gap.
 * @return borrowed until the next process() or destroy; NULL when there was no body or enable_segmentation is 0
 */
SL_API const float *sl_pose_mask(const struct sl_pose *pose, int32_t *width_px, int32_t *height_px);

/** Forget the body of the frame before, with all filters. Takes NULL. One thread at a time. */
SL_API void sl_pose_reset(struct sl_pose *pose);

/** Free everything; takes NULL and a pointer to NULL; leaves NULL behind. */
SL_API void sl_pose_destroy(struct sl_pose **pose);

/** Pairs of points that are drawn as bones: count pairs of enum sl_pose_point. Constant. */
SL_API const uint8_t (*sl_pose_connections(int *count))[2];

SL_END_DECLS

#endif
