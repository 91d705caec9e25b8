/**
 * @file fr_ifma_fixed.h
 * Eight products of Fr at a time by factors that serve often (V. Shoup's method): 84 multiply-adds where
 * Montgomery's product takes 101 (fr_ifma.h), and no digit waits for the one before it.
 *
 * With w < r comes q = floor(w 2^260 / r). For v < 2^260 the quotient floor(v w / r) is nearly the upper half
 * of v q, of which the columns below 2^208 are left out; v w less that many r needs the lower halves only: t
 * = v w - floor(v q / 2^260) r is in [0, (1 + v / 2^260 + 2^-49) r), so below 2 r for v < 35 r.
 *
 * Elements are "raw" here: limbs are signed 64-bit numbers, and the value is their sum modulo 2^260. Sums and
 * differences of raw elements are those of the limbs; limbs of products are below 2^56.2.
 */
#ifndef QR_FIELD_FR_IFMA_FIXED_H
#define QR_FIELD_FR_IFMA_FIXED_H

#include "field/fr_ifma.h"

#pragma clang attribute push(                                                             \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** A factor of its own for each lane; w and q strict. */
typedef struct {
    qr_fr8_t w, q;
} qr_fr8_fixed_t;

/* 2^260 - r: adding a multiple of it modulo 2^260 takes that multiple of r away. */
#define QR_FR8_N0 QR_FR8_SET(0x00000ffffffff)
#define QR_FR8_N1 QR_FR8_SET(0xfd0001a401000)
#define QR_FR8_N2 QR_FR8_SET(0x65e27faac425b)
#define QR_FR8_N3 QR_FR8_SET(0x82b7ccc627f7f)
#define QR_FR8_N4 QR_FR8_SET(0xf8c1258acd662)

/** Limb i of a times b, modulo 2^260: columns from i up. */
#define QR_FR8_LOWER_0(t, a, b)                                                                       \
    QR_FR8_LOW((t).l0, a, (b).l0), QR_FR8_LOW((t).l1, a, (b).l1), QR_FR8_LOW((t).l2, a, (b).l2),      \
        QR_FR8_LOW((t).l3, a, (b).l3), QR_FR8_LOW((t).l4, a, (b).l4), QR_FR8_HIGH((t).l1, a, (b).l0), \
        QR_FR8_HIGH((t).l2, a, (b).l1), QR_FR8_HIGH((t).l3, a, (b).l2), QR_FR8_HIGH((t).l4, a, (b).l3)
#define QR_FR8_LOWER_1(t, a, b)                                                                        \
    QR_FR8_LOW((t).l1, a, (b).l0), QR_FR8_LOW((t).l2, a, (b).l1), QR_FR8_LOW((t).l3, a, (b).l2),       \
        QR_FR8_LOW((t).l4, a, (b).l3), QR_FR8_HIGH((t).l2, a, (b).l0), QR_FR8_HIGH((t).l3, a, (b).l1), \
        QR_FR8_HIGH((t).l4, a, (b).l2)
#define QR_FR8_LOWER_2(t, a, b)                                                                  \
    QR_FR8_LOW((t).l2, a, (b).l0), QR_FR8_LOW((t).l3, a, (b).l1), QR_FR8_LOW((t).l4, a, (b).l2), \
        QR_FR8_HIGH((t).l3, a, (b).l0), QR_FR8_HIGH((t).l4, a, (b).l1)
#define QR_FR8_LOWER_3(t, a, b) \
    QR_FR8_LOW((t).l3, a, (b).l0), QR_FR8_LOW((t).l4, a, (b).l1), QR_FR8_HIGH((t).l4, a, (b).l0)
#define QR_FR8_LOWER_4(t, a, b) QR_FR8_LOW((t).l4, a, (b).l0)

