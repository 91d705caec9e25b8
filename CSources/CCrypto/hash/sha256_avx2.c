/** Tree rows, eight nodes at a time in AVX2. */
#if defined(__x86_64__)
#include "sha256_avx2.h"

#include "sha256_kernels.h"

#define STEP(a, b, c, d, e, f, g, h, j)                                                  \
    do {                                                                                 \
        QR_V_ROUND(s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h, wk[t + j]);                   \
        if (t < 48) qr_x8_word(w + t + j, wk + t + j, qr_sha256_constants + 16 + t + j); \
    } while (0)

/** Compression of the block w[0..15], wk[0..15] = w + K; the rest of both is scratch. */
QR_AVX2_INLINE qr_x8_t compress(qr_x8_t start, __m256i w[64], __m256i wk[64]) {
    qr_x8_t s = start;
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
    return qr_x8_add(s, start);
}

#define PADDING(a, b, c, d, e, f, g, h, j) \
    QR_V_ROUND(s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h, QR_V_BROADCAST(qr_sha256_padding_64[t + j]))

/** Compression of the padding block of 64-byte messages. */
QR_AVX2_INLINE qr_x8_t compress_padding(qr_x8_t start) {
    qr_x8_t s = start;
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
    return qr_x8_add(s, start);
}

QR_AVX2 static void tree8(uint8_t *out, const uint8_t *in) {
    __m256i w[64], wk[64];
    for (unsigned i = 0; i < 8; i++) {
        w[i] = qr_x8_swap(_mm256_loadu_si256((const __m256i *)(in + 64 * i)));
        w[i + 8] = qr_x8_swap(_mm256_loadu_si256((const __m256i *)(in + 64 * i + 32)));
    }
    qr_x8_transpose(w);
    qr_x8_transpose(w + 8);
    for (unsigned i = 0; i < 16; i++) {
        wk[i] = QR_V_ADD(w[i], QR_V_BROADCAST(qr_sha256_constants[i]));
    }
    qr_x8_t s = compress_padding(compress(qr_x8_initial(), w, wk));
    __m256i r[8] = {s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h};
    r[7] = _mm256_and_si256(r[7], QR_V_BROADCAST(0xffffff3fu));
    qr_x8_transpose(r);
    for (unsigned i = 0; i < 8; i++) _mm256_storeu_si256((__m256i *)(out + 32 * i), qr_x8_swap(r[i]));
}

QR_AVX2 void qr_sha256_tree_avx2x8(uint8_t *out, const uint8_t *in, size_t count) {
    size_t k = 0;
    for (; k + 8 <= count; k += 8) tree8(out + 32 * k, in + 64 * k);
    if (k < count) qr_sha256_tree_rest(out + 32 * k, in + 64 * k, count - k, 8, tree8);
}

#endif
