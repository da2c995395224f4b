/*
 * Where eyes look. Both eyes: the iris's offset in the frame of the eye's corners is put onto an eyeball in the canonical
 * head, so that the turn of the head and that of the eyes add up to one line of sight. Classic: a rule of others.
 */
#include "landmark/canonical_face.h"
#include "landmark/head_turn.h"
#include "landmark/whole_pixels.h"
#include <sightline/gaze.h>

#include <math.h>

/* Centimetres of the canonical head. An eyeball turns about a point 1.35 cm behind the cornea, 1 cm behind the iris. */
#define CENTRE_BEHIND_CORNERS 0.65f /* from the middle between the corners */
#define CENTRE_ABOVE_CORNERS 0.2f  /* what faces that look into the camera show, two persons */
#define IRIS_BEFORE_CENTRE 1.0f

/* A line of sight that misses the camera by more is not "center". Degrees. */
#define AWAY_ASIDE 20.0f
#define AWAY_UP_OR_DOWN 15.0f

#define CLASSIC_LEFT 0.3 /* the rule's two thresholds */
#define CLASSIC_RIGHT 0.7

/* Corners on the picture's left and right of an unmirrored face. */
static const struct eye {
    int left, right, iris;
} eyes[2] = {{33, 133, 468}, {362, 263, 473}};

/* Of the iris from the middle between the corners, in distances of the corners: along their line, and down from it. */
struct offset {
    float along, down;
};

static int offset_of(const struct sl_face *face, const struct eye *eye, float width, float height, struct offset *offset)
{
    const float *left = face->image[eye->left], *right = face->image[eye->right], *iris = face->image[eye->iris];
    float dx = (right[0] - left[0]) * width, dy = (right[1] - left[1]) * height, squared = dx * dx + dy * dy;
    float x = (iris[0] - 0.5f * (left[0] + right[0])) * width, y = (iris[1] - 0.5f * (left[1] + right[1])) * height;
    if (!(squared > 0.0f))
        return 0;
    offset->along = (x * dx + y * dy) / squared;
    offset->down = (y * dx - x * dy) / squared;
    return 1;
}

/* Where the eyeball's centre lies from the middle between the corners, along one axis of the picture. */
static float from_corners(const float row[3])
{
    return CENTRE_ABOVE_CORNERS * row[1] - CENTRE_BEHIND_CORNERS * row[2];
}

/*
 * Add the eye's direction, as seen along the line from the camera to it: right, up, towards the camera. An eye that is seen
 * at a slant counts less.
 */
static void add_direction(const struct sl_head_pose *head, const struct eye *eye, const struct offset *offset, float sum[3])
{
    const float *left = sl__canonical_face[eye->left], *right = sl__canonical_face[eye->right];
    float middle[3], line[3], look[3];
    struct sl__head_turn turn;
    for (int k = 0; k < 3; k++) {
        middle[k] = 0.5f * (left[k] + right[k]);
        line[k] = right[k] - left[k];
    }
    sl__head_turn_at(head->matrix, middle, &turn);
    float x = turn.row[0][0] * line[0] + turn.row[0][1] * line[1] + turn.row[0][2] * line[2];
    float y = turn.row[1][0] * line[0] + turn.row[1][1] * line[1] + turn.row[1][2] * line[2];
    look[0] = offset->along * x + offset->down * y - from_corners(turn.row[0]);
    look[1] = offset->along * y - offset->down * x - from_corners(turn.row[1]);
    look[2] = sqrtf(fmaxf(0.0f, IRIS_BEFORE_CENTRE * IRIS_BEFORE_CENTRE - look[0] * look[0] - look[1] * look[1]));
    float length = sqrtf(look[0] * look[0] + look[1] * look[1] + look[2] * look[2]), weight = sqrtf(x * x + y * y);
    for (int k = 0; k < 3; k++)
        sum[k] += weight * look[k] / length;
}

