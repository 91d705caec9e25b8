/** @file lanes_ifma.c  Points of G1 and G2 eight at a time with AVX-512 IFMA. */
#if defined(__x86_64__)

#include "curve/constants.h"
#include "curve/lanes_field.h"
#include "curve/lanes_kernels.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/* ---- Names of the template's field functions ---- */

typedef qr_fp8_t fp8x1_t;
#define fp8x1_load fp8_load
#define fp8x1_store fp8_store
#define fp8x1_mul qr_fp8_mul
#define fp8x1_square qr_fp8_square
#define fp8x1_add_limbs qr_fp8_add_limbs
#define fp8x1_sub_limbs qr_fp8_sub_limbs
#define fp8x1_settle fp8_settle
#define fp8x1_is_zero fp8_is_zero
#define fp8x2_mul qr_fp8x2_mul
#define fp8x2_square fp8x2_square_far

#define EIGHT(name) g1_eight_##name
#define FIELD8(name) fp8x1_##name
#define eight_t fp8x1_t
#define eight_affine_public_t qr_g1_affine_t
#define eight_public_t qr_g1_t
#include "curve/lanes_group.h"
#undef EIGHT
#undef FIELD8
#undef eight_t
#undef eight_affine_public_t
#undef eight_public_t

#define EIGHT(name) g2_eight_##name
#define FIELD8(name) fp8x2_##name
#define eight_t qr_fp8x2_t
#define eight_affine_public_t qr_g2_affine_t
#define eight_public_t qr_g2_t
#include "curve/lanes_group.h"
#undef EIGHT
#undef FIELD8
#undef eight_t
#undef eight_affine_public_t
#undef eight_public_t

/* ---- Membership ---- */

/** (beta^2 x, y) = -[z^2] (x, y)? */
static __mmask8 g1_eight_in_subgroup(__mmask8 *unknown, const g1_eight_affine_t *a) {
    g1_eight_point_t s, t;
    g1_eight_affine_t image;
    const qr_fp8_t beta = fp8_spread(&qr_curve_beta), zero = {0};
    g1_eight_mul_z_affine(&s, a);
    g1_eight_mul_z(&t, &s);
    qr_fp8_mul(&image.x, &a->x, &beta);
    qr_fp8_mul(&image.x, &image.x, &beta);
    image.y = fp8_settle(qr_fp8_sub_limbs(zero, a->y), 8);
    *unknown = fp8_is_zero(&t.z);
    return g1_eight_equals_affine(&t, &image) & (__mmask8) ~*unknown;
}

/** psi(a) = [z] a, that is, -psi(a) = [|z|] a? */
static __mmask8 g2_eight_in_subgroup(__mmask8 *unknown, const g2_eight_affine_t *a) {
    g2_eight_point_t s;
    g2_eight_affine_t image;
    const qr_fp8_t zero = {0};
    const qr_fp8x2_t by_x = fp8x2_load(&qr_curve_psi_x, 0), by_y = fp8x2_load(&qr_curve_psi_y, 0);
    g2_eight_mul_z_affine(&s, a);
    image.x = a->x;
    image.x.c[1] = fp8_settle(qr_fp8_sub_limbs(zero, a->x.c[1]), 8);
    image.y.c[0] = fp8_settle(qr_fp8_sub_limbs(zero, a->y.c[0]), 8);
    image.y.c[1] = a->y.c[1];
    qr_fp8x2_mul(&image.x, &image.x, &by_x);
    qr_fp8x2_mul(&image.y, &image.y, &by_y);
    *unknown = fp8x2_is_zero(&s.z);
    return g2_eight_equals_affine(&s, &image) & (__mmask8) ~*unknown;
}

uint8_t qr_lanes_g1_in_subgroup(uint8_t *unknown, const qr_g1_affine_t in[8]) {
    const g1_eight_affine_t a = g1_eight_load(in);
    return g1_eight_in_subgroup(unknown, &a);
}

