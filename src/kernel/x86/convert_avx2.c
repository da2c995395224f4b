/*
 * Rows to RGB or BGR with AVX2, sixteen pixels at a time; what is left over goes to plain C.
 *
 * A factor k of the YUV formulas has 18 bits. It is taken apart as k = high * 65536 + low with a low of 16 bits, so that
 *     (k1 a + k2 b + 32768) >> 16  =  high1 a + high2 b + ((low1 a + low2 b + 32768) >> 16),
 * exactly: sums of two products of 16 bits are one instruction, and nothing is rounded but where plain C rounds.
 */
#include "kernel/convert_kernels.h"
#include "kernel/pixel.h"

#include <immintrin.h>

enum { LANES = 16 };

/** One factor, ready for the lanes. */
struct factor {
    int16_t low, high;
};

static struct factor take_apart(int32_t k)
{
    int32_t high = (k + 32768) >> 16;
    return (struct factor){(int16_t)(k - high * 65536), (int16_t)high};
}

/** The factors of one colour: of luma and of one or two chroma planes, as pairs for _mm256_madd_epi16(). */
struct weights {
    __m256i low_first, low_second; ///< (luma, first), (second, 0)
    __m256i high_first, high_second;
    bool two;
};

static struct weights weigh(int32_t luma, int32_t first, int32_t second)
{
    struct factor y = take_apart(luma), a = take_apart(first), b = take_apart(second);
    return (struct weights){
        .low_first = _mm256_set1_epi32((int32_t)((uint32_t)(uint16_t)y.low | (uint32_t)(uint16_t)a.low << 16)),
        .low_second = _mm256_set1_epi32((uint16_t)b.low),
        .high_first = _mm256_set1_epi16(a.high),
        .high_second = _mm256_set1_epi16(b.high),
        .two = second != 0,
    };
}

struct lanes {
    __m256i y, u, v; ///< sixteen numbers of 16 bits each, offsets taken off
};

static inline __m256i fraction(__m256i sum)
{
    return _mm256_srai_epi32(_mm256_add_epi32(sum, _mm256_set1_epi32(32768)), 16);
}

/* Sixteen values of one colour, not clamped yet. Luma's high part is 1 in every matrix. */
static inline __m256i colour(const struct weights *w, __m256i y, __m256i first, __m256i second)
{
    __m256i low = _mm256_madd_epi16(_mm256_unpacklo_epi16(y, first), w->low_first);
    __m256i high = _mm256_madd_epi16(_mm256_unpackhi_epi16(y, first), w->low_first);
    __m256i whole = _mm256_add_epi16(y, _mm256_mullo_epi16(first, w->high_first));
    if (w->two) {
        __m256i zero = _mm256_setzero_si256();
        low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(second, zero), w->low_second));
        high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(second, zero), w->low_second));
        whole = _mm256_add_epi16(whole, _mm256_mullo_epi16(second, w->high_second));
    }
    return _mm256_add_epi16(whole, _mm256_packs_epi32(fraction(low), fraction(high)));
}

static inline __m128i to_bytes(__m256i values)
{
    return _mm_packus_epi16(_mm256_castsi256_si128(values), _mm256_extracti128_si256(values, 1));
}

/* Sixteen of each into 48 bytes. */
static inline void interleave(uint8_t *out, __m128i a, __m128i b, __m128i c)
{
#define Z (char)0x80
    const __m128i a0 = _mm_setr_epi8(0, Z, Z, 1, Z, Z, 2, Z, Z, 3, Z, Z, 4, Z, Z, 5);
    const __m128i b0 = _mm_setr_epi8(Z, 0, Z, Z, 1, Z, Z, 2, Z, Z, 3, Z, Z, 4, Z, Z);
    const __m128i c0 = _mm_setr_epi8(Z, Z, 0, Z, Z, 1, Z, Z, 2, Z, Z, 3, Z, Z, 4, Z);
    const __m128i a1 = _mm_setr_epi8(Z, Z, 6, Z, Z, 7, Z, Z, 8, Z, Z, 9, Z, Z, 10, Z);
    const __m128i b1 = _mm_setr_epi8(5, Z, Z, 6, Z, Z, 7, Z, Z, 8, Z, Z, 9, Z, Z, 10);
    const __m128i c1 = _mm_setr_epi8(Z, 5, Z, Z, 6, Z, Z, 7, Z, Z, 8, Z, Z, 9, Z, Z);
    const __m128i a2 = _mm_setr_epi8(Z, 11, Z, Z, 12, Z, Z, 13, Z, Z, 14, Z, Z, 15, Z, Z);
    const __m128i b2 = _mm_setr_epi8(Z, Z, 11, Z, Z, 12, Z, Z, 13, Z, Z, 14, Z, Z, 15, Z);
    const __m128i c2 = _mm_setr_epi8(10, Z, Z, 11, Z, Z, 12, Z, Z, 13, Z, Z, 14, Z, Z, 15);
#undef Z
#define MIX(k) _mm_or_si128(_mm_or_si128(_mm_shuffle_epi8(a, a##k), _mm_shuffle_epi8(b, b##k)), _mm_shuffle_epi8(c, c##k))
    _mm_storeu_si128((__m128i *)(void *)out, MIX(0));
    _mm_storeu_si128((__m128i *)(void *)(out + 16), MIX(1));
    _mm_storeu_si128((__m128i *)(void *)(out + 32), MIX(2));
#undef MIX
}

