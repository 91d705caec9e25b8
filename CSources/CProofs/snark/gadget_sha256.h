/** @file gadget_sha256.h  SHA-256 over booleans, as bellperson's gadgets::sha256. Private. */
#ifndef QUARRY_GADGET_SHA256_H
#define QUARRY_GADGET_SHA256_H

#include "gadget_boolean.h"

/**
 * out = SHA-256 of `count` bits (a multiple of 8), each byte's most significant bit first, in and out.
 */
void qr_sha256_gadget(qr_cs_t *cs, qr_bool_t out[256], const qr_bool_t *bits, size_t count);

/** Most children of a node. */
#define QR_SHA256_NODE_CHILDREN 8u
/**
 * Sha256Function::hash_multi_leaf_circuit, the node of tree-d: the children's bits (to_bits_le) hashed, the
 * digest's low 254 bits packed into a new number.
 */
qr_num_t qr_sha256_node_gadget(qr_cs_t *cs, const qr_num_t *children, size_t count);

#endif
