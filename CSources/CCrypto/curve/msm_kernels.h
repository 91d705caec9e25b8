/** @file msm_kernels.h  What the sums of quarry_msm.h are made of, one set a variant and group. Private. */
#ifndef QR_CURVE_MSM_KERNELS_H
#define QR_CURVE_MSM_KERNELS_H

#include "quarry_msm.h"

QR_MUST_CHECK qr_status_t qr_msm_g1_portable(qr_job_t *job, qr_g1_t *out, const void *points,
                                             qr_point_form_t form, const uint8_t *scalars, size_t count);
QR_MUST_CHECK qr_status_t qr_msm_g2_portable(qr_job_t *job, qr_g2_t *out, const void *points,
                                             qr_point_form_t form, const uint8_t *scalars, size_t count);

/** Additions of one call of `add`, at most; lists of addresses have 8 places more. */
enum { QR_MSM_BATCH = 1024 };

typedef union {
    qr_g1_t g1;
    qr_g2_t g2;
} qr_msm_sum_t;

/**
 * Affine points of one group in a variant's working form, aligned to 64 bytes and with infinity as a point
 * like any other. An address with the lowest bit set stands for the point's negative.
 */
typedef struct {
    size_t point_bytes, affine_bytes;
    size_t scratch_bytes;
    /** out[i] = points[index[i]], i < n. */
    void (*load)(void *out, const uint8_t *points, qr_point_form_t form, const uint32_t *index, size_t n);
    /** *d[i] = *a[i] + *b[i], i < n. d[i] may be a[i], but no other operand. The lists' ends are
     * overwritten up to a multiple of 8 unless more follows: `ahead` additions to be made afterwards, whose
     * operands are fetched into the cache; n is QR_MSM_BATCH then. */
    void (*add)(void *scratch, uintptr_t *a, uintptr_t *b, uintptr_t *d, size_t n, size_t ahead);
    /** out[i] = points[index[i]] + points[index[half + i]], i < half <= QR_MSM_BATCH, each negated where its
     * sign is 1. Sums of points with the same x or with infinity may be left to others: their places are put
     * to `left`, their number returned. Fetches the `ahead` points that follow in index into the cache.
     * NULL: all are left. */
    size_t (*add_pairs)(void *scratch, void *out, const uint8_t *points, qr_point_form_t form,
                        const uint32_t *index, const uint8_t *sign, size_t half, size_t ahead,
                        uint32_t *left);
    /** May be in place. */
    void (*copy)(void *out, uintptr_t point);
    void (*set_infinity)(void *out);
    /** A point that came from `form` through additions, in Jacobian coordinates. */
    void (*store)(qr_msm_sum_t *out, const void *point, qr_point_form_t form);
    void (*sum_add)(qr_msm_sum_t *out, const qr_msm_sum_t *a, const qr_msm_sum_t *b);
    void (*sum_double)(qr_msm_sum_t *out, const qr_msm_sum_t *a);
} qr_msm_kernel_t;

extern const qr_msm_kernel_t qr_msm_g1_scalar, qr_msm_g2_scalar;
#if defined(__x86_64__)
extern const qr_msm_kernel_t qr_msm_g1_ifma, qr_msm_g2_ifma;
#endif

/** The kernel for qr_cpu_features(). */
const qr_msm_kernel_t *qr_msm_kernel(bool g2);

/** The sum by `kernel`: signed digits sorted by bucket, buckets summed by trees of affine additions. */
QR_MUST_CHECK qr_status_t qr_msm_run(qr_job_t *job, const qr_msm_kernel_t *kernel, qr_msm_sum_t *out,
                                     const void *points, qr_point_form_t form, const uint8_t *scalars,
                                     size_t count);

#endif
