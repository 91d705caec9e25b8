/** @file batch.c  A product of pairings gathered pair by pair, and coefficients for random combinations. */
#include "curve/batch.h"

#include <sodium.h>
#include <string.h>

#include "curve/constants.h"
#include "field/fr.h"

enum { BATCH_PAIRS = sizeof(((qr_pairing_batch_t *)0)->p) / sizeof(qr_g1_affine_t) };

void qr_pairing_batch_init(qr_pairing_batch_t *batch) {
    batch->count = 0;
    batch->product = qr_gt_one;
}

static void batch_flush(qr_pairing_batch_t *batch) {
    qr_fp12_t f;
    qr_miller_loop(&f, batch->p, batch->q, batch->count, NULL, NULL, 0);
    qr_gt_mul(&batch->product, &batch->product, &f);
    batch->count = 0;
}

void qr_pairing_batch_add(qr_pairing_batch_t *batch, const qr_g1_affine_t *p, const qr_g2_affine_t *q) {
    if (batch->count == BATCH_PAIRS) batch_flush(batch);
    batch->p[batch->count] = *p;
    batch->q[batch->count++] = *q;
}

bool qr_pairing_batch_is_one(qr_pairing_batch_t *batch) {
    qr_fp12_t f;
    batch_flush(batch);
    qr_final_exponentiation(&f, &batch->product);
    return qr_gt_is_one(&f);
}

void qr_pairing_batch_draw(uint64_t k[2]) {
    (void)sodium_init();
    randombytes_buf(k, 2 * sizeof *k);
}

void qr_pairing_batch_scalar(uint8_t out[32], const uint64_t k[2]) {
    // k1 (z^2 - 1) + k0, below 2^192.
    const qr_u128_t lambda = (qr_u128_t)QR_CURVE_Z * QR_CURVE_Z - 1;
    qr_u128_t low = (qr_u128_t)k[1] * (uint64_t)lambda + k[0];
    qr_u128_t high = (qr_u128_t)k[1] * (uint64_t)(lambda >> 64) + (uint64_t)(low >> 64);
    uint64_t words[4] = {(uint64_t)low, (uint64_t)high, (uint64_t)(high >> 64), 0};
    for (size_t i = 0; i < 32; i++) out[i] = (uint8_t)(words[i / 8] >> (8 * (i % 8)));
}

void qr_pairing_batch_coefficient(uint8_t out[32]) {
    uint64_t k[2];
    qr_pairing_batch_draw(k);
    qr_pairing_batch_scalar(out, k);
}
