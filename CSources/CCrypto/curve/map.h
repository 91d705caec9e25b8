/**
 * @file map.h
 * Field elements to points: simplified SWU for curves with a b != 0 (RFC 9380, 6.6.2, F.2) on the isogenous
 * curves, isogenies, cofactors cleared. A template: include after groups.h and roots.h.
 */
#ifndef QR_CURVE_MAP_H
#define QR_CURVE_MAP_H

TOWER_INLINE uint64_t fp_parity(const qr_fp_t *a) {
    qr_fp_wide_t wide = {{0}};
    qr_fp_t raw;
    memcpy(wide.l, a->l, sizeof a->l);
    fp_redc(&raw, &wide);
    return raw.l[0] & 1;
}

TOWER_INLINE uint64_t fp2_parity(const qr_fp2_t *a) {
    return fp_parity(&a->c0) | ((uint64_t)fp_is_zero(&a->c0) & fp_parity(&a->c1));
}

#define group_t qr_g1_t
#define group_field_t qr_fp_t
#define GROUP(name) g1_##name
#define FIELD(name) fp_##name
#define GROUP_ISO(name) qr_curve_iso1_##name
#define GROUP_SSWU(name) (&qr_curve_sswu1_##name)
#define GROUP_ISO_X_DEGREE 11
#define GROUP_ISO_DEGREE 15
#include "curve/map_group.h"
#undef group_t
#undef group_field_t
#undef GROUP
#undef FIELD
#undef GROUP_ISO
#undef GROUP_SSWU
#undef GROUP_ISO_X_DEGREE
#undef GROUP_ISO_DEGREE

#define group_t qr_g2_t
#define group_field_t qr_fp2_t
#define GROUP(name) g2_##name
#define FIELD(name) fp2_##name
#define GROUP_ISO(name) qr_curve_iso2_##name
#define GROUP_SSWU(name) (&qr_curve_sswu2_##name)
#define GROUP_ISO_X_DEGREE 3
#define GROUP_ISO_DEGREE 3
#include "curve/map_group.h"
#undef group_t
#undef group_field_t
#undef GROUP
#undef FIELD
#undef GROUP_ISO
#undef GROUP_SSWU
#undef GROUP_ISO_X_DEGREE
#undef GROUP_ISO_DEGREE

/** out on the curve isogenous to E, z = d: sqrt(gn / d^3) = gn d3 (gn d3^3)^((p - 3) / 4) if that is a root.
 */
TOWER_OUTLINE void g1_sswu(qr_g1_t *out, const qr_fp_t *u) {
    qr_fp_t t, n, d3, gn, uv, w, y, check;
    g1_sswu_fractions(&t, &n, &out->z, &d3, &gn, u);
    fp_mul(&uv, &gn, &d3);
    fp_square(&w, &d3);
    fp_mul(&w, &w, &uv);
    fp_root_power(&y, &w);
    fp_mul(&y, &y, &uv);
    fp_square(&check, &y);
    fp_mul(&check, &check, &d3);
    if (!fp_equal(&check, &gn)) {
        // y^2 = -g(x1): x2 = t x1, and its root is t u sqrt(-Z) y.
        fp_mul(&n, &n, &t);
        fp_mul(&y, &y, &t);
        fp_mul(&y, &y, u);
        fp_mul(&y, &y, &qr_curve_sswu1_root);
    }
    if (fp_parity(&y) != fp_parity(u)) fp_neg(&y, &y);
    fp_mul(&out->x, &n, &out->z);
    fp_mul(&out->y, &y, &d3);
}

/** The same over Fp2: gn / d3 = a / Norm(d3) with a = gn conj(d3). */
TOWER_OUTLINE void g2_sswu(qr_g2_t *out, const qr_fp2_t *u) {
    qr_fp2_t t, n, d3, gn, a, y;
    qr_fp_t norm, s, denominator, check;
    g2_sswu_fractions(&t, &n, &out->z, &d3, &gn, u);
    fp2_conjugate(&a, &d3);
    fp2_mul(&a, &a, &gn);
    fp2_norm(&denominator, &d3);
    fp2_norm(&norm, &a);
    fp_root_power(&s, &norm);
    fp_mul(&s, &s, &norm);
    fp_square(&check, &s);
    bool square = fp_equal(&check, &norm);
    if (!square) {
        // s^2 = -Norm(a): Norm(Z a) = 5 Norm(a) = -5 s^2.
        fp_mul(&s, &s, &qr_curve_sswu2_root);
        fp2_mul(&a, &a, &qr_curve_sswu2_z);
    }
    fp2_root_from_norm(&y, &a, &s, &denominator);
    if (!square) {
        fp2_mul(&n, &n, &t);
        fp2_mul(&y, &y, &t);
        fp2_mul(&y, &y, u);
    }
    if (fp2_parity(&y) != fp2_parity(u)) fp2_neg(&y, &y);
    fp2_mul(&out->x, &n, &out->z);
    fp2_mul(&out->y, &y, &d3);
}

/** The point of order r: times 1 - z. */
TOWER_OUTLINE void g1_map(qr_g1_affine_t *out, const qr_fp_t u[2]) {
    qr_g1_t s, t;
    g1_map_pair(&s, u);
    g1_mul_z(&t, &s);
    g1_add(&t, &t, &s);
    g1_batch_to_affine(out, &t, 1);
}

/** The point of order r: [z^2 - z - 1] a + [z - 1] psi(a) + psi^2(2 a) (Budroni and Pintore, eprint
 * 2017/419). */
TOWER_OUTLINE void g2_map(qr_g2_affine_t *out, const qr_fp2_t u[2]) {
    qr_g2_t a, psi, s, t;
    g2_map_pair(&a, u);
    g2_psi(&psi, &a);
    g2_neg(&psi, &psi);
    // With Z = -z: Z (Z a + a - psi(a)) - a - psi(a) + psi^2(2 a).
    g2_mul_z(&s, &a);
    g2_add(&s, &s, &a);
    g2_add(&s, &s, &psi);
    g2_mul_z(&t, &s);
    g2_add(&t, &t, &psi);
    g2_neg(&s, &a);
    g2_add(&t, &t, &s);
    g2_double(&a, &a);
    g2_psi2(&a, &a);
    g2_add(&t, &t, &a);
    g2_batch_to_affine(out, &t, 1);
}

#endif
