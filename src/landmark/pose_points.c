/* Which of a body's points are joined. Source: mediapipe v0.10.21, pose_connections.py. */
#include <sightline/pose.h>

const uint8_t (*sl_pose_connections(int *count))[2]
{
    static const uint8_t pairs[][2] = {
        {0, 1}, {1, 2}, {2, 3}, {3, 7},                       /* left eye and ear */
        {0, 4}, {4, 5}, {5, 6}, {6, 8},                       /* right eye and ear */
        {9, 10},                                              /* mouth */
        {11, 12}, {11, 23}, {12, 24}, {23, 24},               /* shoulders and hips */
        {11, 13}, {13, 15}, {15, 17}, {15, 19}, {15, 21}, {17, 19}, /* left arm and hand */
        {12, 14}, {14, 16}, {16, 18}, {16, 20}, {16, 22}, {18, 20}, /* right arm and hand */
        {23, 25}, {25, 27}, {27, 29}, {27, 31}, {29, 31},     /* left leg and foot */
        {24, 26}, {26, 28}, {28, 30}, {28, 32}, {30, 32},     /* right leg and foot */
    };
    *count = sizeof(pairs) / sizeof(pairs[0]);
    return pairs;
}
