/**
 * @file poseidon_ifma.c
 * Poseidon, eight hashes at a time with AVX-512 IFMA, by the plan of constants.h for 52-bit words
 * (fr_ifma.h).
 *
 * Bounds in multiples of r, R = 35.3 r: inputs with their constant are below 2.21 + 1, x_k below 5.3 (see
 * fold), from which an S-box makes less than 2.4, and s_k at its scale is less than 2.4 / 35.3 + 2.01 = 2.1.
 * A row of the integer matrix (below 2^48 in sum, one Montgomery step) is less than 2.2 with its constant, a
 * sum of at most 11 x and 12 s with coefficients of full size less than (11 * 5.3 + 12 * 2.1) / 35.3 + 2.01 +
 * 1 = 5.4. So nothing comes near R, and columns take 23 * 10 products of 2^52 at most.
 */
#if defined(__x86_64__)

#include "field/fr_ifma.h"
#include "poseidon/kernels.h"

enum { MAX = QR_POSEIDON_MAX_WIDTH, WINDOW = 2 * QR_POSEIDON_MAX_WIDTH, HISTORY = WINDOW + 16, LIMBS = 4 };

typedef struct {
    uint64_t l[5];
} limbs_t;

/** qr_poseidon_plan_t in limbs, with the recurrence prepared for recur(). */
typedef struct {
    size_t width, partial;
    uint64_t hankel[2 * MAX - 1];
    limbs_t input[MAX], first, early[3][MAX], start[MAX][WINDOW], output[MAX];
    size_t limbs;                                      // of the largest coefficient: 1, 3 or 4
    size_t from[LIMBS], to[LIMBS];                     // which coefficients have a limb j
    uint64_t coefficient[LIMBS][WINDOW];               // limb j of each
    uint64_t minuend[QR_POSEIDON_MAX_PARTIAL + 1][9];  // columns of e_k plus multiples of r, above any sum
    limbs_t fold;                                      // 2^(256 + 52 limbs) mod r
    limbs_t rescale[QR_POSEIDON_MAX_PARTIAL], end[MAX][WINDOW], after[MAX], late[3][MAX], unscale;
} plan_t;

static void split(limbs_t *out, const qr_fr_t *in, size_t count) {
    const uint64_t mask = (UINT64_C(1) << 52) - 1;
    for (size_t i = 0; i < count; i++) {
        const uint64_t *w = in[i].l;
        out[i].l[0] = w[0] & mask;
        out[i].l[1] = (w[0] >> 52 | w[1] << 12) & mask;
        out[i].l[2] = (w[1] >> 40 | w[2] << 24) & mask;
        out[i].l[3] = (w[2] >> 28 | w[3] << 36) & mask;
        out[i].l[4] = w[3] >> 16;
    }
}

static qr_fr_t power_of_two(size_t exponent) {
    qr_fr_t out = qr_fr_one;
    while (exponent-- > 0) out = qr_fr_sum(out, out);
    return out;
}

