/* Which of a hand's points are joined. Source: mediapipe v0.10.21, hands_connections.py, in its order: palm, then fingers. */
#include <sightline/hands.h>

const uint8_t (*sl_hand_connections(int *count))[2]
{
    static const uint8_t pairs[][2] = {
        {0, 1}, {0, 5}, {9, 13}, {13, 17}, {5, 9}, {0, 17}, /* palm */
        {1, 2}, {2, 3}, {3, 4},                             /* thumb */
        {5, 6}, {6, 7}, {7, 8},                             /* index finger */
        {9, 10}, {10, 11}, {11, 12},                        /* middle finger */
        {13, 14}, {14, 15}, {15, 16},                       /* ring finger */
        {17, 18}, {18, 19}, {19, 20},                       /* pinky */
    };
    *count = sizeof(pairs) / sizeof(pairs[0]);
    return pairs;
}
