/* The one result record: what was found in one frame of one stream. Owned by whoever made it; its arrays have a cap. */
#ifndef SL_EVENT_EVENT_H
#define SL_EVENT_EVENT_H

#include <sightline/frame.h>
#include <sightline/hands.h>
#include <stdbool.h>

struct sl__event {
    const char *stream;       ///< borrowed; UTF-8
    uint64_t frame;           ///< counts from 0
    int64_t pts_ns;           ///< time in the stream
    int64_t capture_ns;       ///< CLOCK_MONOTONIC
    int32_t width_px, height_px;
    uint32_t dropped;         ///< frames dropped since the event before
    bool has_hands;           ///< the hands analyser ran on this frame
    int hand_count;           ///< 0..SL_HANDS_MAX
    struct sl_hand hands[SL_HANDS_MAX];
    int64_t landmark_cost_ns; ///< 0: nothing ran
};

/** Hands to tell of: 0 when the analyser did not run, never beyond the array. */
int sl__event_hand_count(const struct sl__event *event);

#endif
