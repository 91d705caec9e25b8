/**
 * @file msm_ifma.h
 * Affine points of one group eight at a time: a template, to be included with LANES(name), LANES_GROUP(name),
 * LANES_MEMBER and LANES_KERNEL (the group's public functions, its member of qr_msm_sum_t, the table's name),
 * LANES_K (components of a coordinate: 1 or 2), and the types lanes_t (K times qr_fp8_t) and lanes_field_t
 * defined.
 *
 * Working form: x then y, K lines of 64 bytes each, a line the eight limbs of a component below 2.85 p. The
 * coordinates are not those of the point but x s^2 and y s^3 for some s that depends on where the points come
 * from (the law of addition is the same on all these curves): so x is taken as it lies in memory, and y costs
 * one product. Infinity has a limb that no coordinate has.
 */

enum {
    LANES(LINES) = 2 * LANES_K,
    LANES(BYTES) = 64 * LANES(LINES),
    LANES(VECTORS) = QR_MSM_BATCH / 8,
};

typedef struct {
    uint64_t l[2 * LANES_K][8];
} LANES(point_t);

/** Of one call of add. */
typedef struct {
    struct {
        lanes_t dx;
        qr_fp8_t before; /**< product of the chain's denominators before */
        lanes_t x1;      /**< add_pairs: of the first point */
#if LANES_K == 2
        qr_fp8_t norm; /**< the denominator */
#endif
    } vectors[LANES(VECTORS)];
    lanes_t dy[LANES(VECTORS)]; /**< numerators of doublings, in the lanes of `doubled` */
    uint8_t doubled[LANES(VECTORS)];
    uint8_t done[LANES(VECTORS)]; /**< lanes whose result is in place */
} LANES(scratch_t);

/** What is in the chains of products: dx, or its norm to Fp. */
QR_FP8_INLINE qr_fp8_t *LANES(denominator)(LANES(scratch_t) * s, size_t v) {
#if LANES_K == 2
    return &s->vectors[v].norm;
#else
    return &s->vectors[v].dx.c[0];
#endif
}

/** slope = dy / dx, given the denominator's inverse. */
QR_FP8_INLINE void LANES(divide)(lanes_t *slope, const lanes_t *dy, const lanes_t *dx,
                                 const qr_fp8_t *inverse) {
#if LANES_K == 2
    const qr_fp8_t zero = {0};
    qr_fp8x2_t t;
    t.c[0] = dx->c[0];
    t.c[1] = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(zero, dx->c[1]), 7));
    qr_fp8x2_mul(&t, &t, dy);
    qr_fp8_mul(&slope->c[0], &t.c[0], inverse);
    qr_fp8_mul(&slope->c[1], &t.c[1], inverse);
#else
    (void)dx;
    qr_fp8_mul(&slope->c[0], &dy->c[0], inverse);
#endif
}

/* ---- Lines ---- */

QR_FP8_INLINE const LANES(point_t) * LANES(at)(uintptr_t address) {
    return (const LANES(point_t) *)(address & ~(uintptr_t)1);
}

QR_FP8_INLINE __m512i LANES(line)(uintptr_t address, int line) {
    return _mm512_load_si512(LANES(at)(address)->l[line]);
}

/** Lanes of negated points. */
QR_FP8_INLINE __mmask8 LANES(signs)(const uintptr_t *addresses) {
    return _mm512_test_epi64_mask(_mm512_loadu_si512(addresses), QR_FP8_SET(1));
}

/** Eight lines by `expression` of i, transposed to limbs. */
#define LANES_GATHER(out, expression)                                                           \
    do {                                                                                        \
        qr_fp8_t lines_;                                                                        \
        __m512i *line_ = (__m512i *)&lines_;                                                    \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) line_[i] = (expression); \
        (out) = qr_fp8_transpose(lines_);                                                       \
    } while (0)

QR_FP8_INLINE void LANES(scatter)(const uintptr_t *d, unsigned done, int line, qr_fp8_t a) {
    a = qr_fp8_transpose(a);
    const __m512i *lines = (const __m512i *)&a;
    if (__builtin_expect(done == 0, 1)) {
        QR_FP_UNROLL
        for (int i = 0; i < 8; i++) _mm512_store_si512(((LANES(point_t) *)d[i])->l[line], lines[i]);
        return;
    }
    for (int i = 0; i < 8; i++) {
        if (!(done >> i & 1)) _mm512_store_si512(((LANES(point_t) *)d[i])->l[line], lines[i]);
    }
}

