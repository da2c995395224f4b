#include "cases.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Source: Sebastiano Vigna, splitmix64 (public domain). */
uint32_t dice_roll(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ (z >> 31)) >> 32);
}

int dice_between(struct dice *dice, int low, int high)
{
    return low + (int)(dice_roll(dice) % (uint32_t)(high - low + 1));
}

double dice_real(struct dice *dice, double low, double high)
{
    return low + (high - low) * (dice_roll(dice) / 4294967296.0);
}

const char *const kind_names[SL_RASTER_KINDS] = {
    [SL_RASTER_RGB24] = "rgb24", [SL_RASTER_BGR24] = "bgr24", [SL_RASTER_RGBA32] = "rgba32",
    [SL_RASTER_GRAY8] = "gray8", [SL_RASTER_I420] = "i420",   [SL_RASTER_NV12] = "nv12",
};

/* Bytes of a pixel in plane 0, samples of chroma planes, bytes of a chroma sample. */
static const struct { int pixel_bytes, chroma_planes, sample_bytes; } layouts[SL_RASTER_KINDS] = {
    [SL_RASTER_RGB24] = { 3, 0, 0 }, [SL_RASTER_BGR24] = { 3, 0, 0 }, [SL_RASTER_RGBA32] = { 4, 0, 0 },
    [SL_RASTER_GRAY8] = { 1, 0, 0 }, [SL_RASTER_I420] = { 1, 2, 1 },  [SL_RASTER_NV12] = { 1, 1, 2 },
};

enum { STRIDE_EXTRA_MAX = 70 };

void studio_init(struct studio *studio)
{
    for (int i = 0; i < PLANES; i++)
        guarded_init(&studio->plane[i], (size_t)PICTURE_SIDE_MAX * (4 * PICTURE_SIDE_MAX + STRIDE_EXTRA_MAX));
}

void studio_finish(struct studio *studio)
{
    for (int i = 0; i < PLANES; i++)
        guarded_finish(&studio->plane[i]);
}

static int random_side(struct dice *dice)
{
    switch (dice_between(dice, 0, 3)) {
    case 0: return dice_between(dice, 1, 9);
    case 1: return dice_between(dice, 1, 40);
    default: return dice_between(dice, 1, PICTURE_SIDE_MAX);
    }
}

static int random_stride(struct dice *dice, int row_bytes)
{
    return row_bytes + (dice_between(dice, 0, 1) ? dice_between(dice, 0, STRIDE_EXTRA_MAX) : 0);
}

static void random_plane(struct studio *studio, struct dice *dice, struct sl__raster *raster, int plane, int row_bytes, int rows,
                         int stride)
{
    size_t size = (size_t)stride * (size_t)(rows - 1) + (size_t)row_bytes;
    uint8_t *bytes = guarded_at(&studio->plane[plane], size, dice_between(dice, 0, 1) ? GUARDED_END : GUARDED_START);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)dice_roll(dice);
    raster->plane[plane] = bytes;
    raster->stride[plane] = stride;
}

struct sl__raster studio_picture(struct studio *studio, struct dice *dice, enum sl__raster_kind kind)
{
    struct sl__raster raster = { .kind = kind, .width = random_side(dice), .height = random_side(dice) };
    const int row_bytes = raster.width * layouts[kind].pixel_bytes;
    random_plane(studio, dice, &raster, 0, row_bytes, raster.height, random_stride(dice, row_bytes));
    if (layouts[kind].chroma_planes) {
        raster.yuv = (enum sl__yuv_kind)dice_between(dice, 0, SL_YUV_KINDS - 1);
        raster.chroma_x = (uint8_t)dice_between(dice, 0, 1);
        raster.chroma_y = (uint8_t)dice_between(dice, 0, 1);
    }
    const int chroma_bytes = (raster.width + raster.chroma_x + 1) / 2 * layouts[kind].sample_bytes;
    const int chroma_stride = random_stride(dice, chroma_bytes), rows = (raster.height + raster.chroma_y + 1) / 2;
    for (int plane = 1; plane <= layouts[kind].chroma_planes; plane++) /* now and then U and V differ */
        random_plane(studio, dice, &raster, plane, chroma_bytes, rows,
                     dice_between(dice, 0, 5) ? chroma_stride : random_stride(dice, chroma_bytes));
    return raster;
}

