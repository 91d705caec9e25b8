/** @file fr_mulx.c  Products in Fr on byte arrays with MULX and ADX. */
#if defined(__x86_64__)

#include "field/fr_mulx.h"

#include "field/fr_kernels.h"

void qr_fr_mul_mulx(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run) {
    qr_fr_t factor = qr_fr_zero;
    size_t left = 0;
    for (size_t k = 0; k < count; k++, left--) {
        if (left == 0) {
            factor = qr_fr_mulx_product(qr_fr_r2, qr_fr_load(b));
            b += 32;
            left = run;
        }
        qr_fr_store(out + 32 * k, qr_fr_mulx_product(factor, qr_fr_load(a + 32 * k)));
    }
}

#endif
