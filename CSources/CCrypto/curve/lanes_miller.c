/**
 * @file lanes_miller.c
 * Miller loops of eight pairs, or twice eight, at a time with AVX-512 IFMA, each pair in a lane of its own;
 * the lines are those of miller.h up to factors in Fp2.
 */
#if defined(__x86_64__)

#include "curve/constants.h"
#include "curve/kernels.h"
#include "curve/lanes_kernels.h"
#include "curve/lanes_tower.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** Pairs of a lane that share their squarings. */
enum { MILLER_DEPTH = 2 };

typedef struct {
    qr_fp8x2_t x, y, z;   /**< T, homogeneous: up to 7, 35 and 13 p */
    qr_fp8x2_t qx, qy;    /**< affine */
    qr_fp8_t minus_x, py; /**< of P */
} miller_lanes_t;

/** 12 a, limb by limb. */
QR_FP8_INLINE qr_fp8x2_t fp8x2_twelve(qr_fp8x2_t a) {
    qr_fp8x2_t twice = fp8x2_add_limbs(a, a), four = fp8x2_add_limbs(twice, twice);
    return fp8x2_add_limbs(fp8x2_add_limbs(four, four), four);
}

/** T <- 2 T and the tangent, by the formulas of miller_double with coordinates four times as large. */
QR_FP8_OUTLINE void miller_lanes_double(qr_fp8x2_t l[3], miller_lanes_t *t) {
    qr_fp8x2_t a, b, c, e, g, h, s;
    qr_fp8x2_mul(&a, &t->x, &t->y);
    fp8x2_square_far(&b, &t->y);
    fp8x2_square_far(&c, &t->z);
    h = fp8x2_sum(t->y, t->z);
    fp8x2_square_far(&h, &h);
    h = fp8x2_settle(fp8x2_less_both(h, b, c), 8);
    e = fp8x2_settle(fp8x2_twelve(fp8x2_mul_xi_limbs(c)), 32);  // 81 p
    fp8x2_square_far(&s, &t->x);
    l[1] = fp8x2_settle(fp8x2_add_limbs(fp8x2_add_limbs(s, s), s), 0);
    l[0] = fp8x2_settle(fp8x2_sub_limbs(b, e), 128);
    l[2] = h;
    s = fp8x2_add_limbs(fp8x2_add_limbs(e, e), e);
    g = fp8x2_settle(fp8x2_sub_limbs(b, s), 256);
    s = fp8x2_sum(b, s);
    qr_fp8x2_mul(&a, &a, &g);
    t->x = fp8x2_sum(a, a);
    fp8x2_square_far(&g, &s);
    fp8x2_square_far(&e, &e);
    t->y = fp8x2_settle(fp8x2_sub_limbs(g, fp8x2_twelve(e)), 32);
    qr_fp8x2_mul(&a, &b, &h);
    a = fp8x2_add_limbs(a, a);
    t->z = fp8x2_sum(a, a);
}

/** T <- T + Q and the chord, as miller_add. */
QR_FP8_OUTLINE void miller_lanes_add(qr_fp8x2_t l[3], miller_lanes_t *t) {
    qr_fp8x2_t theta, lambda, c, d, e, g, h;
    qr_fp8x2_mul(&c, &t->qy, &t->z);
    theta = fp8x2_settle(fp8x2_sub_limbs(t->y, c), 8);
    qr_fp8x2_mul(&c, &t->qx, &t->z);
    lambda = fp8x2_settle(fp8x2_sub_limbs(t->x, c), 8);
    fp8x2_square_far(&c, &theta);
    fp8x2_square_far(&d, &lambda);
    qr_fp8x2_mul(&e, &lambda, &d);
    qr_fp8x2_mul(&c, &t->z, &c);
    qr_fp8x2_mul(&g, &t->x, &d);
    h = fp8x2_sub_limbs(fp8x2_add_limbs(c, e), fp8x2_add_limbs(g, g));
    h = fp8x2_settle(h, 8);  // 14.1 p
    qr_fp8x2_mul(&t->x, &lambda, &h);
    g = fp8x2_settle(fp8x2_sub_limbs(g, h), 16);
    qr_fp8x2_mul(&g, &theta, &g);
    qr_fp8x2_mul(&h, &e, &t->y);
    t->y = fp8x2_settle(fp8x2_sub_limbs(g, h), 8);
    qr_fp8x2_mul(&t->z, &t->z, &e);
    qr_fp8x2_mul(&c, &theta, &t->qx);
    qr_fp8x2_mul(&d, &lambda, &t->qy);
    l[0] = fp8x2_settle(fp8x2_sub_limbs(c, d), 8);
    l[1] = theta;
    l[2] = lambda;
}

/** f *= the line l at P. */
static void miller_lanes_take(fp8x12_t *f, bool *started, qr_fp8x2_t l[3], const miller_lanes_t *t) {
    fp8x2_mul_fp(&l[1], &l[1], &t->minus_x);
    fp8x2_mul_fp(&l[2], &l[2], &t->py);
    if (*started) {
        fp8x12_mul_line(f, l);
        return;
    }
    *started = true;
    memset(f, 0, sizeof *f);
    // Below 128 p as it has to be, once l[0] is.
    qr_fp8x2_t one = {{qr_fp8_broadcast(fp8_one), {0}}};
    qr_fp8x2_mul(&f->c[0].c[0], &l[0], &one);
    f->c[0].c[1] = l[1];
    f->c[1].c[1] = l[2];
}

static void miller_lanes_load(miller_lanes_t *out, const qr_g1_affine_t p[8], const qr_g2_affine_t q[8]) {
    const qr_fp8_t zero = {0}, x = fp8_load(&p[0].x, sizeof p[0]);
    out->minus_x = fp8_settle(qr_fp8_sub_limbs(zero, x), 8);
    out->py = fp8_load(&p[0].y, sizeof p[0]);
    out->qx = fp8x2_load(&q[0].x, sizeof q[0]);
    out->qy = fp8x2_load(&q[0].y, sizeof q[0]);
    out->x = out->qx;
    out->y = out->qy;
    memset(&out->z, 0, sizeof out->z);
    out->z.c[0] = qr_fp8_broadcast(fp8_one);
}

void qr_lanes_miller(qr_fp12_t out[8], const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t depth) {
    miller_lanes_t t[MILLER_DEPTH];
    qr_fp8x2_t l[3];
    fp8x12_t f;
    bool started = false;
    for (size_t i = 0; i < depth; i++) miller_lanes_load(&t[i], p + 8 * i, q + 8 * i);
    for (int bit = 62; bit >= 0; bit--) {
        if (started) fp8x12_square(&f);
        for (size_t i = 0; i < depth; i++) {
            miller_lanes_double(l, &t[i]);
            miller_lanes_take(&f, &started, l, &t[i]);
        }
        if (!(QR_CURVE_Z >> bit & 1)) continue;
        for (size_t i = 0; i < depth; i++) {
            miller_lanes_add(l, &t[i]);
            miller_lanes_take(&f, &started, l, &t[i]);
        }
    }
    fp8x12_store(out, &f);
    for (int i = 0; i < 8; i++) qr_gt_conjugate(&out[i], &out[i]);
}

#pragma clang attribute pop

#endif
