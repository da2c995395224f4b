/*
 * Numbers that stay. Each thing of a frame is paired with a known one so that the sum of costs is least; a pair that costs more
 * than being somebody new is none.
 */
#include "landmark/identity.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define MEMORY_NS 1000000000.0 /* how long what is not seen is remembered */
#define COST_OF_NEW 2.0f       /* a pair must cost less than a new number */
#define COST_OF_STOPPING 0.75f /* it stands where it was last seen, not where its way led */
#define SPEED_GAIN 0.5f        /* how much the newest step counts in the speed */

/* Hungarian method on a square of SL_IDENTITIES_MAX; rows and columns count from 1, 0 is nobody. */
struct pairing {
    int size;
    float cost[SL_IDENTITIES_MAX][SL_IDENTITIES_MAX];
    int row_of[SL_IDENTITIES_MAX + 1]; ///< by column
};

static float seconds_since(const struct sl__identity *known, int64_t pts_ns)
{
    double passed = (double)pts_ns - (double)known->seen_ns;
    return passed > 0.0 ? (float)(passed / 1e9) : 0.0f;
}

/*
 * Distance of the centres in sizes, what does not overlap, and how much larger one is than the other: each 0 for the same
 * box. A thin box, a hand seen from the side, counts as half as thick as it is long, or a small step would lead out of it.
 */
static float cost_at(const struct sl__identity *known, float dx, float dy, const struct sl__rect *rect)
{
    struct sl__rect there = known->rect;
    there.cx += dx;
    there.cy += dy;
    float w = fmaxf(fmaxf(there.w, rect->w), 1e-6f), h = fmaxf(fmaxf(there.h, rect->h), 1e-6f);
    float thick_w = fmaxf(w, 0.5f * h), thick_h = fmaxf(h, 0.5f * w);
    float far_x = (rect->cx - there.cx) / thick_w, far_y = (rect->cy - there.cy) / thick_h;
    float area = fmaxf(there.w * there.h, 1e-12f) / fmaxf(rect->w * rect->h, 1e-12f);
    return sqrtf(far_x * far_x + far_y * far_y) + 0.5f * (1.0f - sl__rect_overlap(&there, rect)) + 0.25f * fabsf(logf(area));
}

/* What it costs that this is the known thing, at most COST_OF_NEW. Numbers that are none cost that. */
static float cost_of(const struct sl__identity *known, const struct sl__rect *rect, int64_t pts_ns)
{
    float passed = seconds_since(known, pts_ns);
    float moved = cost_at(known, known->speed_x * passed, known->speed_y * passed, rect);
    float stopped = COST_OF_STOPPING + cost_at(known, 0.0f, 0.0f, rect);
    float cost = moved < stopped ? moved : stopped;
    return cost < COST_OF_NEW ? cost : COST_OF_NEW;
}

/* Give one row a column by the cheapest chain of changes. Source: the Hungarian method with potentials (Kuhn, Munkres). */
static void pair_row(struct pairing *pairing, int row, float *row_price, float *column_price)
{
    float least[SL_IDENTITIES_MAX + 1];
    int before[SL_IDENTITIES_MAX + 1], column = 0;
    bool used[SL_IDENTITIES_MAX + 1] = {false};
    for (int k = 0; k <= pairing->size; k++)
        least[k] = INFINITY;
    pairing->row_of[0] = row;
    do {
        int here = pairing->row_of[column], next = 0;
        float step = INFINITY;
        used[column] = true;
        for (int k = 1; k <= pairing->size; k++) {
            if (used[k])
                continue;
            float rest = pairing->cost[here - 1][k - 1] - row_price[here] - column_price[k];
            if (rest < least[k]) {
                least[k] = rest;
                before[k] = column;
            }
            if (least[k] < step) {
                step = least[k];
                next = k;
            }
        }
        for (int k = 0; k <= pairing->size; k++) {
            if (used[k]) {
                row_price[pairing->row_of[k]] += step;
                column_price[k] -= step;
            } else {
                least[k] -= step;
            }
        }
        column = next;
    } while (pairing->row_of[column] != 0);
    for (; column != 0; column = before[column])
        pairing->row_of[column] = pairing->row_of[before[column]];
}

