/** @file srs.c  SRS files: reading and checking. */
#include "srs.h"

#include <stdlib.h>
#include <string.h>

#include "aggregate_products.h"
#include "curve/batch.h"
#include "curve/lanes.h"
#include "groth16_vk.h"
#include "params_map.h"
#include "quarry_msm.h"

/* ---- Reading ---- */

/** Vectors in the file's order: alpha and beta in G1, then in G2. */
static size_t point_size(size_t vector) {
    return vector < 2 ? 48 : 96;
}

/** Points of one task, which go through the lanes together. */
enum { STEP = 16 };

typedef struct {
    qr_job_t *job;
    qr_srs_t *srs;
    const uint8_t *points[4];
    size_t vector;
    uint32_t stop;
    uint64_t bad; /**< index of a bad point, UINT64_MAX for none */
} reader_t;

/** Decodes n <= STEP points from i on; index of the first bad one, or n. */
static size_t decode_some(const reader_t *reader, uint64_t i, size_t n) {
    const size_t vector = reader->vector, size = point_size(vector);
    const uint8_t *in = reader->points[vector] + i * size;
    qr_status_t status[STEP];
    size_t good = 0;
    if (vector < 2) {
        qr_g1_affine_t *out = &reader->srs->g[vector][i];
        qr_g1_decode_many(status, out, in, size, n);
        while (good < n && status[good] == QR_OK && !qr_g1_affine_is_infinity(&out[good])) good++;
    } else {
        qr_g2_affine_t *out = &reader->srs->h[vector - 2][i];
        qr_g2_decode_many(status, out, in, size, n);
        while (good < n && status[good] == QR_OK && !qr_g2_affine_is_infinity(&out[good])) good++;
    }
    return good;
}

static void decode_points(void *context, size_t worker, uint64_t start, uint64_t end) {
    reader_t *reader = context;
    (void)worker;
    if (qr_job_cancelled(reader->job)) __atomic_store_n(&reader->stop, 1, __ATOMIC_RELAXED);
    const size_t good = decode_some(reader, start, end - start);
    if (good == end - start) return;
    __atomic_store_n(&reader->bad, start + good, __ATOMIC_RELAXED);
    __atomic_store_n(&reader->stop, 1, __ATOMIC_RELAXED);
}

/** Finds the four vectors; they fill the file exactly. */
static qr_status_t find_vectors(reader_t *reader, const uint8_t *in, size_t length) {
    size_t at = 0;
    for (size_t vector = 0; vector < 4; vector++) {
        if (length - at < 4) return qr_job_fail(reader->job, QR_CORRUPT, 0, "SRS: a vector is missing");
        uint64_t count = qr_params_count(in + at);
        at += 4;
        if (count > QR_SRS_MAX_POWERS || count > (length - at) / point_size(vector)) {
            return qr_job_fail(reader->job, QR_CORRUPT, 0, "SRS: vector %zu is cut short", vector + 1);
        }
        reader->srs->file_powers[vector] = count;
        reader->points[vector] = in + at;
        at += count * point_size(vector);
    }
    if (at != length) return qr_job_fail(reader->job, QR_CORRUPT, 0, "SRS: bytes after the last vector");
    return QR_OK;
}

static qr_status_t read_points(reader_t *reader) {
    qr_srs_t *srs = reader->srs;
    for (size_t vector = 0; vector < 4; vector++) {
        size_t needed = vector < 2 ? 2 * srs->n : srs->n;
        if (srs->file_powers[vector] < needed) {
            return qr_job_fail(reader->job, QR_UNSUPPORTED, 0, "the SRS is too short for %zu proofs", srs->n);
        }
    }
    for (size_t vector = 0; vector < 4; vector++) {
        reader->vector = vector;
        reader->stop = 0;
        reader->bad = UINT64_MAX;
        qr_group_for(reader->job->group, vector < 2 ? 2 * srs->n : srs->n, STEP, &reader->stop, decode_points,
                     reader);
        if (reader->bad != UINT64_MAX) {
            return qr_job_fail(reader->job, QR_CORRUPT, 0, "SRS: no point of the group: %llu of vector %zu",
                               (unsigned long long)reader->bad, vector + 1);
        }
        if (reader->stop) return QR_CANCELLED;
    }
    // The equations take the generators from the first vectors.
    if (memcmp(&srs->g[0][0], &srs->g[1][0], sizeof srs->g[0][0]) != 0 ||
        memcmp(&srs->h[0][0], &srs->h[1][0], sizeof srs->h[0][0]) != 0) {
        return qr_job_fail(reader->job, QR_CORRUPT, 0, "SRS: vectors of different generators");
    }
    return QR_OK;
}

static bool allocate(qr_srs_t *srs) {
    bool all = true;
    for (size_t k = 0; k < 2; k++) {
        srs->g[k] = calloc(2 * srs->n, sizeof *srs->g[k]);
        srs->h[k] = calloc(srs->n, sizeof *srs->h[k]);
        srs->lines[k] = calloc(srs->line_count, sizeof *srs->lines[k]);
        all = all && srs->g[k] != NULL && srs->h[k] != NULL && srs->lines[k] != NULL;
    }
    return all;
}

