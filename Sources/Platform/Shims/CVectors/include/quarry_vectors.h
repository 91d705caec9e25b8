/**
 * @file quarry_vectors.h
 * What reference vectors compare and no other caller may do: circuits given by their constraints, parameters
 * from known secrets, proofs with chosen r and s.
 */
#ifndef QUARRY_VECTORS_H
#define QUARRY_VECTORS_H

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

#ifdef __cplusplus
}
#endif
#endif
