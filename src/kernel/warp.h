/*
 * From a rotated rectangle of a picture to a normalised f32 tensor, with the bits of OpenCV 4.10's warpPerspective
 * (8 bit, linear) as MediaPipe's CPU graphs call it.
 */
#ifndef SL_KERNEL_WARP_H
#define SL_KERNEL_WARP_H

#include <stdint.h>

enum sl__raster_kind {
    SL_RASTER_RGB24, SL_RASTER_BGR24, SL_RASTER_RGBA32, SL_RASTER_GRAY8, SL_RASTER_I420, SL_RASTER_NV12,
    SL_RASTER_KINDS
};

/** Integer YUV -> RGB: each of R, G, B = clamp((y_scale * (Y - y_offset) + ... + 32768) >> 16). */
struct sl__yuv_matrix {
    int32_t y_offset, y_scale, v_to_r, u_to_g, v_to_g, u_to_b;
};

enum sl__yuv_kind { SL_YUV_BT601, SL_YUV_BT709, SL_YUV_BT601_FULL, SL_YUV_BT709_FULL, SL_YUV_KINDS };
const struct sl__yuv_matrix *sl__yuv_matrix(enum sl__yuv_kind kind);

/** Raw pixels as kernels see them. Chroma of pixel (x, y) is at ((x + chroma_x) / 2, (y + chroma_y) / 2): nearest. */
struct sl__raster {
    enum sl__raster_kind kind;
    enum sl__yuv_kind yuv;
    int32_t width, height;
    const uint8_t *plane[3];
    int32_t stride[3];
    uint8_t chroma_x, chroma_y;
};

enum sl__border { SL_BORDER_REPLICATE, SL_BORDER_ZERO };

/** A rotated rectangle in pixels of the picture: centre, size, rotation in radians, clockwise on screen. */
struct sl__roi {
    float cx, cy, w, h, rotation;
};

/** Fractions of the tensor that are letterbox. */
struct sl__padding {
    float left, top, right, bottom;
};

/** Grow @p roi to the tensor's aspect ratio; @p padding gets the letterbox. */
void sl__roi_pad(struct sl__roi *roi, int tensor_w, int tensor_h, struct sl__padding *padding);

/**
 * Homography from tensor pixels to picture pixels, row-major.
 * @return 0, or -EINVAL when the roi is not finite, not positive, or gives no solvable system
 */
int sl__warp_matrix(const struct sl__roi *roi, int tensor_w, int tensor_h, double m[9]);

struct sl__warp {
    double m[9];
    int tensor_w, tensor_h;   ///< at most SL_WARP_SIDE_MAX
    enum sl__border border;
    float low, high;          ///< 0..255 becomes low..high: fmaf(v, (high - low) / 255, low)
};

#define SL_WARP_SIDE_MAX 512

/** Tensor f32 [tensor_h][tensor_w][3], RGB. The best kernel for this CPU. Allocates nothing. */
void sl__warp_run(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor);

/** The plain C one that all others are compared with. */
void sl__warp_reference(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor);

/** "c", "avx2", "avx512", "neon": what sl__warp_run() uses. */
const char *sl__warp_kernel_name(void);

#endif
