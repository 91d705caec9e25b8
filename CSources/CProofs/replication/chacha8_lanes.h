/**
 * @file chacha8_lanes.h  (private)
 * ChaCha8 of CHACHA_LANES keys at once that differ in the last word, for any vector width: the including file
 * defines the vector type chacha_v (CHACHA_LANES uint32_t). The stream is rand_chacha's ChaCha8Rng: 64-bit
 * block counter from 0, stream number 0.
 */
#ifndef QR_CHACHA8_LANES_H
#define QR_CHACHA8_LANES_H

#define CHACHA_ROTATE(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define CHACHA_QUARTER(a, b, c, d)                                                      \
    a += b, d = CHACHA_ROTATE(d ^ a, 16), c += d, b = CHACHA_ROTATE(b ^ c, 12), a += b, \
            d = CHACHA_ROTATE(d ^ a, 8), c += d, b = CHACHA_ROTATE(b ^ c, 7)

/** words[0..count) = the first `count` (16 or 4) words of block `counter`. */
static inline __attribute__((always_inline)) void chacha8_block(chacha_v *words, unsigned count,
                                                                const uint32_t key[7], chacha_v last,
                                                                uint32_t counter) {
    const chacha_v zero = {0};
    const chacha_v i0 = zero + 0x61707865u, i1 = zero + 0x3320646eu;
    const chacha_v i2 = zero + 0x79622d32u, i3 = zero + 0x6b206574u;
    chacha_v x0 = i0, x1 = i1, x2 = i2, x3 = i3;
    chacha_v x4 = zero + key[0], x5 = zero + key[1], x6 = zero + key[2], x7 = zero + key[3];
    chacha_v x8 = zero + key[4], x9 = zero + key[5], x10 = zero + key[6], x11 = last;
    chacha_v x12 = zero + counter, x13 = zero, x14 = zero, x15 = zero;
    for (int round = 0; round < 4; round++) {
        CHACHA_QUARTER(x0, x4, x8, x12);
        CHACHA_QUARTER(x1, x5, x9, x13);
        CHACHA_QUARTER(x2, x6, x10, x14);
        CHACHA_QUARTER(x3, x7, x11, x15);
        CHACHA_QUARTER(x0, x5, x10, x15);
        CHACHA_QUARTER(x1, x6, x11, x12);
        CHACHA_QUARTER(x2, x7, x8, x13);
        CHACHA_QUARTER(x3, x4, x9, x14);
    }
    words[0] = x0 + i0, words[1] = x1 + i1, words[2] = x2 + i2, words[3] = x3 + i3;
    if (count == 4) return;
    words[4] = x4 + key[0], words[5] = x5 + key[1], words[6] = x6 + key[2], words[7] = x7 + key[3];
    words[8] = x8 + key[4], words[9] = x9 + key[5], words[10] = x10 + key[6], words[11] = x11 + last;
    words[12] = x12 + counter, words[13] = x13, words[14] = x14, words[15] = x15;
}

/** The QR_CHACHA_WORDS words of the streams of nodes `last` (lane by lane). */
static inline __attribute__((always_inline)) void chacha8_stream(chacha_v words[QR_CHACHA_WORDS],
                                                                 const uint32_t key[7], chacha_v last) {
    chacha8_block(words, 16, key, last, 0);
    chacha8_block(words + 16, 4, key, last, 1);
}

#endif
