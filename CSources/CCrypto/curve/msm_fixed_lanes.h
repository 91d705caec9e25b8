/** @file msm_fixed_lanes.h  Multiples of one point by a kernel's batches of additions. Private. */
#ifndef QR_CURVE_MSM_FIXED_LANES_H
#define QR_CURVE_MSM_FIXED_LANES_H

#include "curve/msm_kernels.h"

/** Tables in the kernel's working form; the digits' multiples of each window follow one another. */
typedef struct {
    const qr_msm_kernel_t *kernel; /**< NULL: no tables */
    unsigned bits, windows;
    size_t row; /**< points of a window: digits 1 to 2^(bits-1) */
    size_t bytes;
    uint8_t *points;
} qr_fixed_lanes_t;

/** bases: affine, 2^(bits w) times the point for each window w. */
QR_MUST_CHECK qr_status_t qr_fixed_lanes_create(qr_job_t *job, qr_fixed_lanes_t *out,
                                                const qr_msm_kernel_t *kernel, unsigned bits,
                                                const void *bases);
void qr_fixed_lanes_destroy(qr_fixed_lanes_t *lanes);
/** out: `count` affine points. */
QR_MUST_CHECK qr_status_t qr_fixed_lanes_mul(qr_job_t *job, void *out, const qr_fixed_lanes_t *lanes,
                                             const uint8_t *scalars, size_t count);

#endif
