/*
 * The warp for x86 with AVX2 and FMA, eight pixels at a time. Three steps per tensor row:
 *
 *   find_taps    positions in double, as the reference computes them, then for each pixel which 2x2 block of the picture
 *                it reads and with which weights. Borders end here: a block always lies inside the picture, and what
 *                lies outside is said by the weights (see weigh()).
 *   place_...    where in memory these blocks are. Offsets pass through memory on purpose: from there they are scalars for
 *                free, out of a vector register each costs two instructions.
 *   blend_row    reads the blocks, sums them, rounds to bytes, maps to floats. Per format only the reading differs.
 *
 * Reads never leave a picture row's own bytes: a load that would is started earlier and its bytes are shifted down.
 * Single loads become vectors by broadcast and blend, which leave the shuffle unit, the narrowest here, alone.
 */
#include "kernel/pixel.h"
#include "kernel/warp_kernels.h"

#include <immintrin.h>
#include <math.h>
#include <stdalign.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { FETCH_ROWS = 4, LANES = 8, ROOM = SL_WARP_SIDE_MAX + LANES };

/* For each pixel of a tensor row. Written in whole groups of eight, so a few past the end are rubbish. */
struct taps {
    alignas(32) int32_t column[ROOM]; ///< left column of the 2x2 block, 0..width - 2
    alignas(32) int32_t row[ROOM];    ///< its upper row, 0..height - 2
    alignas(32) int32_t across[ROOM]; ///< weights of the left and the right column, 0..32, as bytes: left right left right
    alignas(32) int32_t down[ROOM];   ///< 64 times the weights of the upper and the lower row, as 16 bits each
};

/* For each pixel of a tensor row: where its block is in each plane, in bytes, and how many bits to shift what is loaded. */
struct places {
    alignas(32) int32_t offset[ROOM], shift[ROOM]; ///< plane 0, upper row
    alignas(32) int32_t chroma[2][ROOM];           ///< upper and lower row; planes 1 and 2 have one stride
    alignas(32) int32_t chroma_order[ROOM];        ///< where the left and the right sample are: a byte shuffle to 16 bits each
    bool shifted;                                  ///< any plane 0 shift is not zero
    ptrdiff_t ahead;                               ///< from a pixel's block to that of the pixel some rows below, about, in bytes
};

/* Positions. */

/*
 * Rows of the matrix times the column counted from a block's beginning: the same for every row of the tensor. Each eight
 * are in the order 0 1 4 5 2 3 6 7, which narrowing turns into the natural one.
 */
struct steps {
    alignas(32) double x[ROOM], y[ROOM], w[ROOM];
};

static void find_steps(struct steps *steps, const double m[9], int block_width)
{
    static const int order[LANES] = { 0, 1, 4, 5, 2, 3, 6, 7 };
    for (int i = 0; i < block_width; i += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            steps->x[i + lane] = m[0] * (i + order[lane]);
            steps->y[i + lane] = m[3] * (i + order[lane]);
            steps->w[i + lane] = m[6] * (i + order[lane]);
        }
    }
}

/* x, y and w at the first column of a block. */
struct origin {
    __m256d x, y, w;
};

INLINE __m256d row_of_matrix(const double m[3], double block_x, double y)
{
    return _mm256_set1_pd(m[0] * block_x + m[1] * y + m[2]);
}

/* max and min give their second operand if the first is NaN. */
INLINE __m256d cut_off(__m256d value)
{
    const __m256d low = _mm256_set1_pd(-SL_WARP_POSITION_MAX), high = _mm256_set1_pd(SL_WARP_POSITION_MAX);
    return _mm256_min_pd(_mm256_max_pd(value, low), high);
}

struct four {
    __m256d x, y;
};

/* A tame matrix needs no guards. */
INLINE struct four find_four(const struct steps *steps, const struct origin *origin, int dx, bool tame)
{
    __m256d w = _mm256_add_pd(origin->w, _mm256_load_pd(steps->w + dx));
    __m256d scale = _mm256_div_pd(_mm256_set1_pd(32.0), w);
    if (!tame)
        scale = _mm256_andnot_pd(_mm256_cmp_pd(w, _mm256_setzero_pd(), _CMP_EQ_OQ), scale);
    __m256d x = _mm256_mul_pd(_mm256_add_pd(origin->x, _mm256_load_pd(steps->x + dx)), scale);
    __m256d y = _mm256_mul_pd(_mm256_add_pd(origin->y, _mm256_load_pd(steps->y + dx)), scale);
    return (struct four){ tame ? x : cut_off(x), tame ? y : cut_off(y) };
}

