/** @file groth16_prove.h  The prover's steps, for tests. Private. */
#ifndef QUARRY_GROTH16_PROVE_H
#define QUARRY_GROTH16_PROVE_H

#include "field/fr.h"
#include "quarry/groth16.h"

/** Domain of a circuit: log2 of the first power of two that holds its constraints and a row for each input.
 */
unsigned qr_groth16_log_domain(const qr_circuit_t *circuit);

/** a = coefficients of (A B - A B's values on the domain) / (x^n - 1), from the values of A and B on the
 * domain of n = 2^log_n points, in Montgomery form; the coefficients are canonical. Natural order; b and c
 * (scratch) are of n elements too. */
QR_MUST_CHECK qr_status_t qr_groth16_quotient(qr_job_t *job, qr_fr_t *a, qr_fr_t *b, qr_fr_t *c,
                                              unsigned log_n);

/** qr_groth16_prove with given r and s, canonical. */
QR_MUST_CHECK qr_status_t qr_groth16_prove_with(qr_job_t *job, uint8_t proof[QR_PROOF_SIZE],
                                                const qr_params_t *params, const qr_circuit_t *circuit,
                                                const uint8_t r[32], const uint8_t s[32]);

#endif
