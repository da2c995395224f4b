/*
 * The warp for x86 with AVX2 and FMA, eight pixels at a time. Two steps per tensor row:
 *
 *   find_taps   positions in double, as the reference computes them, then for each pixel which 2x2 block of the picture
 *               it reads and with which weights. Borders end here: a block always lies inside the picture, and what
 *               lies outside is said by the weights (see weigh()).
 *   blend_row   reads the blocks, sums them, rounds to bytes, maps to floats. Per format only the reading differs.
 *
 * Reads never leave a picture row's own bytes: a load that would is started earlier and its bytes are shifted down.
 */
#include "kernel/pixel.h"
#include "kernel/warp_kernels.h"

#include <immintrin.h>
#include <stdalign.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { LANES = 8, ROOM = SL_WARP_SIDE_MAX + LANES };

/* For each pixel of a tensor row. Written in whole groups of eight, so a few past the end are rubbish. */
struct taps {
    alignas(32) int32_t column[ROOM]; ///< left column of the 2x2 block, 0..width - 2
    alignas(32) int32_t row[ROOM];    ///< its upper row, 0..height - 2
    alignas(32) int32_t across[ROOM]; ///< weights of the left and the right column, 0..32, as bytes: left right left right
    alignas(32) int32_t down[ROOM];   ///< weights of the upper and the lower row, 0..32, as 16 bits each
};

/* Positions. */

struct line { /* one row of the matrix along one tensor row */
    __m256d start, step;
};

INLINE struct line line_start(const double m[3], double block_x, double y)
{
    return (struct line){ _mm256_set1_pd(m[0] * block_x + m[1] * y + m[2]), _mm256_set1_pd(m[0]) };
}

INLINE __m256d line_at(struct line line, __m256d dx)
{
    return _mm256_add_pd(line.start, _mm256_mul_pd(line.step, dx));
}

/* Rounds half to even. max and min give their second operand if the first is NaN. */
INLINE __m128i round_position(__m256d value)
{
    const __m256d limit = _mm256_set1_pd(SL_WARP_POSITION_MAX);
    value = _mm256_min_pd(_mm256_max_pd(value, _mm256_sub_pd(_mm256_setzero_pd(), limit)), limit);
    return _mm256_cvtpd_epi32(value);
}

INLINE void find_four(const struct line line[3], __m256d dx, __m128i *x32, __m128i *y32)
{
    __m256d w = line_at(line[2], dx);
    __m256d zero = _mm256_cmp_pd(w, _mm256_setzero_pd(), _CMP_EQ_OQ);
    __m256d scale = _mm256_andnot_pd(zero, _mm256_div_pd(_mm256_set1_pd(32.0), w));
    *x32 = round_position(_mm256_mul_pd(line_at(line[0], dx), scale));
    *y32 = round_position(_mm256_mul_pd(line_at(line[1], dx), scale));
}

/*
 * One axis: where the pair of pixels begins, and the weights of its two.
 * Replicate: a position left of the first pixel is one on it, a position right of the last pixel one on that, so the
 * position is cut off; the last pixel is read as the second of its pair with weight 32.
 * Zero: a pair that is partly outside moves inside and keeps only the weight of the pixel that was inside.
 */
INLINE __m256i weigh(__m256i position, int32_t side, bool zero_border, __m256i *first, __m256i *second)
{
    const __m256i zero = _mm256_setzero_si256(), all = _mm256_set1_epi32(32), last = _mm256_set1_epi32(side - 2);
    if (!zero_border) {
        position = _mm256_max_epi32(_mm256_min_epi32(position, _mm256_set1_epi32(32 * (side - 1))), zero);
        __m256i at = _mm256_min_epi32(_mm256_srai_epi32(position, 5), last);
        *second = _mm256_sub_epi32(position, _mm256_slli_epi32(at, 5));
        *first = _mm256_sub_epi32(all, *second);
        return at;
    }
    __m256i wanted = _mm256_srai_epi32(position, 5), fraction = _mm256_and_si256(position, _mm256_set1_epi32(31));
    __m256i rest = _mm256_sub_epi32(all, fraction);
    __m256i at = _mm256_max_epi32(_mm256_min_epi32(wanted, last), zero), moved = _mm256_sub_epi32(at, wanted);
    __m256i same = _mm256_cmpeq_epi32(moved, zero);
    __m256i right = _mm256_cmpeq_epi32(moved, _mm256_set1_epi32(1)), left = _mm256_cmpeq_epi32(moved, _mm256_set1_epi32(-1));
    *first = _mm256_or_si256(_mm256_and_si256(same, rest), _mm256_and_si256(right, fraction));
    *second = _mm256_or_si256(_mm256_and_si256(same, fraction), _mm256_and_si256(left, rest));
    return at;
}

