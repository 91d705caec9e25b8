/**
 * @file poseidon_avx2.c
 * Poseidon, four hashes at a time with AVX2, by the plan of constants.h for limbs of 29 bits (fr_avx2.h).
 *
 * Bounds in multiples of r, R = 70.6 r: inputs with their constant are below 2.21 + 1, x_k of the recurrence
 * below R + 10 = 81, other S-box inputs below 16. So an S-box makes at most 146, whose top limb is below
 * 2^31, and s_k at its scale is below 146 / 70.6 + 1 = 3.1. A row of the integer matrix (below 2^48 in sum,
 * two Montgomery steps) is less than 2.1 with its constant; a sum of at most 11 x and 12 s with coefficients
 * of full size below (11 * 81 + 12 * 3.1) / 70.6 + 1 + 1 = 15.2. The digest is below 1.1.
 */
#if defined(__x86_64__)

#include "field/fr_avx2.h"
#include "poseidon/kernels.h"

enum { MAX = QR_POSEIDON_MAX_WIDTH, WINDOW = 2 * QR_POSEIDON_MAX_WIDTH, HISTORY = 2 * WINDOW };
enum { LIMBS = 9, PAIRS = 4, COLUMNS = LIMBS + 2 * PAIRS };

typedef struct {
    uint32_t l[LIMBS];
} limbs_t;

/** qr_poseidon_plan_t in limbs, with the recurrence prepared for recur(). */
typedef struct {
    size_t width, partial;
    uint32_t hankel[2 * MAX - 1][2];
    limbs_t input[MAX], first, early[3][MAX], start[MAX][WINDOW], output[MAX];
    size_t pairs;                            // of limbs in the largest coefficient
    size_t from[PAIRS], to[PAIRS];           // which coefficients have a limb 2 j or 2 j + 1
    uint32_t coefficient[PAIRS][WINDOW][2];  // limbs 2 j and 2 j + 1 of each
    uint64_t minuend[QR_POSEIDON_MAX_PARTIAL + 1]
                    [COLUMNS];  // columns of e_k and multiples of r, above any sum
    limbs_t fold;               // 2^(261 + 58 pairs) mod r
    limbs_t rescale[QR_POSEIDON_MAX_PARTIAL], end[MAX][WINDOW], after[MAX], late[3][MAX], unscale;
} plan_t;

static void split(limbs_t *out, const qr_fr_t *in, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < LIMBS; k++) {
            size_t word = 29 * k / 64, shift = 29 * k % 64;
            uint64_t bits = in[i].l[word] >> shift;
            if (shift > 35 && word < 3) bits |= in[i].l[word + 1] << (64 - shift);
            out[i].l[k] = (uint32_t)bits & ((1u << 29) - 1);
        }
    }
}

static qr_fr_t power_of_two(size_t exponent) {
    qr_fr_t out = qr_fr_one;
    while (exponent-- > 0) out = qr_fr_sum(out, out);
    return out;
}

/** The recurrence: coefficients by pairs of limbs, and from what their sums are subtracted. */
static void make_recurrence(plan_t *out, const qr_poseidon_plan_t *plan) {
    const size_t terms = 2 * plan->width - 1;
    limbs_t coefficients[WINDOW];
    split(coefficients, plan->recurrence, terms);
    for (size_t j = 0; j < PAIRS; j++) {
        // The coefficients grow towards the middle of the window: those with a limb 2 j are in one piece.
        size_t from = terms, to = 0;
        for (size_t i = 0; i < terms; i++) {
            bool present = j == 0;
            for (size_t k = 2 * j; k < LIMBS; k++) present |= coefficients[i].l[k] != 0;
            if (present) from = from < i ? from : i, to = i + 1;
            out->coefficient[j][i][0] = coefficients[i].l[2 * j];
            out->coefficient[j][i][1] = coefficients[i].l[2 * j + 1];
        }
        out->from[j] = from;
        out->to[j] = to;
        if (to > 0) out->pairs = j + 1;
    }
    // A column gets less than 2^29 + 2^35 from each pair of limbs; the last one only the part above 29 bits
    // of products of the last limbs with top limbs below 2^30, so less than twice those limbs. It must fit 32
    // bits.
    const size_t last = LIMBS + 2 * out->pairs - 1;
    uint64_t base[COLUMNS] = {0};
    for (size_t c = 0; c < last; c++) base[c] = UINT64_C(1) << 40;
    for (size_t i = 0; i < terms; i++)
        base[last] += 2 * (out->coefficient[out->pairs - 1][i][1] + UINT64_C(1));
    qr_fr_t sum = qr_fr_zero;
    for (size_t c = 0; c <= last; c++) {
        sum = qr_fr_sum(sum, qr_fr_product(qr_fr_from_u64(base[c]), power_of_two(29 * c)));
    }
    sum = qr_fr_from_montgomery(sum);
    for (size_t k = 0; k <= plan->partial; k++) {
        qr_fr_t rest = qr_fr_difference(plan->output[k], sum);
        limbs_t limbs;
        split(&limbs, &rest, 1);
        for (size_t c = 0; c < COLUMNS; c++) out->minuend[k][c] = base[c] + (c < LIMBS ? limbs.l[c] : 0);
    }
    qr_fr_t fold = qr_fr_from_montgomery(power_of_two(29 * (LIMBS + 2 * out->pairs)));
    split(&out->fold, &fold, 1);
}

