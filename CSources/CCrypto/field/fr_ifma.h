/**
 * @file fr_ifma.h
 * Eight elements of Fr at a time with AVX-512 IFMA: five limbs of 52 bits, Montgomery radix
 * R = 2^260 = 35.3 r.
 *
 * Limbs are loose: vpmadd52 looks at the low 52 bits of its factors only, so a limb whose carry has been
 * passed on keeps its high bits, as garbage. The value of a loose element is that of its masked limbs; only
 * the functions that say so give strict ones. Values need not be below r; a product of a < x r and b < y r is
 * below (xy / 35.3 + 2.01) r.
 *
 * A product first fills ten columns of unreduced 64-bit sums. Their digits are then cleared from the bottom:
 * four by adding the digit times P = (c r + 1) / 2^52 with c = -1/r mod 2^52 (c r = -1 mod 2^52 makes the
 * digit itself the quotient), each leaving T/2^52 + digit * P; the last by Montgomery's step, which takes off
 * the 52 bits the others leave on top. Result below T / 2^260 + 2.01 r; T < 2^519 keeps it below 2^260. A
 * column takes some 2^11 products.
 */
#ifndef QR_FIELD_FR_IFMA_H
#define QR_FIELD_FR_IFMA_H

#include "field/fr.h"
#include "field/fr_lanes.h"

#pragma clang attribute push(                                                             \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

typedef struct {
    __m512i l0, l1, l2, l3, l4;
} qr_fr8_t;

typedef struct {
    __m512i c0, c1, c2, c3, c4, c5, c6, c7, c8, c9;
} qr_fr8_columns_t;

#define QR_FR8_INLINE static inline __attribute__((always_inline))
#define QR_FR8_SET(x) _mm512_set1_epi64((long long)(x))
#define QR_FR8_LOW(sum, a, b) ((sum) = _mm512_madd52lo_epu64((sum), (a), (b)))
#define QR_FR8_HIGH(sum, a, b) ((sum) = _mm512_madd52hi_epu64((sum), (a), (b)))
#define QR_FR8_MASK QR_FR8_SET((UINT64_C(1) << 52) - 1)

/* r and P in limbs of 52 bits. */
#define QR_FR8_R0 QR_FR8_SET(0xfffff00000001)
#define QR_FR8_R1 QR_FR8_SET(0x02fffe5bfefff)
#define QR_FR8_R2 QR_FR8_SET(0x9a1d80553bda4)
#define QR_FR8_R3 QR_FR8_SET(0x7d483339d8080)
#define QR_FR8_R4 QR_FR8_SET(0x073eda753299d)
#define QR_FR8_P0 QR_FR8_SET(0xfdfff1a402001)
#define QR_FR8_P1 QR_FR8_SET(0x2d083dd6c33ff)
#define QR_FR8_P2 QR_FR8_SET(0x44cd43798bcce)
#define QR_FR8_P3 QR_FR8_SET(0x436f80f0223a9)
#define QR_FR8_P4 QR_FR8_SET(0x073eda0144f28)

/** One multiplier limb: columns c[j .. j+4] += low halves of a * b, c[j+1 .. j+5] += high halves. */
#define QR_FR8_ROW(s0, s1, s2, s3, s4, s5, a, b) \
    do {                                         \
        QR_FR8_LOW(s0, (a).l0, b);               \
        QR_FR8_LOW(s1, (a).l1, b);               \
        QR_FR8_LOW(s2, (a).l2, b);               \
        QR_FR8_LOW(s3, (a).l3, b);               \
        QR_FR8_LOW(s4, (a).l4, b);               \
        QR_FR8_HIGH(s1, (a).l0, b);              \
        QR_FR8_HIGH(s2, (a).l1, b);              \
        QR_FR8_HIGH(s3, (a).l2, b);              \
        QR_FR8_HIGH(s4, (a).l3, b);              \
        QR_FR8_HIGH(s5, (a).l4, b);              \
    } while (0)

