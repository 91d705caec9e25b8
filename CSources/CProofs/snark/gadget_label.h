/** @file gadget_label.h  A label of the stacked graph, as storage-proofs-porep's create_label_circuit.
 * Private. */
#ifndef QUARRY_GADGET_LABEL_H
#define QUARRY_GADGET_LABEL_H

#include "gadget_num.h"

/** Labels that go into a label's hash: the parents repeated. */
#define QR_LABEL_PARENTS 37u

/** The 256 bits of a node as they are hashed: 255 bits of a number, each byte's most significant bit first.
 */
typedef struct {
    qr_bool_t bits[256];
} qr_node_bits_t;

/** The bits of a number (to_bits_le) as a node's. */
void qr_node_bits(qr_cs_t *cs, qr_node_bits_t *out, qr_num_t num);

/**
 * A new number: the label of `node` (bits least significant first) in layer `layer`, from `count` (6 or 14)
 * parents in order, which are repeated to QR_LABEL_PARENTS.
 */
qr_num_t qr_label_gadget(qr_cs_t *cs, const qr_node_bits_t *replica_id, const qr_node_bits_t *parents,
                         size_t count, uint32_t layer, const qr_bool_t node[64]);

#endif
