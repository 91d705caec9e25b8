/** @file lanes.c  Many points at once: eight by eight where the CPU can, else one by one. */
#include "curve/lanes.h"

#include <string.h>

#include "curve/batch.h"
#include "curve/kernels.h"
#include "curve/lanes_kernels.h"
#include "curve/scalar.h"
#include "field/fp.h"

/** WIDTH: of the lanes. LEAST: with fewer points left, one by one is faster. */
enum { WIDTH = 8, LEAST = 3 };

enum { FLAG_COMPRESSED = 0x80, FLAG_INFINITY = 0x40, FLAG_LARGER = 0x20, FLAGS = 0xe0 };

/** How many of `n` points go into the lanes together from `at` on; 0: the next goes by itself. */
static size_t lanes_take(size_t at, size_t n) {
    const size_t left = n - at;
    if (!(qr_cpu_features() & QR_CPU_AVX512IFMA) || left < LEAST) return 0;
    return left < WIDTH ? left : WIDTH;
}

static inline bool fp2_is_larger_half(const qr_fp2_t *a) {
    return qr_fp_is_zero(&a->c1) ? qr_fp_is_larger_half(&a->c0) : qr_fp_is_larger_half(&a->c1);
}

#define MANY(name) g1_##name
#define PUBLIC(name) qr_g1_##name
#define KERNEL(name) qr_lanes_g1_##name
#define many_affine_t qr_g1_affine_t
#define MANY_SIZE 48
#define MANY_LARGER(y) qr_fp_is_larger_half(y)
#include "curve/lanes_many.h"
#undef MANY
#undef PUBLIC
#undef KERNEL
#undef many_affine_t
#undef MANY_SIZE
#undef MANY_LARGER

#define MANY(name) g2_##name
#define PUBLIC(name) qr_g2_##name
#define KERNEL(name) qr_lanes_g2_##name
#define many_affine_t qr_g2_affine_t
#define MANY_SIZE 96
#define MANY_LARGER(y) fp2_is_larger_half(y)
#include "curve/lanes_many.h"

/* ---- Multiples ---- */

#if defined(__x86_64__)
/** k: 2 `words` words a point. */
static void lanes_g1_mul(qr_g1_t *out, const qr_g1_affine_t *points, const uint64_t *k, size_t words,
                         size_t count) {
    qr_g1_affine_t padded[WIDTH];
    uint64_t factors[4 * WIDTH] = {0};
    qr_g1_t multiples[WIDTH];
    for (size_t i = 0; i < WIDTH; i++) padded[i] = points[i < count ? i : 0];
    memcpy(factors, k, count * 2 * words * sizeof *k);
    qr_lanes_g1_mul(multiples, padded, factors, words);
    for (size_t i = 0; i < count; i++) {
        if (qr_g1_affine_is_infinity(&points[i])) memset(&multiples[i], 0, sizeof multiples[i]);
    }
    memcpy(out, multiples, count * sizeof *out);
}

static void lanes_g2_mul(qr_g2_t *out, const qr_g2_affine_t *points, const uint8_t *scalars, size_t count) {
    qr_g2_affine_t padded[WIDTH];
    uint64_t factors[WIDTH][4] = {{0}};
    qr_g2_t multiples[WIDTH];
    for (size_t i = 0; i < WIDTH; i++) padded[i] = points[i < count ? i : 0];
    for (size_t i = 0; i < count; i++) qr_scalar_split_z(factors[i], scalars + 32 * i);
    qr_lanes_g2_mul(multiples, padded, (const uint64_t(*)[4])factors);
    for (size_t i = 0; i < count; i++) {
        if (qr_g2_affine_is_infinity(&points[i])) memset(&multiples[i], 0, sizeof multiples[i]);
    }
    memcpy(out, multiples, count * sizeof *out);
}
#endif

void qr_g1_mul_short_many(qr_g1_t *out, const qr_g1_affine_t *points, const uint64_t (*k)[2], size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            lanes_g1_mul(out + at, points + at, k[at], 1, count);
            continue;
        }
#endif
        count = 1;
        uint8_t scalar[32];
        qr_pairing_batch_scalar(scalar, k[at]);
        qr_g1_from_affine(&out[at], &points[at]);
        qr_g1_mul(&out[at], &out[at], scalar);
    }
}

void qr_g1_mul_many(qr_g1_t *out, const qr_g1_affine_t *points, const uint8_t *scalars, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            uint64_t k[WIDTH][2][2];
            for (size_t i = 0; i < count; i++) qr_scalar_split_lambda(k[i], scalars + 32 * (at + i));
            lanes_g1_mul(out + at, points + at, k[0][0], 2, count);
            continue;
        }
#endif
        count = 1;
        qr_g1_from_affine(&out[at], &points[at]);
        qr_g1_mul(&out[at], &out[at], scalars + 32 * at);
    }
}

void qr_g2_mul_many(qr_g2_t *out, const qr_g2_affine_t *points, const uint8_t *scalars, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            lanes_g2_mul(out + at, points + at, scalars + 32 * at, count);
            continue;
        }
#endif
        count = 1;
        qr_g2_from_affine(&out[at], &points[at]);
        qr_g2_mul(&out[at], &out[at], scalars + 32 * at);
    }
}

/* ---- Pairings ---- */

