/** @file aggregate_opening.c  Openings of the final keys. */
#include "aggregate_opening.h"

#include <stdlib.h>

#include "aggregate_sum.h"

/** The factor j from the last round: coefficient of X^(2^j) in f_v, and in f_w apart from 1 / r^(2^j). */
static qr_fr_t factor(const qr_fr_t *challenges, size_t rounds, size_t j) {
    return challenges[rounds - 1 - j];
}

void qr_opening_values(qr_fr_t *v, qr_fr_t *w, const qr_challenges_t *challenges, size_t rounds) {
    qr_fr_t z = challenges->z, z_over_r = qr_fr_product(z, qr_fr_invert(challenges->r));
    *v = *w = qr_fr_one;
    for (size_t j = 0; j < rounds; j++) {
        qr_fr_t of_v = qr_fr_product(factor(challenges->y, rounds, j), z);
        qr_fr_t of_w = qr_fr_product(factor(challenges->x, rounds, j), z_over_r);
        *v = qr_fr_product(*v, qr_fr_sum(qr_fr_one, of_v));
        *w = qr_fr_product(*w, qr_fr_sum(qr_fr_one, of_w));
        z = qr_fr_square(z);
        z_over_r = qr_fr_square(z_over_r);
    }
    // z is now z^n.
    *w = qr_fr_product(*w, z);
}

/** out[i] = coefficient of X^i in the product of 1 + c_j (s X)^(2^j), i < 2^rounds. */
static void expand(qr_fr_t *out, const qr_fr_t *challenges, size_t rounds, qr_fr_t s) {
    out[0] = qr_fr_one;
    for (size_t j = 0; j < rounds; j++, s = qr_fr_square(s)) {
        qr_fr_t c = qr_fr_product(factor(challenges, rounds, j), s);
        size_t half = (size_t)1 << j;
        for (size_t i = 0; i < half; i++) out[half + i] = qr_fr_product(out[i], c);
    }
}

/** Scalars of (f(X) - f(z)) / (X - z): count - 1 of them, f having count coefficients. */
static void divide(uint8_t *scalars, const qr_fr_t *f, size_t count, qr_fr_t z) {
    qr_fr_t quotient = qr_fr_zero;
    for (size_t i = count - 1; i > 0; i--) {
        quotient = qr_fr_sum(f[i], qr_fr_product(z, quotient));
        qr_fr_store(scalars + 32 * (i - 1), qr_fr_from_montgomery(quotient));
    }
}

static qr_status_t open_with(qr_job_t *job, qr_aggregate_t *aggregate, const qr_challenges_t *challenges,
                             const qr_srs_t *srs, qr_fr_t *f, uint8_t *scalars) {
    const size_t rounds = aggregate->rounds, n = (size_t)1 << rounds;
    qr_status_t status = QR_OK;
    expand(f, challenges->y, rounds, qr_fr_one);
    divide(scalars, f, n, challenges->z);
    qr_g2_t v[2];
    for (size_t k = 0; k < 2 && status == QR_OK; k++) {
        status = qr_sum_g2(job, &v[k], srs->h[k], scalars, n - 1);
    }
    if (status != QR_OK) return status;
    qr_g2_batch_to_affine(aggregate->opening_v, v, 2);
    for (size_t i = 0; i < n; i++) f[i] = qr_fr_zero;
    expand(f + n, challenges->x, rounds, qr_fr_invert(challenges->r));
    divide(scalars, f, 2 * n, challenges->z);
    qr_g1_t w[2];
    for (size_t k = 0; k < 2 && status == QR_OK; k++) {
        status = qr_sum_g1(job, &w[k], srs->g[k], scalars, 2 * n - 1);
    }
    if (status == QR_OK) qr_g1_batch_to_affine(aggregate->opening_w, w, 2);
    return status;
}

qr_status_t qr_opening_prove(qr_job_t *job, qr_aggregate_t *aggregate, const qr_challenges_t *challenges,
                             const qr_srs_t *srs) {
    const size_t coefficients = (size_t)2 << aggregate->rounds;
    qr_fr_t *f = calloc(coefficients, sizeof *f);
    uint8_t *scalars = calloc(coefficients, 32);
    qr_status_t status = QR_OUT_OF_MEMORY;
    if (f != NULL && scalars != NULL) {
        status = open_with(job, aggregate, challenges, srs, f, scalars);
    } else {
        (void)qr_job_fail(job, status, 0, "aggregate");
    }
    free(f);
    free(scalars);
    return status;
}
