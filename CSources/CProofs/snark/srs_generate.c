/** @file srs_generate.c  Local SRS files from a seed. */
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "params_generate.h"
#include "params_output.h"
#include "quarry_msm.h"
#include "srs.h"

/** Points multiplied at a time. */
enum { STEP = 4096 };

typedef struct {
    qr_job_t *job;
    size_t powers;
    qr_fixed_g1_t *g1;
    qr_fixed_g2_t *g2;
    uint8_t *scalars;
    qr_g1_affine_t *p;
    qr_g2_affine_t *q;
    uint8_t *at; /**< where the next points go */
} writer_t;

static void encode_g1(void *context, size_t worker, uint64_t start, uint64_t end) {
    writer_t *writer = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) qr_g1_encode(writer->at + 48 * i, &writer->p[i]);
}

static void encode_g2(void *context, size_t worker, uint64_t start, uint64_t end) {
    writer_t *writer = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) qr_g2_encode(writer->at + 96 * i, &writer->q[i]);
}

/** One vector: its count, and secret^i times the generator. */
static qr_status_t write_vector(writer_t *writer, qr_fr_t secret, bool g2) {
    qr_job_t *job = writer->job;
    qr_fr_t power = qr_fr_one;
    for (size_t i = 0; i < 4; i++) *writer->at++ = (uint8_t)(writer->powers >> (24 - 8 * i));
    for (size_t done = 0; done < writer->powers;) {
        size_t count = writer->powers - done < STEP ? writer->powers - done : STEP;
        for (size_t i = 0; i < count; i++, power = qr_fr_product(power, secret)) {
            qr_fr_store(writer->scalars + 32 * i, qr_fr_from_montgomery(power));
        }
        qr_status_t status = g2 ? qr_fixed_g2_mul(job, writer->q, writer->g2, writer->scalars, count)
                                : qr_fixed_g1_mul(job, writer->p, writer->g1, writer->scalars, count);
        if (status != QR_OK) return status;
        qr_group_for(job->group, count, 64, NULL, g2 ? encode_g2 : encode_g1, writer);
        writer->at += count * (g2 ? 96 : 48);
        done += count;
        qr_job_advance(job, count);
    }
    return QR_OK;
}

static qr_status_t write_vectors(writer_t *writer, qr_fr_t alpha, qr_fr_t beta) {
    const size_t expected = 2 * writer->powers;
    qr_status_t status = qr_fixed_g1_create(writer->job, &writer->g1, &qr_g1_generator, expected);
    if (status == QR_OK) status = qr_fixed_g2_create(writer->job, &writer->g2, &qr_g2_generator, expected);
    if (status == QR_OK) status = write_vector(writer, alpha, false);
    if (status == QR_OK) status = write_vector(writer, beta, false);
    if (status == QR_OK) status = write_vector(writer, alpha, true);
    if (status == QR_OK) status = write_vector(writer, beta, true);
    return status;
}

qr_status_t qr_srs_write(qr_job_t *job, uint8_t *out, size_t powers, qr_fr_t alpha, qr_fr_t beta) {
    writer_t writer = {.job = job, .powers = powers, .at = out};
    writer.scalars = calloc(STEP, 32);
    writer.p = calloc(STEP, sizeof *writer.p);
    writer.q = calloc(STEP, sizeof *writer.q);
    qr_status_t status = QR_OUT_OF_MEMORY;
    if (writer.scalars != NULL && writer.p != NULL && writer.q != NULL) {
        status = write_vectors(&writer, alpha, beta);
        sodium_memzero(writer.scalars, (size_t)STEP * 32);
    }
    qr_fixed_g1_destroy(writer.g1);
    qr_fixed_g2_destroy(writer.g2);
    free(writer.scalars);
    free(writer.p);
    free(writer.q);
    return status == QR_OK ? QR_OK : qr_job_fail(job, status, 0, "SRS");
}

/** Marks the file as local before it is there; never one that came from elsewhere. */
static qr_status_t mark(qr_job_t *job, const char *path, const char *directory) {
    static const char text[] =
        "The SRS of this name was made locally, from a seed. Whoever knows the seed can make false "
        "aggregates.\nIt is unfit for any public network.\n";
    char local[4096];
    qr_status_t status = qr_params_path(local, sizeof local, directory, QR_SRS_ID, QR_PARAMS_LOCAL_SUFFIX);
    if (status != QR_OK) return status;
    if (access(path, F_OK) == 0 && access(local, F_OK) != 0) {
        return qr_job_fail(job, QR_MISMATCH, 0, "%s is there and not local", path);
    }
    return qr_params_output_file(job, local, text, sizeof text - 1);
}

static qr_status_t generate(qr_job_t *job, const char *path, size_t powers,
                            const qr_params_secrets_t *secrets) {
    uint8_t *bytes = malloc(qr_srs_size(powers));
    if (bytes == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "SRS");
    qr_job_expect(job, 4 * (uint64_t)powers);
    qr_status_t status = qr_srs_write(job, bytes, powers, secrets->alpha, secrets->beta);
    if (status == QR_OK) status = qr_params_output_file(job, path, bytes, qr_srs_size(powers));
    free(bytes);
    return status;
}

qr_status_t qr_srs_generate(qr_job_t *job, const char *directory, size_t powers, const void *seed,
                            size_t seed_length) {
    char path[4096];
    qr_params_secrets_t secrets;
    if (job == NULL || powers < 4 || powers > QR_SRS_MAX_POWERS) return QR_INVALID_ARGUMENT;
    qr_status_t status = qr_params_path(path, sizeof path, directory, QR_SRS_ID, ".srs");
    if (status == QR_OK) status = mark(job, path, directory);
    if (status != QR_OK) return status;
    qr_params_derive_secrets(&secrets, seed, seed_length, QR_SRS_ID);
    status = generate(job, path, powers, &secrets);
    sodium_memzero(&secrets, sizeof secrets);
    return status;
}
