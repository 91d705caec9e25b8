/**
 * @file gadget_poseidon_trace.h
 * The values of a Poseidon circuit by 64-bit words, for inclusion by a variant that has defined these two:
 * - trace_product(a, b): the Montgomery product, below r;
 * - trace_add_product(acc, a, b): acc[0..8] += a * b, unreduced.
 *
 * A sum of at most 2 width products, divided by 2^320, is below r (1 + 2^-59); r taken off once makes it
 * canonical.
 */

/** acc / 2^320. */
static inline qr_fr_t trace_reduce(uint64_t acc[9]) {
    static const uint64_t r[4] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3};
    for (size_t i = 0; i < 5; i++) {
        uint64_t factor = acc[i] * QR_FR_N0;
        qr_u128_t carry = 0;
        for (size_t j = 0; j < 4; j++) {
            carry += (qr_u128_t)factor * r[j] + acc[i + j];
            acc[i + j] = (uint64_t)carry;
            carry >>= 64;
        }
        for (size_t j = i + 4; j < 9; j++) {
            carry += acc[j];
            acc[j] = (uint64_t)carry;
            carry >>= 64;
        }
    }
    uint64_t below;
    return qr_fr_reduce_once((qr_fr_t){{acc[5], acc[6], acc[7], acc[8]}}, &below);
}

static inline void trace_dot(uint64_t acc[9], const qr_fr_t *values, size_t step, const qr_fr_t *coefficients,
                             size_t count) {
    for (size_t i = 0; i < count; i++) trace_add_product(acc, values + i * step, coefficients + i);
}

static inline qr_fr_t trace_sum(const qr_fr_t *values, const qr_fr_t *coefficients, size_t count) {
    uint64_t acc[9] = {0};
    trace_dot(acc, values, 1, coefficients, count);
    return trace_reduce(acc);
}

static inline qr_fr_t trace_box(qr_poseidon_box_t *out, qr_fr_t x, qr_fr_t key) {
    out->x = x;
    out->square = trace_product(x, x);
    out->fourth = trace_product(out->square, out->square);
    out->fifth = qr_fr_sum(trace_product(out->fourth, x), key);
    return out->fifth;
}

/** A full round but for the first: state is the outputs before and after. */
static inline qr_poseidon_box_t *trace_full(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                                            qr_fr_t *state, const qr_fr_t *keys) {
    qr_fr_t next[QR_TRACE_WIDTH];
    for (size_t j = 0; j < plan->width; j++) {
        next[j] = trace_box(boxes++, trace_sum(state, plan->mix[j], plan->width), keys[j]);
    }
    memcpy(state, next, plan->width * sizeof *state);
    return boxes;
}

/** The partial rounds; state becomes the inputs of the full round that follows. */
static inline qr_poseidon_box_t *trace_partial(qr_poseidon_box_t *boxes,
                                               const qr_poseidon_circuit_plan_t *plan, qr_fr_t *state) {
    const size_t t = plan->width, n = t - 1, rounds = plan->partial;
    qr_fr_t history[2 * QR_TRACE_PARTIAL + 2];  // x_0 s_0 x_1 s_1 ..
    for (size_t k = 0; k <= rounds; k++) {
        uint64_t acc[9] = {0};
        if (k <= n) {
            trace_dot(acc, state, 1, plan->begin[k], t);
            trace_dot(acc, history + 1, 2, plan->impulse + (n - k), k);
        } else {
            trace_dot(acc, history + 2 * (k - 1 - n) + 1, 1, plan->recurrence, 2 * n + 1);
        }
        history[2 * k] = trace_reduce(acc);
        if (k < rounds) history[2 * k + 1] = trace_box(boxes++, history[2 * k], plan->partial_keys[k]);
    }
    state[0] = history[2 * rounds];
    for (size_t j = 1; j < t; j++) {
        state[j] = trace_sum(history + 2 * (rounds - n) + 1, plan->end[j], 2 * n);
    }
    return boxes;
}

static inline qr_fr_t trace_hash(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                                 const qr_fr_t *in) {
    static const qr_fr_t none[QR_TRACE_WIDTH];
    const size_t t = plan->width;
    qr_fr_t state[QR_TRACE_WIDTH];
    state[0] = plan->first;
    for (size_t j = 1; j < t; j++) {
        state[j] = trace_box(boxes++, qr_fr_sum(in[j - 1], plan->before[j]), plan->keys[0][j]);
    }
    for (size_t round = 1; round < QR_TRACE_HALF; round++) {
        boxes = trace_full(boxes, plan, state, plan->keys[round]);
    }
    boxes = trace_partial(boxes, plan, state);
    for (size_t j = 0; j < t; j++) {
        state[j] = trace_box(boxes++, state[j], plan->keys[QR_TRACE_HALF][j]);
    }
    for (size_t round = QR_TRACE_HALF + 1; round < QR_POSEIDON_FULL; round++) {
        boxes = trace_full(boxes, plan, state, round + 1 < QR_POSEIDON_FULL ? plan->keys[round] : none);
    }
    return trace_sum(state, plan->mix[1], t);
}
