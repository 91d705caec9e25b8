/** Fr32 in AVX-512: two nodes a vector; funnel shifts (VBMI2) and byte permutes (VBMI). */
#if defined(__x86_64__)

#include <immintrin.h>

#include "replication/fr32_kernels.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2")))

/** A byte permute that makes {in[0..31], in[second..second+31]} with the words moved up by `skip` bytes. */
AVX512 static inline __m512i byte_indices(int skip) {
    uint8_t indices[64];
    for (int i = 0; i < 32; i++) {
        indices[i] = (uint8_t)(i + skip);
        indices[32 + i] = (uint8_t)(31 + i + skip);
    }
    return _mm512_loadu_si512(indices);
}

AVX512 void qr_fr32_pad_avx512(uint8_t *out, const uint8_t *in, size_t units) {
    const __m512i mask = _mm512_setr_epi64(-1, -1, -1, INT64_MAX >> 1, -1, -1, -1, INT64_MAX >> 1);
    const __m512i shift01 = _mm512_setr_epi64(0, 0, 0, 0, 6, 6, 6, 6);
    const __m512i shift23 = _mm512_setr_epi64(4, 4, 4, 4, 2, 2, 2, 2);
    const __m512i words = byte_indices(0), next_words = byte_indices(8);
    for (size_t unit = 0; unit < units; unit++, in += QR_FR32_RAW, out += QR_FR32_PADDED) {
        const __m512i low = _mm512_loadu_si512(in), high = _mm512_loadu_si512(in + 63);
        /* Indices from 64 on wrap: those bits end in the two that the mask clears. */
        const __m512i n01 = _mm512_shrdv_epi64(_mm512_permutexvar_epi8(words, low),
                                               _mm512_permutexvar_epi8(next_words, low), shift01);
        const __m512i n23 = _mm512_shrdv_epi64(high, _mm512_alignr_epi64(high, high, 1), shift23);
        _mm512_storeu_si512(out, _mm512_and_si512(n01, mask));
        _mm512_storeu_si512(out + 64, _mm512_and_si512(n23, mask));
    }
}

AVX512 void qr_fr32_unpad_avx512(uint8_t *out, const uint8_t *in, size_t units) {
    const __m512i mask = _mm512_setr_epi64(-1, -1, -1, INT64_MAX >> 1, -1, -1, -1, INT64_MAX >> 1);
    /* A shift by 64 gives zero. */
    const __m512i right01 = _mm512_setr_epi64(0, 0, 0, 0, 2, 2, 2, 2);
    const __m512i left01 = _mm512_setr_epi64(64, 64, 64, 62, 62, 62, 62, 60);
    const __m512i right23 = _mm512_setr_epi64(58, 60, 60, 60, 60, 62, 62, 62);
    const __m512i left23 = _mm512_setr_epi64(4, 4, 4, 4, 2, 2, 2, 2);
    for (size_t unit = 0; unit < units; unit++, in += QR_FR32_PADDED, out += QR_FR32_RAW) {
        const __m512i n01 = _mm512_and_si512(_mm512_loadu_si512(in), mask);
        const __m512i n23 = _mm512_and_si512(_mm512_loadu_si512(in + 64), mask);
        const __m512i next = _mm512_alignr_epi64(n23, n01, 1), previous = _mm512_alignr_epi64(n23, n01, 7);
        const __m512i low = _mm512_or_si512(_mm512_srlv_epi64(n01, right01), _mm512_sllv_epi64(next, left01));
        /* From byte 63 on, so that the unit ends with the last store. */
        const __m512i high =
            _mm512_or_si512(_mm512_srlv_epi64(previous, right23), _mm512_sllv_epi64(n23, left23));
        _mm512_storeu_si512(out, low);
        _mm512_storeu_si512(out + 63, high);
    }
}

#endif
