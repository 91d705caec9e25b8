/** @file gadget_por.h  Inclusion of a leaf in a Merkle tree, as storage-proofs-core's gadgets::por. Private.
 */
#ifndef QUARRY_GADGET_POR_H
#define QUARRY_GADGET_POR_H

#include "gadget_boolean.h"
#include "merkle/merkle_proof.h"

/**
 * PoRCircuit with a private root that is already allocated: index bits and siblings of each element of
 * `proof` are new variables, its counts and arities give the shape (a blank circuit takes one from
 * qr_merkle_proof_place), the index bits are packed into one input, and the computed root equals `root`.
 * proof->leaf and proof->root are not used. QR_TREE_D hashes with SHA-256, the others with Poseidon.
 */
void qr_por_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_merkle_proof_t *proof, qr_tree_kind_t kind,
                   qr_num_t root);
/** The same without the last equation: returns the computed root. */
qr_num_t qr_por_root_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_merkle_proof_t *proof, qr_tree_kind_t kind);

/** A path whose siblings are allocated: elements from the leaf level up. */
typedef struct {
    size_t elements;
    uint8_t arity[QR_MAX_PATH];
    qr_num_t siblings[QR_MAX_SIBLINGS]; /**< arity - 1 of each element in order */
} qr_por_path_t;
/** Allocates the siblings of the elements [first, first + count) of a proof. */
void qr_por_path_alloc(qr_cs_t *cs, qr_por_path_t *out, const qr_merkle_proof_t *proof, size_t first,
                       size_t count);
/**
 * por_no_challenge_input: the path from `leaf` by the index bits (those of every element in order, least
 * significant first) leads to `root`.
 */
void qr_por_path_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_por_path_t *path, const qr_bool_t *bits,
                        qr_tree_kind_t kind, qr_num_t root);

/** A 32-byte node, modulo r, as a number of a circuit. */
qr_fr_t qr_por_node(const uint8_t node[32]);

#endif
