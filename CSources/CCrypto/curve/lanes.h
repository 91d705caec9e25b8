/**
 * @file lanes.h
 * Many points at once: eight at a time on a CPU with AVX-512 IFMA, else one by one. Results are those of the
 * functions for one point, in every case. Private.
 */
#ifndef QR_CURVE_LANES_H
#define QR_CURVE_LANES_H

#include "quarry_curve.h"

/** out[i]: is points[i], on the curve, of order r? */
void qr_g1_in_subgroup_many(bool *out, const qr_g1_affine_t *points, size_t n);
void qr_g2_in_subgroup_many(bool *out, const qr_g2_affine_t *points, size_t n);

/** status[i], out[i]: qr_g1_decode of the encoding at in + i stride, with its check of the subgroup. */
void qr_g1_decode_many(qr_status_t *status, qr_g1_affine_t *out, const uint8_t *in, size_t stride, size_t n);
void qr_g2_decode_many(qr_status_t *status, qr_g2_affine_t *out, const uint8_t *in, size_t stride, size_t n);

/** out[i]: is the uncompressed encoding at in + i size one of a point on the curve, not infinity and without
 * flags? Nothing is said of the subgroup. */
void qr_g1_file_on_curve_many(bool *out, const uint8_t *in, size_t n);
void qr_g2_file_on_curve_many(bool *out, const uint8_t *in, size_t n);

/** out[i] = (k[i][0] + k[i][1] (z^2 - 1)) points[i], points of order r. */
void qr_g1_mul_short_many(qr_g1_t *out, const qr_g1_affine_t *points, const uint64_t (*k)[2], size_t n);

/** out[i] = scalars[i] points[i]: 32 bytes each, any, and points of order r. */
void qr_g1_mul_many(qr_g1_t *out, const qr_g1_affine_t *points, const uint8_t *scalars, size_t n);
void qr_g2_mul_many(qr_g2_t *out, const qr_g2_affine_t *points, const uint8_t *scalars, size_t n);

/** out = product of the Miller loops of the first pairs, as many of them as go well into lanes; their number
 * is the result. out is not set for 0. */
size_t qr_miller_many(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n);

/** out[i] = the lines of q[i]. */
void qr_g2_prepare_many(qr_g2_prepared_t *out, const qr_g2_affine_t *q, size_t n);
/** a[i] = a[i]^(3 (p^12 - 1) / r). */
void qr_final_exponentiation_many(qr_fp12_t *a, size_t n);
/** out[i] = product of the Miller loops of list i of n: pairs i depth to (i + 1) depth - 1, depth <= 8. A p
 * at infinity fills up a shorter list; its lines have to be readable all the same. */
void qr_miller_lists(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_prepared_t *const *lines,
                     size_t depth, size_t n);

#endif