/** The recurrence: coefficients by limbs, and from what their sums are subtracted. */
static void make_recurrence(plan_t *out, const qr_poseidon_plan_t *plan) {
    const size_t terms = 2 * plan->width - 1;
    limbs_t coefficients[WINDOW];
    split(coefficients, plan->recurrence, terms);
    for (size_t j = 0; j < LIMBS; j++) {
        // The coefficients grow towards the middle of the window: those with a limb j are in one piece.
        size_t from = terms, to = 0;
        for (size_t i = 0; i < terms; i++) {
            bool present = j == 0;
            for (size_t k = j; k < LIMBS; k++) present |= coefficients[i].l[k] != 0;
            if (present) from = from < i ? from : i, to = i + 1;
            out->coefficient[j][i] = coefficients[i].l[j];
        }
        out->from[j] = from;
        out->to[j] = to;
        if (to > 0) out->limbs = j + 1;
    }
    if (out->limbs == 2) out->limbs = 3;
    // A column gets at most two products of less than 2^52 from each limb of 23 coefficients; the last one
    // only high halves of products with the last limbs.
    const size_t last = out->limbs + 4;
    uint64_t base[9] = {0};
    for (size_t c = 0; c < last; c++) base[c] = UINT64_C(1) << 60;
    for (size_t i = 0; i < terms; i++) base[last] += out->coefficient[out->limbs - 1][i] + 1;
    qr_fr_t sum = qr_fr_zero;
    for (size_t c = 0; c <= last; c++) {
        sum = qr_fr_sum(sum, qr_fr_product(qr_fr_from_u64(base[c]), power_of_two(52 * c)));
    }
    sum = qr_fr_from_montgomery(sum);
    for (size_t k = 0; k <= plan->partial; k++) {
        qr_fr_t rest = qr_fr_difference(plan->output[k], sum);
        limbs_t limbs;
        split(&limbs, &rest, 1);
        for (size_t c = 0; c < 9; c++) out->minuend[k][c] = base[c] + (c < 5 ? limbs.l[c] : 0);
    }
    qr_fr_t fold = qr_fr_from_montgomery(power_of_two(256 + 52 * out->limbs));
    split(&out->fold, &fold, 1);
}

static void make_plan(void *memory, qr_poseidon_kind_t kind) {
    plan_t *out = memory;
    const qr_poseidon_shifts_t shifts = {.product = 260, .sum = 260, .row = 52};
    qr_poseidon_plan_t plan;
    qr_poseidon_make_plan(&plan, qr_poseidon_parameters(kind), shifts);
    out->width = plan.width;
    out->partial = plan.partial;
    memcpy(out->hankel, plan.hankel, sizeof out->hankel);
    split(out->input, plan.input, MAX);
    split(&out->first, &plan.first, 1);
    split(out->early[0], plan.early[0], 3 * MAX);
    split(out->start[0], plan.start[0], MAX * WINDOW);
    split(out->output, plan.output, MAX);
    make_recurrence(out, &plan);
    split(out->rescale, plan.rescale, QR_POSEIDON_MAX_PARTIAL);
    split(out->end[0], plan.end[0], MAX * WINDOW);
    split(out->after, plan.after, MAX);
    split(out->late[0], plan.late[0], 3 * MAX);
    split(&out->unscale, &plan.unscale, 1);
}

static const plan_t *get_plan(qr_poseidon_kind_t kind) {
    static plan_t plans[QR_POSEIDON_KINDS];
    static qr_poseidon_once_t once = QR_POSEIDON_ONCE;
    qr_poseidon_once(&once, kind, &plans[kind], make_plan);
    return &plans[kind];
}

#pragma clang attribute push(                                                             \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** The columns of a sum of products, low and high halves apart. */
typedef struct {
    __m512i l0, l1, l2, l3, l4, l5, l6, l7, l8, h1, h2, h3, h4, h5, h6, h7, h8, h9;
} sums_t;

QR_FR8_INLINE sums_t sums_from(const limbs_t *constant) {
    const __m512i z = _mm512_setzero_si512();
    sums_t s = {z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z};
    s.l5 = QR_FR8_SET(constant->l[0]);
    s.l6 = QR_FR8_SET(constant->l[1]);
    s.l7 = QR_FR8_SET(constant->l[2]);
    s.l8 = QR_FR8_SET(constant->l[3]);
    s.h9 = QR_FR8_SET(constant->l[4]);
    return s;
}

