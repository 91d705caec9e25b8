/**
 * @file fr_avx2.h
 * Four elements of Fr at a time with AVX2: nine limbs of 29 bits, each in a 64-bit lane, Montgomery radix R =
 * 2^261 = 70.6 r. To be included by x86-64 files that run only with QR_CPU_AVX2.
 *
 * vpmuludq multiplies the low 32 bits of its factors, so limbs are kept strict (below 2^29). Values need not
 * be below r; a product of a < x r and b < y r is below (xy / 70.6 + 1) r. A column takes 64 products of
 * 2^58. r = 1 mod 2^29 makes Montgomery's digit the negated low limb.
 */
#ifndef QR_FIELD_FR_AVX2_H
#define QR_FIELD_FR_AVX2_H

#include <immintrin.h>

#include "field/fr.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

typedef struct {
    __m256i l0, l1, l2, l3, l4, l5, l6, l7, l8;
} qr_fr4_t;

#define QR_FR4_INLINE static inline __attribute__((always_inline))
#define QR_FR4_SET(x) _mm256_set1_epi64x((long long)(x))
#define QR_FR4_MASK QR_FR4_SET((1u << 29) - 1)
#define QR_FR4_ADD(sum, a, b) ((sum) = _mm256_add_epi64((sum), _mm256_mul_epu32((a), (b))))
/** Passes what is above 29 bits of `from` on to `to`. */
#define QR_FR4_CARRY(to, from)                                     \
    ((to) = _mm256_add_epi64((to), _mm256_srli_epi64((from), 29)), \
     (from) = _mm256_and_si256((from), QR_FR4_MASK))

/* r in limbs of 29 bits above the lowest, which is 1. */
#define QR_FR4_R1 QR_FR4_SET(0x1ffffff8)
#define QR_FR4_R2 QR_FR4_SET(0x1f96ffbf)
#define QR_FR4_R3 QR_FR4_SET(0x1b4805ff)
#define QR_FR4_R4 QR_FR4_SET(0x1d80553b)
#define QR_FR4_R5 QR_FR4_SET(0x0c0404d0)
#define QR_FR4_R6 QR_FR4_SET(0x1520cce7)
#define QR_FR4_R7 QR_FR4_SET(0x0a6533af)
#define QR_FR4_R8 QR_FR4_SET(0x0073eda7)

/**
 * Montgomery's step on the nine columns from s0: afterwards s0 is done with, and its carry is in s1. The
 * digit is m = -s0 mod 2^29, and s0 + m r0 = s0 + m.
 */
#define QR_FR4_STEP(s0, s1, s2, s3, s4, s5, s6, s7, s8)                                            \
    do {                                                                                           \
        __m256i m = _mm256_and_si256(_mm256_sub_epi64(_mm256_setzero_si256(), (s0)), QR_FR4_MASK); \
        (s1) = _mm256_add_epi64((s1), _mm256_srli_epi64(_mm256_add_epi64((s0), m), 29));           \
        QR_FR4_ADD(s1, m, QR_FR4_R1);                                                              \
        QR_FR4_ADD(s2, m, QR_FR4_R2);                                                              \
        QR_FR4_ADD(s3, m, QR_FR4_R3);                                                              \
        QR_FR4_ADD(s4, m, QR_FR4_R4);                                                              \
        QR_FR4_ADD(s5, m, QR_FR4_R5);                                                              \
        QR_FR4_ADD(s6, m, QR_FR4_R6);                                                              \
        QR_FR4_ADD(s7, m, QR_FR4_R7);                                                              \
        QR_FR4_ADD(s8, m, QR_FR4_R8);                                                              \
    } while (0)

QR_FR4_INLINE qr_fr4_t qr_fr4_strict(qr_fr4_t a) {
    QR_FR4_CARRY(a.l1, a.l0);
    QR_FR4_CARRY(a.l2, a.l1);
    QR_FR4_CARRY(a.l3, a.l2);
    QR_FR4_CARRY(a.l4, a.l3);
    QR_FR4_CARRY(a.l5, a.l4);
    QR_FR4_CARRY(a.l6, a.l5);
    QR_FR4_CARRY(a.l7, a.l6);
    QR_FR4_CARRY(a.l8, a.l7);
    return a;
}

