/**
 * @file fp.h
 * Private arithmetic of Fp, the integers modulo
 *   p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab,
 * in portable C: six 64-bit words, least significant first.
 *
 * Values are below p in and out unless a bound is given. Products are Montgomery's with R = 2^384. A "wide"
 * value is an unreduced sum of products: twelve words. 9 p^2 < p R = 9.8 p^2, so a few products may be summed
 * before one reduction. Nothing here branches on values.
 */
#ifndef QR_FIELD_FP_H
#define QR_FIELD_FP_H

#include <string.h>

#include "quarry_curve.h"

__extension__ typedef unsigned __int128 qr_fp_u128_t;

/** A sum of products, below p R where it is to be reduced. */
typedef struct {
    uint64_t l[12];
} qr_fp_wide_t;

/** -1/p mod 2^64. */
#define QR_FP_N0 UINT64_C(0x89f3fffcfffcfffd)

#define QR_FP_P0 UINT64_C(0xb9feffffffffaaab)
#define QR_FP_P1 UINT64_C(0x1eabfffeb153ffff)
#define QR_FP_P2 UINT64_C(0x6730d2a0f6b0f624)
#define QR_FP_P3 UINT64_C(0x64774b84f38512bf)
#define QR_FP_P4 UINT64_C(0x4b1ba7b6434bacd7)
#define QR_FP_P5 UINT64_C(0x1a0111ea397fe69a)

static const uint64_t qr_fp_modulus[6] = {QR_FP_P0, QR_FP_P1, QR_FP_P2, QR_FP_P3, QR_FP_P4, QR_FP_P5};
static const qr_fp_t qr_fp_zero = {{0, 0, 0, 0, 0, 0}};
/** R mod p: one in Montgomery form. */
static const qr_fp_t qr_fp_one = {{UINT64_C(0x760900000002fffd), UINT64_C(0xebf4000bc40c0002),
                                   UINT64_C(0x5f48985753c758ba), UINT64_C(0x77ce585370525745),
                                   UINT64_C(0x5c071a97a256ec6d), UINT64_C(0x15f65ec3fa80e493)}};
/** R^2 mod p: takes a raw value to Montgomery form. */
static const qr_fp_t qr_fp_r2 = {{UINT64_C(0xf4df1f341c341746), UINT64_C(0x0a76e6a609d104f1),
                                  UINT64_C(0x8de5476c4c95b6d5), UINT64_C(0x67eb88a9939d83c0),
                                  UINT64_C(0x9a793e85b519952d), UINT64_C(0x11988fe592cae3aa)}};

#define QR_FP_INLINE static inline __attribute__((always_inline))
/** Carries stay in the flag only in straight code. */
#define QR_FP_UNROLL _Pragma("clang loop unroll(full)")

QR_FP_INLINE uint64_t qr_fp_adc(uint64_t a, uint64_t b, uint64_t *carry) {
    unsigned long long out;
    uint64_t sum = __builtin_addcll(a, b, *carry, &out);
    *carry = out;
    return sum;
}

QR_FP_INLINE uint64_t qr_fp_sbb(uint64_t a, uint64_t b, uint64_t *borrow) {
    unsigned long long out;
    uint64_t difference = __builtin_subcll(a, b, *borrow, &out);
    *borrow = out;
    return difference;
}

/** out = a - p if a >= p, else a; a < 2 p. */
QR_FP_INLINE void qr_fp_reduce_once(uint64_t out[6], const uint64_t a[6]) {
    uint64_t borrow = 0, d[6];
    d[0] = qr_fp_sbb(a[0], QR_FP_P0, &borrow);
    d[1] = qr_fp_sbb(a[1], QR_FP_P1, &borrow);
    d[2] = qr_fp_sbb(a[2], QR_FP_P2, &borrow);
    d[3] = qr_fp_sbb(a[3], QR_FP_P3, &borrow);
    d[4] = qr_fp_sbb(a[4], QR_FP_P4, &borrow);
    d[5] = qr_fp_sbb(a[5], QR_FP_P5, &borrow);
    uint64_t keep = 0 - borrow;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) out[i] = (a[i] & keep) | (d[i] & ~keep);
}

