/** @file curve.c  Public operations on points and GT: each goes to the variant of this CPU. */
#include <string.h>

#include "curve/kernels.h"
#include "curve/lanes.h"
#include "field/fp.h"

const qr_curve_kernels_t *qr_curve_kernels(void) {
#if defined(__x86_64__)
    if (qr_cpu_features() & QR_CPU_BMI2_ADX) return &qr_curve_mulx;
#endif
    return &qr_curve_portable;
}

const char *qr_curve_kernel(void) {
    return qr_curve_kernels()->name;
}

static bool fp2_is_zero(const qr_fp2_t *a) {
    return qr_fp_is_zero(&a->c0) && qr_fp_is_zero(&a->c1);
}

/* ---- G1 ---- */

void qr_g1_add(qr_g1_t *out, const qr_g1_t *a, const qr_g1_t *b) {
    qr_curve_kernels()->g1_add(out, a, b);
}

void qr_g1_add_affine(qr_g1_t *out, const qr_g1_t *a, const qr_g1_affine_t *b) {
    qr_curve_kernels()->g1_add_affine(out, a, b);
}

void qr_g1_double(qr_g1_t *out, const qr_g1_t *a) {
    qr_curve_kernels()->g1_double(out, a);
}

void qr_g1_neg(qr_g1_t *out, const qr_g1_t *a) {
    *out = *a;
    qr_fp_neg(&out->y, &out->y);
}

void qr_g1_affine_neg(qr_g1_affine_t *out, const qr_g1_affine_t *a) {
    out->x = a->x;
    qr_fp_neg(&out->y, &a->y);
}

void qr_g1_mul(qr_g1_t *out, const qr_g1_t *a, const uint8_t k[32]) {
    qr_curve_kernels()->g1_mul(out, a, k);
}

void qr_g1_mul_secret(qr_g1_t *out, const qr_g1_affine_t *a, const uint8_t secret[32]) {
    qr_curve_kernels()->g1_mul_secret(out, a, secret);
}

void qr_g1_from_affine(qr_g1_t *out, const qr_g1_affine_t *a) {
    qr_g1_t t = {a->x, a->y, qr_fp_one};
    if (qr_g1_affine_is_infinity(a)) t.z = qr_fp_zero;
    *out = t;
}

void qr_g1_to_affine(qr_g1_affine_t *out, const qr_g1_t *a) {
    qr_curve_kernels()->g1_batch_to_affine(out, a, 1);
}

void qr_g1_batch_to_affine(qr_g1_affine_t *out, const qr_g1_t *in, size_t n) {
    qr_curve_kernels()->g1_batch_to_affine(out, in, n);
}

bool qr_g1_is_infinity(const qr_g1_t *a) {
    return qr_fp_is_zero(&a->z);
}

bool qr_g1_affine_is_infinity(const qr_g1_affine_t *a) {
    return qr_fp_is_zero(&a->x) && qr_fp_is_zero(&a->y);
}

bool qr_g1_equal(const qr_g1_t *a, const qr_g1_t *b) {
    return qr_curve_kernels()->g1_equal(a, b);
}

bool qr_g1_on_curve(const qr_g1_affine_t *a) {
    return qr_curve_kernels()->g1_on_curve(a);
}

bool qr_g1_in_subgroup(const qr_g1_affine_t *a) {
    return qr_curve_kernels()->g1_in_subgroup(a);
}

/* ---- G2 ---- */

void qr_g2_add(qr_g2_t *out, const qr_g2_t *a, const qr_g2_t *b) {
    qr_curve_kernels()->g2_add(out, a, b);
}

void qr_g2_add_affine(qr_g2_t *out, const qr_g2_t *a, const qr_g2_affine_t *b) {
    qr_curve_kernels()->g2_add_affine(out, a, b);
}

void qr_g2_double(qr_g2_t *out, const qr_g2_t *a) {
    qr_curve_kernels()->g2_double(out, a);
}

void qr_g2_neg(qr_g2_t *out, const qr_g2_t *a) {
    *out = *a;
    qr_fp_neg(&out->y.c0, &out->y.c0);
    qr_fp_neg(&out->y.c1, &out->y.c1);
}

void qr_g2_affine_neg(qr_g2_affine_t *out, const qr_g2_affine_t *a) {
    out->x = a->x;
    qr_fp_neg(&out->y.c0, &a->y.c0);
    qr_fp_neg(&out->y.c1, &a->y.c1);
}

void qr_g2_mul(qr_g2_t *out, const qr_g2_t *a, const uint8_t k[32]) {
    qr_curve_kernels()->g2_mul(out, a, k);
}

void qr_g2_mul_secret(qr_g2_t *out, const qr_g2_affine_t *a, const uint8_t secret[32]) {
    qr_curve_kernels()->g2_mul_secret(out, a, secret);
}

void qr_g2_from_affine(qr_g2_t *out, const qr_g2_affine_t *a) {
    qr_g2_t t = {a->x, a->y, {qr_fp_one, qr_fp_zero}};
    if (qr_g2_affine_is_infinity(a)) t.z.c0 = qr_fp_zero;
    *out = t;
}

void qr_g2_to_affine(qr_g2_affine_t *out, const qr_g2_t *a) {
    qr_curve_kernels()->g2_batch_to_affine(out, a, 1);
}

void qr_g2_batch_to_affine(qr_g2_affine_t *out, const qr_g2_t *in, size_t n) {
    qr_curve_kernels()->g2_batch_to_affine(out, in, n);
}

bool qr_g2_is_infinity(const qr_g2_t *a) {
    return fp2_is_zero(&a->z);
}

bool qr_g2_affine_is_infinity(const qr_g2_affine_t *a) {
    return fp2_is_zero(&a->x) && fp2_is_zero(&a->y);
}

bool qr_g2_equal(const qr_g2_t *a, const qr_g2_t *b) {
    return qr_curve_kernels()->g2_equal(a, b);
}

bool qr_g2_on_curve(const qr_g2_affine_t *a) {
    return qr_curve_kernels()->g2_on_curve(a);
}

bool qr_g2_in_subgroup(const qr_g2_affine_t *a) {
    return qr_curve_kernels()->g2_in_subgroup(a);
}

/* ---- Pairing ---- */

void qr_g2_prepare(qr_g2_prepared_t *out, const qr_g2_affine_t *q) {
    qr_curve_kernels()->g2_prepare(out, q);
}

void qr_miller_loop(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n,
                    const qr_g1_affine_t *pp, const qr_g2_prepared_t *const *prepared, size_t m) {
    qr_fp12_t f;
    const size_t done = qr_miller_many(&f, p, q, n);
    if (done < n || m > 0 || n == 0) {
        qr_curve_kernels()->miller_loop(out, p + done, q + done, n - done, pp, prepared, m);
        if (done > 0) qr_gt_mul(out, out, &f);
    } else {
        *out = f;
    }
}

void qr_final_exponentiation(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_curve_kernels()->final_exponentiation(out, a);
}

void qr_pairing_product(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n) {
    qr_fp12_t f;
    qr_miller_loop(&f, p, q, n, NULL, NULL, 0);
    qr_final_exponentiation(out, &f);
}

bool qr_pairing_product_is_one(const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n) {
    qr_fp12_t f;
    qr_pairing_product(&f, p, q, n);
    return qr_gt_is_one(&f);
}