#define ROW(s, a, factor, s0, s1, s2, s3, s4, u1, u2, u3, u4, u5)                                      \
    do {                                                                                               \
        __m512i b = QR_FR8_SET(factor);                                                                \
        QR_FR8_LOW((s).s0, (a).l0, b), QR_FR8_HIGH((s).u1, (a).l0, b), QR_FR8_LOW((s).s1, (a).l1, b);  \
        QR_FR8_HIGH((s).u2, (a).l1, b), QR_FR8_LOW((s).s2, (a).l2, b), QR_FR8_HIGH((s).u3, (a).l2, b); \
        QR_FR8_LOW((s).s3, (a).l3, b), QR_FR8_HIGH((s).u4, (a).l3, b), QR_FR8_LOW((s).s4, (a).l4, b);  \
        QR_FR8_HIGH((s).u5, (a).l4, b);                                                                \
    } while (0)

/** s + the sum of values[i * step] * coefficients[i]. */
QR_FR8_INLINE sums_t sums_add(sums_t s, const qr_fr8_t *values, size_t step, const limbs_t *coefficients,
                              size_t n) {
    for (size_t i = 0; i < n; i++) {
        const qr_fr8_t a = values[i * step];
        const uint64_t *c = coefficients[i].l;
        ROW(s, a, c[0], l0, l1, l2, l3, l4, h1, h2, h3, h4, h5);
        ROW(s, a, c[1], l1, l2, l3, l4, l5, h2, h3, h4, h5, h6);
        ROW(s, a, c[2], l2, l3, l4, l5, l6, h3, h4, h5, h6, h7);
        ROW(s, a, c[3], l3, l4, l5, l6, l7, h4, h5, h6, h7, h8);
        ROW(s, a, c[4], l4, l5, l6, l7, l8, h5, h6, h7, h8, h9);
    }
    return s;
}

QR_FR8_INLINE qr_fr8_t sums_reduce(sums_t s) {
    qr_fr8_columns_t t;
    t.c0 = s.l0;
    t.c1 = _mm512_add_epi64(s.l1, s.h1);
    t.c2 = _mm512_add_epi64(s.l2, s.h2);
    t.c3 = _mm512_add_epi64(s.l3, s.h3);
    t.c4 = _mm512_add_epi64(s.l4, s.h4);
    t.c5 = _mm512_add_epi64(s.l5, s.h5);
    t.c6 = _mm512_add_epi64(s.l6, s.h6);
    t.c7 = _mm512_add_epi64(s.l7, s.h7);
    t.c8 = _mm512_add_epi64(s.l8, s.h8);
    t.c9 = s.h9;
    return qr_fr8_reduce(t);
}

/** out[i] = in[i]^5, two at a time: the processor overlaps neighbouring independent products. */
static void fifths(qr_fr8_t *out, const qr_fr8_t *in, size_t count) {
    size_t i = 0;
    for (; i + 2 <= count; i += 2) {
        const qr_fr8_t a = in[i], b = in[i + 1];
        const qr_fr8_t a2 = qr_fr8_square(a), b2 = qr_fr8_square(b);
        const qr_fr8_t a4 = qr_fr8_square(a2), b4 = qr_fr8_square(b2);
        out[i] = qr_fr8_product(a, a4);
        out[i + 1] = qr_fr8_product(b, b4);
    }
    for (; i < count; i++) out[i] = qr_fr8_product(in[i], qr_fr8_square(qr_fr8_square(in[i])));
}

