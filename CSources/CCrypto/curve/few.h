/** @file few.h  Sums of multiples of a few points of G1 that stay the same, by tables made once. Private. */
#ifndef QR_CURVE_FEW_H
#define QR_CURVE_FEW_H

#include "quarry_curve.h"

/** Points of a table: odd multiples below 64, then their images by the endomorphism. */
#define QR_G1_FEW_TABLE 64u
/** Most points of a sum. */
#define QR_G1_FEW_POINTS 64u

/** tables: QR_G1_FEW_TABLE for each of n points of order r. */
void qr_g1_few_tables(qr_g1_affine_t *tables, const qr_g1_affine_t *points, size_t n);
/** out = sum of scalars[i] points[i], i < n <= QR_G1_FEW_POINTS; scalars below 2^256. */
void qr_g1_few_sum(qr_g1_t *out, const qr_g1_affine_t *tables, const uint8_t *scalars, size_t n);

#endif
