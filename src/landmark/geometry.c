/* Vectors and angles. */
#include "landmark/geometry.h"

#include <math.h>

void sl__vector_between(const float from[3], const float to[3], float vector[3])
{
    for (int k = 0; k < 3; k++)
        vector[k] = to[k] - from[k];
}

/* By the arc tangent: exact near 0 and 180 too, where the arc cosine is not. */
float sl__angle_degrees(const float a[3], const float b[3])
{
    float x = a[1] * b[2] - a[2] * b[1], y = a[2] * b[0] - a[0] * b[2], z = a[0] * b[1] - a[1] * b[0];
    float across = sqrtf(x * x + y * y + z * z), along = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    if (across == 0.0f && along == 0.0f)
        return NAN;
    return atan2f(across, along) * (float)(180.0 / M_PI);
}
