/*
 * The warp for 64-bit ARM, four pixels at a time. Three steps per tensor row:
 *
 *   find_taps   positions in double, as the reference computes them, then for each pixel which 2x2 block of the picture
 *               it reads and with which weights. Borders end here: a block always lies inside the picture, and what
 *               lies outside is said by the weights (see weigh()).
 *   ..._row     reads the blocks, sums them, rounds to bytes; one way for pixels in one piece, one for planes.
 *   map_bytes   bytes to floats.
 *
 * Reads never leave a picture row's own bytes: a load that would is started earlier and its bytes are shifted down.
 */
#include "kernel/pixel.h"
#include "kernel/warp_kernels.h"

#include <arm_neon.h>
#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { LANES = 4, ROOM = SL_WARP_SIDE_MAX + 2 * LANES };

/* For each pixel of a tensor row. Written in whole groups of four, so a few past the end are rubbish. */
struct taps {
    int32_t column[ROOM];              ///< left column of the 2x2 block, 0..width - 2
    int32_t row[ROOM];                 ///< its upper row, 0..height - 2
    uint16_t across[ROOM];             ///< weights of the left (low byte) and the right column, 0..32
    uint16_t upper[ROOM], lower[ROOM]; ///< weights of the rows, 0..32
};

/* Rows of the matrix times the column counted from a block's beginning: the same for every row of the tensor. */
struct steps {
    double x[ROOM], y[ROOM], w[ROOM];
};

/* What a row is made with. */
struct work {
    struct steps steps;
    struct taps taps;
    uint8_t bytes[3 * ROOM + 16]; ///< the row before it becomes floats
};

/* Positions. */

static void find_steps(struct steps *steps, const double m[9], int block_width)
{
    for (int i = 0; i < block_width + LANES; i++) {
        steps->x[i] = m[0] * i;
        steps->y[i] = m[3] * i;
        steps->w[i] = m[6] * i;
    }
}

/* x, y and w at the first column of a block. */
struct origin {
    float64x2_t x, y, w;
};

INLINE float64x2_t row_of_matrix(const double m[3], double block_x, double y)
{
    return vdupq_n_f64(m[0] * block_x + m[1] * y + m[2]);
}

/* Rounds half to even. maxnm gives the number if the other one is NaN. */
INLINE int32x2_t round_position(float64x2_t value)
{
    const float64x2_t low = vdupq_n_f64(-SL_WARP_POSITION_MAX), high = vdupq_n_f64(SL_WARP_POSITION_MAX);
    return vmovn_s64(vcvtnq_s64_f64(vminnmq_f64(vmaxnmq_f64(value, low), high)));
}

INLINE void find_two(const struct steps *steps, const struct origin *origin, int dx, int32x2_t *x32, int32x2_t *y32)
{
    float64x2_t w = vaddq_f64(origin->w, vld1q_f64(steps->w + dx));
    uint64x2_t scale_bits = vreinterpretq_u64_f64(vdivq_f64(vdupq_n_f64(32.0), w));
    float64x2_t scale = vreinterpretq_f64_u64(vbicq_u64(scale_bits, vceqzq_f64(w)));
    *x32 = round_position(vmulq_f64(vaddq_f64(origin->x, vld1q_f64(steps->x + dx)), scale));
    *y32 = round_position(vmulq_f64(vaddq_f64(origin->y, vld1q_f64(steps->y + dx)), scale));
}

/*
 * One axis: where the pair of pixels begins, and the weights of its two.
 * Replicate: a position left of the first pixel is one on it, a position right of the last pixel one on that, so the
 * position is cut off; the last pixel is read as the second of its pair with weight 32.
 * Zero: a pair that is partly outside moves inside and keeps only the weight of the pixel that was inside.
 */