/** a b / R: nine times a row of products and a step, on a window of nine columns. */
QR_FR4_INLINE qr_fr4_t qr_fr4_product(qr_fr4_t a, qr_fr4_t b) {
    const __m256i z = _mm256_setzero_si256();
    __m256i t0 = z, t1 = z, t2 = z, t3 = z, t4 = z, t5 = z, t6 = z, t7 = z, t8;
#define ROW(s0, s1, s2, s3, s4, s5, s6, s7, s8, b)                                                          \
    QR_FR4_ADD(s0, a.l0, b), QR_FR4_ADD(s1, a.l1, b), QR_FR4_ADD(s2, a.l2, b), QR_FR4_ADD(s3, a.l3, b),     \
        QR_FR4_ADD(s4, a.l4, b), QR_FR4_ADD(s5, a.l5, b), QR_FR4_ADD(s6, a.l6, b), QR_FR4_ADD(s7, a.l7, b), \
        s8 = _mm256_mul_epu32(a.l8, b);                                                                     \
    QR_FR4_STEP(s0, s1, s2, s3, s4, s5, s6, s7, s8)
    ROW(t0, t1, t2, t3, t4, t5, t6, t7, t8, b.l0);
    ROW(t1, t2, t3, t4, t5, t6, t7, t8, t0, b.l1);
    ROW(t2, t3, t4, t5, t6, t7, t8, t0, t1, b.l2);
    ROW(t3, t4, t5, t6, t7, t8, t0, t1, t2, b.l3);
    ROW(t4, t5, t6, t7, t8, t0, t1, t2, t3, b.l4);
    ROW(t5, t6, t7, t8, t0, t1, t2, t3, t4, b.l5);
    ROW(t6, t7, t8, t0, t1, t2, t3, t4, t5, b.l6);
    ROW(t7, t8, t0, t1, t2, t3, t4, t5, t6, b.l7);
    ROW(t8, t0, t1, t2, t3, t4, t5, t6, t7, b.l8);
#undef ROW
    qr_fr4_t out = {t0, t1, t2, t3, t4, t5, t6, t7, z};
    // The window had eight columns left over; the ninth limb is the carry alone.
    return qr_fr4_strict(out);
}