/*
 * Eight positions to integers, half to even: after adding 3 * 2^51 the last bit of a double is worth one, so the addition
 * rounds, and the integer stands in its low 32 bits. The conversion instruction is several times slower.
 */
INLINE __m256i round_eight(__m256d low, __m256d high)
{
    const __m256d shift = _mm256_set1_pd(0x1.8p52);
    return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castpd_ps(_mm256_add_pd(low, shift)),
                                                 _mm256_castpd_ps(_mm256_add_pd(high, shift)), 0x88));
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

INLINE void find_block(struct taps *taps, const struct steps *steps, const struct origin *origin, int from, int count,
                       int32_t width, int32_t height, bool zero, bool tame)
{
    for (int dx = 0; dx < count; dx += LANES) {
        const struct four low = find_four(steps, origin, dx, tame), high = find_four(steps, origin, dx + 4, tame);
        __m256i left, right, upper, lower;
        store(taps->column + from + dx, weigh(round_eight(low.x, high.x), width, zero, &left, &right));
        store(taps->row + from + dx, weigh(round_eight(low.y, high.y), height, zero, &upper, &lower));
        __m256i across = _mm256_or_si256(left, _mm256_slli_epi32(right, 8));
        store(taps->across + from + dx, _mm256_or_si256(across, _mm256_slli_epi32(across, 16)));
        store(taps->down + from + dx, _mm256_or_si256(_mm256_slli_epi32(upper, 6), _mm256_slli_epi32(lower, 22)));
    }
}

/* A block writes past its end; the next one writes over that. */
INLINE void find_blocks(struct taps *taps, const struct steps *steps, const struct sl__warp *warp, const struct sl__raster *raster,
                        int row, bool zero, bool tame)
{
    const int block_width = sl__warp_block_width(warp->tensor_w, warp->tensor_h);
    const double *m = warp->m;
    for (int from = 0; from < warp->tensor_w; from += block_width) {
        const int count = from + block_width < warp->tensor_w ? block_width : warp->tensor_w - from;
        const struct origin origin = { row_of_matrix(m, from, row), row_of_matrix(m + 3, from, row),
                                       row_of_matrix(m + 6, from, row) };
        find_block(taps, steps, &origin, from, count, raster->width, raster->height, zero, tame);
    }
}

static void find_taps(struct taps *taps, const struct steps *steps, const struct sl__warp *warp, const struct sl__raster *raster,
                      int row, bool tame)
{
    if (warp->border == SL_BORDER_ZERO && tame)
        find_blocks(taps, steps, warp, raster, row, true, true);
    else if (warp->border == SL_BORDER_ZERO)
        find_blocks(taps, steps, warp, raster, row, true, false);
    else if (tame)
        find_blocks(taps, steps, warp, raster, row, false, true);
    else
        find_blocks(taps, steps, warp, raster, row, false, false);
}

/* Blending. */

/*
 * Eight 2x2 blocks. A pixel's eight bytes are R R' G G' B B' 0 0 with ' for the right column; "a" holds pixels 0 1 | 4 5,
 * "b" holds 2 3 | 6 7, so that unpacking and packing within 128-bit lanes gives natural order in the end.
 */
struct blocks {
    __m256i upper_a, upper_b, lower_a, lower_b;
};

/* 64 times the weighted sum with rounding: the result is the upper half of each 32 bits. */
INLINE __m256i sum_rows(__m256i upper_and_lower, __m256i down)
{
    return _mm256_add_epi32(_mm256_madd_epi16(upper_and_lower, down), _mm256_set1_epi32(512 * 64));
}

/* Upper halves, in turns: R0 R1 G0 G1 B0 B1 . . */
INLINE __m256i upper_halves(__m256i a, __m256i b)
{
    return _mm256_blend_epi16(_mm256_srli_epi32(a, 16), b, 0xaa);
}

