/** @file aggregate_sum.h  Sums of multiples of points, few or many. Private. */
#ifndef QUARRY_AGGREGATE_SUM_H
#define QUARRY_AGGREGATE_SUM_H

#include "quarry_curve.h"

/** out = sum of scalars[i] points[i]. Few points are multiplied one by one, which is faster than buckets and
 * leaves work for all workers. */
QR_MUST_CHECK qr_status_t qr_sum_g1(qr_job_t *job, qr_g1_t *out, const qr_g1_affine_t *points,
                                    const uint8_t *scalars, size_t count);
QR_MUST_CHECK qr_status_t qr_sum_g2(qr_job_t *job, qr_g2_t *out, const qr_g2_affine_t *points,
                                    const uint8_t *scalars, size_t count);

#endif
