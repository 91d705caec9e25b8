/**
 * @file aggregate_verify.c
 * SnarkPack's verifier. Every equation in GT is taken to a random power and all are checked as one:
 *
 *   0  product of A_i^(r^i), B_i: what Groth16 says of it    e(sum r^i alpha, beta) e(X, gamma) e(agg_c,
 * delta) 1  ip_ab after the rounds                                 e(final_a, final_b) 2  com_ab[k] after the
 * rounds, k = 0, 1                   e(final_a, final_v[k]) e(final_w[k], final_b) 4  com_c[k] after the
 * rounds                              e(final_c, final_v[k]) 6  e(g, final_v[k] - f_v(z) h) e(s g - z g,
 * opening_v[k]) 8  e(final_w[k] - f_w(z) g, h)                            e(opening_w[k], s h - z h)
 *
 * with s = alpha, beta for k = 0, 1. agg_c after the rounds is compared by itself.
 */
#include <stdlib.h>
#include <string.h>

#include "aggregate.h"
#include "aggregate_opening.h"
#include "curve/batch.h"
#include "groth16_vk.h"
#include "quarry_msm.h"
#include "srs.h"

enum { EQ_GROTH, EQ_IP, EQ_AB, EQ_C = EQ_AB + 2, EQ_V = EQ_C + 2, EQ_W = EQ_V + 2, EQUATIONS = EQ_W + 2 };
/** Elements of GT, and how many are raised at a time. */
enum { MOST_GT = 5 + QR_ROUND_GT * QR_AGGREGATE_ROUNDS, CHUNK = 8, CHUNKS = (MOST_GT + CHUNK - 1) / CHUNK };
/** Points of G2 in the check: the aggregate's, then those with known lines, the SRS's and the key's. */
enum { AT_B, AT_V, AT_OPENING = AT_V + 2, PLAIN = AT_OPENING + 2 };
enum { AT_H = PLAIN, AT_SECRET, AT_KEY = AT_SECRET + 2, PAIRS = AT_KEY + 3, PREPARED = PAIRS - PLAIN };

typedef struct {
    qr_job_t *job;
    const qr_vk_t *vk;
    const qr_srs_t *srs;
    const uint8_t *inputs;
    size_t count, n;  /**< statements, and filled up */
    qr_fr_t *weights; /**< of each statement: r^i, the last with those of its repetitions */
    uint8_t *scalars; /**< of ic */
    uint32_t refused; /**< an input was not canonical */
    qr_challenges_t challenges;
    qr_aggregate_t aggregate;
    qr_fr_t coefficients[EQUATIONS];
    size_t elements;
    qr_fp12_t gt[MOST_GT];
    uint8_t powers[32 * MOST_GT];
    qr_fp12_t raised[1 + CHUNKS]; /**< the pairings, then products of chunks */
    qr_g1_affine_t p[PAIRS];
    qr_g2_affine_t q[PLAIN];
} verifier_t;

/* ---- Public inputs ---- */

/** scalars[k] = sum over the statements of weight times input k - 1, the one being input -1. */
static void combine_inputs(void *context, size_t worker, uint64_t start, uint64_t end) {
    verifier_t *verifier = context;
    const size_t inputs = verifier->vk->ic_count - 1;
    (void)worker;
    for (uint64_t k = start; k < end; k++) {
        qr_fr_t sum = qr_fr_zero;
        for (size_t i = 0; i < verifier->count; i++) {
            qr_fr_t input = qr_fr_raw_one;
            if (k > 0) input = qr_fr_load(verifier->inputs + 32 * (i * inputs + k - 1));
            if (!qr_fr_below_modulus(input)) __atomic_store_n(&verifier->refused, 1, __ATOMIC_RELAXED);
            sum = qr_fr_sum(sum, qr_fr_product(verifier->weights[i], input));
        }
        qr_fr_store(verifier->scalars + 32 * k, sum);
    }
}

static void weigh(verifier_t *verifier) {
    const size_t last = verifier->count - 1;
    qr_fr_t power = qr_fr_one;
    for (size_t i = 0; i < verifier->n; i++) {
        size_t k = i < last ? i : last;
        verifier->weights[k] = qr_fr_sum(verifier->weights[k], power);
        power = qr_fr_product(power, verifier->challenges.r);
    }
}

