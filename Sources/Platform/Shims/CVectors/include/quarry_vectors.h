/**
 * @file quarry_vectors.h
 * What reference vectors compare and no other caller may do: circuits given by their constraints, parameters
 * from known secrets, proofs with chosen r and s; the prover's steps and an aggregate's challenges.
 */
#ifndef QUARRY_VECTORS_H
#define QUARRY_VECTORS_H

#include "quarry/aggregate.h"
#include "quarry/groth16.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A circuit from the canonical stream of its constraints (see qr_circuit_digest) and its witness: `inputs`
 * values, the one first, then `aux`, 32 bytes little endian each. Both are copied. QR_MALFORMED: a stream
 * that is none, or names variables that are not there.
 */
QR_MUST_CHECK qr_status_t quarry_vectors_circuit(qr_job_t *job, qr_circuit_t **out, const uint8_t *stream,
                                                 size_t length, const uint8_t *witness, size_t inputs,
                                                 size_t aux);
/** Writes the parameter file of a circuit; secrets: alpha, beta, gamma, delta, tau, 32 bytes each. */
QR_MUST_CHECK qr_status_t quarry_vectors_params(qr_job_t *job, const char *path, const qr_circuit_t *circuit,
                                                const uint8_t secrets[160]);
/** A proof with given r and s. */
QR_MUST_CHECK qr_status_t quarry_vectors_prove(qr_job_t *job, uint8_t proof[QR_PROOF_SIZE],
                                               const qr_params_t *params, const qr_circuit_t *circuit,
                                               const uint8_t r[32], const uint8_t s[32]);

/** Rows of a circuit with those of its inputs, and log2 of its domain. */
void quarry_vectors_domain(uint64_t *rows, uint32_t *log_n, const qr_circuit_t *circuit);
/**
 * The prover's steps, 2^log_n canonical values of 32 bytes each: A z, B z and C z on the domain, coefficients
 * of h. used: a byte for each aux, is it in A? then each aux, is it in B? then each input, is it in B?
 */
QR_MUST_CHECK qr_status_t quarry_vectors_steps(qr_job_t *job, uint8_t *a, uint8_t *b, uint8_t *c, uint8_t *h,
                                               uint8_t *used, const qr_circuit_t *circuit);

/** out: terms of A, B and C in all constraints, merged by variable, zeros left out. */
QR_MUST_CHECK qr_status_t quarry_vectors_terms(qr_job_t *job, uint64_t out[3], const qr_circuit_t *circuit);

/** values: all inputs, the one first, then all aux of a circuit with a witness, 32 bytes each. */
QR_MUST_CHECK qr_status_t quarry_vectors_witness(qr_job_t *job, uint8_t *values, const qr_circuit_t *circuit);

/** Challenges of an aggregate besides those of its rounds. */
enum { QUARRY_VECTORS_CHALLENGES = 5 };
/** out: hcom, r, y0, the extra link, z, then y of each round: 32 bytes each, `rounds` at most. */
QR_MUST_CHECK qr_status_t quarry_vectors_challenges(qr_job_t *job, uint8_t *out, size_t rounds,
                                                    const uint8_t *aggregate, size_t length,
                                                    qr_aggregate_version_t version,
                                                    const uint8_t binding[32]);

#ifdef __cplusplus
}
#endif
#endif
