/**
 * @file target.h
 * Powers in GT and its membership test. A template: include after miller.h.
 */
#ifndef QR_CURVE_TARGET_H
#define QR_CURVE_TARGET_H

/** Bases whose powers share squarings. */
#define TARGET_CHUNK 4

/** out = product of a[i]^k[i], n <= TARGET_CHUNK. On GT a^p = a^z, so a^|z| is the conjugate of a^p, and each
 * exponent is four words in base |z|. */
TOWER_OUTLINE void target_power_few(qr_fp12_t *out, const qr_fp12_t *a, const uint8_t *k, size_t n) {
    qr_fp12_t tables[TARGET_CHUNK][4][4], square, t;
    int8_t digits[TARGET_CHUNK][4][GROUP_DIGITS];
    uint64_t words[4];
    int top = 0;
    for (size_t i = 0; i < n; i++) {
        qr_scalar_split_z(words, k + 32 * i);
        for (int j = 0; j < 4; j++) {
            int bits = qr_scalar_digits(digits[i][j], GROUP_DIGITS, &words[j], 1, 8);
            top = bits > top ? bits : top;
        }
        // Odd powers 1, 3, 5, 7 and their images.
        tables[i][0][0] = a[i];
        fp12_cyclotomic_square(&square, &a[i]);
        for (int e = 1; e < 4; e++) fp12_mul(&tables[i][0][e], &tables[i][0][e - 1], &square);
        for (int j = 1; j < 4; j++) {
            for (int e = 0; e < 4; e++) {
                fp12_frobenius(&t, &tables[i][j - 1][e], 1);
                fp12_conjugate(&tables[i][j][e], &t);
            }
        }
    }
    fp12_set_one(out);
    for (int bit = top; bit >= 0; bit--) {
        fp12_cyclotomic_square(out, out);
        for (size_t i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                int digit = digits[i][j][bit];
                if (digit > 0) fp12_mul(out, out, &tables[i][j][digit / 2]);
                if (digit < 0) {
                    fp12_conjugate(&t, &tables[i][j][-digit / 2]);
                    fp12_mul(out, out, &t);
                }
            }
        }
    }
}

TOWER_OUTLINE void target_power(qr_fp12_t *out, const qr_fp12_t *a, const uint8_t *k, size_t n) {
    qr_fp12_t product, part;
    fp12_set_one(&product);
    for (size_t i = 0; i < n; i += TARGET_CHUNK) {
        size_t count = n - i < TARGET_CHUNK ? n - i : TARGET_CHUNK;
        target_power_few(&part, a + i, k + 32 * i, count);
        fp12_mul(&product, &product, &part);
    }
    *out = product;
}

/** a in GT: not 0, a^(p^4 - p^2 + 1) = 1 and a^p = a^z. */
TOWER_OUTLINE bool target_in_subgroup(const qr_fp12_t *a) {
    qr_fp12_t s, t, zero;
    memset(&zero, 0, sizeof zero);
    if (fp12_equal(a, &zero)) return false;
    fp12_frobenius(&s, a, 2);
    fp12_frobenius(&t, &s, 2);
    fp12_mul(&t, &t, a);
    if (!fp12_equal(&s, &t)) return false;
    fp12_frobenius(&s, a, 1);
    cyclotomic_power_z(&t, a);
    return fp12_equal(&s, &t);
}

/** g such that b = (1 + g.c[0]) / g.c[1]: (b + w) / (b - w). */
TOWER_OUTLINE void target_from_torus(qr_fp12_t *out, const qr_fp6_t *b) {
    qr_fp12_t numerator, denominator;
    fp12_set_one(&numerator);
    numerator.c[1] = numerator.c[0];
    numerator.c[0] = *b;
    fp12_conjugate(&denominator, &numerator);
    fp12_inverse(&denominator, &denominator);
    fp12_mul(out, &numerator, &denominator);
}

/** (1 + a.c[0]) / a.c[1]; false if a.c[1] = 0. */
TOWER_OUTLINE bool target_to_torus(qr_fp6_t *out, const qr_fp12_t *a) {
    qr_fp6_t zero, t = a->c[0];
    memset(&zero, 0, sizeof zero);
    if (memcmp(&zero, &a->c[1], sizeof zero) == 0) return false;
    fp_add(&t.c[0].c0, &t.c[0].c0, &qr_fp_one);
    fp6_inverse(&zero, &a->c[1]);
    fp6_mul(out, &t, &zero);
    return true;
}

#endif