static void make_plan(void *memory, qr_poseidon_kind_t kind) {
    plan_t *out = memory;
    const qr_poseidon_shifts_t shifts = {.product = 261, .sum = 261, .row = 58};
    qr_poseidon_plan_t plan;
    qr_poseidon_make_plan(&plan, qr_poseidon_parameters(kind), shifts);
    out->width = plan.width;
    out->partial = plan.partial;
    for (size_t i = 0; i < 2 * MAX - 1; i++) {
        out->hankel[i][0] = (uint32_t)plan.hankel[i] & ((1u << 29) - 1);
        out->hankel[i][1] = (uint32_t)(plan.hankel[i] >> 29);
    }
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

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

/** The columns of a sum of products; each stays below 2^58 + 2^40. */
typedef struct {
    __m256i c[2 * LIMBS];
} sums_t;

static inline void sums_start(sums_t *s, const limbs_t *constant) {
    for (size_t i = 0; i < LIMBS; i++) {
        s->c[i] = _mm256_setzero_si256();
        s->c[LIMBS + i] = QR_FR4_SET(constant->l[i]);
    }
}

#define SPREAD(x) _mm256_set1_epi32((int)(x))

/** Adds to columns from `c` on the products of the values with three limbs of their coefficients, at most 21
 * values. */
static inline void sums_block(__m256i *c, const qr_fr4_t *values, size_t step, const uint32_t *limbs,
                              size_t n) {
    const __m256i z = _mm256_setzero_si256();
    __m256i t0 = z, t1 = z, t2 = z, t3 = z, t4 = z, t5 = z, t6 = z, t7 = z, t8 = z, t9 = z, t10 = z;
    for (size_t i = 0; i < n; i++, values += step, limbs += LIMBS) {
        const __m256i x = SPREAD(limbs[0]), y = SPREAD(limbs[1]), w = SPREAD(limbs[2]);
        QR_FR4_ADD(t0, values->l0, x), QR_FR4_ADD(t1, values->l0, y), QR_FR4_ADD(t2, values->l0, w);
        QR_FR4_ADD(t1, values->l1, x), QR_FR4_ADD(t2, values->l1, y), QR_FR4_ADD(t3, values->l1, w);
        QR_FR4_ADD(t2, values->l2, x), QR_FR4_ADD(t3, values->l2, y), QR_FR4_ADD(t4, values->l2, w);
        QR_FR4_ADD(t3, values->l3, x), QR_FR4_ADD(t4, values->l3, y), QR_FR4_ADD(t5, values->l3, w);
        QR_FR4_ADD(t4, values->l4, x), QR_FR4_ADD(t5, values->l4, y), QR_FR4_ADD(t6, values->l4, w);
        QR_FR4_ADD(t5, values->l5, x), QR_FR4_ADD(t6, values->l5, y), QR_FR4_ADD(t7, values->l5, w);
        QR_FR4_ADD(t6, values->l6, x), QR_FR4_ADD(t7, values->l6, y), QR_FR4_ADD(t8, values->l6, w);
        QR_FR4_ADD(t7, values->l7, x), QR_FR4_ADD(t8, values->l7, y), QR_FR4_ADD(t9, values->l7, w);
        QR_FR4_ADD(t8, values->l8, x), QR_FR4_ADD(t9, values->l8, y), QR_FR4_ADD(t10, values->l8, w);
    }
    // The columns are nearly full: leave 29 bits of each and pass the rest on.
    const __m256i t[11] = {t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10};
    __m256i carry = z;
    for (size_t i = 0; i < 11; i++) {
        c[i] = _mm256_add_epi64(c[i], _mm256_add_epi64(carry, _mm256_and_si256(t[i], QR_FR4_MASK)));
        carry = _mm256_srli_epi64(t[i], 29);
    }
    c[11] = _mm256_add_epi64(c[11], carry);
}

/** s += the sum of values[i * step] * coefficients[i]. */
static inline void sums_add(sums_t *s, const qr_fr4_t *values, size_t step, const limbs_t *coefficients,
                            size_t n) {
    while (n > 0) {
        size_t part = n < 16 ? n : 16;
        for (size_t k = 0; k < LIMBS; k += 3) sums_block(s->c + k, values, step, coefficients->l + k, part);
        values += part * step;
        coefficients += part;
        n -= part;
    }
}

static inline qr_fr4_t sums_reduce(sums_t *s) {
    __m256i *c = s->c;
    for (size_t i = 0; i < LIMBS; i++, c++) {
        QR_FR4_STEP(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]);
    }
    qr_fr4_t out = {c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]};
    return qr_fr4_strict(out);
}

