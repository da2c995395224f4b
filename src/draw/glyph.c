/*
 * Small letters: each is five by seven dots, and neighbouring dots are joined by strokes, so that letters are smooth at any
 * size. A dark rim goes first, so that they are read on any ground.
 */
#include "draw/easel.h"

#include <math.h>
#include <string.h>

enum { ROWS = 7, COLUMNS = 5, STEP = 6, IN_BLOCK = 16, FIRST = ' ', LAST = '~' };

#define DOT_PX 1.6f     /* from dot to dot */
#define LINE_RADIUS 0.8f
#define RIM_RADIUS 2.2f
#define MARGIN_PX 3.0f  /* kept free at the picture's edges */

/* The printable characters of ASCII in their order, sixteen in a block. */
static const char *const font[][ROWS] = {
    {
        "..... ..#.. .#.#. ..... ..#.. ##... .##.. ..#.. ...#. .#... ..... ..... ..... ..... ..... ....#",
        "..... ..#.. .#.#. .#.#. .#### ##..# #..#. ..#.. ..#.. ..#.. #.#.# ..#.. ..... ..... ..... ....#",
        "..... ..#.. ..... ##### #.#.. ...#. #..#. ..... .#... ...#. .###. ..#.. ..... ..... ..... ...#.",
        "..... ..#.. ..... .#.#. .###. ..#.. .##.. ..... .#... ...#. ##### ##### ..... .###. ..... ..#..",
        "..... ..#.. ..... ##### ..#.# .#... #.#.# ..... .#... ...#. .###. ..#.. ..... ..... ..... .#...",
        "..... ..... ..... .#.#. ####. #..## #..#. ..... ..#.. ..#.. #.#.# ..#.. ..#.. ..... ..... #....",
        "..... ..#.. ..... ..... ..#.. ...## .##.# ..... ...#. .#... ..... ..... .#... ..... ..#.. #....",
    },
    {
        ".###. ..#.. .###. .###. ...#. ##### .###. ##### .###. .###. ..... ..... ..... ..... ..... .###.",
        "#...# .##.. #...# #...# ..##. #.... #.... ....# #...# #...# ..... ..... ...#. ..... .#... #...#",
        "#..## ..#.. ....# ....# .#.#. ####. #.... ...#. #...# #...# ..#.. ..#.. ..#.. .###. ..#.. ....#",
        "#.#.# ..#.. ...#. ..##. #..#. ....# ####. ...#. .###. .#### ..... ..... .#... ..... ...#. ...#.",
        "##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....# ..... ..... ..#.. .###. ..#.. ..#..",
        "#...# ..#.. .#... #...# ...#. #...# #...# ..#.. #...# ....# ..#.. ..#.. ...#. ..... .#... .....",
        ".###. .###. ##### .###. ...#. .###. .###. ..#.. .###. .###. ..... .#... ..... ..... ..... ..#..",
    },
    {
        ".###. ..#.. ####. .###. ####. ##### ##### .###. #...# .###. ..### #...# #.... #...# #...# .###.",
        "#...# .#.#. #...# #...# #...# #.... #.... #...# #...# ..#.. ...#. #..#. #.... ##.## ##..# #...#",
        "#.### #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.# ##..# #...#",
        "#.#.# #...# ####. #.... #...# ####. ####. #.### ##### ..#.. ...#. ##... #.... #.#.# #.#.# #...#",
        "#.### ##### #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...# #..## #...#",
        "#.... #...# #...# #...# #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...# #..## #...#",
        ".###. #...# ####. .###. ####. ##### #.... .###. #...# .###. .##.. #...# ##### #...# #...# .###.",
    },
    {
        "####. .###. ####. .###. ##### #...# #...# #...# #...# #...# ##### .###. #.... .###. ..#.. .....",
        "#...# #...# #...# #...# ..#.. #...# #...# #...# #...# #...# ....# .#... #.... ...#. .#.#. .....",
        "#...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#. .#... .#... ...#. #...# .....",
        "####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#.. .#... ..#.. ...#. ..... .....",
        "#.... #.#.# #.#.. ....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#... .#... ...#. ...#. ..... .....",
        "#.... #..#. #..#. #...# ..#.. #...# .#.#. #.#.# #...# ..#.. #.... .#... ....# ...#. ..... .....",
        "#.... .##.# #...# .###. ..#.. .###. ..#.. .#.#. #...# ..#.. ##### .###. ....# .###. ..... #####",
    },
    {
        ".#... ..... #.... ..... ....# ..... ..##. ..... #.... ..#.. ...#. #.... .##.. ..... ..... .....",
        "..#.. ..... #.... ..... ....# ..... .#... ..... #.... ..... ..... #.... ..#.. ..... ..... .....",
        "..... .###. ####. .###. .#### .###. .#... .#### ####. .##.. ..##. #..#. ..#.. ##.#. ####. .###.",
        "..... ....# #...# #.... #...# #...# ####. #...# #...# ..#.. ...#. #.#.. ..#.. #.#.# #...# #...#",
        "..... .#### #...# #.... #...# ##### .#... .#### #...# ..#.. ...#. ##... ..#.. #.#.# #...# #...#",
        "..... #...# #...# #.... #...# #.... .#... ....# #...# ..#.. #..#. #.#.. ..#.. #.#.# #...# #...#",
        "..... .#### ####. .###. .#### .###. .#... .###. #...# .###. .##.. #..#. .###. #.#.# #...# .###.",
    },
    {
        "..... ..... ..... ..... .#... ..... ..... ..... ..... ..... ..... ...## ..#.. ##... .....",
        "..... ..... ..... ..... .#... ..... ..... ..... ..... ..... ..... ..#.. ..#.. ..#.. .....",
        "####. .#### #.##. .#### ####. #...# #...# #...# #...# #...# ##### ..#.. ..#.. ..#.. .#...",
        "#...# #...# ##... #.... .#... #...# #...# #.#.# .#.#. #...# ...#. .#... ..#.. ...#. #.#.#",
        "####. .#### #.... .###. .#... #...# #...# #.#.# ..#.. .#### ..#.. ..#.. ..#.. ..#.. ...#.",
        "#.... ....# #.... ....# .#... #..## .#.#. #.#.# .#.#. ....# .#... ..#.. ..#.. ..#.. .....",
        "#.... ....# #.... ####. ..##. .##.# ..#.. .#.#. #...# .###. ##### ...## ..#.. ##... .....",
    },
};

