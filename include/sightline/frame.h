/*
 * A picture: pixel format, geometry, stride and time. A struct sl_frame only describes pixels; it owns nothing.
 *
 *     struct sl_frame frame;
 *     int err = sl_frame_init(&frame, SL_PIXELS_RGB24, 640, 480, rgb, 640 * 3, &why);
 */
#ifndef SIGHTLINE_FRAME_H
#define SIGHTLINE_FRAME_H

#include <sightline/api.h>
#include <sightline/error.h>
#include <stddef.h>
#include <stdint.h>

SL_BEGIN_DECLS

#define SL_FRAME_PLANES_MAX 3
#define SL_FRAME_SIDE_MAX 16384 ///< largest width and height accepted, in pixels

/** How pixels lie in memory. */
enum sl_pixels {
    SL_PIXELS_NONE = 0,
    SL_PIXELS_RGB24,  ///< 3 bytes a pixel: red, green, blue
    SL_PIXELS_BGR24,  ///< 3 bytes a pixel: blue, green, red
    SL_PIXELS_RGBA32, ///< 4 bytes a pixel: red, green, blue, alpha (alpha is not looked at)
    SL_PIXELS_GRAY8,  ///< 1 byte a pixel
    SL_PIXELS_I420,   ///< planes Y, U, V; U and V of half width and height, rounded up
    SL_PIXELS_NV12,   ///< planes Y and UV interleaved, of half width and height, rounded up
    SL_PIXELS_COUNT
};

/** How Y, U and V become red, green and blue. Means nothing for the other formats. */
enum sl_colour {
    SL_COLOUR_BT601 = 0,  ///< Y 16..235, the usual case of small videos
    SL_COLOUR_BT709,      ///< Y 16..235, the usual case of HD videos
    SL_COLOUR_BT601_FULL, ///< Y 0..255, JPEG
    SL_COLOUR_BT709_FULL, ///< Y 0..255
    SL_COLOUR_COUNT
};

/** One picture and when it was taken. Borrowed pixels: whoever fills it in says how long they stay. */
struct sl_frame {
    enum sl_pixels pixels;
    enum sl_colour colour;
    int32_t width_px;                           ///< 1..SL_FRAME_SIDE_MAX
    int32_t height_px;                          ///< 1..SL_FRAME_SIDE_MAX
    const uint8_t *plane[SL_FRAME_PLANES_MAX];  ///< first byte of each plane; NULL past the last
    int32_t stride_bytes[SL_FRAME_PLANES_MAX];  ///< from one row to the next, >= the row's own bytes
    uint8_t chroma_x;                           ///< I420, NV12: 1 when column 0 is the second of its chroma pair
    uint8_t chroma_y;                           ///< I420, NV12: 1 when row 0 is the second of its chroma pair
    int64_t pts_ns;                             ///< time in the stream, from 0; set by the source
    int64_t capture_ns;                         ///< when it came in, CLOCK_MONOTONIC; set by the source
    uint64_t number;                            ///< counts from 0 in its stream
    uint32_t dropped;                           ///< frames dropped since the one before
};

/**
 * Describe pixels that lie in one block, planes one after the other without a gap.
 *
 * @param[out] frame         filled in whole; times, number and dropped are 0, colour SL_COLOUR_BT601
 * @param      pixels        any format
 * @param      data          first byte; borrowed for as long as @p frame is used
 * @param      stride_bytes  of plane 0; 0 for tightly packed. Chroma planes: I420 (stride + 1) / 2, NV12 stride
 *                           rounded up to even
 * @return 0 or -EINVAL (format, size or stride; @p why tells which). Any thread.
 */
SL_API int sl_frame_init(struct sl_frame *frame, enum sl_pixels pixels, int32_t width_px, int32_t height_px,
                         const void *data, int32_t stride_bytes, struct sl_error *why);

/**
 * Is this a frame that can be read: known format, size in range, planes there, strides long enough?
 * @return 0 or -EINVAL with the reason in @p why. Any thread. Allocates nothing.
 */
SL_API int sl_frame_check(const struct sl_frame *frame, struct sl_error *why);

/**
 * A part of a frame, without copying: the same pixels, other corners. Odd corners of I420 and NV12 are right.
 *
 * @param[out] part  may be @p frame itself
 * @return 0 or -EINVAL when the part is empty or leaves the frame. Any thread.
 */
SL_API int sl_frame_crop(struct sl_frame *part, const struct sl_frame *frame, int32_t left_px, int32_t top_px,
                         int32_t width_px, int32_t height_px, struct sl_error *why);

/** Bytes of a tightly packed picture as sl_frame_init() with stride 0 expects; 0 if format or size is not accepted. */
SL_API size_t sl_frame_bytes(enum sl_pixels pixels, int32_t width_px, int32_t height_px);

/** "rgb24", "bgr24", "rgba32", "gray8", "i420", "nv12"; "none" for anything else. */
SL_API const char *sl_pixels_name(enum sl_pixels pixels);

/** The format of that name, SL_PIXELS_NONE if there is none. */
SL_API enum sl_pixels sl_pixels_from_name(const char *name);

SL_END_DECLS

#endif
