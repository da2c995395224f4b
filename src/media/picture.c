/* What kind of picture some bytes are, and which way up it is. */
#include "media/picture.h"
#include "base/error.h"

#include <string.h>

enum picture_kind picture_kind_of(const uint8_t *head, size_t size)
{
    if (size >= 3 && !memcmp(head, "\xff\xd8\xff", 3))
        return PICTURE_JPEG;
    if (size >= 8 && !memcmp(head, "\x89PNG\r\n\x1a\n", 8))
        return PICTURE_PNG;
    if (size >= 6 && (!memcmp(head, "GIF87a", 6) || !memcmp(head, "GIF89a", 6)))
        return PICTURE_GIF;
    return PICTURE_NONE;
}

bool picture_decodes(enum picture_kind kind)
{
#ifdef SL_HAVE_JPEG
    if (kind == PICTURE_JPEG)
        return true;
#endif
#ifdef SL_HAVE_PNG
    if (kind == PICTURE_PNG)
        return true;
#endif
    (void)kind; /* a build without either reads none */
    return false;
}

int picture_decode(struct pool_frame *frame, const uint8_t *data, size_t size, const char *name, struct sl_error *why)
{
    (void)frame;
    switch (picture_kind_of(data, size)) {
#ifdef SL_HAVE_JPEG
    case PICTURE_JPEG: return jpeg_decode(frame, data, size, name, why);
#endif
#ifdef SL_HAVE_PNG
    case PICTURE_PNG: return png_decode(frame, data, size, name, why);
#endif
    default: return sl__error_set(why, -EPROTO, "%s is not a picture that can be read here", name);
    }
}

int picture_frame(struct pool_frame *frame, uint32_t width_px, uint32_t height_px, const char *name, struct sl_error *why)
{
    if (width_px < 1 || height_px < 1 || width_px > SL_FRAME_SIDE_MAX || height_px > SL_FRAME_SIDE_MAX ||
        (uint64_t)width_px * height_px > PICTURE_PIXELS_MAX)
        return sl__error_set(why, -E2BIG, "%s has %ux%u pixels; at most %d a side are taken", name, width_px, height_px,
                             SL_FRAME_SIDE_MAX);
    int err = pool_frame_room(frame, (size_t)width_px * height_px * 3, why);
    if (err < 0)
        return err;
    return sl_frame_init(&frame->held.frame, SL_PIXELS_RGB24, (int32_t)width_px, (int32_t)height_px, frame->room, 0, why);
}

static uint32_t number_read(const uint8_t *at, int bytes, bool big_endian)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | at[big_endian ? i : bytes - 1 - i];
    return value;
}

/* TIFF 6.0: byte order, 42, offset of the first directory; entries of 12 bytes: tag, type, count, value. */
int exif_orientation(const uint8_t *tiff, size_t size)
{
    if (size < 8 || (memcmp(tiff, "II", 2) && memcmp(tiff, "MM", 2)))
        return 1;
    bool big = tiff[0] == 'M';
    uint32_t offset = number_read(tiff + 4, 4, big);
    if (number_read(tiff + 2, 2, big) != 42 || offset > size - 2)
        return 1;
    uint32_t count = number_read(tiff + offset, 2, big);
    size_t at = offset + 2;
    for (uint32_t i = 0; i < count && size - at >= 12; i++, at += 12) {
        uint32_t value = number_read(tiff + at + 8, 2, big);
        if (number_read(tiff + at, 2, big) == 0x0112 && number_read(tiff + at + 2, 2, big) == 3)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

void upright_plan(struct upright *upright, int orientation, int32_t width_px, int32_t height_px)
{
    static const struct {
        bool turned, right_to_left, bottom_up; /* columns become rows; then mirrored left-right, top-bottom */
    } rows[9] = {[2] = {0, 1, 0}, {0, 1, 1}, {0, 0, 1}, {1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {1, 0, 1}};
    bool turned = rows[orientation].turned;
    int32_t width = turned ? height_px : width_px, height = turned ? width_px : height_px;
    ptrdiff_t right = 3, down = (ptrdiff_t)width * 3;
    upright->width_px = width;
    upright->height_px = height;
    upright->first_bytes = 0;
    if (rows[orientation].right_to_left) {
        upright->first_bytes += right * (width - 1);
        right = -right;
    }
    if (rows[orientation].bottom_up) {
        upright->first_bytes += down * (height - 1);
        down = -down;
    }
    upright->column_bytes = turned ? down : right;
    upright->row_bytes = turned ? right : down;
}

void upright_row(const struct upright *upright, uint8_t *rgb, const uint8_t *row, int32_t count, int32_t y)
{
    uint8_t *to = rgb + upright->first_bytes + upright->row_bytes * y;
    if (upright->column_bytes == 3) {
        memcpy(to, row, (size_t)count * 3);
        return;
    }
    for (int32_t x = 0; x < count; x++, to += upright->column_bytes, row += 3)
        memcpy(to, row, 3);
}
