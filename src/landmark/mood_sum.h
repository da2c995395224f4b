/* Moods of a whole video, as google-mediapipe-gst sums them up. */
#ifndef SL_LANDMARK_MOOD_SUM_H
#define SL_LANDMARK_MOOD_SUM_H

#include <sightline/mood.h>
#include <stdint.h>

#define SL_MOOD_BLOCK_SECONDS 5

/** "sentiment_over_time": one block of five seconds, the first is number 0. */
struct sl__mood_block {
    int64_t number;
    double sum;
    uint64_t count;
};

/** All zero: nothing yet. */
struct sl__mood_sum {
    double sum;
    uint64_t count[SL_MOOD_COUNT];
    struct sl__mood_block *block; ///< in the order of their first frames
    int blocks, room;
};

int sl__mood_sum_add(struct sl__mood_sum *moods, const struct sl_mood *mood, double seconds); ///< 0, -EINVAL no time, -ENOMEM
void sl__mood_sum_finish(struct sl__mood_sum *moods); ///< leaves all zero

/* All rounded to 2 decimals as Python's round() does. */

/** Mean score of all faces: "overall_mood_score". NAN: there was none. */
double sl__mood_sum_score(const struct sl__mood_sum *moods);

/** "mood_map": percent of happy, neutral, sad or angry; the surprised ones count in neither part. 0: nothing to divide. */
double sl__mood_sum_percent(const struct sl__mood_sum *moods, enum sl_mood_kind kind);

double sl__mood_block_score(const struct sl__mood_block *block);

/** The kind that was seen most; of equals the first of the enum: for "overall_mood". */
enum sl_mood_kind sl__mood_sum_most(const struct sl__mood_sum *moods);

#endif
