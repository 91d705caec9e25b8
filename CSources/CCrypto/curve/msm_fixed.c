/** @file msm_fixed.c  Multiples of one point by many scalars. */
#include <stdlib.h>
#include <string.h>

#include "curve/kernels.h"
#include "curve/msm_digits.h"
#include "curve/msm_fixed_lanes.h"
#include "field/fp.h"
#include "quarry_msm.h"

enum {
    FIXED_BLOCK = 256,
    FIXED_LANES_MIN = 64,
    FIXED_MIN_BITS = 5,
    FIXED_MAX_BITS = 16,
    FIXED_MAX_WINDOWS = 255 / FIXED_MIN_BITS + 1
};

/** Tables that cost less than what they save. */
static unsigned fixed_bits(size_t expected) {
    unsigned bits = FIXED_MIN_BITS;
    while (bits < FIXED_MAX_BITS && expected >> (bits + 2) != 0) bits++;
    return bits;
}

/** The kernel to use for so many scalars; NULL: one addition after the other. */
static const qr_msm_kernel_t *g1_kernel(size_t expected) {
#if defined(__x86_64__)
    if (expected >= FIXED_LANES_MIN && (qr_cpu_features() & QR_CPU_AVX512IFMA)) return &qr_msm_g1_ifma;
#endif
    (void)expected;
    return NULL;
}

static const qr_msm_kernel_t *g2_kernel(size_t expected) {
#if defined(__x86_64__)
    if (expected >= FIXED_LANES_MIN && (qr_cpu_features() & QR_CPU_AVX512IFMA)) return &qr_msm_g2_ifma;
#endif
    (void)expected;
    return NULL;
}

/* ---- The fields by this CPU's variant ---- */

static void g1_field_mul(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    qr_curve_kernels()->fp_mul(out, a, b);
}

static void g1_field_square(qr_fp_t *out, const qr_fp_t *a) {
    qr_curve_kernels()->fp_square(out, a);
}

static void g1_field_sub(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    qr_fp_sub(out, a, b);
}

static void g1_field_inverse(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_inverse(out, a);
}

static bool g1_field_is_zero(const qr_fp_t *a) {
    return qr_fp_is_zero(a);
}

static void g1_field_set_one(qr_fp_t *out) {
    *out = qr_fp_one;
}

static void g2_field_mul(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_curve_kernels()->fp2_mul(out, a, b);
}

static void g2_field_square(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_curve_kernels()->fp2_square(out, a);
}

static void g2_field_sub(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_fp_sub(&out->c0, &a->c0, &b->c0);
    qr_fp_sub(&out->c1, &a->c1, &b->c1);
}

static void g2_field_inverse(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_curve_kernels()->fp2_inverse(out, a);
}

static bool g2_field_is_zero(const qr_fp2_t *a) {
    return qr_fp_is_zero(&a->c0) && qr_fp_is_zero(&a->c1);
}

static void g2_field_set_one(qr_fp2_t *out) {
    out->c0 = qr_fp_one;
    out->c1 = qr_fp_zero;
}

#define fixed_t qr_fixed_g1_t
#define fixed_point_t qr_g1_t
#define fixed_affine_t qr_g1_affine_t
#define fixed_field_t qr_fp_t
#define FIXED(name) g1_##name
#define FIXED_TABLE qr_fixed_g1
#define POINT(name) qr_g1_##name
#define FIELD(name) g1_field_##name
#include "curve/msm_fixed.h"
#undef fixed_t
#undef fixed_point_t
#undef fixed_affine_t
#undef fixed_field_t
#undef FIXED
#undef POINT
#undef FIELD
#undef FIXED_TABLE

#define fixed_t qr_fixed_g2_t
#define fixed_point_t qr_g2_t
#define fixed_affine_t qr_g2_affine_t
#define fixed_field_t qr_fp2_t
#define FIXED(name) g2_##name
#define FIXED_TABLE qr_fixed_g2
#define POINT(name) qr_g2_##name
#define FIELD(name) g2_field_##name
#include "curve/msm_fixed.h"

qr_status_t qr_fixed_g1_create(qr_job_t *job, qr_fixed_g1_t **out, const qr_g1_affine_t *base,
                               size_t expected) {
    return g1_create(job, out, base, expected);
}

qr_status_t qr_fixed_g2_create(qr_job_t *job, qr_fixed_g2_t **out, const qr_g2_affine_t *base,
                               size_t expected) {
    return g2_create(job, out, base, expected);
}

void qr_fixed_g1_destroy(qr_fixed_g1_t *table) {
    g1_destroy(table);
}

void qr_fixed_g2_destroy(qr_fixed_g2_t *table) {
    g2_destroy(table);
}

qr_status_t qr_fixed_g1_mul(qr_job_t *job, qr_g1_affine_t *out, const qr_fixed_g1_t *table,
                            const uint8_t *scalars, size_t count) {
    return g1_mul(job, out, table, scalars, count);
}

qr_status_t qr_fixed_g2_mul(qr_job_t *job, qr_g2_affine_t *out, const qr_fixed_g2_t *table,
                            const uint8_t *scalars, size_t count) {
    return g2_mul(job, out, table, scalars, count);
}
