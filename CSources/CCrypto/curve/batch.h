/** @file batch.h  A product of pairings gathered pair by pair, and coefficients for random combinations. */
#ifndef QR_CURVE_BATCH_H
#define QR_CURVE_BATCH_H

#include "quarry_curve.h"

/** Pairs waiting for a shared Miller loop, and the product of those done. */
typedef struct {
    size_t count;
    qr_g1_affine_t p[16];
    qr_g2_affine_t q[16];
    qr_fp12_t product;
} qr_pairing_batch_t;

void qr_pairing_batch_init(qr_pairing_batch_t *batch);
void qr_pairing_batch_add(qr_pairing_batch_t *batch, const qr_g1_affine_t *p, const qr_g2_affine_t *q);
/** Is the product of all pairings 1? */
bool qr_pairing_batch_is_one(qr_pairing_batch_t *batch);

/** Coefficients for random combinations: k[0] + k[1] (z^2 - 1) for random words is one of 2^128 different
 * values modulo r, at half the price of a multiplication by other numbers of that size. */
void qr_pairing_batch_draw(uint64_t k[2]);
/** The coefficient as a scalar. */
void qr_pairing_batch_scalar(uint8_t out[32], const uint64_t k[2]);
/** Both in one. */
void qr_pairing_batch_coefficient(uint8_t out[32]);

#endif
