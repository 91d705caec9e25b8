/** @file params_points.h  Scalars in, encoded multiples of the generators out to a file. Private. */
#ifndef QUARRY_PARAMS_POINTS_H
#define QUARRY_PARAMS_POINTS_H

#include "field/fr.h"
#include "params_output.h"
#include "quarry_msm.h"

/** Most scalars of one call. */
#define QR_PARAMS_POINTS_STEP ((size_t)1 << 15)

typedef struct {
    qr_job_t *job;
    qr_params_output_t *out;
    qr_fixed_g1_t *g1;
    qr_fixed_g2_t *g2;
    void *memory;
    qr_fr_t *scalars; /**< QR_PARAMS_POINTS_STEP, to be filled by the caller: canonical */
    void *points;
    uint8_t *bytes;
} qr_params_points_t;

QR_MUST_CHECK qr_status_t qr_params_points_open(qr_job_t *job, qr_params_points_t *points,
                                                qr_params_output_t *out, uint64_t expected_g1,
                                                uint64_t expected_g2);
void qr_params_points_close(qr_params_points_t *points);

/** Writes the multiples by the first `count` of points->scalars; advances the job. */
QR_MUST_CHECK qr_status_t qr_params_points_g1(qr_params_points_t *points, size_t count);
QR_MUST_CHECK qr_status_t qr_params_points_g2(qr_params_points_t *points, size_t count);
/** Writes a section's count. */
QR_MUST_CHECK qr_status_t qr_params_points_count(qr_params_points_t *points, uint64_t count);

#endif
