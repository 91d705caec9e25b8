/** @file merkle.h  Inclusion proofs in the trees of a sector, made from files and checked. */
#ifndef QUARRY_MERKLE_H
#define QUARRY_MERKLE_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which tree: its hash and shape. */
typedef enum { QR_TREE_D = 0, QR_TREE_C = 1, QR_TREE_R_LAST = 2 } qr_tree_kind_t;

/** Upper bounds: path elements of any proof here (binary, 2^31 leaves), siblings over all of them. */
#define QR_MAX_PATH 34u
#define QR_MAX_SIBLINGS 96u

/**
 * A path from a leaf to the root. Element i has arity[i]-1 siblings (without the node itself), in order;
 * index[i] is the node's place among them. Elements [0, base_count) are the base tree's, then sub_count (0 or
 * 1), then top_count (0 or 1).
 */
typedef struct {
    uint8_t root[32], leaf[32];
    uint8_t base_count, sub_count, top_count;
    uint8_t arity[QR_MAX_PATH];
    uint8_t index[QR_MAX_PATH];
    uint8_t siblings[QR_MAX_SIBLINGS][32];
} qr_merkle_proof_t;

/** An open tree: nodes are read from its files, missing rows of tree-r-last recomputed from the replica. */
typedef struct qr_tree qr_tree_t;

/**
 * files: 1 for tree-d, config.base_trees else. `leaves`: for QR_TREE_R_LAST the replica file, NULL otherwise.
 * Sizes are checked (QR_CORRUPT).
 */
QR_MUST_CHECK qr_status_t qr_tree_open(qr_job_t *job, qr_tree_t **out, const qr_porep_config_t *config,
                                       qr_tree_kind_t kind, const char *const *files, const char *leaves);
void qr_tree_close(qr_tree_t *tree);
/** The path of leaf number `leaf`; QR_CORRUPT if the files contradict each other there. Thread-safe. */
QR_MUST_CHECK qr_status_t qr_tree_prove(qr_job_t *job, qr_merkle_proof_t *out, qr_tree_t *tree,
                                        uint64_t leaf);
/** Root of the whole sector tree. */
void qr_tree_open_root(uint8_t out[32], const qr_tree_t *tree);

/**
 * True if the path leads from proof->leaf to proof->root, has the shape of this tree, is for leaf number
 * `leaf`, and (Poseidon trees) every node is the canonical name of its field element.
 */
bool qr_merkle_proof_verify(const qr_merkle_proof_t *proof, const qr_porep_config_t *config,
                            qr_tree_kind_t kind, uint64_t leaf);

#ifdef __cplusplus
}
#endif
#endif
