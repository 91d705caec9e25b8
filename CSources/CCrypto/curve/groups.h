/**
 * @file groups.h
 * G1 and G2 in full: the group law of group.h for each, endomorphisms, membership, products by scalars. A
 * template: include after tower.h.
 */
#ifndef QR_CURVE_GROUPS_H
#define QR_CURVE_GROUPS_H

#include "curve/scalar.h"

/** Digits of the longest partial scalar: 128 bits, signed, and a carry. */
#define GROUP_DIGITS 130

/** Overwrites a secret; the compiler may not leave it out. */
TOWER_INLINE void curve_wipe(void *memory, size_t size) {
    memset(memory, 0, size);
    __asm__ volatile("" : : "r"(memory) : "memory");
}

static const qr_fp2_t groups_fp2_one = {
    {{UINT64_C(0x760900000002fffd), UINT64_C(0xebf4000bc40c0002), UINT64_C(0x5f48985753c758ba),
      UINT64_C(0x77ce585370525745), UINT64_C(0x5c071a97a256ec6d), UINT64_C(0x15f65ec3fa80e493)}},
    {{0}}};

TOWER_INLINE void g1_mul_3b(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_t t;
    fp_double(&t, a);
    fp_add(&t, &t, a);
    fp_double(&t, &t);
    fp_double(out, &t);
}

TOWER_INLINE void g2_mul_3b(qr_fp2_t *out, const qr_fp2_t *a) {
    qr_fp2_t t;
    fp2_mul_xi(&t, a);
    g1_mul_3b(&out->c0, &t.c0);
    g1_mul_3b(&out->c1, &t.c1);
}

#define group_t qr_g1_t
#define group_affine_t qr_g1_affine_t
#define group_field_t qr_fp_t
#define group_one (&qr_fp_one)
#define group_b (&qr_curve_b1)
#define GROUP(name) g1_##name
#define FIELD(name) fp_##name
#include "curve/group.h"
#undef group_t
#undef group_affine_t
#undef group_field_t
#undef group_one
#undef group_b
#undef GROUP
#undef FIELD

#define group_t qr_g2_t
#define group_affine_t qr_g2_affine_t
#define group_field_t qr_fp2_t
#define group_one (&groups_fp2_one)
#define group_b (&qr_curve_b2)
#define GROUP(name) g2_##name
#define FIELD(name) fp2_##name
#include "curve/group.h"
#undef group_t
#undef group_affine_t
#undef group_field_t
#undef group_one
#undef group_b
#undef GROUP
#undef FIELD

/* ---- Endomorphisms ---- */

/** out = psi(a), Jacobian. */
TOWER_OUTLINE void g2_psi(qr_g2_t *out, const qr_g2_t *a) {
    qr_fp2_t t;
    fp2_conjugate(&t, &a->x);
    fp2_mul(&out->x, &t, &qr_curve_psi_x);
    fp2_conjugate(&t, &a->y);
    fp2_mul(&out->y, &t, &qr_curve_psi_y);
    fp2_conjugate(&out->z, &a->z);
}

/** out = psi(psi(a)). */
TOWER_OUTLINE void g2_psi2(qr_g2_t *out, const qr_g2_t *a) {
    fp2_mul_fp(&out->x, &a->x, &qr_curve_psi2_x);
    fp2_neg(&out->y, &a->y);
    out->z = a->z;
}

/** a of order r? The test is (beta^2 x, y) = -[z^2] (x, y) (Scott, eprint 2021/1130). */
TOWER_OUTLINE bool g1_in_subgroup(const qr_g1_affine_t *a) {
    qr_g1_t s, t;
    g1_mul_z_affine(&s, a);
    g1_mul_z(&t, &s);
    g1_neg(&t, &t);
    g1_from_affine(&s, a);
    fp_mul(&s.x, &s.x, &qr_curve_beta);
    fp_mul(&s.x, &s.x, &qr_curve_beta);
    return g1_equal(&s, &t);
}

/** a of order r? The test is psi(a) = [z] a. */
TOWER_OUTLINE bool g2_in_subgroup(const qr_g2_affine_t *a) {
    qr_g2_t s, t;
    g2_mul_z_affine(&s, a);
    g2_neg(&s, &s);
    g2_from_affine(&t, a);
    g2_psi(&t, &t);
    return g2_equal(&s, &t);
}

