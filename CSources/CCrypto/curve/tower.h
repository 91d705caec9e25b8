/**
 * @file tower.h
 * Fp2, Fp6 and Fp12, a template: a file that has defined QR_CURVE_MULX (0 or 1) includes it and gets its own
 * static copies, portable or with MULX.
 *
 * Sums of products are kept as exact integers in two's complement (768 bits) and reduced once. The comments
 * bound them in units of p^2: p R is 9.8 of them, and a signed reduction takes anything between -9.8 and 9.8.
 */
#ifndef QR_CURVE_TOWER_H
#define QR_CURVE_TOWER_H

#include "curve/constants.h"

#if QR_CURVE_MULX
#include "field/fp_mulx.h"
#define QR_FP_CODE(name) qr_fp_mulx_##name
#else
#include "field/fp.h"
#define QR_FP_CODE(name) qr_fp_##name
#endif

#define TOWER_OUTLINE static __attribute__((noinline, unused))
#define TOWER_INLINE static inline __attribute__((always_inline, unused))

#define fp_add qr_fp_add
#define fp_sub qr_fp_sub
#define fp_double qr_fp_double
#define fp_neg qr_fp_neg
#define fp_halve qr_fp_halve
#define fp_is_zero qr_fp_is_zero
#define fp_equal qr_fp_equal
#define fp_select qr_fp_select
#define fp_inverse qr_fp_inverse

TOWER_OUTLINE void fp_mul(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    QR_FP_CODE(mul)(out, a, b);
}

TOWER_OUTLINE void fp_square(qr_fp_t *out, const qr_fp_t *a) {
    QR_FP_CODE(square)(out, a);
}

/** out = a^(2^n), n >= 1; between squarings values stay below 2 p. */
TOWER_OUTLINE void fp_square_times(qr_fp_t *out, const qr_fp_t *a, int n) {
    qr_fp_t t = *a;
    for (int i = 0; i < n; i++) QR_FP_CODE(square_raw)(t.l, &t);
    qr_fp_reduce_once(out->l, t.l);
}

TOWER_OUTLINE void fp_wide_mul(qr_fp_wide_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    QR_FP_CODE(mul_wide)(out, a, b);
}

TOWER_OUTLINE void fp_redc(qr_fp_t *out, const qr_fp_wide_t *a) {
    QR_FP_CODE(redc)(out, a);
}

TOWER_OUTLINE void fp_redc_signed(qr_fp_t *out, const qr_fp_wide_t *a) {
    QR_FP_CODE(redc_signed)(out, a);
}

/* ---- Fp2 ---- */

typedef struct {
    qr_fp_wide_t c0, c1;
} fp2_wide_t;

TOWER_INLINE void fp2_add(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    fp_add(&out->c0, &a->c0, &b->c0);
    fp_add(&out->c1, &a->c1, &b->c1);
}

TOWER_INLINE void fp2_sub(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    fp_sub(&out->c0, &a->c0, &b->c0);
    fp_sub(&out->c1, &a->c1, &b->c1);
}

/** Coefficients below 2 p: for factors only. */
TOWER_INLINE void fp2_add_unreduced(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_fp_add_unreduced(&out->c0, &a->c0, &b->c0);
    qr_fp_add_unreduced(&out->c1, &a->c1, &b->c1);
}

TOWER_INLINE void fp2_double(qr_fp2_t *out, const qr_fp2_t *a) {
    fp2_add(out, a, a);
}

TOWER_INLINE void fp2_halve(qr_fp2_t *out, const qr_fp2_t *a) {
    fp_halve(&out->c0, &a->c0);
    fp_halve(&out->c1, &a->c1);
}

TOWER_INLINE void fp2_neg(qr_fp2_t *out, const qr_fp2_t *a) {
    fp_neg(&out->c0, &a->c0);
    fp_neg(&out->c1, &a->c1);
}

TOWER_INLINE void fp2_conjugate(qr_fp2_t *out, const qr_fp2_t *a) {
    out->c0 = a->c0;
    fp_neg(&out->c1, &a->c1);
}

