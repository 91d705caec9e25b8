/** @file plan.c  From the parameters to the kernels' plan: the linear algebra behind constants.h. */
#include "poseidon/constants.h"

enum { MAX = QR_POSEIDON_MAX_WIDTH };
typedef qr_fr_t matrix_t[MAX][MAX];

/** The partial rounds' linear system (see constants.h); coefficients in Montgomery form. */
typedef struct {
    size_t n;
    matrix_t inner;                              // Mi
    matrix_t power;                              // Mi^n
    matrix_t observe;                            // row i: v Mi^i
    matrix_t reach;                              // column i: Mi^i w
    qr_fr_t impulse[MAX];                        // h_0 .. h_n
    qr_fr_t a[MAX], b[MAX];                      // a_1 .. a_n (a[0] = 1), b_0 .. b_n
    qr_fr_t quiet[QR_POSEIDON_MAX_PARTIAL + 1];  // x_k if all s and the start were 0
    qr_fr_t rest[MAX];                           // elements 1..n after the last partial round, likewise
} system_t;

void qr_poseidon_invert_matrix(qr_fr_t out[][MAX], qr_fr_t in[][MAX], size_t n) {
    matrix_t work;
    memcpy(work, in, n * sizeof work[0]);
    memset(out, 0, n * sizeof out[0]);
    for (size_t i = 0; i < n; i++) out[i][i] = qr_fr_one;
    for (size_t column = 0; column < n; column++) {
        size_t pivot = column;
        while (qr_fr_equal(work[pivot][column], qr_fr_zero)) pivot++;
        qr_fr_t scale = qr_fr_invert(work[pivot][column]);
        for (size_t j = 0; j < n; j++) {
            qr_fr_t upper = work[pivot][j], lower = out[pivot][j];
            work[pivot][j] = work[column][j];
            out[pivot][j] = out[column][j];
            work[column][j] = qr_fr_product(upper, scale);
            out[column][j] = qr_fr_product(lower, scale);
        }
        for (size_t i = 0; i < n; i++) {
            if (i == column) continue;
            qr_fr_t factor = work[i][column];
            for (size_t j = 0; j < n; j++) {
                work[i][j] = qr_fr_difference(work[i][j], qr_fr_product(factor, work[column][j]));
                out[i][j] = qr_fr_difference(out[i][j], qr_fr_product(factor, out[column][j]));
            }
        }
    }
}

/** sum of a[i * step] * b[i]. */
static qr_fr_t dot(const qr_fr_t *a, size_t step, const qr_fr_t *b, size_t n) {
    qr_fr_t sum = qr_fr_zero;
    for (size_t i = 0; i < n; i++) sum = qr_fr_sum(sum, qr_fr_product(a[i * step], b[i]));
    return sum;
}

static void multiply(matrix_t out, matrix_t a, matrix_t b, size_t n) {
    matrix_t product;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) product[i][j] = dot(&b[0][j], MAX, a[i], n);
    }
    memcpy(out, product, n * sizeof product[0]);
}

/** Faddeev-LeVerrier: a_k = -trace(N_k)/k with N_1 = Mi, N_k = Mi (N_(k-1) + a_(k-1)). Leaves Mi^n in power.
 */
static void characteristic_polynomial(system_t *s) {
    matrix_t work;
    size_t n = s->n;
    memcpy(work, s->inner, sizeof work);
    memcpy(s->power, s->inner, sizeof work);
    s->a[0] = qr_fr_one;
    for (size_t k = 1; k <= n; k++) {
        qr_fr_t trace = qr_fr_zero;
        for (size_t i = 0; i < n; i++) trace = qr_fr_sum(trace, work[i][i]);
        s->a[k] = qr_fr_negate(qr_fr_product(trace, qr_fr_invert(qr_fr_from_u64(k))));
        for (size_t i = 0; i < n; i++) work[i][i] = qr_fr_sum(work[i][i], s->a[k]);
        multiply(work, s->inner, work, n);
        if (k < n) multiply(s->power, s->inner, s->power, n);
    }
}

