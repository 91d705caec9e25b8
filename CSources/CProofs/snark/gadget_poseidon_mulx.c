/** @file gadget_poseidon_mulx.c  Values of the Poseidon circuit with MULX and ADX. */
#if defined(__x86_64__)

#include "field/fr_mulx.h"
#include "gadget_poseidon_plan.h"

#pragma clang attribute push(__attribute__((target("bmi,bmi2,adx"))), apply_to = function)

static inline qr_fr_t trace_product(qr_fr_t a, qr_fr_t b) {
    return qr_fr_mulx_product(a, b);
}

static inline void trace_add_product(uint64_t acc[9], const qr_fr_t *a, const qr_fr_t *b) {
    qr_fr_mulx_add_product(acc, a, b);
}

#include "gadget_poseidon_trace.h"

qr_fr_t qr_poseidon_trace_mulx(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                               const qr_fr_t *in) {
    return trace_hash(boxes, plan, in);
}

#pragma clang attribute pop

#endif