/* ---- The sum of C ---- */

/** Does agg_c after the rounds equal final_c times the folded powers of r? */
static bool sum_holds(const verifier_t *verifier) {
    const qr_aggregate_t *aggregate = &verifier->aggregate;
    const qr_challenges_t *challenges = &verifier->challenges;
    qr_fr_t folded = qr_fr_one, power = challenges->r;
    qr_g1_t sum, point;
    uint8_t scalar[32];
    qr_g1_from_affine(&sum, &aggregate->agg_c);
    for (size_t i = aggregate->rounds; i-- > 0; power = qr_fr_square(power)) {
        // The last round folds r, the one before r^2, and so on.
        qr_fr_t right = qr_fr_product(challenges->y[i], power);
        folded = qr_fr_product(folded, qr_fr_sum(qr_fr_one, right));
        for (size_t k = 0; k < 2; k++) {
            qr_fr_store(scalar, qr_fr_from_montgomery(k == 0 ? challenges->x[i] : challenges->y[i]));
            qr_g1_from_affine(&point, &aggregate->round[i].z_c[k]);
            qr_g1_mul(&point, &point, scalar);
            qr_g1_add(&sum, &sum, &point);
        }
    }
    qr_fr_store(scalar, qr_fr_from_montgomery(folded));
    qr_g1_from_affine(&point, &aggregate->final_c);
    qr_g1_mul(&point, &point, scalar);
    return qr_g1_equal(&sum, &point);
}

/* ---- Left sides in GT ---- */

static void add_power(verifier_t *verifier, const qr_fp12_t *element, qr_fr_t power) {
    const size_t i = verifier->elements++;
    verifier->gt[i] = *element;
    qr_fr_store(verifier->powers + 32 * i, qr_fr_from_montgomery(power));
}

/** The elements with their powers in the product of all equations. */
static void gather_powers(verifier_t *verifier) {
    const qr_aggregate_t *aggregate = &verifier->aggregate;
    const qr_fr_t *c = verifier->coefficients;
    add_power(verifier, &aggregate->ip_ab, qr_fr_sum(c[EQ_GROTH], c[EQ_IP]));
    for (size_t k = 0; k < 2; k++) {
        add_power(verifier, &aggregate->com_ab[k], c[EQ_AB + k]);
        add_power(verifier, &aggregate->com_c[k], c[EQ_C + k]);
    }
    const size_t equation[QR_ROUND_GT] = {EQ_IP,     EQ_IP, EQ_AB,    EQ_AB + 1, EQ_AB,
                                          EQ_AB + 1, EQ_C,  EQ_C + 1, EQ_C,      EQ_C + 1};
    for (size_t i = 0; i < aggregate->rounds; i++) {
        for (size_t k = 0; k < QR_ROUND_GT; k++) {
            qr_fr_t power = qr_aggregate_is_left(k) ? verifier->challenges.x[i] : verifier->challenges.y[i];
            add_power(verifier, &aggregate->round[i].gt[k], qr_fr_product(c[equation[k]], power));
        }
    }
}

/* ---- Right sides: pairs of points ---- */

/** sum = sum + k point, k in Montgomery form. */
static void add_multiple(qr_g1_t *sum, const qr_g1_affine_t *point, qr_fr_t k) {
    uint8_t scalar[32];
    qr_g1_t multiple;
    qr_fr_store(scalar, qr_fr_from_montgomery(k));
    qr_g1_from_affine(&multiple, point);
    qr_g1_mul(&multiple, &multiple, scalar);
    qr_g1_add(sum, sum, &multiple);
}

/** Points of G1 for gamma, delta and beta of the key: minus the right side of the equation of Groth16. */
static void gather_key(const verifier_t *verifier, qr_g1_t sums[3], const qr_g1_affine_t *x) {
    const qr_fr_t minus = qr_fr_negate(verifier->coefficients[EQ_GROTH]);
    qr_fr_t weight = qr_fr_zero;
    for (size_t i = 0; i < verifier->count; i++) weight = qr_fr_sum(weight, verifier->weights[i]);
    add_multiple(&sums[0], x, minus);
    add_multiple(&sums[1], &verifier->aggregate.agg_c, minus);
    add_multiple(&sums[2], &verifier->vk->alpha_g1, qr_fr_product(minus, weight));
}