/** Runs the system with no input but the round constants. */
static void run_quiet(system_t *s, const qr_poseidon_parameters_t *p) {
    size_t t = p->width, n = s->n;
    const qr_fr_t *constants = p->constants + QR_POSEIDON_FULL / 2 * t;
    qr_fr_t u[MAX], next[MAX];
    memcpy(u, constants + 1, n * sizeof *u);
    s->quiet[0] = constants[0];
    for (size_t k = 1; k <= p->partial; k++) {
        constants += t;
        s->quiet[k] = qr_fr_sum(constants[0], dot(p->matrix[0] + 1, 1, u, n));
        for (size_t i = 0; i < n; i++) next[i] = qr_fr_sum(constants[i + 1], dot(s->inner[i], 1, u, n));
        memcpy(u, next, sizeof u);
    }
    memcpy(s->rest, u, sizeof u);
}

static void make_system(system_t *s, const qr_poseidon_parameters_t *p) {
    memset(s, 0, sizeof *s);
    size_t n = s->n = p->width - 1;
    for (size_t i = 0; i < n; i++) {
        memcpy(s->inner[i], p->matrix[i + 1] + 1, n * sizeof(qr_fr_t));
        s->observe[0][i] = p->matrix[0][i + 1];
        s->reach[i][0] = p->matrix[i + 1][0];
    }
    for (size_t k = 1; k < n; k++) {
        for (size_t i = 0; i < n; i++) {
            s->observe[k][i] = dot(&s->inner[0][i], MAX, s->observe[k - 1], n);
            qr_fr_t column[MAX];
            for (size_t j = 0; j < n; j++) column[j] = s->reach[j][k - 1];
            s->reach[i][k] = dot(s->inner[i], 1, column, n);
        }
    }
    characteristic_polynomial(s);
    s->impulse[0] = p->matrix[0][0];
    for (size_t i = 1; i <= n; i++) s->impulse[i] = dot(&s->reach[0][0], MAX, s->observe[i - 1], n);
    for (size_t i = 0; i <= n; i++) {
        s->b[i] = qr_fr_zero;
        for (size_t j = 0; j <= i; j++) {
            s->b[i] = qr_fr_sum(s->b[i], qr_fr_product(s->a[j], s->impulse[i - j]));
        }
    }
    run_quiet(s, p);
}

/** The raw value of a * scale. */
static qr_fr_t scaled(qr_fr_t a, qr_fr_t scale) {
    return qr_fr_from_montgomery(qr_fr_product(a, scale));
}

/** The scales of x_k and s_k as stored, and their inverses; what a sum of products is divided by. */
typedef struct {
    qr_fr_t x[QR_POSEIDON_MAX_PARTIAL + 1], s[QR_POSEIDON_MAX_PARTIAL + 1];
    qr_fr_t over_x[QR_POSEIDON_MAX_PARTIAL + 1], over_s[QR_POSEIDON_MAX_PARTIAL + 1];
    qr_fr_t sum;
} scales_t;

static void plan_start(qr_poseidon_plan_t *out, const system_t *s, const qr_poseidon_parameters_t *p,
                       const scales_t *scales, qr_fr_t state_scale) {
    const size_t t = p->width;
    const qr_fr_t over_state = qr_fr_product(scales->sum, qr_fr_invert(state_scale));
    for (size_t k = 0; k < t; k++) {
        for (size_t j = 0; j < t; j++) {
            qr_fr_t c = p->matrix[0][j];
            if (k > 0) {
                qr_fr_t column[MAX];
                for (size_t i = 0; i < s->n; i++) column[i] = p->matrix[i + 1][j];
                c = dot(s->observe[k - 1], 1, column, s->n);
            }
            out->start[k][j] = scaled(qr_fr_product(c, over_state), scales->x[k]);
        }
        for (size_t j = 0; j < k; j++) {
            qr_fr_t c = qr_fr_product(s->impulse[k - 1 - j], scales->sum);
            out->start[k][t + j] = scaled(qr_fr_product(c, scales->over_s[j]), scales->x[k]);
        }
    }
}