/** Clears the digit in `digit` by P: adds its carry and multiple to the five columns above and the next. */
#define QR_FR8_DIGIT(digit, s1, s2, s3, s4, s5, s6)                    \
    do {                                                               \
        QR_FR8_LOW(s1, digit, QR_FR8_P0);                              \
        QR_FR8_LOW(s2, digit, QR_FR8_P1);                              \
        QR_FR8_LOW(s3, digit, QR_FR8_P2);                              \
        QR_FR8_LOW(s4, digit, QR_FR8_P3);                              \
        QR_FR8_LOW(s5, digit, QR_FR8_P4);                              \
        QR_FR8_HIGH(s2, digit, QR_FR8_P0);                             \
        QR_FR8_HIGH(s3, digit, QR_FR8_P1);                             \
        QR_FR8_HIGH(s4, digit, QR_FR8_P2);                             \
        QR_FR8_HIGH(s5, digit, QR_FR8_P3);                             \
        QR_FR8_HIGH(s6, digit, QR_FR8_P4);                             \
        (s1) = _mm512_add_epi64((s1), _mm512_srli_epi64((digit), 52)); \
    } while (0)

/**
 * Montgomery's step: the digit in s0 becomes zero by adding m r, m = c * digit = -(digit + digit 2^32) mod
 * 2^52. The low half of m r0 only completes s0 to a multiple of 2^52, so its carry is s0 / 2^52 rounded up.
 */
QR_FR8_INLINE qr_fr8_t qr_fr8_last_step(__m512i s0, __m512i s1, __m512i s2, __m512i s3, __m512i s4,
                                        __m512i s5) {
    __m512i m = _mm512_sub_epi64(_mm512_setzero_si512(), _mm512_add_epi64(s0, _mm512_slli_epi64(s0, 32)));
    s1 = _mm512_add_epi64(s1, _mm512_srli_epi64(_mm512_add_epi64(s0, QR_FR8_MASK), 52));
    QR_FR8_LOW(s1, m, QR_FR8_R1);
    QR_FR8_LOW(s2, m, QR_FR8_R2);
    QR_FR8_LOW(s3, m, QR_FR8_R3);
    QR_FR8_LOW(s4, m, QR_FR8_R4);
    QR_FR8_HIGH(s1, m, QR_FR8_R0);
    QR_FR8_HIGH(s2, m, QR_FR8_R1);
    QR_FR8_HIGH(s3, m, QR_FR8_R2);
    QR_FR8_HIGH(s4, m, QR_FR8_R3);
    QR_FR8_HIGH(s5, m, QR_FR8_R4);
    qr_fr8_t out;
    out.l0 = s1;
    out.l1 = _mm512_add_epi64(s2, _mm512_srli_epi64(out.l0, 52));
    out.l2 = _mm512_add_epi64(s3, _mm512_srli_epi64(out.l1, 52));
    out.l3 = _mm512_add_epi64(s4, _mm512_srli_epi64(out.l2, 52));
    out.l4 = _mm512_add_epi64(s5, _mm512_srli_epi64(out.l3, 52));
    return out;
}

/** The columns' sum divided by R, loose. */
QR_FR8_INLINE qr_fr8_t qr_fr8_reduce(qr_fr8_columns_t t) {
    QR_FR8_DIGIT(t.c0, t.c1, t.c2, t.c3, t.c4, t.c5, t.c6);
    QR_FR8_DIGIT(t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7);
    QR_FR8_DIGIT(t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8);
    QR_FR8_DIGIT(t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9);
    return qr_fr8_last_step(t.c4, t.c5, t.c6, t.c7, t.c8, t.c9);
}

