/**
 * @file fp_ifma.h
 * Eight elements of Fp at a time with AVX-512 IFMA: eight limbs of 52 bits, Montgomery radix
 * R = 2^416 = 2^35.3 p.
 *
 * Limbs are strict (below 2^52) in and out unless said. Values need not be below p: a product of a < x p and
 * b < y p is below (xy / 2^35.3 + 2.01) p, so sums are never reduced for products' sake.
 *
 * A product first fills sixteen columns of unreduced 64-bit sums. Their digits are then cleared from the
 * bottom: seven by adding the digit times P = (c p + 1) / 2^52 with c = -1/p mod 2^52 (c p = -1 mod 2^52
 * makes the digit itself the quotient), each leaving T/2^52 + digit * P; the last by Montgomery's step, which
 * takes off the 52 bits the others leave on top. Columns are signed: only their sum has to be positive.
 *
 * Products are functions of their own, not inline: a dozen of them in a loop would not fit the instruction
 * cache.
 */
#ifndef QR_FIELD_FP_IFMA_H
#define QR_FIELD_FP_IFMA_H

#include <immintrin.h>

#include "field/fp.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

typedef struct {
    __m512i l0, l1, l2, l3, l4, l5, l6, l7;
} qr_fp8_t;

/** A sum of products, not reduced. */
typedef struct {
    __m512i c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15;
} qr_fp8_columns_t;

#define QR_FP8_INLINE static inline __attribute__((always_inline))
#define QR_FP8_OUTLINE static __attribute__((noinline, unused))
#define QR_FP8_SET(x) _mm512_set1_epi64((long long)(x))
#define QR_FP8_LOW(sum, a, b) ((sum) = _mm512_madd52lo_epu64((sum), (a), (b)))
#define QR_FP8_HIGH(sum, a, b) ((sum) = _mm512_madd52hi_epu64((sum), (a), (b)))
#define QR_FP8_ADD(a, b) _mm512_add_epi64((a), (b))
#define QR_FP8_SUB(a, b) _mm512_sub_epi64((a), (b))
#define QR_FP8_CARRY(a) _mm512_srai_epi64((a), 52)
#define QR_FP8_MASK QR_FP8_SET((UINT64_C(1) << 52) - 1)
/** -1/p and 1/p mod 2^52. */
#define QR_FP8_C QR_FP8_SET(0x3fffcfffcfffd)
#define QR_FP8_P_INVERSE QR_FP8_SET(0xc000300030003)

/* p and P in limbs of 52 bits. */
#define QR_FP8_P0 QR_FP8_SET(0xeffffffffaaab)
#define QR_FP8_P1 QR_FP8_SET(0xfeb153ffffb9f)
#define QR_FP8_P2 QR_FP8_SET(0x6b0f6241eabff)
#define QR_FP8_P3 QR_FP8_SET(0x12bf6730d2a0f)
#define QR_FP8_P4 QR_FP8_SET(0x764774b84f385)
#define QR_FP8_P5 QR_FP8_SET(0x1ba7b6434bacd)
#define QR_FP8_P6 QR_FP8_SET(0x1ea397fe69a4b)
#define QR_FP8_P7 QR_FP8_SET(0x1a011)
#define QR_FP8_Q0 QR_FP8_SET(0x4be07d2027cb)
#define QR_FP8_Q1 QR_FP8_SET(0xd7786e39002d4)
#define QR_FP8_Q2 QR_FP8_SET(0xf51047083c4dd)
#define QR_FP8_Q3 QR_FP8_SET(0x96079a7670223)
#define QR_FP8_Q4 QR_FP8_SET(0x4ca513044b79)
#define QR_FP8_Q5 QR_FP8_SET(0x6615d3780ea11)
#define QR_FP8_Q6 QR_FP8_SET(0xf9a5623d6a279)
#define QR_FP8_Q7 QR_FP8_SET(0x6803)

