/**
 * @file gadget_num.h
 * Field elements: bits, products, packing; and rust-fil-proofs' small gadgets on them. Private. Order of
 * variables and constraints is that of bellpepper-core's gadgets::num, bellperson's gadgets::multipack and
 * storage-proofs-core's gadgets.
 */
#ifndef QUARRY_GADGET_NUM_H
#define QUARRY_GADGET_NUM_H

#include "gadget_boolean.h"

/** Bits of r; bits that a field element holds whatever they are. */
#define QR_FR_BITS 255u
#define QR_FR_CAPACITY 254u

/** AllocatedNum::inputize: a new input equal to num: input * 1 = num. */
void qr_num_inputize(qr_cs_t *cs, qr_num_t num);
/** AllocatedNum::to_bits_le: 255 new bits, least significant first, then 0 * 0 = sum - num. */
void qr_num_to_bits(qr_cs_t *cs, qr_bool_t out[QR_FR_BITS], qr_num_t num);
/** AllocatedNum::to_bits_le_strict: as above, and the number below r. */
void qr_num_to_bits_strict(qr_cs_t *cs, qr_bool_t out[QR_FR_BITS], qr_num_t num);

/** New variables: a + b (constraint (a + b) * 1 = sum), a * b, a * a. */
qr_num_t qr_num_add(qr_cs_t *cs, qr_num_t a, qr_num_t b);
qr_num_t qr_num_mul(qr_cs_t *cs, qr_num_t a, qr_num_t b);
qr_num_t qr_num_square(qr_cs_t *cs, qr_num_t a);
/** A new variable 1/a: a * inverse = 1. With QR_CS_VALUES a zero is QR_MISMATCH. */
void qr_num_assert_nonzero(qr_cs_t *cs, qr_num_t a);
/** (out0, out1) = condition ? (b, a) : (a, b), both new. */
void qr_num_conditionally_reverse(qr_cs_t *cs, qr_num_t out[2], qr_num_t a, qr_num_t b, qr_bool_t condition);

/** storage-proofs-core's constraint::equal: (a) * (1) = b. */
void qr_num_equal(qr_cs_t *cs, qr_num_t a, qr_num_t b);
/** constraint::add, sub: new c with (a + b) * 1 = c; c with (c + b) * 1 = a. */
qr_num_t qr_constraint_add(qr_cs_t *cs, qr_num_t a, qr_num_t b);
qr_num_t qr_constraint_sub(qr_cs_t *cs, qr_num_t a, qr_num_t b);

/** multipack::pack_into_inputs: an input for each 254 bits, least significant first, no input for none. */
void qr_pack_into_inputs(qr_cs_t *cs, const qr_bool_t *bits, size_t count);
/** multipack::pack_bits: a new variable of the first (at most 254) bits. */
qr_num_t qr_pack_bits(qr_cs_t *cs, const qr_bool_t *bits, size_t count);
/** UInt64::pack_into_input: an input of 64 bits, least significant first. */
void qr_pack_u64_into_input(qr_cs_t *cs, const qr_bool_t bits[64]);

/** reverse_bit_numbering after padding with false to whole bytes: the bits of each byte, most significant
 * first. out has room for `count` rounded up to 8; returns that. */
size_t qr_bits_to_bytes_order(qr_bool_t *out, const qr_bool_t *bits, size_t count);

#endif
