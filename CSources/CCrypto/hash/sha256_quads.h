/**
 * @file sha256_quads.h  (private)
 * Sixteen lanes as four quads of SHA-NI states, with schedules made in AVX-512 and left as each four vectors
 * are after transposing their 4 x 4 words: lane l's four words are 16 bytes of vector l % 4, at place l / 4.
 * Quad q has lanes 4q .. 4q+3.
 */
#ifndef QR_SHA256_QUADS_H
#define QR_SHA256_QUADS_H

#include "sha256_avx512.h"
#include "sha256_kernels.h"
#include "sha256_shani.h"
#include "sha256_units.h"

typedef struct {
    qr_shani_t quad[4][4];
} qr_quads_t;

/** Four vectors of words, each 4 x 4 words transposed: vector m has lanes m, m+4, m+8, m+12. */
QR_AVX512_INLINE void qr_transpose_4(__m512i out[4], __m512i a, __m512i b, __m512i c, __m512i d) {
    __m512i ab_low = _mm512_unpacklo_epi32(a, b), ab_high = _mm512_unpackhi_epi32(a, b);
    __m512i cd_low = _mm512_unpacklo_epi32(c, d), cd_high = _mm512_unpackhi_epi32(c, d);
    out[0] = _mm512_unpacklo_epi64(ab_low, cd_low);
    out[1] = _mm512_unpackhi_epi64(ab_low, cd_low);
    out[2] = _mm512_unpacklo_epi64(ab_high, cd_high);
    out[3] = _mm512_unpackhi_epi64(ab_high, cd_high);
}

/** W + K of words 8k .. 8k+7 of a block. */
QR_AVX512_INLINE void qr_quads_first_keys(__m512i *out, unsigned k, const __m512i *w) {
    __m512i keys[8];
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        keys[j] = QR_V_ADD(w[j], QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
    }
    qr_transpose_4(out + 8 * k, keys[0], keys[1], keys[2], keys[3]);
    qr_transpose_4(out + 8 * k + 4, keys[4], keys[5], keys[6], keys[7]);
}

/** The later words of a block at once: w[16..63] of w[0..15], and W + K of them. */
static inline QR_AVX512 void qr_quads_expand(__m512i *w, __m512i *out) {
    __m512i keys[64];
    const uint32_t *k = qr_sha256_constants + 16;
    for (unsigned t = 0; t < 48; t++) qr_x16_word(w + t, keys + t, k + t);
    for (unsigned t = 16; t < 64; t += 4) {
        qr_transpose_4(out + t, keys[t], keys[t + 1], keys[t + 2], keys[t + 3]);
    }
}

static inline QR_AVX512 void qr_quads_padding(__m512i out[64]) {
    const __m128i *keys = (const __m128i *)qr_sha256_padding_64;
    for (unsigned t = 0; t < 64; t++) out[t] = _mm512_broadcast_i32x4(_mm_load_si128(keys + t / 4));
}

static inline QR_AVX512 void qr_quads_begin(qr_quads_t *quads) {
    const __m128i abcd = _mm_load_si128((const __m128i *)qr_sha256_initial);
    const __m128i efgh = _mm_load_si128((const __m128i *)qr_sha256_initial + 1);
    const __m128i cdab = _mm_shuffle_epi32(abcd, 0xb1), hgfe = _mm_shuffle_epi32(efgh, 0x1b);
    const qr_shani_t initial = {_mm_alignr_epi8(cdab, hgfe, 8), _mm_blend_epi16(hgfe, cdab, 0xf0)};
    for (unsigned i = 0; i < 16; i++) quads->quad[i / 4][i % 4] = initial;
}

/** words[0..7] = the states' words a..h. ABEF lies as F, E, B, A; CDGH as H, G, D, C. */
static inline QR_AVX512 void qr_quads_words(__m512i *words, const qr_quads_t *quads) {
    __m512i abef[4], cdgh[4];
    for (unsigned half = 0; half < 2; half++) {
        __m512i lanes[4];
        for (unsigned m = 0; m < 4; m++) {
            const __m128i *lane = half == 0 ? &quads->quad[0][m].abef : &quads->quad[0][m].cdgh;
            lanes[m] = _mm512_castsi128_si512(lane[0]);
            lanes[m] = _mm512_inserti32x4(lanes[m], lane[8], 1);
            lanes[m] = _mm512_inserti32x4(lanes[m], lane[16], 2);
            lanes[m] = _mm512_inserti32x4(lanes[m], lane[24], 3);
        }
        qr_transpose_4(half == 0 ? abef : cdgh, lanes[0], lanes[1], lanes[2], lanes[3]);
    }
    words[0] = abef[3], words[1] = abef[2], words[2] = cdgh[3], words[3] = cdgh[2];
    words[4] = abef[1], words[5] = abef[0], words[6] = cdgh[1], words[7] = cdgh[0];
}

/** Stores the words a..h as a label, in vectors `stride` bytes apart. */
static inline QR_AVX512 void qr_quads_store(uint8_t *label, size_t stride, const qr_quads_t *quads) {
    __m512i words[8];
    qr_quads_words(words, quads);
    words[7] = _mm512_and_si512(words[7], QR_V_BROADCAST(0xffffff3fu));
    for (unsigned j = 0; j < 8; j++) _mm512_store_si512(label + stride * j, words[j]);
}

#endif