uint8_t qr_lanes_g2_in_subgroup(uint8_t *unknown, const qr_g2_affine_t in[8]) {
    const g2_eight_affine_t a = g2_eight_load(in);
    return g2_eight_in_subgroup(unknown, &a);
}

/* ---- Decoding ---- */

/** out = x^3 + 4. */
static void g1_eight_right_side(qr_fp8_t *out, const qr_fp8_t *x) {
    qr_fp8_t t;
    qr_fp8_square(&t, x);
    qr_fp8_mul(&t, &t, x);
    *out = fp8_settle(qr_fp8_add_limbs(t, fp8_spread(&qr_curve_b1)), 0);
}

/** out = x^3 + 4 (1 + u). */
static void g2_eight_right_side(qr_fp8x2_t *out, const qr_fp8x2_t *x) {
    qr_fp8x2_t t;
    fp8x2_square_far(&t, x);
    qr_fp8x2_mul(&t, &t, x);
    *out = fp8x2_settle(fp8x2_add_limbs(t, fp8x2_load(&qr_curve_b2, 0)), 0);
}

/** out = a root of a; the lanes that have one. The method is that of roots.h, with d = 1. */
static __mmask8 g2_eight_sqrt(qr_fp8x2_t *out, const qr_fp8x2_t *a) {
    qr_fp8_t norm, s, t, other, r, x0, x1, check;
    const qr_fp8_t zero = {0};
    qr_fp8x2_norm(&norm, a);
    const __mmask8 square = fp8_sqrt(&s, &norm);
    t = fp8_settle(qr_fp8_add_limbs(a->c[0], s), 0);
    other = fp8_settle(qr_fp8_sub_limbs(a->c[0], s), 8);
    t = fp8_times(fp8_blend(fp8_is_zero(&t), t, other), fp8_half);
    fp8_root_power(&r, &t);
    qr_fp8_mul(&x0, &t, &r);
    x1 = fp8_times(a->c[1], fp8_half);
    qr_fp8_mul(&x1, &x1, &r);
    // r^2 t is 1 or -1, or t is 0.
    qr_fp8_mul(&check, &x0, &r);
    check = fp8_settle(qr_fp8_sub_limbs(check, qr_fp8_broadcast(fp8_one)), 8);
    const __mmask8 plain = fp8_is_zero(&check) | fp8_is_zero(&t);
    out->c[0] = fp8_blend(plain, fp8_settle(qr_fp8_sub_limbs(zero, x1), 8), x0);
    out->c[1] = fp8_blend(plain, x0, x1);
    return square;
}

qr_lanes_decoded_t qr_lanes_g1_decode(qr_g1_affine_t out[8], const uint8_t *in, size_t stride) {
    g1_eight_affine_t a;
    qr_lanes_decoded_t result;
    a.x = fp8_read(in, stride, true);
    result.canonical = fp8_below_modulus(a.x);
    a.x = fp8_times(a.x, fp8_from_raw);
    g1_eight_right_side(&a.y, &a.x);
    result.on_curve = fp8_sqrt(&a.y, &a.y);
    result.in_subgroup = g1_eight_in_subgroup(&result.unknown, &a);
    fp8_store(&out[0].x, sizeof out[0], &a.x);
    fp8_store(&out[0].y, sizeof out[0], &a.y);
    return result;
}

/** Two coordinates, c1 before c0; lanes where both are below p. */
QR_FP8_INLINE __mmask8 g2_eight_read(qr_fp8x2_t *out, const uint8_t *in, size_t stride) {
    out->c[1] = fp8_read(in, stride, true);
    out->c[0] = fp8_read(in + 48, stride, true);
    const __mmask8 below = fp8_below_modulus(out->c[0]) & fp8_below_modulus(out->c[1]);
    out->c[0] = fp8_times(out->c[0], fp8_from_raw);
    out->c[1] = fp8_times(out->c[1], fp8_from_raw);
    return below;
}

