/* The parts of the refined face and how they join the mesh. */
#include "landmark/face_refinement.h"

#define EYE_RIM_POINTS 16 /* the first of each eye's list */

static const uint16_t lips[] = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, /* lower outer edge */
    185, 40, 39, 37, 0, 267, 269, 270, 409,            /* upper outer edge, without the corners */
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308,  /* lower inner edge */
    191, 80, 81, 82, 13, 312, 311, 310, 415,           /* upper inner edge */
    76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306,  /* between them */
    184, 74, 73, 72, 11, 302, 303, 304, 408,
    62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292,
    183, 42, 41, 38, 12, 268, 271, 272, 407,
};

static const uint16_t left_eye[] = {
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, /* the rim: below, above */
    130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190,        /* rings around it */
    226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
    35, 124, 46, 53, 52, 65,
    143, 111, 117, 118, 119, 120, 121, 128, 245,
    156, 70, 63, 105, 66, 107, 55, 193,
};

static const uint16_t right_eye[] = {
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398,
    359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414,
    446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
    265, 353, 276, 283, 282, 295,
    372, 340, 346, 347, 348, 349, 350, 357, 465,
    383, 300, 293, 334, 296, 336, 285, 417,
};

#define LIST(a) .count = sizeof(a) / sizeof((a)[0]), .index = (a)

const struct sl__face_part sl__face_parts[SL_FACE_PARTS] = {
    [SL_FACE_PART_LIPS] = {.from = 61, .to = 291, LIST(lips)},
    [SL_FACE_PART_LEFT_EYE] = {.from = 33, .to = 133, LIST(left_eye), .iris = 468},
    [SL_FACE_PART_RIGHT_EYE] = {.from = 362, .to = 263, LIST(right_eye), .iris = 473},
};

void sl__face_part_refine(const struct sl__face_part *part, const float (*xy)[2], float (*points)[3])
{
    for (int i = 0; i < part->count; i++) {
        points[part->index[i]][0] = xy[i][0];
        points[part->index[i]][1] = xy[i][1];
    }
}

void sl__face_part_add_iris(const struct sl__face_part *part, const float (*xy)[2], float (*points)[3])
{
    double depth = 0.0;
    for (int i = 0; i < EYE_RIM_POINTS; i++)
        depth += (double)points[part->index[i]][2];
    for (int i = 0; i < SL_FACE_IRIS_POINTS; i++) {
        float *point = points[part->iris + i];
        point[0] = xy[i][0];
        point[1] = xy[i][1];
        point[2] = (float)(depth / EYE_RIM_POINTS);
    }
}
