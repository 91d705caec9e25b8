/** @file fr.c  Fr on byte arrays: portable forms and the choice of variant; powers and inverses. */
#include "field/fr.h"

#include "field/fr_kernels.h"
#include "quarry_crypto.h"

qr_fr_t qr_fr_power(qr_fr_t a, const uint64_t exponent[4]) {
    // Windows of four bits, most significant first.
    qr_fr_t table[16];
    table[0] = qr_fr_one;
    for (size_t i = 1; i < 16; i++) table[i] = qr_fr_product(table[i - 1], a);
    qr_fr_t out = qr_fr_one;
    for (size_t i = 64; i-- > 0;) {
        for (size_t k = 0; k < 4; k++) out = qr_fr_square(out);
        out = qr_fr_product(out, table[(exponent[i / 16] >> (4 * (i % 16))) & 15]);
    }
    return out;
}

qr_fr_t qr_fr_invert(qr_fr_t a) {
    static const uint64_t r_minus_2[4] = {QR_FR_R0 - 2, QR_FR_R1, QR_FR_R2, QR_FR_R3};
    // r's low word is 2^64 - 2^32 + 1, so subtracting 2 borrows nothing.
    return qr_fr_power(a, r_minus_2);
}

void qr_fr_add_portable(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
    for (size_t k = 0; k < 32 * count; k += 32) {
        qr_fr_store(out + k, qr_fr_sum(qr_fr_load(a + k), qr_fr_load(b + k)));
    }
}

void qr_fr_sub_portable(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
    for (size_t k = 0; k < 32 * count; k += 32) {
        qr_fr_store(out + k, qr_fr_difference(qr_fr_load(a + k), qr_fr_load(b + k)));
    }
}

void qr_fr_mul_portable(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run) {
    qr_fr_t factor = qr_fr_zero;
    size_t left = 0;
    for (size_t k = 0; k < count; k++, left--) {
        if (left == 0) {
            factor = qr_fr_to_montgomery(qr_fr_load(b));
            b += 32;
            left = run;
        }
        qr_fr_store(out + 32 * k, qr_fr_product(factor, qr_fr_load(a + 32 * k)));
    }
}

void qr_fr_add(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
#if defined(__x86_64__)
    if (qr_cpu_features() & QR_CPU_AVX512) return qr_fr_add_avx512(out, a, b, count);
#endif
    qr_fr_add_portable(out, a, b, count);
}

void qr_fr_sub(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
#if defined(__x86_64__)
    if (qr_cpu_features() & QR_CPU_AVX512) return qr_fr_sub_avx512(out, a, b, count);
#endif
    qr_fr_sub_portable(out, a, b, count);
}

void qr_fr_mul_runs(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run) {
    if (run == 0) return;
#if defined(__x86_64__)
    uint32_t features = qr_cpu_features();
    if (features & QR_CPU_AVX512IFMA) return qr_fr_mul_ifma(out, a, b, count, run);
    if (features & QR_CPU_AVX2) return qr_fr_mul_avx2(out, a, b, count, run);
#endif
    qr_fr_mul_portable(out, a, b, count, run);
}

void qr_fr_mul(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
    qr_fr_mul_runs(out, a, b, count, 1);
}

void qr_fr_inverse(uint8_t out[32], const uint8_t a[32]) {
    qr_fr_t value = qr_fr_to_montgomery(qr_fr_load(a));
    qr_fr_store(out, qr_fr_from_montgomery(qr_fr_invert(value)));
}

bool qr_fr_is_canonical(const uint8_t a[32]) {
    return qr_fr_below_modulus(qr_fr_load(a));
}
