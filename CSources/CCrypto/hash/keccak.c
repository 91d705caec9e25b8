#include "quarry_crypto.h"

#include <string.h>

/*
 * Keccak-256 as Ethereum uses it: the permutation of FIPS 202, the padding of the first submission (0x01, not
 * 0x06).
 */

enum { LANES = 25, ROUNDS = 24, RATE = 136 };

/* Round constants: bit 2^j - 1 of round r is bit 7 r + j of an LFSR over x^8 + x^6 + x^5 + x^4 + 1
   (FIPS 202, 3.2.5). */
static const uint64_t iota_constants[ROUNDS] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

/* The lanes in the order in which rho and pi visit them, and how far each turns: t (t + 1) / 2 mod 64. */
static const uint8_t pi_order[24] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                     15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};

static uint64_t rotate(uint64_t x, unsigned n) {
    return n == 0 ? x : x << n | x >> (64 - n);
}

static void permute(uint64_t a[LANES]) {
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t column[5];
        for (int x = 0; x < 5; x++) {
            column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        }
        for (int x = 0; x < 5; x++) {
            uint64_t parity = column[(x + 4) % 5] ^ rotate(column[(x + 1) % 5], 1);
            for (int y = 0; y < LANES; y += 5) {
                a[x + y] ^= parity;
            }
        }
        uint64_t moved = a[1];
        for (unsigned t = 0; t < 24; t++) {
            uint64_t next = a[pi_order[t]];
            a[pi_order[t]] = rotate(moved, (t + 1) * (t + 2) / 2 % 64);
            moved = next;
        }
        for (int y = 0; y < LANES; y += 5) {
            uint64_t row[5];
            memcpy(row, a + y, sizeof row);
            for (int x = 0; x < 5; x++) {
                a[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
        a[0] ^= iota_constants[round];
    }
}

static void absorb(uint64_t a[LANES], const uint8_t block[RATE]) {
    for (int lane = 0; lane < RATE / 8; lane++) {
        uint64_t word = 0;
        for (int i = 0; i < 8; i++) {
            word |= (uint64_t)block[8 * lane + i] << (8 * i);
        }
        a[lane] ^= word;
    }
    permute(a);
}

void qr_keccak256_hash(uint8_t out[32], const void *in, size_t length) {
    const uint8_t *bytes = in;
    uint64_t state[LANES] = {0};
    for (; length >= RATE; length -= RATE, bytes += RATE) {
        absorb(state, bytes);
    }
    uint8_t last[RATE] = {0};
    if (length > 0) {
        memcpy(last, bytes, length);
    }
    last[length] = 0x01;
    last[RATE - 1] |= 0x80;
    absorb(state, last);
    for (int i = 0; i < 32; i++) {
        out[i] = (uint8_t)(state[i / 8] >> (8 * (i % 8)));
    }
}