/** One multiplier limb: low halves of a * b to s0 .. s7, high halves to s1 .. s8. */
#define QR_FP8_ROW(s0, s1, s2, s3, s4, s5, s6, s7, s8, a, b) \
    do {                                                     \
        QR_FP8_LOW(s0, (a).l0, b);                           \
        QR_FP8_LOW(s1, (a).l1, b);                           \
        QR_FP8_LOW(s2, (a).l2, b);                           \
        QR_FP8_LOW(s3, (a).l3, b);                           \
        QR_FP8_LOW(s4, (a).l4, b);                           \
        QR_FP8_LOW(s5, (a).l5, b);                           \
        QR_FP8_LOW(s6, (a).l6, b);                           \
        QR_FP8_LOW(s7, (a).l7, b);                           \
        QR_FP8_HIGH(s1, (a).l0, b);                          \
        QR_FP8_HIGH(s2, (a).l1, b);                          \
        QR_FP8_HIGH(s3, (a).l2, b);                          \
        QR_FP8_HIGH(s4, (a).l3, b);                          \
        QR_FP8_HIGH(s5, (a).l4, b);                          \
        QR_FP8_HIGH(s6, (a).l5, b);                          \
        QR_FP8_HIGH(s7, (a).l6, b);                          \
        QR_FP8_HIGH(s8, (a).l7, b);                          \
    } while (0)

/** Clears the digit in `digit` by P: adds its carry and multiple to the eight columns above and the next. */
#define QR_FP8_DIGIT(digit, s1, s2, s3, s4, s5, s6, s7, s8, s9) \
    do {                                                        \
        QR_FP8_LOW(s1, digit, QR_FP8_Q0);                       \
        QR_FP8_LOW(s2, digit, QR_FP8_Q1);                       \
        QR_FP8_LOW(s3, digit, QR_FP8_Q2);                       \
        QR_FP8_LOW(s4, digit, QR_FP8_Q3);                       \
        QR_FP8_LOW(s5, digit, QR_FP8_Q4);                       \
        QR_FP8_LOW(s6, digit, QR_FP8_Q5);                       \
        QR_FP8_LOW(s7, digit, QR_FP8_Q6);                       \
        QR_FP8_LOW(s8, digit, QR_FP8_Q7);                       \
        QR_FP8_HIGH(s2, digit, QR_FP8_Q0);                      \
        QR_FP8_HIGH(s3, digit, QR_FP8_Q1);                      \
        QR_FP8_HIGH(s4, digit, QR_FP8_Q2);                      \
        QR_FP8_HIGH(s5, digit, QR_FP8_Q3);                      \
        QR_FP8_HIGH(s6, digit, QR_FP8_Q4);                      \
        QR_FP8_HIGH(s7, digit, QR_FP8_Q5);                      \
        QR_FP8_HIGH(s8, digit, QR_FP8_Q6);                      \
        QR_FP8_HIGH(s9, digit, QR_FP8_Q7);                      \
        (s1) = QR_FP8_ADD((s1), QR_FP8_CARRY(digit));           \
    } while (0)

/** Passes the carries on; the top limb keeps its sign. Limbs may be negative, the value may not. */
QR_FP8_INLINE qr_fp8_t qr_fp8_carry(qr_fp8_t a) {
    const __m512i mask = QR_FP8_MASK;
    a.l1 = QR_FP8_ADD(a.l1, QR_FP8_CARRY(a.l0));
    a.l2 = QR_FP8_ADD(a.l2, QR_FP8_CARRY(a.l1));
    a.l3 = QR_FP8_ADD(a.l3, QR_FP8_CARRY(a.l2));
    a.l4 = QR_FP8_ADD(a.l4, QR_FP8_CARRY(a.l3));
    a.l5 = QR_FP8_ADD(a.l5, QR_FP8_CARRY(a.l4));
    a.l6 = QR_FP8_ADD(a.l6, QR_FP8_CARRY(a.l5));
    a.l7 = QR_FP8_ADD(a.l7, QR_FP8_CARRY(a.l6));
    a.l0 = _mm512_and_si512(a.l0, mask);
    a.l1 = _mm512_and_si512(a.l1, mask);
    a.l2 = _mm512_and_si512(a.l2, mask);
    a.l3 = _mm512_and_si512(a.l3, mask);
    a.l4 = _mm512_and_si512(a.l4, mask);
    a.l5 = _mm512_and_si512(a.l5, mask);
    a.l6 = _mm512_and_si512(a.l6, mask);
    return a;
}

/**
 * The columns' sum divided by R. The last step is Montgomery's: the digit in c7 becomes zero by adding m p.
 * The low half of m p0 only completes c7 to a multiple of 2^52, so its carry is c7 / 2^52 rounded up.
 */
