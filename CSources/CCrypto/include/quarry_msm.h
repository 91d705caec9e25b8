/**
 * @file quarry_msm.h
 * Sums of many multiples of points of BLS12-381, and multiples of one point by many scalars.
 *
 * Scalars are 32 bytes little endian, canonical (below r; others give a wrong sum, never a bad access), not
 * secret. Long calls run on job->group; they stop with QR_CANCELLED when the job is cancelled and leave
 * job->done and job->total to their callers.
 */
#ifndef QUARRY_MSM_H
#define QUARRY_MSM_H

#include "quarry_curve.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How points lie in memory. */
typedef enum {
    QR_POINTS_AFFINE, /**< qr_g1_affine_t or qr_g2_affine_t; infinity allowed */
    QR_POINTS_FILE /**< uncompressed encodings of 96 or 192 bytes, as in a parameter file; not checked: bytes
                      that encode no point give a wrong sum, never a bad access. No infinity. */
} qr_point_form_t;

/** out = sum of scalars[i] points[i], i < count < 2^32; infinity for none. Points may be unaligned. Takes at
 * most about 310 MB and 3 MB a worker, whatever the count. */
QR_MUST_CHECK qr_status_t qr_msm_g1(qr_job_t *job, qr_g1_t *out, const void *points, qr_point_form_t form,
                                    const uint8_t *scalars, size_t count);
QR_MUST_CHECK qr_status_t qr_msm_g2(qr_job_t *job, qr_g2_t *out, const void *points, qr_point_form_t form,
                                    const uint8_t *scalars, size_t count);

/** Tables of the multiples of one point, for multiplying it by many scalars. */
typedef struct qr_fixed_g1 qr_fixed_g1_t;
typedef struct qr_fixed_g2 qr_fixed_g2_t;

/** Tables of `base` (of order r, not infinity), sized for about `expected` scalars. */
QR_MUST_CHECK qr_status_t qr_fixed_g1_create(qr_job_t *job, qr_fixed_g1_t **out, const qr_g1_affine_t *base,
                                             size_t expected);
QR_MUST_CHECK qr_status_t qr_fixed_g2_create(qr_job_t *job, qr_fixed_g2_t **out, const qr_g2_affine_t *base,
                                             size_t expected);
/** NULL is allowed. */
void qr_fixed_g1_destroy(qr_fixed_g1_t *table);
void qr_fixed_g2_destroy(qr_fixed_g2_t *table);
/** out[i] = scalars[i] base, i < count; infinity for a zero scalar. */
QR_MUST_CHECK qr_status_t qr_fixed_g1_mul(qr_job_t *job, qr_g1_affine_t *out, const qr_fixed_g1_t *table,
                                          const uint8_t *scalars, size_t count);
QR_MUST_CHECK qr_status_t qr_fixed_g2_mul(qr_job_t *job, qr_g2_affine_t *out, const qr_fixed_g2_t *table,
                                          const uint8_t *scalars, size_t count);

#ifdef __cplusplus
}
#endif
#endif
