/** @file poseidon_portable.c  Poseidon in portable C. */
#include "poseidon/kernels.h"

static inline qr_fr_t scalar_product(qr_fr_t a, qr_fr_t b) {
    return qr_fr_product(a, b);
}
static inline void scalar_dot(uint64_t acc[9], const qr_fr_t *values, size_t step,
                              const qr_fr_t *coefficients, size_t n);

#include "poseidon/scalar.h"

static inline void scalar_dot(uint64_t acc[9], const qr_fr_t *values, size_t step,
                              const qr_fr_t *coefficients, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < 4; j++) {
            scalar_multiply_add(acc + j, values[i * step].l, coefficients[i].l[j], 9 - j);
        }
    }
}

void qr_poseidon_portable(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                          size_t count) {
    scalar_hash_all(qr_poseidon_plan64(kind), out, columns, stride, count);
}
