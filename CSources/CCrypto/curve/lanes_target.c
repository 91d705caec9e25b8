/** @file lanes_target.c  Final exponentiations of eight elements at a time with AVX-512 IFMA. */
#if defined(__x86_64__)

#include "curve/constants.h"
#include "curve/lanes_inverse.h"
#include "curve/lanes_kernels.h"
#include "curve/lanes_tower.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** -a, for a below 128 p. */
QR_FP8_INLINE qr_fp8x2_t fp8x2_negative(qr_fp8x2_t a) {
    const qr_fp8x2_t zero = {{{0}, {0}}};
    return fp8x2_settle(fp8x2_sub_limbs(zero, a), 128);
}

static void fp8x12_conjugate(fp8x12_t *a) {
    for (int i = 0; i < 3; i++) a->c[1].c[i] = fp8x2_negative(a->c[1].c[i]);
}

/** a = 1/a: the adjugate over the norm. a below 256 p. */
static void fp8x6_invert(fp8x6_t *a) {
    qr_fp8x2_t c0, c1, c2, s, t;
    fp8x2_square_far(&c0, &a->c[0]);
    qr_fp8x2_mul(&t, &a->c[1], &a->c[2]);
    c0 = fp8x2_settle(fp8x2_sub_limbs(c0, fp8x2_mul_xi_limbs(t)), 16);
    fp8x2_square_far(&c1, &a->c[2]);
    qr_fp8x2_mul(&t, &a->c[0], &a->c[1]);
    c1 = fp8x2_settle(fp8x2_sub_limbs(fp8x2_mul_xi_limbs(c1), t), 16);
    fp8x2_square_far(&c2, &a->c[1]);
    qr_fp8x2_mul(&t, &a->c[0], &a->c[2]);
    c2 = fp8x2_settle(fp8x2_sub_limbs(c2, t), 16);
    qr_fp8x2_mul(&s, &a->c[2], &c1);
    qr_fp8x2_mul(&t, &a->c[1], &c2);
    s = fp8x2_mul_xi_limbs(fp8x2_add_limbs(s, t));
    qr_fp8x2_mul(&t, &a->c[0], &c0);
    s = fp8x2_settle(fp8x2_add_limbs(s, t), 16);
    fp8x2_invert(&s);
    qr_fp8x2_mul(&a->c[0], &c0, &s);
    qr_fp8x2_mul(&a->c[1], &c1, &s);
    qr_fp8x2_mul(&a->c[2], &c2, &s);
}

/** out = 1/a; a below 128 p. */
static void fp8x12_inverse(fp8x12_t *out, const fp8x12_t *a) {
    fp8x6_t s, t;
    fp8x6_mul(&s, &a->c[0], &a->c[0]);
    fp8x6_mul(&t, &a->c[1], &a->c[1]);
    t = fp8x6_mul_v_limbs(&t);
    for (int i = 0; i < 3; i++) s.c[i] = fp8x2_settle(fp8x2_sub_limbs(s.c[i], t.c[i]), 64);
    fp8x6_invert(&s);
    fp8x6_mul(&out->c[0], &a->c[0], &s);
    fp8x6_mul(&t, &a->c[1], &s);
    for (int i = 0; i < 3; i++) out->c[1].c[i] = fp8x2_negative(t.c[i]);
}

/** out = a^(p^n), n = 1 or 2; a below 128 p. */
static void fp8x12_frobenius(fp8x12_t *out, const fp8x12_t *a, int n) {
    const qr_fp8_t zero = {0};
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
            qr_fp8x2_t t = a->c[i].c[j];
            if (n == 1) t.c[1] = fp8_settle(qr_fp8_sub_limbs(zero, t.c[1]), 128);
            if (i + j > 0) {
                const qr_fp8x2_t factor = fp8x2_load(&qr_curve_frobenius[n - 1][2 * j + i - 1], 0);
                qr_fp8x2_mul(&t, &t, &factor);
            }
            out->c[i].c[j] = t;
        }
    }
}

