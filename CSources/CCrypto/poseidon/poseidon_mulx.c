/** @file poseidon_mulx.c  Poseidon with MULX and ADX. */
#if defined(__x86_64__)

#include "field/fr_mulx.h"
#include "poseidon/kernels.h"

#pragma clang attribute push(__attribute__((target("bmi,bmi2,adx"))), apply_to = function)

static inline qr_fr_t scalar_product(qr_fr_t a, qr_fr_t b) {
    return qr_fr_mulx_product(a, b);
}

static inline void scalar_dot(uint64_t acc[9], const qr_fr_t *values, size_t step,
                              const qr_fr_t *coefficients, size_t n) {
    for (size_t i = 0; i < n; i++) qr_fr_mulx_add_product(acc, values + i * step, coefficients + i);
}

#include "poseidon/scalar.h"

void qr_poseidon_mulx(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count) {
    scalar_hash_all(qr_poseidon_plan64(kind), out, columns, stride, count);
}

#pragma clang attribute pop

#endif