/* ---- Single points ---- */

static bool LANES(is_infinity)(uintptr_t address) {
    return LANES(at)(address)->l[0][7] == LANES_INFINITY;
}

static void LANES(set_infinity)(void *out) {
    memset(out, 0, LANES(BYTES));
    ((LANES(point_t) *)out)->l[0][7] = LANES_INFINITY;
}

/** y with the address's sign in all lanes, at most 3 p. */
static void LANES(y)(lanes_t *out, uintptr_t address) {
    for (int k = 0; k < LANES_K; k++) {
        qr_fp8_t y = qr_fp8_broadcast(LANES(at)(address)->l[LANES_K + k]);
        if (address & 1) {
            qr_fp8_t zero = {0};
            y = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(zero, y), 3));
        }
        out->c[k] = y;
    }
}

static void LANES(copy)(void *out, uintptr_t address) {
    LANES(point_t) *to = out;
    for (int line = 0; line < LANES(LINES); line++) {
        _mm512_store_si512(to->l[line], LANES(line)(address, line));
    }
    if (!(address & 1) || LANES(is_infinity)(address)) return;
    for (int k = 0; k < LANES_K; k++) {
        qr_fp8_t y = qr_fp8_broadcast(to->l[LANES_K + k]), zero = {0};
        y = qr_fp8_reduce_few(qr_fp8_add_multiple(qr_fp8_sub_limbs(zero, y), 4));
        const __m512i *limbs = (const __m512i *)&y;
        for (int i = 0; i < 8; i++) to->l[LANES_K + k][i] = fp8_lane(limbs[i], 0);
    }
}

static bool LANES(lane_is_zero)(const lanes_t *a, int lane) {
    for (int k = 0; k < LANES_K; k++) {
        qr_fp_t t = fp8_canonical(&a->c[k], lane);
        if (!qr_fp_is_zero(&t)) return false;
    }
    return true;
}

/** Puts `lane` of `from` into out. */
static void LANES(set_lane)(lanes_t *out, const lanes_t *from, int lane) {
    for (int k = 0; k < LANES_K; k++) {
        uint64_t *to = (uint64_t *)&out->c[k];
        const uint64_t *in = (const uint64_t *)&from->c[k];
        for (int i = 0; i < 8; i++) to[8 * i + lane] = in[8 * i + lane];
    }
}

/* ---- Additions ---- */

/** A lane whose x difference is 0 or whose operand is infinity: a doubling gets its tangent, any other its
 * result. */
static void LANES(special)(LANES(scratch_t) * s, size_t v, int lane, uintptr_t a, uintptr_t b, uintptr_t d) {
    lanes_t one, y1, y2;
    memset(&one, 0, sizeof one);
    one.c[0].l0 = QR_FP8_SET(1);
    bool infinite = LANES(is_infinity)(a) || LANES(is_infinity)(b);
    if (!infinite && !LANES(lane_is_zero)(&s->vectors[v].dx, lane)) return;
    LANES(y)(&y1, a);
    LANES(y)(&y2, b);
    for (int k = 0; k < LANES_K; k++) {
        y2.c[k] = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(y2.c[k], y1.c[k]), 3));
    }
    if (infinite) {
        LANES(copy)((void *)d, LANES(is_infinity)(a) ? b : a);
    } else if (!LANES(lane_is_zero)(&y2, lane)) {
        LANES(set_infinity)((void *)d);
    } else {
        lanes_t x;
        for (int k = 0; k < LANES_K; k++) {
            x.c[k] = qr_fp8_broadcast(LANES(at)(a)->l[k]);
            y1.c[k] = qr_fp8_carry(qr_fp8_add_limbs(y1.c[k], y1.c[k]));
        }
        LANES(square)(&x, &x);
        for (int k = 0; k < LANES_K; k++) {
            x.c[k] = qr_fp8_carry(qr_fp8_add_limbs(qr_fp8_add_limbs(x.c[k], x.c[k]), x.c[k]));
        }
        LANES(set_lane)(&s->vectors[v].dx, &y1, lane);
        LANES(set_lane)(&s->dy[v], &x, lane);
        s->doubled[v] |= (uint8_t)(1u << lane);
        return;
    }
    LANES(set_lane)(&s->vectors[v].dx, &one, lane);
    s->done[v] |= (uint8_t)(1u << lane);
}