/** Row `row` of the integer matrix times the state over 2^52, plus a constant. */
QR_FR8_INLINE qr_fr8_t mix_row(const plan_t *plan, const qr_fr8_t *state, size_t row,
                               const limbs_t *constant) {
    const __m512i z = _mm512_setzero_si512();
    __m512i s0 = z, s1 = QR_FR8_SET(constant->l[0]), s2 = QR_FR8_SET(constant->l[1]);
    __m512i s3 = QR_FR8_SET(constant->l[2]), s4 = QR_FR8_SET(constant->l[3]), s5 = QR_FR8_SET(constant->l[4]);
    __m512i h1 = z, h2 = z, h3 = z, h4 = z;
    for (size_t i = 0; i < plan->width; i++) {
        const qr_fr8_t a = state[i];
        const __m512i b = QR_FR8_SET(plan->hankel[row + i]);
        QR_FR8_LOW(s0, a.l0, b), QR_FR8_HIGH(h1, a.l0, b), QR_FR8_LOW(s1, a.l1, b), QR_FR8_HIGH(h2, a.l1, b);
        QR_FR8_LOW(s2, a.l2, b), QR_FR8_HIGH(h3, a.l2, b), QR_FR8_LOW(s3, a.l3, b), QR_FR8_HIGH(h4, a.l3, b);
        QR_FR8_LOW(s4, a.l4, b), QR_FR8_HIGH(s5, a.l4, b);
    }
    s1 = _mm512_add_epi64(s1, h1);
    s2 = _mm512_add_epi64(s2, h2);
    s3 = _mm512_add_epi64(s3, h3);
    s4 = _mm512_add_epi64(s4, h4);
    return qr_fr8_last_step(s0, s1, s2, s3, s4, s5);
}

/** Integer matrix, constants, then the S-boxes of the round that follows. */
static void full_round(const plan_t *plan, qr_fr8_t *state, const limbs_t *constants) {
    qr_fr8_t next[MAX];
    for (size_t i = 0; i < plan->width; i++) next[i] = mix_row(plan, state, i, constants + i);
    fifths(state, next, plan->width);
}

/**
 * T mod r, below 5.3 r: the part below 2^256 plus the part above times 2^(256 + 52 limbs), over 2^(52 limbs).
 * The columns of T are not negative; T < 2^(256 + 52 limbs).
 */
QR_FR8_INLINE qr_fr8_t fold(const plan_t *plan, qr_fr8_columns_t t, size_t limbs) {
    const __m512i z = _mm512_setzero_si512(), mask = QR_FR8_MASK;
    const qr_fr8_t f = qr_fr8_broadcast(plan->fold.l);
#define CARRY(to, from) ((to) = _mm512_add_epi64((to), _mm512_srli_epi64((from), 52)))
#define ABOVE(limb, next) _mm512_shldi_epi64((next), _mm512_slli_epi64((limb), 12), 4)
    CARRY(t.c1, t.c0), CARRY(t.c2, t.c1), CARRY(t.c3, t.c2), CARRY(t.c4, t.c3), CARRY(t.c5, t.c4);
    __m512i s0 = _mm512_and_si512(t.c0, mask), s1 = _mm512_and_si512(t.c1, mask);
    __m512i s2 = _mm512_and_si512(t.c2, mask), s3 = _mm512_and_si512(t.c3, mask);
    __m512i s4 = _mm512_and_si512(t.c4, _mm512_srli_epi64(mask, 4));
    if (limbs == 1) {
        __m512i d0 = z;
        QR_FR8_ROW(d0, s0, s1, s2, s3, s4, f, ABOVE(t.c4, t.c5));
        return qr_fr8_last_step(d0, s0, s1, s2, s3, s4);
    }
    CARRY(t.c6, t.c5), CARRY(t.c7, t.c6);
    if (limbs == 3) {
        __m512i d0 = z, d1 = z, d2 = z;
        QR_FR8_ROW(d0, d1, d2, s0, s1, s2, f, ABOVE(t.c4, t.c5));
        QR_FR8_ROW(d1, d2, s0, s1, s2, s3, f, ABOVE(t.c5, t.c6));
        QR_FR8_ROW(d2, s0, s1, s2, s3, s4, f, ABOVE(t.c6, t.c7));
        QR_FR8_DIGIT(d0, d1, d2, s0, s1, s2, s3);
        QR_FR8_DIGIT(d1, d2, s0, s1, s2, s3, s4);
        return qr_fr8_last_step(d2, s0, s1, s2, s3, s4);
    }
    CARRY(t.c8, t.c7);
    __m512i d0 = z, d1 = z, d2 = z, d3 = z;
    QR_FR8_ROW(d0, d1, d2, d3, s0, s1, f, ABOVE(t.c4, t.c5));
    QR_FR8_ROW(d1, d2, d3, s0, s1, s2, f, ABOVE(t.c5, t.c6));
    QR_FR8_ROW(d2, d3, s0, s1, s2, s3, f, ABOVE(t.c6, t.c7));
    QR_FR8_ROW(d3, s0, s1, s2, s3, s4, f, ABOVE(t.c7, t.c8));
    QR_FR8_DIGIT(d0, d1, d2, d3, s0, s1, s2);
    QR_FR8_DIGIT(d1, d2, d3, s0, s1, s2, s3);
    QR_FR8_DIGIT(d2, d3, s0, s1, s2, s3, s4);
    return qr_fr8_last_step(d3, s0, s1, s2, s3, s4);
#undef ABOVE
#undef CARRY
}

