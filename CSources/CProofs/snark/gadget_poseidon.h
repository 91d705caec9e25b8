/** @file gadget_poseidon.h  Poseidon over allocated numbers, as neptune's circuit::poseidon_hash. Private. */
#ifndef QUARRY_GADGET_POSEIDON_H
#define QUARRY_GADGET_POSEIDON_H

#include "cs.h"
#include "quarry_crypto.h"

/** A new variable: the Poseidon digest of `arity` (2, 4, 8 or 11) numbers. */
qr_num_t qr_poseidon_gadget(qr_cs_t *cs, const qr_num_t *elements, size_t arity);
/** The same by kind, of qr_poseidon_arity(kind) numbers. */
qr_num_t qr_poseidon_kind_gadget(qr_cs_t *cs, const qr_num_t *elements, qr_poseidon_kind_t kind);

#endif