/** dx of vector v, special lanes seen to. */
QR_FP8_INLINE void LANES(difference)(LANES(scratch_t) * s, size_t v, const uintptr_t *a, const uintptr_t *b,
                                     const uintptr_t *d) {
    __mmask8 zero = 0xff;
    QR_FP_UNROLL
    for (int k = 0; k < LANES_K; k++) {
        qr_fp8_t t;
        LANES_GATHER(t, QR_FP8_SUB(LANES(line)(b[i], k), LANES(line)(a[i], k)));
        t = qr_fp8_carry(qr_fp8_add_multiple(t, 3));
        zero &= qr_fp8_maybe_zero(t);
        s->vectors[v].dx.c[k] = t;
    }
    unsigned special = zero | _mm512_cmpgt_epu64_mask(s->vectors[v].dx.c[0].l7, QR_FP8_SET(1 << 20));
    for (; __builtin_expect(special != 0, 0); special &= special - 1) {
        int lane = __builtin_ctz(special);
        if (!(s->done[v] >> lane & 1)) LANES(special)(s, v, lane, a[lane], b[lane], d[lane]);
    }
#if LANES_K == 2
    qr_fp8x2_norm(&s->vectors[v].norm, &s->vectors[v].dx);
#endif
}

QR_FP8_INLINE void LANES(prefetch)(const uintptr_t *a, const uintptr_t *b) {
    for (int i = 0; i < 8; i++) {
        for (int line = 0; line < LANES(LINES); line++) {
            __builtin_prefetch(LANES(at)(a[i])->l[line]);
            __builtin_prefetch(LANES(at)(b[i])->l[line]);
        }
    }
}

/** Additions to be made afterwards. */
typedef struct {
    const uintptr_t *a, *b;
    size_t count;
} LANES(next_t);

/** Fetches the operands of two: few at a time, so that nothing has to wait for them. */
QR_FP8_INLINE void LANES(prefetch_few)(LANES(next_t) * next) {
    if (next->count < 2) return;
    for (int i = 0; i < 2; i++) {
        for (int line = 0; line < LANES(LINES); line++) {
            __builtin_prefetch(LANES(at)(next->a[i])->l[line]);
            __builtin_prefetch(LANES(at)(next->b[i])->l[line]);
        }
    }
    next->a += 2;
    next->b += 2;
    next->count -= 2;
}

/** dy of vector v and a's y, with signs. */
QR_FP8_INLINE void LANES(rise)(lanes_t *dy, lanes_t *y1, const LANES(scratch_t) * s, size_t v,
                               const uintptr_t *a, const uintptr_t *b) {
    const __mmask8 minus_a = LANES(signs)(a), minus_b = LANES(signs)(b);
    QR_FP_UNROLL
    for (int k = 0; k < LANES_K; k++) {
        qr_fp8_t y, y2;
        LANES_GATHER(y, LANES(line)(a[i], LANES_K + k));
        LANES_GATHER(y2, LANES(line)(b[i], LANES_K + k));
        y = fp8_negate(y, minus_a);
        y1->c[k] = y;
        y2 = qr_fp8_sub_limbs(fp8_negate(y2, minus_b), y);
        dy->c[k] = qr_fp8_carry(qr_fp8_add_multiple(y2, 6));
    }
    for (unsigned lanes = s->doubled[v]; __builtin_expect(lanes != 0, 0); lanes &= lanes - 1) {
        LANES(set_lane)(dy, &s->dy[v], __builtin_ctz(lanes));
    }
}

/** d's x = square - x1 - x2, and fall = x1 - that. */
QR_FP8_INLINE void LANES(new_x)(lanes_t *fall, const lanes_t *square, const LANES(scratch_t) * s, size_t v,
                                const uintptr_t *a, const uintptr_t *b, const uintptr_t *d) {
    QR_FP_UNROLL
    for (int k = 0; k < LANES_K; k++) {
        qr_fp8_t x1, sum;
        LANES_GATHER(x1, LANES(line)(a[i], k));
        if (__builtin_expect(s->doubled[v] == 0, 1)) {
            // dx = x2 - x1 + 3 p.
            sum = qr_fp8_add_limbs(qr_fp8_add_limbs(x1, x1), s->vectors[v].dx.c[k]);
            sum = qr_fp8_add_multiple(qr_fp8_sub_limbs(square->c[k], sum), 9);
        } else {
            LANES_GATHER(sum, QR_FP8_ADD(LANES(line)(b[i], k), LANES(line)(a[i], k)));
            sum = qr_fp8_add_multiple(qr_fp8_sub_limbs(square->c[k], sum), 6);
        }
        sum = qr_fp8_reduce_few(sum);
        fall->c[k] = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(x1, sum), 3));
        LANES(scatter)(d, s->done[v], k, sum);
    }
}

