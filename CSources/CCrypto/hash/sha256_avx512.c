/** Tree rows, sixteen nodes at a time in AVX-512. */
#if defined(__x86_64__)
#include "sha256_avx512.h"

#include "sha256_kernels.h"

#define STEP(a, b, c, d, e, f, g, h, j)                                                   \
    do {                                                                                  \
        QR_V_ROUND(s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h, wk[t + j]);                    \
        if (t < 48) qr_x16_word(w + t + j, wk + t + j, qr_sha256_constants + 16 + t + j); \
    } while (0)

/** Compression of the block w[0..15], wk[0..15] = w + K; the rest of both is scratch. */
QR_AVX512_INLINE qr_x16_t compress(qr_x16_t start, __m512i w[64], __m512i wk[64]) {
    qr_x16_t s = start;
#pragma clang loop unroll(disable)
    for (unsigned t = 0; t < 64; t += 8) {
        STEP(a, b, c, d, e, f, g, h, 0);
        STEP(h, a, b, c, d, e, f, g, 1);
        STEP(g, h, a, b, c, d, e, f, 2);
        STEP(f, g, h, a, b, c, d, e, 3);
        STEP(e, f, g, h, a, b, c, d, 4);
        STEP(d, e, f, g, h, a, b, c, 5);
        STEP(c, d, e, f, g, h, a, b, 6);
        STEP(b, c, d, e, f, g, h, a, 7);
    }
    return qr_x16_add(s, start);
}

#define PADDING(a, b, c, d, e, f, g, h, j) \
    QR_V_ROUND(s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h, QR_V_BROADCAST(qr_sha256_padding_64[t + j]))

/** Compression of the padding block of 64-byte messages. */
QR_AVX512_INLINE qr_x16_t compress_padding(qr_x16_t start) {
    qr_x16_t s = start;
#pragma clang loop unroll(disable)
    for (unsigned t = 0; t < 64; t += 8) {
        PADDING(a, b, c, d, e, f, g, h, 0);
        PADDING(h, a, b, c, d, e, f, g, 1);
        PADDING(g, h, a, b, c, d, e, f, 2);
        PADDING(f, g, h, a, b, c, d, e, 3);
        PADDING(e, f, g, h, a, b, c, d, 4);
        PADDING(d, e, f, g, h, a, b, c, 5);
        PADDING(c, d, e, f, g, h, a, b, 6);
        PADDING(b, c, d, e, f, g, h, a, 7);
    }
    return qr_x16_add(s, start);
}

QR_AVX512 static void tree16(uint8_t *out, const uint8_t *in) {
    __m512i w[64], wk[64];
    for (unsigned i = 0; i < 16; i++) w[i] = qr_x16_swap(_mm512_loadu_si512(in + 64 * i));
    qr_x16_transpose(w);
    for (unsigned i = 0; i < 16; i++) {
        wk[i] = QR_V_ADD(w[i], QR_V_BROADCAST(qr_sha256_constants[i]));
    }
    qr_x16_t s = compress_padding(compress(qr_x16_initial(), w, wk));
    const __m512i words[8] = {s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h};
    qr_x16_store_nodes(out, words);
}

QR_AVX512 void qr_sha256_tree_avx512x16(uint8_t *out, const uint8_t *in, size_t count) {
    size_t k = 0;
    for (; k + 16 <= count; k += 16) tree16(out + 32 * k, in + 64 * k);
    if (k < count) qr_sha256_tree_rest(out + 32 * k, in + 64 * k, count - k, 16, tree16);
}

#endif
