/**
 * @file variant.h
 * One variant of everything on the curve. A file defines QR_CURVE_MULX and QR_CURVE_TABLE, switches its
 * instruction set on and includes this.
 */
#include "curve/tower.h"

#include "curve/groups.h"
#include "curve/roots.h"

#include "curve/cyclotomic.h"
#include "curve/map.h"
#include "curve/miller.h"
#include "curve/target.h"

#include "curve/kernels.h"

static bool g1_lift_x(qr_g1_affine_t *a) {
    qr_fp_t t;
    fp_square(&t, &a->x);
    fp_mul(&t, &t, &a->x);
    fp_add(&t, &t, &qr_curve_b1);
    return fp_sqrt(&a->y, &t);
}

static bool g2_lift_x(qr_g2_affine_t *a) {
    qr_fp2_t t;
    fp2_square(&t, &a->x);
    fp2_mul(&t, &t, &a->x);
    fp2_add(&t, &t, &qr_curve_b2);
    return fp2_sqrt(&a->y, &t);
}

const qr_curve_kernels_t QR_CURVE_TABLE = {
    .name = QR_CURVE_MULX ? "mulx" : "portable",
    .g1_add = g1_add,
    .g1_add_affine = g1_add_affine,
    .g1_double = g1_double,
    .g1_mul = g1_mul,
    .g1_mul_secret = g1_mul_secret,
    .g1_batch_to_affine = g1_batch_to_affine,
    .g1_equal = g1_equal,
    .g1_on_curve = g1_on_curve,
    .g1_in_subgroup = g1_in_subgroup,
    .g1_lift_x = g1_lift_x,
    .g1_map = g1_map,
    .g2_add = g2_add,
    .g2_add_affine = g2_add_affine,
    .g2_double = g2_double,
    .g2_mul = g2_mul,
    .g2_mul_secret = g2_mul_secret,
    .g2_batch_to_affine = g2_batch_to_affine,
    .g2_equal = g2_equal,
    .g2_on_curve = g2_on_curve,
    .g2_in_subgroup = g2_in_subgroup,
    .g2_lift_x = g2_lift_x,
    .g2_map = g2_map,
    .g2_prepare = miller_prepare,
    .miller_loop = miller_loop,
    .final_exponentiation = final_exponentiation,
    .fp12_mul = fp12_mul,
    .cyclotomic_square = fp12_cyclotomic_square,
    .fp12_inverse = fp12_inverse,
    .gt_power = target_power,
    .gt_in_subgroup = target_in_subgroup,
    .gt_from_torus = target_from_torus,
    .gt_to_torus = target_to_torus,
    .fp_mul = fp_mul,
    .fp_square = fp_square,
    .fp_sqrt = fp_sqrt,
    .fp2_mul = fp2_mul,
    .fp2_square = fp2_square,
    .fp2_inverse = fp2_inverse,
    .fp2_sqrt = fp2_sqrt,
    .fp12_square = fp12_square,
    .fp12_frobenius = fp12_frobenius,
};