TOWER_INLINE bool fp2_is_zero(const qr_fp2_t *a) {
    return fp_is_zero(&a->c0) && fp_is_zero(&a->c1);
}

TOWER_INLINE bool fp2_equal(const qr_fp2_t *a, const qr_fp2_t *b) {
    return fp_equal(&a->c0, &b->c0) && fp_equal(&a->c1, &b->c1);
}

TOWER_INLINE void fp2_select(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b, uint64_t choose) {
    fp_select(&out->c0, &a->c0, &b->c0, choose);
    fp_select(&out->c1, &a->c1, &b->c1, choose);
}

/** out = (1 + u) a. */
TOWER_INLINE void fp2_mul_xi(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_fp_t t;
    fp_sub(&t, &a->c0, &a->c1);
    fp_add(&out->c1, &a->c0, &a->c1);
    out->c0 = t;
}

/** out = a b exactly; coefficients of a and b any with sums below 2^384. For a and b below p: c0 in (-1, 1),
 * c1 in [0, 2). */
TOWER_OUTLINE void fp2_wide_mul(fp2_wide_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_fp_t s, t;
    qr_fp_wide_t low, high;
    qr_fp_add_unreduced(&s, &a->c0, &a->c1);
    qr_fp_add_unreduced(&t, &b->c0, &b->c1);
    fp_wide_mul(&low, &a->c0, &b->c0);
    fp_wide_mul(&high, &a->c1, &b->c1);
    fp_wide_mul(&out->c1, &s, &t);
    qr_fp_wide_sub(&out->c1, &out->c1, &low);
    qr_fp_wide_sub(&out->c1, &out->c1, &high);
    qr_fp_wide_sub(&out->c0, &low, &high);
}

/** out = a^2, a below p: c0 in [0, 2.25] (congruent only), c1 in [0, 2) exactly. */
TOWER_OUTLINE void fp2_wide_square(fp2_wide_t *out, const qr_fp2_t *a) {
    qr_fp_t sum, difference, twice;
    qr_fp_add_unreduced(&sum, &a->c0, &a->c1);
    qr_fp_sub_unreduced(&difference, &a->c0, &a->c1);
    qr_fp_add_unreduced(&twice, &a->c0, &a->c0);
    fp_wide_mul(&out->c0, &sum, &difference);
    fp_wide_mul(&out->c1, &twice, &a->c1);
}

TOWER_INLINE void fp2_wide_add(fp2_wide_t *out, const fp2_wide_t *a, const fp2_wide_t *b) {
    qr_fp_wide_add(&out->c0, &a->c0, &b->c0);
    qr_fp_wide_add(&out->c1, &a->c1, &b->c1);
}

TOWER_INLINE void fp2_wide_sub(fp2_wide_t *out, const fp2_wide_t *a, const fp2_wide_t *b) {
    qr_fp_wide_sub(&out->c0, &a->c0, &b->c0);
    qr_fp_wide_sub(&out->c1, &a->c1, &b->c1);
}

/** out = a + (1 + u) b; out is not b. */
TOWER_INLINE void fp2_wide_add_xi(fp2_wide_t *out, const fp2_wide_t *a, const fp2_wide_t *b) {
    qr_fp_wide_add(&out->c0, &a->c0, &b->c0);
    qr_fp_wide_sub(&out->c0, &out->c0, &b->c1);
    qr_fp_wide_add(&out->c1, &a->c1, &b->c0);
    qr_fp_wide_add(&out->c1, &out->c1, &b->c1);
}

TOWER_INLINE void fp2_redc_signed(qr_fp2_t *out, const fp2_wide_t *a) {
    fp_redc_signed(&out->c0, &a->c0);
    fp_redc_signed(&out->c1, &a->c1);
}

TOWER_OUTLINE void fp2_mul(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    fp2_wide_t t;
    fp2_wide_mul(&t, a, b);
    fp_redc_signed(&out->c0, &t.c0);
    fp_redc(&out->c1, &t.c1);
}

