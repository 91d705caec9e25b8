/**
 * @file gadget_boolean.h
 * Booleans and their logic, with constants folded. Private. Order of variables and constraints is
 * bellpepper-core's gadgets::boolean.
 */
#ifndef QUARRY_GADGET_BOOLEAN_H
#define QUARRY_GADGET_BOOLEAN_H

#include "cs.h"

static inline qr_bool_t qr_bool_constant(bool value) {
    return (qr_bool_t){0, QR_BOOL_CONSTANT, value};
}
static inline qr_bool_t qr_bool_not(qr_bool_t a) {
    static const uint8_t kinds[] = {QR_BOOL_CONSTANT, QR_BOOL_NOT, QR_BOOL_IS};
    return (qr_bool_t){a.var, kinds[a.kind], !a.value};
}
/** 0 or 1. */
static inline qr_fr_t qr_bool_fr(bool value) {
    return value ? qr_fr_one : qr_fr_zero;
}
/** The number that a variable boolean (QR_BOOL_IS) is. */
static inline qr_num_t qr_bool_num(qr_bool_t a) {
    return (qr_num_t){qr_bool_fr(a.value), a.var};
}

/** AllocatedBit::alloc: a new variable with (1 - a) * a = 0. */
qr_bool_t qr_bool_alloc(qr_cs_t *cs, bool value);
/** AllocatedBit::alloc_conditionally: (1 - must_be_false - a) * a = 0; must_be_false is QR_BOOL_IS. */
qr_bool_t qr_bool_alloc_conditionally(qr_cs_t *cs, bool value, qr_bool_t must_be_false);
/** The 64 bits of a number, least significant first: u64_into_boolean_vec_le. */
void qr_bool_alloc_u64(qr_cs_t *cs, qr_bool_t out[64], uint64_t value);

qr_bool_t qr_bool_xor(qr_cs_t *cs, qr_bool_t a, qr_bool_t b);
qr_bool_t qr_bool_and(qr_cs_t *cs, qr_bool_t a, qr_bool_t b);
/** not (not a and not b). */
qr_bool_t qr_bool_or(qr_cs_t *cs, qr_bool_t a, qr_bool_t b);
/** (a and b) xor (not a and c). */
qr_bool_t qr_bool_ch(qr_cs_t *cs, qr_bool_t a, qr_bool_t b, qr_bool_t c);
/** (a and b) xor (a and c) xor (b and c). */
qr_bool_t qr_bool_maj(qr_cs_t *cs, qr_bool_t a, qr_bool_t b, qr_bool_t c);
/** Boolean::enforce_equal: 0 * 0 = a - b. Unequal constants: QR_MISMATCH. */
void qr_bool_enforce_equal(qr_cs_t *cs, qr_bool_t a, qr_bool_t b);

#endif
