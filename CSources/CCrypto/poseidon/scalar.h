/**
 * @file scalar.h
 * Poseidon one hash at a time by the plan of constants.h for 64-bit words, for inclusion by a variant that
 * has defined these two:
 * - scalar_product(a, b): a b / 2^256, below r;
 * - scalar_dot(acc, values, step, coefficients, n): acc[0..8] += sum of values[i * step] * coefficients[i].
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

/** acc[0..5] += the sum of values[i] * words[i * step]. */
static inline void scalar_words_dot(uint64_t acc[6], const qr_fr_t *values, const uint64_t *words,
                                    size_t step, size_t n) {
    uint64_t s0 = acc[0], s1 = acc[1], s2 = acc[2], s3 = acc[3], s4 = acc[4], s5 = acc[5];
    for (size_t i = 0; i < n; i++) {
        const uint64_t *a = values[i].l, b = words[i * step];
        qr_u128_t p0 = (qr_u128_t)a[0] * b, p1 = (qr_u128_t)a[1] * b;
        qr_u128_t p2 = (qr_u128_t)a[2] * b, p3 = (qr_u128_t)a[3] * b;
        uint64_t carry = 0;
        s0 = qr_fr_adc(s0, (uint64_t)p0, &carry);
        s1 = qr_fr_adc(s1, (uint64_t)p1, &carry);
        s2 = qr_fr_adc(s2, (uint64_t)p2, &carry);
        s3 = qr_fr_adc(s3, (uint64_t)p3, &carry);
        s4 = qr_fr_adc(s4, 0, &carry);
        s5 += carry;
        carry = 0;
        s1 = qr_fr_adc(s1, (uint64_t)(p0 >> 64), &carry);
        s2 = qr_fr_adc(s2, (uint64_t)(p1 >> 64), &carry);
        s3 = qr_fr_adc(s3, (uint64_t)(p2 >> 64), &carry);
        s4 = qr_fr_adc(s4, (uint64_t)(p3 >> 64), &carry);
        s5 += carry;
    }
    acc[0] = s0, acc[1] = s1, acc[2] = s2, acc[3] = s3, acc[4] = s4, acc[5] = s5;
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
    uint64_t acc[6] = {0};
    scalar_words_dot(acc, state, plan->hankel + row, 1, plan->width);
    return scalar_reduce(acc, 1, constant);
}

/** A full round but for its S-boxes: state <- integer matrix * state + constants. */
static inline void scalar_mix(const qr_poseidon_plan_t *plan, qr_fr_t *state, const qr_fr_t *constants) {
    qr_fr_t next[QR_POSEIDON_MAX_WIDTH];
    for (size_t i = 0; i < plan->width; i++) next[i] = scalar_row(plan, state, i, constants[i]);
    memcpy(state, next, plan->width * sizeof *state);
}

/** x_k from the window s_(k-1-n) .. s_(k-1): the sum of integer multiples, folded at 2^256, off the constant.
 */
static inline qr_fr_t scalar_recur(const qr_poseidon_plan64_t *p, const qr_fr_t *window, qr_fr_t constant) {
    // 195 bits of coefficient, 256 of value and 5 for the number of terms: the sum fits 4 + words words.
    uint64_t acc[10] = {0}, folded[8] = {0}, below;
    for (size_t j = 0; j < p->words; j++) {
        uint64_t part[6] = {0}, carry = 0;
        scalar_words_dot(part, window + p->from[j], &p->plan.recurrence[p->from[j]].l[j], 4,
                         p->to[j] - p->from[j]);
        for (size_t i = 0; i < 6; i++) acc[j + i] = qr_fr_adc(acc[j + i], part[i], &carry);
    }
    // The upper part is below 2^(64 words - 13), so its product by `fold` over 2^(64 words) is far below r.
    qr_fr_t low = {{acc[0], acc[1], acc[2], acc[3]}};
    low = qr_fr_reduce(low);
    memcpy(folded + p->words, low.l, sizeof low.l);
    for (size_t j = 0; j < p->words; j++) {
        scalar_multiply_add(folded + j, p->fold.l, acc[4 + j], 4 + p->words - j);
    }
    return qr_fr_difference(constant, qr_fr_reduce_once(scalar_reduce(folded, p->words, qr_fr_zero), &below));
}

/** The last full round's S-box outputs in, the input of the next full round out. */
static inline void scalar_partial_rounds(const qr_poseidon_plan64_t *p, qr_fr_t *state) {
    const qr_poseidon_plan_t *plan = &p->plan;
    const size_t t = plan->width, n = t - 1, rounds = plan->partial;
    qr_fr_t history[2 * QR_POSEIDON_MAX_PARTIAL + 2];  // x_0 s_0 x_1 s_1 ..
    qr_fr_t fifth = qr_fr_zero;
    for (size_t k = 0; k <= rounds; k++) {
        uint64_t acc[9] = {0};
        if (k < t) {
            scalar_dot(acc, state, 1, plan->start[k], t);
            scalar_dot(acc, history + 1, 2, plan->start[k] + t, k);
            history[2 * k] = scalar_reduce(acc, 5, plan->output[k]);
        } else {
            history[2 * k] = scalar_recur(p, history + 2 * (k - t) + 1, plan->output[k]);
        }
        fifth = scalar_fifth(history[2 * k]);
        if (k < rounds) history[2 * k + 1] = scalar_product(plan->rescale[k], fifth);
    }
    state[0] = fifth;
    for (size_t i = 0; i < n; i++) {
        uint64_t acc[9] = {0};
        scalar_dot(acc, history + 2 * (rounds - n) + 1, 1, plan->end[i], 2 * n);
        state[i + 1] = scalar_fifth(scalar_reduce(acc, 5, plan->after[i]));
    }
}

static inline qr_fr_t scalar_hash(const qr_poseidon_plan64_t *p, const uint8_t *const *columns,
                                  size_t offset) {
    const qr_poseidon_plan_t *plan = &p->plan;
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
    scalar_partial_rounds(p, state);
    for (size_t round = 0; round < 3; round++) {
        scalar_mix(plan, state, plan->late[round]);
        for (size_t i = 0; i < t; i++) state[i] = scalar_fifth(state[i]);
    }
    return scalar_product(plan->unscale, scalar_row(plan, state, 1, qr_fr_zero));
}

static inline void scalar_hash_all(const qr_poseidon_plan64_t *plan, uint8_t *out,
                                   const uint8_t *const *columns, size_t stride, size_t count) {
    for (size_t k = 0; k < count; k++) qr_fr_store(out + 32 * k, scalar_hash(plan, columns, k * stride));
}