QR_FP8_INLINE qr_fp8_t qr_fp8_reduce(qr_fp8_columns_t t) {
    QR_FP8_DIGIT(t.c0, t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9);
    QR_FP8_DIGIT(t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10);
    QR_FP8_DIGIT(t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11);
    QR_FP8_DIGIT(t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12);
    QR_FP8_DIGIT(t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, t.c13);
    QR_FP8_DIGIT(t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, t.c13, t.c14);
    QR_FP8_DIGIT(t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, t.c13, t.c14, t.c15);
    __m512i m = _mm512_madd52lo_epu64(_mm512_setzero_si512(), t.c7, QR_FP8_C);
    t.c8 = QR_FP8_ADD(t.c8, QR_FP8_CARRY(QR_FP8_ADD(t.c7, QR_FP8_MASK)));
    QR_FP8_LOW(t.c8, m, QR_FP8_P1);
    QR_FP8_LOW(t.c9, m, QR_FP8_P2);
    QR_FP8_LOW(t.c10, m, QR_FP8_P3);
    QR_FP8_LOW(t.c11, m, QR_FP8_P4);
    QR_FP8_LOW(t.c12, m, QR_FP8_P5);
    QR_FP8_LOW(t.c13, m, QR_FP8_P6);
    QR_FP8_LOW(t.c14, m, QR_FP8_P7);
    QR_FP8_HIGH(t.c8, m, QR_FP8_P0);
    QR_FP8_HIGH(t.c9, m, QR_FP8_P1);
    QR_FP8_HIGH(t.c10, m, QR_FP8_P2);
    QR_FP8_HIGH(t.c11, m, QR_FP8_P3);
    QR_FP8_HIGH(t.c12, m, QR_FP8_P4);
    QR_FP8_HIGH(t.c13, m, QR_FP8_P5);
    QR_FP8_HIGH(t.c14, m, QR_FP8_P6);
    QR_FP8_HIGH(t.c15, m, QR_FP8_P7);
    qr_fp8_t out = {t.c8, t.c9, t.c10, t.c11, t.c12, t.c13, t.c14, t.c15};
    return qr_fp8_carry(out);
}

/** Adds a b to the columns. */
QR_FP8_INLINE qr_fp8_columns_t qr_fp8_columns_product(qr_fp8_columns_t t, const qr_fp8_t *a,
                                                      const qr_fp8_t *b) {
    const qr_fp8_t x = *a;
    QR_FP8_ROW(t.c0, t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, x, b->l0);
    QR_FP8_ROW(t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, x, b->l1);
    QR_FP8_ROW(t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, x, b->l2);
    QR_FP8_ROW(t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, x, b->l3);
    QR_FP8_ROW(t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, x, b->l4);
    QR_FP8_ROW(t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, t.c13, x, b->l5);
    QR_FP8_ROW(t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, t.c13, t.c14, x, b->l6);
    QR_FP8_ROW(t.c7, t.c8, t.c9, t.c10, t.c11, t.c12, t.c13, t.c14, t.c15, x, b->l7);
    return t;
}

QR_FP8_INLINE qr_fp8_columns_t qr_fp8_columns_zero(void) {
    const __m512i z = _mm512_setzero_si512();
    qr_fp8_columns_t t = {z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z};
    return t;
}

#define QR_FP8_PAIR(low, high, x, y) QR_FP8_LOW(low, x, y), QR_FP8_HIGH(high, x, y)

