/**
 * @file lanes_tower.h
 * Fp6 and Fp12 eight at a time, after tower.h. Private. Sums are settled with bounds said as multiples of p;
 * products of the tower's elements stay below 32 p in Fp6 and 128 p in Fp12.
 */
#ifndef QR_CURVE_LANES_TOWER_H
#define QR_CURVE_LANES_TOWER_H

#include "curve/lanes_field.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

typedef struct {
    qr_fp8x2_t c[3];
} fp8x6_t;

typedef struct {
    fp8x6_t c[2];
} fp8x12_t;

/** a + b, carried. */
QR_FP8_INLINE qr_fp8x2_t fp8x2_sum(qr_fp8x2_t a, qr_fp8x2_t b) {
    return fp8x2_settle(fp8x2_add_limbs(a, b), 0);
}

/** a - b - c, limb by limb. */
QR_FP8_INLINE qr_fp8x2_t fp8x2_less_both(qr_fp8x2_t a, qr_fp8x2_t b, qr_fp8x2_t c) {
    return fp8x2_sub_limbs(fp8x2_sub_limbs(a, b), c);
}

/** out = a + b, carried. */
QR_FP8_INLINE void fp8x6_sum(fp8x6_t *out, const fp8x6_t *a, const fp8x6_t *b) {
    for (int i = 0; i < 3; i++) out->c[i] = fp8x2_sum(a->c[i], b->c[i]);
}

/** out = a b: Karatsuba's six products. out may be a factor. */
QR_FP8_OUTLINE void fp8x6_mul(fp8x6_t *out, const fp8x6_t *a, const fp8x6_t *b) {
    qr_fp8x2_t t0, t1, t2, s, t, cross;
    fp8x6_t result;
    qr_fp8x2_mul(&t0, &a->c[0], &b->c[0]);
    qr_fp8x2_mul(&t1, &a->c[1], &b->c[1]);
    qr_fp8x2_mul(&t2, &a->c[2], &b->c[2]);
    s = fp8x2_sum(a->c[1], a->c[2]);
    t = fp8x2_sum(b->c[1], b->c[2]);
    qr_fp8x2_mul(&cross, &s, &t);
    cross = fp8x2_mul_xi_limbs(fp8x2_less_both(cross, t1, t2));
    result.c[0] = fp8x2_settle(fp8x2_add_limbs(t0, cross), 16);
    s = fp8x2_sum(a->c[0], a->c[1]);
    t = fp8x2_sum(b->c[0], b->c[1]);
    qr_fp8x2_mul(&cross, &s, &t);
    cross = fp8x2_less_both(cross, t0, t1);
    result.c[1] = fp8x2_settle(fp8x2_add_limbs(cross, fp8x2_mul_xi_limbs(t2)), 16);
    s = fp8x2_sum(a->c[0], a->c[2]);
    t = fp8x2_sum(b->c[0], b->c[2]);
    qr_fp8x2_mul(&cross, &s, &t);
    cross = fp8x2_less_both(cross, t0, t2);
    result.c[2] = fp8x2_settle(fp8x2_add_limbs(cross, t1), 16);
    *out = result;
}

/** out = a b. May be in place. */
QR_FP8_OUTLINE void fp8x12_mul(fp8x12_t *out, const fp8x12_t *a, const fp8x12_t *b) {
    fp8x6_t t0, t1, s, t;
    fp8x6_sum(&s, &a->c[0], &a->c[1]);
    fp8x6_sum(&t, &b->c[0], &b->c[1]);
    fp8x6_mul(&t0, &a->c[0], &b->c[0]);
    fp8x6_mul(&t1, &a->c[1], &b->c[1]);
    fp8x6_mul(&s, &s, &t);
    for (int i = 0; i < 3; i++) {
        out->c[1].c[i] = fp8x2_settle(fp8x2_less_both(s.c[i], t0.c[i], t1.c[i]), 64);
    }
    out->c[0].c[0] = fp8x2_settle(fp8x2_add_limbs(t0.c[0], fp8x2_mul_xi_limbs(t1.c[2])), 32);
    out->c[0].c[1] = fp8x2_sum(t0.c[1], t1.c[0]);
    out->c[0].c[2] = fp8x2_sum(t0.c[2], t1.c[1]);
}

/** a <- a^2 = (a0 + a1)(a0 + v a1) - a0 a1 - v a0 a1 + 2 a0 a1 w; a below 128 p. */
QR_FP8_OUTLINE void fp8x12_square(fp8x12_t *a) {
    fp8x6_t s, t, m;
    fp8x6_sum(&s, &a->c[0], &a->c[1]);
    t.c[0] = fp8x2_settle(fp8x2_add_limbs(a->c[0].c[0], fp8x2_mul_xi_limbs(a->c[1].c[2])), 128);
    t.c[1] = fp8x2_sum(a->c[0].c[1], a->c[1].c[0]);
    t.c[2] = fp8x2_sum(a->c[0].c[2], a->c[1].c[1]);
    fp8x6_mul(&m, &a->c[0], &a->c[1]);
    fp8x6_mul(&s, &s, &t);
    a->c[0].c[0] = fp8x2_settle(fp8x2_less_both(s.c[0], m.c[0], fp8x2_mul_xi_limbs(m.c[2])), 96);
    a->c[0].c[1] = fp8x2_settle(fp8x2_less_both(s.c[1], m.c[1], m.c[0]), 96);
    a->c[0].c[2] = fp8x2_settle(fp8x2_less_both(s.c[2], m.c[2], m.c[1]), 96);
    for (int i = 0; i < 3; i++) a->c[1].c[i] = fp8x2_sum(m.c[i], m.c[i]);
}

