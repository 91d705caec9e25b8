/** SHA-256 with the SHA extensions: one message, and tree rows four nodes at a time. */
#include "sha256_shani.h"

#include "sha256_kernels.h"

/** Compression of one block whose schedule is made while its rounds run. */
QR_SHANI_INLINE qr_shani_t compress(qr_shani_t start, __m128i w0, __m128i w1, __m128i w2, __m128i w3) {
    qr_shani_t s = start;
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i += 4) {
        qr_shani_rounds4(&s, _mm_add_epi32(w0, qr_shani_constants(i)));
        if (i < 12) w0 = qr_shani_schedule(w0, w1, w2, w3);
        qr_shani_rounds4(&s, _mm_add_epi32(w1, qr_shani_constants(i + 1)));
        if (i < 12) w1 = qr_shani_schedule(w1, w2, w3, w0);
        qr_shani_rounds4(&s, _mm_add_epi32(w2, qr_shani_constants(i + 2)));
        if (i < 12) w2 = qr_shani_schedule(w2, w3, w0, w1);
        qr_shani_rounds4(&s, _mm_add_epi32(w3, qr_shani_constants(i + 3)));
        if (i < 12) w3 = qr_shani_schedule(w3, w0, w1, w2);
    }
    return qr_shani_add(s, start);
}

QR_SHANI void qr_sha256_compress_shani(uint32_t state[8], const uint8_t *blocks, size_t count) {
    __m128i abcd = _mm_loadu_si128((const __m128i *)state);
    __m128i efgh = _mm_loadu_si128((const __m128i *)state + 1);
    qr_shani_t s = qr_shani_pack(abcd, efgh);
    for (size_t block = 0; block < count; block++) {
        const __m128i *in = (const __m128i *)(blocks + 64 * block);
        s = compress(s, qr_shani_swap(_mm_loadu_si128(in)), qr_shani_swap(_mm_loadu_si128(in + 1)),
                     qr_shani_swap(_mm_loadu_si128(in + 2)), qr_shani_swap(_mm_loadu_si128(in + 3)));
    }
    qr_shani_unpack(&abcd, &efgh, s);
    _mm_storeu_si128((__m128i *)state, abcd);
    _mm_storeu_si128((__m128i *)state + 1, efgh);
}

QR_SHANI_INLINE void expand_bytes(__m128i *wk, const uint8_t *block) {
    const __m128i *in = (const __m128i *)block;
    qr_shani_expand(wk, qr_shani_swap(_mm_loadu_si128(in)), qr_shani_swap(_mm_loadu_si128(in + 1)),
                    qr_shani_swap(_mm_loadu_si128(in + 2)), qr_shani_swap(_mm_loadu_si128(in + 3)));
}

/** Four states by 64 rounds each; lane l's W + K of rounds 4i.. at wk[l * stride + i]. */
QR_SHANI_INLINE void rounds_x4(qr_shani_t *s0, qr_shani_t *s1, qr_shani_t *s2, qr_shani_t *s3,
                               const __m128i *wk, size_t stride) {
    qr_shani_t a = *s0, b = *s1, c = *s2, d = *s3;
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i++) {
        const __m128i *k0 = wk + i, *k1 = k0 + stride, *k2 = k1 + stride, *k3 = k2 + stride;
        a.cdgh = _mm_sha256rnds2_epu32(a.cdgh, a.abef, *k0);
        b.cdgh = _mm_sha256rnds2_epu32(b.cdgh, b.abef, *k1);
        c.cdgh = _mm_sha256rnds2_epu32(c.cdgh, c.abef, *k2);
        d.cdgh = _mm_sha256rnds2_epu32(d.cdgh, d.abef, *k3);
        a.abef = _mm_sha256rnds2_epu32(a.abef, a.cdgh, qr_shani_upper(k0));
        b.abef = _mm_sha256rnds2_epu32(b.abef, b.cdgh, qr_shani_upper(k1));
        c.abef = _mm_sha256rnds2_epu32(c.abef, c.cdgh, qr_shani_upper(k2));
        d.abef = _mm_sha256rnds2_epu32(d.abef, d.cdgh, qr_shani_upper(k3));
    }
    *s0 = qr_shani_add(a, *s0), *s1 = qr_shani_add(b, *s1);
    *s2 = qr_shani_add(c, *s2), *s3 = qr_shani_add(d, *s3);
}

QR_SHANI static void tree4(uint8_t *out, const uint8_t *in) {
    __m128i wk[64];
    for (unsigned lane = 0; lane < 4; lane++) expand_bytes(wk + 16 * lane, in + 64 * lane);
    qr_shani_t a = qr_shani_initial(), b = a, c = a, d = a;
    rounds_x4(&a, &b, &c, &d, wk, 16);
    rounds_x4(&a, &b, &c, &d, (const __m128i *)qr_sha256_padding_64, 0);
    qr_shani_store_node(out, a), qr_shani_store_node(out + 32, b), qr_shani_store_node(out + 64, c),
        qr_shani_store_node(out + 96, d);
}

QR_SHANI void qr_sha256_tree_shani4(uint8_t *out, const uint8_t *in, size_t count) {
    size_t k = 0;
    for (; k + 4 <= count; k += 4) tree4(out + 32 * k, in + 64 * k);
    if (k < count) qr_sha256_tree_rest(out + 32 * k, in + 64 * k, count - k, 4, tree4);
}