INLINE void store(int32_t *to, __m256i value)
{
    _mm256_storeu_si256((__m256i *)to, value);
}

INLINE __m256i load(const int32_t *from)
{
    return _mm256_loadu_si256((const __m256i *)from);
}

INLINE void find_block(struct taps *taps, const struct line line[3], int from, int to, const struct sl__raster *raster, bool zero)
{
    const __m256d four = _mm256_set1_pd(4.0), eight = _mm256_set1_pd(8.0);
    __m256d dx = _mm256_set_pd(3.0, 2.0, 1.0, 0.0);
    for (int i = from; i < to; i += LANES, dx = _mm256_add_pd(dx, eight)) {
        __m128i x_low, x_high, y_low, y_high;
        find_four(line, dx, &x_low, &y_low);
        find_four(line, _mm256_add_pd(dx, four), &x_high, &y_high);
        __m256i left, right, upper, lower;
        store(taps->column + i, weigh(_mm256_set_m128i(x_high, x_low), raster->width, zero, &left, &right));
        store(taps->row + i, weigh(_mm256_set_m128i(y_high, y_low), raster->height, zero, &upper, &lower));
        __m256i across = _mm256_or_si256(left, _mm256_slli_epi32(right, 8));
        store(taps->across + i, _mm256_or_si256(across, _mm256_slli_epi32(across, 16)));
        store(taps->down + i, _mm256_or_si256(upper, _mm256_slli_epi32(lower, 16)));
    }
}

/* A block writes past its end; the next one writes over that. */
static void find_taps(struct taps *taps, const struct sl__warp *warp, const struct sl__raster *raster, int row, int block_width)
{
    for (int from = 0; from < warp->tensor_w; from += block_width) {
        int to = from + block_width < warp->tensor_w ? from + block_width : warp->tensor_w;
        const struct line line[3] = { line_start(warp->m, from, row), line_start(warp->m + 3, from, row),
                                      line_start(warp->m + 6, from, row) };
        if (warp->border == SL_BORDER_ZERO)
            find_block(taps, line, from, to, raster, true);
        else
            find_block(taps, line, from, to, raster, false);
    }
}

/* Blending. */

/*
 * Eight 2x2 blocks. A pixel's eight bytes are R R' G G' B B' 0 0 with ' for the right column; "a" holds pixels 0 1 | 4 5,
 * "b" holds 2 3 | 6 7, so that unpacking and packing within 128-bit lanes gives natural order in the end.
 */
struct blocks {
    __m256i upper_a, upper_b, lower_a, lower_b;
};

INLINE __m256i sum_rows(__m256i upper_and_lower, __m256i down)
{
    __m256i sum = _mm256_madd_epi16(upper_and_lower, down);
    return _mm256_srli_epi32(_mm256_add_epi32(sum, _mm256_set1_epi32(512)), 10);
}

/* Eight pixels of 32 bits: R G B 0. */
INLINE __m256i blend(struct blocks blocks, __m256i across, __m256i down)
{
    __m256i across_a = _mm256_unpacklo_epi32(across, across), across_b = _mm256_unpackhi_epi32(across, across);
    __m256i upper_a = _mm256_maddubs_epi16(blocks.upper_a, across_a), upper_b = _mm256_maddubs_epi16(blocks.upper_b, across_b);
    __m256i lower_a = _mm256_maddubs_epi16(blocks.lower_a, across_a), lower_b = _mm256_maddubs_epi16(blocks.lower_b, across_b);
    __m256i p04 = sum_rows(_mm256_unpacklo_epi16(upper_a, lower_a), _mm256_shuffle_epi32(down, 0x00));
    __m256i p15 = sum_rows(_mm256_unpackhi_epi16(upper_a, lower_a), _mm256_shuffle_epi32(down, 0x55));
    __m256i p26 = sum_rows(_mm256_unpacklo_epi16(upper_b, lower_b), _mm256_shuffle_epi32(down, 0xaa));
    __m256i p37 = sum_rows(_mm256_unpackhi_epi16(upper_b, lower_b), _mm256_shuffle_epi32(down, 0xff));
    return _mm256_packus_epi16(_mm256_packus_epi32(p04, p15), _mm256_packus_epi32(p26, p37));
}

