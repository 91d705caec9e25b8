/** @file gt.c  Public operations on GT and its encodings. */
#include <string.h>

#include "curve/kernels.h"
#include "field/fp.h"

// R mod p, one in Montgomery form, then zeros.
const qr_fp12_t qr_gt_one = {
    {{{{{{UINT64_C(0x760900000002fffd), UINT64_C(0xebf4000bc40c0002), UINT64_C(0x5f48985753c758ba),
          UINT64_C(0x77ce585370525745), UINT64_C(0x5c071a97a256ec6d), UINT64_C(0x15f65ec3fa80e493)}},
        {{0}}}}}}};

void qr_gt_mul(qr_fp12_t *out, const qr_fp12_t *a, const qr_fp12_t *b) {
    qr_curve_kernels()->fp12_mul(out, a, b);
}

void qr_gt_square(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_curve_kernels()->cyclotomic_square(out, a);
}

void qr_gt_pow(qr_fp12_t *out, const qr_fp12_t *a, const uint8_t k[32]) {
    qr_curve_kernels()->gt_power(out, a, k, 1);
}

void qr_gt_multi_pow(qr_fp12_t *out, const qr_fp12_t *a, const uint8_t *k, size_t n) {
    qr_curve_kernels()->gt_power(out, a, k, n);
}

void qr_gt_conjugate(qr_fp12_t *out, const qr_fp12_t *a) {
    out->c[0] = a->c[0];
    for (int j = 0; j < 3; j++) {
        qr_fp_neg(&out->c[1].c[j].c0, &a->c[1].c[j].c0);
        qr_fp_neg(&out->c[1].c[j].c1, &a->c[1].c[j].c1);
    }
}

void qr_gt_inverse(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_curve_kernels()->fp12_inverse(out, a);
}

bool qr_gt_equal(const qr_fp12_t *a, const qr_fp12_t *b) {
    // All coefficients are canonical, so equal elements have equal bytes.
    return memcmp(a, b, sizeof *a) == 0;
}

bool qr_gt_is_one(const qr_fp12_t *a) {
    return qr_gt_equal(a, &qr_gt_one);
}

bool qr_gt_in_subgroup(const qr_fp12_t *a) {
    return qr_curve_kernels()->gt_in_subgroup(a);
}

qr_status_t qr_gt_compress(uint8_t out[288], const qr_fp12_t *a) {
    qr_fp6_t torus;
    memset(out, 0, 288);
    if (!qr_curve_kernels()->gt_to_torus(&torus, a)) return QR_INVALID_ARGUMENT;
    for (int j = 0; j < 3; j++) {
        qr_fp_to_le(out + 96 * j, &torus.c[j].c0);
        qr_fp_to_le(out + 96 * j + 48, &torus.c[j].c1);
    }
    return QR_OK;
}

qr_status_t qr_gt_decompress(qr_fp12_t *out, const uint8_t in[288]) {
    const qr_curve_kernels_t *kernels = qr_curve_kernels();
    qr_fp6_t torus;
    bool canonical = true;
    for (int j = 0; j < 3; j++) {
        canonical &= qr_fp_from_le(&torus.c[j].c0, in + 96 * j);
        canonical &= qr_fp_from_le(&torus.c[j].c1, in + 96 * j + 48);
    }
    memset(out, 0, sizeof *out);
    if (!canonical) return QR_MALFORMED;
    qr_fp12_t a;
    kernels->gt_from_torus(&a, &torus);
    if (!kernels->gt_in_subgroup(&a)) return QR_MISMATCH;
    *out = a;
    return QR_OK;
}

void qr_gt_encode_le(uint8_t out[576], const qr_fp12_t *a) {
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
            qr_fp_to_le(out + 288 * i + 96 * j, &a->c[i].c[j].c0);
            qr_fp_to_le(out + 288 * i + 96 * j + 48, &a->c[i].c[j].c1);
        }
    }
}

void qr_gt_encode_be(uint8_t out[576], const qr_fp12_t *a) {
    for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 2; i++) {
            qr_fp_to_be(out + 192 * j + 96 * i, &a->c[i].c[j].c0);
            qr_fp_to_be(out + 192 * j + 96 * i + 48, &a->c[i].c[j].c1);
        }
    }
}