/** t0 .. t9 += a times the two limbs x, y. */
#define TWO_LIMBS(a, x, y)                                                                  \
    QR_FR4_ADD(t0, (a)->l0, x), QR_FR4_ADD(t1, (a)->l0, y), QR_FR4_ADD(t1, (a)->l1, x),     \
        QR_FR4_ADD(t2, (a)->l1, y), QR_FR4_ADD(t2, (a)->l2, x), QR_FR4_ADD(t3, (a)->l2, y), \
        QR_FR4_ADD(t3, (a)->l3, x), QR_FR4_ADD(t4, (a)->l3, y), QR_FR4_ADD(t4, (a)->l4, x), \
        QR_FR4_ADD(t5, (a)->l4, y), QR_FR4_ADD(t5, (a)->l5, x), QR_FR4_ADD(t6, (a)->l5, y), \
        QR_FR4_ADD(t6, (a)->l6, x), QR_FR4_ADD(t7, (a)->l6, y), QR_FR4_ADD(t7, (a)->l7, x), \
        QR_FR4_ADD(t8, (a)->l7, y), QR_FR4_ADD(t8, (a)->l8, x), QR_FR4_ADD(t9, (a)->l8, y)

static qr_fr4_t fifth(qr_fr4_t a) {
    qr_fr4_t square = qr_fr4_square(a);
    return qr_fr4_product(a, qr_fr4_square(square));
}

/** Row `row` of the integer matrix times the state over 2^58, plus a constant. */
static qr_fr4_t mix_row(const plan_t *plan, const qr_fr4_t *state, size_t row, const limbs_t *constant) {
    const __m256i z = _mm256_setzero_si256();
    __m256i t0 = z, t1 = z, t2 = z, t3 = z, t4 = z, t5 = z, t6 = z, t7 = z, t8 = z, t9 = z;
    for (size_t i = 0; i < plan->width; i++) {
        const qr_fr4_t *a = state + i;
        const __m256i x = SPREAD(plan->hankel[row + i][0]), y = SPREAD(plan->hankel[row + i][1]);
        TWO_LIMBS(a, x, y);
    }
    QR_FR4_STEP(t0, t1, t2, t3, t4, t5, t6, t7, t8);
    QR_FR4_STEP(t1, t2, t3, t4, t5, t6, t7, t8, t9);
    qr_fr4_t out = qr_fr4_broadcast(constant->l);
    out.l0 = _mm256_add_epi64(out.l0, t2);
    out.l1 = _mm256_add_epi64(out.l1, t3);
    out.l2 = _mm256_add_epi64(out.l2, t4);
    out.l3 = _mm256_add_epi64(out.l3, t5);
    out.l4 = _mm256_add_epi64(out.l4, t6);
    out.l5 = _mm256_add_epi64(out.l5, t7);
    out.l6 = _mm256_add_epi64(out.l6, t8);
    out.l7 = _mm256_add_epi64(out.l7, t9);
    return qr_fr4_strict(out);
}

/** Integer matrix, constants, then the S-boxes of the round that follows. */
static void full_round(const plan_t *plan, qr_fr4_t *state, const limbs_t *constants) {
    qr_fr4_t next[MAX];
    for (size_t i = 0; i < plan->width; i++) next[i] = mix_row(plan, state, i, constants + i);
    for (size_t i = 0; i < plan->width; i++) state[i] = fifth(next[i]);
}

/**
 * T mod r, below R + 10 r: the nine low columns plus the others times 2^(261 + 58 pairs), over 2^(58 pairs).
 * Columns are not negative, the last one is below 2^32.
 */
static inline qr_fr4_t fold(const plan_t *plan, __m256i c[COLUMNS]) {
    const size_t above = 2 * plan->pairs;
    __m256i t[COLUMNS];
    for (size_t i = 0; i + 1 < LIMBS + above; i++) QR_FR4_CARRY(c[i + 1], c[i]);
    for (size_t i = 0; i < above; i++) t[i] = _mm256_setzero_si256();
    for (size_t i = 0; i < LIMBS; i++) t[above + i] = c[i];
    for (size_t j = 0; j < above; j++) {
        __m256i *s = t + j;
        for (size_t i = 0; i < LIMBS; i++) QR_FR4_ADD(s[i], c[LIMBS + j], SPREAD(plan->fold.l[i]));
        QR_FR4_STEP(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]);
    }
    const __m256i *s = t + above;
    qr_fr4_t out = {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]};
    return qr_fr4_strict(out);
}

