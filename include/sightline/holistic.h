/*
 * Whole people: body, both hands and face of each, hands and face found from the body. MediaPipe's legacy holistic
 * pipeline, for one person with its very numbers, for several each as if alone.
 *
 *     sl_holistic_create(&holistic, NULL, &why);
 *     static struct sl_person found[SL_PEOPLE_MAX];
 *     int count = sl_holistic_process(holistic, &frame, found, SL_PEOPLE_MAX, &why);
 *     sl_holistic_destroy(&holistic);
 */
#ifndef SIGHTLINE_HOLISTIC_H
#define SIGHTLINE_HOLISTIC_H

#include <sightline/face_mesh.h>
#include <sightline/hands.h>
#include <sightline/pose.h>

SL_BEGIN_DECLS

#define SL_PEOPLE_MAX 8 ///< largest max_people

struct sl_person {
    int id;                              ///< the same from frame to frame while the person is followed; from 1
    struct sl_body body;
    int has_left_hand, has_right_hand;   ///< the person's own left and right
    float left_hand[SL_HAND_POINTS][3];  ///< as struct sl_hand's image; there are no world landmarks here
    float right_hand[SL_HAND_POINTS][3];
    int has_face;
    struct sl_face face;
};

struct sl_holistic_opts {
    int static_image_mode;          ///< 1: search every frame for bodies. Hands and face go on being followed even then,
                                    ///< as MediaPipe does, unless static_parts is 1 or max_people above 1; 0
    int static_parts;               ///< 1: with static_image_mode hands and face forget the frame before, too; 0
    int model_complexity;           ///< of the body: 0 lite, 1 full, 2 heavy; 1
    int smooth_landmarks;           ///< of the body; 1
    int enable_segmentation;        ///< 0
    int smooth_segmentation;        ///< see struct sl_pose_opts; 1
    float segmentation_ratio;       ///< see struct sl_pose_opts; 0
    int reset_smoothing;            ///< see struct sl_pose_opts; 0
    int refine_face_landmarks;      ///< 478 points instead of 468; 0
    int max_people;                 ///< 1..SL_PEOPLE_MAX; 1
    float min_detection_confidence; ///< of bodies, 0..1; 0.5
    float min_tracking_confidence;  ///< of bodies, 0..1; 0.5
    struct sl_engine_opts engine;   ///< with 2 threads and more, hands and face are computed side by side
};

struct sl_holistic;

/** The defaults of mp.solutions.holistic.Holistic, on the exact engine with one thread. */
SL_API struct sl_holistic_opts sl_holistic_opts_default(void);

/** Load the models. Ownership, results and threads as sl_pose_create(). */
SL_API int sl_holistic_create(struct sl_holistic **holistic, const struct sl_holistic_opts *opts, struct sl_error *why);

/**
 * Find the people in one picture, following those of the picture before it.
 *
 * @param      frame  its pts_ns must grow from call to call, see sl_pose_process()
 * @param[out] found  room for @p cap people, those followed longest first
 * @return people found, 0..cap, or -EINVAL (an argument; tracking goes on as if never called), -ENOMEM (see
 *         sl_pose_process()), -EIO (the engine failed; the next call searches the whole picture)
 * Source: mediapipe v0.10.21, holistic_landmark_cpu.pbtxt and the graphs below it.
 */
SL_API int sl_holistic_process(struct sl_holistic *holistic, const struct sl_frame *frame, struct sl_person *found,
                               int cap, struct sl_error *why);

/** As sl_pose_mask(), of the person at that place in the last result. */
SL_API const float *sl_holistic_mask(const struct sl_holistic *holistic, int person, int32_t *width_px, int32_t *height_px);

/** Forget everybody. Takes NULL. One thread at a time. */
SL_API void sl_holistic_reset(struct sl_holistic *holistic);

/** Free everything; takes NULL and a pointer to NULL; leaves NULL behind. */
SL_API void sl_holistic_destroy(struct sl_holistic **holistic);

SL_END_DECLS

#endif
