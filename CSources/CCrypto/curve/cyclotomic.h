/**
 * @file cyclotomic.h
 * Squares and powers in the cyclotomic subgroup of Fp12, the elements with a^(p^4 - p^2 + 1) = 1. A template:
 * include after groups.h.
 */
#ifndef QR_CURVE_CYCLOTOMIC_H
#define QR_CURVE_CYCLOTOMIC_H

/** (out0 + out1 s) = (a0 + a1 s)^2 with s^2 = xi. */
TOWER_OUTLINE void fp4_square(qr_fp2_t *out0, qr_fp2_t *out1, const qr_fp2_t *a0, const qr_fp2_t *a1) {
    fp2_wide_t t0, t1, t2;
    qr_fp2_t s;
    fp2_wide_square(&t0, a0);
    fp2_wide_square(&t1, a1);
    fp2_add(&s, a0, a1);
    fp2_wide_add_xi(&t2, &t0, &t1);
    fp2_redc_signed(out0, &t2);
    fp2_wide_square(&t2, &s);
    fp2_wide_sub(&t2, &t2, &t0);
    fp2_wide_sub(&t2, &t2, &t1);
    fp2_redc_signed(out1, &t2);
}

/** out = 3 t - 2 a. */
TOWER_INLINE void fp2_triple_minus_twice(qr_fp2_t *out, const qr_fp2_t *t, const qr_fp2_t *a) {
    qr_fp2_t d;
    fp2_sub(&d, t, a);
    fp2_double(&d, &d);
    fp2_add(out, &d, t);
}

/** out = 3 t + 2 a. */
TOWER_INLINE void fp2_triple_plus_twice(qr_fp2_t *out, const qr_fp2_t *t, const qr_fp2_t *a) {
    qr_fp2_t d;
    fp2_add(&d, t, a);
    fp2_double(&d, &d);
    fp2_add(out, &d, t);
}

/** out = a^2 for a of norm 1 over Fp6 (Granger and Scott, eprint 2009/565). */
TOWER_OUTLINE void fp12_cyclotomic_square(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_fp2_t s[3], t[3];
    const qr_fp2_t *g = a->c[0].c, *h = a->c[1].c;
    fp4_square(&s[0], &t[0], &g[0], &h[1]);
    fp4_square(&s[1], &t[1], &h[0], &g[2]);
    fp4_square(&s[2], &t[2], &g[1], &h[2]);
    for (int i = 0; i < 3; i++) fp2_triple_minus_twice(&out->c[0].c[i], &s[i], &g[i]);
    fp2_mul_xi(&t[2], &t[2]);
    fp2_triple_plus_twice(&out->c[1].c[0], &t[2], &h[0]);
    fp2_triple_plus_twice(&out->c[1].c[1], &t[0], &h[1]);
    fp2_triple_plus_twice(&out->c[1].c[2], &t[1], &h[2]);
}

/**
 * a <- a^2 without c[0].c[0] and c[1].c[1], which the other four coefficients neither need nor set (Karabina,
 * eprint 2010/542): 6 squares instead of 9.
 */
TOWER_OUTLINE void cyclotomic_compressed_square(qr_fp12_t *a) {
    qr_fp2_t s[2], t[2], *g = a->c[0].c, *h = a->c[1].c;
    fp4_square(&s[0], &t[0], &h[0], &g[2]);
    fp4_square(&s[1], &t[1], &g[1], &h[2]);
    fp2_triple_minus_twice(&g[1], &s[0], &g[1]);
    fp2_triple_minus_twice(&g[2], &s[1], &g[2]);
    fp2_mul_xi(&t[1], &t[1]);
    fp2_triple_plus_twice(&h[0], &t[1], &h[0]);
    fp2_triple_plus_twice(&h[2], &t[0], &h[2]);
}

/**
 * c[1].c[1] of a compressed element as a fraction: (xi h2^2 + 3 g1^2 - 2 g2) / (4 h0), or 2 g1 h2 / g2 if h0
 * = 0; if g2 = 0 as well the element is 1, and it is 0.
 */
TOWER_OUTLINE void cyclotomic_fraction(qr_fp2_t *numerator, qr_fp2_t *denominator, const qr_fp12_t *a) {
    const qr_fp2_t *g = a->c[0].c, *h = a->c[1].c;
    qr_fp2_t s, t;
    if (fp2_is_zero(&h[0])) {
        fp2_mul(&s, &g[1], &h[2]);
        fp2_double(numerator, &s);
        *denominator = fp2_is_zero(&g[2]) ? groups_fp2_one : g[2];
        return;
    }
    fp2_square(&s, &h[2]);
    fp2_mul_xi(&s, &s);
    fp2_square(&t, &g[1]);
    fp2_add(&s, &s, &t);
    fp2_sub(&t, &t, &g[2]);
    fp2_double(&t, &t);
    fp2_add(numerator, &s, &t);
    fp2_double(&t, &h[0]);
    fp2_double(denominator, &t);
}

/** Completes a compressed element: c[0].c[0] = xi (2 h1^2 + h0 h2 - 3 g1 g2) + 1. */
TOWER_OUTLINE void cyclotomic_complete(qr_fp12_t *a, const qr_fp2_t *h1) {
    qr_fp2_t *g = a->c[0].c, *h = a->c[1].c, s, t;
    h[1] = *h1;
    fp2_square(&s, h1);
    fp2_mul(&t, &g[1], &g[2]);
    fp2_sub(&s, &s, &t);
    fp2_double(&s, &s);
    fp2_sub(&s, &s, &t);
    fp2_mul(&t, &h[0], &h[2]);
    fp2_add(&s, &s, &t);
    fp2_mul_xi(&g[0], &s);
    fp_add(&g[0].c0, &g[0].c0, &qr_fp_one);
}

/** Completes n <= 3 compressed elements with one inversion. */
TOWER_OUTLINE void cyclotomic_complete_all(qr_fp12_t *a, int n) {
    qr_fp2_t numerators[3], denominators[3], products[3], inverse = groups_fp2_one, t;
    for (int i = 0; i < n; i++) {
        cyclotomic_fraction(&numerators[i], &denominators[i], &a[i]);
        products[i] = inverse;
        fp2_mul(&inverse, &inverse, &denominators[i]);
    }
    fp2_inverse(&inverse, &inverse);
    for (int i = n - 1; i >= 0; i--) {
        fp2_mul(&t, &products[i], &inverse);
        fp2_mul(&inverse, &inverse, &denominators[i]);
        fp2_mul(&t, &t, &numerators[i]);
        cyclotomic_complete(&a[i], &t);
    }
}

/** out = a^z, a in the cyclotomic subgroup; out is not a. |z| = 2^63 + 2^62 + 2^60 + 2^57 + 2^48 + 2^16. */
TOWER_OUTLINE void cyclotomic_power_z(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_fp12_t powers[3], t = *a;
    int n = 0;
    for (int bit = 1; bit <= 57; bit++) {
        cyclotomic_compressed_square(&t);
        if (QR_CURVE_Z >> bit & 1) powers[n++] = t;
    }
    cyclotomic_complete_all(powers, n);
    // The few squarings left would not repay another completion each.
    fp12_mul(out, &powers[0], &powers[1]);
    t = powers[2];
    fp12_mul(out, out, &t);
    for (int bit = 58; bit <= 63; bit++) {
        fp12_cyclotomic_square(&t, &t);
        if (QR_CURVE_Z >> bit & 1) fp12_mul(out, out, &t);
    }
    fp12_conjugate(out, out);
}

#endif
