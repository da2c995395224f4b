/* The head of a .pose file: names, limbs and colours of the components of MediaPipe Holistic. */
#include "event/posefile.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* Names as in mediapipe.solutions.holistic.PoseLandmark and HandLandmark. */
static const char *const body_points[SL_POSE_POINTS] = {
    "NOSE", "LEFT_EYE_INNER", "LEFT_EYE", "LEFT_EYE_OUTER", "RIGHT_EYE_INNER", "RIGHT_EYE", "RIGHT_EYE_OUTER", "LEFT_EAR",
    "RIGHT_EAR", "MOUTH_LEFT", "MOUTH_RIGHT", "LEFT_SHOULDER", "RIGHT_SHOULDER", "LEFT_ELBOW", "RIGHT_ELBOW", "LEFT_WRIST",
    "RIGHT_WRIST", "LEFT_PINKY", "RIGHT_PINKY", "LEFT_INDEX", "RIGHT_INDEX", "LEFT_THUMB", "RIGHT_THUMB", "LEFT_HIP",
    "RIGHT_HIP", "LEFT_KNEE", "RIGHT_KNEE", "LEFT_ANKLE", "RIGHT_ANKLE", "LEFT_HEEL", "RIGHT_HEEL", "LEFT_FOOT_INDEX",
    "RIGHT_FOOT_INDEX",
};
static const char *const hand_points[SL_HAND_POINTS] = {
    "WRIST", "THUMB_CMC", "THUMB_MCP", "THUMB_IP", "THUMB_TIP", "INDEX_FINGER_MCP", "INDEX_FINGER_PIP", "INDEX_FINGER_DIP",
    "INDEX_FINGER_TIP", "MIDDLE_FINGER_MCP", "MIDDLE_FINGER_PIP", "MIDDLE_FINGER_DIP", "MIDDLE_FINGER_TIP", "RING_FINGER_MCP",
    "RING_FINGER_PIP", "RING_FINGER_DIP", "RING_FINGER_TIP", "PINKY_MCP", "PINKY_PIP", "PINKY_DIP", "PINKY_TIP",
};

/* Limbs in the order in which CPython 3.11 goes through MediaPipe's sets. */
static const uint16_t body_limbs[][2] = {
    {15, 21}, {16, 20}, {18, 20}, {3, 7},   {14, 16}, {23, 25}, {28, 30}, {11, 23}, {27, 31}, {6, 8},   {15, 17}, {24, 26},
    {16, 22}, {4, 5},   {5, 6},   {29, 31}, {12, 24}, {23, 24}, {0, 1},   {9, 10},  {1, 2},   {0, 4},   {11, 13}, {30, 32},
    {28, 32}, {15, 19}, {16, 18}, {25, 27}, {26, 28}, {12, 14}, {17, 19}, {2, 3},   {11, 12}, {27, 29}, {13, 15},
};
static const uint16_t hand_limbs[][2] = {
    {3, 4},  {0, 5}, {17, 18}, {0, 17}, {13, 14}, {13, 17}, {18, 19}, {5, 6},   {5, 9}, {14, 15}, {0, 1},
    {9, 10}, {1, 2}, {9, 13},  {10, 11}, {19, 20}, {6, 7},  {15, 16}, {2, 3},   {11, 12}, {7, 8},
};
static const uint16_t iris_limbs[][2] = {
    {475, 476}, {477, 474}, {469, 470}, {472, 469}, {471, 472}, {474, 475}, {476, 477}, {470, 471},
};

static const uint16_t body_colours[][3] = {{255, 0, 0}};
static const uint16_t face_colours[][3] = {{128, 0, 0}};
static const uint16_t hand_colours[][3] = { /* some beyond 255, as the package has them */
    {232, 232, 232}, {192, 0, 0},   {227, 35, 35},   {262, 70, 70},   {297, 105, 105}, {0, 0, 192},   {35, 35, 227},
    {70, 70, 262},   {105, 105, 297}, {0, 192, 0},   {35, 227, 35},   {70, 262, 70},   {105, 297, 105}, {0, 192, 192},
    {35, 227, 227},  {70, 262, 262}, {105, 297, 297}, {255, 128, 0},  {255, 178, 102}, {255, 153, 51}, {255, 128, 0},
};