/* Eight pixels R G B to 24 bytes at @p out; writes 28. */
INLINE void blend(struct blocks blocks, __m256i across, __m256i down, uint8_t *out)
{
    const __m128i close_up = _mm_setr_epi8(0, 2, 4, 1, 3, 5, 8, 10, 12, 9, 11, 13, -1, -1, -1, -1);
    __m256i across_a = _mm256_unpacklo_epi32(across, across), across_b = _mm256_unpackhi_epi32(across, across);
    __m256i upper_a = _mm256_maddubs_epi16(blocks.upper_a, across_a), upper_b = _mm256_maddubs_epi16(blocks.upper_b, across_b);
    __m256i lower_a = _mm256_maddubs_epi16(blocks.lower_a, across_a), lower_b = _mm256_maddubs_epi16(blocks.lower_b, across_b);
    __m256i p04 = sum_rows(_mm256_unpacklo_epi16(upper_a, lower_a), _mm256_shuffle_epi32(down, 0x00));
    __m256i p15 = sum_rows(_mm256_unpackhi_epi16(upper_a, lower_a), _mm256_shuffle_epi32(down, 0x55));
    __m256i p26 = sum_rows(_mm256_unpacklo_epi16(upper_b, lower_b), _mm256_shuffle_epi32(down, 0xaa));
    __m256i p37 = sum_rows(_mm256_unpackhi_epi16(upper_b, lower_b), _mm256_shuffle_epi32(down, 0xff));
    __m256i bytes = _mm256_packus_epi16(upper_halves(p04, p15), upper_halves(p26, p37));
    bytes = _mm256_shuffle_epi8(bytes, _mm256_broadcastsi128_si256(close_up));
    _mm_storeu_si128((__m128i *)(void *)out, _mm256_castsi256_si128(bytes));
    _mm_storeu_si128((__m128i *)(void *)(out + 12), _mm256_extracti128_si256(bytes, 1));
}

/* Bytes to the floats they stand for, each with one rounding. The tensor left the caches while the model ran: see fetch_ahead(). */
static void map_bytes(const uint8_t *bytes, float *out, int count, float scale, float low)
{
    const uintptr_t out_ahead = (uintptr_t)FETCH_ROWS * (uintptr_t)count * sizeof(*out);
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
        int64_t eight;
        memcpy(&eight, bytes + i, sizeof(eight));
        __m256 value = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_cvtsi64_si128(eight)));
        __builtin_prefetch((const void *)((uintptr_t)(out + i) + out_ahead), 1); /* may lie past the tensor */
        _mm256_storeu_ps(out + i, _mm256_fmadd_ps(value, _mm256_set1_ps(scale), _mm256_set1_ps(low)));
    }
    for (; i < count; i++)
        out[i] = fmaf(bytes[i], scale, low);
}

/* Placing. */

static void place_pixels(struct places *places, const struct taps *taps, const struct sl__raster *raster, int pixel_bytes,
                         int load_bytes, int count)
{
    const __m256i bytes = _mm256_set1_epi32(pixel_bytes), stride = _mm256_set1_epi32(raster->stride[0]);
    const __m256i last = _mm256_set1_epi32(pixel_bytes * raster->width - load_bytes);
    __m256i any = _mm256_setzero_si256();
    for (int i = 0; i < count; i += LANES) {
        __m256i wanted = _mm256_mullo_epi32(load(taps->column + i), bytes), start = _mm256_min_epi32(wanted, last);
        __m256i shift = _mm256_slli_epi32(_mm256_sub_epi32(wanted, start), 3);
        any = _mm256_or_si256(any, shift);
        store(places->shift + i, shift);
        store(places->offset + i, _mm256_add_epi32(start, _mm256_mullo_epi32(load(taps->row + i), stride)));
    }
    places->shifted = !_mm256_testz_si256(any, any);
}