/** a[0..5] += p where mask is all ones. */
QR_FP_INLINE void qr_fp_add_masked(uint64_t a[6], uint64_t mask) {
    uint64_t carry = 0;
    a[0] = qr_fp_adc(a[0], QR_FP_P0 & mask, &carry);
    a[1] = qr_fp_adc(a[1], QR_FP_P1 & mask, &carry);
    a[2] = qr_fp_adc(a[2], QR_FP_P2 & mask, &carry);
    a[3] = qr_fp_adc(a[3], QR_FP_P3 & mask, &carry);
    a[4] = qr_fp_adc(a[4], QR_FP_P4 & mask, &carry);
    a[5] = qr_fp_adc(a[5], QR_FP_P5 & mask, &carry);
}

QR_FP_INLINE bool qr_fp_is_zero(const qr_fp_t *a) {
    return (a->l[0] | a->l[1] | a->l[2] | a->l[3] | a->l[4] | a->l[5]) == 0;
}

QR_FP_INLINE bool qr_fp_equal(const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t difference = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) difference |= a->l[i] ^ b->l[i];
    return difference == 0;
}

/** Is the raw value a below p? */
QR_FP_INLINE bool qr_fp_below_modulus(const qr_fp_t *a) {
    uint64_t borrow = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) (void)qr_fp_sbb(a->l[i], qr_fp_modulus[i], &borrow);
    return borrow != 0;
}

/** out = a + b without reduction: below 2 p. */
QR_FP_INLINE void qr_fp_add_unreduced(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t carry = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) out->l[i] = qr_fp_adc(a->l[i], b->l[i], &carry);
}

/** out = a - b + p: in [1, 2 p). */
QR_FP_INLINE void qr_fp_sub_unreduced(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t borrow = 0;
    qr_fp_t t;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) t.l[i] = qr_fp_sbb(a->l[i], b->l[i], &borrow);
    qr_fp_add_masked(t.l, ~UINT64_C(0));
    *out = t;
}

QR_FP_INLINE void qr_fp_add(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t carry = 0, t[6];
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) t[i] = qr_fp_adc(a->l[i], b->l[i], &carry);
    qr_fp_reduce_once(out->l, t);
}

QR_FP_INLINE void qr_fp_sub(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t borrow = 0, t[6];
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) t[i] = qr_fp_sbb(a->l[i], b->l[i], &borrow);
    qr_fp_add_masked(t, 0 - borrow);
    memcpy(out->l, t, sizeof t);
}

QR_FP_INLINE void qr_fp_double(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_add(out, a, a);
}

QR_FP_INLINE void qr_fp_neg(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_sub(out, &qr_fp_zero, a);
}

/** out = a / 2. */
QR_FP_INLINE void qr_fp_halve(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_t t = *a;
    qr_fp_add_masked(t.l, 0 - (t.l[0] & 1));
    QR_FP_UNROLL
    for (int i = 0; i < 5; i++) out->l[i] = t.l[i] >> 1 | t.l[i + 1] << 63;
    out->l[5] = t.l[5] >> 1;
}

/** out = choose ? b : a, choose 0 or 1. */
QR_FP_INLINE void qr_fp_select(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b, uint64_t choose) {
    uint64_t mask = 0 - choose;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) out->l[i] = (a->l[i] & ~mask) | (b->l[i] & mask);
}

/** out = a b, any 384-bit values. */
static inline void qr_fp_mul_wide(qr_fp_wide_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t t[12] = {0};
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) {
        qr_fp_u128_t acc = 0;
        QR_FP_UNROLL
        for (int j = 0; j < 6; j++) {
            acc += (qr_fp_u128_t)a->l[j] * b->l[i] + t[i + j];
            t[i + j] = (uint64_t)acc;
            acc >>= 64;
        }
        t[i + 6] = (uint64_t)acc;
    }
    memcpy(out->l, t, sizeof t);
}

/** a modulo p for a two's complement value in (-p, 2 p). */
QR_FP_INLINE void qr_fp_normalise(uint64_t out[6], uint64_t a[6]) {
    qr_fp_add_masked(a, 0 - (a[5] >> 63));
    qr_fp_reduce_once(out, a);
}

