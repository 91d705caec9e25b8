/** @file params_generate.h  The generator's steps, for tests. Private. */
#ifndef QUARRY_PARAMS_GENERATE_H
#define QUARRY_PARAMS_GENERATE_H

#include "field/fr.h"
#include "params_output.h"
#include "quarry/groth16.h"

/** What a set of parameters hides, in Montgomery form, none zero; tau is on no domain. */
typedef struct {
    qr_fr_t alpha, beta, gamma, delta, tau;
} qr_params_secrets_t;

/** The secrets that seed and id stand for. */
void qr_params_derive_secrets(qr_params_secrets_t *out, const void *seed, size_t seed_length, const char *id);

/** Writes a parameter file's bytes for a circuit; *vk_bytes of them are the verifying key. */
QR_MUST_CHECK qr_status_t qr_params_write(qr_job_t *job, qr_params_output_t *out, size_t *vk_bytes,
                                          const qr_circuit_t *circuit, const qr_params_secrets_t *secrets);

#endif
