/**
 * @file lanes_miller.c
 * Miller loops of eight pairs, or twice eight, at a time with AVX-512 IFMA, each pair in a lane of its own;
 * the lines are those of miller.h up to factors in Fp2.
 */
#if defined(__x86_64__)

#include <stddef.h>

#include "curve/constants.h"
#include "curve/lanes_inverse.h"
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

/* ---- Lines known ---- */

/** Eight elements in the usual form where `lists` and `offset` say, as numbers. */
QR_FP8_INLINE qr_fp8_t miller_lanes_gather(const qr_g2_prepared_t *const *lines, size_t stride,
                                           size_t offset) {
    const __m512i order = _mm512_loadu_si512(fp8_order_words);
    qr_fp8_t out;
    __m512i *line = (__m512i *)&out;
    for (size_t i = 0; i < 8; i++) {
        line[i] = fp8_load_line((const uint8_t *)lines[i * stride] + offset, order);
    }
    return qr_fp8_transpose(out);
}

/** f *= line k of each lane's point, in the lanes of `active`. */
static void miller_lanes_take_known(fp8x12_t *f, const qr_g2_prepared_t *const *lines, size_t stride,
                                    size_t k, const qr_fp8_t factors[2], __mmask8 active) {
    const size_t offset = offsetof(qr_g2_prepared_t, lines) + k * sizeof lines[0]->lines[0];
    qr_fp8x2_t xy[2];
    for (size_t i = 0; i < 4; i++) {
        // The factors' further 2^32 takes the usual form to the lanes'.
        const qr_fp8_t t = miller_lanes_gather(lines, stride, offset + i * sizeof(qr_fp_t));
        qr_fp8_mul(&xy[i / 2].c[i % 2], &t, &factors[i / 2]);
    }
    if (active == 0xff) {
        fp8x12_mul_line_one(f, &xy[0], &xy[1]);
        return;
    }
    fp8x12_t product = *f;
    fp8x12_mul_line_one(&product, &xy[0], &xy[1]);
    for (int i = 0; i < 6; i++) {
        f->c[i / 3].c[i % 3] = fp8x2_blend(active, f->c[i / 3].c[i % 3], product.c[i / 3].c[i % 3]);
    }
}

void qr_lanes_miller_lists(qr_fp12_t out[8], const qr_g1_affine_t *p, const uint8_t *active,
                           const qr_g2_prepared_t *const *lines, size_t depth) {
    qr_fp8_t factors[QR_LANES_DEPTH][2];
    fp8x12_t f;
    for (size_t j = 0; j < depth; j++) {
        factors[j][0] = fp8_times(fp8_load(&p[j].y, depth * sizeof p[0]), fp8_from_384);
        factors[j][1] = fp8_times(fp8_load(&p[j].x, depth * sizeof p[0]), fp8_from_384);
    }
    memset(&f, 0, sizeof f);
    f.c[0].c[0].c[0] = qr_fp8_broadcast(fp8_one);
    size_t k = 0;
    for (int bit = 62; bit >= 0; bit--) {
        if (bit < 62) fp8x12_square(&f);
        const size_t last = k + (QR_CURVE_Z >> bit & 1);
        for (; k <= last; k++) {
            for (size_t j = 0; j < depth; j++) {
                miller_lanes_take_known(&f, lines + j, depth, k, factors[j], active[j]);
            }
        }
    }
    fp8x12_store(out, &f);
    for (int i = 0; i < 8; i++) qr_gt_conjugate(&out[i], &out[i]);
}

enum { MILLER_LINES = 68 };

typedef struct {
    qr_fp8x2_t l[MILLER_LINES][3], before[MILLER_LINES];
} miller_lanes_lines_t;

/** Scales each line to have l[2] = 1 and turns l[1]'s sign, with one inversion. */
static void miller_lanes_scale(qr_g2_prepared_t out[8], miller_lanes_lines_t *s) {
    const qr_fp8_t zero = {0};
    qr_fp8x2_t inverse, t;
    inverse.c[0] = qr_fp8_broadcast(fp8_one);
    inverse.c[1] = zero;
    for (int k = 0; k < MILLER_LINES; k++) {
        s->before[k] = inverse;
        qr_fp8x2_mul(&inverse, &inverse, &s->l[k][2]);
    }
    fp8x2_invert(&inverse);
    for (int k = MILLER_LINES - 1; k >= 0; k--) {
        qr_fp8x2_mul(&t, &s->before[k], &inverse);
        qr_fp8x2_mul(&inverse, &inverse, &s->l[k][2]);
        qr_fp8x2_mul(&s->l[k][0], &s->l[k][0], &t);
        qr_fp8x2_mul(&t, &s->l[k][1], &t);
        t.c[0] = fp8_settle(qr_fp8_sub_limbs(zero, t.c[0]), 8);
        t.c[1] = fp8_settle(qr_fp8_sub_limbs(zero, t.c[1]), 8);
        fp8x2_store(&out[0].lines[k][0], sizeof out[0], &s->l[k][0]);
        fp8x2_store(&out[0].lines[k][1], sizeof out[0], &t);
    }
}

void qr_lanes_prepare(qr_g2_prepared_t out[8], const qr_g2_affine_t q[8]) {
    miller_lanes_lines_t s;
    miller_lanes_t t;
    qr_g1_affine_t any[8];
    for (int i = 0; i < 8; i++) any[i] = qr_g1_generator;
    miller_lanes_load(&t, any, q);
    int k = 0;
    for (int bit = 62; bit >= 0; bit--) {
        miller_lanes_double(s.l[k++], &t);
        if (QR_CURVE_Z >> bit & 1) miller_lanes_add(s.l[k++], &t);
    }
    miller_lanes_scale(out, &s);
    for (int i = 0; i < 8; i++) out[i].infinity = 0;
}

#pragma clang attribute pop

#endif
