/**
 * @file fr.h
 * Private arithmetic of Fr, the integers modulo
 *   r = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001 (BLS12-381's group order),
 * in portable C: four 64-bit words, least significant first.
 *
 * A value is "raw" (the number itself) or in Montgomery form (the number times R = 2^256 mod r); the
 * functions say which they want only where it matters, because add, sub and reduce do not care. Unless a
 * bound is given, values are below r in and out. Nothing here runs in constant time; proofs handle no
 * secrets.
 */
#ifndef QR_FIELD_FR_H
#define QR_FIELD_FR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t l[4];
} qr_fr_t;

__extension__ typedef unsigned __int128 qr_u128_t;

#define QR_FR_R0 UINT64_C(0xffffffff00000001)
#define QR_FR_R1 UINT64_C(0x53bda402fffe5bfe)
#define QR_FR_R2 UINT64_C(0x3339d80809a1d805)
#define QR_FR_R3 UINT64_C(0x73eda753299d7d48)
/** -1/r mod 2^64. */
#define QR_FR_N0 UINT64_C(0xfffffffeffffffff)

static const qr_fr_t qr_fr_zero = {{0, 0, 0, 0}};
/** 2^256 mod r: one in Montgomery form. */
static const qr_fr_t qr_fr_one = {{UINT64_C(0x00000001fffffffe), UINT64_C(0x5884b7fa00034802),
                                   UINT64_C(0x998c4fefecbc4ff5), UINT64_C(0x1824b159acc5056f)}};
/** 2^512 mod r: takes a raw value to Montgomery form. */
static const qr_fr_t qr_fr_r2 = {{UINT64_C(0xc999e990f3f29c6d), UINT64_C(0x2b6cedcb87925c23),
                                  UINT64_C(0x05d314967254398f), UINT64_C(0x0748d9d99f59ff11)}};
static const qr_fr_t qr_fr_raw_one = {{1, 0, 0, 0}};

static inline qr_fr_t qr_fr_load(const uint8_t *in) {
    qr_fr_t out;
    memcpy(out.l, in, 32);
    return out;
}

static inline void qr_fr_store(uint8_t *out, qr_fr_t a) {
    memcpy(out, a.l, 32);
}

static inline uint64_t qr_fr_adc(uint64_t a, uint64_t b, uint64_t *carry) {
    uint64_t sum;
    bool first = __builtin_add_overflow(a, b, &sum);
    bool second = __builtin_add_overflow(sum, *carry, &sum);
    *carry = first | second;
    return sum;
}

static inline uint64_t qr_fr_sbb(uint64_t a, uint64_t b, uint64_t *borrow) {
    uint64_t difference;
    bool first = __builtin_sub_overflow(a, b, &difference);
    bool second = __builtin_sub_overflow(difference, *borrow, &difference);
    *borrow = first | second;
    return difference;
}

/** a - r if a >= r, else a; a < 2^256. *below is 1 if a < r, else 0. */
static inline qr_fr_t qr_fr_reduce_once(qr_fr_t a, uint64_t *below) {
    qr_fr_t d;
    uint64_t borrow = 0;
    d.l[0] = qr_fr_sbb(a.l[0], QR_FR_R0, &borrow);
    d.l[1] = qr_fr_sbb(a.l[1], QR_FR_R1, &borrow);
    d.l[2] = qr_fr_sbb(a.l[2], QR_FR_R2, &borrow);
    d.l[3] = qr_fr_sbb(a.l[3], QR_FR_R3, &borrow);
    *below = borrow;
    uint64_t keep = 0 - borrow;
    for (size_t i = 0; i < 4; i++) d.l[i] = (a.l[i] & keep) | (d.l[i] & ~keep);
    return d;
}

/** a mod r for any a < 2^256 = 2.2 r. */
static inline qr_fr_t qr_fr_reduce(qr_fr_t a) {
    uint64_t below;
    return qr_fr_reduce_once(qr_fr_reduce_once(a, &below), &below);
}

static inline bool qr_fr_below_modulus(qr_fr_t a) {
    uint64_t below;
    (void)qr_fr_reduce_once(a, &below);
    return below != 0;
}

