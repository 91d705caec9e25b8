/**
 * @file msm_ifma.h
 * Affine points of one group eight at a time: a template, to be included with LANES(name), SCALAR(name) (the
 * group's field by scalar code), LANES_GROUP(name), LANES_MEMBER and LANES_KERNEL (the group's public
 * functions, its member of qr_msm_sum_t, the table's name), LANES_K (components of a coordinate: 1 or 2), and
 * the types lanes_t (K times qr_fp8_t) and lanes_field_t defined.
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
    lanes_t dx[LANES(VECTORS)];     /**< denominators */
    lanes_t before[LANES(VECTORS)]; /**< product of the chain's denominators before */
    lanes_t dy[LANES(VECTORS)];     /**< numerators of doublings, in the lanes of `doubled` */
    uint8_t doubled[LANES(VECTORS)];
    uint8_t done[LANES(VECTORS)]; /**< lanes whose result is in place */
} LANES(scratch_t);

/* ---- Lines ---- */

QR_FP8_INLINE const LANES(point_t) * LANES(at)(uintptr_t address) {
    return (const LANES(point_t) *)(address & ~(uintptr_t)1);
}

QR_FP8_INLINE __m512i LANES(line)(uintptr_t address, int line) {
    return _mm512_load_si512(LANES(at)(address)->l[line]);
}

/** The same with the address's sign. */
QR_FP8_INLINE __m512i LANES(signed_line)(uintptr_t address, int line) {
    __m512i a = LANES(line)(address, line);
    return _mm512_mask_sub_epi64(a, (__mmask8)(0 - (address & 1)), _mm512_setzero_si512(), a);
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
    if (!infinite && !LANES(lane_is_zero)(&s->dx[v], lane)) return;
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
        LANES(set_lane)(&s->dx[v], &y1, lane);
        LANES(set_lane)(&s->dy[v], &x, lane);
        s->doubled[v] |= (uint8_t)(1u << lane);
        return;
    }
    LANES(set_lane)(&s->dx[v], &one, lane);
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
        s->dx[v].c[k] = t;
    }
    unsigned special = zero | _mm512_cmpgt_epu64_mask(s->dx[v].c[0].l7, QR_FP8_SET(1 << 20));
    for (; __builtin_expect(special != 0, 0); special &= special - 1) {
        int lane = __builtin_ctz(special);
        if (!(s->done[v] >> lane & 1)) LANES(special)(s, v, lane, a[lane], b[lane], d[lane]);
    }
}

/** u[j] = 1/u[j] in all lanes, none of them 0. */
static void LANES(invert)(lanes_t u[4]) {
    lanes_t p01, p23, all;
    LANES(mul)(&p01, &u[0], &u[1]);
    LANES(mul)(&p23, &u[2], &u[3]);
    LANES(mul)(&all, &p01, &p23);
    lanes_field_t value[8], before[8], inverse;
    for (int lane = 0; lane < 8; lane++) {
        for (int k = 0; k < LANES_K; k++) ((qr_fp_t *)&value[lane])[k] = fp8_canonical(&all.c[k], lane);
        before[lane] = value[0];
        if (lane > 0) inverse = value[lane], SCALAR(mul)(&before[lane], &before[lane - 1], &inverse);
    }
    SCALAR(inverse)(&inverse, &before[7]);
    // The scalar code's R is 2^384: 2^768/value comes out, 2^832/value is wanted.
    for (int k = 0; k < LANES_K; k++) {
        qr_fp_t *c = (qr_fp_t *)&inverse + k;
        qr_curve_kernels()->fp_mul(c, c, &fp8_2_448);
    }
    for (int lane = 7; lane >= 0; lane--) {
        lanes_field_t t = inverse;
        if (lane > 0) SCALAR(mul)(&t, &inverse, &before[lane - 1]);
        if (lane > 0) SCALAR(mul)(&inverse, &inverse, &value[lane]);
        for (int k = 0; k < LANES_K; k++) fp8_set_lane(&all.c[k], lane, (const qr_fp_t *)&t + k);
    }
    LANES(mul)(&p23, &p23, &all);
    LANES(mul)(&p01, &p01, &all);
    // p23 is 1/(u0 u1), p01 1/(u2 u3).
    all = u[0];
    LANES(mul)(&u[0], &u[1], &p23);
    LANES(mul)(&u[1], &all, &p23);
    all = u[2];
    LANES(mul)(&u[2], &u[3], &p01);
    LANES(mul)(&u[3], &all, &p01);
}

/** d = a + b for `count` <= 4 vectors from v on; u: inverse products of their chains up to them. Stage by
 * stage over the vectors, so that each has others to wait with. */
