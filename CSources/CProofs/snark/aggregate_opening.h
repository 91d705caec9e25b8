/**
 * @file aggregate_opening.h
 * The keys that are left after the rounds are values of two polynomials at the SRS's secrets:
 * f_v(X) = product of 1 + y_j X^(2^j), and f_w(X) = X^n product of 1 + x_j (X / r)^(2^j), with the challenges
 * of the last round first. Private.
 */
#ifndef QUARRY_AGGREGATE_OPENING_H
#define QUARRY_AGGREGATE_OPENING_H

#include "aggregate.h"
#include "srs.h"

/** Their values at z, Montgomery form. */
void qr_opening_values(qr_fr_t *v, qr_fr_t *w, const qr_challenges_t *challenges, size_t rounds);

/** Fills opening_v and opening_w: (f(s) - f(z)) / (s - z) at the secrets s = alpha and beta. */
QR_MUST_CHECK qr_status_t qr_opening_prove(qr_job_t *job, qr_aggregate_t *aggregate,
                                           const qr_challenges_t *challenges, const qr_srs_t *srs);

#endif