qr_lanes_decoded_t qr_lanes_g2_decode(qr_g2_affine_t out[8], const uint8_t *in, size_t stride) {
    g2_eight_affine_t a;
    qr_lanes_decoded_t result;
    result.canonical = g2_eight_read(&a.x, in, stride);
    g2_eight_right_side(&a.y, &a.x);
    result.on_curve = g2_eight_sqrt(&a.y, &a.y);
    result.in_subgroup = g2_eight_in_subgroup(&result.unknown, &a);
    fp8x2_store(&out[0].x, sizeof out[0], &a.x);
    fp8x2_store(&out[0].y, sizeof out[0], &a.y);
    return result;
}

uint8_t qr_lanes_g1_on_curve(const uint8_t *in) {
    g1_eight_affine_t a;
    qr_fp8_t t;
    a.x = fp8_read(in, 96, true);
    a.y = fp8_read(in + 48, 96, true);
    const __mmask8 below = fp8_below_modulus(a.x) & fp8_below_modulus(a.y);
    a.x = fp8_times(a.x, fp8_from_raw);
    a.y = fp8_times(a.y, fp8_from_raw);
    g1_eight_right_side(&a.x, &a.x);
    qr_fp8_square(&t, &a.y);
    t = fp8_settle(qr_fp8_sub_limbs(t, a.x), 8);
    return fp8_is_zero(&t) & below;
}

uint8_t qr_lanes_g2_on_curve(const uint8_t *in) {
    g2_eight_affine_t a;
    qr_fp8x2_t t;
    __mmask8 below = g2_eight_read(&a.x, in, 192);
    below &= g2_eight_read(&a.y, in + 96, 192);
    g2_eight_right_side(&a.x, &a.x);
    fp8x2_square_far(&t, &a.y);
    t = fp8x2_settle(fp8x2_sub_limbs(t, a.x), 8);
    return fp8x2_is_zero(&t) & below;
}

/* ---- Multiples ---- */

/** (beta^i x, (-1)^i y): 1, lambda and 1 + lambda = -lambda^2 times the point, lambda = z^2 - 1. */
typedef struct {
    g1_eight_affine_t multiple[3];
} g1_eight_units_t;

static void g1_eight_units(g1_eight_units_t *out, const g1_eight_affine_t *a) {
    const qr_fp8_t beta = fp8_spread(&qr_curve_beta), zero = {0};
    out->multiple[0] = *a;
    out->multiple[1].y = a->y;
    qr_fp8_mul(&out->multiple[1].x, &a->x, &beta);
    qr_fp8_mul(&out->multiple[2].x, &out->multiple[1].x, &beta);
    out->multiple[2].y = fp8_settle(qr_fp8_sub_limbs(zero, a->y), 8);
}

/** Bit `place` of each lane's word; k[i] is `stride` words after k[i - 1]. */
QR_FP8_INLINE __mmask8 eight_bits(const uint64_t *k, size_t stride, int place) {
    unsigned bits = 0;
    for (size_t i = 0; i < 8; i++)
        bits |= (unsigned)(k[i * stride + (size_t)place / 64] >> place % 64 & 1) << i;
    return (__mmask8)bits;
}

/* Sums meet no special case: what is added to and what is added are below r together, as is the scalar they
 * begin, so they are not opposite; and its digits in base lambda (or |z|) are the only ones, so they are not
 * equal. */