/** Carries passed on: the low 52 bits of each limb are the element's, what is above is garbage. */
QR_FR8_INLINE qr_fr8_t qr_fr8_carry(qr_fr8_t a) {
    a.l1 = _mm512_add_epi64(a.l1, _mm512_srai_epi64(a.l0, 52));
    a.l2 = _mm512_add_epi64(a.l2, _mm512_srai_epi64(a.l1, 52));
    a.l3 = _mm512_add_epi64(a.l3, _mm512_srai_epi64(a.l2, 52));
    a.l4 = _mm512_add_epi64(a.l4, _mm512_srai_epi64(a.l3, 52));
    return a;
}

/** a + b, a - b of raw elements. */
QR_FR8_INLINE qr_fr8_t qr_fr8_raw_sum(qr_fr8_t a, qr_fr8_t b) {
    a.l0 = _mm512_add_epi64(a.l0, b.l0);
    a.l1 = _mm512_add_epi64(a.l1, b.l1);
    a.l2 = _mm512_add_epi64(a.l2, b.l2);
    a.l3 = _mm512_add_epi64(a.l3, b.l3);
    a.l4 = _mm512_add_epi64(a.l4, b.l4);
    return a;
}

QR_FR8_INLINE qr_fr8_t qr_fr8_raw_difference(qr_fr8_t a, qr_fr8_t b) {
    a.l0 = _mm512_sub_epi64(a.l0, b.l0);
    a.l1 = _mm512_sub_epi64(a.l1, b.l1);
    a.l2 = _mm512_sub_epi64(a.l2, b.l2);
    a.l3 = _mm512_sub_epi64(a.l3, b.l3);
    a.l4 = _mm512_sub_epi64(a.l4, b.l4);
    return a;
}

/** The upper half of v q but for the lowest columns, plus `more`, modulo 2^260, loose. v loose. */
QR_FR8_INLINE qr_fr8_t qr_fr8_quotient(qr_fr8_t v, qr_fr8_t q, __m512i more) {
    const __m512i z = _mm512_setzero_si512();
    __m512i h4 = z, h5 = more, h6 = z, h7 = z, h8 = z, h9 = z;
    QR_FR8_LOW(h4, v.l4, q.l0), QR_FR8_HIGH(h5, v.l4, q.l0), QR_FR8_HIGH(h6, v.l4, q.l1);
    QR_FR8_LOW(h7, v.l4, q.l3), QR_FR8_LOW(h8, v.l4, q.l4), QR_FR8_HIGH(h9, v.l4, q.l4);
    QR_FR8_HIGH(h4, v.l3, q.l0), QR_FR8_LOW(h5, v.l4, q.l1), QR_FR8_LOW(h6, v.l4, q.l2);
    QR_FR8_HIGH(h7, v.l4, q.l2), QR_FR8_HIGH(h8, v.l4, q.l3);
    QR_FR8_LOW(h4, v.l3, q.l1), QR_FR8_HIGH(h5, v.l3, q.l1), QR_FR8_HIGH(h6, v.l3, q.l2);
    QR_FR8_LOW(h7, v.l3, q.l4), QR_FR8_HIGH(h8, v.l3, q.l4);
    QR_FR8_HIGH(h4, v.l2, q.l1), QR_FR8_LOW(h5, v.l3, q.l2), QR_FR8_LOW(h6, v.l3, q.l3);
    QR_FR8_HIGH(h7, v.l3, q.l3);
    QR_FR8_LOW(h4, v.l2, q.l2), QR_FR8_HIGH(h5, v.l2, q.l2), QR_FR8_HIGH(h6, v.l2, q.l3);
    QR_FR8_HIGH(h7, v.l2, q.l4);
    QR_FR8_HIGH(h4, v.l1, q.l2), QR_FR8_LOW(h5, v.l2, q.l3), QR_FR8_LOW(h6, v.l2, q.l4);
    QR_FR8_LOW(h4, v.l1, q.l3), QR_FR8_HIGH(h5, v.l1, q.l3), QR_FR8_HIGH(h6, v.l1, q.l4);
    QR_FR8_HIGH(h4, v.l0, q.l3), QR_FR8_LOW(h5, v.l1, q.l4);
    QR_FR8_LOW(h4, v.l0, q.l4), QR_FR8_HIGH(h5, v.l0, q.l4);
    qr_fr8_t out;
    out.l0 = _mm512_add_epi64(h5, _mm512_srli_epi64(h4, 52));
    out.l1 = _mm512_add_epi64(h6, _mm512_srli_epi64(out.l0, 52));
    out.l2 = _mm512_add_epi64(h7, _mm512_srli_epi64(out.l1, 52));
    out.l3 = _mm512_add_epi64(h8, _mm512_srli_epi64(out.l2, 52));
    out.l4 = _mm512_add_epi64(h9, _mm512_srli_epi64(out.l3, 52));
    return out;
}