/** t[6..11] = (t + m p) / R with the m that makes the division exact: in (t / R, t / R + p). */
static inline void qr_fp_montgomery_steps(uint64_t t[12]) {
    uint64_t carry = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 6; i++) {
        uint64_t m = t[i] * QR_FP_N0;
        qr_fp_u128_t acc = ((qr_fp_u128_t)m * QR_FP_P0 + t[i]) >> 64;
        QR_FP_UNROLL
        for (int j = 1; j < 6; j++) {
            acc += (qr_fp_u128_t)m * qr_fp_modulus[j] + t[i + j];
            t[i + j] = (uint64_t)acc;
            acc >>= 64;
        }
        acc += (qr_fp_u128_t)t[i + 6] + carry;
        t[i + 6] = (uint64_t)acc;
        carry = (uint64_t)(acc >> 64);
    }
}

/** out = a / R mod p, 0 <= a < p R. */
static inline void qr_fp_redc(qr_fp_t *out, const qr_fp_wide_t *a) {
    qr_fp_wide_t t = *a;
    qr_fp_montgomery_steps(t.l);
    qr_fp_reduce_once(out->l, t.l + 6);
}

/** The same for a two's complement value: -p R < a < p R. */
static inline void qr_fp_redc_signed(qr_fp_t *out, const qr_fp_wide_t *a) {
    qr_fp_wide_t t = *a;
    qr_fp_montgomery_steps(t.l);
    qr_fp_normalise(out->l, t.l + 6);
}

/** out = a b / R mod p; a b < p R. */
static inline void qr_fp_mul(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    qr_fp_wide_t t;
    qr_fp_mul_wide(&t, a, b);
    qr_fp_redc(out, &t);
}

static inline void qr_fp_square(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_mul(out, a, a);
}

/** t = a^2 / R in [0, 2 p), a < 2 p. */
static inline void qr_fp_square_raw(uint64_t t[6], const qr_fp_t *a) {
    qr_fp_wide_t wide;
    qr_fp_mul_wide(&wide, a, a);
    qr_fp_montgomery_steps(wide.l);
    memcpy(t, wide.l + 6, 48);
}

/** out = a + b modulo 2^768 (two's complement). */
QR_FP_INLINE void qr_fp_wide_add(qr_fp_wide_t *out, const qr_fp_wide_t *a, const qr_fp_wide_t *b) {
    uint64_t carry = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 12; i++) out->l[i] = qr_fp_adc(a->l[i], b->l[i], &carry);
}

/** out = a - b modulo 2^768. */
QR_FP_INLINE void qr_fp_wide_sub(qr_fp_wide_t *out, const qr_fp_wide_t *a, const qr_fp_wide_t *b) {
    uint64_t borrow = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 12; i++) out->l[i] = qr_fp_sbb(a->l[i], b->l[i], &borrow);
}

/** Takes a raw value below p to Montgomery form. */
static inline void qr_fp_to_montgomery(qr_fp_t *out, const qr_fp_t *raw) {
    qr_fp_mul(out, raw, &qr_fp_r2);
}

/** Takes a value in Montgomery form to the number itself. */
static inline void qr_fp_from_montgomery(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_wide_t t = {{0}};
    memcpy(t.l, a->l, 48);
    qr_fp_redc(out, &t);
}

/** out = 1/a, 0 for 0; Montgomery form in and out. Constant time. */
void qr_fp_inverse(qr_fp_t *out, const qr_fp_t *a);
/** Reads 48 bytes big endian as a raw value; false (and out zero) at or above p. out in Montgomery form. */
bool qr_fp_from_be(qr_fp_t *out, const uint8_t in[48]);
void qr_fp_to_be(uint8_t out[48], const qr_fp_t *a);
bool qr_fp_from_le(qr_fp_t *out, const uint8_t in[48]);
void qr_fp_to_le(uint8_t out[48], const qr_fp_t *a);
/** Is the number a above (p - 1) / 2, that is, larger than -a? */
bool qr_fp_is_larger_half(const qr_fp_t *a);
/** Lowest bit of the number a: RFC 9380's sgn0. */
uint64_t qr_fp_parity(const qr_fp_t *a);

#endif