INLINE void put_floats(float *out, __m128i bytes, __m256 scale, __m256 low)
{
    _mm256_storeu_ps(out, _mm256_fmadd_ps(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)), scale, low));
}

/* Eight pixels R G B 0 to 24 floats. */
INLINE void put_pixels(float *out, __m256i pixels, __m256 scale, __m256 low)
{
    const __m256i close_up = _mm256_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1,
                                              0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    __m256i close = _mm256_shuffle_epi8(pixels, close_up);
    __m128i first = _mm256_castsi256_si128(close), second = _mm256_extracti128_si256(close, 1);
    put_floats(out, first, scale, low);
    put_floats(out + 8, _mm_unpacklo_epi32(_mm_srli_si128(first, 8), second), scale, low);
    put_floats(out + 16, _mm_srli_si128(second, 4), scale, low);
}

/* Reading, by format. */

typedef struct blocks (*read_fn)(const struct sl__raster *raster, const struct taps *taps, int i);

INLINE int64_t load64(const uint8_t *from)
{
    int64_t value;
    memcpy(&value, from, sizeof(value));
    return value;
}

INLINE __m256i load_quads(const uint8_t *base, const int32_t *offset, int pixel)
{
    return _mm256_set_epi64x(load64(base + offset[pixel + 5]), load64(base + offset[pixel + 4]),
                             load64(base + offset[pixel + 1]), load64(base + offset[pixel]));
}

/* Two neighbours of 3 or 4 bytes each are within 8 bytes. */
INLINE struct blocks read_packed(const struct sl__raster *raster, const struct taps *taps, int i, int pixel_bytes, __m256i order)
{
    const __m256i zero = _mm256_setzero_si256(), last = _mm256_set1_epi32(pixel_bytes * raster->width - 8);
    __m256i in_row = _mm256_mullo_epi32(load(taps->column + i), _mm256_set1_epi32(pixel_bytes));
    __m256i start = _mm256_min_epi32(in_row, last);
    alignas(32) int32_t offset[LANES];
    store(offset, _mm256_add_epi32(start, _mm256_mullo_epi32(load(taps->row + i), _mm256_set1_epi32(raster->stride[0]))));

    const uint8_t *upper = raster->plane[0], *lower = upper + raster->stride[0];
    struct blocks blocks = { load_quads(upper, offset, 0), load_quads(upper, offset, 2),
                             load_quads(lower, offset, 0), load_quads(lower, offset, 2) };
    __m256i shift = _mm256_slli_epi32(_mm256_sub_epi32(in_row, start), 3);
    __m256i shift_a = _mm256_unpacklo_epi32(shift, zero), shift_b = _mm256_unpackhi_epi32(shift, zero);
    blocks.upper_a = _mm256_shuffle_epi8(_mm256_srlv_epi64(blocks.upper_a, shift_a), order);
    blocks.upper_b = _mm256_shuffle_epi8(_mm256_srlv_epi64(blocks.upper_b, shift_b), order);
    blocks.lower_a = _mm256_shuffle_epi8(_mm256_srlv_epi64(blocks.lower_a, shift_a), order);
    blocks.lower_b = _mm256_shuffle_epi8(_mm256_srlv_epi64(blocks.lower_b, shift_b), order);
    return blocks;
}

/* Bytes r, g, b of one pixel of n bytes, each with that of its right neighbour, to R R' G G' B B' 0 0. */
INLINE __m256i pair_order(char r, char g, char b, char n)
{
    const __m128i one = _mm_setr_epi8(r, r + n, g, g + n, b, b + n, -1, -1,
                                      8 + r, 8 + r + n, 8 + g, 8 + g + n, 8 + b, 8 + b + n, -1, -1);
    return _mm256_broadcastsi128_si256(one);
}

INLINE struct blocks read_rgb24(const struct sl__raster *raster, const struct taps *taps, int i)
{
    return read_packed(raster, taps, i, 3, pair_order(0, 1, 2, 3));
}

