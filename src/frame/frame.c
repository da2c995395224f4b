/* Pixel formats as a table, and the geometry of pictures that follows from it. Looks at no pixel. */
#include "base/error.h"

#include <sightline/frame.h>
#include <string.h>

/* One plane: bytes for one of its columns, and whether it has a column for two of the picture's, a row for two rows. */
struct plane_shape {
    uint8_t column_bytes;
    uint8_t halved;
};

struct format_row {
    const char *name;
    int plane_count;
    struct plane_shape plane[SL_FRAME_PLANES_MAX];
};

static const struct format_row format_rows[SL_PIXELS_COUNT] = {
    [SL_PIXELS_RGB24] = {"rgb24", 1, {{3, 0}}},
    [SL_PIXELS_BGR24] = {"bgr24", 1, {{3, 0}}},
    [SL_PIXELS_RGBA32] = {"rgba32", 1, {{4, 0}}},
    [SL_PIXELS_GRAY8] = {"gray8", 1, {{1, 0}}},
    [SL_PIXELS_I420] = {"i420", 3, {{1, 0}, {1, 1}, {1, 1}}},
    [SL_PIXELS_NV12] = {"nv12", 2, {{1, 0}, {2, 1}}},
};

static const struct format_row *format_find(enum sl_pixels pixels)
{
    return pixels > SL_PIXELS_NONE && pixels < SL_PIXELS_COUNT ? &format_rows[pixels] : NULL;
}

const char *sl_pixels_name(enum sl_pixels pixels)
{
    const struct format_row *format = format_find(pixels);
    return format ? format->name : "none";
}

enum sl_pixels sl_pixels_from_name(const char *name)
{
    for (int i = SL_PIXELS_NONE + 1; name && i < SL_PIXELS_COUNT; i++)
        if (!strcmp(format_rows[i].name, name))
            return (enum sl_pixels)i;
    return SL_PIXELS_NONE;
}

/* Columns or rows that a plane has for `size` pixels of which the first is the `phase`-th of its pair. */
static int32_t plane_extent(const struct plane_shape *plane, int32_t size, int phase)
{
    return plane->halved ? (size + phase + 1) / 2 : size;
}

static int32_t plane_row_bytes(const struct plane_shape *plane, int32_t width, int phase)
{
    return plane_extent(plane, width, phase) * plane->column_bytes;
}

static int size_check(int32_t width_px, int32_t height_px, struct sl_error *why)
{
    if (width_px < 1 || width_px > SL_FRAME_SIDE_MAX || height_px < 1 || height_px > SL_FRAME_SIDE_MAX)
        return sl__error_set(why, -EINVAL, "a frame of %dx%d pixels; each side takes 1 to %d", (int)width_px,
                             (int)height_px, SL_FRAME_SIDE_MAX);
    return 0;
}

/* Stride of a plane in a block whose first plane has `stride_bytes`: half of it, and whole pairs for interleaved chroma. */
static int64_t plane_stride(const struct plane_shape *plane, int64_t stride_bytes)
{
    return plane->halved ? (stride_bytes + 1) / 2 * plane->column_bytes : stride_bytes;
}

int sl_frame_init(struct sl_frame *frame, enum sl_pixels pixels, int32_t width_px, int32_t height_px, const void *data,
                  int32_t stride_bytes, struct sl_error *why)
{
    const struct format_row *format = format_find(pixels);
    if (!frame)
        return sl__error_set(why, -EINVAL, "no frame to fill in");
    *frame = (struct sl_frame){0};
    if (!format)
        return sl__error_set(why, -EINVAL, "%d is no pixel format", (int)pixels);
    if (!data)
        return sl__error_set(why, -EINVAL, "a %s frame without pixels", format->name);
    int err = size_check(width_px, height_px, why);
    if (err < 0)
        return err;

    struct sl_frame made = {.pixels = pixels, .colour = SL_COLOUR_BT601, .width_px = width_px, .height_px = height_px};
    int64_t stride = stride_bytes ? stride_bytes : plane_row_bytes(&format->plane[0], width_px, 0);
    uint64_t offset = 0;
    for (int i = 0; i < format->plane_count && stride > 0; i++) {
        const struct plane_shape *plane = &format->plane[i];
        int64_t own = plane_stride(plane, stride);
        uint64_t bytes = (uint64_t)own * (uint64_t)plane_extent(plane, height_px, 0);
        if (own > INT32_MAX || bytes > (uint64_t)PTRDIFF_MAX - offset)
            return sl__error_set(why, -EINVAL, "a stride of %d bytes is too long", (int)stride_bytes);
        made.plane[i] = (const uint8_t *)data + offset;
        made.stride_bytes[i] = (int32_t)own;
        offset += bytes;
    }
    err = stride > 0 ? sl_frame_check(&made, why)
                     : sl__error_set(why, -EINVAL, "a stride of %d bytes; it cannot be negative", (int)stride_bytes);
    if (err == 0)
        *frame = made;
    return err;
}

