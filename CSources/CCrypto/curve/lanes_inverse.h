/** @file lanes_inverse.h  Inverses in Fp and Fp2 eight at a time: one inversion by scalar code. Private. */
#ifndef QR_CURVE_LANES_INVERSE_H
#define QR_CURVE_LANES_INVERSE_H

#include "curve/kernels.h"
#include "curve/lanes_field.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** a = 1/a lane by lane, 0 for 0. */
QR_FP8_OUTLINE void fp8_invert(qr_fp8_t *a) {
    const qr_curve_kernels_t *scalar = qr_curve_kernels();
    qr_fp_t value[8], before[8], inverse = qr_fp_one;
    fp8_store(value, sizeof value[0], a);
    for (int lane = 0; lane < 8; lane++) {
        before[lane] = inverse;
        if (!qr_fp_is_zero(&value[lane])) scalar->fp_mul(&inverse, &inverse, &value[lane]);
    }
    qr_fp_inverse(&inverse, &inverse);
    for (int lane = 7; lane >= 0; lane--) {
        if (qr_fp_is_zero(&value[lane])) continue;
        const qr_fp_t factor = value[lane];
        scalar->fp_mul(&value[lane], &inverse, &before[lane]);
        scalar->fp_mul(&inverse, &inverse, &factor);
    }
    *a = fp8_load(value, sizeof value[0]);
}

/** The same in Fp2; a up to 1000 p. */
QR_FP8_OUTLINE void fp8x2_invert(qr_fp8x2_t *a) {
    const qr_fp8_t zero = {0};
    qr_fp8_t norm;
    qr_fp8x2_norm(&norm, a);
    fp8_invert(&norm);
    qr_fp8_mul(&a->c[0], &a->c[0], &norm);
    norm = fp8_settle(qr_fp8_sub_limbs(zero, norm), 8);
    qr_fp8_mul(&a->c[1], &a->c[1], &norm);
}

#pragma clang attribute pop

#endif
