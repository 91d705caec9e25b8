/** @file srs.h  An SRS's points, and its generator's steps. Private. */
#ifndef QUARRY_SRS_H
#define QUARRY_SRS_H

#include "field/fr.h"
#include "quarry/aggregate.h"

/** [0]: powers of alpha, [1]: of beta, from power 0. */
struct qr_srs {
    uint64_t file_powers[4];
    size_t n;             /**< most proofs, a power of two */
    qr_g1_affine_t *g[2]; /**< 2 n each */
    qr_g2_affine_t *h[2]; /**< n each */
    size_t line_count;
    qr_g2_prepared_t *lines[2]; /**< of the first line_count of h */
};

/** Most points of each vector whose lines are kept: small aggregates use them again and again. */
enum { QR_SRS_LINES = 64 };

/** Bytes of a file with so many powers in each vector. */
static inline size_t qr_srs_size(size_t powers) {
    return 4 * 4 + powers * 2 * (48 + 96);
}

/** Writes a file's bytes: qr_srs_size(powers), secrets in Montgomery form, not zero. */
QR_MUST_CHECK qr_status_t qr_srs_write(qr_job_t *job, uint8_t *out, size_t powers, qr_fr_t alpha,
                                       qr_fr_t beta);

#endif
