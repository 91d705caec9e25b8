/** SHA-256 in plain C: what every other variant is tested against. */
#include <string.h>

#include "sha256_kernels.h"

static uint32_t rotate(uint32_t x, unsigned n) {
    return (x >> n) | (x << (32 - n));
}

static uint32_t load_word(const uint8_t *in) {
    uint32_t word;
    memcpy(&word, in, 4);
    return __builtin_bswap32(word);
}

static void rounds(uint32_t state[8], const uint32_t wk[64]) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (unsigned t = 0; t < 64; t++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t t1 = h + s1 + (g ^ (e & (f ^ g))) + wk[t];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t t2 = s0 + ((a & b) | (c & (a | b)));
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void qr_sha256_compress_portable(uint32_t state[8], const uint8_t *blocks, size_t count) {
    for (size_t block = 0; block < count; block++) {
        uint32_t w[64];
        for (unsigned t = 0; t < 16; t++) w[t] = load_word(blocks + 64 * block + 4 * t);
        for (unsigned t = 16; t < 64; t++) {
            uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3);
            uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10);
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        for (unsigned t = 0; t < 64; t++) w[t] += qr_sha256_constants[t];
        rounds(state, w);
    }
}

void qr_sha256_tree_portable(uint8_t *out, const uint8_t *in, size_t count) {
    for (size_t k = 0; k < count; k++) {
        uint32_t state[8];
        memcpy(state, qr_sha256_initial, 32);
        qr_sha256_compress_portable(state, in + 64 * k, 1);
        rounds(state, qr_sha256_padding_64);
        for (unsigned j = 0; j < 8; j++) state[j] = __builtin_bswap32(state[j]);
        memcpy(out + 32 * k, state, 32);
        out[32 * k + 31] &= 0x3f;
    }
}
