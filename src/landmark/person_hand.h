/* One hand of a person whose body is known. Source: mediapipe v0.10.21, hand_landmarks_from_pose_cpu.pbtxt. */
#ifndef SL_LANDMARK_PERSON_HAND_H
#define SL_LANDMARK_PERSON_HAND_H

#include "landmark/hand_landmarker.h"
#include "landmark/hand_recrop.h"

struct sl__person_hand {
    struct sl__hand_recrop recrop;
    struct sl__hand_landmarker landmarker;
    struct sl_hand found; ///< scratch
    int64_t model_ns;     ///< time of the model runs of the last call
};

int sl__person_hand_init(struct sl__person_hand *hand, const struct sl_engine_opts *engine, struct sl_error *why);
void sl__person_hand_finish(struct sl__person_hand *hand);

/**
 * Look for the hand at the end of one arm, where the frame before had it if that agrees with the body.
 *
 * @param         side    the person's own
 * @param[in,out] has     was the hand there in the frame before? Becomes: is it there?
 * @param[in,out] points  the same of its landmarks; zero where it is not
 * @return 0 or -EIO. Allocates nothing.
 */
int sl__person_hand_run(struct sl__person_hand *hand, const struct sl_frame *frame, const struct sl_body *body,
                        enum sl_side side, int *has, float (*points)[3]);

#endif
