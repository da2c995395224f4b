/* Faces: the net in grey, then the contours, each part in its colour, then the irises. */
#include "draw/parts.h"

#include <string.h>

enum { WORD_BITS = 32, PAIR_WORDS = SL_FACE_POINTS_MAX * SL_FACE_POINTS_MAX / WORD_BITS + 1 };

/* Lines that were painted. The net names most of them twice, once each way, and a smooth line painted twice is darker. */
struct painted {
    uint32_t words[PAIR_WORDS];
};

struct lines_style {
    enum sl_face_lines lines;
    const struct colour *colour;
};

static const struct lines_style contours[] = {
    {SL_FACE_LINES_LIPS, &white},         {SL_FACE_LINES_LEFT_EYE, &green},  {SL_FACE_LINES_LEFT_EYEBROW, &green},
    {SL_FACE_LINES_RIGHT_EYE, &red},      {SL_FACE_LINES_RIGHT_EYEBROW, &red}, {SL_FACE_LINES_FACE_OVAL, &white},
};
static const struct lines_style irises[] = {{SL_FACE_LINES_LEFT_IRIS, &green}, {SL_FACE_LINES_RIGHT_IRIS, &red}};

/* @return whether it was painted before */
static bool painted_mark(struct painted *painted, int from, int to)
{
    unsigned place = from < to ? (unsigned)(from * SL_FACE_POINTS_MAX + to) : (unsigned)(to * SL_FACE_POINTS_MAX + from);
    uint32_t *word = &painted->words[place / WORD_BITS], bit = 1u << place % WORD_BITS;
    bool before = *word & bit;
    *word |= bit;
    return before;
}

struct face_places {
    struct spot spots[SL_FACE_POINTS_MAX];
    bool visible[SL_FACE_POINTS_MAX]; /* false past the face's points */
};

static void draw_lines(const struct easel *easel, const struct face_places *places, const struct lines_style *style,
                       float radius)
{
    struct painted painted;
    memset(&painted, 0, sizeof(painted));
    int count;
    const uint16_t(*pairs)[2] = sl_face_connections(style->lines, &count);
    for (int i = 0; i < count; i++) {
        int from = pairs[i][0], to = pairs[i][1];
        if (places->visible[from] && places->visible[to] && !painted_mark(&painted, from, to))
            easel_line(easel, places->spots[from], places->spots[to], radius, *style->colour);
    }
}

void draw_face(const struct easel *easel, const struct sl_face *face, enum face_style style)
{
    static const struct lines_style net = {SL_FACE_LINES_TESSELATION, &gray};
    struct face_places places;
    for (int i = 0; i < SL_FACE_POINTS_MAX; i++)
        places.visible[i] = i < face->points && easel_place(easel, face->image[i], &places.spots[i]);

    if (style == FACE_MESH)
        draw_lines(easel, &places, &net, RADIUS_OF_1);
    for (size_t i = 0; i < sizeof(contours) / sizeof(contours[0]); i++)
        draw_lines(easel, &places, &contours[i], RADIUS_OF_2);
    for (size_t i = 0; style == FACE_MESH && i < sizeof(irises) / sizeof(irises[0]); i++)
        draw_lines(easel, &places, &irises[i], RADIUS_OF_2);
}