/** out = a (x + y v), limbs not carried, within (-6.1 p, 9.1 p). */
QR_FP8_OUTLINE void fp8x6_mul_xy_limbs(fp8x6_t *out, const fp8x6_t *a, const qr_fp8x2_t *x,
                                       const qr_fp8x2_t *y) {
    qr_fp8x2_t t0, t1, t2, s, t;
    qr_fp8x2_mul(&t0, &a->c[0], x);
    qr_fp8x2_mul(&t1, &a->c[1], y);
    qr_fp8x2_mul(&t2, &a->c[2], y);
    out->c[0] = fp8x2_add_limbs(t0, fp8x2_mul_xi_limbs(t2));
    s = fp8x2_sum(a->c[0], a->c[1]);
    t = fp8x2_sum(*x, *y);
    qr_fp8x2_mul(&t2, &s, &t);
    out->c[1] = fp8x2_less_both(t2, t0, t1);
    qr_fp8x2_mul(&t2, &a->c[2], x);
    out->c[2] = fp8x2_add_limbs(t2, t1);
}

/** a *= l[0] + l[1] v + l[2] v w, a line of the Miller loop. a below 128 p in and 64 p out. */
QR_FP8_OUTLINE void fp8x12_mul_line(fp8x12_t *a, const qr_fp8x2_t l[3]) {
    fp8x6_t t0, cross, s;
    qr_fp8x2_t t1[3], y;
    // a1 l2 v: the first of the three wants a factor xi.
    qr_fp8x2_mul(&t1[0], &a->c[1].c[2], &l[2]);
    qr_fp8x2_mul(&t1[1], &a->c[1].c[0], &l[2]);
    qr_fp8x2_mul(&t1[2], &a->c[1].c[1], &l[2]);
    t1[0] = fp8x2_mul_xi_limbs(t1[0]);
    fp8x6_mul_xy_limbs(&t0, &a->c[0], &l[0], &l[1]);
    fp8x6_sum(&s, &a->c[0], &a->c[1]);
    y = fp8x2_sum(l[1], l[2]);
    fp8x6_mul_xy_limbs(&cross, &s, &l[0], &y);
    for (int i = 0; i < 3; i++) {
        a->c[1].c[i] = fp8x2_settle(fp8x2_less_both(cross.c[i], t0.c[i], t1[i]), 32);
    }
    a->c[0].c[0] = fp8x2_settle(fp8x2_add_limbs(t0.c[0], fp8x2_mul_xi_limbs(t1[2])), 16);
    a->c[0].c[1] = fp8x2_settle(fp8x2_add_limbs(t0.c[1], t1[0]), 16);
    a->c[0].c[2] = fp8x2_settle(fp8x2_add_limbs(t0.c[2], t1[1]), 16);
}

/** v a, limbs not carried. */
QR_FP8_INLINE fp8x6_t fp8x6_mul_v_limbs(const fp8x6_t *a) {
    fp8x6_t out = {{fp8x2_mul_xi_limbs(a->c[2]), a->c[0], a->c[1]}};
    return out;
}

/** a *= x + y v + v w, a line scaled to have a one. a below 128 p in and 1.1 p out. */
QR_FP8_OUTLINE void fp8x12_mul_line_one(fp8x12_t *a, const qr_fp8x2_t *x, const qr_fp8x2_t *y) {
    fp8x6_t low, high;
    fp8x6_mul_xy_limbs(&low, &a->c[0], x, y);
    fp8x6_mul_xy_limbs(&high, &a->c[1], x, y);
    const fp8x6_t once = fp8x6_mul_v_limbs(&a->c[0]), twice = fp8x6_mul_v_limbs(&a->c[1]);
    const fp8x6_t shifted = fp8x6_mul_v_limbs(&twice);
    for (int i = 0; i < 3; i++) {
        a->c[1].c[i] = fp8x2_normal(fp8x2_settle(fp8x2_add_limbs(once.c[i], high.c[i]), 160));
        a->c[0].c[i] = fp8x2_normal(fp8x2_settle(fp8x2_add_limbs(shifted.c[i], low.c[i]), 160));
    }
}

QR_FP8_INLINE void fp8x12_load(fp8x12_t *out, const qr_fp12_t in[8]) {
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) out->c[i].c[j] = fp8x2_load(&in[0].c[i].c[j], sizeof in[0]);
    }
}

QR_FP8_INLINE void fp8x12_store(qr_fp12_t out[8], const fp8x12_t *in) {
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) fp8x2_store(&out[0].c[i].c[j], sizeof out[0], &in->c[i].c[j]);
    }
}

#pragma clang attribute pop

#endif
