/** @file aggregate_sum.c  Sums of multiples of points, few or many. */
#include "aggregate_sum.h"

#include <string.h>

#include "curve/lanes.h"
#include "quarry_msm.h"

/** FEW: up to so many points buckets do not pay. TOGETHER: of one task. */
enum { FEW = 48, TOGETHER = 8 };

typedef struct {
    const qr_g1_affine_t *points;
    const uint8_t *scalars;
    qr_g1_t multiples[FEW];
} few_g1_t;

typedef struct {
    const qr_g2_affine_t *points;
    const uint8_t *scalars;
    qr_g2_t multiples[FEW];
} few_g2_t;

static void multiply_g1(void *context, size_t worker, uint64_t start, uint64_t end) {
    few_g1_t *few = context;
    (void)worker;
    qr_g1_mul_many(few->multiples + start, few->points + start, few->scalars + 32 * start, end - start);
}

static void multiply_g2(void *context, size_t worker, uint64_t start, uint64_t end) {
    few_g2_t *few = context;
    (void)worker;
    qr_g2_mul_many(few->multiples + start, few->points + start, few->scalars + 32 * start, end - start);
}

qr_status_t qr_sum_g1(qr_job_t *job, qr_g1_t *out, const qr_g1_affine_t *points, const uint8_t *scalars,
                      size_t count) {
    if (count > FEW) return qr_msm_g1(job, out, points, QR_POINTS_AFFINE, scalars, count);
    few_g1_t few = {.points = points, .scalars = scalars};
    qr_group_for(job->group, count, TOGETHER, NULL, multiply_g1, &few);
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < count; i++) qr_g1_add(out, out, &few.multiples[i]);
    return QR_OK;
}

qr_status_t qr_sum_g2(qr_job_t *job, qr_g2_t *out, const qr_g2_affine_t *points, const uint8_t *scalars,
                      size_t count) {
    if (count > FEW) return qr_msm_g2(job, out, points, QR_POINTS_AFFINE, scalars, count);
    few_g2_t few = {.points = points, .scalars = scalars};
    qr_group_for(job->group, count, TOGETHER, NULL, multiply_g2, &few);
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < count; i++) qr_g2_add(out, out, &few.multiples[i]);
    return QR_OK;
}
