/* Frames: formats, strides, and crops whose pixels are those of the whole, odd corners included. */
#include <sightline/frame.h>

#include "tap.h"

#include <errno.h>
#include <stdlib.h>

#define SIDE 13 /* odd, and larger than every crop of a crop needs */

static uint8_t block[SIDE * SIDE * 4];

/* A small generator, the same on every machine. */
static unsigned dice(unsigned sides)
{
    static uint32_t state = 20240817;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % sides;
}

static void fill_block(void)
{
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] = (uint8_t)dice(256);
}

/* All bytes that make pixel (x, y), read as a consumer reads them. */
static uint32_t pixel_at(const struct sl_frame *frame, int x, int y)
{
    const uint8_t *row = frame->plane[0] + (ptrdiff_t)y * frame->stride_bytes[0];
    int cx = (x + frame->chroma_x) / 2, cy = (y + frame->chroma_y) / 2;
    switch (frame->pixels) {
    case SL_PIXELS_GRAY8:
        return row[x];
    case SL_PIXELS_RGBA32:
        return row[4 * x] | row[4 * x + 1] << 8 | row[4 * x + 2] << 16 | (uint32_t)row[4 * x + 3] << 24;
    case SL_PIXELS_I420:
        return row[x] | frame->plane[1][cy * frame->stride_bytes[1] + cx] << 8 |
               frame->plane[2][cy * frame->stride_bytes[2] + cx] << 16;
    case SL_PIXELS_NV12:
        return row[x] | frame->plane[1][cy * frame->stride_bytes[1] + 2 * cx] << 8 |
               frame->plane[1][cy * frame->stride_bytes[1] + 2 * cx + 1] << 16;
    default:
        return row[3 * x] | row[3 * x + 1] << 8 | row[3 * x + 2] << 16;
    }
}

static void planes_of_odd_sizes_lie_one_after_the_other(void)
{
    struct sl_frame frame;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_I420, 5, 3, block, 0, NULL), 0);
    CHECK_INT(frame.plane[1] - block, 15);
    CHECK_INT(frame.plane[2] - block, 15 + 3 * 2);
    CHECK_INT(frame.stride_bytes[1], 3);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_I420, 5, 3), 15 + 6 + 6);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_NV12, 5, 3, block, 0, NULL), 0);
    CHECK_INT(frame.stride_bytes[0], 5);
    CHECK_INT(frame.stride_bytes[1], 6);
    CHECK(frame.plane[2] == NULL);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_NV12, 5, 3), 15 + 12);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_I420, 5, 3, block, 8, NULL), 0);
    CHECK_INT(frame.stride_bytes[2], 4);
    CHECK_INT(frame.plane[2] - block, 8 * 3 + 4 * 2);
}

static void a_packed_picture_has_the_bytes_of_its_formula(void)
{
    CHECK_INT(sl_frame_bytes(SL_PIXELS_RGB24, 640, 480), 640 * 480 * 3);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_NV12, 640, 480), 640 * 480 * 3 / 2);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_RGBA32, SL_FRAME_SIDE_MAX, SL_FRAME_SIDE_MAX), 1ll << 30);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_RGB24, SL_FRAME_SIDE_MAX + 1, 1), 0);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_RGB24, 1, 0), 0);
    CHECK_INT(sl_frame_bytes(SL_PIXELS_NONE, 4, 4), 0);
    CHECK_INT(sl_frame_bytes((enum sl_pixels)99, 4, 4), 0);
}

static void refusals_say_what_was_expected(void)
{
    struct sl_frame frame;
    struct sl_error why;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, 0, 3, block, 0, &why), -EINVAL);
    CHECK_HAS(why.text, "0x3");
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, 5, 3, block, 14, &why), -EINVAL);
    CHECK_TEXT(why.text, "stride of plane 0 is 14 bytes; a row of 5 rgb24 pixels takes 15");
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, 5, 3, block, -15, &why), -EINVAL);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, 5, 3, NULL, 0, &why), -EINVAL);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_COUNT, 5, 3, block, 0, &why), -EINVAL);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_NV12, 5, 3, block, INT32_MAX, &why), -EINVAL);
    CHECK_INT(frame.pixels, SL_PIXELS_NONE);
    CHECK_INT(sl_frame_init(NULL, SL_PIXELS_RGB24, 5, 3, block, 0, NULL), -EINVAL);
    CHECK_INT(sl_frame_check(NULL, &why), -EINVAL);
}

static void a_damaged_frame_does_not_pass_the_check(void)
{
    struct sl_frame good, bad;
    CHECK_INT(sl_frame_init(&good, SL_PIXELS_I420, 5, 3, block, 0, NULL), 0);
    CHECK_INT(sl_frame_check(&good, NULL), 0);
    bad = good, bad.plane[2] = NULL;
    CHECK_INT(sl_frame_check(&bad, NULL), -EINVAL);
    bad = good, bad.chroma_y = 2;
    CHECK_INT(sl_frame_check(&bad, NULL), -EINVAL);
    bad = good, bad.colour = SL_COLOUR_COUNT;
    CHECK_INT(sl_frame_check(&bad, NULL), -EINVAL);
    bad = good, bad.stride_bytes[1] = 2;
    CHECK_INT(sl_frame_check(&bad, NULL), -EINVAL);
    bad = good, bad.width_px = 6, bad.chroma_x = 1, bad.stride_bytes[0] = 6; /* seven halves up to four columns */
    CHECK_INT(sl_frame_check(&bad, NULL), -EINVAL);
}