/** out = k a, a of order r: k = k0 + k1 (z^2 - 1), halves of 128 bits. */
TOWER_OUTLINE void g1_mul(qr_g1_t *out, const qr_g1_t *a, const uint8_t k[32]) {
    qr_g1_t tables[2][8];
    int8_t digits[2][GROUP_DIGITS];
    uint64_t halves[2][2];
    qr_scalar_split_lambda(halves, k);
    int top = 0;
    for (int j = 0; j < 2; j++) {
        int bits = qr_scalar_digits(digits[j], GROUP_DIGITS, halves[j], 2, 16);
        top = bits > top ? bits : top;
    }
    g1_odd_multiples(tables[0], a);
    for (int i = 0; i < 8; i++) {
        tables[1][i] = tables[0][i];
        fp_mul(&tables[1][i].x, &tables[1][i].x, &qr_curve_beta);
    }
    g1_mul_digits(out, (const qr_g1_t(*)[8])tables, digits, 2, top);
}

/** out = k a, a of order r: k = sum of k_i |z|^i, four words, and |z| a = -psi(a). */
TOWER_OUTLINE void g2_mul(qr_g2_t *out, const qr_g2_t *a, const uint8_t k[32]) {
    qr_g2_t tables[4][8];
    int8_t digits[4][GROUP_DIGITS];
    uint64_t words[4];
    qr_scalar_split_z(words, k);
    int top = 0;
    for (int j = 0; j < 4; j++) {
        int bits = qr_scalar_digits(digits[j], GROUP_DIGITS, &words[j], 1, 16);
        top = bits > top ? bits : top;
    }
    g2_odd_multiples(tables[0], a);
    for (int i = 0; i < 8; i++) {
        g2_psi(&tables[1][i], &tables[0][i]);
        g2_neg(&tables[1][i], &tables[1][i]);
        g2_psi2(&tables[2][i], &tables[0][i]);
        g2_psi2(&tables[3][i], &tables[1][i]);
    }
    g2_mul_digits(out, (const qr_g2_t(*)[8])tables, digits, 4, top);
}

/** out = secret a, a of order r, constant time: windows of two bits of both halves of the scalar. */
TOWER_OUTLINE void g1_mul_secret(qr_g1_t *out, const qr_g1_affine_t *a, const uint8_t secret[32]) {
    qr_g1_t table[16];
    uint64_t halves[2][2];
    uint8_t windows[64];
    qr_scalar_split_lambda(halves, secret);
    for (int i = 0; i < 64; i++) {
        windows[i] = (uint8_t)((halves[0][i / 32] >> (2 * (i % 32)) & 3) |
                               (halves[1][i / 32] >> (2 * (i % 32)) & 3) << 2);
    }
    // table[j + 4 k] = j a + k [z^2 - 1] a.
    memset(&table[0], 0, sizeof table[0]);
    table[0].y = qr_fp_one;
    g1_complete_from_affine(&table[1], a);
    for (int j = 2; j < 4; j++) g1_complete_add(&table[j], &table[j - 1], &table[1]);
    for (int k = 1; k < 4; k++) {
        table[4 * k] = table[k];
        fp_mul(&table[4 * k].x, &table[k].x, &qr_curve_beta);
        for (int j = 1; j < 4; j++) g1_complete_add(&table[j + 4 * k], &table[j], &table[4 * k]);
    }
    g1_mul_windows(out, table, windows, 2);
    curve_wipe(halves, sizeof halves);
    curve_wipe(windows, sizeof windows);
}

/** The same on G2: one bit of each of the four words of the scalar. */
TOWER_OUTLINE void g2_mul_secret(qr_g2_t *out, const qr_g2_affine_t *a, const uint8_t secret[32]) {
    qr_g2_t table[16];
    uint64_t words[4];
    uint8_t windows[64];
    qr_scalar_split_z(words, secret);
    for (int i = 0; i < 64; i++) {
        windows[i] = 0;
        for (int j = 0; j < 4; j++) windows[i] |= (uint8_t)((words[j] >> i & 1) << j);
    }
    // table[1 << j] = |z|^j a; psi works on homogeneous coordinates as it does on Jacobian ones.
    memset(&table[0], 0, sizeof table[0]);
    table[0].y = groups_fp2_one;
    g2_complete_from_affine(&table[1], a);
    g2_psi(&table[2], &table[1]);
    g2_neg(&table[2], &table[2]);
    g2_psi2(&table[4], &table[1]);
    g2_psi2(&table[8], &table[2]);
    for (int j = 2; j < 16; j <<= 1) {
        for (int k = 1; k < j; k++) g2_complete_add(&table[j + k], &table[j], &table[k]);
    }
    g2_mul_windows(out, table, windows, 1);
    curve_wipe(words, sizeof words);
    curve_wipe(windows, sizeof windows);
}

#endif