/** a^2 / R: as the product, with the products off the diagonal once and doubled. */
QR_FR4_INLINE qr_fr4_t qr_fr4_square(qr_fr4_t a) {
    __m256i t0, t1, t2, t3, t4, t5, t6, t7, t8, d;
    t0 = _mm256_mul_epu32(a.l0, a.l0);
    d = _mm256_add_epi64(a.l0, a.l0);
    t1 = _mm256_mul_epu32(a.l1, d);
    t2 = _mm256_mul_epu32(a.l2, d);
    t3 = _mm256_mul_epu32(a.l3, d);
    t4 = _mm256_mul_epu32(a.l4, d);
    t5 = _mm256_mul_epu32(a.l5, d);
    t6 = _mm256_mul_epu32(a.l6, d);
    t7 = _mm256_mul_epu32(a.l7, d);
    t8 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t0, t1, t2, t3, t4, t5, t6, t7, t8);
    QR_FR4_ADD(t2, a.l1, a.l1);
    d = _mm256_add_epi64(a.l1, a.l1);
    QR_FR4_ADD(t3, a.l2, d);
    QR_FR4_ADD(t4, a.l3, d);
    QR_FR4_ADD(t5, a.l4, d);
    QR_FR4_ADD(t6, a.l5, d);
    QR_FR4_ADD(t7, a.l6, d);
    QR_FR4_ADD(t8, a.l7, d);
    t0 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t1, t2, t3, t4, t5, t6, t7, t8, t0);
    QR_FR4_ADD(t4, a.l2, a.l2);
    d = _mm256_add_epi64(a.l2, a.l2);
    QR_FR4_ADD(t5, a.l3, d);
    QR_FR4_ADD(t6, a.l4, d);
    QR_FR4_ADD(t7, a.l5, d);
    QR_FR4_ADD(t8, a.l6, d);
    QR_FR4_ADD(t0, a.l7, d);
    t1 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t2, t3, t4, t5, t6, t7, t8, t0, t1);
    QR_FR4_ADD(t6, a.l3, a.l3);
    d = _mm256_add_epi64(a.l3, a.l3);
    QR_FR4_ADD(t7, a.l4, d);
    QR_FR4_ADD(t8, a.l5, d);
    QR_FR4_ADD(t0, a.l6, d);
    QR_FR4_ADD(t1, a.l7, d);
    t2 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t3, t4, t5, t6, t7, t8, t0, t1, t2);
    QR_FR4_ADD(t8, a.l4, a.l4);
    d = _mm256_add_epi64(a.l4, a.l4);
    QR_FR4_ADD(t0, a.l5, d);
    QR_FR4_ADD(t1, a.l6, d);
    QR_FR4_ADD(t2, a.l7, d);
    t3 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t4, t5, t6, t7, t8, t0, t1, t2, t3);
    QR_FR4_ADD(t1, a.l5, a.l5);
    d = _mm256_add_epi64(a.l5, a.l5);
    QR_FR4_ADD(t2, a.l6, d);
    QR_FR4_ADD(t3, a.l7, d);
    t4 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t5, t6, t7, t8, t0, t1, t2, t3, t4);
    QR_FR4_ADD(t3, a.l6, a.l6);
    d = _mm256_add_epi64(a.l6, a.l6);
    QR_FR4_ADD(t4, a.l7, d);
    t5 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t6, t7, t8, t0, t1, t2, t3, t4, t5);
    QR_FR4_ADD(t5, a.l7, a.l7);
    d = _mm256_add_epi64(a.l7, a.l7);
    t6 = _mm256_mul_epu32(a.l8, d);
    QR_FR4_STEP(t7, t8, t0, t1, t2, t3, t4, t5, t6);
    t7 = _mm256_mul_epu32(a.l8, a.l8);
    QR_FR4_STEP(t8, t0, t1, t2, t3, t4, t5, t6, t7);
    qr_fr4_t out = {t0, t1, t2, t3, t4, t5, t6, t7, _mm256_setzero_si256()};
    return qr_fr4_strict(out);
}

/** a + b. */
QR_FR4_INLINE qr_fr4_t qr_fr4_sum(qr_fr4_t a, qr_fr4_t b) {
    a.l0 = _mm256_add_epi64(a.l0, b.l0);
    a.l1 = _mm256_add_epi64(a.l1, b.l1);
    a.l2 = _mm256_add_epi64(a.l2, b.l2);
    a.l3 = _mm256_add_epi64(a.l3, b.l3);
    a.l4 = _mm256_add_epi64(a.l4, b.l4);
    a.l5 = _mm256_add_epi64(a.l5, b.l5);
    a.l6 = _mm256_add_epi64(a.l6, b.l6);
    a.l7 = _mm256_add_epi64(a.l7, b.l7);
    a.l8 = _mm256_add_epi64(a.l8, b.l8);
    return qr_fr4_strict(a);
}

/** The same 29-bit limbs in all lanes. */
QR_FR4_INLINE qr_fr4_t qr_fr4_broadcast(const uint32_t limbs[9]) {
    qr_fr4_t out = {QR_FR4_SET(limbs[0]), QR_FR4_SET(limbs[1]), QR_FR4_SET(limbs[2]),
                    QR_FR4_SET(limbs[3]), QR_FR4_SET(limbs[4]), QR_FR4_SET(limbs[5]),
                    QR_FR4_SET(limbs[6]), QR_FR4_SET(limbs[7]), QR_FR4_SET(limbs[8])};
    return out;
}

/** The four 64-bit columns of a 4 x 4 matrix of words given by rows, or the other way round. */
QR_FR4_INLINE void qr_fr4_transpose(__m256i w[4]) {
    __m256i a = _mm256_unpacklo_epi64(w[0], w[1]), b = _mm256_unpackhi_epi64(w[0], w[1]);
    __m256i c = _mm256_unpacklo_epi64(w[2], w[3]), d = _mm256_unpackhi_epi64(w[2], w[3]);
    w[0] = _mm256_permute2x128_si256(a, c, 0x20);
    w[1] = _mm256_permute2x128_si256(b, d, 0x20);
    w[2] = _mm256_permute2x128_si256(a, c, 0x31);
    w[3] = _mm256_permute2x128_si256(b, d, 0x31);
}