INLINE int32x4_t weigh(int32x4_t position, int32_t side, bool zero_border, int32x4_t *first, int32x4_t *second)
{
    const int32x4_t zero = vdupq_n_s32(0), all = vdupq_n_s32(32), last = vdupq_n_s32(side - 2);
    if (!zero_border) {
        position = vmaxq_s32(vminq_s32(position, vdupq_n_s32(32 * (side - 1))), zero);
        int32x4_t at = vminq_s32(vshrq_n_s32(position, 5), last);
        *second = vsubq_s32(position, vshlq_n_s32(at, 5));
        *first = vsubq_s32(all, *second);
        return at;
    }
    int32x4_t wanted = vshrq_n_s32(position, 5), fraction = vandq_s32(position, vdupq_n_s32(31)), rest = vsubq_s32(all, fraction);
    int32x4_t at = vmaxq_s32(vminq_s32(wanted, last), zero), moved = vsubq_s32(at, wanted);
    uint32x4_t right = vceqq_s32(moved, vdupq_n_s32(1)), left = vceqq_s32(moved, vdupq_n_s32(-1)), same = vceqq_s32(moved, zero);
    *first = vbslq_s32(same, rest, vbslq_s32(right, fraction, zero));
    *second = vbslq_s32(same, fraction, vbslq_s32(left, rest, zero));
    return at;
}

INLINE uint16x4_t narrow(int32x4_t value)
{
    return vmovn_u32(vreinterpretq_u32_s32(value));
}

INLINE void find_block(struct work *work, const struct origin *origin, int from, int count, const struct sl__raster *raster,
                       bool zero)
{
    struct taps *taps = &work->taps;
    for (int dx = 0; dx < count; dx += LANES) {
        int32x2_t x_low, x_high, y_low, y_high;
        find_two(&work->steps, origin, dx, &x_low, &y_low);
        find_two(&work->steps, origin, dx + 2, &x_high, &y_high);
        int32x4_t left, right, upper, lower;
        vst1q_s32(taps->column + from + dx, weigh(vcombine_s32(x_low, x_high), raster->width, zero, &left, &right));
        vst1q_s32(taps->row + from + dx, weigh(vcombine_s32(y_low, y_high), raster->height, zero, &upper, &lower));
        vst1_u16(taps->across + from + dx, narrow(vorrq_s32(left, vshlq_n_s32(right, 8))));
        vst1_u16(taps->upper + from + dx, narrow(upper));
        vst1_u16(taps->lower + from + dx, narrow(lower));
    }
}

/* A block writes past its end; the next one writes over that. */
static void find_taps(struct work *work, const struct sl__warp *warp, const struct sl__raster *raster, int row)
{
    const int block_width = sl__warp_block_width(warp->tensor_w, warp->tensor_h);
    const double *m = warp->m;
    for (int from = 0; from < warp->tensor_w; from += block_width) {
        const int count = from + block_width < warp->tensor_w ? block_width : warp->tensor_w - from;
        const struct origin origin = { row_of_matrix(m, from, row), row_of_matrix(m + 3, from, row),
                                       row_of_matrix(m + 6, from, row) };
        if (warp->border == SL_BORDER_ZERO)
            find_block(work, &origin, from, count, raster, true);
        else
            find_block(work, &origin, from, count, raster, false);
    }
}

/* Pixels in one piece: RGB24, BGR24, RGBA32. */

/* Two neighbours of 3 or 4 bytes each are within 8 bytes. */
INLINE uint8x8_t load_pair(const uint8_t *row, int32_t x_bytes, int32_t last)
{
    const int32_t start = x_bytes < last ? x_bytes : last;
    uint64_t value;
    memcpy(&value, row + start, sizeof(value));
    return vcreate_u8(value >> (8 * (x_bytes - start)));
}

/* How to take the left and the right pixels out of two loads: R G B . R G B . */
struct order {
    uint8x8_t left, right;
};

INLINE uint16x8_t sum_columns(uint8x8_t first, uint8x8_t second, struct order order, uint8x8_t left, uint8x8_t right)
{
    uint8x16_t both = vcombine_u8(first, second);
    return vmlal_u8(vmull_u8(vqtbl1_u8(both, order.left), left), vqtbl1_u8(both, order.right), right);
}