static const struct component {
    const char *name;
    const char *const *points; /* NULL: numbers */
    const uint16_t (*limbs)[2], (*colours)[3];
    int point_count, limb_count, colour_count;
} components[POSE_PARTS] = {
    {"POSE_LANDMARKS", body_points, body_limbs, body_colours, SL_POSE_POINTS, COUNT(body_limbs), 1},
    {"FACE_LANDMARKS", NULL, pose_mesh_lines, face_colours, 0, POSE_MESH_LINES, 1},
    {"LEFT_HAND_LANDMARKS", hand_points, hand_limbs, hand_colours, SL_HAND_POINTS, COUNT(hand_limbs), COUNT(hand_colours)},
    {"RIGHT_HAND_LANDMARKS", hand_points, hand_limbs, hand_colours, SL_HAND_POINTS, COUNT(hand_limbs), COUNT(hand_colours)},
    {"POSE_WORLD_LANDMARKS", body_points, body_limbs, body_colours, SL_POSE_POINTS, COUNT(body_limbs), 1},
};

static int append_ushort(struct sl__buffer *out, int value)
{
    return sl__buffer_append(out, (const unsigned char[2]){value & 255, value >> 8 & 255}, 2);
}

static int append_ushorts(struct sl__buffer *out, const uint16_t *values, int count)
{
    int err = 0;
    for (int i = 0; i < count && err == 0; i++)
        err = append_ushort(out, values[i]);
    return err;
}

/* Its length, then its bytes without a NUL. */
static int append_name(struct sl__buffer *out, const char *name)
{
    int err = append_ushort(out, (int)strlen(name));
    return err ? err : sl__buffer_text(out, name);
}

static int append_point_names(struct sl__buffer *out, const char *const *names, int count)
{
    int err = 0;
    for (int i = 0; i < count && err == 0; i++) {
        char number[16];
        snprintf(number, sizeof(number), "%d", i);
        err = append_name(out, names ? names[i] : number);
    }
    return err;
}

static int append_component(struct sl__buffer *out, const struct component *component, int point_count, bool irises)
{
    int err = append_name(out, component->name);
    err = err ? err : append_name(out, "XYZC");
    err = err ? err : append_ushort(out, point_count);
    err = err ? err : append_ushort(out, component->limb_count + (irises ? COUNT(iris_limbs) : 0));
    err = err ? err : append_ushort(out, component->colour_count);
    err = err ? err : append_point_names(out, component->points, point_count);
    err = err ? err : append_ushorts(out, component->limbs[0], 2 * component->limb_count);
    if (irises)
        err = err ? err : append_ushorts(out, iris_limbs[0], 2 * COUNT(iris_limbs));
    return err ? err : append_ushorts(out, component->colours[0], 3 * component->colour_count);
}

int pose_head(struct sl__buffer *out, int32_t width_px, int32_t height_px, int face_points, int people)
{
    const float version = 0.2f;
    int err = sl__buffer_append(out, &version, sizeof(version));
    err = err ? err : append_ushort(out, width_px);
    err = err ? err : append_ushort(out, height_px);
    err = err ? err : append_ushort(out, 0); /* depth */
    err = err ? err : append_ushort(out, POSE_PARTS);
    for (int part = 0; part < POSE_PARTS && err == 0; part++) {
        bool face = part == POSE_FACE;
        err = append_component(out, &components[part], face ? face_points : components[part].point_count,
                               face && face_points > SL_FACE_POINTS);
    }
    err = err ? err : sl__buffer_append(out, (const char[8]){0}, 8); /* fps and frames */
    return err ? err : append_ushort(out, people);
}
