/*
 * The mask's warp with AVX2, eight pixels at a time; the rest of a span is plain C. Left and right neighbours stand side
 * by side, so each pixel takes two loads of eight bytes. Offsets pass through memory: from there they are scalars for free.
 * The gather instruction takes more than twice the time.
 */
#include "kernel/mask_kernels.h"

#include <immintrin.h>
#include <stdalign.h>

enum { LANES = 8 };

static inline __m256i positions(const int32_t *along, __m256i start)
{
    return _mm256_srai_epi32(_mm256_add_epi32(_mm256_loadu_si256((const __m256i *)along), start), 5);
}

static inline __m256 fraction(__m256i position)
{
    __m256i part = _mm256_and_si256(position, _mm256_set1_epi32(31));
    return _mm256_mul_ps(_mm256_cvtepi32_ps(part), _mm256_set1_ps(1.0f / 32.0f)); /* exact */
}

/* Two pairs of neighbours. */
static inline __m128 two(const float *mask, int32_t first, int32_t second)
{
    __m128 low = _mm_castsi128_ps(_mm_loadl_epi64((const __m128i *)(const void *)(mask + first)));
    return _mm_loadh_pi(low, (const __m64 *)(const void *)(mask + second));
}

static inline __m256 four(const float *mask, const int32_t *at, int a, int b)
{
    return _mm256_insertf128_ps(_mm256_castps128_ps256(two(mask, at[a], at[a + 1])), two(mask, at[b], at[b + 1]), 1);
}

struct neighbours {
    __m256 left, right;
};

static inline struct neighbours load_row(const float *mask, const int32_t at[LANES])
{
    __m256 x = four(mask, at, 0, 4), y = four(mask, at, 2, 6);
    return (struct neighbours){_mm256_shuffle_ps(x, y, 0x88), _mm256_shuffle_ps(x, y, 0xdd)};
}

static inline __m256 weighed(__m256 value, __m256 weight_y, __m256 weight_x)
{
    return _mm256_mul_ps(value, _mm256_mul_ps(weight_y, weight_x));
}

void sl__mask_span_avx2(const float *mask, int padded, const struct sl__mask_span *span, float *picture)
{
    const __m256i start_x = _mm256_set1_epi32(span->start_x), start_y = _mm256_set1_epi32(span->start_y);
    const __m256i row = _mm256_set1_epi32(padded);
    const __m256 one = _mm256_set1_ps(1.0f);
    const float *origin = mask + padded + 1; /* pixel 0, 0 */
    alignas(32) int32_t at[LANES];
    int i = 0;
    for (; i + LANES <= span->count; i += LANES) {
        __m256i x = positions(span->along_x + i, start_x), y = positions(span->along_y + i, start_y);
        __m256 fx = fraction(x), fy = fraction(y), gx = _mm256_sub_ps(one, fx), gy = _mm256_sub_ps(one, fy);
        __m256i place = _mm256_add_epi32(_mm256_mullo_epi32(_mm256_srai_epi32(y, 5), row), _mm256_srai_epi32(x, 5));
        _mm256_store_si256((__m256i *)at, place);
        struct neighbours upper = load_row(origin, at), lower = load_row(origin + padded, at);
        __m256 sum = weighed(upper.left, gy, gx);
        sum = _mm256_add_ps(sum, weighed(upper.right, gy, fx));
        sum = _mm256_add_ps(sum, weighed(lower.left, fy, gx));
        sum = _mm256_add_ps(sum, weighed(lower.right, fy, fx));
        _mm256_storeu_ps(picture + i, sum);
    }
    struct sl__mask_span rest = {span->along_x + i, span->along_y + i, span->start_x, span->start_y, span->count - i};
    sl__mask_span_c(mask, padded, &rest, picture + i);
}