/* The two chroma samples of a pair of columns are within four bytes; often they are one and the same. */
static void place_chroma(struct places *places, const struct taps *taps, const struct sl__raster *raster, int sample_bytes,
                         int count)
{
    const __m256i one = _mm256_set1_epi32(1), bytes = _mm256_set1_epi32(sample_bytes);
    const __m128i lane = _mm_setr_epi8(0, -128, 0, -128, 4, -128, 4, -128, 8, -128, 8, -128, 12, -128, 12, -128);
    const __m256i last = _mm256_set1_epi32((raster->width + raster->chroma_x + 1) / 2 * sample_bytes - 4);
    const __m256i stride = _mm256_set1_epi32(raster->stride[1]);
    for (int i = 0; i < count; i += LANES) {
        __m256i x = _mm256_add_epi32(load(taps->column + i), _mm256_set1_epi32(raster->chroma_x));
        __m256i y = _mm256_add_epi32(load(taps->row + i), _mm256_set1_epi32(raster->chroma_y));
        __m256i left = _mm256_mullo_epi32(_mm256_srli_epi32(x, 1), bytes);
        __m256i right = _mm256_mullo_epi32(_mm256_srli_epi32(_mm256_add_epi32(x, one), 1), bytes);
        __m256i start = _mm256_min_epi32(left, last);
        __m256i order = _mm256_or_si256(_mm256_sub_epi32(left, start), _mm256_slli_epi32(_mm256_sub_epi32(right, start), 16));
        store(places->chroma_order + i, _mm256_add_epi32(order, _mm256_broadcastsi128_si256(lane)));
        __m256i upper = _mm256_srli_epi32(y, 1), lower = _mm256_srli_epi32(_mm256_add_epi32(y, one), 1);
        store(places->chroma[0] + i, _mm256_add_epi32(start, _mm256_mullo_epi32(upper, stride)));
        store(places->chroma[1] + i, _mm256_add_epi32(start, _mm256_mullo_epi32(lower, stride)));
    }
}

/* Reading, by format. */

/*
 * YUV to RGB in 16 bits. A factor k of 16.16 is split into whole * 65536 + rest, rest in -32768..32767; whole numbers
 * pass through the final shift unchanged:
 *     (a * x + b * y + 32768) >> 16  =  whole_a * x + whole_b * y + ((rest_a * x + rest_b * y + 32768) >> 16)
 */
struct colours {
    __m256i y_offset;
    __m256i y_whole, r_whole, gu_whole, gv_whole, b_whole;
    __m256i yr_rest, yb_rest, gu_rest, gv_rest; ///< in pairs for madd: Y and V to R; Y and U to B and G; V and rounding to G
};

/* What a row is made with. */
struct work {
    struct steps steps;
    struct taps taps;
    struct places places;
    struct colours colours;
    uint8_t bytes[3 * ROOM + 8]; ///< the row before it becomes floats
};

typedef struct blocks (*read_fn)(const struct sl__raster *raster, const struct work *work, int i);

INLINE __m256i broadcast64(const uint8_t *from)
{
    int64_t value;
    memcpy(&value, from, sizeof(value));
    return _mm256_set1_epi64x(value);
}

/* Eight bytes each of pixels 0 1 | 4 5, counted from offset. */
INLINE __m256i load_quads(const uint8_t *base, const int32_t *offset)
{
    __m256i low = _mm256_blend_epi32(broadcast64(base + offset[0]), broadcast64(base + offset[1]), 0x0c);
    __m256i high = _mm256_blend_epi32(broadcast64(base + offset[4]), broadcast64(base + offset[5]), 0xc0);
    return _mm256_blend_epi32(low, high, 0xf0);
}

/* Two neighbours of 3 or 4 bytes each are within 8 bytes. */
INLINE struct blocks read_packed(const struct sl__raster *raster, const struct work *work, int i, bool shifted, __m256i order)
{
    const int32_t *offset = work->places.offset + i;
    const uint8_t *upper = raster->plane[0], *lower = upper + raster->stride[0];
    struct blocks blocks = { load_quads(upper, offset), load_quads(upper, offset + 2),
                             load_quads(lower, offset), load_quads(lower, offset + 2) };
    if (shifted) {
        const __m256i shift = load(work->places.shift + i), zero = _mm256_setzero_si256();
        __m256i shift_a = _mm256_unpacklo_epi32(shift, zero), shift_b = _mm256_unpackhi_epi32(shift, zero);
        blocks.upper_a = _mm256_srlv_epi64(blocks.upper_a, shift_a);
        blocks.upper_b = _mm256_srlv_epi64(blocks.upper_b, shift_b);
        blocks.lower_a = _mm256_srlv_epi64(blocks.lower_a, shift_a);
        blocks.lower_b = _mm256_srlv_epi64(blocks.lower_b, shift_b);
    }
    blocks.upper_a = _mm256_shuffle_epi8(blocks.upper_a, order);
    blocks.upper_b = _mm256_shuffle_epi8(blocks.upper_b, order);
    blocks.lower_a = _mm256_shuffle_epi8(blocks.lower_a, order);
    blocks.lower_b = _mm256_shuffle_epi8(blocks.lower_b, order);
    return blocks;
}