/** a b / R. Low and high halves have columns of their own, added at the end: shorter chains. */
QR_FR8_INLINE qr_fr8_t qr_fr8_product(qr_fr8_t a, qr_fr8_t b) {
    const __m512i z = _mm512_setzero_si512();
    __m512i h1 = z, h2 = z, h3 = z, h4 = z, h5 = z, h6 = z, h7 = z, h8 = z;
    qr_fr8_columns_t t = {z, z, z, z, z, z, z, z, z, z};
#define ROW(s0, s1, s2, s3, s4, u1, u2, u3, u4, u5, factor)                                          \
    QR_FR8_LOW(s0, a.l0, factor), QR_FR8_LOW(s1, a.l1, factor), QR_FR8_LOW(s2, a.l2, factor),        \
        QR_FR8_LOW(s3, a.l3, factor), QR_FR8_LOW(s4, a.l4, factor), QR_FR8_HIGH(u1, a.l0, factor),   \
        QR_FR8_HIGH(u2, a.l1, factor), QR_FR8_HIGH(u3, a.l2, factor), QR_FR8_HIGH(u4, a.l3, factor), \
        QR_FR8_HIGH(u5, a.l4, factor)
    ROW(t.c0, t.c1, t.c2, t.c3, t.c4, h1, h2, h3, h4, h5, b.l0);
    ROW(t.c1, t.c2, t.c3, t.c4, t.c5, h2, h3, h4, h5, h6, b.l1);
    ROW(t.c2, t.c3, t.c4, t.c5, t.c6, h3, h4, h5, h6, h7, b.l2);
    ROW(t.c3, t.c4, t.c5, t.c6, t.c7, h4, h5, h6, h7, h8, b.l3);
    ROW(t.c4, t.c5, t.c6, t.c7, t.c8, h5, h6, h7, h8, t.c9, b.l4);
#undef ROW
    t.c1 = _mm512_add_epi64(t.c1, h1);
    t.c2 = _mm512_add_epi64(t.c2, h2);
    t.c3 = _mm512_add_epi64(t.c3, h3);
    t.c4 = _mm512_add_epi64(t.c4, h4);
    t.c5 = _mm512_add_epi64(t.c5, h5);
    t.c6 = _mm512_add_epi64(t.c6, h6);
    t.c7 = _mm512_add_epi64(t.c7, h7);
    t.c8 = _mm512_add_epi64(t.c8, h8);
    return qr_fr8_reduce(t);
}

/** a^2 / R: the products off the diagonal once, their columns doubled. */
QR_FR8_INLINE qr_fr8_t qr_fr8_square(qr_fr8_t a) {
    const __m512i z = _mm512_setzero_si512();
    qr_fr8_columns_t t = {z, z, z, z, z, z, z, z, z, z};
#define PAIR(low, high, x, y) QR_FR8_LOW(low, x, y), QR_FR8_HIGH(high, x, y)
    PAIR(t.c1, t.c2, a.l0, a.l1);
    PAIR(t.c3, t.c4, a.l0, a.l3);
    PAIR(t.c5, t.c6, a.l1, a.l4);
    PAIR(t.c7, t.c8, a.l3, a.l4);
    PAIR(t.c2, t.c3, a.l0, a.l2);
    PAIR(t.c4, t.c5, a.l0, a.l4);
    PAIR(t.c6, t.c7, a.l2, a.l4);
    PAIR(t.c3, t.c4, a.l1, a.l2);
    PAIR(t.c5, t.c6, a.l2, a.l3);
    PAIR(t.c4, t.c5, a.l1, a.l3);
    t.c1 = _mm512_add_epi64(t.c1, t.c1);
    t.c2 = _mm512_add_epi64(t.c2, t.c2);
    t.c3 = _mm512_add_epi64(t.c3, t.c3);
    t.c4 = _mm512_add_epi64(t.c4, t.c4);
    t.c5 = _mm512_add_epi64(t.c5, t.c5);
    t.c6 = _mm512_add_epi64(t.c6, t.c6);
    t.c7 = _mm512_add_epi64(t.c7, t.c7);
    t.c8 = _mm512_add_epi64(t.c8, t.c8);
    PAIR(t.c0, t.c1, a.l0, a.l0);
    PAIR(t.c2, t.c3, a.l1, a.l1);
    PAIR(t.c4, t.c5, a.l2, a.l2);
    PAIR(t.c6, t.c7, a.l3, a.l3);
    PAIR(t.c8, t.c9, a.l4, a.l4);
#undef PAIR
    return qr_fr8_reduce(t);
}

/** The same 52-bit limbs in all lanes. */
QR_FR8_INLINE qr_fr8_t qr_fr8_broadcast(const uint64_t limbs[5]) {
    qr_fr8_t out = {QR_FR8_SET(limbs[0]), QR_FR8_SET(limbs[1]), QR_FR8_SET(limbs[2]), QR_FR8_SET(limbs[3]),
                    QR_FR8_SET(limbs[4])};
    return out;
}