void qr_lanes_g1_mul(qr_g1_t out[8], const qr_g1_affine_t in[8], const uint64_t *k, size_t words) {
    const g1_eight_affine_t a = g1_eight_load(in);
    g1_eight_units_t units;
    g1_eight_point_t sum, fresh, added;
    __mmask8 started = 0;
    memset(&sum, 0, sizeof sum);
    g1_eight_units(&units, &a);
    for (int place = 64 * (int)words - 1; place >= 0; place--) {
        if (started) g1_eight_double(&sum, &sum);
        const __mmask8 low = eight_bits(k, 2 * words, place), high = eight_bits(k + words, 2 * words, place);
        const __mmask8 any = low | high;
        if (any == 0) continue;
        g1_eight_affine_t addend = units.multiple[0];
        addend.x = fp8_blend(high, addend.x, units.multiple[1].x);
        addend.x = fp8_blend(high & low, addend.x, units.multiple[2].x);
        addend.y = fp8_blend(high & low, addend.y, units.multiple[2].y);
        g1_eight_add_affine(&added, &sum, &addend);
        g1_eight_from_affine(&fresh, &addend);
        const __mmask8 begins = any & (__mmask8)~started, goes_on = any & started;
        sum.x = fp8_blend(begins, fp8_blend(goes_on, sum.x, added.x), fresh.x);
        sum.y = fp8_blend(begins, fp8_blend(goes_on, sum.y, added.y), fresh.y);
        sum.z = fp8_blend(begins, fp8_blend(goes_on, sum.z, added.z), fresh.z);
        started |= any;
    }
    g1_eight_store(out, &sum);
}

/** table[d] = sum of the images (-psi)^i of a for the bits i of d; table[0] is that of 1. */
static void g2_eight_table(g2_eight_point_t table[16], const g2_eight_affine_t *a) {
    const qr_fp8x2_t by_x = fp8x2_load(&qr_curve_psi_x, 0), by_y = fp8x2_load(&qr_curve_psi_y, 0);
    const qr_fp8_t zero = {0};
    g2_eight_affine_t image = *a;
    g2_eight_from_affine(&table[1], &image);
    table[0] = table[1];
    for (int i = 1; i < 4; i++) {
        image.x.c[1] = fp8_settle(qr_fp8_sub_limbs(zero, image.x.c[1]), 8);
        image.y.c[0] = fp8_settle(qr_fp8_sub_limbs(zero, image.y.c[0]), 8);
        qr_fp8x2_mul(&image.x, &image.x, &by_x);
        qr_fp8x2_mul(&image.y, &image.y, &by_y);
        g2_eight_from_affine(&table[1 << i], &image);
        for (int j = 1; j < 1 << i; j++) g2_eight_add_affine(&table[j + (1 << i)], &table[j], &image);
    }
}

QR_FP8_INLINE void g2_eight_blend(g2_eight_point_t *a, __mmask8 mask, const g2_eight_point_t *b) {
    a->x = fp8x2_blend(mask, a->x, b->x);
    a->y = fp8x2_blend(mask, a->y, b->y);
    a->z = fp8x2_blend(mask, a->z, b->z);
}

void qr_lanes_g2_mul(qr_g2_t out[8], const qr_g2_affine_t in[8], const uint64_t (*k)[4]) {
    const g2_eight_affine_t a = g2_eight_load(in);
    g2_eight_point_t table[16], sum, added;
    __mmask8 started = 0;
    memset(&sum, 0, sizeof sum);
    g2_eight_table(table, &a);
    for (int place = 63; place >= 0; place--) {
        if (started) g2_eight_double(&sum, &sum);
        __mmask8 bits[4], any = 0;
        for (int i = 0; i < 4; i++) {
            bits[i] = eight_bits(&k[0][i], 4, place);
            any |= bits[i];
        }
        if (any == 0) continue;
        g2_eight_point_t addend = table[0];
        for (unsigned d = 2; d < 16; d++) {
            __mmask8 mask = any;
            for (unsigned i = 0; i < 4; i++) mask &= d >> i & 1 ? bits[i] : (__mmask8)~bits[i];
            if (mask != 0) g2_eight_blend(&addend, mask, &table[d]);
        }
        g2_eight_add(&added, &sum, &addend);
        g2_eight_blend(&sum, any & started, &added);
        g2_eight_blend(&sum, any & (__mmask8)~started, &addend);
        started |= any;
    }
    g2_eight_store(out, &sum);
}

#pragma clang attribute pop

#endif
