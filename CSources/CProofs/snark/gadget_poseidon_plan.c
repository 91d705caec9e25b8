/** @file gadget_poseidon_plan.c  Tables of the Poseidon circuit; its values in portable C. */
#include "gadget_poseidon_plan.h"

#include "quarry_crypto.h"
#include "quarry_platform.h"

enum { MAX = QR_TRACE_WIDTH };
typedef qr_fr_t matrix_t[MAX][MAX];

/* ---- Constants ---- */

static const uint8_t *take(qr_fr_t *out, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = qr_fr_to_montgomery(qr_fr_load(bytes + 32 * i));
    return bytes + 32 * count;
}

/** neptune's schedule: in front of round 0, after rounds 0 to 3, after the partial rounds, after 4 to 6. */
static void take_constants(qr_poseidon_circuit_plan_t *out, qr_poseidon_kind_t kind, uint64_t tag) {
    uint8_t bytes[(QR_POSEIDON_FULL * MAX + QR_TRACE_PARTIAL) * 32];
    qr_poseidon_compressed_round_constants(kind, bytes);
    const uint8_t *at = take(out->before, bytes, out->width);
    for (size_t round = 0; round < QR_TRACE_HALF; round++) at = take(out->keys[round], at, out->width);
    at = take(out->partial_keys, at, out->partial);
    for (size_t round = QR_TRACE_HALF; round < QR_POSEIDON_FULL - 1; round++) {
        at = take(out->keys[round], at, out->width);
    }
    qr_fr_t x = qr_fr_sum(qr_fr_from_u64(tag), out->before[0]);
    qr_fr_t fourth = qr_fr_square(qr_fr_square(x));
    out->first = qr_fr_sum(qr_fr_product(fourth, x), out->keys[0][0]);
}

/* ---- The partial rounds' sums ---- */

static qr_fr_t dot(const qr_fr_t *a, size_t step, const qr_fr_t *b, size_t count) {
    qr_fr_t sum = qr_fr_zero;
    for (size_t i = 0; i < count; i++) sum = qr_fr_sum(sum, qr_fr_product(a[i * step], b[i]));
    return sum;
}

/** out = a b; out may be b. */
static void multiply(matrix_t out, matrix_t a, matrix_t b, size_t n) {
    matrix_t product;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) product[i][j] = dot(&b[0][j], MAX, a[i], n);
    }
    memcpy(out, product, n * sizeof product[0]);
}

/** `state`: the elements as multiples of the last full round's outputs. A partial round replaces element 0 by
 * a new variable, whose multiples `response` follows, and multiplies by the matrix. */
static void run_partial(qr_poseidon_circuit_plan_t *out) {
    const size_t t = out->width;
    matrix_t state;
    memcpy(state, out->matrix, sizeof state);
    for (size_t k = 0; k < out->partial; k++) {
        memcpy(out->start[k], state[0], sizeof state[0]);
        memset(state[0], 0, sizeof state[0]);
        multiply(state, out->matrix, state, t);
        qr_fr_t before[MAX] = {0};
        if (k == 0) before[0] = qr_fr_one;
        if (k > 0) memcpy(before + 1, out->response[k - 1] + 1, (t - 1) * sizeof before[0]);
        for (size_t j = 0; j < t; j++) out->response[k][j] = dot(out->matrix[j], 1, before, t);
    }
    memcpy(out->start[out->partial], state[0], sizeof state[0]);
    memcpy(out->after, state, sizeof state);
}

/* ---- The partial rounds as a linear system ---- */

/**
 * With the matrix [m v; w M], the elements y after element 0 obey y' = M y + w s, and x' = v y + m s. The
 * last n outputs x determine y (rows v M^i), so y now is a sum of the last n x and n s: *q and *rest, first
 * to last.
 */