/** Adds half of what a^2 has off the diagonal to the columns. */
QR_FP8_INLINE qr_fp8_columns_t qr_fp8_columns_sides(qr_fp8_columns_t t, qr_fp8_t a) {
    QR_FP8_PAIR(t.c1, t.c2, a.l0, a.l1);
    QR_FP8_PAIR(t.c3, t.c4, a.l1, a.l2);
    QR_FP8_PAIR(t.c5, t.c6, a.l2, a.l3);
    QR_FP8_PAIR(t.c7, t.c8, a.l3, a.l4);
    QR_FP8_PAIR(t.c9, t.c10, a.l4, a.l5);
    QR_FP8_PAIR(t.c11, t.c12, a.l5, a.l6);
    QR_FP8_PAIR(t.c13, t.c14, a.l6, a.l7);
    QR_FP8_PAIR(t.c2, t.c3, a.l0, a.l2);
    QR_FP8_PAIR(t.c4, t.c5, a.l1, a.l3);
    QR_FP8_PAIR(t.c6, t.c7, a.l2, a.l4);
    QR_FP8_PAIR(t.c8, t.c9, a.l3, a.l5);
    QR_FP8_PAIR(t.c10, t.c11, a.l4, a.l6);
    QR_FP8_PAIR(t.c12, t.c13, a.l5, a.l7);
    QR_FP8_PAIR(t.c3, t.c4, a.l0, a.l3);
    QR_FP8_PAIR(t.c5, t.c6, a.l1, a.l4);
    QR_FP8_PAIR(t.c7, t.c8, a.l2, a.l5);
    QR_FP8_PAIR(t.c9, t.c10, a.l3, a.l6);
    QR_FP8_PAIR(t.c11, t.c12, a.l4, a.l7);
    QR_FP8_PAIR(t.c4, t.c5, a.l0, a.l4);
    QR_FP8_PAIR(t.c6, t.c7, a.l1, a.l5);
    QR_FP8_PAIR(t.c8, t.c9, a.l2, a.l6);
    QR_FP8_PAIR(t.c10, t.c11, a.l3, a.l7);
    QR_FP8_PAIR(t.c5, t.c6, a.l0, a.l5);
    QR_FP8_PAIR(t.c7, t.c8, a.l1, a.l6);
    QR_FP8_PAIR(t.c9, t.c10, a.l2, a.l7);
    QR_FP8_PAIR(t.c6, t.c7, a.l0, a.l6);
    QR_FP8_PAIR(t.c8, t.c9, a.l1, a.l7);
    QR_FP8_PAIR(t.c7, t.c8, a.l0, a.l7);
    return t;
}

QR_FP8_INLINE qr_fp8_columns_t qr_fp8_columns_double(qr_fp8_columns_t t) {
    t.c1 = QR_FP8_ADD(t.c1, t.c1);
    t.c2 = QR_FP8_ADD(t.c2, t.c2);
    t.c3 = QR_FP8_ADD(t.c3, t.c3);
    t.c4 = QR_FP8_ADD(t.c4, t.c4);
    t.c5 = QR_FP8_ADD(t.c5, t.c5);
    t.c6 = QR_FP8_ADD(t.c6, t.c6);
    t.c7 = QR_FP8_ADD(t.c7, t.c7);
    t.c8 = QR_FP8_ADD(t.c8, t.c8);
    t.c9 = QR_FP8_ADD(t.c9, t.c9);
    t.c10 = QR_FP8_ADD(t.c10, t.c10);
    t.c11 = QR_FP8_ADD(t.c11, t.c11);
    t.c12 = QR_FP8_ADD(t.c12, t.c12);
    t.c13 = QR_FP8_ADD(t.c13, t.c13);
    t.c14 = QR_FP8_ADD(t.c14, t.c14);
    return t;
}

/** Adds the squares of a's limbs to the columns. */
QR_FP8_INLINE qr_fp8_columns_t qr_fp8_columns_diagonal(qr_fp8_columns_t t, qr_fp8_t a) {
    QR_FP8_PAIR(t.c0, t.c1, a.l0, a.l0);
    QR_FP8_PAIR(t.c2, t.c3, a.l1, a.l1);
    QR_FP8_PAIR(t.c4, t.c5, a.l2, a.l2);
    QR_FP8_PAIR(t.c6, t.c7, a.l3, a.l3);
    QR_FP8_PAIR(t.c8, t.c9, a.l4, a.l4);
    QR_FP8_PAIR(t.c10, t.c11, a.l5, a.l5);
    QR_FP8_PAIR(t.c12, t.c13, a.l6, a.l6);
    QR_FP8_PAIR(t.c14, t.c15, a.l7, a.l7);
    return t;
}

/** out = a b / R. */
QR_FP8_OUTLINE void qr_fp8_mul(qr_fp8_t *out, const qr_fp8_t *a, const qr_fp8_t *b) {
    *out = qr_fp8_reduce(qr_fp8_columns_product(qr_fp8_columns_zero(), a, b));
}

/** out = a^2 / R. */
QR_FP8_OUTLINE void qr_fp8_square(qr_fp8_t *out, const qr_fp8_t *a) {
    qr_fp8_columns_t t = qr_fp8_columns_double(qr_fp8_columns_sides(qr_fp8_columns_zero(), *a));
    *out = qr_fp8_reduce(qr_fp8_columns_diagonal(t, *a));
}