/** The coefficients of -x_t, which the even growth of the scales makes those of every later x, and integers.
 */
static void plan_recurrence(qr_poseidon_plan_t *out, const system_t *s, const scales_t *scales) {
    const size_t n = s->n;
    const qr_fr_t scale = qr_fr_negate(scales->x[n + 1]);
    out->recurrence[0] = scaled(qr_fr_product(s->b[n], scales->over_s[0]), scale);
    for (size_t i = n; i > 0; i--) {
        size_t k = n + 1 - i;  // the index that lag i reaches
        out->recurrence[2 * k - 1] = scaled(qr_fr_product(qr_fr_negate(s->a[i]), scales->over_x[k]), scale);
        out->recurrence[2 * k] = scaled(qr_fr_product(s->b[i - 1], scales->over_s[k]), scale);
    }
    for (size_t k = 0; k <= out->partial; k++) {
        qr_fr_t e = s->quiet[k];
        for (size_t i = 1; k > n && i <= n; i++) e = qr_fr_sum(e, qr_fr_product(s->a[i], s->quiet[k - i]));
        out->output[k] = scaled(e, scales->x[k]);
    }
}

/** u_K = Q (y - T s) + [Mi^(n-1) w .. w] s, Q = Mi^n O^-1: y the last n outputs, T the impulse response. */
static void plan_end(qr_poseidon_plan_t *out, system_t *s, const scales_t *scales) {
    const size_t n = s->n, from = out->partial - n;
    const qr_fr_t scale = qr_fr_product(scales->x[out->partial], scales->sum);
    matrix_t q;
    qr_poseidon_invert_matrix(q, s->observe, n);
    multiply(q, s->power, q, n);
    for (size_t row = 0; row < n; row++) {
        for (size_t i = 0; i < n; i++) {
            qr_fr_t c = s->reach[row][n - 1 - i];
            for (size_t k = i; k < n; k++) {
                c = qr_fr_difference(c, qr_fr_product(q[row][k], s->impulse[k - i]));
            }
            out->end[row][2 * i] = scaled(qr_fr_product(c, scales->over_s[from + i]), scale);
            out->end[row][2 * i + 1] = scaled(qr_fr_product(q[row][i], scales->over_x[from + i + 1]), scale);
        }
        qr_fr_t quiet = dot(q[row], 1, s->quiet + from + 1, n);
        out->after[row] = scaled(qr_fr_difference(s->rest[row], quiet), scales->x[out->partial]);
    }
}

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b) {
    while (b != 0) {
        uint64_t remainder = a % b;
        a = b;
        b = remainder;
    }
    return a;
}

static uint64_t least_common_multiple(uint64_t first, uint64_t last) {
    uint64_t out = 1;
    for (uint64_t k = first; k <= last; k++) out = out / greatest_common_divisor(out, k) * k;
    return out;
}

/** The least g that makes every g (-lcm)^i b_i an integer, given that lcm is such a number. */
static uint64_t b_denominator(const system_t *s, uint64_t lcm) {
    uint64_t common = lcm;
    qr_fr_t scale = qr_fr_from_u64(lcm);
    const qr_fr_t minus_lcm = qr_fr_negate(scale);
    for (size_t i = 0; i <= s->n; i++) {
        qr_fr_t raw = scaled(s->b[i], scale);
        qr_u128_t remainder = 0;
        for (size_t k = 4; k-- > 0;) remainder = (remainder << 64 | raw.l[k]) % lcm;
        common = greatest_common_divisor(common, (uint64_t)remainder);
        scale = qr_fr_product(scale, minus_lcm);
    }
    return lcm / common;
}

