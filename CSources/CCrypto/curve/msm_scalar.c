/** @file msm_scalar.c  Affine points of G1 and G2 one at a time, by the portable or the MULX code of fields.
 */
#include <string.h>

#include "curve/kernels.h"
#include "curve/msm_kernels.h"
#include "field/fp.h"

static void g1_field_add(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    qr_fp_add(out, a, b);
}

static void g1_field_sub(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    qr_fp_sub(out, a, b);
}

static bool g1_field_is_zero(const qr_fp_t *a) {
    return qr_fp_is_zero(a);
}

static void g1_field_set_one(qr_fp_t *out) {
    *out = qr_fp_one;
}

static void g1_field_mul(const qr_curve_kernels_t *code, qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    code->fp_mul(out, a, b);
}

static void g1_field_square(const qr_curve_kernels_t *code, qr_fp_t *out, const qr_fp_t *a) {
    code->fp_square(out, a);
}

static void g1_field_inverse(const qr_curve_kernels_t *code, qr_fp_t *out, const qr_fp_t *a) {
    (void)code;
    qr_fp_inverse(out, a);
}

static void g1_field_read(qr_fp_t *out, const uint8_t in[48]) {
    // What is no element becomes 0, as the header allows.
    (void)qr_fp_from_be(out, in);
}

static void g2_field_add(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_fp_add(&out->c0, &a->c0, &b->c0);
    qr_fp_add(&out->c1, &a->c1, &b->c1);
}

static void g2_field_sub(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_fp_sub(&out->c0, &a->c0, &b->c0);
    qr_fp_sub(&out->c1, &a->c1, &b->c1);
}

static bool g2_field_is_zero(const qr_fp2_t *a) {
    return qr_fp_is_zero(&a->c0) && qr_fp_is_zero(&a->c1);
}

static void g2_field_set_one(qr_fp2_t *out) {
    out->c0 = qr_fp_one;
    out->c1 = qr_fp_zero;
}

static void g2_field_mul(const qr_curve_kernels_t *code, qr_fp2_t *out, const qr_fp2_t *a,
                         const qr_fp2_t *b) {
    code->fp2_mul(out, a, b);
}

static void g2_field_square(const qr_curve_kernels_t *code, qr_fp2_t *out, const qr_fp2_t *a) {
    code->fp2_square(out, a);
}

static void g2_field_inverse(const qr_curve_kernels_t *code, qr_fp2_t *out, const qr_fp2_t *a) {
    code->fp2_inverse(out, a);
}

static void g2_field_read(qr_fp2_t *out, const uint8_t in[96]) {
    g1_field_read(&out->c1, in);
    g1_field_read(&out->c0, in + 48);
}

#define SINGLE(name) g1_single_##name
#define FIELD(name) g1_field_##name
#define SINGLE_GROUP(name) qr_g1_##name
#define SINGLE_MEMBER g1
#define SINGLE_KERNEL qr_msm_g1_scalar
#define single_field_t qr_fp_t
#define single_affine_t qr_g1_affine_t
#include "curve/msm_scalar.h"
#undef SINGLE
#undef FIELD
#undef SINGLE_GROUP
#undef SINGLE_MEMBER
#undef SINGLE_KERNEL
#undef single_field_t
#undef single_affine_t

#define SINGLE(name) g2_single_##name
#define FIELD(name) g2_field_##name
#define SINGLE_GROUP(name) qr_g2_##name
#define SINGLE_MEMBER g2
#define SINGLE_KERNEL qr_msm_g2_scalar
#define single_field_t qr_fp2_t
#define single_affine_t qr_g2_affine_t
#include "curve/msm_scalar.h"
