/* Hands made from the angles of their joints: forward kinematics, so that each gesture is known before it is looked at. */
#ifndef SL_TESTS_HAND_MAKER_H
#define SL_TESTS_HAND_MAKER_H

#include <math.h>
#include <sightline/hands.h>
#include <stdbool.h>
#include <string.h>

/* A left hand's back, fingers up: x to the thumb's side, y to the fingers, z out of the back; metres. */
struct joints {
    float bend[5][3]; ///< degrees, thumb to pinky, joint by joint from the knuckle; the thumb bends across the palm
    float spread;     ///< degrees between neighbouring fingers
    float thumb_aside; ///< degrees from the fingers' direction
};

struct placing {
    float turn_x, turn_y, turn_z; ///< degrees; z in the plane of the picture, clockwise
    float scale;                  ///< pixels per metre
    bool mirrored;
    int width_px, height_px;
};

static inline float maker_rad(float degrees)
{
    return degrees * (float)(M_PI / 180.0);
}

/* Rotate v about a unit axis. */
static inline void maker_turn(float v[3], const float axis[3], float degrees)
{
    float c = cosf(maker_rad(degrees)), s = sinf(maker_rad(degrees));
    float dot = v[0] * axis[0] + v[1] * axis[1] + v[2] * axis[2];
    float cross[3] = {axis[1] * v[2] - axis[2] * v[1], axis[2] * v[0] - axis[0] * v[2], axis[0] * v[1] - axis[1] * v[0]};
    for (int k = 0; k < 3; k++)
        v[k] = v[k] * c + cross[k] * s + axis[k] * dot * (1.0f - c);
}

static inline void maker_chain(float (*point)[3], const float knuckle[3], float direction[3], const float axis[3],
                               const float *bend, const float *length)
{
    memcpy(point[0], knuckle, 3 * sizeof(float));
    for (int joint = 0; joint < 3; joint++) {
        maker_turn(direction, axis, bend[joint]);
        for (int k = 0; k < 3; k++)
            point[joint + 1][k] = point[joint][k] + length[joint] * direction[k];
    }
}

static inline void maker_bones(const struct joints *joints, float (*point)[3])
{
    static const float knuckle[4][3] = {{.025f, .09f, 0}, {.004f, .095f, 0}, {-.016f, .09f, 0}, {-.033f, .08f, 0}};
    static const float length[4][3] = {{.045f, .025f, .02f}, {.05f, .03f, .022f}, {.045f, .028f, .021f}, {.035f, .02f, .018f}};
    static const float thumb_length[3] = {.04f, .032f, .027f}, thumb_root[3] = {.025f, .02f, -.008f};
    memset(point[0], 0, 3 * sizeof(float));
    float out[3] = {sinf(maker_rad(joints->thumb_aside)), cosf(maker_rad(joints->thumb_aside)), 0.0f};
    float thumb_axis[3] = {0.3f, 0.1f, 0.949f}; /* across the palm and a little in front of it */
    maker_chain(point + 1, thumb_root, out, thumb_axis, joints->bend[0], thumb_length);
    for (int finger = 0; finger < 4; finger++) {
        float aside = (1.0f - (float)finger) * joints->spread;
        float direction[3] = {sinf(maker_rad(aside)), cosf(maker_rad(aside)), 0.0f};
        float axis[3] = {-direction[1], direction[0], 0.0f}; /* bends into the palm, to negative z */
        maker_chain(point + 5 + 4 * finger, knuckle[finger], direction, axis, joints->bend[finger + 1], length[finger]);
    }
}

/* Seen from far away: x, y in parts of the picture, z in its widths. World landmarks: metres, y down, from a knuckle. */
static inline void maker_place(const struct joints *joints, const struct placing *placing, struct sl_hand *hand)
{
    static const float axes[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    float point[SL_HAND_POINTS][3], middle[3];
    memset(hand, 0, sizeof(*hand));
    maker_bones(joints, point);
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        point[i][0] *= placing->mirrored ? -1.0f : 1.0f;
        point[i][1] = -point[i][1];
        maker_turn(point[i], axes[0], placing->turn_x);
        maker_turn(point[i], axes[1], placing->turn_y);
        maker_turn(point[i], axes[2], placing->turn_z);
    }
    memcpy(middle, point[SL_HAND_MIDDLE_MCP], sizeof(middle));
    for (int i = 0; i < SL_HAND_POINTS; i++) {
        for (int k = 0; k < 3; k++)
            hand->world[i][k] = point[i][k] - middle[k];
        hand->image[i][0] = 0.5f + hand->world[i][0] * placing->scale / (float)placing->width_px;
        hand->image[i][1] = 0.5f + hand->world[i][1] * placing->scale / (float)placing->height_px;
        hand->image[i][2] = (point[i][2] - point[0][2]) * placing->scale / (float)placing->width_px;
    }
}

#endif