/** d = a + b for `count` <= 4 vectors from v on; u: inverse products of their chains up to them. Stage by
 * stage over the vectors, so that each has others to wait with. */
QR_FP8_INLINE void LANES(finish)(LANES(scratch_t) * s, qr_fp8_t u[4], size_t v, size_t count,
                                 const uintptr_t *a, const uintptr_t *b, const uintptr_t *d,
                                 LANES(next_t) * next) {
    struct {
        lanes_t slope, y1, t;
        qr_fp8_t inverse;
    } vectors[4];
    for (size_t j = 0; j < count; j++) {
        qr_fp8_mul(&vectors[j].inverse, &u[j], &s->vectors[v + j].before);
        LANES(prefetch_few)(next);
    }
    for (size_t j = 0; j < count; j++) {
        qr_fp8_mul(&u[j], &u[j], LANES(denominator)(s, v + j));
        LANES(prefetch_few)(next);
    }
    for (size_t j = 0; j < count; j++) {
        if (v >= LANES_AHEAD) {
            const size_t back = 8 * LANES_AHEAD;
            LANES(prefetch)(a + 8 * j - back, b + 8 * j - back);
        }
        LANES(rise)(&vectors[j].t, &vectors[j].y1, s, v + j, a + 8 * j, b + 8 * j);
        LANES(divide)(&vectors[j].slope, &vectors[j].t, &s->vectors[v + j].dx, &vectors[j].inverse);
    }
    for (size_t j = 0; j < count; j++) {
        LANES(square)(&vectors[j].t, &vectors[j].slope);
        LANES(prefetch_few)(next);
    }
    for (size_t j = 0; j < count; j++) {
        lanes_t fall;
        LANES(new_x)(&fall, &vectors[j].t, s, v + j, a + 8 * j, b + 8 * j, d + 8 * j);
        LANES(mul)(&vectors[j].t, &vectors[j].slope, &fall);
        LANES(prefetch_few)(next);
    }
    for (size_t j = 0; j < count; j++) {
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) {
            qr_fp8_t y = qr_fp8_sub_limbs(vectors[j].t.c[k], vectors[j].y1.c[k]);
            y = qr_fp8_reduce_few(qr_fp8_add_multiple(y, 3));
            LANES(scatter)(d + 8 * j, s->done[v + j], LANES_K + k, y);
        }
    }
}

static void LANES(add)(void *scratch, uintptr_t *a, uintptr_t *b, uintptr_t *d, size_t n, size_t ahead) {
    static const LANES(point_t) pads[2] __attribute__((aligned(64))) = {{{{0}}}, {{{1}}}};
    LANES(scratch_t) *s = scratch;
    if (n == 0) return;
    const size_t vectors = (n + 7) / 8;
    memset(s->doubled, 0, vectors);
    memset(s->done, 0, vectors);
    for (size_t i = n; i < 8 * vectors; i++) {
        a[i] = (uintptr_t)&pads[0];
        b[i] = (uintptr_t)&pads[1];
        s->done[vectors - 1] |= (uint8_t)(1u << i % 8);
    }
    qr_fp8_t u[4];
    for (int j = 0; j < 4; j++) u[j] = qr_fp8_broadcast(fp8_one);
    for (size_t v = 0; v < vectors; v += 4) {
        size_t count = vectors - v < 4 ? vectors - v : 4;
        for (size_t j = v; j < v + count; j++) {
            if (j + LANES_AHEAD < vectors) {
                const size_t next = 8 * (j + LANES_AHEAD);
                LANES(prefetch)(a + next, b + next);
            }
            LANES(difference)(s, j, a + 8 * j, b + 8 * j, d + 8 * j);
        }
        for (size_t j = 0; j < count; j++) {
            s->vectors[v + j].before = u[j];
            qr_fp8_mul(&u[j], &u[j], LANES(denominator)(s, v + j));
        }
    }
    fp8_invert(u);
    LANES(next_t) next = {a + n, b + n, ahead};
    for (size_t v = (vectors - 1) / 4 * 4 + 4; v > 0; v -= 4) {
        size_t count = vectors - (v - 4) < 4 ? vectors - (v - 4) : 4;
        LANES(finish)(s, u, v - 4, count, a + 8 * (v - 4), b + 8 * (v - 4), d + 8 * (v - 4), &next);
    }
}