/** out = a b, not reduced. */
QR_FP8_OUTLINE void qr_fp8_mul_wide(qr_fp8_columns_t *out, const qr_fp8_t *a, const qr_fp8_t *b) {
    *out = qr_fp8_columns_product(qr_fp8_columns_zero(), a, b);
}

/** Limb by limb: to be carried before use in a product. */
QR_FP8_INLINE qr_fp8_t qr_fp8_add_limbs(qr_fp8_t a, qr_fp8_t b) {
    a.l0 = QR_FP8_ADD(a.l0, b.l0);
    a.l1 = QR_FP8_ADD(a.l1, b.l1);
    a.l2 = QR_FP8_ADD(a.l2, b.l2);
    a.l3 = QR_FP8_ADD(a.l3, b.l3);
    a.l4 = QR_FP8_ADD(a.l4, b.l4);
    a.l5 = QR_FP8_ADD(a.l5, b.l5);
    a.l6 = QR_FP8_ADD(a.l6, b.l6);
    a.l7 = QR_FP8_ADD(a.l7, b.l7);
    return a;
}

QR_FP8_INLINE qr_fp8_t qr_fp8_sub_limbs(qr_fp8_t a, qr_fp8_t b) {
    a.l0 = QR_FP8_SUB(a.l0, b.l0);
    a.l1 = QR_FP8_SUB(a.l1, b.l1);
    a.l2 = QR_FP8_SUB(a.l2, b.l2);
    a.l3 = QR_FP8_SUB(a.l3, b.l3);
    a.l4 = QR_FP8_SUB(a.l4, b.l4);
    a.l5 = QR_FP8_SUB(a.l5, b.l5);
    a.l6 = QR_FP8_SUB(a.l6, b.l6);
    a.l7 = QR_FP8_SUB(a.l7, b.l7);
    return a;
}

/** a + k p, limb by limb; k a compile-time constant. */
QR_FP8_INLINE qr_fp8_t qr_fp8_add_multiple(qr_fp8_t a, uint64_t k) {
    a.l0 = QR_FP8_ADD(a.l0, QR_FP8_SET(k * 0xeffffffffaaab));
    a.l1 = QR_FP8_ADD(a.l1, QR_FP8_SET(k * 0xfeb153ffffb9f));
    a.l2 = QR_FP8_ADD(a.l2, QR_FP8_SET(k * 0x6b0f6241eabff));
    a.l3 = QR_FP8_ADD(a.l3, QR_FP8_SET(k * 0x12bf6730d2a0f));
    a.l4 = QR_FP8_ADD(a.l4, QR_FP8_SET(k * 0x764774b84f385));
    a.l5 = QR_FP8_ADD(a.l5, QR_FP8_SET(k * 0x1ba7b6434bacd));
    a.l6 = QR_FP8_ADD(a.l6, QR_FP8_SET(k * 0x1ea397fe69a4b));
    a.l7 = QR_FP8_ADD(a.l7, QR_FP8_SET(k * 0x1a011));
    return a;
}

