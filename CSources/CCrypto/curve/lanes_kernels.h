/** @file lanes_kernels.h  Exactly eight points at a time with AVX-512 IFMA. Masks have a bit a lane. Private.
 */
#ifndef QR_CURVE_LANES_KERNELS_H
#define QR_CURVE_LANES_KERNELS_H

#include "quarry_curve.h"

#if defined(__x86_64__)

/** The points on the curve that are of order r. *unknown: those whose multiples met a special case, as no
 * point of the subgroup's does. */
uint8_t qr_lanes_g1_in_subgroup(uint8_t *unknown, const qr_g1_affine_t in[8]);
uint8_t qr_lanes_g2_in_subgroup(uint8_t *unknown, const qr_g2_affine_t in[8]);

/** Coordinates of compressed encodings, flags left aside. */
typedef struct {
    uint8_t canonical; /**< below p */
    uint8_t on_curve;  /**< there is a y; it is one of the two */
    uint8_t in_subgroup, unknown;
} qr_lanes_decoded_t;
qr_lanes_decoded_t qr_lanes_g1_decode(qr_g1_affine_t out[8], const uint8_t *in, size_t stride);
qr_lanes_decoded_t qr_lanes_g2_decode(qr_g2_affine_t out[8], const uint8_t *in, size_t stride);

/** The uncompressed encodings, without their flags, of points on the curve. */
uint8_t qr_lanes_g1_on_curve(const uint8_t *in);
uint8_t qr_lanes_g2_on_curve(const uint8_t *in);

/** out[i] = (low + high (z^2 - 1)) in[i] for k: two halves of `words` words (1 or 2) a point, low first;
 * below r, the low one below z^2 - 1. No infinity. */
void qr_lanes_g1_mul(qr_g1_t out[8], const qr_g1_affine_t in[8], const uint64_t *k, size_t words);
/** out[i] = sum of k[i][j] |z|^j in[i], below r, k[i][j] < |z|. No infinity. */
void qr_lanes_g2_mul(qr_g2_t out[8], const qr_g2_affine_t in[8], const uint64_t (*k)[4]);

/** out[i] = product of the Miller loops of pairs i and, for depth 2, i + 8; no infinity. */
void qr_lanes_miller(qr_fp12_t out[8], const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t depth);

/** Pairs of a list at most. */
enum { QR_LANES_DEPTH = 8 };
/** out[i] = product of the Miller loops of list i's pairs, those at depth i + j for j < depth with bit i of
 * active[j] set; p = (x / y, 1 / y), all lines readable and not infinity's where a bit is set. */
void qr_lanes_miller_lists(qr_fp12_t out[8], const qr_g1_affine_t *p, const uint8_t *active,
                           const qr_g2_prepared_t *const *lines, size_t depth);
/** qr_g2_prepare of eight points, infinity none of them. */
void qr_lanes_prepare(qr_g2_prepared_t out[8], const qr_g2_affine_t q[8]);
/** In place. */
void qr_lanes_final_exponentiation(qr_fp12_t a[8]);

#endif
#endif