/** x_k from the window s_(k-1-n) .. s_(k-1). The factors of the longest chain come last. */
QR_FR8_INLINE qr_fr8_t recur(const plan_t *plan, const qr_fr8_t *window, size_t k, size_t limbs) {
    const __m512i z = _mm512_setzero_si512();
    sums_t s = {z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z, z};
#define PASS(j, s0, s1, s2, s3, s4, u1, u2, u3, u4, u5)                             \
    for (size_t i = plan->from[j]; i < plan->to[j]; i++) {                          \
        const qr_fr8_t a = window[i];                                               \
        ROW(s, a, plan->coefficient[j][i], s0, s1, s2, s3, s4, u1, u2, u3, u4, u5); \
    }
    if (limbs > 3) PASS(3, l3, l4, l5, l6, l7, h4, h5, h6, h7, h8)
    if (limbs > 2) PASS(2, l2, l3, l4, l5, l6, h3, h4, h5, h6, h7)
    if (limbs > 1) PASS(1, l1, l2, l3, l4, l5, h2, h3, h4, h5, h6)
    PASS(0, l0, l1, l2, l3, l4, h1, h2, h3, h4, h5)
#undef PASS
    const uint64_t *m = plan->minuend[k];
    qr_fr8_columns_t t;
    t.c0 = _mm512_sub_epi64(QR_FR8_SET(m[0]), s.l0);
    t.c1 = _mm512_sub_epi64(QR_FR8_SET(m[1]), _mm512_add_epi64(s.l1, s.h1));
    t.c2 = _mm512_sub_epi64(QR_FR8_SET(m[2]), _mm512_add_epi64(s.l2, s.h2));
    t.c3 = _mm512_sub_epi64(QR_FR8_SET(m[3]), _mm512_add_epi64(s.l3, s.h3));
    t.c4 = _mm512_sub_epi64(QR_FR8_SET(m[4]), _mm512_add_epi64(s.l4, s.h4));
    t.c5 = _mm512_sub_epi64(QR_FR8_SET(m[5]), _mm512_add_epi64(s.l5, s.h5));
    t.c6 = _mm512_sub_epi64(QR_FR8_SET(m[6]), _mm512_add_epi64(s.l6, s.h6));
    t.c7 = _mm512_sub_epi64(QR_FR8_SET(m[7]), _mm512_add_epi64(s.l7, s.h7));
    t.c8 = _mm512_sub_epi64(QR_FR8_SET(m[8]), _mm512_add_epi64(s.l8, s.h8));
    t.c9 = z;
    return fold(plan, t, limbs);
}