/** q p, q < 8, by limbs: entry q of row i is limb i. */
static const uint64_t qr_fp8_multiples[8][8] __attribute__((aligned(64))) = {
    {UINT64_C(0x0), UINT64_C(0xeffffffffaaab), UINT64_C(0xdffffffff5556), UINT64_C(0xcffffffff0001),
     UINT64_C(0xbfffffffeaaac), UINT64_C(0xafffffffe5557), UINT64_C(0x9fffffffe0002),
     UINT64_C(0x8fffffffdaaad)},
    {UINT64_C(0x0), UINT64_C(0xfeb153ffffb9f), UINT64_C(0xfd62a7ffff73f), UINT64_C(0xfc13fbffff2df),
     UINT64_C(0xfac54ffffee7f), UINT64_C(0xf976a3fffea1f), UINT64_C(0xf827f7fffe5bf),
     UINT64_C(0xf6d94bfffe15f)},
    {UINT64_C(0x0), UINT64_C(0x6b0f6241eabff), UINT64_C(0xd61ec483d57ff), UINT64_C(0x412e26c5c03ff),
     UINT64_C(0xac3d8907aafff), UINT64_C(0x174ceb4995bff), UINT64_C(0x825c4d8b807ff),
     UINT64_C(0xed6bafcd6b3ff)},
    {UINT64_C(0x0), UINT64_C(0x12bf6730d2a0f), UINT64_C(0x257ece61a541e), UINT64_C(0x383e359277e2e),
     UINT64_C(0x4afd9cc34a83d), UINT64_C(0x5dbd03f41d24d), UINT64_C(0x707c6b24efc5c),
     UINT64_C(0x833bd255c266b)},
    {UINT64_C(0x0), UINT64_C(0x764774b84f385), UINT64_C(0xec8ee9709e70a), UINT64_C(0x62d65e28eda8f),
     UINT64_C(0xd91dd2e13ce14), UINT64_C(0x4f6547998c199), UINT64_C(0xc5acbc51db51e),
     UINT64_C(0x3bf4310a2a8a3)},
    {UINT64_C(0x0), UINT64_C(0x1ba7b6434bacd), UINT64_C(0x374f6c869759a), UINT64_C(0x52f722c9e3068),
     UINT64_C(0x6e9ed90d2eb35), UINT64_C(0x8a468f507a603), UINT64_C(0xa5ee4593c60d0),
     UINT64_C(0xc195fbd711b9e)},
    {UINT64_C(0x0), UINT64_C(0x1ea397fe69a4b), UINT64_C(0x3d472ffcd3496), UINT64_C(0x5beac7fb3cee1),
     UINT64_C(0x7a8e5ff9a692c), UINT64_C(0x9931f7f810377), UINT64_C(0xb7d58ff679dc2),
     UINT64_C(0xd67927f4e380d)},
    {UINT64_C(0x0), UINT64_C(0x1a011), UINT64_C(0x34022), UINT64_C(0x4e033), UINT64_C(0x68044),
     UINT64_C(0x82055), UINT64_C(0x9c066), UINT64_C(0xb6077)},
};

/** a modulo p but for a small multiple, for a in [0.1 p, 9.8 p) with limbs that need no carries yet:
 * below 2.85 p. Takes off p as often as 2^381 = 1.23 p fits. */
QR_FP8_INLINE qr_fp8_t qr_fp8_reduce_few(qr_fp8_t a) {
    const __m512i q = _mm512_srli_epi64(a.l7, 17);
    const __m512i *table = (const __m512i *)qr_fp8_multiples;
    a.l0 = QR_FP8_SUB(a.l0, _mm512_permutexvar_epi64(q, table[0]));
    a.l1 = QR_FP8_SUB(a.l1, _mm512_permutexvar_epi64(q, table[1]));
    a.l2 = QR_FP8_SUB(a.l2, _mm512_permutexvar_epi64(q, table[2]));
    a.l3 = QR_FP8_SUB(a.l3, _mm512_permutexvar_epi64(q, table[3]));
    a.l4 = QR_FP8_SUB(a.l4, _mm512_permutexvar_epi64(q, table[4]));
    a.l5 = QR_FP8_SUB(a.l5, _mm512_permutexvar_epi64(q, table[5]));
    a.l6 = QR_FP8_SUB(a.l6, _mm512_permutexvar_epi64(q, table[6]));
    a.l7 = QR_FP8_SUB(a.l7, _mm512_permutexvar_epi64(q, table[7]));
    return qr_fp8_carry(a);
}

/** Lanes whose value is a multiple k p, k < 8, or looks so in its lowest limb. */
QR_FP8_INLINE __mmask8 qr_fp8_maybe_zero(qr_fp8_t a) {
    __m512i k = _mm512_madd52lo_epu64(_mm512_setzero_si512(), a.l0, QR_FP8_P_INVERSE);
    return _mm512_cmplt_epu64_mask(k, QR_FP8_SET(8));
}

