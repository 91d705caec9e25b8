/** @file fr_ifma.c  Products in Fr, eight at a time with AVX-512 IFMA. */
#if defined(__x86_64__)

#include "field/fr_ifma.h"

#include "field/fr_kernels.h"

#pragma clang attribute push(                                                             \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** 2^520 mod r in limbs: a raw factor times this, over R, times another factor, over R, is their plain
 * product. */
static const uint64_t radix_squared[5] = {0x99103f29c6cf0, 0x57927663d999e, 0xa1c0ed631138b, 0x3c829f7715f1b,
                                          0x009ff646cc027};

/** The factors of eight elements, ready for a product: element k has b[k / run]. */
static qr_fr8_t load_factors(const uint8_t *b, size_t k, size_t lanes, size_t run) {
    uint8_t gathered[8 * 32];
    for (size_t i = 0; i < lanes; i++) memcpy(gathered + 32 * i, b + 32 * ((k + i) / run), 32);
    qr_fr8_t factor = qr_fr8_from_words(qr_fr8_load(gathered, 32, lanes));
    return qr_fr8_product(factor, qr_fr8_broadcast(radix_squared));
}

void qr_fr_mul_ifma(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run) {
    qr_fr8_t factor = {0};
    size_t same_to = 0;  // up to here every lane of `factor` is right for all elements from k on
    for (size_t k = 0; k < count; k += 8) {
        size_t lanes = count - k < 8 ? count - k : 8;
        if (k + lanes > same_to) {
            factor = load_factors(b, k, lanes, run);
            size_t left = run - k % run;  // of the run that element k is in
            same_to = left < lanes ? k : left < count - k ? k + left : count;
        }
        qr_fr8_t value = qr_fr8_from_words(qr_fr8_load(a + 32 * k, 32, lanes));
        qr_fr8_store(out + 32 * k, qr_fr8_to_words(qr_fr8_product(factor, value)), lanes);
    }
}

#pragma clang attribute pop

#endif
