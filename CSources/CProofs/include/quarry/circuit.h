/**
 * @file circuit.h
 * Rank-1 constraint systems of Filecoin's proofs, constraint by constraint those of rust-fil-proofs: their
 * sizes, public inputs and digests. Prover and parameter generator use them through a private header.
 */
#ifndef QUARRY_CIRCUIT_H
#define QUARRY_CIRCUIT_H

#include "quarry/vanilla.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One partition's circuit, with a witness or without (blank). Read only once made, usable by any threads. */
typedef struct qr_circuit qr_circuit_t;
void qr_circuit_destroy(qr_circuit_t *circuit);

/** A PoRep partition without witness: what parameters are generated from. */
QR_MUST_CHECK qr_status_t qr_circuit_porep_blank(qr_job_t *job, qr_circuit_t **out,
                                                 const qr_porep_config_t *config);
/**
 * A PoRep partition with the witness that a C1 JSON (as qr_porep_prove_vanilla writes it) gives. `inputs` as
 * for qr_porep_verify_vanilla, which is best called first: here only the shape of the proof is checked, and a
 * false proof gives a circuit that its witness does not satisfy.
 */
QR_MUST_CHECK qr_status_t qr_circuit_porep(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config,
                                           const qr_porep_inputs_t *inputs, uint32_t partition,
                                           const uint8_t *json, size_t length);

/** Public inputs of a PoRep partition, without the one. */
size_t qr_porep_public_input_count(const qr_porep_config_t *config);
/**
 * out = the public inputs of a partition (32 bytes little endian each), from replica_id, comm_d, comm_r and
 * seed: replica_id, comm_d, comm_r; then for each challenge the challenge, its 6 base and 8 expander parents,
 * and the challenge three times more. QR_INVALID_ARGUMENT for a value that is no field element.
 */
QR_MUST_CHECK qr_status_t qr_porep_public_inputs(uint8_t (*out)[32], const qr_porep_config_t *config,
                                                 const qr_porep_inputs_t *inputs, uint32_t partition);

/* ---- Proofs of spacetime ---- */

/** A WinningPoSt, or a WindowPoSt partition of `sectors` sectors (0: as many as the network's), without
 * witness. */
QR_MUST_CHECK qr_status_t qr_circuit_post_blank(qr_job_t *job, qr_circuit_t **out,
                                                const qr_porep_config_t *config, qr_post_type_t type,
                                                uint32_t sectors);
/**
 * One partition with a witness. `proofs`: the vanilla proofs of the partition's sectors in order, one for
 * Winning; fewer than fill a Window partition repeat the last. Only their shape is checked, as for PoRep.
 */
QR_MUST_CHECK qr_status_t qr_circuit_post(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config,
                                          qr_post_type_t type, const qr_bytes_t *proofs, size_t count,
                                          qr_form_t form);
/** Public inputs of a partition, without the one. */
size_t qr_post_public_input_count(qr_post_type_t type, uint64_t sector_size);
/**
 * out = the public inputs of a partition of a proof over `count` sectors in order (Winning: 1): for each of
 * the partition's sectors comm_r and its challenged leaves, the last sector's repeated if the partition is
 * not full (Winning: comm_r before each leaf). QR_INVALID_ARGUMENT for a value that is no field element, or
 * no such partition.
 */
QR_MUST_CHECK qr_status_t qr_post_public_inputs(uint8_t (*out)[32], uint64_t sector_size, qr_post_type_t type,
                                                qr_api_version_t version, const uint8_t randomness[32],
                                                const qr_post_sector_t *sectors, size_t count,
                                                uint32_t partition);

/* ---- Sector updates ---- */

#define QR_UPDATE_PUBLIC_INPUTS 4u

/** A partition of an update proof without witness; QR_INVALID_ARGUMENT for a size that has none. */
QR_MUST_CHECK qr_status_t qr_circuit_update_blank(qr_job_t *job, qr_circuit_t **out,
                                                  const qr_porep_config_t *config);
/** The same with the witness that a vanilla proof gives; of `inputs` comm_r_old, comm_d_new and comm_r_new.
 */