QR_FP8_INLINE void LANES(finish)(LANES(scratch_t) * s, lanes_t u[4], size_t v, size_t count,
                                 const uintptr_t *a, const uintptr_t *b, const uintptr_t *d) {
    lanes_t slope[4], x3[4], t;
    for (size_t j = 0; j < count; j++) LANES(mul)(&slope[j], &u[j], &s->before[v + j]);
    for (size_t j = 0; j < count; j++) LANES(mul)(&u[j], &u[j], &s->dx[v + j]);
    for (size_t j = 0; j < count; j++, a += 8, b += 8) {
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) {
            const int line = LANES_K + k;
            LANES_GATHER(t.c[k], QR_FP8_SUB(LANES(signed_line)(b[i], line), LANES(signed_line)(a[i], line)));
            t.c[k] = qr_fp8_carry(qr_fp8_add_multiple(t.c[k], 6));
        }
        for (unsigned lanes = s->doubled[v + j]; __builtin_expect(lanes != 0, 0); lanes &= lanes - 1) {
            LANES(set_lane)(&t, &s->dy[v + j], __builtin_ctz(lanes));
        }
        LANES(mul)(&slope[j], &slope[j], &t);
    }
    for (size_t j = 0; j < count; j++) LANES(square)(&x3[j], &slope[j]);
    a -= 8 * count, b -= 8 * count;
    for (size_t j = 0; j < count; j++, a += 8, b += 8) {
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) {
            qr_fp8_t x, sum;
            LANES_GATHER(sum, QR_FP8_ADD(LANES(line)(b[i], k), LANES(line)(a[i], k)));
            LANES_GATHER(x, LANES(line)(a[i], k));
            sum = qr_fp8_reduce_few(qr_fp8_add_multiple(qr_fp8_sub_limbs(x3[j].c[k], sum), 6));
            x3[j].c[k] = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(x, sum), 3));
            LANES(scatter)(d + 8 * j, s->done[v + j], k, sum);
        }
        LANES(mul)(&slope[j], &slope[j], &x3[j]);
    }
    a -= 8 * count;
    for (size_t j = 0; j < count; j++, a += 8) {
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) {
            qr_fp8_t y;
            LANES_GATHER(y, LANES(signed_line)(a[i], LANES_K + k));
            y = qr_fp8_reduce_few(qr_fp8_add_multiple(qr_fp8_sub_limbs(slope[j].c[k], y), 3));
            LANES(scatter)(d + 8 * j, s->done[v + j], LANES_K + k, y);
        }
    }
}

static void LANES(prefetch)(const uintptr_t *a, const uintptr_t *b) {
    for (int i = 0; i < 8; i++) {
        for (int line = 0; line < LANES(LINES); line++) {
            __builtin_prefetch(LANES(at)(a[i])->l[line]);
            __builtin_prefetch(LANES(at)(b[i])->l[line]);
        }
    }
}

static void LANES(add)(void *scratch, uintptr_t *a, uintptr_t *b, uintptr_t *d, size_t n) {
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
    lanes_t u[4];
    memset(u, 0, sizeof u);
    for (int j = 0; j < 4; j++) u[j].c[0] = qr_fp8_broadcast(fp8_one);
    for (size_t v = 0; v < vectors; v += 4) {
        size_t count = vectors - v < 4 ? vectors - v : 4;
        for (size_t j = v; j < v + count; j++) {
            if (j + LANES_AHEAD < vectors) {
                LANES(prefetch)(a + 8 * (j + LANES_AHEAD), b + 8 * (j + LANES_AHEAD));
            }
            LANES(difference)(s, j, a + 8 * j, b + 8 * j, d + 8 * j);
        }
        for (size_t j = 0; j < count; j++) {
            s->before[v + j] = u[j];
            LANES(mul)(&u[j], &u[j], &s->dx[v + j]);
        }
    }
    LANES(invert)(u);
    for (size_t v = (vectors - 1) / 4 * 4 + 4; v > 0; v -= 4) {
        size_t count = vectors - (v - 4) < 4 ? vectors - (v - 4) : 4;
        LANES(finish)(s, u, v - 4, count, a + 8 * (v - 4), b + 8 * (v - 4), d + 8 * (v - 4));
    }
}

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
    .file_bytes = LANES_K * 96,
    .scratch_bytes = sizeof(LANES(scratch_t)),
    .load = LANES(load),
    .add = LANES(add),
    .copy = LANES(copy),
    .set_infinity = LANES(set_infinity),
    .store = LANES(store),
    .sum_add = LANES(sum_add),
    .sum_double = LANES(sum_double),
};