static bool dot_set(char letter, int column, int row)
{
    if (letter < FIRST || letter > LAST)
        letter = '?';
    int place = letter - FIRST;
    return column >= 0 && column < COLUMNS && row >= 0 && row < ROWS &&
           font[place / IN_BLOCK][row][place % IN_BLOCK * STEP + column] == '#';
}

/* A dot and its strokes to the right and down; aslant only where no corner joins the two. */
static void dot_paint(const struct easel *easel, char letter, int column, int row, struct spot corner, float radius,
                      struct colour colour)
{
    static const int ways[4][2] = {{1, 0}, {0, 1}, {1, 1}, {-1, 1}};
    float unit = DOT_PX * easel->scale;
    struct spot at = {corner.x + unit * (float)column, corner.y + unit * (float)row};
    bool joined = false;
    for (int i = 0; i < 4; i++) {
        int across = ways[i][0], down = ways[i][1];
        bool aslant = across && down;
        if (!dot_set(letter, column + across, row + down) ||
            (aslant && (dot_set(letter, column + across, row) || dot_set(letter, column, row + down))))
            continue;
        easel_line(easel, at, (struct spot){at.x + unit * (float)across, at.y + unit * (float)down}, radius, colour);
        joined = true;
    }
    if (!joined)
        easel_line(easel, at, at, radius, colour);
}

static void text_paint(const struct easel *easel, struct spot corner, const char *text, float radius, struct colour colour)
{
    for (; *text; text++) {
        for (int row = 0; row < ROWS; row++)
            for (int column = 0; column < COLUMNS; column++)
                if (dot_set(*text, column, row))
                    dot_paint(easel, *text, column, row, corner, radius, colour);
        corner.x += DOT_PX * easel->scale * STEP;
    }
}

/* The first dot's place for a text of that many pixels around the middle, all of it in the picture where it has the room. */
static float first_dot(float middle, float length, float margin, int32_t side_px)
{
    float first = fminf(middle - length / 2, (float)(side_px - 1) - margin - length);
    return fmaxf(first, margin);
}

void easel_text(const struct easel *easel, struct spot middle, const char *text)
{
    float unit = DOT_PX * easel->scale, margin = MARGIN_PX * easel->scale;
    float width = unit * (float)((int)strlen(text) * STEP - 2), height = unit * (ROWS - 1);
    struct spot corner = {first_dot(middle.x, width, margin, easel->canvas->width_px),
                          first_dot(middle.y, height, margin, easel->canvas->height_px)};
    text_paint(easel, corner, text, RIM_RADIUS, black);
    text_paint(easel, corner, text, LINE_RADIUS, white);
}

float easel_text_height(const struct easel *easel)
{
    return DOT_PX * easel->scale * (ROWS + 2);
}