static struct sl__roi random_roi(struct dice *dice, const struct sl__raster *raster)
{
    static const float turns[] = { 0.0f, 1.5707964f, 3.1415927f, -1.5707964f, 0.7853982f };
    const double w = raster->width, h = raster->height;
    double far = dice_between(dice, 0, 3) ? 0.3 : dice_real(dice, 0.0, 300.0);
    double size = pow(10.0, dice_real(dice, -2.0, 1.0)) * fmax(w, h);
    struct sl__roi roi = { (float)dice_real(dice, -far * w, w + far * w), (float)dice_real(dice, -far * h, h + far * h),
                           (float)size, (float)(size * dice_real(dice, 0.3, 3.0)),
                           dice_between(dice, 0, 1) ? turns[dice_between(dice, 0, 4)] : (float)dice_real(dice, -7.0, 7.0) };
    if (dice_between(dice, 0, 3) == 0) { /* whole pixels: many positions exactly between two multiples of 1/32 */
        roi.cx = floorf(roi.cx), roi.cy = floorf(roi.cy), roi.w = ceilf(roi.w), roi.h = ceilf(roi.h);
        roi.rotation = 0.0f;
    }
    return roi;
}

struct sl__warp random_warp(struct dice *dice, const struct sl__raster *raster)
{
    static const int usual[] = { 1, 2, 3, 8, 16, 64, 128, 192, 224, 256, SL_WARP_SIDE_MAX };
    struct sl__warp warp = { .border = dice_between(dice, 0, 1) ? SL_BORDER_ZERO : SL_BORDER_REPLICATE,
                             .low = dice_between(dice, 0, 1) ? -1.0f : (float)dice_real(dice, -3.0, 3.0),
                             .high = dice_between(dice, 0, 1) ? 1.0f : (float)dice_real(dice, -3.0, 3.0) };
    warp.tensor_w = dice_between(dice, 0, 3) ? dice_between(dice, 1, 70) : usual[dice_between(dice, 0, 10)];
    warp.tensor_h = dice_between(dice, 0, 3) ? dice_between(dice, 1, 70) : usual[dice_between(dice, 0, 10)];
    struct sl__roi roi;
    do { /* a few are too narrow for the solver */
        roi = random_roi(dice, raster);
        struct sl__padding padding;
        if (dice_between(dice, 0, 1))
            sl__roi_pad(&roi, warp.tensor_w, warp.tensor_h, &padding);
    } while (sl__warp_matrix(&roi, warp.tensor_w, warp.tensor_h, warp.m) != 0);
    return warp;
}

void spoil_matrix(struct dice *dice, struct sl__warp *warp)
{
    static const double odd[] = { 0.0, -0.0, 1e-300, -1e300, DBL_MAX, INFINITY, -INFINITY, NAN, 1.0, -0.03, 0.03, 1e9 };
    for (int count = dice_between(dice, 1, 6); count > 0; count--)
        warp->m[dice_between(dice, 0, 8)] = odd[dice_between(dice, 0, (int)(sizeof(odd) / sizeof(*odd)) - 1)];
}

const char *case_text(const struct sl__warp *warp, const struct sl__raster *raster)
{
    static char text[512];
    const double *m = warp->m;
    snprintf(text, sizeof(text),
             "%s %dx%d stride %d %d %d phase %d %d, tensor %dx%d, %s border, "
             "m %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g",
             kind_names[raster->kind], raster->width, raster->height, raster->stride[0], raster->stride[1], raster->stride[2],
             raster->chroma_x, raster->chroma_y, warp->tensor_w, warp->tensor_h,
             warp->border == SL_BORDER_ZERO ? "zero" : "replicate", m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
    return text;
}