TOWER_OUTLINE void fp2_square(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_fp_t sum, difference, twice;
    qr_fp_add_unreduced(&sum, &a->c0, &a->c1);
    qr_fp_sub_unreduced(&difference, &a->c0, &a->c1);
    qr_fp_add_unreduced(&twice, &a->c0, &a->c0);
    fp_mul(&out->c1, &twice, &a->c1);
    fp_mul(&out->c0, &sum, &difference);
}

TOWER_INLINE void fp2_mul_fp(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp_t *b) {
    fp_mul(&out->c0, &a->c0, b);
    fp_mul(&out->c1, &a->c1, b);
}

/** out = c0^2 + c1^2. */
TOWER_OUTLINE void fp2_norm(qr_fp_t *out, const qr_fp2_t *a) {
    qr_fp_wide_t s, t;
    fp_wide_mul(&s, &a->c0, &a->c0);
    fp_wide_mul(&t, &a->c1, &a->c1);
    qr_fp_wide_add(&s, &s, &t);
    fp_redc(out, &s);
}

/** out = 1/a, 0 for 0. */
TOWER_OUTLINE void fp2_inverse(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_fp_t n;
    fp2_norm(&n, a);
    fp_inverse(&n, &n);
    fp_mul(&out->c0, &a->c0, &n);
    fp_neg(&n, &n);
    fp_mul(&out->c1, &a->c1, &n);
}

/* ---- Fp6 ---- */

typedef struct {
    fp2_wide_t c[3];
} fp6_wide_t;

TOWER_INLINE void fp6_add(qr_fp6_t *out, const qr_fp6_t *a, const qr_fp6_t *b) {
    for (int i = 0; i < 3; i++) fp2_add(&out->c[i], &a->c[i], &b->c[i]);
}

TOWER_INLINE void fp6_sub(qr_fp6_t *out, const qr_fp6_t *a, const qr_fp6_t *b) {
    for (int i = 0; i < 3; i++) fp2_sub(&out->c[i], &a->c[i], &b->c[i]);
}

TOWER_INLINE void fp6_neg(qr_fp6_t *out, const qr_fp6_t *a) {
    for (int i = 0; i < 3; i++) fp2_neg(&out->c[i], &a->c[i]);
}

/** out = v a. */
TOWER_INLINE void fp6_mul_v(qr_fp6_t *out, const qr_fp6_t *a) {
    qr_fp2_t t;
    fp2_mul_xi(&t, &a->c[2]);
    out->c[2] = a->c[1];
    out->c[1] = a->c[0];
    out->c[0] = t;
}

/**
 * out = a b exactly; coefficients of a and b below 2 p. With a and b below p, as products of p^2:
 * out.c[0].c0 in (-5, 3), .c1 in (-2, 6); out.c[1].c0 in (-4, 3), .c1 in (-1, 6); out.c[2].c0 in (-3, 3),
 * .c1 in [0, 6).
 */
TOWER_OUTLINE void fp6_wide_mul(fp6_wide_t *out, const qr_fp6_t *a, const qr_fp6_t *b) {
    fp2_wide_t t0, t1, t2, cross;
    qr_fp2_t s, t;
    fp2_wide_mul(&t0, &a->c[0], &b->c[0]);
    fp2_wide_mul(&t1, &a->c[1], &b->c[1]);
    fp2_wide_mul(&t2, &a->c[2], &b->c[2]);

    fp2_add_unreduced(&s, &a->c[1], &a->c[2]);
    fp2_add_unreduced(&t, &b->c[1], &b->c[2]);
    fp2_wide_mul(&cross, &s, &t);
    fp2_wide_sub(&cross, &cross, &t1);
    fp2_wide_sub(&cross, &cross, &t2);
    fp2_wide_add_xi(&out->c[0], &t0, &cross);

    fp2_add_unreduced(&s, &a->c[0], &a->c[1]);
    fp2_add_unreduced(&t, &b->c[0], &b->c[1]);
    fp2_wide_mul(&cross, &s, &t);
    fp2_wide_sub(&cross, &cross, &t0);
    fp2_wide_sub(&cross, &cross, &t1);
    fp2_wide_add_xi(&out->c[1], &cross, &t2);

    fp2_add_unreduced(&s, &a->c[0], &a->c[2]);
    fp2_add_unreduced(&t, &b->c[0], &b->c[2]);
    fp2_wide_mul(&cross, &s, &t);
    fp2_wide_sub(&cross, &cross, &t0);
    fp2_wide_sub(&cross, &cross, &t2);
    fp2_wide_add(&out->c[2], &cross, &t1);
}

