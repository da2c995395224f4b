/* The public drawing calls: what they refuse, and that they stay on the canvas. Their pixels: tests/golden/draw. */
#include <sightline/draw.h>

#include "tap.h"

#include <errno.h>
#include <stdlib.h>

enum { WIDTH = 33, HEIGHT = 21, STRIDE = WIDTH * 3 + 7, MARGIN = 4096, GROUND = 40 };

static const uint8_t colour[3] = {1, 2, 3};
static uint8_t block[2 * MARGIN + STRIDE * HEIGHT];
static const struct sl_canvas canvas = {block + MARGIN, WIDTH, HEIGHT, STRIDE};

static uint32_t dice(void)
{
    static uint32_t state = 99;
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

/* Everywhere an int32_t can be, its ends included. */
static int32_t anywhere(void)
{
    static const int32_t odd[] = {INT32_MIN, INT32_MAX, INT32_MIN + 1, -1, 0, 1, WIDTH - 1, WIDTH, HEIGHT, 1 << 24, -(1 << 24)};
    uint32_t kind = dice() % 4;
    if (kind == 0)
        return odd[dice() % (sizeof(odd) / sizeof(odd[0]))];
    return kind == 1 ? (int32_t)(dice() << 8 ^ dice()) : (int32_t)(dice() % 120) - 40;
}

static size_t count_outside(void)
{
    size_t touched = 0;
    for (size_t i = 0; i < sizeof(block); i++) {
        size_t column = i >= MARGIN ? (i - MARGIN) % STRIDE : STRIDE;
        bool inside = i >= MARGIN && i < sizeof(block) - MARGIN && column < WIDTH * 3;
        touched += !inside && block[i] != GROUND;
    }
    return touched;
}

static void nothing_outside_the_canvas_is_touched(void)
{
    memset(block, GROUND, sizeof(block));
    for (int round = 0; round < 300 && tap_good; round++) {
        int32_t n[4] = {anywhere(), anywhere(), anywhere(), anywhere()};
        int32_t thickness = dice() % 50 ? 1 + (int32_t)(dice() % 30) : SL_DRAW_THICKNESS_MAX;
        CHECK_INT(sl_draw_line(&canvas, n[0], n[1], n[2], n[3], colour, thickness), 0);
        CHECK_INT(sl_draw_arrow(&canvas, n[0], n[1], n[2], n[3], colour, thickness, 0.1), 0);
        CHECK_INT(sl_draw_circle(&canvas, n[0], n[1], (int32_t)(dice() % 500), colour, thickness - 2), 0);
        CHECK_INT(sl_draw_rectangle(&canvas, n[0], n[1], n[2], n[3], colour, thickness - 2), 0);
        CHECK_INT(count_outside(), 0);
    }
}

static void what_makes_no_sense_is_refused_and_paints_nothing(void)
{
    const struct sl_canvas bad[] = {
        {NULL, WIDTH, HEIGHT, STRIDE},         {block + MARGIN, 0, HEIGHT, STRIDE},
        {block + MARGIN, WIDTH, 0, STRIDE},    {block + MARGIN, -1, HEIGHT, STRIDE},
        {block + MARGIN, WIDTH, HEIGHT, 3 * WIDTH - 1}, {block + MARGIN, WIDTH, HEIGHT, -STRIDE},
    };
    memset(block, GROUND, sizeof(block));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK_INT(sl_draw_line(&bad[i], 0, 0, 9, 9, colour, 1), -EINVAL);
    CHECK_INT(sl_draw_circle(&bad[0], 5, 5, 3, colour, 1), -EINVAL);
    CHECK_INT(sl_draw_rectangle(&bad[1], 5, 5, 3, 3, colour, 1), -EINVAL);
    CHECK_INT(sl_draw_arrow(&bad[2], 5, 5, 3, 3, colour, 1, 0.1), -EINVAL);
    CHECK_INT(sl_draw_line(NULL, 0, 0, 9, 9, colour, 1), -EINVAL);
    CHECK_INT(sl_draw_line(&canvas, 0, 0, 9, 9, NULL, 1), -EINVAL);
    CHECK_INT(sl_draw_line(&canvas, 0, 0, 9, 9, colour, 0), -EINVAL);
    CHECK_INT(sl_draw_line(&canvas, 0, 0, 9, 9, colour, SL_DRAW_FILLED), -EINVAL);
    CHECK_INT(sl_draw_line(&canvas, 0, 0, 9, 9, colour, SL_DRAW_THICKNESS_MAX + 1), -EINVAL);
    CHECK_INT(sl_draw_circle(&canvas, 5, 5, -1, colour, 1), -EINVAL);
    CHECK_INT(sl_draw_arrow(&canvas, 0, 0, 9, 9, colour, 1, 1.0 / 0.0), -EINVAL);
    for (size_t i = 0; i < sizeof(block); i++)
        if (block[i] != GROUND) {
            TAP_FAIL("byte %zu was touched", i);
            break;
        }
}

/* Hand-made: a line with a slope of 1:2, a ring of radius 2 and a filled rectangle that leaves the canvas. */
static void small_shapes_have_the_pixels_of_a_drawing(void)
{
    static const char expected[7][13] = {
        "##..........", "..##.....#..", "....##..#.#.", ".......#...#", "........#.#.", ".........#..", "###.........",
    };
    uint8_t pixels[7 * 12 * 3] = {0};
    struct sl_canvas small = {pixels, 12, 7, 36};
    const uint8_t white[3] = {255, 255, 255};
    sl_draw_line(&small, 0, 0, 5, 2, white, 1);
    sl_draw_circle(&small, 9, 3, 2, white, 1);
    sl_draw_rectangle(&small, -3, 6, 2, 40, white, SL_DRAW_FILLED);
    for (int y = 0; y < 7; y++) {
        char row[13] = "";
        for (int x = 0; x < 12; x++)
            row[x] = pixels[36 * y + 3 * x] ? '#' : '.';
        CHECK_TEXT(row, expected[y]);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(nothing_outside_the_canvas_is_touched);
    RUN(what_makes_no_sense_is_refused_and_paints_nothing);
    RUN(small_shapes_have_the_pixels_of_a_drawing);
    return TAP_END();
}
