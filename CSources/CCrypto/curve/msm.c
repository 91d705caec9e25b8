/** @file msm.c  The choice of variant for sums of multiples of points. */
#include "curve/msm_kernels.h"

qr_status_t qr_msm_g1(qr_job_t *job, qr_g1_t *out, const void *points, qr_point_form_t form,
                      const uint8_t *scalars, size_t count) {
    return qr_msm_g1_portable(job, out, points, form, scalars, count);
}

qr_status_t qr_msm_g2(qr_job_t *job, qr_g2_t *out, const void *points, qr_point_form_t form,
                      const uint8_t *scalars, size_t count) {
    return qr_msm_g2_portable(job, out, points, form, scalars, count);
}