TOWER_OUTLINE void fp6_redc_signed(qr_fp6_t *out, const fp6_wide_t *a) {
    for (int i = 0; i < 3; i++) fp2_redc_signed(&out->c[i], &a->c[i]);
}

TOWER_OUTLINE void fp6_mul(qr_fp6_t *out, const qr_fp6_t *a, const qr_fp6_t *b) {
    fp6_wide_t t;
    fp6_wide_mul(&t, a, b);
    fp6_redc_signed(out, &t);
}

/** out = 1/a, 0 for 0: the adjugate over the norm. */
TOWER_OUTLINE void fp6_inverse(qr_fp6_t *out, const qr_fp6_t *a) {
    qr_fp2_t c0, c1, c2, s, t;
    fp2_square(&c0, &a->c[0]);
    fp2_mul(&t, &a->c[1], &a->c[2]);
    fp2_mul_xi(&t, &t);
    fp2_sub(&c0, &c0, &t);
    fp2_square(&c1, &a->c[2]);
    fp2_mul_xi(&c1, &c1);
    fp2_mul(&t, &a->c[0], &a->c[1]);
    fp2_sub(&c1, &c1, &t);
    fp2_square(&c2, &a->c[1]);
    fp2_mul(&t, &a->c[0], &a->c[2]);
    fp2_sub(&c2, &c2, &t);

    fp2_mul(&s, &a->c[2], &c1);
    fp2_mul(&t, &a->c[1], &c2);
    fp2_add(&s, &s, &t);
    fp2_mul_xi(&s, &s);
    fp2_mul(&t, &a->c[0], &c0);
    fp2_add(&s, &s, &t);
    fp2_inverse(&s, &s);
    fp2_mul(&out->c[0], &c0, &s);
    fp2_mul(&out->c[1], &c1, &s);
    fp2_mul(&out->c[2], &c2, &s);
}

/* ---- Fp12 ---- */

TOWER_INLINE void fp12_set_one(qr_fp12_t *out) {
    memset(out, 0, sizeof *out);
    out->c[0].c[0].c0 = qr_fp_one;
}

/** a += 3 p^2 (rounded up to a multiple of 2^320 p), or -= if down. */
TOWER_INLINE void fp_wide_shift(qr_fp_wide_t *a, bool down) {
    uint64_t carry = 0;
    QR_FP_UNROLL
    for (int i = 0; i < 7; i++) {
        if (down) {
            a->l[5 + i] = qr_fp_sbb(a->l[5 + i], qr_curve_wide_shift[i], &carry);
        } else {
            a->l[5 + i] = qr_fp_adc(a->l[5 + i], qr_curve_wide_shift[i], &carry);
        }
    }
}

/**
 * out.c[0] = t0 + v t1, out.c[1] = cross - t0 - t1: the end of a Karatsuba product, all values exact. By
 * enumeration c0 parts lie in (-11, 6), c1 parts in (-5, 12); the shifts bring them into (-9, 9).
 */
TOWER_INLINE void fp12_finish(qr_fp12_t *out, const fp6_wide_t *t0, const fp6_wide_t *t1, fp6_wide_t *cross) {
    fp6_wide_t low;
    fp2_wide_add_xi(&low.c[0], &t0->c[0], &t1->c[2]);
    fp2_wide_add(&low.c[1], &t0->c[1], &t1->c[0]);
    fp2_wide_add(&low.c[2], &t0->c[2], &t1->c[1]);
    for (int i = 0; i < 3; i++) {
        fp2_wide_sub(&cross->c[i], &cross->c[i], &t0->c[i]);
        fp2_wide_sub(&cross->c[i], &cross->c[i], &t1->c[i]);
        fp_wide_shift(&low.c[i].c1, true);
        fp_wide_shift(&cross->c[i].c1, true);
    }
    fp_wide_shift(&low.c[0].c0, false);
    fp_wide_shift(&cross->c[0].c0, false);
    fp6_redc_signed(&out->c[0], &low);
    fp6_redc_signed(&out->c[1], cross);
}