/** For each group, from the S-box outputs of the last full round to those of the next. */
QR_FR8_INLINE void partial_rounds(const plan_t *plan, qr_fr8_t state[][MAX], size_t groups, size_t limbs) {
    const size_t t = plan->width, n = t - 1;
    qr_fr8_t history[2][HISTORY];  // x_0 s_0 x_1 s_1 ..; the last t pairs move to the front when it is full
    qr_fr8_t x[2], s[2];
    size_t at = 0;  // where the next pair goes
    for (size_t k = 0; k <= plan->partial; k++, at += 2) {
        if (at == HISTORY) {
            for (size_t g = 0; g < groups; g++)
                memmove(history[g], history[g] + at - 2 * t, 2 * t * sizeof *x);
            at = 2 * t;
        }
        for (size_t g = 0; g < groups; g++) {
            if (k < t) {
                sums_t sums = sums_add(sums_from(&plan->output[k]), state[g], 1, plan->start[k], t);
                x[g] = sums_reduce(sums_add(sums, history[g] + 1, 2, plan->start[k] + t, k));
            } else {
                x[g] = recur(plan, history[g] + at - 2 * t + 1, k, limbs);
            }
            history[g][at] = x[g];
        }
        fifths(s, x, groups);
        for (size_t g = 0; g < groups && k < plan->partial; g++) {
            history[g][at + 1] = qr_fr8_product(s[g], qr_fr8_broadcast(plan->rescale[k].l));
        }
    }
    for (size_t g = 0; g < groups; g++) {
        for (size_t i = 0; i < n; i++) {
            sums_t sums = sums_from(&plan->after[i]);
            state[g][i + 1] =
                sums_reduce(sums_add(sums, history[g] + at - 2 * t + 1, 1, plan->end[i], 2 * n));
        }
        state[g][0] = s[g];
        fifths(state[g] + 1, state[g] + 1, n);
    }
}

/** The hashes of one or two groups of eight lanes; the last group has `lanes`. */
QR_FR8_INLINE void hash(const plan_t *plan, uint8_t *out, const uint8_t *const *columns, size_t offset,
                        size_t stride, size_t groups, size_t lanes, size_t limbs) {
    static const limbs_t zero;
    qr_fr8_t state[2][MAX];
    for (size_t g = 0; g < groups; g++) {
        for (size_t i = 1; i < plan->width; i++) {
            const uint8_t *from = columns[i - 1] + offset + g * 8 * stride;
            qr_fr8_t in = qr_fr8_from_words(qr_fr8_load(from, stride, g + 1 < groups ? 8 : lanes));
            state[g][i] = qr_fr8_sum(in, qr_fr8_broadcast(plan->input[i].l));
        }
        state[g][0] = qr_fr8_broadcast(plan->first.l);
        fifths(state[g] + 1, state[g] + 1, plan->width - 1);
        for (size_t round = 0; round < 3; round++) full_round(plan, state[g], plan->early[round]);
    }
    partial_rounds(plan, state, groups, limbs);
    for (size_t g = 0; g < groups; g++) {
        for (size_t round = 0; round < 3; round++) full_round(plan, state[g], plan->late[round]);
        qr_fr8_t last = mix_row(plan, state[g], 1, &zero);
        qr_fr8_words_t words = qr_fr8_to_words(qr_fr8_product(last, qr_fr8_broadcast(plan->unscale.l)));
        qr_fr8_store(out + 32 * 8 * g, words, g + 1 < groups ? 8 : lanes);
    }
}

QR_FR8_INLINE void hash_all(const plan_t *plan, uint8_t *out, const uint8_t *const *columns, size_t stride,
                            size_t count, size_t limbs) {
    size_t k = 0;
    for (; count - k > 8; k += 16) {
        size_t lanes = count - k < 16 ? count - k - 8 : 8;
        hash(plan, out + 32 * k, columns, k * stride, stride, 2, lanes, limbs);
        if (lanes < 8) return;
    }
    if (k < count) hash(plan, out + 32 * k, columns, k * stride, stride, 1, count - k, limbs);
}

void qr_poseidon_ifma(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count) {
    const plan_t *plan = get_plan(kind);
    if (plan->limbs == 1) return hash_all(plan, out, columns, stride, count, 1);
    if (plan->limbs == 3) return hash_all(plan, out, columns, stride, count, 3);
    hash_all(plan, out, columns, stride, count, 4);
}

#pragma clang attribute pop

#endif