INLINE struct blocks read_bgr24(const struct sl__raster *raster, const struct taps *taps, int i)
{
    return read_packed(raster, taps, i, 3, pair_order(2, 1, 0, 3));
}

INLINE struct blocks read_rgba32(const struct sl__raster *raster, const struct taps *taps, int i)
{
    return read_packed(raster, taps, i, 4, pair_order(0, 1, 2, 4));
}

INLINE int load16(const uint8_t *from)
{
    uint16_t value;
    memcpy(&value, from, sizeof(value));
    return value;
}

/* Two bytes from each of eight places, as 32 bits each. */
INLINE __m256i load_pairs(const uint8_t *base, const int32_t offset[LANES])
{
    __m128i pairs = _mm_cvtsi32_si128(load16(base + offset[0]));
    pairs = _mm_insert_epi16(pairs, load16(base + offset[1]), 1);
    pairs = _mm_insert_epi16(pairs, load16(base + offset[2]), 2);
    pairs = _mm_insert_epi16(pairs, load16(base + offset[3]), 3);
    pairs = _mm_insert_epi16(pairs, load16(base + offset[4]), 4);
    pairs = _mm_insert_epi16(pairs, load16(base + offset[5]), 5);
    pairs = _mm_insert_epi16(pairs, load16(base + offset[6]), 6);
    pairs = _mm_insert_epi16(pairs, load16(base + offset[7]), 7);
    return _mm256_cvtepu16_epi32(pairs);
}

INLINE void luma_offsets(const struct sl__raster *raster, const struct taps *taps, int i, int32_t offset[LANES])
{
    __m256i row_start = _mm256_mullo_epi32(load(taps->row + i), _mm256_set1_epi32(raster->stride[0]));
    store(offset, _mm256_add_epi32(row_start, load(taps->column + i)));
}

/* Pairs Y Y' to Y Y' Y Y' Y Y' 0 0, pixels 0 1 | 4 5 or 2 3 | 6 7. */
INLINE __m256i spread_grey(__m256i pairs, bool b)
{
    const __m256i a_order = _mm256_setr_epi8(0, 1, 0, 1, 0, 1, -1, -1, 4, 5, 4, 5, 4, 5, -1, -1,
                                             0, 1, 0, 1, 0, 1, -1, -1, 4, 5, 4, 5, 4, 5, -1, -1);
    const __m256i b_order = _mm256_setr_epi8(8, 9, 8, 9, 8, 9, -1, -1, 12, 13, 12, 13, 12, 13, -1, -1,
                                             8, 9, 8, 9, 8, 9, -1, -1, 12, 13, 12, 13, 12, 13, -1, -1);
    return _mm256_shuffle_epi8(pairs, b ? b_order : a_order);
}

INLINE struct blocks read_gray8(const struct sl__raster *raster, const struct taps *taps, int i)
{
    alignas(32) int32_t offset[LANES];
    luma_offsets(raster, taps, i, offset);
    __m256i upper = load_pairs(raster->plane[0], offset), lower = load_pairs(raster->plane[0] + raster->stride[0], offset);
    return (struct blocks){ spread_grey(upper, false), spread_grey(upper, true),
                            spread_grey(lower, false), spread_grey(lower, true) };
}

/* U and V of the left and right neighbours in one row, as 32 bits each. */
struct chroma {
    __m256i u, v, u_right, v_right;
};

/* For the chroma samples of a pair of columns: where to load, and how far to shift for the left and right one. */
struct chroma_columns {
    __m256i start, left, right;
};

INLINE struct chroma_columns find_chroma(const struct sl__raster *raster, __m256i column, int sample_bytes)
{
    const __m256i phase = _mm256_set1_epi32(raster->chroma_x), one = _mm256_set1_epi32(1);
    int32_t samples = (raster->width + raster->chroma_x + 1) / 2;
    __m256i left = _mm256_srli_epi32(_mm256_add_epi32(column, phase), 1);
    __m256i right = _mm256_srli_epi32(_mm256_add_epi32(_mm256_add_epi32(column, phase), one), 1);
    __m256i start = _mm256_min_epi32(left, _mm256_set1_epi32(samples - 2));
    const int to_bits = sample_bytes == 1 ? 3 : 4;
    return (struct chroma_columns){ sample_bytes == 1 ? start : _mm256_slli_epi32(start, 1),
                                    _mm256_slli_epi32(_mm256_sub_epi32(left, start), to_bits),
                                    _mm256_slli_epi32(_mm256_sub_epi32(right, start), to_bits) };
}

