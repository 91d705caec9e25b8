/**
 * @file sha256_avx512.h  (private)
 * Building blocks of SHA-256 in sixteen lanes of AVX-512: vector j holds word j of sixteen messages.
 */
#ifndef QR_SHA256_AVX512_H
#define QR_SHA256_AVX512_H

#include <immintrin.h>

#include "quarry_crypto.h"

#define QR_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,prfchw")))
#define QR_AVX512_INLINE \
    static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512dq,avx512vl,prfchw")))

#define QR_V_LOAD(p) _mm512_load_si512(p)
#define QR_V_STORE(p, x) _mm512_store_si512(p, x)
#define QR_V_BROADCAST(word) _mm512_set1_epi32((int)(word))
#define QR_V_ADD(x, y) _mm512_add_epi32(x, y)
#define QR_V_ROTATE(x, n) _mm512_ror_epi32(x, n)
#define QR_V_SHIFT(x, n) _mm512_srli_epi32(x, n)
#define QR_V_XOR3(x, y, z) _mm512_ternarylogic_epi32(x, y, z, 0x96)
#define QR_V_CHOOSE(e, f, g) _mm512_ternarylogic_epi32(e, f, g, 0xca)
#define QR_V_MAJORITY(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xe8)

#include "sha256_rounds.h"

typedef struct {
    __m512i a, b, c, d, e, f, g, h;
} qr_x16_t;

QR_AVX512_INLINE qr_x16_t qr_x16_initial(void) {
    const uint32_t *v = qr_sha256_initial;
    qr_x16_t s = {QR_V_BROADCAST(v[0]), QR_V_BROADCAST(v[1]), QR_V_BROADCAST(v[2]), QR_V_BROADCAST(v[3]),
                  QR_V_BROADCAST(v[4]), QR_V_BROADCAST(v[5]), QR_V_BROADCAST(v[6]), QR_V_BROADCAST(v[7])};
    return s;
}

QR_AVX512_INLINE qr_x16_t qr_x16_add(qr_x16_t x, qr_x16_t y) {
    qr_x16_t s = {QR_V_ADD(x.a, y.a), QR_V_ADD(x.b, y.b), QR_V_ADD(x.c, y.c), QR_V_ADD(x.d, y.d),
                  QR_V_ADD(x.e, y.e), QR_V_ADD(x.f, y.f), QR_V_ADD(x.g, y.g), QR_V_ADD(x.h, y.h)};
    return s;
}

/** w[16] and wk[16] = w[16] + K[16], of w[0..15]; k = K + 16. The pointers move along the block. */
QR_AVX512_INLINE void qr_x16_word(__m512i *w, __m512i *wk, const uint32_t *k) {
    __m512i x = QR_V_WORD(w[0], w[1], w[9], w[14]);
    w[16] = x;
    wk[16] = QR_V_ADD(x, QR_V_BROADCAST(*k));
}

/** In 16 x 16 words: rows to columns. */
QR_AVX512_INLINE void qr_x16_transpose(__m512i r[16]) {
    __m512i t[16];
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 4; i++) {
        t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
        t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
        t[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
        t[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xdd);
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 8; i++) {
        r[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
        r[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd);
    }
}

QR_AVX512_INLINE __m512i qr_x16_swap(__m512i bytes) {
    return _mm512_shuffle_epi8(
        bytes, _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203)));
}

/** Sixteen nodes of 32 bytes from their words a..h, the two top bits of each node's last byte cleared. */
QR_AVX512_INLINE void qr_x16_store_nodes(uint8_t *out, const __m512i words[8]) {
    const __m512i first = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
    const __m512i last = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
    const __m512i mask = _mm512_set4_epi64(0x3fffffffffffffff, -1, -1, -1);
    __m512i t[8], r[8];
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 8; i += 2) {
        t[i] = _mm512_unpacklo_epi32(words[i], words[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(words[i], words[i + 1]);
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 8; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
    /* r[m] and r[m + 4] have the halves of nodes m, m + 4, m + 8, m + 12. */
#pragma clang loop unroll(full)
    for (unsigned m = 0; m < 4; m++) {
        __m512i low = _mm512_permutex2var_epi64(r[m], first, r[m + 4]);
        __m512i high = _mm512_permutex2var_epi64(r[m], last, r[m + 4]);
        low = _mm512_and_si512(qr_x16_swap(low), mask);
        high = _mm512_and_si512(qr_x16_swap(high), mask);
        __m256i *node = (__m256i *)(out + 32 * m);
        _mm256_storeu_si256(node, _mm512_castsi512_si256(low));
        _mm256_storeu_si256(node + 4, _mm512_extracti64x4_epi64(low, 1));
        _mm256_storeu_si256(node + 8, _mm512_castsi512_si256(high));
        _mm256_storeu_si256(node + 12, _mm512_extracti64x4_epi64(high, 1));
    }
}

#endif
