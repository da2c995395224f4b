/*
 * Hands in pictures: MediaPipe's legacy hand pipeline (palm detection, landmarks, tracking).
 *
 *     struct sl_hands_opts opts = sl_hands_opts_default();
 *     struct sl_hands *hands = NULL;
 *     struct sl_error why;
 *     if (sl_hands_create(&hands, &opts, &why) < 0) { fprintf(stderr, "%s\n", why.text); return 1; }
 *     struct sl_hand found[SL_HANDS_MAX];
 *     int count = sl_hands_process(hands, &frame, found, SL_HANDS_MAX, &why);
 *     ...
 *     sl_hands_destroy(&hands);
 */
#ifndef SIGHTLINE_HANDS_H
#define SIGHTLINE_HANDS_H

#include <sightline/api.h>
#include <sightline/engine.h>
#include <sightline/error.h>
#include <sightline/frame.h>

SL_BEGIN_DECLS

#define SL_HAND_POINTS 21
#define SL_HANDS_WANTED_MAX 32                   ///< largest max_num_hands
#define SL_HANDS_MAX (2 * SL_HANDS_WANTED_MAX)   ///< more than max_num_hands may come back, as from MediaPipe

/** Whose hand, as in a mirrored (selfie) picture: MediaPipe's label. */
enum sl_side { SL_SIDE_LEFT = 0, SL_SIDE_RIGHT = 1 };

/** The places of the 21 points. */
enum sl_hand_point {
    SL_HAND_WRIST,
    SL_HAND_THUMB_CMC, SL_HAND_THUMB_MCP, SL_HAND_THUMB_IP, SL_HAND_THUMB_TIP,
    SL_HAND_INDEX_MCP, SL_HAND_INDEX_PIP, SL_HAND_INDEX_DIP, SL_HAND_INDEX_TIP,
    SL_HAND_MIDDLE_MCP, SL_HAND_MIDDLE_PIP, SL_HAND_MIDDLE_DIP, SL_HAND_MIDDLE_TIP,
    SL_HAND_RING_MCP, SL_HAND_RING_PIP, SL_HAND_RING_DIP, SL_HAND_RING_TIP,
    SL_HAND_PINKY_MCP, SL_HAND_PINKY_PIP, SL_HAND_PINKY_DIP, SL_HAND_PINKY_TIP
};

struct sl_hand {
    float image[SL_HAND_POINTS][3]; ///< x, y in 0..1 of the frame (y down, may leave it); z in frame widths from the
                                    ///< wrist, negative is nearer
    float world[SL_HAND_POINTS][3]; ///< metres from the hand's centre
    float presence;                 ///< 0..1, above min_tracking_confidence
    float score;                    ///< of the side, 0.5..1
    enum sl_side side;
    int id;                         ///< the same from frame to frame while the hand is followed; from 1
};

struct sl_hands_opts {
    int static_image_mode;          ///< 0: follow hands from frame to frame; 1: search every frame; 0
    int max_num_hands;              ///< 1..SL_HANDS_WANTED_MAX; 2
    int model_complexity;           ///< 0 lite, 1 full; 1
    float min_detection_confidence; ///< 0..1; 0.5
    float min_tracking_confidence;  ///< 0..1; 0.5
    struct sl_engine_opts engine;   ///< with 2 threads and a free place, palm detection runs beside the landmark model
    int limit_hands;                ///< 1: never more than max_num_hands; 0: as MediaPipe, which may give more; 0
};

struct sl_hands;

/** The defaults of mp.solutions.hands.Hands, on the exact engine with one thread. */
SL_API struct sl_hands_opts sl_hands_opts_default(void);

/**
 * Load the models and make everything that frames will need.
 *
 * @param[out] hands  the new object, the caller's to destroy; NULL on failure
 * @param      opts   borrowed for the call; NULL for the defaults
 * @return 0, or -EINVAL an option out of range, -ENOENT a model or engine file missing, -EPROTO a model file damaged,
 *         -ENOTSUP an engine that this build lacks, -ENOMEM. @p why has the sentence. Any thread.
 */
SL_API int sl_hands_create(struct sl_hands **hands, const struct sl_hands_opts *opts, struct sl_error *why);

/**
 * Find the hands in one picture, following those of the picture before it.
 *
 * @param      hands  from sl_hands_create(); one thread at a time
 * @param      frame  any format, up to SL_FRAME_SIDE_MAX; borrowed for the call
 * @param[out] found  room for @p cap hands; order as MediaPipe's
 * @param      cap    1..; SL_HANDS_MAX is always enough. Hands beyond it are tracked but not reported
 * @param      why    may be NULL
 *
 * @return hands found, 0..cap, or
 *         -EINVAL  hands is NULL, frame or cap not accepted; tracking goes on as if never called
 *         -EIO     the engine failed; the next call searches the whole picture
 *
 * Allocates nothing, takes no lock that another caller can hold. Cost: `make bench`.
 * Source: mediapipe v0.10.21, hand_landmark_tracking_cpu.pbtxt and hand_landmarks_to_rect_calculator.cc.
 */
SL_API int sl_hands_process(struct sl_hands *hands, const struct sl_frame *frame, struct sl_hand *found, int cap,
                            struct sl_error *why);

/** Forget the hands of the frame before. Takes NULL. One thread at a time. */
SL_API void sl_hands_reset(struct sl_hands *hands);

/** Free everything; takes NULL and a pointer to NULL; leaves NULL behind. */
SL_API void sl_hands_destroy(struct sl_hands **hands);

/** Pairs of points that are drawn as bones: count pairs of enum sl_hand_point. Constant. */
SL_API const uint8_t (*sl_hand_connections(int *count))[2];

SL_END_DECLS

#endif