/** Bits [start, start + 29) of the words. */
QR_FR4_INLINE __m256i qr_fr4_bits(const __m256i w[4], int start) {
    int word = start / 64, shift = start % 64;
    __m256i out = _mm256_srli_epi64(w[word], shift);
    if (shift > 35 && word < 3) out = _mm256_or_si256(out, _mm256_slli_epi64(w[word + 1], 64 - shift));
    return _mm256_and_si256(out, QR_FR4_MASK);
}

/** Loads element k from in + k * stride, unaligned, for k < lanes; the other lanes repeat the last one. Any
 * values. */
QR_FR4_INLINE qr_fr4_t qr_fr4_load(const uint8_t *in, size_t stride, size_t lanes) {
    __m256i w[4];
    for (size_t k = 0; k < 4; k++) {
        w[k] = _mm256_loadu_si256((const __m256i *)(in + (k < lanes ? k : lanes - 1) * stride));
    }
    qr_fr4_transpose(w);
    qr_fr4_t out = {qr_fr4_bits(w, 0),   qr_fr4_bits(w, 29),  qr_fr4_bits(w, 58),
                    qr_fr4_bits(w, 87),  qr_fr4_bits(w, 116), qr_fr4_bits(w, 145),
                    qr_fr4_bits(w, 174), qr_fr4_bits(w, 203), qr_fr4_bits(w, 232)};
    return out;
}

/** Stores the canonical form of the first `lanes` of a < 2 r, one after another. */
QR_FR4_INLINE void qr_fr4_store(uint8_t *out, qr_fr4_t a, size_t lanes) {
    // a + (2^261 - r) carries into bit 261 just where a >= r.
    static const uint32_t complement[9] = {0x1fffffff, 0x00000007, 0x00690040, 0x04b7fa00, 0x027faac4,
                                           0x13fbfb2f, 0x0adf3318, 0x159acc50, 0x1f8c1258};
    qr_fr4_t d = qr_fr4_sum(a, qr_fr4_broadcast(complement));
    __m256i above = _mm256_sub_epi64(_mm256_setzero_si256(), _mm256_srli_epi64(d.l8, 29));
    d.l8 = _mm256_and_si256(d.l8, QR_FR4_MASK);
    a.l0 = _mm256_blendv_epi8(a.l0, d.l0, above);
    a.l1 = _mm256_blendv_epi8(a.l1, d.l1, above);
    a.l2 = _mm256_blendv_epi8(a.l2, d.l2, above);
    a.l3 = _mm256_blendv_epi8(a.l3, d.l3, above);
    a.l4 = _mm256_blendv_epi8(a.l4, d.l4, above);
    a.l5 = _mm256_blendv_epi8(a.l5, d.l5, above);
    a.l6 = _mm256_blendv_epi8(a.l6, d.l6, above);
    a.l7 = _mm256_blendv_epi8(a.l7, d.l7, above);
    a.l8 = _mm256_blendv_epi8(a.l8, d.l8, above);
#define JOIN(x, y, z) _mm256_or_si256(_mm256_or_si256((x), (y)), (z))
    __m256i w[4];
    w[0] = JOIN(a.l0, _mm256_slli_epi64(a.l1, 29), _mm256_slli_epi64(a.l2, 58));
    w[1] = JOIN(_mm256_srli_epi64(a.l2, 6), _mm256_slli_epi64(a.l3, 23), _mm256_slli_epi64(a.l4, 52));
    w[2] = JOIN(_mm256_srli_epi64(a.l4, 12), _mm256_slli_epi64(a.l5, 17), _mm256_slli_epi64(a.l6, 46));
    w[3] = JOIN(_mm256_srli_epi64(a.l6, 18), _mm256_slli_epi64(a.l7, 11), _mm256_slli_epi64(a.l8, 40));
#undef JOIN
    qr_fr4_transpose(w);
    for (size_t k = 0; k < lanes; k++) _mm256_storeu_si256((__m256i *)(out + 32 * k), w[k]);
}

#pragma clang attribute pop

#endif