/* Two pixels of a row: 16 bits each R G B . R G B . */
INLINE uint16x8_t blend_two(const struct sl__raster *raster, const struct taps *taps, int i, int lane, int pixel_bytes,
                            struct order order)
{
    const uint8_t four[] = { 0, 0, 0, 0, 2, 2, 2, 2 };
    const uint8x8_t weights = vreinterpret_u8_u16(vld1_u16(taps->across + i));
    const uint8x8_t which = vadd_u8(vld1_u8(four), vdup_n_u8((uint8_t)(2 * lane)));
    const uint8x8_t left = vtbl1_u8(weights, which), right = vtbl1_u8(weights, vadd_u8(which, vdup_n_u8(1)));

    const int a = i + lane, b = a + 1;
    const int32_t last = pixel_bytes * raster->width - 8, x_a = pixel_bytes * taps->column[a], x_b = pixel_bytes * taps->column[b];
    const uint8_t *row_a = sl__pixel_at(raster, 0, 0, taps->row[a]), *row_b = sl__pixel_at(raster, 0, 0, taps->row[b]);
    const int32_t stride = raster->stride[0];
    uint16x8_t upper = sum_columns(load_pair(row_a, x_a, last), load_pair(row_b, x_b, last), order, left, right);
    uint16x8_t lower = sum_columns(load_pair(row_a + stride, x_a, last), load_pair(row_b + stride, x_b, last), order, left, right);

    uint32x4_t sum_a = vmlal_n_u16(vmull_n_u16(vget_low_u16(upper), taps->upper[a]), vget_low_u16(lower), taps->lower[a]);
    uint32x4_t sum_b = vmlal_n_u16(vmull_n_u16(vget_high_u16(upper), taps->upper[b]), vget_high_u16(lower), taps->lower[b]);
    return vcombine_u16(vrshrn_n_u32(sum_a, 10), vrshrn_n_u32(sum_b, 10));
}

/* Writes four bytes too many, which the next group writes over. */
INLINE void packed_row(const struct sl__raster *raster, struct work *work, int count, int pixel_bytes, struct order order)
{
    const uint8_t close_up[16] = { 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255 };
    for (int i = 0; i < count; i += LANES) {
        uint8x8_t p01 = vmovn_u16(blend_two(raster, &work->taps, i, 0, pixel_bytes, order));
        uint8x8_t p23 = vmovn_u16(blend_two(raster, &work->taps, i, 2, pixel_bytes, order));
        vst1q_u8(work->bytes + 3 * i, vqtbl1q_u8(vcombine_u8(p01, p23), vld1q_u8(close_up)));
    }
}

INLINE struct order pair_order(uint8_t r, uint8_t g, uint8_t b, uint8_t pixel_bytes)
{
    const uint8_t left[8] = { r, g, b, 255, 8 + r, 8 + g, 8 + b, 255 };
    return (struct order){ vld1_u8(left), vqadd_u8(vld1_u8(left), vdup_n_u8(pixel_bytes)) };
}

static void rgb24_row(const struct sl__raster *raster, struct work *work, int count)
{
    packed_row(raster, work, count, 3, pair_order(0, 1, 2, 3));
}

static void bgr24_row(const struct sl__raster *raster, struct work *work, int count)
{
    packed_row(raster, work, count, 3, pair_order(2, 1, 0, 3));
}

static void rgba32_row(const struct sl__raster *raster, struct work *work, int count)
{
    packed_row(raster, work, count, 4, pair_order(0, 1, 2, 4));
}

/* Planes: GRAY8, I420, NV12. Four pixels' left and right neighbours in one row: p0 p0' p1 p1' p2 p2' p3 p3' */

struct colour_row {
    uint8x8_t r, g, b;
};

typedef struct colour_row (*read_fn)(const struct sl__raster *raster, const struct taps *taps, int i, int below);

INLINE uint8x8_t load_luma(const struct sl__raster *raster, const struct taps *taps, int i, int below)
{
    uint8_t pairs[2 * LANES];
    for (int lane = 0; lane < LANES; lane++)
        memcpy(pairs + 2 * lane, sl__pixel_at(raster, 0, taps->column[i + lane], taps->row[i + lane] + below), 2);
    return vld1_u8(pairs);
}