static inline bool qr_fr_equal(qr_fr_t a, qr_fr_t b) {
    return ((a.l[0] ^ b.l[0]) | (a.l[1] ^ b.l[1]) | (a.l[2] ^ b.l[2]) | (a.l[3] ^ b.l[3])) == 0;
}

/** a + b mod r; 2r < 2^256, so the sum has no carry. */
static inline qr_fr_t qr_fr_sum(qr_fr_t a, qr_fr_t b) {
    uint64_t carry = 0, below;
    for (size_t i = 0; i < 4; i++) a.l[i] = qr_fr_adc(a.l[i], b.l[i], &carry);
    return qr_fr_reduce_once(a, &below);
}

/** a - b mod r. */
static inline qr_fr_t qr_fr_difference(qr_fr_t a, qr_fr_t b) {
    uint64_t borrow = 0, carry = 0;
    for (size_t i = 0; i < 4; i++) a.l[i] = qr_fr_sbb(a.l[i], b.l[i], &borrow);
    uint64_t mask = 0 - borrow;
    a.l[0] = qr_fr_adc(a.l[0], QR_FR_R0 & mask, &carry);
    a.l[1] = qr_fr_adc(a.l[1], QR_FR_R1 & mask, &carry);
    a.l[2] = qr_fr_adc(a.l[2], QR_FR_R2 & mask, &carry);
    a.l[3] = qr_fr_adc(a.l[3], QR_FR_R3 & mask, &carry);
    return a;
}

static inline qr_fr_t qr_fr_negate(qr_fr_t a) {
    return qr_fr_difference(qr_fr_zero, a);
}

/** t += a * b over the words t[0..4]; t[4] takes the carry and must have room for it. */
static inline void qr_fr_row(uint64_t t[5], const uint64_t a[4], uint64_t b) {
    qr_u128_t acc = 0;
    for (size_t i = 0; i < 4; i++) {
        acc += (qr_u128_t)a[i] * b + t[i];
        t[i] = (uint64_t)acc;
        acc >>= 64;
    }
    t[4] += (uint64_t)acc;
}

/** One Montgomery step: t <- (t + m r) / 2^64, with m such that the division is exact. */
static inline void qr_fr_step(uint64_t t[5]) {
    static const uint64_t r[4] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3};
    uint64_t m = t[0] * QR_FR_N0;
    qr_u128_t acc = ((qr_u128_t)m * r[0] + t[0]) >> 64;
    for (size_t i = 1; i < 4; i++) {
        acc += (qr_u128_t)m * r[i] + t[i];
        t[i - 1] = (uint64_t)acc;
        acc >>= 64;
    }
    acc += t[4];
    t[3] = (uint64_t)acc;
    t[4] = (uint64_t)(acc >> 64);
}

/** a b / R mod r (Montgomery product); a below r, b any 256-bit value. */
static inline qr_fr_t qr_fr_product(qr_fr_t a, qr_fr_t b) {
    // Each step leaves t < 2r + 1, since t + a b_i + m r < 2r + 1 + 2^65 r; after the last one t < (ab + Rr)
    // / R < 2r.
    uint64_t t[5] = {0}, below;
    for (size_t i = 0; i < 4; i++) {
        qr_fr_row(t, a.l, b.l[i]);
        qr_fr_step(t);
    }
    qr_fr_t out = {{t[0], t[1], t[2], t[3]}};
    return qr_fr_reduce_once(out, &below);
}

static inline qr_fr_t qr_fr_square(qr_fr_t a) {
    return qr_fr_product(a, a);
}

static inline qr_fr_t qr_fr_to_montgomery(qr_fr_t raw) {
    return qr_fr_product(qr_fr_r2, raw);
}
static inline qr_fr_t qr_fr_from_montgomery(qr_fr_t a) {
    return qr_fr_product(a, qr_fr_raw_one);
}

/** A small integer in Montgomery form. */
static inline qr_fr_t qr_fr_from_u64(uint64_t value) {
    qr_fr_t raw = {{value, 0, 0, 0}};
    return qr_fr_to_montgomery(raw);
}

/** a to the power of a 256-bit exponent, Montgomery form in and out. */
qr_fr_t qr_fr_power(qr_fr_t a, const uint64_t exponent[4]);
/** 1/a, Montgomery form in and out; zero for zero. */
qr_fr_t qr_fr_invert(qr_fr_t a);

#endif
