/*
 * What a body looks like, in shares of coarse colours around neck and chest: enough to tell two people apart who crossed, in
 * clothes that differ. Not MediaPipe's; it changes numbers of people only, never landmarks.
 */
#ifndef SL_LANDMARK_BODY_COLOURS_H
#define SL_LANDMARK_BODY_COLOURS_H

#include <sightline/frame.h>
#include <sightline/pose.h>

#define SL_BODY_COLOURS 64 ///< four steps each of red, green and blue

struct sl__body_colours {
    float share[SL_BODY_COLOURS]; ///< sum 1
};

/** @return 0, or -EINVAL for a body without size. Allocates nothing. */
int sl__body_colours_see(struct sl__body_colours *colours, const struct sl_frame *frame, const struct sl_body *body);

/** 0 the same .. 1 nothing in common: the Hellinger distance of the shares. */
float sl__body_colours_apart(const struct sl__body_colours *a, const struct sl__body_colours *b);

/** Come a little nearer to what is seen now. */
void sl__body_colours_learn(struct sl__body_colours *known, const struct sl__body_colours *seen);

#endif