INLINE __m256i low_byte(__m256i value, __m256i shift)
{
    return _mm256_and_si256(_mm256_srlv_epi32(value, shift), _mm256_set1_epi32(255));
}

INLINE __m256i chroma_rows(const struct sl__raster *raster, __m256i row, int below)
{
    return _mm256_srli_epi32(_mm256_add_epi32(row, _mm256_set1_epi32(raster->chroma_y + below)), 1);
}

INLINE __m256i chroma_offsets(__m256i row, int32_t stride, __m256i start)
{
    return _mm256_add_epi32(_mm256_mullo_epi32(row, _mm256_set1_epi32(stride)), start);
}

INLINE struct chroma read_chroma_i420(const struct sl__raster *raster, __m256i row, struct chroma_columns columns)
{
    alignas(32) int32_t at_u[LANES], at_v[LANES];
    store(at_u, chroma_offsets(row, raster->stride[1], columns.start));
    store(at_v, chroma_offsets(row, raster->stride[2], columns.start));
    __m256i u = load_pairs(raster->plane[1], at_u), v = load_pairs(raster->plane[2], at_v);
    return (struct chroma){ low_byte(u, columns.left), low_byte(v, columns.left),
                            low_byte(u, columns.right), low_byte(v, columns.right) };
}

INLINE int load32(const uint8_t *from)
{
    int value;
    memcpy(&value, from, sizeof(value));
    return value;
}

INLINE struct chroma read_chroma_nv12(const struct sl__raster *raster, __m256i row, struct chroma_columns columns)
{
    alignas(32) int32_t at[LANES];
    const uint8_t *base = raster->plane[1];
    store(at, chroma_offsets(row, raster->stride[1], columns.start));
    __m256i uv = _mm256_setr_epi32(load32(base + at[0]), load32(base + at[1]), load32(base + at[2]), load32(base + at[3]),
                                   load32(base + at[4]), load32(base + at[5]), load32(base + at[6]), load32(base + at[7]));
    __m256i vu = _mm256_srli_epi32(uv, 8);
    return (struct chroma){ low_byte(uv, columns.left), low_byte(vu, columns.left),
                            low_byte(uv, columns.right), low_byte(vu, columns.right) };
}

/* Eight pixels R G B 0. Packing saturates, which is the clamp. */
INLINE __m256i to_rgb(const struct sl__yuv_matrix *k, __m256i y, __m256i u, __m256i v)
{
    const __m256i order = _mm256_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
                                           0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m256i middle = _mm256_set1_epi32(128);
    u = _mm256_sub_epi32(u, middle);
    v = _mm256_sub_epi32(v, middle);
    __m256i luma = _mm256_add_epi32(_mm256_mullo_epi32(y, _mm256_set1_epi32(k->y_scale)),
                                    _mm256_set1_epi32(32768 - k->y_scale * k->y_offset));
    __m256i r = _mm256_add_epi32(luma, _mm256_mullo_epi32(v, _mm256_set1_epi32(k->v_to_r)));
    __m256i g = _mm256_add_epi32(luma, _mm256_add_epi32(_mm256_mullo_epi32(u, _mm256_set1_epi32(k->u_to_g)),
                                                        _mm256_mullo_epi32(v, _mm256_set1_epi32(k->v_to_g))));
    __m256i b = _mm256_add_epi32(luma, _mm256_mullo_epi32(u, _mm256_set1_epi32(k->u_to_b)));
    __m256i rg = _mm256_packs_epi32(_mm256_srai_epi32(r, 16), _mm256_srai_epi32(g, 16));
    __m256i b0 = _mm256_packs_epi32(_mm256_srai_epi32(b, 16), _mm256_setzero_si256());
    return _mm256_shuffle_epi8(_mm256_packus_epi16(rg, b0), order);
}

typedef struct chroma (*read_chroma_fn)(const struct sl__raster *raster, __m256i row, struct chroma_columns columns);