#if defined(__x86_64__)
static void lanes_prepare(qr_g2_prepared_t *out, const qr_g2_affine_t *q, size_t count) {
    qr_g2_affine_t padded[WIDTH];
    qr_g2_prepared_t prepared[WIDTH];
    for (size_t i = 0; i < WIDTH; i++) {
        padded[i] = i < count && !qr_g2_affine_is_infinity(&q[i]) ? q[i] : qr_g2_generator;
    }
    qr_lanes_prepare(count < WIDTH ? prepared : out, padded);
    if (count < WIDTH) memcpy(out, prepared, count * sizeof *out);
    for (size_t i = 0; i < count; i++) {
        if (qr_g2_affine_is_infinity(&q[i])) qr_g2_prepare(&out[i], &q[i]);
    }
}

static void lanes_final_exponentiation(qr_fp12_t *a, size_t count) {
    qr_fp12_t padded[WIDTH];
    for (size_t i = 0; i < WIDTH; i++) padded[i] = i < count ? a[i] : qr_gt_one;
    qr_lanes_final_exponentiation(padded);
    memcpy(a, padded, count * sizeof *a);
}

/** p = (x / y, 1 / y) for n <= WIDTH * QR_LANES_DEPTH points, with one inversion; infinity stays. */
static void divide_by_y(qr_g1_affine_t *p, size_t n) {
    const qr_curve_kernels_t *code = qr_curve_kernels();
    qr_fp_t before[WIDTH * QR_LANES_DEPTH], inverse = qr_fp_one;
    for (size_t i = 0; i < n; i++) {
        before[i] = inverse;
        if (!qr_g1_affine_is_infinity(&p[i])) code->fp_mul(&inverse, &inverse, &p[i].y);
    }
    qr_fp_inverse(&inverse, &inverse);
    for (size_t i = n; i-- > 0;) {
        if (qr_g1_affine_is_infinity(&p[i])) continue;
        const qr_fp_t y = p[i].y;
        code->fp_mul(&p[i].y, &inverse, &before[i]);
        code->fp_mul(&inverse, &inverse, &y);
        code->fp_mul(&p[i].x, &p[i].x, &p[i].y);
    }
}

static void lanes_miller_lists(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_prepared_t *const *lines,
                               size_t depth, size_t count) {
    qr_g1_affine_t points[WIDTH * QR_LANES_DEPTH];
    const qr_g2_prepared_t *known[WIDTH * QR_LANES_DEPTH];
    uint8_t active[QR_LANES_DEPTH] = {0};
    qr_fp12_t products[WIDTH];
    for (size_t i = 0; i < WIDTH * depth; i++) {
        const size_t from = i < count * depth ? i : 0;
        points[i] = p[from];
        known[i] = lines[from];
        const bool infinite = qr_g1_affine_is_infinity(&points[i]) || known[i]->infinity;
        if (i < count * depth && !infinite) active[i % depth] |= (uint8_t)(1u << i / depth);
    }
    divide_by_y(points, WIDTH * depth);
    qr_lanes_miller_lists(products, points, active, known, depth);
    memcpy(out, products, count * sizeof *out);
}
#endif

void qr_g2_prepare_many(qr_g2_prepared_t *out, const qr_g2_affine_t *q, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            lanes_prepare(out + at, q + at, count);
            continue;
        }
#endif
        count = 1;
        qr_g2_prepare(&out[at], &q[at]);
    }
}

void qr_final_exponentiation_many(qr_fp12_t *a, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            lanes_final_exponentiation(a + at, count);
            continue;
        }
#endif
        count = 1;
        qr_final_exponentiation(&a[at], &a[at]);
    }
}

void qr_miller_lists(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_prepared_t *const *lines,
                     size_t depth, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            lanes_miller_lists(out + at, p + at * depth, lines + at * depth, depth, count);
            continue;
        }
#endif
        count = 1;
        qr_miller_loop(&out[at], NULL, NULL, 0, p + at * depth, lines + at * depth, depth);
    }
}

#if defined(__x86_64__)
/** PAIRS: of one loop at most. ROW: fewer pairs than this are faster one by one. */
enum { PAIRS = 2 * WIDTH, ROW = 4 };

/** f *= the Miller loops of n pairs, WIDTH at most or PAIRS, infinity none of them. */
static void multiply_miller(qr_fp12_t *f, qr_g1_affine_t p[PAIRS], qr_g2_affine_t q[PAIRS], size_t n) {
    qr_fp12_t parts[WIDTH];
    for (size_t i = n; i < WIDTH; i++) {
        p[i] = p[0];
        q[i] = q[0];
    }
    qr_lanes_miller(parts, p, q, n == PAIRS ? 2 : 1);
    for (size_t i = 0; i < n && i < WIDTH; i++) qr_gt_mul(f, f, &parts[i]);
}

size_t qr_miller_many(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n) {
    qr_g1_affine_t some_p[PAIRS];
    qr_g2_affine_t some_q[PAIRS];
    size_t after[PAIRS], at = 0;
    if (!(qr_cpu_features() & QR_CPU_AVX512IFMA)) return 0;
    for (;;) {
        size_t count = 0;
        for (size_t i = at; i < n && count < PAIRS; i++) {
            if (qr_g1_affine_is_infinity(&p[i]) || qr_g2_affine_is_infinity(&q[i])) continue;
            some_p[count] = p[i];
            some_q[count] = q[i];
            after[count++] = i + 1;
        }
        if (count < ROW) return at;
        if (count > WIDTH && count < PAIRS) count = WIDTH;
        if (at == 0) *out = qr_gt_one;
        multiply_miller(out, some_p, some_q, count);
        at = after[count - 1];
    }
}
#else
size_t qr_miller_many(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n) {
    (void)out;
    (void)p;
    (void)q;
    (void)n;
    return 0;
}
#endif