/* The property that consumers rely on, over every format and many corners and sizes. */
static void pixels_through_a_crop_of_a_crop_are_the_whole_frames(void)
{
    fill_block();
    for (int round = 0; round < 4000; round++) {
        enum sl_pixels pixels = (enum sl_pixels)(1 + dice(SL_PIXELS_COUNT - 1));
        struct sl_frame whole, part;
        CHECK_INT(sl_frame_init(&whole, pixels, SIDE, SIDE - (int)dice(3), block, 0, NULL), 0);
        int left = 0, top = 0;
        part = whole;
        for (int depth = 0; depth < 3; depth++) {
            int width = 1 + (int)dice((unsigned)part.width_px), height = 1 + (int)dice((unsigned)part.height_px);
            int x = (int)dice((unsigned)(part.width_px - width + 1)), y = (int)dice((unsigned)(part.height_px - height + 1));
            CHECK_INT(sl_frame_crop(&part, &part, x, y, width, height, NULL), 0);
            left += x, top += y;
            CHECK_INT(sl_frame_check(&part, NULL), 0);
            struct sl_frame direct;
            CHECK_INT(sl_frame_crop(&direct, &whole, left, top, width, height, NULL), 0);
            CHECK(direct.plane[0] == part.plane[0] && direct.plane[1] == part.plane[1] &&
                  direct.plane[2] == part.plane[2]);
            CHECK(direct.chroma_x == part.chroma_x && direct.chroma_y == part.chroma_y);
        }
        for (int y = 0; y < part.height_px; y++)
            for (int x = 0; x < part.width_px; x++)
                CHECK(pixel_at(&part, x, y) == pixel_at(&whole, left + x, top + y));
        if (!tap_good)
            return;
    }
}

static void a_crop_keeps_time_and_number(void)
{
    struct sl_frame frame, part;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_NV12, 8, 8, block, 0, NULL), 0);
    frame.pts_ns = 7, frame.capture_ns = 8, frame.number = 9, frame.dropped = 10, frame.colour = SL_COLOUR_BT709;
    CHECK_INT(sl_frame_crop(&part, &frame, 3, 5, 2, 3, NULL), 0);
    CHECK(part.pts_ns == 7 && part.capture_ns == 8 && part.number == 9 && part.dropped == 10);
    CHECK_INT(part.colour, SL_COLOUR_BT709);
    CHECK_INT(part.chroma_x, 1);
    CHECK_INT(part.chroma_y, 1);
}

static void a_crop_that_leaves_the_frame_is_refused(void)
{
    static const int32_t parts[][4] = {{-1, 0, 2, 2}, {0, -1, 2, 2},         {4, 0, 2, 2},        {0, 2, 2, 2},
                                       {0, 0, 0, 2},  {0, 0, 2, 0},          {0, 0, 6, 1},        {INT32_MAX, 0, 1, 1},
                                       {1, 0, INT32_MAX, 1}, {0, INT32_MIN, 1, 1}, {0, 1, 1, INT32_MAX}};
    struct sl_frame frame, part = {0};
    struct sl_error why;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, 5, 3, block, 0, NULL), 0);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const int32_t *p = parts[i];
        CHECK_INT(sl_frame_crop(&part, &frame, p[0], p[1], p[2], p[3], &why), -EINVAL);
        CHECK_HAS(why.text, "frame of 5x3");
        CHECK_INT(part.pixels, SL_PIXELS_NONE);
    }
}

static void names_lead_back_to_their_formats(void)
{
    for (int i = 1; i < SL_PIXELS_COUNT; i++)
        CHECK_INT(sl_pixels_from_name(sl_pixels_name((enum sl_pixels)i)), i);
    CHECK_TEXT(sl_pixels_name(SL_PIXELS_NV12), "nv12");
    CHECK_TEXT(sl_pixels_name(SL_PIXELS_NONE), "none");
    CHECK_TEXT(sl_pixels_name((enum sl_pixels)-1), "none");
    CHECK_INT(sl_pixels_from_name("none"), SL_PIXELS_NONE);
    CHECK_INT(sl_pixels_from_name(NULL), SL_PIXELS_NONE);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(planes_of_odd_sizes_lie_one_after_the_other);
    RUN(a_packed_picture_has_the_bytes_of_its_formula);
    RUN(refusals_say_what_was_expected);
    RUN(a_damaged_frame_does_not_pass_the_check);
    RUN(pixels_through_a_crop_of_a_crop_are_the_whole_frames);
    RUN(a_crop_keeps_time_and_number);
    RUN(a_crop_that_leaves_the_frame_is_refused);
    RUN(names_lead_back_to_their_formats);
    return TAP_END();
}
