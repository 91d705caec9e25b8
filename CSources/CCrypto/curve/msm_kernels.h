/** @file msm_kernels.h  The variants of quarry_msm.h; msm.c picks one a call. Private. */
#ifndef QR_CURVE_MSM_KERNELS_H
#define QR_CURVE_MSM_KERNELS_H

#include "quarry_msm.h"

QR_MUST_CHECK qr_status_t qr_msm_g1_portable(qr_job_t *job, qr_g1_t *out, const void *points,
                                             qr_point_form_t form, const uint8_t *scalars, size_t count);
QR_MUST_CHECK qr_status_t qr_msm_g2_portable(qr_job_t *job, qr_g2_t *out, const void *points,
                                             qr_point_form_t form, const uint8_t *scalars, size_t count);

#endif
