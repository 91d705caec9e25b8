/** @file gadget_insertion.h  Choosing and placing numbers by bits, as storage-proofs-core's
 * gadgets::insertion. Private. */
#ifndef QUARRY_GADGET_INSERTION_H
#define QUARRY_GADGET_INSERTION_H

#include "gadget_boolean.h"

/** A new number: condition ? a : b, by (b - a) * condition = b - out. */
qr_num_t qr_num_pick(qr_cs_t *cs, qr_bool_t condition, qr_num_t a, qr_num_t b);
/** Most numbers that qr_num_insert and qr_num_select take. */
#define QR_INSERT_LIMIT 8u
#define QR_SELECT_LIMIT 128u
/**
 * out[0 .. size) = the size - 1 `elements` with `element` inserted at the place that log2(size) bits give,
 * least significant first, all variables; size is 2, 4 or 8.
 */
void qr_num_insert(qr_cs_t *cs, qr_num_t *out, qr_num_t element, const qr_bool_t *bits,
                   const qr_num_t *elements, size_t size);
/** The number of `from` at the place that log2(count) bits give, least significant first. */
qr_num_t qr_num_select(qr_cs_t *cs, const qr_num_t *from, size_t count, const qr_bool_t *bits);

#endif