int sl_frame_check(const struct sl_frame *frame, struct sl_error *why)
{
    const struct format_row *format = frame ? format_find(frame->pixels) : NULL;
    if (!frame)
        return sl__error_set(why, -EINVAL, "no frame");
    if (!format)
        return sl__error_set(why, -EINVAL, "%d is no pixel format", (int)frame->pixels);
    int err = size_check(frame->width_px, frame->height_px, why);
    if (err < 0)
        return err;
    for (int i = 0; i < format->plane_count; i++) {
        const struct plane_shape *plane = &format->plane[i];
        if (plane->halved && (frame->chroma_x > 1 || frame->chroma_y > 1))
            return sl__error_set(why, -EINVAL, "chroma_x %d and chroma_y %d; each takes 0 or 1", frame->chroma_x,
                                 frame->chroma_y);
        if (plane->halved && (unsigned)frame->colour >= SL_COLOUR_COUNT)
            return sl__error_set(why, -EINVAL, "%d is no enum sl_colour", (int)frame->colour);
        if (!frame->plane[i])
            return sl__error_set(why, -EINVAL, "plane %d of the %s frame is NULL", i, format->name);
        int32_t row_bytes = plane_row_bytes(plane, frame->width_px, frame->chroma_x);
        if (frame->stride_bytes[i] < row_bytes)
            return sl__error_set(why, -EINVAL, "stride of plane %d is %d bytes; a row of %d %s pixels takes %d", i,
                                 (int)frame->stride_bytes[i], (int)frame->width_px, format->name, (int)row_bytes);
    }
    return 0;
}

int sl_frame_crop(struct sl_frame *part, const struct sl_frame *frame, int32_t left_px, int32_t top_px,
                  int32_t width_px, int32_t height_px, struct sl_error *why)
{
    if (!part)
        return sl__error_set(why, -EINVAL, "no frame to fill in");
    int err = sl_frame_check(frame, why);
    if (err < 0)
        return err;
    if (width_px < 1 || height_px < 1 || left_px < 0 || top_px < 0 || width_px > frame->width_px ||
        height_px > frame->height_px || left_px > frame->width_px - width_px || top_px > frame->height_px - height_px)
        return sl__error_set(why, -EINVAL, "a part of %dx%d pixels at %d,%d is not inside a frame of %dx%d",
                             (int)width_px, (int)height_px, (int)left_px, (int)top_px, (int)frame->width_px,
                             (int)frame->height_px);

    const struct format_row *format = format_find(frame->pixels);
    struct sl_frame made = *frame;
    made.width_px = width_px;
    made.height_px = height_px;
    for (int i = 0; i < format->plane_count; i++) {
        const struct plane_shape *plane = &format->plane[i];
        int32_t column = plane->halved ? (frame->chroma_x + left_px) / 2 : left_px;
        int32_t row = plane->halved ? (frame->chroma_y + top_px) / 2 : top_px;
        made.plane[i] += (ptrdiff_t)row * frame->stride_bytes[i] + (ptrdiff_t)column * plane->column_bytes;
        if (plane->halved) {
            made.chroma_x = (uint8_t)((frame->chroma_x + left_px) & 1);
            made.chroma_y = (uint8_t)((frame->chroma_y + top_px) & 1);
        }
    }
    *part = made;
    return 0;
}

size_t sl_frame_bytes(enum sl_pixels pixels, int32_t width_px, int32_t height_px)
{
    const struct format_row *format = format_find(pixels);
    if (!format || size_check(width_px, height_px, NULL) < 0)
        return 0;
    size_t bytes = 0;
    for (int i = 0; i < format->plane_count; i++) {
        const struct plane_shape *plane = &format->plane[i];
        int64_t stride = plane_stride(plane, plane_row_bytes(&format->plane[0], width_px, 0));
        bytes += (size_t)stride * (size_t)plane_extent(plane, height_px, 0);
    }
    return bytes;
}
