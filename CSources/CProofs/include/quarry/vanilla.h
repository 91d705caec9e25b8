/**
 * @file vanilla.h
 * Vanilla (pre-SNARK) proofs: made from a sector's files, written and read in the reference's forms,
 * verified. A prover checks what it made before handing it out: files that contradict each other give
 * QR_CORRUPT, trees with other roots than the inputs QR_MISMATCH. A verifier refuses any one changed bit;
 * job->detail says why.
 */
#ifndef QUARRY_VANILLA_H
#define QUARRY_VANILLA_H

#include "quarry/challenge.h"
#include "quarry/merkle.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Growable bytes; zero-initialise, free with qr_bytes_free. */
typedef struct {
    uint8_t *data;
    size_t length, capacity;
} qr_bytes_t;
void qr_bytes_free(qr_bytes_t *bytes);

/** Files of a sealed sector. Arrays have config.layers or config.base_trees entries. */
typedef struct {
    const char *const *layers;
    const char *tree_d;
    const char *const *tree_c;
    const char *const *tree_r_last;
    const char *replica;
    /** syn-porep-vanilla-proofs.dat: all that a synthetic PoRep proof needs when layers is NULL. */
    const char *synthetic;
} qr_sector_files_t;

typedef struct {
    uint8_t replica_id[32], comm_d[32], comm_r[32], comm_c[32], comm_r_last[32], seed[32], ticket[32];
} qr_porep_inputs_t;

/**
 * C1: *out = the SealCommitPhase1Output JSON text, byte-exact with filecoin-proofs-api (what Lotus passes
 * on); sizes without registered proof: filecoin-proofs' text. Memory beyond the text does not grow with the
 * sector.
 */
QR_MUST_CHECK qr_status_t qr_porep_prove_vanilla(qr_job_t *job, qr_bytes_t *out,
                                                 const qr_porep_config_t *config,
                                                 const qr_sector_files_t *files,
                                                 const qr_porep_inputs_t *inputs);
/** Writes syn-porep-vanilla-proofs.dat to `path`, synced; no file is left on failure. */
QR_MUST_CHECK qr_status_t qr_synthetic_proofs_write(qr_job_t *job, const char *path,
                                                    const qr_porep_config_t *config,
                                                    const qr_sector_files_t *files,
                                                    const qr_porep_inputs_t *inputs);
/**
 * *valid for a C1 JSON against replica_id, comm_d, comm_r, seed and ticket of `inputs` (the rest is not
 * used). QR_MALFORMED if it does not parse. Any white space and order of keys will do.
 */
QR_MUST_CHECK qr_status_t qr_porep_verify_vanilla(qr_job_t *job, bool *valid, const qr_porep_config_t *config,
                                                  const uint8_t *json, size_t length,
                                                  const qr_porep_inputs_t *inputs);

/** Forms of a PoSt or update vanilla proof. */
typedef enum { QR_FORM_JSON = 0, QR_FORM_BINCODE = 1 } qr_form_t;

/** One sector's PoSt vanilla proof over the given challenged leaves. */
QR_MUST_CHECK qr_status_t qr_post_prove_vanilla(qr_job_t *job, qr_bytes_t *out,
                                                const qr_porep_config_t *config,
                                                const qr_sector_files_t *files, uint64_t sector_id,
                                                const uint8_t comm_c[32], const uint8_t comm_r_last[32],
                                                const uint64_t *leaves, size_t count, qr_form_t form);

/** A sector as a verifier knows it. */
typedef struct {
    uint64_t sector_id;
    uint8_t comm_r[32];
} qr_post_sector_t;
/**
 * JSON list of partition proofs from the sectors' vanilla proofs, in order, as the reference's prover
 * assembles them: Window, sectors in order, the last repeated to fill its partition; Winning (count is 1), a
 * part a challenge.
 */
QR_MUST_CHECK qr_status_t qr_post_partitions(qr_job_t *job, qr_bytes_t *out, const qr_porep_config_t *config,
                                             qr_post_type_t type, const qr_bytes_t *proofs, size_t count,
                                             qr_form_t form);
/** *valid for one sector's vanilla proof: its challenges and paths, and comm_r over their root. */
QR_MUST_CHECK qr_status_t qr_post_verify_vanilla(qr_job_t *job, bool *valid, const qr_porep_config_t *config,
                                                 qr_post_type_t type, qr_api_version_t version,
                                                 const uint8_t randomness[32], const qr_post_sector_t *sector,
                                                 uint64_t sector_index, const uint8_t *proof, size_t length,
                                                 qr_form_t form);

/** Files of an update: old replica and trees, new replica and trees. */
typedef struct {
    const char *sector_key;
    const char *const *tree_r_last_old;
    const char *replica;
    const char *const *tree_r_last_new;
    const char *tree_d_new;
} qr_update_proof_files_t;
typedef struct {
    uint8_t comm_c[32], comm_r_old[32], comm_r_new[32], comm_d_new[32], comm_r_last_old[32],
        comm_r_last_new[32];
} qr_update_inputs_t;
/** The proof of one partition. */
QR_MUST_CHECK qr_status_t qr_update_prove_vanilla(qr_job_t *job, qr_bytes_t *out,
                                                  const qr_porep_config_t *config,
                                                  const qr_update_proof_files_t *files,
                                                  const qr_update_inputs_t *inputs, uint32_t partition,
                                                  qr_form_t form);
/**
 * *valid for a partition's proof against comm_r_old, comm_r_new and comm_d_new of `inputs` (the rest is not
 * used).
 */
QR_MUST_CHECK qr_status_t qr_update_verify_vanilla(qr_job_t *job, bool *valid,
                                                   const qr_porep_config_t *config,
                                                   const qr_update_inputs_t *inputs, uint32_t partition,
                                                   const uint8_t *proof, size_t length, qr_form_t form);

#ifdef __cplusplus
}
#endif
#endif