/* Bytes r, g, b of one pixel of n bytes, each with that of its right neighbour, to R R' G G' B B' 0 0. */
INLINE __m256i pair_order(char r, char g, char b, char n)
{
    const __m128i one = _mm_setr_epi8(r, r + n, g, g + n, b, b + n, -1, -1,
                                      8 + r, 8 + r + n, 8 + g, 8 + g + n, 8 + b, 8 + b + n, -1, -1);
    return _mm256_broadcastsi128_si256(one);
}

INLINE struct blocks read_rgb24(const struct sl__raster *raster, const struct work *work, int i)
{
    return read_packed(raster, work, i, false, pair_order(0, 1, 2, 3));
}

INLINE struct blocks read_rgb24_shifted(const struct sl__raster *raster, const struct work *work, int i)
{
    return read_packed(raster, work, i, true, pair_order(0, 1, 2, 3));
}

INLINE struct blocks read_bgr24(const struct sl__raster *raster, const struct work *work, int i)
{
    return read_packed(raster, work, i, false, pair_order(2, 1, 0, 3));
}

INLINE struct blocks read_bgr24_shifted(const struct sl__raster *raster, const struct work *work, int i)
{
    return read_packed(raster, work, i, true, pair_order(2, 1, 0, 3));
}

INLINE struct blocks read_rgba32(const struct sl__raster *raster, const struct work *work, int i)
{
    return read_packed(raster, work, i, false, pair_order(0, 1, 2, 4));
}

INLINE __m256i broadcast32(const uint8_t *from)
{
    int32_t value;
    memcpy(&value, from, sizeof(value));
    return _mm256_set1_epi32(value);
}

/* Four bytes from each of eight places. */
INLINE __m256i load_words(const uint8_t *base, const int32_t offset[LANES])
{
    __m256i p01 = _mm256_blend_epi32(broadcast32(base + offset[0]), broadcast32(base + offset[1]), 0x02);
    __m256i p23 = _mm256_blend_epi32(broadcast32(base + offset[2]), broadcast32(base + offset[3]), 0x08);
    __m256i p45 = _mm256_blend_epi32(broadcast32(base + offset[4]), broadcast32(base + offset[5]), 0x20);
    __m256i p67 = _mm256_blend_epi32(broadcast32(base + offset[6]), broadcast32(base + offset[7]), 0x80);
    return _mm256_blend_epi32(_mm256_blend_epi32(p01, p23, 0x0c), _mm256_blend_epi32(p45, p67, 0xc0), 0xf0);
}

/* Y Y' in the low half of 32 bits, for the upper (0) or lower (1) row. */
INLINE __m256i load_luma(const struct sl__raster *raster, const struct work *work, int i, int row)
{
    return _mm256_srlv_epi32(load_words(raster->plane[0] + (size_t)row * raster->stride[0], work->places.offset + i),
                             load(work->places.shift + i));
}

/* Y Y' to Y Y' Y Y' Y Y' 0 0, pixels 0 1 | 4 5 or 2 3 | 6 7. */
INLINE __m256i spread_grey(__m256i luma, bool b)
{
    const __m128i a_order = _mm_setr_epi8(0, 1, 0, 1, 0, 1, -1, -1, 4, 5, 4, 5, 4, 5, -1, -1);
    const __m128i b_order = _mm_setr_epi8(8, 9, 8, 9, 8, 9, -1, -1, 12, 13, 12, 13, 12, 13, -1, -1);
    return _mm256_shuffle_epi8(luma, _mm256_broadcastsi128_si256(b ? b_order : a_order));
}

INLINE struct blocks read_gray8(const struct sl__raster *raster, const struct work *work, int i)
{
    __m256i upper = load_luma(raster, work, i, 0), lower = load_luma(raster, work, i, 1);
    return (struct blocks){ spread_grey(upper, false), spread_grey(upper, true),
                            spread_grey(lower, false), spread_grey(lower, true) };
}

static int whole_of(int32_t factor)
{
    return (factor + 32768) >> 16;
}

