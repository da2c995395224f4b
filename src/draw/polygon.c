/*
 * Convex polygons, row by row between the two chains of edges that lead down from the top corner. An edge's place is stepped
 * from row to row, not computed anew, and starts at its upper corner's column without regard to where in its row that lies:
 * both decide single pixels, and are OpenCV's way (4.11, found by comparison).
 */
#include "draw/pen.h"

#include <stdbool.h>

struct chain {
    int at, step;    /* the corner reached; how to come to the next */
    int64_t end_row; /* of the edge it follows */
    int64_t x, slope;
};

struct outline {
    const struct place *corners;
    int count, edges_left; /* edges no chain has tried yet */
};

static int64_t row_of(int64_t fine)
{
    return (fine + FINE_HALF) >> FINE_BITS;
}

/* The chain's next edge that goes below row y. @return false where none is left: that last row is the outline's alone */
static bool chain_turn(struct chain *chain, struct outline *outline, int64_t y)
{
    int from = chain->at;
    while (outline->edges_left > 0) {
        outline->edges_left--;
        int to = (from + chain->step) % outline->count;
        int64_t end_row = row_of(outline->corners[to].y), rows = end_row - y;
        if (rows > 0) {
            int64_t across = outline->corners[to].x - outline->corners[from].x;
            *chain = (struct chain){to, chain->step, end_row, outline->corners[from].x, (2 * across + rows) / (2 * rows)};
            return true;
        }
        from = to;
    }
    return false;
}

/* How many rows both chains go on as they are; 1 where there is something to paint. */
static int64_t rows_alike(const struct chain chains[2], int64_t y)
{
    int64_t end = 0;
    for (int i = 0; i < 2; i++)
        end = chains[i].end_row < end ? chains[i].end_row : end;
    return y < 0 && end > y ? end - y : 1;
}

static void fill(const struct pen *pen, struct outline *outline, int top, int64_t last_row)
{
    int64_t y = row_of(outline->corners[top].y);
    struct chain chains[2] = {{.at = top, .step = 1, .end_row = y}, {.at = top, .step = outline->count - 1, .end_row = y}};
    while (y <= last_row) {
        for (int i = 0; i < 2; i++)
            if (y >= chains[i].end_row && !chain_turn(&chains[i], outline, y))
                return;
        int left = chains[0].x > chains[1].x;
        pen_row(pen, y, row_of(chains[left].x), row_of(chains[!left].x));
        int64_t rows = rows_alike(chains, y);
        for (int i = 0; i < 2; i++)
            chains[i].x += rows * chains[i].slope;
        y += rows;
    }
}

void pen_fine_polygon(const struct pen *pen, const struct place *corners, int count)
{
    struct outline outline = {corners, count, count};
    int top = 0;
    int64_t bottom = corners[0].y;
    for (int i = 0; i < count; i++) {
        pen_fine_line(pen, corners[(i + count - 1) % count], corners[i]);
        top = corners[i].y < corners[top].y ? i : top;
        bottom = corners[i].y > bottom ? corners[i].y : bottom;
    }
    bottom = row_of(bottom);
    fill(pen, &outline, top, bottom < pen->canvas.height_px ? bottom : pen->canvas.height_px - 1);
}
