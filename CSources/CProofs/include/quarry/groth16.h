/**
 * @file groth16.h
 * Groth16 over BLS12-381 in the forms of rust-fil-proofs: verifying keys, parameter files, proofs.
 *
 * Public inputs are 32 bytes little endian each, without the leading one. A proof of a statement in several
 * partitions is the partitions' proofs one after the other.
 */
#ifndef QUARRY_GROTH16_H
#define QUARRY_GROTH16_H

#include "quarry/circuit.h"
#include "quarry_curve.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Proofs ---- */

/** Bytes of one partition's proof: a, b, c compressed (48, 96, 48). */
#define QR_PROOF_SIZE 192u

typedef struct {
    qr_g1_affine_t a;
    qr_g2_affine_t b;
    qr_g1_affine_t c;
} qr_proof_t;

/** QR_MALFORMED for a bad encoding or infinity, QR_MISMATCH for a point off the curve or outside the
 * subgroup. */
QR_MUST_CHECK qr_status_t qr_proof_decode(qr_proof_t *out, const uint8_t in[QR_PROOF_SIZE]);
void qr_proof_encode(uint8_t out[QR_PROOF_SIZE], const qr_proof_t *proof);

/* ---- Verifying keys ---- */

/** A verifying key with what pairings with its points need. Read only; any threads may share it. */
typedef struct qr_vk qr_vk_t;

/** Reads a .vk file's bytes; every point is checked. QR_MALFORMED, QR_MISMATCH as for points; infinity
 * nowhere. */
QR_MUST_CHECK qr_status_t qr_vk_decode(qr_job_t *job, qr_vk_t **out, const uint8_t *in, size_t length);
QR_MUST_CHECK qr_status_t qr_vk_load(qr_job_t *job, qr_vk_t **out, const char *path);
/** NULL is allowed. */
void qr_vk_destroy(qr_vk_t *vk);
/** Public inputs of one proof, without the one. */
size_t qr_vk_input_count(const qr_vk_t *vk);

/**
 * *valid = do all `count` proofs hold? proofs: QR_PROOF_SIZE bytes each; inputs: qr_vk_input_count for each
 * proof. One proof is checked by itself, more with random coefficients of 128 bits and one final
 * exponentiation. Decoding and pairings run on job->group.
 *
 * QR_MALFORMED: length is not count proofs, or a proof that is no proof (also QR_MISMATCH, see
 * qr_proof_decode), or an input at or above r. QR_INVALID_ARGUMENT: input_count is not count times
 * qr_vk_input_count, or count is 0. *valid is false on any error.
 */
QR_MUST_CHECK qr_status_t qr_groth16_verify(qr_job_t *job, bool *valid, const qr_vk_t *vk,
                                            const uint8_t *proofs, size_t length, const uint8_t *inputs,
                                            size_t input_count, size_t count);

/* ---- Parameter files ---- */

/** A .params file, mapped. Read only; any threads may share it. */
typedef struct qr_params qr_params_t;

/** Maps a parameter file: its verifying key is checked in full, its section table against the file's size;
 * QR_CORRUPT for a file that is no parameter file. The points of the sections are not looked at. */
QR_MUST_CHECK qr_status_t qr_params_open(qr_job_t *job, qr_params_t **out, const char *path);
/** NULL is allowed. */
void qr_params_close(qr_params_t *params);
const qr_vk_t *qr_params_vk(const qr_params_t *params);

typedef struct {
    uint64_t bytes;               /**< of the file */
    uint64_t inputs;              /**< of the circuit, with the one */
    uint64_t h, l, a, b_g1, b_g2; /**< points */
    uint64_t vk_bytes;            /**< the file's first bytes, the .vk file */
    unsigned log_domain;          /**< h is 2^log_domain - 1 */
} qr_params_info_t;
void qr_params_info(qr_params_info_t *out, const qr_params_t *params);

/**
 * Checks every point of the file: encoding, curve, subgroup, not infinity. QR_CORRUPT names the first bad
 * one. A point outside the subgroup goes unseen with probability below 2^-64 (random sums instead of each by
 * itself). Takes about 310 MB and 3 MB a worker. Units of job->done: points. Once a file is enough.
 */
QR_MUST_CHECK qr_status_t qr_params_check(qr_job_t *job, const qr_params_t *params);
/** Blake2b-512 of a file: the first 32 hex digits are what rust-fil-proofs' parameters.json has. Units of
 * job->done: bytes. */
QR_MUST_CHECK qr_status_t qr_params_digest(qr_job_t *job, uint8_t out[64], const char *path);

/* ---- Names: "v28-" id ".params", ".vk", ".meta" ---- */

/** Room for an id and its terminating zero. */
#define QR_PARAMS_ID_SIZE 192u
void qr_params_porep_id(char out[QR_PARAMS_ID_SIZE], const qr_porep_config_t *config);
/** QR_INVALID_ARGUMENT for an unknown sector size. WinningPoSt: challenges 1, sectors 66; WindowPoSt:
 * challenges 10. */
QR_MUST_CHECK qr_status_t qr_params_post_id(char out[QR_PARAMS_ID_SIZE], uint64_t sector_size,
                                            uint32_t challenges, uint32_t sectors);
QR_MUST_CHECK qr_status_t qr_params_update_id(char out[QR_PARAMS_ID_SIZE], uint64_t sector_size);
/** out = directory "/v28-" id suffix; QR_INVALID_ARGUMENT if it does not fit. */
QR_MUST_CHECK qr_status_t qr_params_path(char *out, size_t size, const char *directory, const char *id,
                                         const char *suffix);
/** Reads a .meta file. */
QR_MUST_CHECK qr_status_t qr_params_meta_load(qr_job_t *job, uint64_t *sector_size, const char *path);

/* ---- Making parameters ---- */

/** Suffix of the file that marks locally made parameters: whoever knows the seed can forge proofs. */
#define QR_PARAMS_LOCAL_SUFFIX ".local"

/**
 * Makes directory/v28-id.{params,vk,meta} for a circuit (blank or not), and .local before them. All secrets
 * come from seed and id alone, so equal seeds give equal files. Each file appears whole or not at all.
 * QR_MISMATCH: the parameters are there already, without the mark of local ones. Units of job->done: points.
 */
QR_MUST_CHECK qr_status_t qr_params_generate(qr_job_t *job, const char *directory, const char *id,
                                             uint64_t sector_size, const qr_circuit_t *circuit,
                                             const void *seed, size_t seed_length);

/* ---- Proving ---- */

/** Bytes of memory that qr_groth16_prove takes for a circuit, apart from the mapped file. */
uint64_t qr_groth16_memory(const qr_circuit_t *circuit);
/**
 * proof = a proof of one partition's circuit with its witness. r and s come from the system's generator. The
 * proof is verified: QR_MISMATCH if the witness does not satisfy the circuit or the parameters are another
 * circuit's. Units of job->done: those of the step at hand.
 */
QR_MUST_CHECK qr_status_t qr_groth16_prove(qr_job_t *job, uint8_t proof[QR_PROOF_SIZE],
                                           const qr_params_t *params, const qr_circuit_t *circuit);

#ifdef __cplusplus
}
#endif
#endif
