/*
 * The mask's warp: which part of each row touches the mask, and the choice of the kernel that fills it.
 *
 * OpenCV rounds the column's and the row's share of a position apart, each to 1/1024 pixel, and cuts their sum to 1/32. So
 * a row's positions rise or fall with the column, and a search finds where they enter the mask and leave it; all else is zero.
 */
#include "kernel/cpu.h"
#include "kernel/mask_kernels.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

enum { TILE = 512, UNIT = 1024, HALF_OF_32ND = 16 };

/* Columns of a tile: their share of the position, whole for the search, the low half for the kernels. */
struct tile {
    int columns;
    int64_t x[TILE], y[TILE];
    int32_t low_x[TILE], low_y[TILE];
};

/* A sum of two that is small is right whatever was cut off from them. */
static int32_t low_half(int64_t value)
{
    return (int32_t)(uint32_t)(uint64_t)value;
}

static void tile_columns(struct tile *tile, const double m[6], int first, int columns)
{
    tile->columns = columns;
    for (int i = 0; i < columns; i++) {
        tile->x[i] = llrint(m[0] * (first + i) * UNIT);
        tile->y[i] = llrint(m[3] * (first + i) * UNIT);
        tile->low_x[i] = low_half(tile->x[i]);
        tile->low_y[i] = low_half(tile->y[i]);
    }
}

/* The first column from which on positions are at or past the bound, which they reach rising, or are below it, falling. */
static int first_past(const int64_t *along, int count, bool rising, int64_t bound)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if ((along[middle] >= bound) == rising)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

struct range {
    int begin, end;
};

/* Columns whose pair of mask pixels is at least half inside, along one axis. */
static struct range inside(const int64_t *along, int count, bool rising, int64_t start, int side)
{
    int64_t low = -UNIT - start, high = (int64_t)side * UNIT - start;
    int from_low = first_past(along, count, rising, low), from_high = first_past(along, count, rising, high);
    return rising ? (struct range){from_low, from_high} : (struct range){from_high, from_low};
}

static void tile_row(const struct sl__mask_warp *warp, const struct tile *tile, int y, const struct sl__mask_kernel *kernel,
                     float *picture)
{
    const double *m = warp->m;
    int64_t start_x = llrint((m[1] * y + m[2]) * UNIT) + HALF_OF_32ND;
    int64_t start_y = llrint((m[4] * y + m[5]) * UNIT) + HALF_OF_32ND;
    struct range x = inside(tile->x, tile->columns, m[0] >= 0.0, start_x, warp->side);
    struct range y_range = inside(tile->y, tile->columns, m[3] >= 0.0, start_y, warp->side);
    int begin = x.begin > y_range.begin ? x.begin : y_range.begin, end = x.end < y_range.end ? x.end : y_range.end;
    if (begin >= end)
        begin = end = tile->columns;
    memset(picture, 0, (size_t)begin * sizeof(*picture));
    memset(picture + end, 0, (size_t)(tile->columns - end) * sizeof(*picture));
    struct sl__mask_span span = {tile->low_x + begin, tile->low_y + begin, low_half(start_x), low_half(start_y), end - begin};
    if (span.count > 0)
        kernel->run(warp->mask, SL_MASK_PADDED(warp->side), &span, picture + begin);
}

/* Positions within what the search can count; false for NaN too. */
static bool tame(const struct sl__mask_warp *warp)
{
    const double *m = warp->m, limit = 1e12;
    return fabs(m[0]) * warp->width + fabs(m[1]) * warp->height + fabs(m[2]) < limit &&
           fabs(m[3]) * warp->width + fabs(m[4]) * warp->height + fabs(m[5]) < limit;
}

void sl__mask_warp_with(const struct sl__mask_kernel *kernel, const struct sl__mask_warp *warp, float *picture)
{
    struct tile tile;
    if (!tame(warp)) {
        memset(picture, 0, (size_t)warp->width * (size_t)warp->height * sizeof(*picture));
        return;
    }
    for (int first = 0; first < warp->width; first += TILE) {
        int rest = warp->width - first;
        tile_columns(&tile, warp->m, first, rest < TILE ? rest : TILE);
        for (int y = 0; y < warp->height; y++)
            tile_row(warp, &tile, y, kernel, picture + (size_t)y * (size_t)warp->width + first);
    }
}

/* Weights are exact; the four products are summed in this order. */
void sl__mask_span_c(const float *mask, int padded, const struct sl__mask_span *span, float *picture)
{
    for (int i = 0; i < span->count; i++) {
        int32_t x = (int32_t)((uint32_t)span->along_x[i] + (uint32_t)span->start_x) >> 5;
        int32_t y = (int32_t)((uint32_t)span->along_y[i] + (uint32_t)span->start_y) >> 5;
        float fx = (float)(x & 31) / 32.0f, fy = (float)(y & 31) / 32.0f;
        const float *at = mask + ((y >> 5) + 1) * padded + (x >> 5) + 1;
        picture[i] = at[0] * ((1.0f - fy) * (1.0f - fx)) + at[1] * ((1.0f - fy) * fx) + at[padded] * (fy * (1.0f - fx)) +
                     at[padded + 1] * (fy * fx);
    }
}

const struct sl__mask_kernel sl__mask_kernels[] = {
#ifdef __x86_64__
    { "avx2", sl__mask_span_avx2, sl__cpu_has_avx2 },
#endif
    { "c", sl__mask_span_c, sl__cpu_any },
    { NULL, NULL, NULL },
};

static const struct sl__mask_kernel *chosen;
static pthread_once_t choice = PTHREAD_ONCE_INIT;

static void choose(void)
{
    chosen = sl__mask_kernels;
    while (!chosen->usable())
        chosen++;
}

void sl__mask_warp_run(const struct sl__mask_warp *warp, float *picture)
{
    pthread_once(&choice, choose);
    sl__mask_warp_with(chosen, warp, picture);
}