static __m256i rest_pair(int32_t first, int32_t second)
{
    return _mm256_set1_epi32((int)((uint32_t)(first - whole_of(first) * 65536) & 0xffff)
                             | (int)((uint32_t)(second - whole_of(second) * 65536) << 16));
}

static void find_colours(struct colours *colours, const struct sl__yuv_matrix *k)
{
    colours->y_offset = _mm256_set1_epi16((short)k->y_offset);
    colours->y_whole = _mm256_set1_epi16((short)whole_of(k->y_scale));
    colours->r_whole = _mm256_set1_epi16((short)whole_of(k->v_to_r));
    colours->gu_whole = _mm256_set1_epi16((short)whole_of(k->u_to_g));
    colours->gv_whole = _mm256_set1_epi16((short)whole_of(k->v_to_g));
    colours->b_whole = _mm256_set1_epi16((short)whole_of(k->u_to_b));
    colours->yr_rest = rest_pair(k->y_scale, k->v_to_r);
    colours->yb_rest = rest_pair(k->y_scale, k->u_to_b);
    colours->gu_rest = rest_pair(k->y_scale, k->u_to_g);
    colours->gv_rest = rest_pair(k->v_to_g, 16384); /* beside a constant 2: the rounding */
}

/* Y, U, V of the left and right neighbours of eight pixels in one row, 16 bits each: p0 p0' p1 p1' p2 p2' p3 p3' | p4 ... */
struct yuv {
    __m256i y, u, v;
};

INLINE __m256i rest_sum(__m256i low, __m256i high)
{
    return _mm256_packs_epi32(_mm256_srai_epi32(low, 16), _mm256_srai_epi32(high, 16));
}

INLINE __m256i times(__m256i value, __m256i whole)
{
    return _mm256_mullo_epi16(value, whole);
}

/* To a row of blocks. Packing saturates, which is the clamp. */
INLINE void to_rgb(const struct colours *k, struct yuv yuv, __m256i *a, __m256i *b)
{
    const __m256i middle = _mm256_set1_epi16(128), round = _mm256_set1_epi32(32768), two = _mm256_set1_epi16(2);
    __m256i y = _mm256_sub_epi16(yuv.y, k->y_offset), u = _mm256_sub_epi16(yuv.u, middle), v = _mm256_sub_epi16(yuv.v, middle);
    __m256i yv_low = _mm256_unpacklo_epi16(y, v), yv_high = _mm256_unpackhi_epi16(y, v);
    __m256i yu_low = _mm256_unpacklo_epi16(y, u), yu_high = _mm256_unpackhi_epi16(y, u);
    __m256i v2_low = _mm256_unpacklo_epi16(v, two), v2_high = _mm256_unpackhi_epi16(v, two);
    __m256i r = rest_sum(_mm256_add_epi32(_mm256_madd_epi16(yv_low, k->yr_rest), round),
                         _mm256_add_epi32(_mm256_madd_epi16(yv_high, k->yr_rest), round));
    __m256i g = rest_sum(_mm256_add_epi32(_mm256_madd_epi16(yu_low, k->gu_rest), _mm256_madd_epi16(v2_low, k->gv_rest)),
                         _mm256_add_epi32(_mm256_madd_epi16(yu_high, k->gu_rest), _mm256_madd_epi16(v2_high, k->gv_rest)));
    __m256i blue = rest_sum(_mm256_add_epi32(_mm256_madd_epi16(yu_low, k->yb_rest), round),
                            _mm256_add_epi32(_mm256_madd_epi16(yu_high, k->yb_rest), round));
    y = times(y, k->y_whole);
    r = _mm256_add_epi16(r, _mm256_add_epi16(y, times(v, k->r_whole)));
    g = _mm256_add_epi16(_mm256_add_epi16(g, y), _mm256_add_epi16(times(u, k->gu_whole), times(v, k->gv_whole)));
    blue = _mm256_add_epi16(blue, _mm256_add_epi16(y, times(u, k->b_whole)));

    const __m128i in_turns = _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
    __m256i rg = _mm256_shuffle_epi8(_mm256_packus_epi16(r, g), _mm256_broadcastsi128_si256(in_turns));
    __m256i b0 = _mm256_shuffle_epi8(_mm256_packus_epi16(blue, _mm256_setzero_si256()), _mm256_broadcastsi128_si256(in_turns));
    *a = _mm256_unpacklo_epi32(rg, b0);
    *b = _mm256_unpackhi_epi32(rg, b0);
}