TOWER_OUTLINE void fp12_mul(qr_fp12_t *out, const qr_fp12_t *a, const qr_fp12_t *b) {
    fp6_wide_t t0, t1, cross;
    qr_fp6_t s, t;
    fp6_wide_mul(&t0, &a->c[0], &b->c[0]);
    fp6_wide_mul(&t1, &a->c[1], &b->c[1]);
    for (int i = 0; i < 3; i++) {
        fp2_add_unreduced(&s.c[i], &a->c[0].c[i], &a->c[1].c[i]);
        fp2_add_unreduced(&t.c[i], &b->c[0].c[i], &b->c[1].c[i]);
    }
    fp6_wide_mul(&cross, &s, &t);
    fp12_finish(out, &t0, &t1, &cross);
}

/** out = a^2 = (a0 + a1)(a0 + v a1) - a0 a1 - v a0 a1 + 2 a0 a1 w. */
TOWER_OUTLINE void fp12_square(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_fp6_t s, t, m;
    fp6_mul_v(&t, &a->c[1]);
    fp6_add(&t, &t, &a->c[0]);
    for (int i = 0; i < 3; i++) fp2_add_unreduced(&s.c[i], &a->c[0].c[i], &a->c[1].c[i]);
    fp6_wide_t wide;
    fp6_wide_mul(&wide, &s, &t);
    // Factors below 2 p and p: twice the bounds of fp6_wide_mul.
    for (int i = 0; i < 3; i++) fp_wide_shift(&wide.c[i].c1, true);
    fp_wide_shift(&wide.c[0].c0, false);
    fp6_redc_signed(&t, &wide);
    fp6_mul(&m, &a->c[0], &a->c[1]);
    fp6_sub(&t, &t, &m);
    fp6_add(&out->c[1], &m, &m);
    fp6_mul_v(&m, &m);
    fp6_sub(&out->c[0], &t, &m);
}

/** out = a (x + y v), a's coefficients below 2 p: 5 products. */
TOWER_OUTLINE void fp6_wide_mul_xy(fp6_wide_t *out, const qr_fp6_t *a, const qr_fp2_t *x, const qr_fp2_t *y) {
    fp2_wide_t t0, t1, t2;
    qr_fp2_t s, t;
    fp2_wide_mul(&t0, &a->c[0], x);
    fp2_wide_mul(&t1, &a->c[1], y);
    fp2_wide_mul(&t2, &a->c[2], y);
    fp2_wide_add_xi(&out->c[0], &t0, &t2);
    fp2_add_unreduced(&s, &a->c[0], &a->c[1]);
    fp2_add_unreduced(&t, x, y);
    fp2_wide_mul(&out->c[1], &s, &t);
    fp2_wide_sub(&out->c[1], &out->c[1], &t0);
    fp2_wide_sub(&out->c[1], &out->c[1], &t1);
    fp2_wide_mul(&t2, &a->c[2], x);
    fp2_wide_add(&out->c[2], &t2, &t1);
}

