/** @file msm_portable.c  Sums of multiples of points by the scalar code of quarry_curve.h. */
#include <string.h>

#include "curve/msm_digits.h"
#include "curve/msm_kernels.h"
#include "field/fp.h"

enum { MSM_BLOCK = 4096 };

/** Bits of a digit for so many points: windows times (points + buckets) is least, roughly. */
static unsigned window_bits(size_t count) {
    unsigned bits = 3;
    while (bits < 15 && (count >> (bits + 2)) != 0) bits++;
    return bits;
}

static void g1_read(qr_g1_affine_t *out, const uint8_t in[96]) {
    (void)qr_fp_from_be(&out->x, in);
    (void)qr_fp_from_be(&out->y, in + 48);
}

static void g2_read(qr_g2_affine_t *out, const uint8_t in[192]) {
    (void)qr_fp_from_be(&out->x.c1, in);
    (void)qr_fp_from_be(&out->x.c0, in + 48);
    (void)qr_fp_from_be(&out->y.c1, in + 96);
    (void)qr_fp_from_be(&out->y.c0, in + 144);
}

#define MSM(name) g1_##name
#define POINT(name) qr_g1_##name
#define msm_point_t qr_g1_t
#define msm_affine_t qr_g1_affine_t
#define MSM_FILE_BYTES 96
#include "curve/msm_bucket.h"
#undef MSM
#undef POINT
#undef msm_point_t
#undef msm_affine_t
#undef MSM_FILE_BYTES

#define MSM(name) g2_##name
#define POINT(name) qr_g2_##name
#define msm_point_t qr_g2_t
#define msm_affine_t qr_g2_affine_t
#define MSM_FILE_BYTES 192
#include "curve/msm_bucket.h"
#undef MSM
#undef POINT
#undef msm_point_t
#undef msm_affine_t
#undef MSM_FILE_BYTES

qr_status_t qr_msm_g1_portable(qr_job_t *job, qr_g1_t *out, const void *points, qr_point_form_t form,
                               const uint8_t *scalars, size_t count) {
    return g1_portable(job, out, points, form, scalars, count);
}

qr_status_t qr_msm_g2_portable(qr_job_t *job, qr_g2_t *out, const void *points, qr_point_form_t form,
                               const uint8_t *scalars, size_t count) {
    return g2_portable(job, out, points, form, scalars, count);
}
