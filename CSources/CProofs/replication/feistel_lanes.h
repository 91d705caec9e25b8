/**
 * @file feistel_lanes.h  (private)
 * The Feistel round function, Blake2b-512 of one 16-byte block, for any vector width: the including file
 * defines feistel_v (uint64_t or a vector of them) and feistel_swap (bytes of each 64-bit word reversed). Of
 * the 16 message words 14 are zero, so each round adds the two others where its permutation puts them.
 */
#ifndef QR_FEISTEL_LANES_H
#define QR_FEISTEL_LANES_H

#define FEISTEL_ROTATE(x, n) (((x) >> (n)) | ((x) << (64 - (n))))
#define FEISTEL_MIX(a, b, c, d, x, y)  \
    do {                               \
        a += b;                        \
        a += x;                        \
        d = FEISTEL_ROTATE(d ^ a, 32); \
        c += d;                        \
        b = FEISTEL_ROTATE(b ^ c, 24); \
        a += b;                        \
        a += y;                        \
        d = FEISTEL_ROTATE(d ^ a, 16); \
        c += d;                        \
        b = FEISTEL_ROTATE(b ^ c, 63); \
    } while (0)
/** Message word number n: n is a constant, so the zero words vanish when compiled. */
#define FEISTEL_WORD(n) ((n) == 0 ? m0 : (n) == 1 ? m1 : zero)
#define FEISTEL_ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15) \
    do {                                                                                    \
        FEISTEL_MIX(v0, v4, v8, v12, FEISTEL_WORD(s0), FEISTEL_WORD(s1));                   \
        FEISTEL_MIX(v1, v5, v9, v13, FEISTEL_WORD(s2), FEISTEL_WORD(s3));                   \
        FEISTEL_MIX(v2, v6, v10, v14, FEISTEL_WORD(s4), FEISTEL_WORD(s5));                  \
        FEISTEL_MIX(v3, v7, v11, v15, FEISTEL_WORD(s6), FEISTEL_WORD(s7));                  \
        FEISTEL_MIX(v0, v5, v10, v15, FEISTEL_WORD(s8), FEISTEL_WORD(s9));                  \
        FEISTEL_MIX(v1, v6, v11, v12, FEISTEL_WORD(s10), FEISTEL_WORD(s11));                \
        FEISTEL_MIX(v2, v7, v8, v13, FEISTEL_WORD(s12), FEISTEL_WORD(s13));                 \
        FEISTEL_MIX(v3, v4, v9, v14, FEISTEL_WORD(s14), FEISTEL_WORD(s15));                 \
    } while (0)

/** The 12 rounds of RFC 7693 with its schedule SIGMA, on 16 bytes of final input; word 0 of the digest,
 * swapped. */
static inline __attribute__((always_inline)) feistel_v feistel_hash(feistel_v right, uint64_t key) {
    const feistel_v zero = {0};
    const feistel_v m0 = feistel_swap(right), m1 = zero + __builtin_bswap64(key);
    /* Parameter block: digest 64 bytes, no key, fan-out and depth 1. */
    const uint64_t h0 = 0x6a09e667f3bcc908u ^ 0x01010040u;
    feistel_v v0 = zero + h0, v1 = zero + 0xbb67ae8584caa73bu;
    feistel_v v2 = zero + 0x3c6ef372fe94f82bu, v3 = zero + 0xa54ff53a5f1d36f1u;
    feistel_v v4 = zero + 0x510e527fade682d1u, v5 = zero + 0x9b05688c2b3e6c1fu;
    feistel_v v6 = zero + 0x1f83d9abfb41bd6bu, v7 = zero + 0x5be0cd19137e2179u;
    feistel_v v8 = zero + 0x6a09e667f3bcc908u, v9 = zero + 0xbb67ae8584caa73bu;
    feistel_v v10 = zero + 0x3c6ef372fe94f82bu, v11 = zero + 0xa54ff53a5f1d36f1u;
    feistel_v v12 = zero + (0x510e527fade682d1u ^ 16u), v13 = zero + 0x9b05688c2b3e6c1fu;
    feistel_v v14 = zero + ~0x1f83d9abfb41bd6bu, v15 = zero + 0x5be0cd19137e2179u;
    FEISTEL_ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    FEISTEL_ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
    FEISTEL_ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
    FEISTEL_ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
    FEISTEL_ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
    FEISTEL_ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
    FEISTEL_ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
    FEISTEL_ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
    FEISTEL_ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
    FEISTEL_ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
    FEISTEL_ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    FEISTEL_ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
    return feistel_swap(v0 ^ v8 ^ h0);
}

#endif