static void observe(const qr_poseidon_circuit_plan_t *plan, matrix_t q, matrix_t rest) {
    const size_t n = plan->width - 1;
    matrix_t inner, rows, inverse;
    for (size_t i = 0; i < n; i++) memcpy(inner[i], plan->matrix[i + 1] + 1, n * sizeof(qr_fr_t));
    memcpy(rows[0], plan->matrix[0] + 1, n * sizeof(qr_fr_t));
    for (size_t k = 1; k < n; k++) {
        for (size_t j = 0; j < n; j++) rows[k][j] = dot(&inner[0][j], MAX, rows[k - 1], n);
    }
    qr_poseidon_invert_matrix(inverse, rows, n);
    for (size_t k = 0; k < n; k++) multiply(inverse, inner, inverse, n);
    memcpy(q, inverse, n * sizeof inverse[0]);
    for (size_t j = 0; j < n; j++) {
        for (size_t l = 0; l < n; l++) {
            qr_fr_t sum = plan->response[n - 1 - l][j + 1];
            for (size_t i = l; i < n; i++) {
                sum = qr_fr_difference(sum, qr_fr_product(q[j][i], plan->response[i - l][0]));
            }
            rest[j][l] = sum;
        }
    }
}

static qr_fr_t times_word(qr_fr_t a) {
    return qr_fr_product(a, qr_fr_to_montgomery((qr_fr_t){{0, 1, 0, 0}}));
}

static void scale(qr_fr_t *out, const qr_fr_t *in, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = times_word(in[i]);
}

static void make_kernel_tables(qr_poseidon_circuit_plan_t *out) {
    const size_t t = out->width, n = t - 1;
    matrix_t q, rest;
    observe(out, q, rest);
    for (size_t j = 0; j < t; j++) {
        scale(out->mix[j], out->matrix[j], t);
        scale(out->begin[j], out->start[j], t);
    }
    for (size_t i = 0; i < n; i++) out->impulse[i] = times_word(out->response[n - 1 - i][0]);
    for (size_t i = 0; i < n; i++) {
        out->recurrence[2 * i] = times_word(dot(&rest[0][i], MAX, out->matrix[0] + 1, n));
        out->recurrence[2 * i + 1] = times_word(dot(&q[0][i], MAX, out->matrix[0] + 1, n));
        for (size_t j = 0; j < n; j++) {
            out->end[j + 1][2 * i] = times_word(rest[j][i]);
            out->end[j + 1][2 * i + 1] = times_word(q[j][i]);
        }
    }
    out->recurrence[2 * n] = times_word(out->matrix[0][0]);
}

static void make_plan(void *memory, qr_poseidon_kind_t kind) {
    qr_poseidon_circuit_plan_t *out = memory;
    const qr_poseidon_parameters_t *parameters = qr_poseidon_parameters(kind);
    out->width = parameters->width;
    out->partial = parameters->partial;
    memcpy(out->matrix, parameters->matrix, sizeof out->matrix);
    take_constants(out, kind, parameters->tag);
    run_partial(out);
    make_kernel_tables(out);
}

const qr_poseidon_circuit_plan_t *qr_poseidon_circuit_plan(qr_poseidon_kind_t kind) {
    static qr_poseidon_circuit_plan_t plans[QR_POSEIDON_KINDS];
    static qr_poseidon_once_t once = QR_POSEIDON_ONCE;
    qr_poseidon_once(&once, kind, &plans[kind], make_plan);
    return &plans[kind];
}

/* ---- Values ---- */

static inline qr_fr_t trace_product(qr_fr_t a, qr_fr_t b) {
    return qr_fr_product(a, b);
}

static inline void trace_add_product(uint64_t acc[9], const qr_fr_t *a, const qr_fr_t *b) {
    uint64_t product[8] = {0}, carry = 0;
    for (size_t i = 0; i < 4; i++) qr_fr_row(product + i, a->l, b->l[i]);
    for (size_t i = 0; i < 8; i++) acc[i] = qr_fr_adc(acc[i], product[i], &carry);
    acc[8] += carry;
}

#include "gadget_poseidon_trace.h"

qr_fr_t qr_poseidon_trace_portable(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                                   const qr_fr_t *in) {
    return trace_hash(boxes, plan, in);
}

qr_fr_t qr_poseidon_trace(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                          const qr_fr_t *in) {
#if defined(__x86_64__)
    if (qr_cpu_features() & QR_CPU_BMI2_ADX) return qr_poseidon_trace_mulx(boxes, plan, in);
#endif
    return qr_poseidon_trace_portable(boxes, plan, in);
}
