/** Fr32 in AVX2: a node a vector, shifted by its own number of bits; the neighbour word comes by a second
 * load. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "replication/fr32_kernels.h"

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i load(const uint8_t *in) {
    return _mm256_loadu_si256((const __m256i *)in);
}

AVX2 static inline void store(uint8_t *out, __m256i value) {
    _mm256_storeu_si256((__m256i *)out, value);
}

AVX2 void qr_fr32_pad_avx2(uint8_t *out, const uint8_t *in, size_t units) {
    const __m256i mask = _mm256_setr_epi64x(-1, -1, -1, INT64_MAX >> 1);
    for (size_t unit = 0; unit < units; unit++, in += QR_FR32_RAW, out += QR_FR32_PADDED) {
        const __m256i n0 = load(in);
        const __m256i n1 =
            _mm256_or_si256(_mm256_srli_epi64(load(in + 31), 6), _mm256_slli_epi64(load(in + 39), 58));
        const __m256i n2 =
            _mm256_or_si256(_mm256_srli_epi64(load(in + 63), 4), _mm256_slli_epi64(load(in + 71), 60));
        /* A load at 103 would read beyond the unit; what wraps into the top word is masked off. */
        const __m256i last = load(in + 95);
        const __m256i n3 = _mm256_or_si256(_mm256_srli_epi64(last, 2),
                                           _mm256_slli_epi64(_mm256_permute4x64_epi64(last, 0x39), 62));
        store(out, _mm256_and_si256(n0, mask));
        store(out + 32, _mm256_and_si256(n1, mask));
        store(out + 64, _mm256_and_si256(n2, mask));
        store(out + 96, _mm256_and_si256(n3, mask));
    }
}

/** {a1, a2, a3, b0}. */
AVX2 static inline __m256i next_words(__m256i a, __m256i b) {
    return _mm256_blend_epi32(_mm256_permute4x64_epi64(a, 0x39), _mm256_permute4x64_epi64(b, 0x00), 0xc0);
}

/** {a3, b0, b1, b2}. */
AVX2 static inline __m256i previous_words(__m256i a, __m256i b) {
    return _mm256_blend_epi32(_mm256_permute4x64_epi64(b, 0x93), _mm256_permute4x64_epi64(a, 0xff), 0x03);
}

AVX2 void qr_fr32_unpad_avx2(uint8_t *out, const uint8_t *in, size_t units) {
    const __m256i mask = _mm256_setr_epi64x(-1, -1, -1, INT64_MAX >> 1);
    /* A shift by 64 gives zero. */
    const __m256i left0 = _mm256_setr_epi64x(64, 64, 64, 62), left1 = _mm256_setr_epi64x(62, 62, 62, 60);
    const __m256i right2 = _mm256_setr_epi64x(58, 60, 60, 60), right3 = _mm256_setr_epi64x(60, 62, 62, 62);
    for (size_t unit = 0; unit < units; unit++, in += QR_FR32_PADDED, out += QR_FR32_RAW) {
        const __m256i n0 = _mm256_and_si256(load(in), mask);
        const __m256i n1 = _mm256_and_si256(load(in + 32), mask);
        const __m256i n2 = _mm256_and_si256(load(in + 64), mask);
        const __m256i n3 = _mm256_and_si256(load(in + 96), mask);
        store(out, _mm256_or_si256(n0, _mm256_sllv_epi64(next_words(n0, n1), left0)));
        store(out + 32,
              _mm256_or_si256(_mm256_srli_epi64(n1, 2), _mm256_sllv_epi64(next_words(n1, n2), left1)));
        /* From byte 63 on, so that the unit ends with the last store. */
        store(out + 63,
              _mm256_or_si256(_mm256_srlv_epi64(previous_words(n1, n2), right2), _mm256_slli_epi64(n2, 4)));
        store(out + 95,
              _mm256_or_si256(_mm256_srlv_epi64(previous_words(n2, n3), right3), _mm256_slli_epi64(n3, 2)));
    }
}

#endif