/* One chroma sample for each neighbour; @p plane and @p byte say of what. */
INLINE uint8x8_t load_chroma(const struct sl__raster *raster, const struct taps *taps, int i, int below, int plane,
                             int sample_bytes, int byte)
{
    uint8_t samples[2 * LANES];
    for (int lane = 0; lane < LANES; lane++) {
        const int32_t x = taps->column[i + lane] + raster->chroma_x, y = (taps->row[i + lane] + below + raster->chroma_y) / 2;
        samples[2 * lane] = *sl__pixel_at(raster, plane, x / 2 * sample_bytes + byte, y);
        samples[2 * lane + 1] = *sl__pixel_at(raster, plane, (x + 1) / 2 * sample_bytes + byte, y);
    }
    return vld1_u8(samples);
}

/* Narrowing saturates, which is the clamp. */
INLINE uint16x4_t finish_colour(int32x4_t sum)
{
    return vqshrun_n_s32(sum, 16);
}

INLINE uint8x8_t join_halves(int32x4_t low, int32x4_t high)
{
    return vqmovn_u16(vcombine_u16(finish_colour(low), finish_colour(high)));
}

INLINE struct colour_row to_rgb(const struct sl__yuv_matrix *k, uint8x8_t y8, uint8x8_t u8, uint8x8_t v8)
{
    int16x8_t y = vsubq_s16(vreinterpretq_s16_u16(vmovl_u8(y8)), vdupq_n_s16((int16_t)k->y_offset));
    int16x8_t u = vsubq_s16(vreinterpretq_s16_u16(vmovl_u8(u8)), vdupq_n_s16(128));
    int16x8_t v = vsubq_s16(vreinterpretq_s16_u16(vmovl_u8(v8)), vdupq_n_s16(128));
    int32x4_t u_half[2] = { vmovl_s16(vget_low_s16(u)), vmovl_s16(vget_high_s16(u)) };
    int32x4_t v_half[2] = { vmovl_s16(vget_low_s16(v)), vmovl_s16(vget_high_s16(v)) };
    int32x4_t luma[2] = { vmovl_s16(vget_low_s16(y)), vmovl_s16(vget_high_s16(y)) }, g[2];
    for (int half = 0; half < 2; half++) {
        luma[half] = vmlaq_n_s32(vdupq_n_s32(32768), luma[half], k->y_scale);
        g[half] = vmlaq_n_s32(vmlaq_n_s32(luma[half], u_half[half], k->u_to_g), v_half[half], k->v_to_g);
    }
    return (struct colour_row){
        join_halves(vmlaq_n_s32(luma[0], v_half[0], k->v_to_r), vmlaq_n_s32(luma[1], v_half[1], k->v_to_r)),
        join_halves(g[0], g[1]),
        join_halves(vmlaq_n_s32(luma[0], u_half[0], k->u_to_b), vmlaq_n_s32(luma[1], u_half[1], k->u_to_b)),
    };
}

INLINE struct colour_row read_gray8(const struct sl__raster *raster, const struct taps *taps, int i, int below)
{
    const uint8x8_t luma = load_luma(raster, taps, i, below);
    return (struct colour_row){ luma, luma, luma };
}

INLINE struct colour_row read_i420(const struct sl__raster *raster, const struct taps *taps, int i, int below)
{
    return to_rgb(sl__yuv_matrix(raster->yuv), load_luma(raster, taps, i, below), load_chroma(raster, taps, i, below, 1, 1, 0),
                  load_chroma(raster, taps, i, below, 2, 1, 0));
}

INLINE struct colour_row read_nv12(const struct sl__raster *raster, const struct taps *taps, int i, int below)
{
    return to_rgb(sl__yuv_matrix(raster->yuv), load_luma(raster, taps, i, below), load_chroma(raster, taps, i, below, 1, 2, 0),
                  load_chroma(raster, taps, i, below, 1, 2, 1));
}

