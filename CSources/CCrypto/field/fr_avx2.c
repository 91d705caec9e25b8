/** @file fr_avx2.c  Products in Fr, four at a time with AVX2. */
#if defined(__x86_64__)

#include "field/fr_avx2.h"

#include "field/fr_kernels.h"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

/** 2^522 mod r in limbs: a raw factor times this, over R, times another factor, over R, is their plain
 * product. */
static const uint32_t radix_squared[9] = {0x0a71b3c0, 0x1d32207e, 0x1663d999, 0x1c5abc93, 0x03b58c44,
                                          0x0be37438, 0x0829f771, 0x1660139e, 0x0027fd91};

/** The factors of four elements, ready for a product: element k has b[k / run]. */
static qr_fr4_t load_factors(const uint8_t *b, size_t k, size_t lanes, size_t run) {
    uint8_t gathered[4 * 32];
    for (size_t i = 0; i < lanes; i++) memcpy(gathered + 32 * i, b + 32 * ((k + i) / run), 32);
    return qr_fr4_product(qr_fr4_load(gathered, 32, lanes), qr_fr4_broadcast(radix_squared));
}

void qr_fr_mul_avx2(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run) {
    qr_fr4_t factor = qr_fr4_broadcast(radix_squared);
    size_t same_to = 0;  // up to here every lane of `factor` is right for all elements from k on
    for (size_t k = 0; k < count; k += 4) {
        size_t lanes = count - k < 4 ? count - k : 4;
        if (k + lanes > same_to) {
            factor = load_factors(b, k, lanes, run);
            size_t left = run - k % run;  // of the run that element k is in
            same_to = left < lanes ? k : left < count - k ? k + left : count;
        }
        qr_fr4_t value = qr_fr4_load(a + 32 * k, 32, lanes);
        qr_fr4_store(out + 32 * k, qr_fr4_product(value, factor), lanes);
    }
}

#pragma clang attribute pop

#endif