/** The transpose of eight vectors: limbs of eight elements from or to eight elements of eight limbs. */
QR_FP8_INLINE qr_fp8_t qr_fp8_transpose(qr_fp8_t a) {
    __m512i t0 = _mm512_unpacklo_epi64(a.l0, a.l1), t1 = _mm512_unpackhi_epi64(a.l0, a.l1);
    __m512i t2 = _mm512_unpacklo_epi64(a.l2, a.l3), t3 = _mm512_unpackhi_epi64(a.l2, a.l3);
    __m512i t4 = _mm512_unpacklo_epi64(a.l4, a.l5), t5 = _mm512_unpackhi_epi64(a.l4, a.l5);
    __m512i t6 = _mm512_unpacklo_epi64(a.l6, a.l7), t7 = _mm512_unpackhi_epi64(a.l6, a.l7);
    // Each t holds pairs of elements 0 2 4 6 (even) or 1 3 5 7 (odd); first quarters, then halves.
    const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
    const __m512i high = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
    __m512i e04 = _mm512_permutex2var_epi64(t0, low, t2), e26 = _mm512_permutex2var_epi64(t0, high, t2);
    __m512i e15 = _mm512_permutex2var_epi64(t1, low, t3), e37 = _mm512_permutex2var_epi64(t1, high, t3);
    __m512i f04 = _mm512_permutex2var_epi64(t4, low, t6), f26 = _mm512_permutex2var_epi64(t4, high, t6);
    __m512i f15 = _mm512_permutex2var_epi64(t5, low, t7), f37 = _mm512_permutex2var_epi64(t5, high, t7);
    qr_fp8_t out;
    out.l0 = _mm512_shuffle_i64x2(e04, f04, 0x44);
    out.l4 = _mm512_shuffle_i64x2(e04, f04, 0xee);
    out.l2 = _mm512_shuffle_i64x2(e26, f26, 0x44);
    out.l6 = _mm512_shuffle_i64x2(e26, f26, 0xee);
    out.l1 = _mm512_shuffle_i64x2(e15, f15, 0x44);
    out.l5 = _mm512_shuffle_i64x2(e15, f15, 0xee);
    out.l3 = _mm512_shuffle_i64x2(e37, f37, 0x44);
    out.l7 = _mm512_shuffle_i64x2(e37, f37, 0xee);
    return out;
}

/** The same limbs in all lanes. */
QR_FP8_INLINE qr_fp8_t qr_fp8_broadcast(const uint64_t limbs[8]) {
    qr_fp8_t out = {QR_FP8_SET(limbs[0]), QR_FP8_SET(limbs[1]), QR_FP8_SET(limbs[2]), QR_FP8_SET(limbs[3]),
                    QR_FP8_SET(limbs[4]), QR_FP8_SET(limbs[5]), QR_FP8_SET(limbs[6]), QR_FP8_SET(limbs[7])};
    return out;
}

/* ---- Fp2, c0 + c1 u with u^2 = -1 ---- */

typedef struct {
    qr_fp8_t c[2];
} qr_fp8x2_t;

/** out = (t / R, + p): t's sum may be down to -R p. */
QR_FP8_OUTLINE void qr_fp8_reduce_signed(qr_fp8_t *out, const qr_fp8_columns_t *a,
                                         const qr_fp8_columns_t *b) {
    qr_fp8_columns_t t;
    t.c0 = QR_FP8_SUB(a->c0, b->c0);
    t.c1 = QR_FP8_SUB(a->c1, b->c1);
    t.c2 = QR_FP8_SUB(a->c2, b->c2);
    t.c3 = QR_FP8_SUB(a->c3, b->c3);
    t.c4 = QR_FP8_SUB(a->c4, b->c4);
    t.c5 = QR_FP8_SUB(a->c5, b->c5);
    t.c6 = QR_FP8_SUB(a->c6, b->c6);
    t.c7 = QR_FP8_SUB(a->c7, b->c7);
    t.c8 = QR_FP8_ADD(QR_FP8_SUB(a->c8, b->c8), QR_FP8_P0);
    t.c9 = QR_FP8_ADD(QR_FP8_SUB(a->c9, b->c9), QR_FP8_P1);
    t.c10 = QR_FP8_ADD(QR_FP8_SUB(a->c10, b->c10), QR_FP8_P2);
    t.c11 = QR_FP8_ADD(QR_FP8_SUB(a->c11, b->c11), QR_FP8_P3);
    t.c12 = QR_FP8_ADD(QR_FP8_SUB(a->c12, b->c12), QR_FP8_P4);
    t.c13 = QR_FP8_ADD(QR_FP8_SUB(a->c13, b->c13), QR_FP8_P5);
    t.c14 = QR_FP8_ADD(QR_FP8_SUB(a->c14, b->c14), QR_FP8_P6);
    t.c15 = QR_FP8_ADD(QR_FP8_SUB(a->c15, b->c15), QR_FP8_P7);
    *out = qr_fp8_reduce(t);
}

