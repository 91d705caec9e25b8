/** @file merkle_proof.h  Shapes of paths and their check in batches. Private. */
#ifndef QUARRY_MERKLE_PROOF_H
#define QUARRY_MERKLE_PROOF_H

#include "quarry/merkle.h"

/** Shape of every path of one tree: base_count elements of base_arity, then perhaps a sub and a top element.
 */
typedef struct {
    uint8_t base_count, base_arity, sub_arity,
        top_arity; /**< sub_arity, top_arity: 0 if there is no such element */
} qr_merkle_shape_t;

void qr_merkle_shape(qr_merkle_shape_t *out, const qr_porep_config_t *config, qr_tree_kind_t kind);

/** Number of path elements. */
uint32_t qr_merkle_shape_elements(const qr_merkle_shape_t *shape);
/** Arity of element i. */
uint32_t qr_merkle_shape_arity(const qr_merkle_shape_t *shape, uint32_t i);

/** Fills proof's counts, arities, and the index of each element for leaf number `leaf`. */
void qr_merkle_proof_place(qr_merkle_proof_t *proof, const qr_merkle_shape_t *shape, uint64_t leaf);

/** Most proofs of one qr_merkle_proofs_verify call. */
#define QR_MERKLE_BATCH 16u

/** True if all proofs (at most QR_MERKLE_BATCH, of one tree kind) verify, proof k for leaf number leaves[k]:
 * their hashes go through the kernel together, row by row. */
bool qr_merkle_proofs_verify(const qr_merkle_proof_t *const *proofs, const uint64_t *leaves, size_t count,
                             const qr_porep_config_t *config, qr_tree_kind_t kind);

#endif