/** a *= l[0] + l[1] v + l[2] v w, a line of the Miller loop: 13 products. All sums stay within (-5, 6). */
TOWER_OUTLINE void fp12_mul_line(qr_fp12_t *a, const qr_fp2_t l[3]) {
    fp6_wide_t t0, cross;
    fp2_wide_t t1[3];
    qr_fp6_t s;
    qr_fp2_t y;
    fp6_wide_mul_xy(&t0, &a->c[0], &l[0], &l[1]);
    // a1 (l2 v) = xi a1[2] l2 + a1[0] l2 v + a1[1] l2 v^2; here without the xi.
    fp2_wide_mul(&t1[0], &a->c[1].c[2], &l[2]);
    fp2_wide_mul(&t1[1], &a->c[1].c[0], &l[2]);
    fp2_wide_mul(&t1[2], &a->c[1].c[1], &l[2]);
    for (int i = 0; i < 3; i++) fp2_add_unreduced(&s.c[i], &a->c[0].c[i], &a->c[1].c[i]);
    fp2_add_unreduced(&y, &l[1], &l[2]);
    fp6_wide_mul_xy(&cross, &s, &l[0], &y);
    for (int i = 0; i < 3; i++) fp2_wide_sub(&cross.c[i], &cross.c[i], &t0.c[i]);
    fp2_wide_sub(&cross.c[1], &cross.c[1], &t1[1]);
    fp2_wide_sub(&cross.c[2], &cross.c[2], &t1[2]);
    fp2_wide_t zero = {{{0}}, {{0}}}, xi_t;
    fp2_wide_add_xi(&xi_t, &zero, &t1[0]);
    fp2_wide_sub(&cross.c[0], &cross.c[0], &xi_t);
    fp6_redc_signed(&a->c[1], &cross);
    // v times that: xi t1[2] + xi t1[0] v + t1[1] v^2.
    fp2_wide_add_xi(&cross.c[0], &t0.c[0], &t1[2]);
    fp2_wide_add(&cross.c[1], &t0.c[1], &xi_t);
    fp2_wide_add(&cross.c[2], &t0.c[2], &t1[1]);
    fp6_redc_signed(&a->c[0], &cross);
}

/** a *= x + y v + v w: 10 products. */
TOWER_OUTLINE void fp12_mul_line_one(qr_fp12_t *a, const qr_fp2_t *x, const qr_fp2_t *y) {
    fp6_wide_t t;
    qr_fp6_t low, high, shifted;
    fp6_wide_mul_xy(&t, &a->c[0], x, y);
    fp6_redc_signed(&low, &t);
    fp6_wide_mul_xy(&t, &a->c[1], x, y);
    fp6_redc_signed(&high, &t);
    fp6_mul_v(&shifted, &a->c[1]);
    fp6_mul_v(&shifted, &shifted);
    fp6_mul_v(&a->c[1], &a->c[0]);
    fp6_add(&a->c[1], &a->c[1], &high);
    fp6_add(&a->c[0], &low, &shifted);
}

TOWER_INLINE void fp12_conjugate(qr_fp12_t *out, const qr_fp12_t *a) {
    out->c[0] = a->c[0];
    fp6_neg(&out->c[1], &a->c[1]);
}

TOWER_OUTLINE void fp12_inverse(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_fp6_t s, t;
    fp6_mul(&s, &a->c[0], &a->c[0]);
    fp6_mul(&t, &a->c[1], &a->c[1]);
    fp6_mul_v(&t, &t);
    fp6_sub(&s, &s, &t);
    fp6_inverse(&s, &s);
    fp6_mul(&t, &a->c[1], &s);
    fp6_mul(&out->c[0], &a->c[0], &s);
    fp6_neg(&out->c[1], &t);
}

/** out = a^(p^n), n from 1 to 3. */
TOWER_OUTLINE void fp12_frobenius(qr_fp12_t *out, const qr_fp12_t *a, int n) {
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
            qr_fp2_t t = a->c[i].c[j];
            if (n & 1) fp2_conjugate(&t, &t);
            // w^(2 j + i) gains xi^((2 j + i)(p^n - 1) / 6).
            if (i + j == 0) {
                out->c[i].c[j] = t;
            } else if (n == 2) {
                fp2_mul_fp(&out->c[i].c[j], &t, &qr_curve_frobenius[1][2 * j + i - 1].c0);
            } else {
                fp2_mul(&out->c[i].c[j], &t, &qr_curve_frobenius[n - 1][2 * j + i - 1]);
            }
        }
    }
}

TOWER_INLINE bool fp12_equal(const qr_fp12_t *a, const qr_fp12_t *b) {
    // All values are canonical.
    return memcmp(a, b, sizeof *a) == 0;
}

#endif