/** out = (x y - a - b) / R, not negative. */
QR_FP8_OUTLINE void qr_fp8_mul_cross(qr_fp8_t *out, const qr_fp8_t *x, const qr_fp8_t *y,
                                     const qr_fp8_columns_t *a, const qr_fp8_columns_t *b) {
    qr_fp8_columns_t t;
    const __m512i z = _mm512_setzero_si512();
    t.c0 = QR_FP8_SUB(QR_FP8_SUB(z, a->c0), b->c0);
    t.c1 = QR_FP8_SUB(QR_FP8_SUB(z, a->c1), b->c1);
    t.c2 = QR_FP8_SUB(QR_FP8_SUB(z, a->c2), b->c2);
    t.c3 = QR_FP8_SUB(QR_FP8_SUB(z, a->c3), b->c3);
    t.c4 = QR_FP8_SUB(QR_FP8_SUB(z, a->c4), b->c4);
    t.c5 = QR_FP8_SUB(QR_FP8_SUB(z, a->c5), b->c5);
    t.c6 = QR_FP8_SUB(QR_FP8_SUB(z, a->c6), b->c6);
    t.c7 = QR_FP8_SUB(QR_FP8_SUB(z, a->c7), b->c7);
    t.c8 = QR_FP8_SUB(QR_FP8_SUB(z, a->c8), b->c8);
    t.c9 = QR_FP8_SUB(QR_FP8_SUB(z, a->c9), b->c9);
    t.c10 = QR_FP8_SUB(QR_FP8_SUB(z, a->c10), b->c10);
    t.c11 = QR_FP8_SUB(QR_FP8_SUB(z, a->c11), b->c11);
    t.c12 = QR_FP8_SUB(QR_FP8_SUB(z, a->c12), b->c12);
    t.c13 = QR_FP8_SUB(QR_FP8_SUB(z, a->c13), b->c13);
    t.c14 = QR_FP8_SUB(QR_FP8_SUB(z, a->c14), b->c14);
    t.c15 = QR_FP8_SUB(QR_FP8_SUB(z, a->c15), b->c15);
    *out = qr_fp8_reduce(qr_fp8_columns_product(t, x, y));
}

/** out = a b / R: Karatsuba's three products, two reductions. Below 3.02 p. */
QR_FP8_OUTLINE void qr_fp8x2_mul(qr_fp8x2_t *out, const qr_fp8x2_t *a, const qr_fp8x2_t *b) {
    qr_fp8_columns_t t0, t1;
    qr_fp8_t x = qr_fp8_carry(qr_fp8_add_limbs(a->c[0], a->c[1]));
    qr_fp8_t y = qr_fp8_carry(qr_fp8_add_limbs(b->c[0], b->c[1]));
    qr_fp8_mul_wide(&t0, &a->c[0], &b->c[0]);
    qr_fp8_mul_wide(&t1, &a->c[1], &b->c[1]);
    qr_fp8_mul_cross(&out->c[1], &x, &y, &t0, &t1);
    qr_fp8_reduce_signed(&out->c[0], &t0, &t1);
}

/** out = a^2 / R; a < 14 p. Below 2.02 p. */
QR_FP8_OUTLINE void qr_fp8x2_square(qr_fp8x2_t *out, const qr_fp8x2_t *a) {
    qr_fp8_t sum = qr_fp8_carry(qr_fp8_add_limbs(a->c[0], a->c[1]));
    qr_fp8_t difference = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(a->c[0], a->c[1]), 14));
    qr_fp8_t twice = qr_fp8_carry(qr_fp8_add_limbs(a->c[0], a->c[0]));
    qr_fp8_mul(&out->c[1], &twice, &a->c[1]);
    qr_fp8_mul(&out->c[0], &sum, &difference);
}

/** out = (c0^2 + c1^2) / R, the norm: 1/a is a's conjugate over it. */
QR_FP8_OUTLINE void qr_fp8x2_norm(qr_fp8_t *out, const qr_fp8x2_t *a) {
    qr_fp8_columns_t t = qr_fp8_columns_sides(qr_fp8_columns_zero(), a->c[0]);
    t = qr_fp8_columns_double(qr_fp8_columns_sides(t, a->c[1]));
    *out = qr_fp8_reduce(qr_fp8_columns_diagonal(qr_fp8_columns_diagonal(t, a->c[0]), a->c[1]));
}

#pragma clang attribute pop

#endif
