/** @file gadget_por.h  Inclusion of a leaf in a Merkle tree, as storage-proofs-core's gadgets::por. Private.
 */
#ifndef QUARRY_GADGET_POR_H
#define QUARRY_GADGET_POR_H

#include "cs.h"
#include "merkle/merkle_proof.h"

/**
 * PoRCircuit with a private root that is already allocated: index bits and siblings of each element of
 * `proof` are new variables, its counts and arities give the shape (a blank circuit takes one from
 * qr_merkle_proof_place), the index bits are packed into one input, and the computed root equals `root`.
 * proof->leaf and proof->root are not used. QR_TREE_D hashes with SHA-256, the others with Poseidon.
 */
void qr_por_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_merkle_proof_t *proof, qr_tree_kind_t kind,
                   qr_num_t root);

#endif