qr_status_t qr_srs_decode(qr_job_t *job, qr_srs_t **out, const uint8_t *in, size_t length, size_t proofs) {
    *out = NULL;
    const size_t n = qr_aggregate_padded(proofs);
    if (job == NULL || n == 0) return QR_INVALID_ARGUMENT;
    qr_srs_t *srs = calloc(1, sizeof *srs);
    if (srs == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "SRS");
    srs->n = n;
    srs->line_count = n < QR_SRS_LINES ? n : QR_SRS_LINES;
    reader_t reader = {.job = job, .srs = srs};
    qr_status_t status = find_vectors(&reader, in, length);
    if (status == QR_OK && !allocate(srs)) status = qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "SRS");
    if (status == QR_OK) status = read_points(&reader);
    if (status != QR_OK) {
        qr_srs_destroy(srs);
        return status;
    }
    for (size_t k = 0; k < 2; k++) qr_products_prepare(job, srs->lines[k], srs->h[k], srs->line_count);
    *out = srs;
    return QR_OK;
}

qr_status_t qr_srs_load(qr_job_t *job, qr_srs_t **out, const char *path, size_t proofs) {
    qr_params_map_t map;
    *out = NULL;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    qr_status_t status = qr_params_map(job, &map, path);
    if (status != QR_OK) return status;
    status = qr_srs_decode(job, out, map.bytes, map.size, proofs);
    qr_params_unmap(&map);
    return status;
}

void qr_srs_destroy(qr_srs_t *srs) {
    if (srs == NULL) return;
    for (size_t k = 0; k < 2; k++) {
        free(srs->g[k]);
        free(srs->h[k]);
        free(srs->lines[k]);
    }
    free(srs);
}

void qr_srs_info(qr_srs_info_t *out, const qr_srs_t *srs) {
    memcpy(out->powers, srs->file_powers, sizeof out->powers);
    out->proofs = srs->n;
}

/* ---- Checking ---- */

/** The sums over i < count - 1 of c_i p[i] and c_i p[i + 1] for random c: e(sum1, h) = e(sum0, x h) if p are
 * powers of x. */
static qr_status_t sums_g1(qr_job_t *job, qr_g1_affine_t sums[2], const qr_g1_affine_t *p, size_t count,
                           const uint8_t *scalars) {
    qr_g1_t raw[2];
    qr_status_t status = qr_msm_g1(job, &raw[0], p, QR_POINTS_AFFINE, scalars, count - 1);
    if (status == QR_OK) status = qr_msm_g1(job, &raw[1], p + 1, QR_POINTS_AFFINE, scalars, count - 1);
    if (status == QR_OK) qr_g1_batch_to_affine(sums, raw, 2);
    return status;
}

static qr_status_t sums_g2(qr_job_t *job, qr_g2_affine_t sums[2], const qr_g2_affine_t *p, size_t count,
                           const uint8_t *scalars) {
    qr_g2_t raw[2];
    qr_status_t status = qr_msm_g2(job, &raw[0], p, QR_POINTS_AFFINE, scalars, count - 1);
    if (status == QR_OK) status = qr_msm_g2(job, &raw[1], p + 1, QR_POINTS_AFFINE, scalars, count - 1);
    if (status == QR_OK) qr_g2_batch_to_affine(sums, raw, 2);
    return status;
}

static qr_status_t check_secret(qr_job_t *job, bool *holds, const qr_srs_t *srs, size_t k,
                                const uint8_t *scalars) {
    qr_g1_affine_t g[2];
    qr_g2_affine_t h[2];
    qr_status_t status = sums_g1(job, g, srs->g[k], 2 * srs->n, scalars);
    if (status == QR_OK) status = sums_g2(job, h, srs->h[k], srs->n, scalars);
    if (status != QR_OK) return status;
    qr_g1_affine_t minus_g;
    qr_g1_affine_neg(&g[0], &g[0]);
    qr_g1_affine_neg(&minus_g, &srs->g[k][1]);
    const qr_g1_affine_t left[2][2] = {{g[1], g[0]}, {srs->g[k][0], minus_g}};
    const qr_g2_affine_t right[2][2] = {{srs->h[k][0], srs->h[k][1]}, {h[1], h[0]}};
    *holds =
        qr_pairing_product_is_one(left[0], right[0], 2) && qr_pairing_product_is_one(left[1], right[1], 2);
    return QR_OK;
}

qr_status_t qr_srs_check(qr_job_t *job, const qr_srs_t *srs) {
    if (job == NULL || srs == NULL) return QR_INVALID_ARGUMENT;
    uint8_t *scalars = calloc(2 * srs->n, 32);
    if (scalars == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "SRS");
    for (size_t i = 0; i < 2 * srs->n; i++) qr_pairing_batch_coefficient(scalars + 32 * i);
    qr_status_t status = QR_OK;
    for (size_t k = 0; k < 2 && status == QR_OK; k++) {
        bool holds = false;
        status = check_secret(job, &holds, srs, k, scalars);
        if (status == QR_OK && !holds) {
            status = qr_job_fail(job, QR_CORRUPT, 0, "SRS: the points are no powers of one secret");
        }
    }
    free(scalars);
    return status;
}
