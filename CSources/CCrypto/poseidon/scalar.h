/**
 * @file scalar.h
 * Poseidon one hash at a time by the plan of constants.h for 64-bit words, for inclusion by a variant that
 * has defined scalar_product(a, b)                            a b / 2^256, below r scalar_dot(acc, values,
 * step, coefficients, n)  acc[0..8] += sum of values[i * step] * coefficients[i]
 *
 * Bounds: a sum of at most 2t products of values below 1.01 r, divided by 2^320, is below r (1 + 2^-59), and
 * so is a row of the integer matrix divided by 2^64. With a constant added and r taken off once it is below r
 * (1 + 2^-58), which the products bear. The digest leaves a product and is canonical.
 */

/** acc[0 .. words-1] += a * b. */
static inline void scalar_multiply_add(uint64_t *acc, const uint64_t a[4], uint64_t b, size_t words) {
    qr_u128_t carry = 0;
    for (size_t i = 0; i < 4; i++) {
        carry += (qr_u128_t)a[i] * b + acc[i];
        acc[i] = (uint64_t)carry;
        carry >>= 64;
    }
    for (size_t i = 4; i < words; i++) {
        carry += acc[i];
        acc[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

static inline qr_fr_t scalar_fifth(qr_fr_t a) {
    qr_fr_t square = scalar_product(a, a);
    return scalar_product(a, scalar_product(square, square));
}

/** acc / 2^(64 steps) + constant; acc has 4 + steps words. */
static inline qr_fr_t scalar_reduce(uint64_t *acc, size_t steps, qr_fr_t constant) {
    static const uint64_t r[4] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3};
    for (size_t i = 0; i < steps; i++) {
        scalar_multiply_add(acc + i, r, acc[i] * QR_FR_N0, 4 + steps - i);
    }
    qr_fr_t out = {{acc[steps], acc[steps + 1], acc[steps + 2], acc[steps + 3]}};
    return qr_fr_sum(out, constant);
}

/** Row `row` of the integer matrix times the state, plus a constant. */
static inline qr_fr_t scalar_row(const qr_poseidon_plan_t *plan, const qr_fr_t *state, size_t row,
                                 qr_fr_t constant) {
    uint64_t acc[5] = {0};
    for (size_t i = 0; i < plan->width; i++) scalar_multiply_add(acc, state[i].l, plan->hankel[row + i], 5);
    return scalar_reduce(acc, 1, constant);
}

/** A full round but for its S-boxes: state <- integer matrix * state + constants. */
static inline void scalar_mix(const qr_poseidon_plan_t *plan, qr_fr_t *state, const qr_fr_t *constants) {
    qr_fr_t next[QR_POSEIDON_MAX_WIDTH];
    for (size_t i = 0; i < plan->width; i++) next[i] = scalar_row(plan, state, i, constants[i]);
    memcpy(state, next, plan->width * sizeof *state);
}

/** The last full round's S-box outputs in, the input of the next full round out. */
static inline void scalar_partial_rounds(const qr_poseidon_plan_t *plan, qr_fr_t *state) {
    const size_t t = plan->width, n = t - 1, rounds = plan->partial;
    qr_fr_t history[2 * QR_POSEIDON_MAX_PARTIAL + 2];  // x_0 s_0 x_1 s_1 ..
    for (size_t k = 0; k < t; k++) {
        uint64_t acc[9] = {0};
        scalar_dot(acc, state, 1, plan->start[k], t);
        scalar_dot(acc, history + 1, 2, plan->start[k] + t, k);
        history[2 * k] = scalar_reduce(acc, 5, plan->output[k]);
        history[2 * k + 1] = scalar_fifth(history[2 * k]);
    }
    for (size_t k = t; k <= rounds; k++) {
        uint64_t acc[9] = {0};
        scalar_dot(acc, history + 2 * (k - t) + 1, 1, plan->recurrence, 2 * n + 1);
        history[2 * k] = scalar_reduce(acc, 5, plan->output[k]);
        history[2 * k + 1] = scalar_fifth(history[2 * k]);
    }
    state[0] = history[2 * rounds + 1];
    for (size_t i = 0; i < n; i++) {
        uint64_t acc[9] = {0};
        scalar_dot(acc, history + 2 * (rounds - n) + 1, 1, plan->end[i], 2 * n);
        state[i + 1] = scalar_fifth(scalar_reduce(acc, 5, plan->after[i]));
    }
}

static inline qr_fr_t scalar_hash(const qr_poseidon_plan_t *plan, const uint8_t *const *columns,
                                  size_t offset) {
    const size_t t = plan->width;
    qr_fr_t state[QR_POSEIDON_MAX_WIDTH];
    state[0] = plan->first;
    for (size_t i = 1; i < t; i++) {
        qr_fr_t in = qr_fr_reduce(qr_fr_load(columns[i - 1] + offset));
        state[i] = scalar_fifth(qr_fr_sum(in, plan->input[i]));
    }
    for (size_t round = 0; round < 3; round++) {
        scalar_mix(plan, state, plan->early[round]);
        for (size_t i = 0; i < t; i++) state[i] = scalar_fifth(state[i]);
    }
    scalar_partial_rounds(plan, state);
    for (size_t round = 0; round < 3; round++) {
        scalar_mix(plan, state, plan->late[round]);
        for (size_t i = 0; i < t; i++) state[i] = scalar_fifth(state[i]);
    }
    return scalar_product(plan->unscale, scalar_row(plan, state, 1, qr_fr_zero));
}

static inline void scalar_hash_all(const qr_poseidon_plan_t *plan, uint8_t *out,
                                   const uint8_t *const *columns, size_t stride, size_t count) {
    for (size_t k = 0; k < count; k++) qr_fr_store(out + 32 * k, scalar_hash(plan, columns, k * stride));
}
