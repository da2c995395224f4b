/* Totals of moods. Scores are whole numbers, so sums are exact in any order. */
#include "landmark/mood_sum.h"
#include "landmark/decimals.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LATEST_SECONDS 1e15

/* The block of that number: mostly the last one. NULL: no memory. */
static struct sl__mood_block *block_of(struct sl__mood_sum *moods, int64_t number)
{
    for (int i = moods->blocks - 1; i >= 0; i--)
        if (moods->block[i].number == number)
            return &moods->block[i];
    if (moods->blocks == moods->room) {
        int room = moods->room ? 2 * moods->room : 64;
        struct sl__mood_block *block = realloc(moods->block, (size_t)room * sizeof(*block));
        if (!block)
            return NULL;
        moods->block = block;
        moods->room = room;
    }
    moods->block[moods->blocks] = (struct sl__mood_block){.number = number};
    return &moods->block[moods->blocks++];
}

int sl__mood_sum_add(struct sl__mood_sum *moods, const struct sl_mood *mood, double seconds)
{
    if (!(fabs(seconds) < LATEST_SECONDS))
        return -EINVAL;
    struct sl__mood_block *block = block_of(moods, (int64_t)floor(seconds / SL_MOOD_BLOCK_SECONDS));
    if (!block)
        return -ENOMEM;
    block->sum += (double)mood->score;
    block->count++;
    moods->sum += (double)mood->score;
    moods->count[mood->kind]++;
    return 0;
}

void sl__mood_sum_finish(struct sl__mood_sum *moods)
{
    free(moods->block);
    memset(moods, 0, sizeof(*moods));
}

static uint64_t count_of(const struct sl__mood_sum *moods)
{
    uint64_t count = 0;
    for (int kind = 0; kind < SL_MOOD_COUNT; kind++)
        count += moods->count[kind];
    return count;
}

double sl__mood_sum_score(const struct sl__mood_sum *moods)
{
    uint64_t count = count_of(moods);
    return count ? sl__round_decimals(moods->sum / (double)count, 2) : NAN;
}

double sl__mood_sum_percent(const struct sl__mood_sum *moods, enum sl_mood_kind kind)
{
    uint64_t count = count_of(moods) - moods->count[SL_MOOD_SURPRISED];
    if (count == 0 || kind == SL_MOOD_SURPRISED)
        return 0.0;
    return sl__round_decimals((double)moods->count[kind] / (double)count * 100.0, 2);
}

double sl__mood_block_score(const struct sl__mood_block *block)
{
    return sl__round_decimals(block->sum / (double)block->count, 2);
}

enum sl_mood_kind sl__mood_sum_most(const struct sl__mood_sum *moods)
{
    int most = 0;
    for (int kind = 1; kind < SL_MOOD_COUNT; kind++)
        if (moods->count[kind] > moods->count[most])
            most = kind;
    return (enum sl_mood_kind)most;
}
