/**
 * @file fr_lanes.h
 * Eight elements of Fr in AVX-512 registers as four vectors of 64-bit words: lane k of vector i is word i of
 * element k. To be included by x86-64 files that run only with QR_CPU_AVX512.
 */
#ifndef QR_FIELD_FR_LANES_H
#define QR_FIELD_FR_LANES_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2"))), \
                             apply_to = function)

typedef struct {
    __m512i w0, w1, w2, w3;
} qr_fr8_words_t;

static inline __m512i qr_fr8_pair(const uint8_t *low, const uint8_t *high) {
    __m512i out = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)low));
    return _mm512_inserti64x4(out, _mm256_loadu_si256((const __m256i *)high), 1);
}

/** Loads element k from in + k * stride, unaligned, for k < lanes; the other lanes repeat the last one. */
static inline qr_fr8_words_t qr_fr8_load(const uint8_t *in, size_t stride, size_t lanes) {
    const uint8_t *at[8];
    for (size_t k = 0; k < 8; k++) at[k] = in + (k < lanes ? k : lanes - 1) * stride;
    __m512i a = qr_fr8_pair(at[0], at[4]), b = qr_fr8_pair(at[1], at[5]);
    __m512i c = qr_fr8_pair(at[2], at[6]), d = qr_fr8_pair(at[3], at[7]);
    __m512i ab02 = _mm512_unpacklo_epi64(a, b), ab13 = _mm512_unpackhi_epi64(a, b);
    __m512i cd02 = _mm512_unpacklo_epi64(c, d), cd13 = _mm512_unpackhi_epi64(c, d);
    const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
    const __m512i high = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
    qr_fr8_words_t out;
    out.w0 = _mm512_permutex2var_epi64(ab02, low, cd02);
    out.w1 = _mm512_permutex2var_epi64(ab13, low, cd13);
    out.w2 = _mm512_permutex2var_epi64(ab02, high, cd02);
    out.w3 = _mm512_permutex2var_epi64(ab13, high, cd13);
    return out;
}

/** Stores the first `lanes` elements one after another. */
static inline void qr_fr8_store(uint8_t *out, qr_fr8_words_t in, size_t lanes) {
    __m512i even01 = _mm512_unpacklo_epi64(in.w0, in.w1), odd01 = _mm512_unpackhi_epi64(in.w0, in.w1);
    __m512i even23 = _mm512_unpacklo_epi64(in.w2, in.w3), odd23 = _mm512_unpackhi_epi64(in.w2, in.w3);
    const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i high = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    __m512i e02 = _mm512_permutex2var_epi64(even01, low, even23);
    __m512i e13 = _mm512_permutex2var_epi64(odd01, low, odd23);
    __m512i e46 = _mm512_permutex2var_epi64(even01, high, even23);
    __m512i e57 = _mm512_permutex2var_epi64(odd01, high, odd23);
    __m512i e01 = _mm512_inserti64x4(e02, _mm512_castsi512_si256(e13), 1);
    __m512i e23 = _mm512_shuffle_i64x2(e02, e13, 0xee);
    __m512i e45 = _mm512_inserti64x4(e46, _mm512_castsi512_si256(e57), 1);
    __m512i e67 = _mm512_shuffle_i64x2(e46, e57, 0xee);
    // Four words a lane: the mask of each vector is what of `lanes` falls to it.
    uint32_t mask = lanes >= 8 ? UINT32_MAX : (UINT32_C(1) << (4 * lanes)) - 1;
    _mm512_mask_storeu_epi64(out, (__mmask8)mask, e01);
    _mm512_mask_storeu_epi64(out + 64, (__mmask8)(mask >> 8), e23);
    _mm512_mask_storeu_epi64(out + 128, (__mmask8)(mask >> 16), e45);
    _mm512_mask_storeu_epi64(out + 192, (__mmask8)(mask >> 24), e67);
}

#pragma clang attribute pop

#endif
