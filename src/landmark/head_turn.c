/* A head's turn against the line of sight. */
#include "landmark/head_turn.h"

#include <math.h>

/* Rows of a turn that leads the direction to the camera onto z: right and up stay as level as they can. */
static void line_of_sight(const float matrix[16], const float point[3], float view[3][3])
{
    float to[3];
    for (int i = 0; i < 3; i++)
        to[i] = -(matrix[4 * i] * point[0] + matrix[4 * i + 1] * point[1] + matrix[4 * i + 2] * point[2] + matrix[4 * i + 3]);
    float level = hypotf(to[0], to[2]), length = hypotf(level, to[1]);
    float c = to[2] / level, s = to[0] / level, up = to[1] / length, flat = level / length;
    const float rows[3][3] = {{c, 0.0f, -s}, {-up * s, flat, -up * c}, {flat * s, up, flat * c}};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            view[i][k] = rows[i][k];
}

void sl__head_turn_at(const float matrix[16], const float point[3], struct sl__head_turn *turn)
{
    float view[3][3], scale = hypotf(hypotf(matrix[0], matrix[4]), matrix[8]);
    line_of_sight(matrix, point, view);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            turn->row[i][k] = (view[i][0] * matrix[k] + view[i][1] * matrix[4 + k] + view[i][2] * matrix[8 + k]) / scale;
}
