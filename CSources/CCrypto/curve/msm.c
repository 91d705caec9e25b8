/** @file msm.c  The choice of variant for sums of multiples of points. */
#include <string.h>

#include "curve/msm_kernels.h"

/** Below so many points the simple sum is faster. */
enum { MSM_FEW = 64 };

const qr_msm_kernel_t *qr_msm_kernel(bool g2) {
#if defined(__x86_64__)
    if (qr_cpu_features() & QR_CPU_AVX512IFMA) return g2 ? &qr_msm_g2_ifma : &qr_msm_g1_ifma;
#endif
    return g2 ? &qr_msm_g2_scalar : &qr_msm_g1_scalar;
}

qr_status_t qr_msm_g1(qr_job_t *job, qr_g1_t *out, const void *points, qr_point_form_t form,
                      const uint8_t *scalars, size_t count) {
    if (count < MSM_FEW) return qr_msm_g1_portable(job, out, points, form, scalars, count);
    qr_msm_sum_t sum;
    qr_status_t status = qr_msm_run(job, qr_msm_kernel(false), &sum, points, form, scalars, count);
    *out = sum.g1;
    return status;
}

qr_status_t qr_msm_g2(qr_job_t *job, qr_g2_t *out, const void *points, qr_point_form_t form,
                      const uint8_t *scalars, size_t count) {
    if (count < MSM_FEW) return qr_msm_g2_portable(job, out, points, form, scalars, count);
    qr_msm_sum_t sum;
    qr_status_t status = qr_msm_run(job, qr_msm_kernel(true), &sum, points, form, scalars, count);
    *out = sum.g2;
    return status;
}
