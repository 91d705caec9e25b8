/**
 * @file constants.h
 * Constants of the curve, in Montgomery form. Each is derivable as said beside it.
 */
#ifndef QR_CURVE_CONSTANTS_H
#define QR_CURVE_CONSTANTS_H

#include "quarry_curve.h"

/** |z| for the curve's parameter z < 0: r = z^4 - z^2 + 1, p = (z - 1)^2 r / 3 + z. */
#define QR_CURVE_Z UINT64_C(0xd201000000010000)

/** 3 p^2 rounded up to a multiple m of 2^320 p: words 5 to 11, m = ceil(3 p / 2^320). */
extern const uint64_t qr_curve_wide_shift[7];
/** xi^(k (p^n - 1) / 6) for n = 1, 2, 3 and k = 1 ... 5, xi = 1 + u. */
extern const qr_fp2_t qr_curve_frobenius[3][5];
/** Coefficients of E and its twist: 4 and 4 (1 + u). */
extern const qr_fp_t qr_curve_b1;
extern const qr_fp2_t qr_curve_b2;
/** A cube root of one: (beta x, y) = [z^2 - 1](x, y) on G1, so (beta^2 x, y) = [-z^2](x, y). */
extern const qr_fp_t qr_curve_beta;
/** psi(x, y) = (psi_x conj(x), psi_y conj(y)), 1/xi^((p-1)/3) and 1/xi^((p-1)/2); psi^2(x, y) =
 * (psi2_x x, -y), psi2_x the norm of psi_x. psi = [z] on G2. */
extern const qr_fp2_t qr_curve_psi_x;
extern const qr_fp2_t qr_curve_psi_y;
extern const qr_fp_t qr_curve_psi2_x;
/** RFC 9380, 8.8.1: the curve isogenous to E and Z = 11; root = sqrt(-Z). */
extern const qr_fp_t qr_curve_sswu1_a;
extern const qr_fp_t qr_curve_sswu1_b;
extern const qr_fp_t qr_curve_sswu1_z;
extern const qr_fp_t qr_curve_sswu1_root;
/** RFC 9380, 8.8.2: A = 240 u, B = 1012 (1 + u), Z = -(2 + u); root of -Norm(Z) = -5. */
extern const qr_fp2_t qr_curve_sswu2_a;
extern const qr_fp2_t qr_curve_sswu2_b;
extern const qr_fp2_t qr_curve_sswu2_z;
extern const qr_fp_t qr_curve_sswu2_root;
/** RFC 9380, E.2: the isogeny of degree 11, lowest coefficient first; denominators are monic. */
extern const qr_fp_t qr_curve_iso1_x_num[12];
extern const qr_fp_t qr_curve_iso1_x_den[10];
extern const qr_fp_t qr_curve_iso1_y_num[16];
extern const qr_fp_t qr_curve_iso1_y_den[15];
/** RFC 9380, E.3: the isogeny of degree 3. */
extern const qr_fp2_t qr_curve_iso2_x_num[4];
extern const qr_fp2_t qr_curve_iso2_x_den[2];
extern const qr_fp2_t qr_curve_iso2_y_num[4];
extern const qr_fp2_t qr_curve_iso2_y_den[3];

#endif