/* Rows are known things, columns the things of the frame; what either has too many of is paired with nobody. */
static void pair_all(struct pairing *pairing)
{
    float row_price[SL_IDENTITIES_MAX + 1] = {0}, column_price[SL_IDENTITIES_MAX + 1] = {0};
    memset(pairing->row_of, 0, sizeof(pairing->row_of));
    for (int row = 1; row <= pairing->size; row++)
        pair_row(pairing, row, row_price, column_price);
}

/* What was lost longer ago than it is remembered goes. Where time went back, what is lost was lost now. */
static void forget_old(struct sl__identities *identities, int64_t pts_ns)
{
    int kept = 0;
    for (int i = 0; i < identities->count; i++) {
        struct sl__identity known = identities->known[i];
        if ((double)pts_ns - (double)known.seen_ns > MEMORY_NS)
            continue;
        if (known.seen_ns > pts_ns)
            known.seen_ns = pts_ns;
        identities->known[kept++] = known;
    }
    identities->count = kept;
}

static int new_number(struct sl__identities *identities)
{
    identities->last_id = identities->last_id < INT_MAX ? identities->last_id + 1 : 1;
    return identities->last_id;
}

/* The known thing now: where, and how fast it goes. The first step from standing still counts whole. */
static struct sl__identity seen_again(const struct sl__identity *known, const struct sl__rect *rect, int64_t pts_ns)
{
    struct sl__identity now = *known;
    float passed = seconds_since(known, pts_ns);
    float gain = known->speed_x == 0.0f && known->speed_y == 0.0f ? 1.0f : SPEED_GAIN;
    if (passed > 0.0f) {
        now.speed_x += gain * ((rect->cx - known->rect.cx) / passed - known->speed_x);
        now.speed_y += gain * ((rect->cy - known->rect.cy) / passed - known->speed_y);
    }
    now.rect = *rect;
    now.seen_ns = pts_ns;
    return now;
}

/*
 * The new table: what this frame shows, then what it does not show, in the order of before. So the table is ordered by when
 * things were last seen, and what does not fit any more was lost longest ago.
 */
static void renew(struct sl__identities *identities, const struct sl__identity *shown, int count, const bool *found)
{
    struct sl__identity before[SL_IDENTITIES_MAX];
    int before_count = identities->count;
    memcpy(before, identities->known, (size_t)before_count * sizeof(*before));
    memcpy(identities->known, shown, (size_t)count * sizeof(*shown));
    for (int i = 0; i < before_count && count < SL_IDENTITIES_MAX; i++)
        if (!found[i])
            identities->known[count++] = before[i];
    identities->count = count;
}

/* At most SL_IDENTITIES_MAX things. */
static void assign(struct sl__identities *identities, const struct sl__rect *rects, int count, int64_t pts_ns, int *id)
{
    struct pairing pairing;
    struct sl__identity shown[SL_IDENTITIES_MAX];
    bool found[SL_IDENTITIES_MAX] = {false};
    pairing.size = count > identities->count ? count : identities->count;
    for (int k = 0; k < pairing.size; k++)
        for (int i = 0; i < pairing.size; i++)
            pairing.cost[k][i] = k < identities->count && i < count
                                     ? cost_of(&identities->known[k], &rects[i], pts_ns) : COST_OF_NEW;
    pair_all(&pairing);
    for (int i = 0; i < count; i++) {
        int known = pairing.row_of[i + 1] - 1;
        if (pairing.cost[known][i] < COST_OF_NEW) {
            found[known] = true;
            shown[i] = seen_again(&identities->known[known], &rects[i], pts_ns);
        } else {
            shown[i] = (struct sl__identity){.id = new_number(identities), .rect = rects[i], .seen_ns = pts_ns};
        }
        id[i] = shown[i].id;
    }
    renew(identities, shown, count, found);
}

void sl__identities_reset(struct sl__identities *identities)
{
    identities->count = 0;
}

void sl__identities_assign(struct sl__identities *identities, const struct sl__rect *rects, int count, int64_t pts_ns, int *id)
{
    int followed = count < SL_IDENTITIES_MAX ? count : SL_IDENTITIES_MAX;
    forget_old(identities, pts_ns);
    if (followed > 0)
        assign(identities, rects, followed, pts_ns, id);
    for (int i = followed; i < count; i++)
        id[i] = new_number(identities);
}