static enum sl_gaze_direction direction_of(float yaw, float pitch)
{
    float aside = fabsf(yaw) / AWAY_ASIDE, above = fabsf(pitch) / AWAY_UP_OR_DOWN;
    if (!(aside > 1.0f || above > 1.0f))
        return SL_GAZE_CENTER;
    if (aside >= above)
        return yaw < 0.0f ? SL_GAZE_LEFT : SL_GAZE_RIGHT;
    return pitch < 0.0f ? SL_GAZE_DOWN : SL_GAZE_UP;
}

static float within_one(float x)
{
    return fmaxf(-1.0f, fminf(1.0f, x));
}

static int both_eyes(const struct sl_face *face, const struct sl_head_pose *head, int width_px, int height_px,
                     struct sl_gaze *gaze)
{
    struct sl_head_pose own;
    struct offset offset[2];
    float sum[3] = {0};
    if (!head && !sl_head_pose_solve(face, width_px, height_px, &own))
        return 0;
    for (int i = 0; i < 2; i++) {
        if (!offset_of(face, &eyes[i], (float)width_px, (float)height_px, &offset[i]))
            return 0;
        add_direction(head ? head : &own, &eyes[i], &offset[i], sum);
    }
    gaze->horizontal = within_one(offset[0].along + offset[1].along); /* in halves of an eye, mean of two */
    gaze->vertical = within_one(offset[0].down + offset[1].down);
    gaze->yaw = atan2f(sum[0], sum[2]) * (float)(180.0 / M_PI);
    gaze->pitch = atan2f(sum[1], hypotf(sum[0], sum[2])) * (float)(180.0 / M_PI);
    gaze->direction = direction_of(gaze->yaw, gaze->pitch);
    return 1;
}

/* Source: google-mediapipe-gst, its gaze rule: whole pixels first, then differences. */
static int classic(const struct sl_face *face, int width_px, int height_px, struct sl_gaze *gaze)
{
    enum { OUTER = 33, INNER = 133, IRIS = 468, UPPER = 159, LOWER = 145 };
    const float(*at)[3] = face->image;
    double outer = sl__whole_pixels(at[OUTER][0], width_px), inner = sl__whole_pixels(at[INNER][0], width_px);
    double iris_x = sl__whole_pixels(at[IRIS][0], width_px), iris_y = sl__whole_pixels(at[IRIS][1], height_px);
    double upper = sl__whole_pixels(at[UPPER][1], height_px), lower = sl__whole_pixels(at[LOWER][1], height_px);
    double eye_width = fabs(inner - outer), eye_height = fabs(upper - lower);
    if (!(eye_width > 0.0 && eye_height > 0.0))
        return 0;
    double along = (iris_x - outer) / eye_width, down = (iris_y - upper) / eye_height;
    gaze->direction = along < CLASSIC_LEFT ? SL_GAZE_LEFT : along > CLASSIC_RIGHT ? SL_GAZE_RIGHT : SL_GAZE_CENTER;
    gaze->horizontal = (float)along;
    gaze->vertical = (float)down;
    gaze->yaw = gaze->pitch = 0.0f;
    return 1;
}

int sl_gaze_of(const struct sl_face *face, const struct sl_head_pose *head, int32_t width_px, int32_t height_px,
               enum sl_gaze_mode mode, struct sl_gaze *gaze)
{
    if (face->points < SL_FACE_POINTS_MAX)
        return 0;
    return mode == SL_GAZE_CLASSIC ? classic(face, width_px, height_px, gaze)
                                   : both_eyes(face, head, width_px, height_px, gaze);
}

const char *sl_gaze_direction_name(enum sl_gaze_direction direction)
{
    static const char *const names[SL_GAZE_DIRECTION_COUNT] = {"center", "left", "right", "up", "down"};
    return (unsigned)direction < SL_GAZE_DIRECTION_COUNT ? names[direction] : names[SL_GAZE_CENTER];
}
