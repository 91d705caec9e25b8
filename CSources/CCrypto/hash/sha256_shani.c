/** SHA-256 with the SHA extensions: one message, and tree rows four nodes at a time. */
#if defined(__x86_64__)
#include "sha256_shani.h"

#include "sha256_kernels.h"
#include "sha256_units.h"

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

/** Four blocks of 64 bytes as words. */
QR_SHANI_INLINE void load_four(__m128i w[16], const uint8_t *blocks) {
    for (unsigned i = 0; i < 16; i++) w[i] = qr_shani_swap(_mm_loadu_si128((const __m128i *)blocks + i));
}

static void tree4(uint8_t *out, const uint8_t *in) {
    qr_sha256_tree_shani4(out, in, 4);
}

/**
 * Four nodes at a time: two units of one block each (sha256_units_generated.S), data and padding, each of
 * which also makes the schedules of two of the next four nodes.
 */
QR_SHANI void qr_sha256_tree_shani4(uint8_t *out, const uint8_t *in, size_t count) {
    __m128i keys[2][64], padding[64], w[16];
    const size_t whole = count / 4 * 4;
    if (whole != 0) {
        load_four(w, in);
        for (unsigned l = 0; l < 4; l++) {
            qr_shani_expand(keys[0] + 16 * l, w[4 * l], w[4 * l + 1], w[4 * l + 2], w[4 * l + 3]);
        }
        for (unsigned i = 0; i < 64; i++) padding[i] = ((const __m128i *)qr_sha256_padding_64)[i % 16];
    }
    for (size_t k = 0; k < whole; k += 4) {
        const __m128i *now = keys[k / 4 % 2];
        __m128i *next = keys[(k / 4 + 1) % 2];
        qr_shani_t states[4] = {qr_shani_initial(), qr_shani_initial(), qr_shani_initial(),
                                qr_shani_initial()};
        const qr_sha256_unit_t data = {.quad = states, .quad_wk = now, .w = {w}, .out = {next}};
        const qr_sha256_unit_t end = {.quad = states, .quad_wk = padding, .w = {w + 8}, .out = {next + 32}};
        if (k + 4 < whole) load_four(w, in + 64 * (k + 4)); /* else the old words once more, for nothing */
        qr_sha256_quad_2(&data);
        qr_sha256_quad_2(&end);
        for (unsigned l = 0; l < 4; l++) qr_shani_store_node(out + 32 * (k + l), states[l]);
    }
    if (whole < count) qr_sha256_tree_rest(out + 32 * whole, in + 64 * whole, count - whole, 4, tree4);
}

#endif