/** out0 + out1 s = (a0 + a1 s)^2 with s^2 = xi; limbs not carried, within 6.1 p and -6.1 p. */
static void fp8x4_square_limbs(qr_fp8x2_t *out0, qr_fp8x2_t *out1, const qr_fp8x2_t *a0,
                               const qr_fp8x2_t *a1) {
    qr_fp8x2_t t0, t1, s = fp8x2_sum(*a0, *a1);
    fp8x2_square_far(&t0, a0);
    fp8x2_square_far(&t1, a1);
    fp8x2_square_far(&s, &s);
    *out0 = fp8x2_add_limbs(t0, fp8x2_mul_xi_limbs(t1));
    *out1 = fp8x2_less_both(s, t0, t1);
}

/** 3 t - 2 a or, with plus, 3 t + 2 a; a below 128 p. */
QR_FP8_INLINE qr_fp8x2_t fp8x2_thrice(qr_fp8x2_t t, qr_fp8x2_t a, bool plus) {
    t = fp8x2_add_limbs(fp8x2_add_limbs(t, t), t);
    a = fp8x2_add_limbs(a, a);
    t = plus ? fp8x2_add_limbs(t, a) : fp8x2_sub_limbs(t, a);
    return fp8x2_normal(fp8x2_settle(t, 320));
}

/** a <- a^2 in the cyclotomic subgroup, as fp12_cyclotomic_square. Below 1.1 p. */
static void fp8x12_cyclotomic_square(fp8x12_t *a) {
    qr_fp8x2_t s[3], t[3], *g = a->c[0].c, *h = a->c[1].c;
    fp8x4_square_limbs(&s[0], &t[0], &g[0], &h[1]);
    fp8x4_square_limbs(&s[1], &t[1], &h[0], &g[2]);
    fp8x4_square_limbs(&s[2], &t[2], &g[1], &h[2]);
    for (int i = 0; i < 3; i++) g[i] = fp8x2_thrice(s[i], g[i], false);
    h[0] = fp8x2_thrice(fp8x2_mul_xi_limbs(t[2]), h[0], true);
    h[1] = fp8x2_thrice(t[0], h[1], true);
    h[2] = fp8x2_thrice(t[1], h[2], true);
}

/** out = a^z; out is not a. */
static void fp8x12_power_z(fp8x12_t *out, const fp8x12_t *a) {
    *out = *a;
    for (int bit = 62; bit >= 0; bit--) {
        fp8x12_cyclotomic_square(out);
        if (QR_CURVE_Z >> bit & 1) fp8x12_mul(out, out, a);
    }
    fp8x12_conjugate(out);
}

void qr_lanes_final_exponentiation(qr_fp12_t a[8]) {
    fp8x12_t m, s, t, u, conjugate;
    fp8x12_load(&m, a);
    fp8x12_inverse(&t, &m);
    fp8x12_conjugate(&m);
    fp8x12_mul(&m, &m, &t);
    fp8x12_frobenius(&t, &m, 2);
    fp8x12_mul(&m, &m, &t);
    // As final_exponentiation: s = m^((z - 1)^2), then its power z + p, then z^2 + p^2 - 1.
    s = m;
    for (int i = 0; i < 2; i++) {
        fp8x12_power_z(&t, &s);
        fp8x12_conjugate(&s);
        fp8x12_mul(&s, &s, &t);
    }
    fp8x12_power_z(&t, &s);
    fp8x12_frobenius(&u, &s, 1);
    fp8x12_mul(&s, &u, &t);
    fp8x12_power_z(&t, &s);
    fp8x12_power_z(&u, &t);
    conjugate = s;
    fp8x12_conjugate(&conjugate);
    fp8x12_frobenius(&t, &s, 2);
    fp8x12_mul(&s, &t, &u);
    fp8x12_mul(&s, &s, &conjugate);
    t = m;
    fp8x12_cyclotomic_square(&t);
    fp8x12_mul(&t, &t, &m);
    fp8x12_mul(&s, &s, &t);
    fp8x12_store(a, &s);
}

#pragma clang attribute pop

#endif
