/**
 * @file gadget_uint32.h
 * 32-bit words of booleans, and their sums with many equations packed into one constraint. Private. Order of
 * variables and constraints is bellperson's gadgets::uint32 and gadgets::multieq.
 */
#ifndef QUARRY_GADGET_UINT32_H
#define QUARRY_GADGET_UINT32_H

#include "gadget_boolean.h"

/** Bits least significant first. */
typedef struct {
    qr_bool_t bits[32];
    uint32_t value;
} qr_u32_t;

void qr_u32_constant(qr_u32_t *out, uint32_t value);
/** 32 bits, most significant first. */
void qr_u32_from_bits_be(qr_u32_t *out, const qr_bool_t bits[32]);
void qr_u32_to_bits_be(qr_bool_t out[32], const qr_u32_t *a);
/** out = a rotated, or shifted, right by 1 to 31; out is not a. */
void qr_u32_rotr(qr_u32_t *out, const qr_u32_t *a, unsigned by);
void qr_u32_shr(qr_u32_t *out, const qr_u32_t *a, unsigned by);
/** Bitwise; out may be an operand. */
void qr_u32_xor(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const qr_u32_t *b);
void qr_u32_ch(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const qr_u32_t *b, const qr_u32_t *c);
void qr_u32_maj(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const qr_u32_t *b, const qr_u32_t *c);

/**
 * Equations between small numbers, gathered until their bits fill a field element: (sum of 2^k left) * 1 =
 * sum of 2^k right. Zero-initialise with `power` one (qr_multieq_init); close with qr_multieq_finish.
 */
typedef struct {
    qr_lc_t left, right;
    uint64_t value[4]; /**< of both sides, as a plain number */
    unsigned bits;     /**< in use */
    qr_fr_t power;     /**< 2^bits */
} qr_multieq_t;
void qr_multieq_init(qr_multieq_t *out);
/** Emits what is left, and frees. */
void qr_multieq_finish(qr_cs_t *cs, qr_multieq_t *equations);

/** Most operands of a sum. */
#define QR_U32_OPERANDS 10u
/** out = sum of 2 to QR_U32_OPERANDS words modulo 2^32: new bits, carries included; a constant if all are. */
void qr_u32_add_many(qr_cs_t *cs, qr_multieq_t *equations, qr_u32_t *out, const qr_u32_t *const *operands,
                     size_t count);

#endif