/** x_k at scale first * ratio^k, s_k at s_first * ratio^k. */
static void fill_scales(scales_t *out, qr_fr_t first, qr_fr_t s_first, qr_fr_t ratio) {
    const qr_fr_t over_ratio = qr_fr_invert(ratio);
    out->x[0] = first;
    out->s[0] = s_first;
    out->over_x[0] = qr_fr_invert(first);
    out->over_s[0] = qr_fr_invert(s_first);
    for (size_t k = 1; k <= QR_POSEIDON_MAX_PARTIAL; k++) {
        out->x[k] = qr_fr_product(out->x[k - 1], ratio);
        out->s[k] = qr_fr_product(out->s[k - 1], ratio);
        out->over_x[k] = qr_fr_product(out->over_x[k - 1], over_ratio);
        out->over_s[k] = qr_fr_product(out->over_s[k - 1], over_ratio);
    }
}

static void plan_round(qr_fr_t *out, const qr_poseidon_parameters_t *p, size_t round, qr_fr_t scale) {
    for (size_t i = 0; i < p->width; i++) out[i] = scaled(p->constants[round * p->width + i], scale);
}

static qr_fr_t fifth(qr_fr_t a) {
    return qr_fr_product(qr_fr_square(qr_fr_square(a)), a);
}

static qr_fr_t power_of_two(unsigned exponent) {
    qr_fr_t out = qr_fr_one;
    while (exponent-- > 0) out = qr_fr_sum(out, out);
    return out;
}

void qr_poseidon_make_plan(qr_poseidon_plan_t *out, const qr_poseidon_parameters_t *p,
                           qr_poseidon_shifts_t shifts) {
    const size_t t = p->width, half = QR_POSEIDON_FULL / 2;
    memset(out, 0, sizeof *out);
    out->width = t;
    out->partial = p->partial;
    const uint64_t lcm = least_common_multiple(t, 3 * t - 2);
    for (size_t i = 0; i < 2 * t - 1; i++) out->hankel[i] = lcm / (t + i);

    const qr_fr_t radix = power_of_two(shifts.product);
    const qr_fr_t inverse_radix = qr_fr_invert(radix);
    const qr_fr_t sbox = qr_fr_square(qr_fr_square(inverse_radix));  // what three products divide x^5 by
    const qr_fr_t mix = qr_fr_product(qr_fr_from_u64(lcm), qr_fr_invert(power_of_two(shifts.row)));

    qr_fr_t scale = qr_fr_one;
    plan_round(out->input, p, 0, scale);
    out->first = scaled(fifth(qr_fr_sum(p->constants[0], qr_fr_from_u64(p->tag))), sbox);
    for (size_t round = 1; round < half; round++) {
        scale = qr_fr_product(qr_fr_product(fifth(scale), sbox), mix);
        plan_round(out->early[round - 1], p, round, scale);
    }
    scale = qr_fr_product(fifth(scale), sbox);

    system_t system;
    scales_t scales;
    make_system(&system, p);
    const qr_fr_t ratio = qr_fr_negate(qr_fr_from_u64(lcm));
    const qr_fr_t g = qr_fr_from_u64(b_denominator(&system, lcm));
    const qr_fr_t s_first = qr_fr_product(qr_fr_product(radix, qr_fr_negate(ratio)), qr_fr_invert(g));
    fill_scales(&scales, radix, s_first, ratio);
    scales.sum = power_of_two(shifts.sum);
    plan_start(out, &system, p, &scales, scale);
    plan_recurrence(out, &system, &scales);
    plan_end(out, &system, &scales);
    for (size_t k = 0; k < p->partial; k++) {
        qr_fr_t natural = qr_fr_product(fifth(scales.x[k]), sbox);
        out->rescale[k] = scaled(qr_fr_product(scales.s[k], radix), qr_fr_invert(natural));
    }

    scale = scales.x[p->partial];
    for (size_t round = 1; round < half; round++) {
        scale = qr_fr_product(qr_fr_product(fifth(scale), sbox), mix);
        plan_round(out->late[round - 1], p, half + p->partial + round, scale);
    }
    scale = qr_fr_product(qr_fr_product(fifth(scale), sbox), mix);
    out->unscale = scaled(radix, qr_fr_invert(scale));
}
