/**
 * @file sha256_avx2.h  (private)
 * Building blocks of SHA-256 in eight lanes of AVX2: vector j holds word j of eight messages.
 */
#ifndef QR_SHA256_AVX2_H
#define QR_SHA256_AVX2_H

#include <immintrin.h>

#include "quarry_crypto.h"

#define QR_AVX2 __attribute__((target("avx2,prfchw")))
#define QR_AVX2_INLINE static inline __attribute__((always_inline, target("avx2,prfchw")))

#define QR_V_LOAD(p) _mm256_load_si256(p)
#define QR_V_STORE(p, x) _mm256_store_si256(p, x)
#define QR_V_BROADCAST(word) _mm256_set1_epi32((int)(word))
#define QR_V_ADD(x, y) _mm256_add_epi32(x, y)
#define QR_V_ROTATE(x, n) _mm256_xor_si256(_mm256_srli_epi32(x, n), _mm256_slli_epi32(x, 32 - (n)))
#define QR_V_SHIFT(x, n) _mm256_srli_epi32(x, n)
#define QR_V_XOR3(x, y, z) _mm256_xor_si256(_mm256_xor_si256(x, y), z)
#define QR_V_CHOOSE(e, f, g) _mm256_xor_si256(g, _mm256_and_si256(e, _mm256_xor_si256(f, g)))
#define QR_V_MAJORITY(a, b, c) \
    _mm256_xor_si256(b, _mm256_and_si256(_mm256_xor_si256(a, b), _mm256_xor_si256(b, c)))

#include "sha256_rounds.h"

typedef struct {
    __m256i a, b, c, d, e, f, g, h;
} qr_x8_t;

QR_AVX2_INLINE qr_x8_t qr_x8_initial(void) {
    const uint32_t *v = qr_sha256_initial;
    qr_x8_t s = {QR_V_BROADCAST(v[0]), QR_V_BROADCAST(v[1]), QR_V_BROADCAST(v[2]), QR_V_BROADCAST(v[3]),
                 QR_V_BROADCAST(v[4]), QR_V_BROADCAST(v[5]), QR_V_BROADCAST(v[6]), QR_V_BROADCAST(v[7])};
    return s;
}

QR_AVX2_INLINE qr_x8_t qr_x8_add(qr_x8_t x, qr_x8_t y) {
    qr_x8_t s = {QR_V_ADD(x.a, y.a), QR_V_ADD(x.b, y.b), QR_V_ADD(x.c, y.c), QR_V_ADD(x.d, y.d),
                 QR_V_ADD(x.e, y.e), QR_V_ADD(x.f, y.f), QR_V_ADD(x.g, y.g), QR_V_ADD(x.h, y.h)};
    return s;
}

/** w[16] and wk[16] = w[16] + K[16], of w[0..15]; k = K + 16. The pointers move along the block. */
QR_AVX2_INLINE void qr_x8_word(__m256i *w, __m256i *wk, const uint32_t *k) {
    __m256i x = QR_V_WORD(w[0], w[1], w[9], w[14]);
    w[16] = x;
    wk[16] = QR_V_ADD(x, QR_V_BROADCAST(*k));
}

/** In 8 x 8 words: rows to columns. */
QR_AVX2_INLINE void qr_x8_transpose(__m256i r[8]) {
    __m256i t[8];
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 8; i += 2) {
        t[i] = _mm256_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm256_unpackhi_epi32(r[i], r[i + 1]);
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 8; i += 4) {
        r[i] = _mm256_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm256_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm256_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm256_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 4; i++) {
        __m256i low = r[i], high = r[i + 4];
        r[i] = _mm256_permute2x128_si256(low, high, 0x20);
        r[i + 4] = _mm256_permute2x128_si256(low, high, 0x31);
    }
}

QR_AVX2_INLINE __m256i qr_x8_swap(__m256i bytes) {
    return _mm256_shuffle_epi8(
        bytes, _mm256_broadcastsi128_si256(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203)));
}

#endif
