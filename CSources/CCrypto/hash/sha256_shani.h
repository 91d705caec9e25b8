/**
 * @file sha256_shani.h  (private)
 * Building blocks of SHA-256 with the SHA extensions. A state is two vectors, ABEF and CDGH (high word
 * first); W and W + K are sixteen vectors of four words.
 *
 * One stream is bound by latency (4 cycles for 2 rounds), so kernels interleave several: on Zen 4 the unit
 * takes one sha256rnds2 a cycle, and four streams fill it.
 */
#ifndef QR_SHA256_SHANI_H
#define QR_SHA256_SHANI_H

#include <immintrin.h>

#include "quarry_crypto.h"

#define QR_SHANI __attribute__((target("sha,avx2,prfchw")))
#define QR_SHANI_INLINE static inline __attribute__((always_inline, target("sha,avx2,prfchw")))

typedef struct {
    __m128i abef, cdgh;
} qr_shani_t;

/** Words of a state, a first. */
QR_SHANI_INLINE qr_shani_t qr_shani_pack(__m128i abcd, __m128i efgh) {
    __m128i cdab = _mm_shuffle_epi32(abcd, 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(efgh, 0x1b);
    qr_shani_t state = {_mm_alignr_epi8(cdab, hgfe, 8), _mm_blend_epi16(hgfe, cdab, 0xf0)};
    return state;
}

QR_SHANI_INLINE void qr_shani_unpack(__m128i *abcd, __m128i *efgh, qr_shani_t state) {
    __m128i feba = _mm_shuffle_epi32(state.abef, 0x1b);
    __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xb1);
    *abcd = _mm_blend_epi16(feba, dchg, 0xf0);
    *efgh = _mm_alignr_epi8(dchg, feba, 8);
}

QR_SHANI_INLINE qr_shani_t qr_shani_initial(void) {
    return qr_shani_pack(_mm_load_si128((const __m128i *)qr_sha256_initial),
                         _mm_load_si128((const __m128i *)qr_sha256_initial + 1));
}

QR_SHANI_INLINE qr_shani_t qr_shani_add(qr_shani_t a, qr_shani_t b) {
    qr_shani_t sum = {_mm_add_epi32(a.abef, b.abef), _mm_add_epi32(a.cdgh, b.cdgh)};
    return sum;
}

/** Big-endian words of 16 bytes, and back. */
QR_SHANI_INLINE __m128i qr_shani_swap(__m128i bytes) {
    return _mm_shuffle_epi8(bytes, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

/** Bytes of a state with the two top bits of the last byte cleared. */
QR_SHANI_INLINE void qr_shani_store_node(uint8_t *out, qr_shani_t s) {
    const __m128i mask = _mm_set_epi64x(0x3fffffffffffffff, -1);
    __m128i abcd, efgh;
    qr_shani_unpack(&abcd, &efgh, s);
    _mm_storeu_si128((__m128i *)out, qr_shani_swap(abcd));
    _mm_storeu_si128((__m128i *)out + 1, _mm_and_si128(qr_shani_swap(efgh), mask));
}

/** Four rounds: wk = W + K of rounds 4i .. 4i+3. */
QR_SHANI_INLINE void qr_shani_rounds4(qr_shani_t *s, __m128i wk) {
    s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, wk);
    s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(wk, 0x0e));
}

/** The second half of *wk, loaded: a load costs less here than a shuffle. */
QR_SHANI_INLINE __m128i qr_shani_upper(const __m128i *wk) {
    return _mm_loadl_epi64((const __m128i *)((const uint8_t *)wk + 8));
}

/** W[t .. t+3] of W[t-16 ..] (w0), W[t-12 ..] (w1), W[t-8 ..] (w2), W[t-4 ..] (w3). */
QR_SHANI_INLINE __m128i qr_shani_schedule(__m128i w0, __m128i w1, __m128i w2, __m128i w3) {
    __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
    return _mm_sha256msg2_epu32(sum, w3);
}

QR_SHANI_INLINE __m128i qr_shani_constants(unsigned i) {
    return _mm_load_si128((const __m128i *)qr_sha256_constants + i);
}

/** wk[16] = W + K of the block w0..w3 (words). */
QR_SHANI_INLINE void qr_shani_expand(__m128i *wk, __m128i w0, __m128i w1, __m128i w2, __m128i w3) {
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i += 4) {
        wk[i] = _mm_add_epi32(w0, qr_shani_constants(i));
        wk[i + 1] = _mm_add_epi32(w1, qr_shani_constants(i + 1));
        wk[i + 2] = _mm_add_epi32(w2, qr_shani_constants(i + 2));
        wk[i + 3] = _mm_add_epi32(w3, qr_shani_constants(i + 3));
        if (i == 12) break;
        w0 = qr_shani_schedule(w0, w1, w2, w3);
        w1 = qr_shani_schedule(w1, w2, w3, w0);
        w2 = qr_shani_schedule(w2, w3, w0, w1);
        w3 = qr_shani_schedule(w3, w0, w1, w2);
    }
}

#endif
