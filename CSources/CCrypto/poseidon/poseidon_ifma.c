/**
 * @file poseidon_ifma.c
 * Poseidon, eight hashes at a time with AVX-512 IFMA, by the plan of constants.h for 52-bit words
 * (fr_ifma.h).
 *
 * Bounds in multiples of r, R = 35.3 r: inputs with their constant are below 2.21 + 1. An S-box leaves less
 * than 2.3, a row of the integer matrix (below 2^47 in sum, one Montgomery step) less than 1 + 0.1 + 1 with
 * its constant, a sum of at most 11 x and 12 s less than (11 * 5.2 + 12 * 2.8) / 35.3 + 2.01 + 1 = 5.6, from
 * which an S-box makes at most 2.01 + 5.6 * 2.2 / 35.3 = 2.4. So nothing comes near R, and columns take 23 *
 * 10 products of 2^52 at most.
 */
#if defined(__x86_64__)

#include <pthread.h>

#include "field/fr_ifma.h"
#include "poseidon/kernels.h"

enum { MAX = QR_POSEIDON_MAX_WIDTH, WINDOW = 2 * QR_POSEIDON_MAX_WIDTH, HISTORY = 2 * WINDOW };

typedef struct {
    uint64_t l[5];
} limbs_t;

/** qr_poseidon_plan_t in limbs. */
typedef struct {
    size_t width, partial;
    uint64_t hankel[2 * MAX - 1];
    limbs_t input[MAX], first, early[3][MAX], start[MAX][WINDOW], recurrence[WINDOW];
    limbs_t output[QR_POSEIDON_MAX_PARTIAL + 1], end[MAX][WINDOW], after[MAX], late[3][MAX], unscale;
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

static void make_plan(plan_t *out, qr_poseidon_kind_t kind) {
    qr_poseidon_plan_t plan;
    const qr_poseidon_shifts_t shifts = {.product = 260, .sum = 260, .row = 52};
    qr_poseidon_make_plan(&plan, qr_poseidon_parameters(kind), shifts);
    out->width = plan.width;
    out->partial = plan.partial;
    memcpy(out->hankel, plan.hankel, sizeof out->hankel);
    split(out->input, plan.input, MAX);
    split(&out->first, &plan.first, 1);
    split(out->early[0], plan.early[0], 3 * MAX);
    split(out->start[0], plan.start[0], MAX * WINDOW);
    split(out->recurrence, plan.recurrence, WINDOW);
    split(out->output, plan.output, QR_POSEIDON_MAX_PARTIAL + 1);
    split(out->end[0], plan.end[0], MAX * WINDOW);
    split(out->after, plan.after, MAX);
    split(out->late[0], plan.late[0], 3 * MAX);
    split(&out->unscale, &plan.unscale, 1);
}

static const plan_t *get_plan(qr_poseidon_kind_t kind) {
    static plan_t plans[QR_POSEIDON_KINDS];
    static bool ready[QR_POSEIDON_KINDS];
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    if (!__atomic_load_n(&ready[kind], __ATOMIC_ACQUIRE)) {
        pthread_mutex_lock(&lock);
        if (!ready[kind]) {
            make_plan(&plans[kind], kind);
            __atomic_store_n(&ready[kind], true, __ATOMIC_RELEASE);
        }
        pthread_mutex_unlock(&lock);
    }
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

static qr_fr8_t fifth(qr_fr8_t a) {
    qr_fr8_t square = qr_fr8_square(a);
    return qr_fr8_product(a, qr_fr8_square(square));
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
    for (size_t i = 0; i < plan->width; i++) state[i] = fifth(next[i]);
}

/** From the S-box outputs of the last full round to those of the next. */
static void partial_rounds(const plan_t *plan, qr_fr8_t *state) {
    const size_t t = plan->width, n = t - 1;
    qr_fr8_t history[HISTORY];  // x_0 s_0 x_1 s_1 ..; the last n pairs move to the front when it is full
    for (size_t k = 0; k < t; k++) {
        sums_t sums = sums_add(sums_from(&plan->output[k]), state, 1, plan->start[k], t);
        history[2 * k] = sums_reduce(sums_add(sums, history + 1, 2, plan->start[k] + t, k));
        history[2 * k + 1] = fifth(history[2 * k]);
    }
    qr_fr8_t *at = history + 2 * t;  // where the next pair goes
    for (size_t k = t; k <= plan->partial; k++) {
        if (at == history + HISTORY) {
            memcpy(history, at - 2 * t, 2 * t * sizeof *at);
            at = history + 2 * t;
        }
        sums_t sums = sums_from(&plan->output[k]);
        at[0] = sums_reduce(sums_add(sums, at - 2 * t + 1, 1, plan->recurrence, 2 * n + 1));
        at[1] = fifth(at[0]);
        at += 2;
    }
    state[0] = at[-1];
    for (size_t i = 0; i < n; i++) {
        sums_t sums = sums_from(&plan->after[i]);
        state[i + 1] = sums_reduce(sums_add(sums, at - 2 * t + 1, 1, plan->end[i], 2 * n));
    }
    for (size_t i = 1; i < t; i++) state[i] = fifth(state[i]);
}

static qr_fr8_words_t hash8(const plan_t *plan, const uint8_t *const *columns, size_t offset, size_t stride,
                            size_t lanes) {
    static const limbs_t zero;
    qr_fr8_t state[MAX];
    for (size_t i = 1; i < plan->width; i++) {
        qr_fr8_t in = qr_fr8_from_words(qr_fr8_load(columns[i - 1] + offset, stride, lanes));
        state[i] = qr_fr8_sum(in, qr_fr8_broadcast(plan->input[i].l));
    }
    state[0] = qr_fr8_broadcast(plan->first.l);
    for (size_t i = 1; i < plan->width; i++) state[i] = fifth(state[i]);
    for (size_t round = 0; round < 3; round++) full_round(plan, state, plan->early[round]);
    partial_rounds(plan, state);
    for (size_t round = 0; round < 3; round++) full_round(plan, state, plan->late[round]);
    qr_fr8_t last = mix_row(plan, state, 1, &zero);
    return qr_fr8_to_words(qr_fr8_product(last, qr_fr8_broadcast(plan->unscale.l)));
}

void qr_poseidon_ifma(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count) {
    const plan_t *plan = get_plan(kind);
    for (size_t k = 0; k < count; k += 8) {
        size_t lanes = count - k < 8 ? count - k : 8;
        qr_fr8_store(out + 32 * k, hash8(plan, columns, k * stride, stride, lanes), lanes);
    }
}

#pragma clang attribute pop

#endif
