/* The mask's warp with AVX2, eight pixels at a time. The rest of a span is plain C. */
#include "kernel/mask_kernels.h"

#include <immintrin.h>

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

static inline __m256 weighed(const float *mask, __m256i at, __m256 weight_y, __m256 weight_x)
{
    return _mm256_mul_ps(_mm256_i32gather_ps(mask, at, 4), _mm256_mul_ps(weight_y, weight_x));
}

void sl__mask_span_avx2(const float *mask, int padded, const struct sl__mask_span *span, float *picture)
{
    const __m256i start_x = _mm256_set1_epi32(span->start_x), start_y = _mm256_set1_epi32(span->start_y);
    const __m256i row = _mm256_set1_epi32(padded);
    const __m256 one = _mm256_set1_ps(1.0f);
    const float *origin = mask + padded + 1; /* pixel 0, 0 */
    int i = 0;
    for (; i + LANES <= span->count; i += LANES) {
        __m256i x = positions(span->along_x + i, start_x), y = positions(span->along_y + i, start_y);
        __m256 fx = fraction(x), fy = fraction(y), gx = _mm256_sub_ps(one, fx), gy = _mm256_sub_ps(one, fy);
        __m256i at = _mm256_add_epi32(_mm256_mullo_epi32(_mm256_srai_epi32(y, 5), row), _mm256_srai_epi32(x, 5));
        __m256 sum = weighed(origin, at, gy, gx);
        sum = _mm256_add_ps(sum, weighed(origin + 1, at, gy, fx));
        sum = _mm256_add_ps(sum, weighed(origin + padded, at, fy, gx));
        sum = _mm256_add_ps(sum, weighed(origin + padded + 1, at, fy, fx));
        _mm256_storeu_ps(picture + i, sum);
    }
    struct sl__mask_span rest = {span->along_x + i, span->along_y + i, span->start_x, span->start_y, span->count - i};
    sl__mask_span_c(mask, padded, &rest, picture + i);
}
