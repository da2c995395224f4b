/*
 * Faces made from the canonical face: turned, moved, given eyes, and seen by the camera of MediaPipe's face geometry (63
 * degrees high, at the origin, looking along -z). Centimetres and degrees. tests/parity/head_pose.py makes the same ones.
 */
#ifndef SL_TESTS_FACE_MAKER_H
#define SL_TESTS_FACE_MAKER_H

#include "landmark/canonical_face.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

struct made_face {
    double yaw, pitch, roll; ///< to the picture's right, up, the picture's clockwise
    double place[3];         ///< of the canonical face's origin
    double noise;            ///< at most, of each coordinate
    uint32_t seed;           ///< of the noise
    int width_px, height_px;
};

/* An eye: its centre lies that far behind and above the middle of its corners, its iris that far before its centre. */
struct made_eyes {
    double behind, above, before;
    double target[3]; ///< what they look at; the camera is 0 0 0
};

/* 0..1, exact in double. */
static inline double maker_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0;
}

static inline double maker_between(uint32_t *state, double low, double high)
{
    return low + (high - low) * maker_random(state);
}

static inline void maker_times(const double a[3][3], const double b[3][3], double out[3][3])
{
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            out[i][k] = a[i][0] * b[0][k] + a[i][1] * b[1][k] + a[i][2] * b[2][k];
}

/* About y by yaw, after about x by -pitch, after about z by -roll. */
static inline void maker_turn(const struct made_face *made, double turn[3][3])
{
    const double deg = M_PI / 180.0, y = made->yaw * deg, p = -made->pitch * deg, r = -made->roll * deg;
    const double about_y[3][3] = {{cos(y), 0, sin(y)}, {0, 1, 0}, {-sin(y), 0, cos(y)}};
    const double about_x[3][3] = {{1, 0, 0}, {0, cos(p), -sin(p)}, {0, sin(p), cos(p)}};
    const double about_z[3][3] = {{cos(r), -sin(r), 0}, {sin(r), cos(r), 0}, {0, 0, 1}};
    double both[3][3];
    maker_times(about_y, about_x, both);
    maker_times((const double(*)[3])both, about_z, turn);
}

static inline void maker_to_camera(const struct made_face *made, const double point[3], double out[3])
{
    double turn[3][3];
    maker_turn(made, turn);
    for (int i = 0; i < 3; i++)
        out[i] = turn[i][0] * point[0] + turn[i][1] * point[1] + turn[i][2] * point[2] + made->place[i];
}

/*
 * z as the face mesh has it: in the picture's widths from the mean depth of all points, where a step in depth is as large
 * as one aside at that depth.
 */
static inline void maker_project(const struct made_face *made, const double at[3], double depth, float out[3])
{
    double height = 2.0 * tan(31.5 * M_PI / 180.0), width = height * made->width_px / made->height_px;
    out[0] = (float)(0.5 + at[0] / -at[2] / width);
    out[1] = (float)(0.5 - at[1] / -at[2] / height);
    out[2] = (float)((-at[2] / depth - 1.0) / width);
}

static inline void maker_face(const struct made_face *made, struct sl_face *face)
{
    uint32_t state = made->seed;
    double at[SL_FACE_POINTS][3], depth = 0.0;
    memset(face, 0, sizeof(*face));
    face->points = SL_FACE_POINTS;
    face->score = 1.0f;
    for (int i = 0; i < SL_FACE_POINTS; i++) {
        double point[3];
        for (int k = 0; k < 3; k++)
            point[k] = (double)sl__canonical_face[i][k] + maker_between(&state, -made->noise, made->noise);
        maker_to_camera(made, point, at[i]);
        depth -= at[i][2] / SL_FACE_POINTS;
    }
    for (int i = 0; i < SL_FACE_POINTS; i++)
        maker_project(made, at[i], depth, face->image[i]);
}

/* A ring of 1.18 cm around each iris, in the order right, top, left, bottom of the picture. */
static inline void maker_eyes(const struct made_face *made, const struct made_eyes *eyes, struct sl_face *face)
{
    static const int corner[2][2] = {{33, 133}, {362, 263}};
    static const double ring[5][2] = {{0, 0}, {.59, 0}, {0, .59}, {-.59, 0}, {0, -.59}};
    face->points = SL_FACE_POINTS_MAX;
    for (int eye = 0; eye < 2; eye++) {
        double middle[3], centre[3], look[3], length = 0.0;
        for (int k = 0; k < 3; k++)
            middle[k] = 0.5 * ((double)sl__canonical_face[corner[eye][0]][k] + (double)sl__canonical_face[corner[eye][1]][k]);
        middle[1] += eyes->above;
        middle[2] -= eyes->behind;
        maker_to_camera(made, middle, centre);
        for (int k = 0; k < 3; k++)
            length += (eyes->target[k] - centre[k]) * (eyes->target[k] - centre[k]);
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < 3; k++)
                look[k] = centre[k] + eyes->before * (eyes->target[k] - centre[k]) / sqrt(length) + (k < 2 ? ring[i][k] : 0.0);
            maker_project(made, look, -made->place[2], face->image[SL_FACE_POINTS + 5 * eye + i]);
        }
    }
}

/* As a mirror shows it: x turned about, each point's twin of the symmetric canonical face in its place. */
static inline void maker_mirror(const struct sl_face *face, struct sl_face *mirrored)
{
    *mirrored = *face;
    for (int i = 0; i < SL_FACE_POINTS; i++) {
        int twin = i;
        float least = INFINITY;
        for (int k = 0; k < SL_FACE_POINTS; k++) {
            const float *a = sl__canonical_face[i], *b = sl__canonical_face[k];
            float far = fabsf(a[0] + b[0]) + fabsf(a[1] - b[1]) + fabsf(a[2] - b[2]);
            if (far < least) {
                least = far;
                twin = k;
            }
        }
        memcpy(mirrored->image[i], face->image[twin], sizeof(face->image[i]));
        mirrored->image[i][0] = 1.0f - mirrored->image[i][0];
    }
    for (int i = SL_FACE_POINTS; i < face->points; i++) {
        memcpy(mirrored->image[i], face->image[SL_FACE_POINTS + (i - SL_FACE_POINTS + 5) % 10], sizeof(face->image[i]));
        mirrored->image[i][0] = 1.0f - mirrored->image[i][0];
    }
}

#endif
