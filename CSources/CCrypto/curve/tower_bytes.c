/** @file tower_bytes.c  Single operations in Fp, Fp2 and Fp12 on bytes. */
#include <string.h>

#include "curve/kernels.h"
#include "field/fp.h"

/** Room for the largest element; smaller ones are its first coefficients. */
typedef union {
    qr_fp_t fp[12];
    qr_fp2_t fp2;
    qr_fp12_t fp12;
} element_t;

static bool element_read(element_t *out, const uint8_t *in, size_t degree) {
    bool canonical = true;
    for (size_t i = 0; i < degree; i++) canonical &= qr_fp_from_be(&out->fp[i], in + 48 * i);
    return canonical;
}

/** What works coefficient by coefficient. */
static void apply_linear(qr_tower_operation_t operation, size_t degree, element_t *out, const element_t *a,
                         const element_t *b) {
    for (size_t i = 0; i < degree; i++) {
        if (operation == QR_TOWER_ADD) qr_fp_add(&out->fp[i], &a->fp[i], &b->fp[i]);
        if (operation == QR_TOWER_SUB) qr_fp_sub(&out->fp[i], &a->fp[i], &b->fp[i]);
        if (operation == QR_TOWER_NEG) qr_fp_neg(&out->fp[i], &a->fp[i]);
    }
}

static qr_status_t apply_fp(qr_tower_operation_t operation, qr_fp_t *out, const qr_fp_t *a,
                            const qr_fp_t *b) {
    const qr_curve_kernels_t *kernels = qr_curve_kernels();
    switch (operation) {
        case QR_TOWER_MUL:
            kernels->fp_mul(out, a, b);
            return QR_OK;
        case QR_TOWER_SQUARE:
            kernels->fp_square(out, a);
            return QR_OK;
        case QR_TOWER_INVERSE:
            qr_fp_inverse(out, a);
            return QR_OK;
        case QR_TOWER_SQRT:
            return kernels->fp_sqrt(out, a) ? QR_OK : QR_NOT_FOUND;
        default:
            return QR_INVALID_ARGUMENT;
    }
}

static qr_status_t apply_fp2(qr_tower_operation_t operation, qr_fp2_t *out, const qr_fp2_t *a,
                             const qr_fp2_t *b) {
    const qr_curve_kernels_t *kernels = qr_curve_kernels();
    switch (operation) {
        case QR_TOWER_MUL:
            kernels->fp2_mul(out, a, b);
            return QR_OK;
        case QR_TOWER_SQUARE:
            kernels->fp2_square(out, a);
            return QR_OK;
        case QR_TOWER_INVERSE:
            kernels->fp2_inverse(out, a);
            return QR_OK;
        case QR_TOWER_SQRT:
            return kernels->fp2_sqrt(out, a) ? QR_OK : QR_NOT_FOUND;
        case QR_TOWER_CONJUGATE:
        case QR_TOWER_FROBENIUS:
            out->c0 = a->c0;
            qr_fp_neg(&out->c1, &a->c1);
            return QR_OK;
        default:
            return QR_INVALID_ARGUMENT;
    }
}

static qr_status_t apply_fp12(qr_tower_operation_t operation, qr_fp12_t *out, const qr_fp12_t *a,
                              const qr_fp12_t *b) {
    const qr_curve_kernels_t *kernels = qr_curve_kernels();
    switch (operation) {
        case QR_TOWER_MUL:
            kernels->fp12_mul(out, a, b);
            return QR_OK;
        case QR_TOWER_SQUARE:
            kernels->fp12_square(out, a);
            return QR_OK;
        case QR_TOWER_INVERSE:
            kernels->fp12_inverse(out, a);
            return QR_OK;
        case QR_TOWER_CONJUGATE:
            qr_gt_conjugate(out, a);
            return QR_OK;
        case QR_TOWER_FROBENIUS:
            kernels->fp12_frobenius(out, a, 1);
            return QR_OK;
        default:
            return QR_INVALID_ARGUMENT;
    }
}

qr_status_t qr_tower_apply(qr_tower_operation_t operation, size_t degree, uint8_t *out, const uint8_t *a,
                           const uint8_t *b) {
    element_t x, y, z;
    qr_status_t status = QR_OK;
    bool binary = operation <= QR_TOWER_MUL;
    if ((degree != 1 && degree != 2 && degree != 12) || (binary && b == NULL)) return QR_INVALID_ARGUMENT;
    bool canonical = element_read(&x, a, degree) && (!binary || element_read(&y, b, degree));
    memset(out, 0, 48 * degree);
    if (!canonical) return QR_MALFORMED;
    if (operation == QR_TOWER_ADD || operation == QR_TOWER_SUB || operation == QR_TOWER_NEG) {
        apply_linear(operation, degree, &z, &x, &y);
    } else if (degree == 1) {
        status = apply_fp(operation, z.fp, x.fp, y.fp);
    } else if (degree == 2) {
        status = apply_fp2(operation, &z.fp2, &x.fp2, &y.fp2);
    } else {
        status = apply_fp12(operation, &z.fp12, &x.fp12, &y.fp12);
    }
    if (status != QR_OK) return status;
    for (size_t i = 0; i < degree; i++) qr_fp_to_be(out + 48 * i, &z.fp[i]);
    return QR_OK;
}