INLINE __m256i read_luma_pairs(const struct sl__raster *raster, const struct work *work, int i, int row)
{
    const __m128i widen = _mm_setr_epi8(0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1);
    return _mm256_shuffle_epi8(load_luma(raster, work, i, row), _mm256_broadcastsi128_si256(widen));
}

INLINE struct yuv read_i420_row(const struct sl__raster *raster, const struct work *work, int i, int row)
{
    __m256i order = load(work->places.chroma_order + i);
    return (struct yuv){ read_luma_pairs(raster, work, i, row),
                         _mm256_shuffle_epi8(load_words(raster->plane[1], work->places.chroma[row] + i), order),
                         _mm256_shuffle_epi8(load_words(raster->plane[2], work->places.chroma[row] + i), order) };
}

INLINE struct yuv read_nv12_row(const struct sl__raster *raster, const struct work *work, int i, int row)
{
    __m256i order = load(work->places.chroma_order + i), next = _mm256_add_epi32(order, _mm256_set1_epi32(0x00010001));
    __m256i both = load_words(raster->plane[1], work->places.chroma[row] + i);
    return (struct yuv){ read_luma_pairs(raster, work, i, row), _mm256_shuffle_epi8(both, order), _mm256_shuffle_epi8(both, next) };
}

INLINE struct blocks read_i420(const struct sl__raster *raster, const struct work *work, int i)
{
    struct blocks blocks;
    to_rgb(&work->colours, read_i420_row(raster, work, i, 0), &blocks.upper_a, &blocks.upper_b);
    to_rgb(&work->colours, read_i420_row(raster, work, i, 1), &blocks.lower_a, &blocks.lower_b);
    return blocks;
}

INLINE struct blocks read_nv12(const struct sl__raster *raster, const struct work *work, int i)
{
    struct blocks blocks;
    to_rgb(&work->colours, read_nv12_row(raster, work, i, 0), &blocks.upper_a, &blocks.upper_b);
    to_rgb(&work->colours, read_nv12_row(raster, work, i, 1), &blocks.lower_a, &blocks.lower_b);
    return blocks;
}

/* Rows. */

/*
 * A model has run since the last warp and filled the caches with its weights; a turned region meets a new cache line with
 * nearly each pixel, which no hardware foresees. Four of eight blocks are enough: neighbours share lines.
 */
INLINE void fetch_ahead(const uint8_t *plane, int32_t stride, const struct places *places, int i)
{
    for (int lane = 0; lane < LANES; lane += 2) {
        uintptr_t place = (uintptr_t)plane + (uintptr_t)(places->offset[i + lane] + places->ahead); /* may lie outside */
        _mm_prefetch((const char *)place, _MM_HINT_T0);
        _mm_prefetch((const char *)(place + (uintptr_t)(intptr_t)stride), _MM_HINT_T0);
    }
}

/* A copy of the raster nothing can point to stays in registers while bytes are written. */
INLINE void blend_row(const struct sl__raster *raster, struct work *work, int count, read_fn read)
{
    const struct sl__raster copy = *raster;
    for (int i = 0; i < count; i += LANES) {
        fetch_ahead(copy.plane[0], copy.stride[0], &work->places, i);
        blend(read(&copy, work, i), load(work->taps.across + i), load(work->taps.down + i), work->bytes + 3 * i);
    }
}

typedef void (*row_fn)(const struct sl__raster *raster, struct work *work, int count);

static void rgb24_row(const struct sl__raster *raster, struct work *work, int count)
{
    place_pixels(&work->places, &work->taps, raster, 3, 8, count);
    if (work->places.shifted)
        blend_row(raster, work, count, read_rgb24_shifted);
    else
        blend_row(raster, work, count, read_rgb24);
}

static void bgr24_row(const struct sl__raster *raster, struct work *work, int count)
{
    place_pixels(&work->places, &work->taps, raster, 3, 8, count);
    if (work->places.shifted)
        blend_row(raster, work, count, read_bgr24_shifted);
    else
        blend_row(raster, work, count, read_bgr24);
}

static void rgba32_row(const struct sl__raster *raster, struct work *work, int count)
{
    place_pixels(&work->places, &work->taps, raster, 4, 8, count);
    blend_row(raster, work, count, read_rgba32);
}