/** Points of G1 for the aggregate's and the SRS's points of G2. */
static void gather_keys(const verifier_t *verifier, qr_g1_t sums[AT_KEY]) {
    const qr_aggregate_t *aggregate = &verifier->aggregate;
    const qr_fr_t *c = verifier->coefficients, z = verifier->challenges.z;
    const qr_g1_affine_t *generator = &verifier->srs->g[0][0];
    qr_fr_t v, w, of_generator = qr_fr_zero;
    qr_opening_values(&v, &w, &verifier->challenges, aggregate->rounds);
    add_multiple(&sums[AT_B], &aggregate->final_a, qr_fr_negate(c[EQ_IP]));
    for (size_t k = 0; k < 2; k++) {
        add_multiple(&sums[AT_B], &aggregate->final_w[k], qr_fr_negate(c[EQ_AB + k]));
        add_multiple(&sums[AT_V + k], &aggregate->final_a, qr_fr_negate(c[EQ_AB + k]));
        add_multiple(&sums[AT_V + k], &aggregate->final_c, qr_fr_negate(c[EQ_C + k]));
        // f_v: e(g, final_v) e(g, h)^(-f_v(z)) e(z g - s g, opening).
        add_multiple(&sums[AT_V + k], generator, c[EQ_V + k]);
        add_multiple(&sums[AT_OPENING + k], generator, qr_fr_product(c[EQ_V + k], z));
        add_multiple(&sums[AT_OPENING + k], &verifier->srs->g[k][1], qr_fr_negate(c[EQ_V + k]));
        of_generator = qr_fr_difference(of_generator, qr_fr_product(c[EQ_V + k], v));
        // f_w: e(final_w + z opening, h) e(g, h)^(-f_w(z)) e(-opening, s h).
        add_multiple(&sums[AT_H], &aggregate->final_w[k], c[EQ_W + k]);
        add_multiple(&sums[AT_H], &aggregate->opening_w[k], qr_fr_product(c[EQ_W + k], z));
        add_multiple(&sums[AT_SECRET + k], &aggregate->opening_w[k], qr_fr_negate(c[EQ_W + k]));
        of_generator = qr_fr_difference(of_generator, qr_fr_product(c[EQ_W + k], w));
    }
    add_multiple(&sums[AT_H], generator, of_generator);
}

static void gather_pairs(verifier_t *verifier, const qr_g1_affine_t *x) {
    qr_g1_t sums[PAIRS];
    memset(sums, 0, sizeof sums);
    gather_keys(verifier, sums);
    gather_key(verifier, sums + AT_KEY, x);
    qr_g1_batch_to_affine(verifier->p, sums, PAIRS);
    verifier->q[AT_B] = verifier->aggregate.final_b;
    for (size_t k = 0; k < 2; k++) {
        verifier->q[AT_V + k] = verifier->aggregate.final_v[k];
        verifier->q[AT_OPENING + k] = verifier->aggregate.opening_v[k];
    }
}

/* ---- All together ---- */

static void run_tasks(void *context, size_t worker, uint64_t start, uint64_t end) {
    verifier_t *verifier = context;
    (void)worker;
    for (uint64_t task = start; task < end; task++) {
        qr_fp12_t *out = &verifier->raised[task];
        if (task == 0) {
            const qr_srs_t *srs = verifier->srs;
            const qr_vk_t *vk = verifier->vk;
            const qr_g2_prepared_t *prepared[PREPARED] = {
                &srs->lines[0][0], &srs->lines[0][1], &srs->lines[1][1], &vk->gamma, &vk->delta, &vk->beta};
            qr_miller_loop(out, verifier->p, verifier->q, PLAIN, verifier->p + PLAIN, prepared, PREPARED);
            qr_final_exponentiation(out, out);
            continue;
        }
        size_t first = CHUNK * (task - 1), count = verifier->elements - first;
        if (count > CHUNK) count = CHUNK;
        qr_gt_multi_pow(out, verifier->gt + first, verifier->powers + 32 * first, count);
    }
}

