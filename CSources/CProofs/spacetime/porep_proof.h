/** @file porep_proof.h  One challenge's PoRep vanilla proof: read from a sector's files, checked, written.
 * Private. */
#ifndef QUARRY_POREP_PROOF_H
#define QUARRY_POREP_PROOF_H

#include "codec.h"
#include "merkle/tree_open.h"
#include "quarry/graph.h"

#define QR_COLUMNS (1u + QR_PARENTS)
/** Labels that go into a label's hash: the 6 or 14 parents repeated. */
#define QR_REPEATED_PARENTS 37u

/** A node's labels, and their hash's path in tree-c. */
typedef struct {
    uint64_t node;
    uint8_t rows[QR_MAX_LAYERS][32];
    qr_merkle_proof_t inclusion;
} qr_column_proof_t;

/** All that proves one challenge. The labelling proofs of the reference's form follow from the columns. */
typedef struct {
    qr_merkle_proof_t data;                /**< tree-d */
    qr_merkle_proof_t replica;             /**< tree-r-last */
    qr_column_proof_t columns[QR_COLUMNS]; /**< the challenged node, then its parents */
} qr_porep_challenge_t;

/** What every challenge of a sector is checked against. */
typedef struct {
    const qr_porep_config_t *config;
    const qr_porep_inputs_t *inputs;
    qr_graph_t graph;
} qr_porep_context_t;

void qr_porep_context_init(qr_porep_context_t *out, const qr_porep_config_t *config,
                           const qr_porep_inputs_t *inputs);

/** The parents' labels as hashed into the label of layer `layer` (from 1). */
void qr_porep_label_parents(uint8_t (*out)[32], const qr_porep_challenge_t *proof, uint32_t layer);

/** NULL if `proof` proves `challenge` for inputs' replica_id, comm_d and comm_r; else what is wrong. */
const char *qr_porep_check(const qr_porep_context_t *context, const qr_porep_challenge_t *proof,
                           uint64_t challenge);

/* ---- A sector's files (porep_files.c) ---- */

typedef struct {
    const qr_porep_context_t *context;
    qr_input_t layers[QR_MAX_LAYERS];
    qr_tree_t *tree_d, *tree_c, *tree_r_last;
} qr_porep_files_t;

/** Opens layers and trees; their roots must be those of the context's inputs (QR_MISMATCH). Close in every
 * case. */
QR_MUST_CHECK qr_status_t qr_porep_files_open(qr_job_t *job, qr_porep_files_t *out,
                                              const qr_porep_context_t *context,
                                              const qr_sector_files_t *files);
void qr_porep_files_close(qr_porep_files_t *files);
/** The proof of one challenge, unchecked. Thread-safe. */
QR_MUST_CHECK qr_status_t qr_porep_files_read(qr_job_t *job, qr_porep_challenge_t *out,
                                              const qr_porep_files_t *files, uint64_t challenge);

/* ---- The synthetic proofs file (synthetic_file.c) ---- */

/** Opens the file; its size and roots must be the sector's. Close with qr_input_close in every case. */
QR_MUST_CHECK qr_status_t qr_synthetic_open(qr_job_t *job, qr_input_t *out, const qr_porep_context_t *context,
                                            const char *path);
/** Proof number `index` of the set, unchecked but for its shape. Thread-safe. */
QR_MUST_CHECK qr_status_t qr_synthetic_read(qr_job_t *job, qr_porep_challenge_t *out,
                                            const qr_porep_context_t *context, const qr_input_t *file,
                                            uint64_t index);

/* ---- The reference's JSON (codec_porep.c) ---- */

/** Everything before the first challenge, between partitions, and after the last challenge. */
void qr_write_porep_start(qr_bytes_t *out, const qr_porep_config_t *config);
void qr_write_porep_challenge(qr_bytes_t *out, const qr_porep_config_t *config,
                              const qr_porep_challenge_t *proof);
void qr_write_porep_end(qr_bytes_t *out, const qr_porep_config_t *config, const qr_porep_inputs_t *inputs);

/** A challenge as JSON states it: with each labelling proof, and the encoding proof last, in full. */
typedef struct {
    qr_porep_challenge_t proof;
    uint8_t parents[QR_MAX_LAYERS + 1][QR_REPEATED_PARENTS][32];
    uint64_t layer[QR_MAX_LAYERS + 1], node[QR_MAX_LAYERS + 1];
} qr_porep_stated_t;

bool qr_read_porep_challenge(qr_reader_t *in, qr_porep_stated_t *out, const qr_porep_config_t *config);
/** NULL if the stated labelling and encoding proofs are those that follow from the columns. */
const char *qr_porep_check_stated(const qr_porep_context_t *context, const qr_porep_stated_t *stated,
                                  uint64_t challenge);

/** Names in the reference's JSON: of the registered proof (NULL if none) and of the size. */
const char *qr_registered_proof_name(const qr_porep_config_t *config);
const char *qr_registered_size_name(const qr_porep_config_t *config);

#endif