QR_MUST_CHECK qr_status_t qr_circuit_update(qr_job_t *job, qr_circuit_t **out,
                                            const qr_porep_config_t *config, const qr_update_inputs_t *inputs,
                                            uint32_t partition, const uint8_t *proof, size_t length,
                                            qr_form_t form);
/**
 * out = the public inputs of a partition: partition and choice of rho's high bits in one number, comm_r_old,
 * comm_d_new, comm_r_new. QR_INVALID_ARGUMENT as above.
 */
QR_MUST_CHECK qr_status_t qr_update_public_inputs(uint8_t out[QR_UPDATE_PUBLIC_INPUTS][32],
                                                  uint64_t sector_size, const qr_update_inputs_t *inputs,
                                                  uint32_t partition);

/* ---- Measurements ---- */

#define QR_CIRCUIT_SYNTHETIC_MAX UINT64_C(200000000)
/** A circuit of at least `constraints` (55,000 more at most), with a witness: SHA-256 and Poseidon in about
 * the proportion of a PoRep, on values of no meaning. One public input, 3. */
QR_MUST_CHECK qr_status_t qr_circuit_synthetic(qr_job_t *job, qr_circuit_t **out, uint64_t constraints);

/* ---- Comparison with another implementation ---- */

/** What two implementations compare: digests of structure and witness (32 bytes SHA-256 each). */
typedef struct {
    uint64_t constraints, inputs, aux;  /**< inputs include the one */
    uint8_t constraints_sha256[32];     /**< the canonical stream of all constraints */
    uint8_t with_input_rows_sha256[32]; /**< also with a row (input i) * 0 = 0 for each input */
    uint64_t a_aux, b_inputs, b_aux;    /**< variables that occur in A and B with a non-zero coefficient */
    uint8_t a_aux_sha256[32], b_inputs_sha256[32], b_aux_sha256[32]; /**< of the bitmaps, bit i % 8 of byte
                                                                           i / 8 */
    bool has_witness;
    bool satisfied;                            /**< every constraint holds */
    uint8_t inputs_sha256[32], aux_sha256[32]; /**< of the values, 32 bytes little endian each */
} qr_circuit_digest_t;

/** First 16 bytes of the SHA-256 of a stream after each 10,000 constraints or aux values. */
typedef struct {
    uint8_t (*constraints)[16]; /**< room for constraints / 10000 */
    uint8_t (*aux)[16];         /**< room for aux / 10000; used with a witness */
} qr_circuit_checkpoints_t;

/**
 * Digests of a circuit. checkpoints may be NULL, and its members too. The canonical stream: for each
 * constraint, for A, B, C: u32 LE number of terms, then each term (u8 0 input or 1 aux, u64 LE index, 32-byte
 * LE coefficient), merged by variable, zeros left out, inputs first, by index.
 */
QR_MUST_CHECK qr_status_t qr_circuit_digest(qr_job_t *job, qr_circuit_digest_t *out,
                                            const qr_circuit_checkpoints_t *checkpoints,
                                            const qr_circuit_t *circuit);
/**
 * A circuit of one gadget, built as the reference vectors build theirs. Elements are 32 bytes little endian.
 * "num" (3 elements), "multipack" (bytes; numbers[0] bits), "uint64" (8 bytes), "sha256" (up to 128 bytes),
 * "sha256_tree_node", "encode", "decode" (2 elements), "create_label" (replica id, parents; numbers: layer,
 * node), "poseidon" (2, 4, 8 or 11 elements), "insert" (element, siblings; numbers[0] its place), "select"
 * (a power of two of elements; numbers[0] which), "por_sha256", "por_poseidon" (leaf, root, siblings of a
 * binary or octal path; numbers[0] the leaf's number). QR_NOT_FOUND: no such gadget.
 */
QR_MUST_CHECK qr_status_t qr_circuit_gadget(qr_job_t *job, qr_circuit_t **out, const char *name,
                                            const uint8_t *data, size_t length, const uint64_t numbers[2]);
/** Numbers of constraints, inputs (with the one) and aux variables. */
void qr_circuit_counts(uint64_t *constraints, uint64_t *inputs, uint64_t *aux, const qr_circuit_t *circuit);

#ifdef __cplusplus
}
#endif
#endif