/* Eight chroma values, each for two pixels, from where the first of them lies. */
static inline struct lanes load(const struct sl__raster *raster, int32_t x, int32_t y, __m256i y_offset)
{
    int32_t cx = (x + raster->chroma_x) / 2, cy = (y + raster->chroma_y) / 2;
    __m128i luma = _mm_loadu_si128((const __m128i *)(const void *)sl__pixel_at(raster, 0, x, y)), u, v;
    if (raster->kind == SL_RASTER_I420) {
        u = _mm_loadl_epi64((const __m128i *)(const void *)sl__pixel_at(raster, 1, cx, cy));
        v = _mm_loadl_epi64((const __m128i *)(const void *)sl__pixel_at(raster, 2, cx, cy));
        u = _mm_unpacklo_epi8(u, u);
        v = _mm_unpacklo_epi8(v, v);
    } else {
        __m128i pairs = _mm_loadu_si128((const __m128i *)(const void *)sl__pixel_at(raster, 1, 2 * cx, cy));
        u = _mm_shuffle_epi8(pairs, _mm_setr_epi8(0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14));
        v = _mm_shuffle_epi8(pairs, _mm_setr_epi8(1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15));
    }
    const __m256i middle = _mm256_set1_epi16(128);
    return (struct lanes){_mm256_sub_epi16(_mm256_cvtepu8_epi16(luma), y_offset),
                          _mm256_sub_epi16(_mm256_cvtepu8_epi16(u), middle), _mm256_sub_epi16(_mm256_cvtepu8_epi16(v), middle)};
}

/* @return the first pixel that is left over. Begins where a chroma pair begins. */
static int32_t convert_yuv(const struct sl__raster *raster, int32_t y, int32_t from, uint8_t *out, bool blue_first)
{
    const struct sl__yuv_matrix *k = sl__yuv_matrix(raster->yuv);
    const struct weights red = weigh(k->y_scale, k->v_to_r, 0), green = weigh(k->y_scale, k->u_to_g, k->v_to_g);
    const struct weights blue = weigh(k->y_scale, k->u_to_b, 0);
    const __m256i y_offset = _mm256_set1_epi16((int16_t)k->y_offset);
    int32_t x = from;
    for (; x + LANES <= raster->width; x += LANES) {
        struct lanes at = load(raster, x, y, y_offset);
        __m128i r = to_bytes(colour(&red, at.y, at.v, at.u)), g = to_bytes(colour(&green, at.y, at.u, at.v));
        __m128i b = to_bytes(colour(&blue, at.y, at.u, at.v));
        interleave(out + 3 * x, blue_first ? b : r, g, blue_first ? r : b);
    }
    return x;
}

/* Bytes that only change places: so many pixels a step, sixteen bytes read and written, the last of them written again. */
static int32_t shuffle(const uint8_t *in, int32_t in_pixel, int32_t width, uint8_t *out, __m128i order, int32_t step)
{
    int32_t x = 0;
    for (; in_pixel * x + 16 <= in_pixel * width && 3 * x + 16 <= 3 * width; x += step) {
        __m128i pixels = _mm_loadu_si128((const __m128i *)(const void *)(in + in_pixel * x));
        _mm_storeu_si128((__m128i *)(void *)(out + 3 * x), _mm_shuffle_epi8(pixels, order));
    }
    return x;
}

static int32_t convert_bytes(const struct sl__raster *raster, int32_t y, uint8_t *out, bool blue_first)
{
    const uint8_t *in = sl__pixel_at(raster, 0, 0, y);
    if (raster->kind == SL_RASTER_GRAY8)
        return shuffle(in, 1, raster->width, out, _mm_setr_epi8(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4), 5);
    if (raster->kind == SL_RASTER_RGBA32)
        return shuffle(in, 4, raster->width, out,
                       blue_first ? _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 15, 15, 15, 15)
                                  : _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15), 4);
    if ((raster->kind == SL_RASTER_BGR24) == blue_first)
        return 0; /* a copy, which is made elsewhere */
    return shuffle(in, 3, raster->width, out, _mm_setr_epi8(2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12, 15), 5);
}

void sl__convert_row_avx2(const struct sl__raster *raster, int32_t y, int32_t from, uint8_t *out, bool blue_first)
{
    int32_t done = from;
    if (from == 0 && (raster->kind == SL_RASTER_I420 || raster->kind == SL_RASTER_NV12)) {
        struct sl__raster first = *raster;
        first.width = raster->chroma_x && raster->width ? 1 : 0;
        sl__convert_row_c(&first, y, 0, out, blue_first); /* the half of a pair that a crop left */
        done = convert_yuv(raster, y, first.width, out, blue_first);
    } else if (from == 0) {
        done = convert_bytes(raster, y, out, blue_first);
    }
    sl__convert_row_c(raster, y, done, out, blue_first);
}
