/*
 * MediaPipe's face geometry: the canonical face is laid onto the landmarks, first as they stand on the picture to learn the
 * scale, then twice in space. Source: mediapipe v0.10.21, face_geometry/libs/geometry_pipeline.cc. It computes in float,
 * this in double: doc/readings.md has the difference.
 */
#include "landmark/canonical_face.h"
#include "landmark/head_turn.h"
#include "landmark/procrustes.h"
#include <sightline/head_pose.h>

#include <math.h>
#include <stdbool.h>

#define FIELD_OF_VIEW_DEGREES 63.0 /* vertical; near plane at 1 cm: effect and task graphs of the original */
#define LEAST_EXTENT 1e-3f         /* of the landmarks, 0..1 of the picture */

/* The points that count, on the near plane: x, y in cm from the middle, y up; z in the same scale, away from us. */
struct screen {
    double point[SL_CANONICAL_WEIGHTS][3];
    double depth; ///< mean z of the whole face
};

static bool has_extent(const struct sl_face *face)
{
    float x = 0.0f, y = 0.0f, farthest = 0.0f;
    for (int i = 0; i < SL_FACE_POINTS; i++) {
        x += (face->image[i][0] - x) / (float)(i + 1);
        y += (face->image[i][1] - y) / (float)(i + 1);
    }
    for (int i = 0; i < SL_FACE_POINTS; i++) {
        float dx = face->image[i][0] - x, dy = face->image[i][1] - y;
        farthest = fmaxf(farthest, dx * dx + dy * dy);
    }
    return sqrtf(farthest) > LEAST_EXTENT;
}

static void project(const struct sl_face *face, int width_px, int height_px, struct screen *screen)
{
    double height = 2.0 * tan(0.5 * FIELD_OF_VIEW_DEGREES * M_PI / 180.0), width = height * width_px / height_px;
    screen->depth = 0.0;
    for (int i = 0; i < SL_FACE_POINTS; i++)
        screen->depth += width * (double)face->image[i][2] / SL_FACE_POINTS;
    for (int i = 0; i < SL_CANONICAL_WEIGHTS; i++) {
        const float *at = face->image[sl__canonical_weights[i].point];
        screen->point[i][0] = ((double)at[0] - 0.5) * width;
        screen->point[i][1] = (0.5 - (double)at[1]) * height;
        screen->point[i][2] = (double)at[2] * width;
    }
}

/* Lay the canonical face onto points of a left-handed space. */
static bool fit_to(double (*point)[3], struct sl__similarity *fit)
{
    double source[SL_CANONICAL_WEIGHTS][3], weight[SL_CANONICAL_WEIGHTS];
    for (int i = 0; i < SL_CANONICAL_WEIGHTS; i++) {
        for (int k = 0; k < 3; k++)
            source[i][k] = (double)sl__canonical_face[sl__canonical_weights[i].point][k];
        weight[i] = (double)sl__canonical_weights[i].weight;
        point[i][2] = -point[i][2];
    }
    return sl__procrustes_solve((const double(*)[3])source, (const double(*)[3])point, weight, SL_CANONICAL_WEIGHTS, fit);
}

/* Into space, as large as the scale says: a point goes out along its ray to its depth. */
static bool fit_in_space(const struct screen *screen, double scale, struct sl__similarity *fit)
{
    double point[SL_CANONICAL_WEIGHTS][3];
    for (int i = 0; i < SL_CANONICAL_WEIGHTS; i++) {
        double z = (screen->point[i][2] - screen->depth + 1.0) / scale;
        point[i][0] = screen->point[i][0] * z;
        point[i][1] = screen->point[i][1] * z;
        point[i][2] = z;
    }
    return fit_to(point, fit);
}

static bool solve(const struct sl_face *face, int width_px, int height_px, struct sl__similarity *fit)
{
    struct screen screen;
    double flat[SL_CANONICAL_WEIGHTS][3], first_scale;
    project(face, width_px, height_px, &screen);
    for (int i = 0; i < SL_CANONICAL_WEIGHTS; i++)
        for (int k = 0; k < 3; k++)
            flat[i][k] = screen.point[i][k];
    if (!fit_to(flat, fit))
        return false;
    first_scale = fit->scale;
    return fit_in_space(&screen, first_scale, fit) && fit_in_space(&screen, first_scale * fit->scale, fit);
}

int sl_head_pose_solve(const struct sl_face *face, int32_t width_px, int32_t height_px, struct sl_head_pose *pose)
{
    struct sl__similarity fit;
    if (width_px < 1 || height_px < 1 || !has_extent(face) || !solve(face, width_px, height_px, &fit))
        return 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            pose->matrix[4 * i + k] = (float)(fit.scale * fit.rotation[i][k]);
        pose->matrix[4 * i + 3] = (float)fit.shift[i];
        pose->matrix[12 + i] = 0.0f;
    }
    pose->matrix[15] = 1.0f;
    struct sl__head_turn turn;
    const float middle[3] = {0.0f, 0.0f, 0.0f};
    sl__head_turn_at(pose->matrix, middle, &turn);
    pose->yaw = atan2f(turn.row[0][2], turn.row[2][2]) * (float)(180.0 / M_PI);
    pose->pitch = atan2f(turn.row[1][2], hypotf(turn.row[0][2], turn.row[2][2])) * (float)(180.0 / M_PI);
    pose->roll = -atan2f(turn.row[1][0], turn.row[1][1]) * (float)(180.0 / M_PI);
    return 1;
}