#include "curve/msm_ifma_pairs.h"

/* ---- In and out ---- */

static void LANES(load)(void *out, const uint8_t *points, qr_point_form_t form, const uint32_t *index,
                        size_t n) {
    const bool file = form == QR_POINTS_FILE;
    const __m512i order = _mm512_loadu_si512(file ? fp8_order_file : fp8_order_words);
    const qr_fp8_t factor = qr_fp8_broadcast(file ? fp8_2_208 : fp8_2_400);
    LANES(point_t) *to = out;
    for (size_t start = 0; start < n; start += 8) {
        const size_t count = n - start < 8 ? n - start : 8;
        qr_fp8_t y[LANES_K] = {0};
        unsigned infinite = 0;
        for (size_t i = 0; i < count; i++) {
            const uint8_t *in = points + (size_t)index[start + i] * (2 * LANES_K * 48);
            __mmask8 any = 0;
            for (int line = 0; line < LANES(LINES); line++) {
                // In a file the second component comes first.
                int part = file ? line ^ (LANES_K - 1) : line;
                __m512i limbs = fp8_load_line(in + 48 * part, order);
                any |= _mm512_test_epi64_mask(limbs, limbs);
                if (line < LANES_K) {
                    _mm512_store_si512(to[start + i].l[line], limbs);
                } else {
                    ((__m512i *)&y[line - LANES_K])[i] = limbs;
                }
            }
            infinite |= (unsigned)(any == 0) << i;
        }
        for (int k = 0; k < LANES_K; k++) {
            qr_fp8_t t = qr_fp8_transpose(y[k]);
            qr_fp8_mul(&t, &t, &factor);
            t = qr_fp8_transpose(t);
            for (size_t i = 0; i < count; i++) {
                _mm512_store_si512(to[start + i].l[LANES_K + k], ((__m512i *)&t)[i]);
            }
        }
        for (; infinite != 0; infinite &= infinite - 1) {
            LANES(set_infinity)(&to[start + (size_t)__builtin_ctz(infinite)]);
        }
    }
}

static void LANES(store)(qr_msm_sum_t *out, const void *point, qr_point_form_t form) {
    const LANES(point_t) *in = point;
    lanes_field_t *to = (lanes_field_t *)out;
    memset(out, 0, sizeof *out);
    if (LANES(is_infinity)((uintptr_t)point)) return;
    for (int k = 0; k < LANES_K; k++) {
        qr_fp8_t x = qr_fp8_broadcast(in->l[k]), y = qr_fp8_broadcast(in->l[LANES_K + k]);
        qr_fp_t t = fp8_canonical(&x, 0);
        if (form == QR_POINTS_FILE) qr_fp_mul(&t, &t, &qr_fp_r2);
        ((qr_fp_t *)&to[0])[k] = t;
        t = fp8_canonical(&y, 0);
        qr_fp_mul(&t, &t, form == QR_POINTS_FILE ? &fp8_2_976 : &fp8_back_400);
        ((qr_fp_t *)&to[1])[k] = t;
    }
    *(qr_fp_t *)&to[2] = qr_fp_one;
}

static void LANES(sum_add)(qr_msm_sum_t *out, const qr_msm_sum_t *a, const qr_msm_sum_t *b) {
    LANES_GROUP(add)(&out->LANES_MEMBER, &a->LANES_MEMBER, &b->LANES_MEMBER);
}

static void LANES(sum_double)(qr_msm_sum_t *out, const qr_msm_sum_t *a) {
    LANES_GROUP(double)(&out->LANES_MEMBER, &a->LANES_MEMBER);
}

const qr_msm_kernel_t LANES_KERNEL = {
    .point_bytes = LANES(BYTES),
    .affine_bytes = LANES_K * 96,
    .scratch_bytes = sizeof(LANES(scratch_t)),
    .load = LANES(load),
    .add = LANES(add),
    .add_pairs = LANES(add_pairs),
    .copy = LANES(copy),
    .set_infinity = LANES(set_infinity),
    .store = LANES(store),
    .sum_add = LANES(sum_add),
    .sum_double = LANES(sum_double),
};