INLINE uint16x4_t sum_pairs(uint8x8_t values, uint8x8_t across)
{
    uint16x8_t products = vmull_u8(values, across);
    return vpadd_u16(vget_low_u16(products), vget_high_u16(products));
}

/* One channel of four pixels; the upper four lanes mean nothing. */
INLINE uint8x8_t blend_four(uint8x8_t above, uint8x8_t below, const struct taps *taps, int i)
{
    const uint8x8_t across = vreinterpret_u8_u16(vld1_u16(taps->across + i));
    uint32x4_t sum = vmlal_u16(vmull_u16(sum_pairs(above, across), vld1_u16(taps->upper + i)), sum_pairs(below, across),
                               vld1_u16(taps->lower + i));
    uint16x4_t rounded = vrshrn_n_u32(sum, 10);
    return vmovn_u16(vcombine_u16(rounded, rounded));
}

/* Writes twelve bytes too many, which the next group writes over. */
INLINE void planar_row(const struct sl__raster *raster, struct work *work, int count, read_fn read)
{
    const struct taps *taps = &work->taps;
    for (int i = 0; i < count; i += LANES) {
        const struct colour_row above = read(raster, taps, i, 0), below = read(raster, taps, i, 1);
        const uint8x8x3_t rgb = { { blend_four(above.r, below.r, taps, i), blend_four(above.g, below.g, taps, i),
                                    blend_four(above.b, below.b, taps, i) } };
        vst3_u8(work->bytes + 3 * i, rgb);
    }
}

static void gray8_row(const struct sl__raster *raster, struct work *work, int count)
{
    planar_row(raster, work, count, read_gray8);
}

static void i420_row(const struct sl__raster *raster, struct work *work, int count)
{
    planar_row(raster, work, count, read_i420);
}

static void nv12_row(const struct sl__raster *raster, struct work *work, int count)
{
    planar_row(raster, work, count, read_nv12);
}

/* Whole tensors. */

static void map_bytes(const uint8_t *bytes, float *out, int count, float scale, float low)
{
    int i = 0;
    for (; i + 8 <= count; i += 8) {
        uint16x8_t eight = vmovl_u8(vld1_u8(bytes + i));
        float32x4_t first = vcvtq_f32_u32(vmovl_u16(vget_low_u16(eight))), second = vcvtq_f32_u32(vmovl_u16(vget_high_u16(eight)));
        vst1q_f32(out + i, vfmaq_n_f32(vdupq_n_f32(low), first, scale));
        vst1q_f32(out + i + 4, vfmaq_n_f32(vdupq_n_f32(low), second, scale));
    }
    for (; i < count; i++)
        out[i] = fmaf(bytes[i], scale, low);
}

typedef void (*row_fn)(const struct sl__raster *raster, struct work *work, int count);

static const row_fn row_of[SL_RASTER_KINDS] = {
    [SL_RASTER_RGB24] = rgb24_row, [SL_RASTER_BGR24] = bgr24_row, [SL_RASTER_RGBA32] = rgba32_row,
    [SL_RASTER_GRAY8] = gray8_row, [SL_RASTER_I420] = i420_row,   [SL_RASTER_NV12] = nv12_row,
};

void sl__warp_neon(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor)
{
    if (!sl__warp_lanes_fit(warp, raster)) {
        sl__warp_reference(warp, raster, tensor);
        return;
    }
    struct work work;
    memset(&work.taps, 0, sizeof(work.taps)); /* the last group of a row may read taps that no block wrote */
    find_steps(&work.steps, warp->m, sl__warp_block_width(warp->tensor_w, warp->tensor_h));
    const float scale = (warp->high - warp->low) / 255.0f;
    for (int row = 0; row < warp->tensor_h; row++) {
        find_taps(&work, warp, raster, row);
        row_of[raster->kind](raster, &work, warp->tensor_w);
        map_bytes(work.bytes, tensor + (size_t)row * warp->tensor_w * 3, 3 * warp->tensor_w, scale, warp->low);
    }
}
