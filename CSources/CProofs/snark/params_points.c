/** @file params_points.c  Scalars in, encoded multiples of the generators out to a file. */
#include "params_points.h"

#define STEP QR_PARAMS_POINTS_STEP
#define SCALARS_SIZE (STEP * sizeof(qr_fr_t))
#define POINTS_SIZE (STEP * sizeof(qr_g2_affine_t))
#define MEMORY_SIZE (SCALARS_SIZE + POINTS_SIZE + STEP * 192)

qr_status_t qr_params_points_open(qr_job_t *job, qr_params_points_t *points, qr_params_output_t *out,
                                  uint64_t expected_g1, uint64_t expected_g2) {
    *points = (qr_params_points_t){.job = job, .out = out};
    qr_status_t status = qr_memory_allocate(&points->memory, MEMORY_SIZE, -1, 0);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "parameters");
    points->scalars = points->memory;
    points->points = (uint8_t *)points->memory + SCALARS_SIZE;
    points->bytes = (uint8_t *)points->points + POINTS_SIZE;
    status = qr_fixed_g1_create(job, &points->g1, &qr_g1_generator, expected_g1);
    if (status == QR_OK) status = qr_fixed_g2_create(job, &points->g2, &qr_g2_generator, expected_g2);
    return status;
}

void qr_params_points_close(qr_params_points_t *points) {
    qr_fixed_g1_destroy(points->g1);
    qr_fixed_g2_destroy(points->g2);
    qr_memory_free(points->memory, MEMORY_SIZE);
}

static void encode_g1(void *context, size_t worker, uint64_t start, uint64_t end) {
    qr_params_points_t *points = context;
    const qr_g1_affine_t *in = points->points;
    (void)worker;
    for (uint64_t i = start; i < end; i++) qr_g1_encode_uncompressed(points->bytes + 96 * i, &in[i]);
}

static void encode_g2(void *context, size_t worker, uint64_t start, uint64_t end) {
    qr_params_points_t *points = context;
    const qr_g2_affine_t *in = points->points;
    (void)worker;
    for (uint64_t i = start; i < end; i++) qr_g2_encode_uncompressed(points->bytes + 192 * i, &in[i]);
}

qr_status_t qr_params_points_g1(qr_params_points_t *points, size_t count) {
    qr_job_t *job = points->job;
    qr_status_t status =
        qr_fixed_g1_mul(job, points->points, points->g1, (const uint8_t *)points->scalars, count);
    if (status != QR_OK) return status;
    qr_group_for(job->group, count, 512, NULL, encode_g1, points);
    qr_job_advance(job, count);
    return qr_params_output_write(job, points->out, points->bytes, 96 * count);
}

qr_status_t qr_params_points_g2(qr_params_points_t *points, size_t count) {
    qr_job_t *job = points->job;
    qr_status_t status =
        qr_fixed_g2_mul(job, points->points, points->g2, (const uint8_t *)points->scalars, count);
    if (status != QR_OK) return status;
    qr_group_for(job->group, count, 512, NULL, encode_g2, points);
    qr_job_advance(job, count);
    return qr_params_output_write(job, points->out, points->bytes, 192 * count);
}

qr_status_t qr_params_points_count(qr_params_points_t *points, uint64_t count) {
    if (count > UINT32_MAX) return qr_job_fail(points->job, QR_UNSUPPORTED, 0, "more than 2^32 points");
    const uint8_t bytes[4] = {(uint8_t)(count >> 24), (uint8_t)(count >> 16), (uint8_t)(count >> 8),
                              (uint8_t)count};
    return qr_params_output_write(points->job, points->out, bytes, sizeof bytes);
}