/** Words to strict limbs; any 256-bit values. */
QR_FR8_INLINE qr_fr8_t qr_fr8_from_words(qr_fr8_words_t in) {
    const __m512i mask = QR_FR8_MASK;
    qr_fr8_t out;
    out.l0 = _mm512_and_si512(in.w0, mask);
    out.l1 = _mm512_and_si512(_mm512_shrdi_epi64(in.w0, in.w1, 52), mask);
    out.l2 = _mm512_and_si512(_mm512_shrdi_epi64(in.w1, in.w2, 40), mask);
    out.l3 = _mm512_and_si512(_mm512_shrdi_epi64(in.w2, in.w3, 28), mask);
    out.l4 = _mm512_srli_epi64(in.w3, 16);
    return out;
}

/** a + b for strict limbs, loose. */
QR_FR8_INLINE qr_fr8_t qr_fr8_sum(qr_fr8_t a, qr_fr8_t b) {
    a.l0 = _mm512_add_epi64(a.l0, b.l0);
    a.l1 = _mm512_add_epi64(_mm512_add_epi64(a.l1, b.l1), _mm512_srli_epi64(a.l0, 52));
    a.l2 = _mm512_add_epi64(_mm512_add_epi64(a.l2, b.l2), _mm512_srli_epi64(a.l1, 52));
    a.l3 = _mm512_add_epi64(_mm512_add_epi64(a.l3, b.l3), _mm512_srli_epi64(a.l2, 52));
    a.l4 = _mm512_add_epi64(_mm512_add_epi64(a.l4, b.l4), _mm512_srli_epi64(a.l3, 52));
    return a;
}

QR_FR8_INLINE qr_fr8_t qr_fr8_strict(qr_fr8_t a) {
    const __m512i mask = QR_FR8_MASK;
    a.l0 = _mm512_and_si512(a.l0, mask);
    a.l1 = _mm512_and_si512(a.l1, mask);
    a.l2 = _mm512_and_si512(a.l2, mask);
    a.l3 = _mm512_and_si512(a.l3, mask);
    a.l4 = _mm512_and_si512(a.l4, mask);
    return a;
}

/** a - r where a >= r, else a; strict in and out. */
QR_FR8_INLINE qr_fr8_t qr_fr8_reduce_once(qr_fr8_t a) {
    qr_fr8_t d;
    d.l0 = _mm512_sub_epi64(a.l0, QR_FR8_R0);
    d.l1 = _mm512_add_epi64(_mm512_sub_epi64(a.l1, QR_FR8_R1), _mm512_srai_epi64(d.l0, 52));
    d.l2 = _mm512_add_epi64(_mm512_sub_epi64(a.l2, QR_FR8_R2), _mm512_srai_epi64(d.l1, 52));
    d.l3 = _mm512_add_epi64(_mm512_sub_epi64(a.l3, QR_FR8_R3), _mm512_srai_epi64(d.l2, 52));
    d.l4 = _mm512_add_epi64(_mm512_sub_epi64(a.l4, QR_FR8_R4), _mm512_srai_epi64(d.l3, 52));
    __mmask8 below = _mm512_movepi64_mask(d.l4);
    d = qr_fr8_strict(d);
    d.l0 = _mm512_mask_mov_epi64(d.l0, below, a.l0);
    d.l1 = _mm512_mask_mov_epi64(d.l1, below, a.l1);
    d.l2 = _mm512_mask_mov_epi64(d.l2, below, a.l2);
    d.l3 = _mm512_mask_mov_epi64(d.l3, below, a.l3);
    d.l4 = _mm512_mask_mov_epi64(d.l4, below, a.l4);
    return d;
}

/** The canonical words of a < 3 r, loose: what a product gives if one factor is below r and the other below
 * 34 r. */
QR_FR8_INLINE qr_fr8_words_t qr_fr8_to_words(qr_fr8_t a) {
    a = qr_fr8_reduce_once(qr_fr8_reduce_once(qr_fr8_strict(a)));
    qr_fr8_words_t out;
    out.w0 = _mm512_or_si512(a.l0, _mm512_slli_epi64(a.l1, 52));
    out.w1 = _mm512_or_si512(_mm512_srli_epi64(a.l1, 12), _mm512_slli_epi64(a.l2, 40));
    out.w2 = _mm512_or_si512(_mm512_srli_epi64(a.l2, 24), _mm512_slli_epi64(a.l3, 28));
    out.w3 = _mm512_or_si512(_mm512_srli_epi64(a.l3, 36), _mm512_slli_epi64(a.l4, 16));
    return out;
}

#pragma clang attribute pop

#endif
