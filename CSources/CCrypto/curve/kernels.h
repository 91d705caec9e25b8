/** @file kernels.h  The curve's operations as each variant offers them; curve.c picks one set a call. */
#ifndef QR_CURVE_KERNELS_H
#define QR_CURVE_KERNELS_H

#include "quarry_curve.h"

/** Names as in quarry_curve.h without qr_. */
typedef struct {
    const char *name;

    void (*g1_add)(qr_g1_t *, const qr_g1_t *, const qr_g1_t *);
    void (*g1_add_affine)(qr_g1_t *, const qr_g1_t *, const qr_g1_affine_t *);
    void (*g1_double)(qr_g1_t *, const qr_g1_t *);
    void (*g1_mul)(qr_g1_t *, const qr_g1_t *, const uint8_t *);
    void (*g1_mul_secret)(qr_g1_t *, const qr_g1_affine_t *, const uint8_t *);
    void (*g1_batch_to_affine)(qr_g1_affine_t *, const qr_g1_t *, size_t);
    bool (*g1_equal)(const qr_g1_t *, const qr_g1_t *);
    bool (*g1_on_curve)(const qr_g1_affine_t *);
    bool (*g1_in_subgroup)(const qr_g1_affine_t *);
    /** a->y = a root of x^3 + b; false if there is none. */
    bool (*g1_lift_x)(qr_g1_affine_t *a);
    void (*g1_map)(qr_g1_affine_t *out, const qr_fp_t u[2]);

    void (*g2_add)(qr_g2_t *, const qr_g2_t *, const qr_g2_t *);
    void (*g2_add_affine)(qr_g2_t *, const qr_g2_t *, const qr_g2_affine_t *);
    void (*g2_double)(qr_g2_t *, const qr_g2_t *);
    void (*g2_mul)(qr_g2_t *, const qr_g2_t *, const uint8_t *);
    void (*g2_mul_secret)(qr_g2_t *, const qr_g2_affine_t *, const uint8_t *);
    void (*g2_batch_to_affine)(qr_g2_affine_t *, const qr_g2_t *, size_t);
    bool (*g2_equal)(const qr_g2_t *, const qr_g2_t *);
    bool (*g2_on_curve)(const qr_g2_affine_t *);
    bool (*g2_in_subgroup)(const qr_g2_affine_t *);
    bool (*g2_lift_x)(qr_g2_affine_t *a);
    void (*g2_map)(qr_g2_affine_t *out, const qr_fp2_t u[2]);

    void (*g2_prepare)(qr_g2_prepared_t *, const qr_g2_affine_t *);
    void (*miller_loop)(qr_fp12_t *, const qr_g1_affine_t *, const qr_g2_affine_t *, size_t,
                        const qr_g1_affine_t *, const qr_g2_prepared_t *const *, size_t);
    void (*final_exponentiation)(qr_fp12_t *, const qr_fp12_t *);

    void (*fp12_mul)(qr_fp12_t *, const qr_fp12_t *, const qr_fp12_t *);
    void (*cyclotomic_square)(qr_fp12_t *, const qr_fp12_t *);
    void (*fp12_inverse)(qr_fp12_t *, const qr_fp12_t *);
    void (*gt_power)(qr_fp12_t *, const qr_fp12_t *, const uint8_t *, size_t);
    bool (*gt_in_subgroup)(const qr_fp12_t *);
    void (*gt_from_torus)(qr_fp12_t *, const qr_fp6_t *);
    bool (*gt_to_torus)(qr_fp6_t *, const qr_fp12_t *);

    /* What only tests call by themselves. */
    void (*fp_mul)(qr_fp_t *, const qr_fp_t *, const qr_fp_t *);
    void (*fp_square)(qr_fp_t *, const qr_fp_t *);
    bool (*fp_sqrt)(qr_fp_t *, const qr_fp_t *);
    void (*fp2_mul)(qr_fp2_t *, const qr_fp2_t *, const qr_fp2_t *);
    void (*fp2_square)(qr_fp2_t *, const qr_fp2_t *);
    void (*fp2_inverse)(qr_fp2_t *, const qr_fp2_t *);
    bool (*fp2_sqrt)(qr_fp2_t *, const qr_fp2_t *);
    void (*fp12_square)(qr_fp12_t *, const qr_fp12_t *);
    void (*fp12_frobenius)(qr_fp12_t *, const qr_fp12_t *, int);
} qr_curve_kernels_t;

extern const qr_curve_kernels_t qr_curve_portable;
#if defined(__x86_64__)
extern const qr_curve_kernels_t qr_curve_mulx;
#endif

/** The set for qr_cpu_features(). */
const qr_curve_kernels_t *qr_curve_kernels(void);

#endif