static void gray8_row(const struct sl__raster *raster, struct work *work, int count)
{
    place_pixels(&work->places, &work->taps, raster, 1, 4, count);
    blend_row(raster, work, count, read_gray8);
}

static void i420_row(const struct sl__raster *raster, struct work *work, int count)
{
    place_pixels(&work->places, &work->taps, raster, 1, 4, count);
    place_chroma(&work->places, &work->taps, raster, 1, count);
    blend_row(raster, work, count, read_i420);
}

static void nv12_row(const struct sl__raster *raster, struct work *work, int count)
{
    place_pixels(&work->places, &work->taps, raster, 1, 4, count);
    place_chroma(&work->places, &work->taps, raster, 2, count);
    blend_row(raster, work, count, read_nv12);
}

static const row_fn row_of[SL_RASTER_KINDS] = {
    [SL_RASTER_RGB24] = rgb24_row, [SL_RASTER_BGR24] = bgr24_row, [SL_RASTER_RGBA32] = rgba32_row,
    [SL_RASTER_GRAY8] = gray8_row, [SL_RASTER_I420] = i420_row,   [SL_RASTER_NV12] = nv12_row,
};

/* How far the picture's pixel is from that of the tensor row FETCH_ROWS below, by the linear part of the matrix. */
static ptrdiff_t step_down(const double m[9], const struct sl__raster *raster)
{
    static const int pixel_bytes[SL_RASTER_KINDS] = {
        [SL_RASTER_RGB24] = 3, [SL_RASTER_BGR24] = 3, [SL_RASTER_RGBA32] = 4,
        [SL_RASTER_GRAY8] = 1, [SL_RASTER_I420] = 1,  [SL_RASTER_NV12] = 1,
    };
    const double limit = SL_WARP_POSITION_MAX / 32.0;
    double across = FETCH_ROWS * m[1] / m[8], down = FETCH_ROWS * m[4] / m[8];
    if (!(fabs(across) < limit && fabs(down) < limit))
        return 0;
    return (ptrdiff_t)across * pixel_bytes[raster->kind] + (ptrdiff_t)down * raster->stride[0];
}

/*
 * Letterbox: is all of a tensor row above or below the picture? A row's heights in the picture have no turning point while w has
 * one sign, which it has in a tame matrix, so its ends tell; two pixels make up for any rounding.
 */
static bool row_is_outside(const struct sl__warp *warp, const struct sl__raster *raster, int row)
{
    const double *m = warp->m, last = warp->tensor_w - 1;
    const double start = (m[4] * row + m[5]) / (m[7] * row + m[8]);
    const double end = (m[3] * last + m[4] * row + m[5]) / (m[6] * last + m[7] * row + m[8]);
    return (start < -2 && end < -2) || (start > raster->height + 1 && end > raster->height + 1);
}

static void fill_row(float *out, int count, float value)
{
    for (int i = 0; i < count; i++)
        out[i] = value;
}

void sl__warp_avx2(const struct sl__warp *warp, const struct sl__raster *raster, float *tensor)
{
    if (!sl__warp_lanes_fit(warp, raster)) {
        sl__warp_reference(warp, raster, tensor);
        return;
    }
    struct work work;
    memset(&work.taps, 0, sizeof(work.taps)); /* the last group of a row may read taps that no block wrote */
    find_steps(&work.steps, warp->m, sl__warp_block_width(warp->tensor_w, warp->tensor_h));
    find_colours(&work.colours, sl__yuv_matrix(raster->yuv));
    const float scale = (warp->high - warp->low) / 255.0f;
    const bool tame = sl__warp_tame(warp);
    work.places.ahead = tame ? step_down(warp->m, raster) : 0;
    for (int row = 0; row < warp->tensor_h; row++) {
        float *out = tensor + (size_t)row * warp->tensor_w * 3;
        if (tame && warp->border == SL_BORDER_ZERO && row_is_outside(warp, raster, row)) {
            fill_row(out, 3 * warp->tensor_w, warp->low);
            continue;
        }
        find_taps(&work.taps, &work.steps, warp, raster, row, tame);
        row_of[raster->kind](raster, &work, warp->tensor_w);
        map_bytes(work.bytes, out, 3 * warp->tensor_w, scale, warp->low);
    }
}