static bool equations_hold(verifier_t *verifier, const qr_g1_affine_t *x) {
    for (size_t i = 0; i < EQUATIONS; i++) {
        uint8_t coefficient[32];
        qr_pairing_batch_coefficient(coefficient);
        verifier->coefficients[i] = qr_fr_to_montgomery(qr_fr_load(coefficient));
    }
    gather_powers(verifier);
    gather_pairs(verifier, x);
    const size_t tasks = 1 + (verifier->elements + CHUNK - 1) / CHUNK;
    qr_group_for(verifier->job->group, tasks, 1, NULL, run_tasks, verifier);
    qr_fp12_t product = verifier->raised[0];
    for (size_t i = 1; i < tasks; i++) qr_gt_mul(&product, &product, &verifier->raised[i]);
    return qr_gt_is_one(&product);
}

static void derive_challenges(verifier_t *verifier, qr_aggregate_version_t version, const uint8_t *binding) {
    qr_challenges_t *challenges = &verifier->challenges;
    const qr_aggregate_t *aggregate = &verifier->aggregate;
    qr_challenge_r(challenges, aggregate, binding);
    qr_challenge_first(challenges, aggregate);
    for (size_t i = 0; i < aggregate->rounds; i++) qr_challenge_round(challenges, aggregate, i, version);
    qr_challenge_z(challenges, aggregate, version);
}

static qr_status_t verify(verifier_t *verifier, bool *valid, qr_aggregate_version_t version,
                          const uint8_t binding[32], const uint8_t *bytes, size_t length) {
    qr_job_t *job = verifier->job;
    qr_status_t status = qr_aggregate_decode(job, &verifier->aggregate, bytes, length);
    if (status != QR_OK) return status;
    if ((size_t)1 << verifier->aggregate.rounds != verifier->n) {
        return qr_job_fail(job, QR_MISMATCH, 0, "aggregate of %zu proofs for %zu statements",
                           (size_t)1 << verifier->aggregate.rounds, verifier->count);
    }
    derive_challenges(verifier, version, binding);
    weigh(verifier);
    qr_group_for(job->group, verifier->vk->ic_count, 16, NULL, combine_inputs, verifier);
    if (verifier->refused) return qr_job_fail(job, QR_MALFORMED, 0, "a public input is no field element");
    qr_g1_t sum;
    qr_g1_affine_t x;
    status =
        qr_msm_g1(job, &sum, verifier->vk->ic, QR_POINTS_AFFINE, verifier->scalars, verifier->vk->ic_count);
    if (status != QR_OK) return status;
    qr_g1_to_affine(&x, &sum);
    *valid = sum_holds(verifier) && equations_hold(verifier, &x);
    return QR_OK;
}

qr_status_t qr_aggregate_verify(qr_job_t *job, bool *valid, const qr_vk_t *vk, const qr_srs_t *srs,
                                qr_aggregate_version_t version, const uint8_t binding[32],
                                const uint8_t *aggregate, size_t length, const uint8_t *inputs,
                                size_t input_count, size_t count) {
    *valid = false;
    const size_t n = qr_aggregate_padded(count);
    if (job == NULL || vk == NULL || srs == NULL || n == 0 ||
        (version != QR_AGGREGATE_V1 && version != QR_AGGREGATE_V2)) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "aggregate of %zu statements", count);
    }
    size_t expected;
    if (__builtin_mul_overflow(vk->ic_count - 1, count, &expected) || expected != input_count) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "%zu public inputs", input_count);
    }
    verifier_t *verifier = calloc(1, sizeof *verifier);
    qr_fr_t *weights = calloc(count, sizeof *weights);
    uint8_t *scalars = calloc(vk->ic_count, 32);
    qr_status_t status = QR_OUT_OF_MEMORY;
    if (verifier != NULL && weights != NULL && scalars != NULL) {
        verifier->job = job;
        verifier->vk = vk;
        verifier->srs = srs;
        verifier->inputs = inputs;
        verifier->count = count;
        verifier->n = n;
        verifier->weights = weights;
        verifier->scalars = scalars;
        status = verify(verifier, valid, version, binding, aggregate, length);
    } else {
        (void)qr_job_fail(job, status, 0, "aggregate");
    }
    free(scalars);
    free(weights);
    free(verifier);
    return status;
}