/** x_k from the window s_(k-1-n) .. s_(k-1). */
static qr_fr4_t recur(const plan_t *plan, const qr_fr4_t *window, size_t k) {
    const __m256i z = _mm256_setzero_si256();
    __m256i c[COLUMNS + 1];
    for (size_t i = 0; i < COLUMNS; i++) c[i] = QR_FR4_SET(plan->minuend[k][i]);
    for (size_t j = 0; j < plan->pairs; j++) {
        __m256i t0 = z, t1 = z, t2 = z, t3 = z, t4 = z, t5 = z, t6 = z, t7 = z, t8 = z, t9 = z;
        for (size_t i = plan->from[j]; i < plan->to[j]; i++) {
            const qr_fr4_t *a = window + i;
            const __m256i x = SPREAD(plan->coefficient[j][i][0]), y = SPREAD(plan->coefficient[j][i][1]);
            TWO_LIMBS(a, x, y);
        }
        // A column has up to 46 products of 2^58: subtract 29 bits of it and pass the rest on.
        const __m256i t[10] = {t0, t1, t2, t3, t4, t5, t6, t7, t8, t9};
        __m256i carry = z, *at = c + 2 * j;
        for (size_t i = 0; i < 10; i++) {
            at[i] = _mm256_sub_epi64(at[i], _mm256_add_epi64(carry, _mm256_and_si256(t[i], QR_FR4_MASK)));
            carry = _mm256_srli_epi64(t[i], 29);
        }
        at[10] = _mm256_sub_epi64(at[10], carry);
    }
    return fold(plan, c);
}

/** From the S-box outputs of the last full round to those of the next. */
static void partial_rounds(const plan_t *plan, qr_fr4_t *state) {
    const size_t t = plan->width, n = t - 1;
    qr_fr4_t history[HISTORY], s;  // x_0 s_0 x_1 s_1 ..; the last t pairs move to the front when it is full
    qr_fr4_t *at = history;        // where the next pair goes
    sums_t sums;
    for (size_t k = 0; k <= plan->partial; k++, at += 2) {
        if (at == history + HISTORY) {
            memcpy(history, at - 2 * t, 2 * t * sizeof *at);
            at = history + 2 * t;
        }
        if (k < t) {
            sums_start(&sums, &plan->output[k]);
            sums_add(&sums, state, 1, plan->start[k], t);
            sums_add(&sums, history + 1, 2, plan->start[k] + t, k);
            at[0] = sums_reduce(&sums);
        } else {
            at[0] = recur(plan, at - 2 * t + 1, k);
        }
        s = fifth(at[0]);
        if (k < plan->partial) at[1] = qr_fr4_product(s, qr_fr4_broadcast(plan->rescale[k].l));
    }
    state[0] = s;
    for (size_t i = 0; i < n; i++) {
        sums_start(&sums, &plan->after[i]);
        sums_add(&sums, at - 2 * t + 1, 1, plan->end[i], 2 * n);
        state[i + 1] = fifth(sums_reduce(&sums));
    }
}

static qr_fr4_t hash4(const plan_t *plan, const uint8_t *const *columns, size_t offset, size_t stride,
                      size_t lanes) {
    static const limbs_t zero;
    qr_fr4_t state[MAX];
    state[0] = qr_fr4_broadcast(plan->first.l);
    for (size_t i = 1; i < plan->width; i++) {
        qr_fr4_t in = qr_fr4_load(columns[i - 1] + offset, stride, lanes);
        state[i] = fifth(qr_fr4_sum(in, qr_fr4_broadcast(plan->input[i].l)));
    }
    for (size_t round = 0; round < 3; round++) full_round(plan, state, plan->early[round]);
    partial_rounds(plan, state);
    for (size_t round = 0; round < 3; round++) full_round(plan, state, plan->late[round]);
    return qr_fr4_product(mix_row(plan, state, 1, &zero), qr_fr4_broadcast(plan->unscale.l));
}

void qr_poseidon_avx2(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count) {
    const plan_t *plan = get_plan(kind);
    for (size_t k = 0; k < count; k += 4) {
        size_t lanes = count - k < 4 ? count - k : 4;
        qr_fr4_store(out + 32 * k, hash4(plan, columns, k * stride, stride, lanes), lanes);
    }
}

#pragma clang attribute pop

#endif
