/**
 * @file roots.h
 * Square roots in Fp and Fp2, for decoding and hashing to the curve. A template: include after tower.h. Both
 * rest on one power, a^((p - 3) / 4), which is 1/sqrt(a) for a square and a root of -1/a else, as p = 3
 * mod 4.
 */
#ifndef QR_CURVE_ROOTS_H
#define QR_CURVE_ROOTS_H

/** out = a^((p - 3) / 4): sliding windows of five bits. */
TOWER_OUTLINE void fp_root_power(qr_fp_t *out, const qr_fp_t *a) {
    // (p - 3) / 4, 379 bits.
    static const uint64_t exponent[6] = {UINT64_C(0xee7fbfffffffeaaa), UINT64_C(0x07aaffffac54ffff),
                                         UINT64_C(0xd9cc34a83dac3d89), UINT64_C(0xd91dd2e13ce144af),
                                         UINT64_C(0x92c6e9ed90d2eb35), UINT64_C(0x0680447a8e5ff9a6)};
    qr_fp_t odd[16], square, t = qr_fp_one;
    fp_square(&square, a);
    odd[0] = *a;
    for (int i = 1; i < 16; i++) fp_mul(&odd[i], &odd[i - 1], &square);
    bool started = false;
    for (int i = 378; i >= 0;) {
        if ((exponent[i / 64] >> (i % 64) & 1) == 0) {
            fp_square(&t, &t);
            i--;
            continue;
        }
        // The window ends at a set bit at most four places below.
        int end = i >= 4 ? i - 4 : 0;
        while ((exponent[end / 64] >> (end % 64) & 1) == 0) end++;
        unsigned window = 0;
        for (int j = i; j >= end; j--) window = window << 1 | (unsigned)(exponent[j / 64] >> (j % 64) & 1);
        if (started) {
            fp_square_times(&t, &t, i - end + 1);
            fp_mul(&t, &t, &odd[window >> 1]);
        } else {
            t = odd[window >> 1];
            started = true;
        }
        i = end - 1;
    }
    *out = t;
}

/** out = a root of a, if there is one; else false and out unspecified. */
TOWER_OUTLINE bool fp_sqrt(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_t root, check;
    fp_root_power(&root, a);
    fp_mul(&root, &root, a);
    fp_square(&check, &root);
    bool square = fp_equal(&check, a);
    *out = root;
    return square;
}

/**
 * out = a root of a / d for d in Fp, not 0, given s = a root of Norm(a). With t = (a0 + s) / 2 the root is
 * x0 + x1 u, x0 = sqrt(t / d), x1 = a1 / (2 d x0), or, if t / d is no square, the same with (a0 - s) / 2 =
 * -a1^2 / (4 t), whose root is had from the same power.
 */
TOWER_OUTLINE void fp2_root_from_norm(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp_t *s, const qr_fp_t *d) {
    qr_fp_t t, d2, w, r, x0, x1, check, a1 = a->c1;
    fp_add(&t, &a->c0, s);
    if (fp_is_zero(&t)) fp_sub(&t, &a->c0, s);
    fp_halve(&t, &t);
    fp_square(&d2, d);
    fp_mul(&x0, &t, d);
    fp_mul(&w, &x0, &d2);
    fp_root_power(&r, &w);
    // r^2 t d^3 = 1 or -1: x0 = t d r is a root of t / d or of -t / d, and d^2 r is 1/x0 or -1/x0.
    fp_mul(&x0, &x0, &r);
    fp_mul(&x1, &a1, &r);
    fp_mul(&x1, &x1, d);
    fp_halve(&x1, &x1);
    fp_square(&check, &r);
    fp_mul(&check, &check, &w);
    if (fp_equal(&check, &qr_fp_one) || fp_is_zero(&t)) {
        out->c0 = x0;
        out->c1 = x1;
    } else {
        fp_neg(&out->c0, &x1);
        out->c1 = x0;
    }
}

/** out = a root of a, if there is one; else false and out unspecified. */
TOWER_OUTLINE bool fp2_sqrt(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_fp_t norm, s;
    fp2_norm(&norm, a);
    if (!fp_sqrt(&s, &norm)) return false;
    fp2_root_from_norm(out, a, &s, &qr_fp_one);
    return true;
}

#endif