/* One row of eight blocks: the left and right pixels, interleaved byte by byte. */
INLINE void read_yuv_row(const struct sl__raster *raster, __m256i luma, struct chroma chroma, __m256i *a, __m256i *b)
{
    const struct sl__yuv_matrix *matrix = sl__yuv_matrix(raster->yuv);
    __m256i left = to_rgb(matrix, _mm256_and_si256(luma, _mm256_set1_epi32(255)), chroma.u, chroma.v);
    __m256i right = to_rgb(matrix, _mm256_srli_epi32(luma, 8), chroma.u_right, chroma.v_right);
    *a = _mm256_unpacklo_epi8(left, right);
    *b = _mm256_unpackhi_epi8(left, right);
}

INLINE struct blocks read_yuv(const struct sl__raster *raster, const struct taps *taps, int i, int sample_bytes,
                              read_chroma_fn read_chroma)
{
    alignas(32) int32_t offset[LANES];
    luma_offsets(raster, taps, i, offset);
    __m256i row = load(taps->row + i);
    struct chroma_columns columns = find_chroma(raster, load(taps->column + i), sample_bytes);
    struct blocks blocks;
    read_yuv_row(raster, load_pairs(raster->plane[0], offset), read_chroma(raster, chroma_rows(raster, row, 0), columns),
                 &blocks.upper_a, &blocks.upper_b);
    read_yuv_row(raster, load_pairs(raster->plane[0] + raster->stride[0], offset),
                 read_chroma(raster, chroma_rows(raster, row, 1), columns), &blocks.lower_a, &blocks.lower_b);
    return blocks;
}

INLINE struct blocks read_i420(const struct sl__raster *raster, const struct taps *taps, int i)
{
    return read_yuv(raster, taps, i, 1, read_chroma_i420);
}

INLINE struct blocks read_nv12(const struct sl__raster *raster, const struct taps *taps, int i)
{
    return read_yuv(raster, taps, i, 2, read_chroma_nv12);
}

/* Rows. */

INLINE void blend_row(const struct sl__warp *warp, const struct sl__raster *raster, const struct taps *taps, float *out,
                      read_fn read)
{
    const __m256 scale = _mm256_set1_ps((warp->high - warp->low) / 255.0f), low = _mm256_set1_ps(warp->low);
    const int width = warp->tensor_w;
    int i = 0;
    for (; i + LANES <= width; i += LANES)
        put_pixels(out + 3 * i, blend(read(raster, taps, i), load(taps->across + i), load(taps->down + i)), scale, low);
    if (i < width) {
        float rest[3 * LANES];
        put_pixels(rest, blend(read(raster, taps, i), load(taps->across + i), load(taps->down + i)), scale, low);
        memcpy(out + 3 * i, rest, (size_t)(width - i) * 3 * sizeof(*rest));
    }
}

#define ROW_OF(kind)                                                                                                    \
    static void kind##_row(const struct sl__warp *warp, const struct sl__raster *raster, const struct taps *taps, float *out) \
    {                                                                                                                   \
        blend_row(warp, raster, taps, out, read_##kind);                                                                \
    }

ROW_OF(rgb24)
ROW_OF(bgr24)
ROW_OF(rgba32)
ROW_OF(gray8)
ROW_OF(i420)
ROW_OF(nv12)

typedef void (*row_fn)(const struct sl__warp *warp, const struct sl__raster *raster, const struct taps *taps, float *out);

static const row_fn row_of[SL_RASTER_KINDS] = {
    [SL_RASTER_RGB24] = rgb24_row, [SL_RASTER_BGR24] = bgr24_row, [SL_RASTER_RGBA32] = rgba32_row,
    [SL_RASTER_GRAY8] = gray8_row, [SL_RASTER_I420] = i420_row,   [SL_RASTER_NV12] = nv12_row,
};

void sl__warp_avx2(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor)
{
    if (!sl__warp_lanes_fit(warp, raster)) {
        sl__warp_reference(warp, raster, tensor);
        return;
    }
    struct taps taps;
    memset(&taps, 0, sizeof(taps));
    const int block_width = sl__warp_block_width(warp->tensor_w, warp->tensor_h);
    for (int row = 0; row < warp->tensor_h; row++) {
        find_taps(&taps, warp, raster, row, block_width);
        row_of[raster->kind](warp, raster, &taps, tensor + (size_t)row * warp->tensor_w * 3);
    }
}