/** t + a b modulo 2^260, raw; a and b loose. */
QR_FR8_INLINE qr_fr8_t qr_fr8_add_lower(qr_fr8_t t, qr_fr8_t a, qr_fr8_t b) {
    QR_FR8_LOWER_0(t, a.l0, b);
    QR_FR8_LOWER_1(t, a.l1, b);
    QR_FR8_LOWER_2(t, a.l2, b);
    QR_FR8_LOWER_3(t, a.l3, b);
    QR_FR8_LOWER_4(t, a.l4, b);
    return t;
}

QR_FR8_INLINE qr_fr8_t qr_fr8_zero(void) {
    const __m512i z = _mm512_setzero_si512();
    qr_fr8_t out = {z, z, z, z, z};
    return out;
}

/** t + (v w less its quotient and `more` times r), raw; v loose. */
QR_FR8_INLINE qr_fr8_t qr_fr8_product_fixed(qr_fr8_t v, qr_fr8_fixed_t f, __m512i more) {
    const qr_fr8_t n = {QR_FR8_N0, QR_FR8_N1, QR_FR8_N2, QR_FR8_N3, QR_FR8_N4};
    qr_fr8_t quotient = qr_fr8_quotient(v, f.q, more);
    return qr_fr8_add_lower(qr_fr8_add_lower(qr_fr8_zero(), v, f.w), quotient, n);
}

/** a less floor(a / r) r, or one r less: below 1.001 r, raw. a strict, below 35 r. `half`: the quotient is
 * rounded instead, and what is left is within 0.501 r of 0. */
QR_FR8_INLINE qr_fr8_t qr_fr8_settle(qr_fr8_t a, bool half) {
    // floor(2^276 / r), for the top limb: 2^260 / r after 2^16.
    __m512i q = half ? QR_FR8_SET(1 << 15) : _mm512_setzero_si512();
    q = _mm512_srli_epi64(_mm512_madd52hi_epu64(q, a.l4, QR_FR8_SET(0x235509)), 16);
    const qr_fr8_t n = {QR_FR8_N0, QR_FR8_N1, QR_FR8_N2, QR_FR8_N3, QR_FR8_N4};
    QR_FR8_LOWER_0(a, q, n);
    return a;
}

/** Factors from elements in Montgomery form for 2^260, loose, below 3 r. */
QR_FR8_INLINE qr_fr8_fixed_t qr_fr8_fixed(qr_fr8_t a) {
    // -1 / r modulo 2^260: with a = w 2^260 - q r it makes q.
    const qr_fr8_t c = {QR_FR8_SET(0xffffeffffffff), QR_FR8_SET(0xfffffe5bfdfff), QR_FR8_SET(0x4ec0653ba5b),
                        QR_FR8_SET(0x2839181b2c170), QR_FR8_SET(0x3d443ab0d7bf)};
    qr_fr8_t one = qr_fr8_zero();
    one.l0 = QR_FR8_SET(1);
    a = qr_fr8_reduce_once(qr_fr8_reduce_once(qr_fr8_strict(a)));
    qr_fr8_fixed_t out;
    out.w = qr_fr8_reduce_once(qr_fr8_reduce_once(qr_fr8_strict(qr_fr8_product(a, one))));
    out.q = qr_fr8_strict(qr_fr8_carry(qr_fr8_add_lower(qr_fr8_zero(), a, c)));
    return out;
}

#pragma clang attribute pop

#endif
