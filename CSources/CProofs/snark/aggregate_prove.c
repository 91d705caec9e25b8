/** @file aggregate_prove.c  SnarkPack's prover. */
#include <stdlib.h>
#include <string.h>

#include "aggregate.h"
#include "aggregate_opening.h"
#include "aggregate_products.h"
#include "aggregate_sum.h"
#include "curve/lanes.h"
#include "groth16_vk.h"
#include "srs.h"

enum { G1_VECTORS = 4, G2_VECTORS = 3 };
/** Indices of the vectors that are folded; those of the keys come in pairs, under alpha and beta. */
enum { A, C, W };
enum { B, V };
/** Points of one task, which go through the lanes together. */
enum { TOGETHER = 8 };

typedef struct {
    qr_job_t *job;
    const qr_srs_t *srs;
    qr_aggregate_version_t version;
    const uint8_t *proofs;
    size_t count, n;   /**< proofs given, and filled up */
    size_t length;     /**< of the vectors now */
    uint32_t failed;   /**< status of a proof that is none */
    qr_fr_t r_inverse; /**< 1 / r */
    qr_fr_t x, y;      /**< of the round */
    qr_g1_affine_t *g1[G1_VECTORS];
    qr_g2_affine_t *g2[G2_VECTORS];
    qr_fr_t *powers;  /**< r^i, then folded */
    uint8_t *scalars; /**< of a sum */
    qr_products_scratch_t *scratch;
    /** Lines of the vectors B and V as they are before the rounds; NULL for long ones. */
    const qr_g2_prepared_t *lines[G2_VECTORS];
    qr_g2_prepared_t *lines_b;
    qr_challenges_t challenges;
    qr_aggregate_t aggregate;
} prover_t;

/* ---- Vectors ---- */

static void decode_proofs(void *context, size_t worker, uint64_t start, uint64_t end) {
    prover_t *prover = context;
    qr_proof_t proofs[TOGETHER];
    (void)worker;
    const size_t count = end - start;
    qr_status_t status = qr_proof_decode_many(proofs, prover->proofs + QR_PROOF_SIZE * start, count);
    if (status != QR_OK) {
        __atomic_store_n(&prover->failed, (uint32_t)status, __ATOMIC_RELAXED);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        prover->g1[A][start + i] = proofs[i].a;
        prover->g2[B][start + i] = proofs[i].b;
        prover->g1[C][start + i] = proofs[i].c;
    }
}

/** Fills the vectors: the proofs, the last one repeated, and the keys of this length. */
static qr_status_t fill(prover_t *prover) {
    qr_group_for(prover->job->group, prover->count, TOGETHER, NULL, decode_proofs, prover);
    if (prover->failed != QR_OK) {
        return qr_job_fail(prover->job, (qr_status_t)prover->failed, 0, "a point of a proof");
    }
    const size_t n = prover->n, last = prover->count - 1;
    for (size_t i = prover->count; i < n; i++) {
        prover->g1[A][i] = prover->g1[A][last];
        prover->g2[B][i] = prover->g2[B][last];
        prover->g1[C][i] = prover->g1[C][last];
    }
    for (size_t k = 0; k < 2; k++) {
        memcpy(prover->g1[W + k], prover->srs->g[k] + n, n * sizeof **prover->g1);
        memcpy(prover->g2[V + k], prover->srs->h[k], n * sizeof **prover->g2);
    }
    return QR_OK;
}

/** Takes each B_i to the power r^i and each key w_i to r^-i. */
static void scale(void *context, size_t worker, uint64_t start, uint64_t end) {
    prover_t *prover = context;
    const size_t n = end - start;
    uint8_t powers[TOGETHER][32], inverses[TOGETHER][32];
    qr_g1_t w[TOGETHER];
    qr_g2_t b[TOGETHER];
    (void)worker;
    const uint64_t exponent[4] = {start};
    qr_fr_t inverse = qr_fr_power(prover->r_inverse, exponent);
    for (size_t i = 0; i < n; i++, inverse = qr_fr_product(inverse, prover->r_inverse)) {
        qr_fr_store(powers[i], qr_fr_from_montgomery(prover->powers[start + i]));
        qr_fr_store(inverses[i], qr_fr_from_montgomery(inverse));
    }
    qr_g2_mul_many(b, prover->g2[B] + start, powers[0], n);
    qr_g2_batch_to_affine(prover->g2[B] + start, b, n);
    for (size_t k = 0; k < 2; k++) {
        qr_g1_mul_many(w, prover->g1[W + k] + start, inverses[0], n);
        qr_g1_batch_to_affine(prover->g1[W + k] + start, w, n);
    }
}

/** out = sum of powers[i] c[i]. */
static qr_status_t combine_c(prover_t *prover, qr_g1_affine_t *out, const qr_fr_t *powers,
                             const qr_g1_affine_t *c, size_t length) {
    qr_g1_t sum;
    for (size_t i = 0; i < length; i++) {
        qr_fr_store(prover->scalars + 32 * i, qr_fr_from_montgomery(powers[i]));
    }
    qr_status_t status = qr_sum_g1(prover->job, &sum, c, prover->scalars, length);
    if (status == QR_OK) qr_g1_to_affine(out, &sum);
    return status;
}

/** out[0] = sum of powers[i] c[h + i], out[1] = that of powers[h + i] c[i]. */
static qr_status_t combine_halves(prover_t *prover, qr_g1_affine_t out[2], size_t h) {
    enum { FEW = 16 };
    const qr_g1_affine_t *c = prover->g1[C];
    if (2 * h > FEW) {
        qr_status_t status = combine_c(prover, &out[0], prover->powers, c + h, h);
        return status == QR_OK ? combine_c(prover, &out[1], prover->powers + h, c, h) : status;
    }
    qr_g1_t multiples[FEW], sums[2];
    for (size_t i = 0; i < 2 * h; i++) {
        qr_fr_t power = prover->powers[i < h ? h + i : i - h];
        qr_fr_store(prover->scalars + 32 * i, qr_fr_from_montgomery(power));
    }
    qr_g1_mul_many(multiples, c, prover->scalars, 2 * h);
    memset(sums, 0, sizeof sums);
    for (size_t i = 0; i < 2 * h; i++) qr_g1_add(&sums[i < h], &sums[i < h], &multiples[i]);
    qr_g1_batch_to_affine(out, sums, 2);
    return QR_OK;
}

/* ---- Before the rounds ---- */

static qr_status_t commit(prover_t *prover, const uint8_t binding[32]) {
    qr_aggregate_t *aggregate = &prover->aggregate;
    qr_g1_affine_t *const *g1 = prover->g1;
    qr_fp12_t out[4];
    const qr_products_t products = {
        .length = prover->n,
        .vector_count = 3,
        .term_count = 6,
        .output_count = 4,
        .vectors = {prover->g2[V], prover->g2[V + 1], prover->g2[B]},
        .lines = {prover->lines[V], prover->lines[V + 1]},
        .terms =
            {{g1[A], 0, 0}, {g1[W], 2, 0}, {g1[A], 1, 1}, {g1[W + 1], 2, 1}, {g1[C], 0, 2}, {g1[C], 1, 3}},
    };
    qr_status_t status = qr_products_compute(prover->job, prover->scratch, out, &products);
    if (status != QR_OK) return status;
    memcpy(aggregate->com_ab, out, sizeof aggregate->com_ab);
    memcpy(aggregate->com_c, out + 2, sizeof aggregate->com_c);
    qr_challenge_r(&prover->challenges, aggregate, binding);
    return QR_OK;
}

/** Takes proof i to the power r^i. */
static qr_status_t raise_proofs(prover_t *prover) {
    const qr_products_t products = {
        .length = prover->n,
        .vector_count = 1,
        .term_count = 1,
        .output_count = 1,
        .vectors = {prover->g2[B]},
        .lines = {prover->lines[B]},
        .terms = {{prover->g1[A], 0, 0}},
    };
    prover->powers[0] = qr_fr_one;
    for (size_t i = 1; i < prover->n; i++) {
        prover->powers[i] = qr_fr_product(prover->powers[i - 1], prover->challenges.r);
    }
    prover->r_inverse = qr_fr_invert(prover->challenges.r);
    qr_group_for(prover->job->group, prover->n, TOGETHER, NULL, scale, prover);
    if (prover->lines_b != NULL) {
        qr_products_prepare(prover->job, prover->lines_b, prover->g2[B], prover->n);
    }
    qr_aggregate_t *aggregate = &prover->aggregate;
    qr_status_t status = qr_products_compute(prover->job, prover->scratch, &aggregate->ip_ab, &products);
    if (status != QR_OK) return status;
    status = combine_c(prover, &aggregate->agg_c, prover->powers, prover->g1[C], prover->n);
    if (status == QR_OK) qr_challenge_first(&prover->challenges, aggregate);
    return status;
}

/* ---- Rounds ---- */

enum { V_LEFT, V_RIGHT = V_LEFT + 2, B_LEFT = V_RIGHT + 2, B_RIGHT };

/** Before the first fold the lines may be known. */
static void describe_lines(qr_products_t *out, const prover_t *prover, size_t h) {
    if (prover->length < prover->n || prover->lines_b == NULL) return;
    for (size_t k = 0; k < 2; k++) {
        out->lines[V_LEFT + k] = prover->lines[V + k];
        out->lines[V_RIGHT + k] = prover->lines[V + k] + h;
    }
    out->lines[B_LEFT] = prover->lines[B];
    out->lines[B_RIGHT] = prover->lines[B] + h;
}

/** The products of a round over halves of length h. */
static void describe_round(qr_products_t *out, const prover_t *prover, size_t h) {
    qr_g1_affine_t *const *g1 = prover->g1;
    size_t n = 0;
    *out = (qr_products_t){.length = h, .vector_count = 6, .output_count = QR_ROUND_GT};
    for (size_t k = 0; k < 2; k++) {
        out->vectors[V_LEFT + k] = prover->g2[V + k];
        out->vectors[V_RIGHT + k] = prover->g2[V + k] + h;
    }
    out->vectors[B_LEFT] = prover->g2[B];
    out->vectors[B_RIGHT] = prover->g2[B] + h;
    describe_lines(out, prover, h);
    out->terms[n++] = (qr_products_term_t){g1[A] + h, B_LEFT, QR_Z_LEFT};
    out->terms[n++] = (qr_products_term_t){g1[A], B_RIGHT, QR_Z_RIGHT};
    for (uint8_t k = 0; k < 2; k++) {
        out->terms[n++] = (qr_products_term_t){g1[A] + h, V_LEFT + k, QR_AB_LEFT + k};
        out->terms[n++] = (qr_products_term_t){g1[W + k] + h, B_LEFT, QR_AB_LEFT + k};
        out->terms[n++] = (qr_products_term_t){g1[A], V_RIGHT + k, QR_AB_RIGHT + k};
        out->terms[n++] = (qr_products_term_t){g1[W + k], B_RIGHT, QR_AB_RIGHT + k};
        out->terms[n++] = (qr_products_term_t){g1[C] + h, V_LEFT + k, QR_C_LEFT + k};
        out->terms[n++] = (qr_products_term_t){g1[C], V_RIGHT + k, QR_C_RIGHT + k};
    }
    out->term_count = n;
}

/** left[i] += y right[i] for points `start` to `end` of all vectors of G2, one after the other. */
static void fold_g2(void *context, size_t worker, uint64_t start, uint64_t end) {
    prover_t *prover = context;
    const size_t h = prover->length / 2, n = end - start;
    qr_g2_affine_t points[TOGETHER];
    qr_g2_t sums[TOGETHER];
    uint8_t y[TOGETHER][32];
    (void)worker;
    for (size_t i = 0; i < n; i++) {
        points[i] = prover->g2[(start + i) / h][(start + i) % h + h];
        qr_fr_store(y[i], qr_fr_from_montgomery(prover->y));
    }
    qr_g2_mul_many(sums, points, y[0], n);
    for (size_t i = 0; i < n; i++) {
        qr_g2_add_affine(&sums[i], &sums[i], &prover->g2[(start + i) / h][(start + i) % h]);
    }
    qr_g2_batch_to_affine(points, sums, n);
    for (size_t i = 0; i < n; i++) prover->g2[(start + i) / h][(start + i) % h] = points[i];
}

/** The same for the vectors of G1, with x. */
static void fold_g1(void *context, size_t worker, uint64_t start, uint64_t end) {
    prover_t *prover = context;
    const size_t h = prover->length / 2, n = end - start;
    qr_g1_affine_t points[TOGETHER];
    qr_g1_t sums[TOGETHER];
    uint8_t x[TOGETHER][32];
    (void)worker;
    for (size_t i = 0; i < n; i++) {
        points[i] = prover->g1[(start + i) / h][(start + i) % h + h];
        qr_fr_store(x[i], qr_fr_from_montgomery(prover->x));
    }
    qr_g1_mul_many(sums, points, x[0], n);
    for (size_t i = 0; i < n; i++) {
        qr_g1_add_affine(&sums[i], &sums[i], &prover->g1[(start + i) / h][(start + i) % h]);
    }
    qr_g1_batch_to_affine(points, sums, n);
    for (size_t i = 0; i < n; i++) prover->g1[(start + i) / h][(start + i) % h] = points[i];
}

/** A, C and the keys w are folded with x, B and the keys v with y. */
static void fold_points(prover_t *prover) {
    const size_t h = prover->length / 2;
    qr_group_for(prover->job->group, h * G2_VECTORS, TOGETHER, NULL, fold_g2, prover);
    qr_group_for(prover->job->group, h * G1_VECTORS, TOGETHER, NULL, fold_g1, prover);
}

static qr_status_t run_round(prover_t *prover, size_t i) {
    const size_t h = prover->length / 2;
    qr_aggregate_round_t *round = &prover->aggregate.round[i];
    qr_products_t products;
    describe_round(&products, prover, h);
    qr_status_t status = qr_products_compute(prover->job, prover->scratch, round->gt, &products);
    if (status == QR_OK) status = combine_halves(prover, round->z_c, h);
    if (status != QR_OK) return status;
    qr_challenge_round(&prover->challenges, &prover->aggregate, i, prover->version);
    prover->x = prover->challenges.x[i];
    prover->y = prover->challenges.y[i];
    fold_points(prover);
    for (size_t k = 0; k < h; k++) {
        qr_fr_t right = qr_fr_product(prover->y, prover->powers[k + h]);
        prover->powers[k] = qr_fr_sum(prover->powers[k], right);
    }
    prover->length = h;
    qr_job_advance(prover->job, h);
    return QR_OK;
}

/* ---- After the rounds ---- */

static qr_status_t open_keys(prover_t *prover) {
    qr_aggregate_t *aggregate = &prover->aggregate;
    aggregate->final_a = prover->g1[A][0];
    aggregate->final_b = prover->g2[B][0];
    aggregate->final_c = prover->g1[C][0];
    for (size_t k = 0; k < 2; k++) {
        aggregate->final_v[k] = prover->g2[V + k][0];
        aggregate->final_w[k] = prover->g1[W + k][0];
    }
    qr_challenge_z(&prover->challenges, aggregate, prover->version);
    return qr_opening_prove(prover->job, aggregate, &prover->challenges, prover->srs);
}

static qr_status_t run(prover_t *prover, uint8_t *out, const uint8_t binding[32]) {
    qr_job_expect(prover->job, prover->n - 1);
    qr_status_t status = fill(prover);
    if (status == QR_OK) status = commit(prover, binding);
    if (status == QR_OK) status = raise_proofs(prover);
    prover->length = prover->n;
    for (size_t i = 0; i < prover->aggregate.rounds && status == QR_OK; i++) status = run_round(prover, i);
    if (status == QR_OK) status = open_keys(prover);
    return status == QR_OK ? qr_aggregate_encode(prover->job, out, &prover->aggregate) : status;
}

/** Short vectors: the SRS has the lines of its points, and those of B are kept. */
static bool find_lines(prover_t *prover) {
    if (prover->n > prover->srs->line_count) return true;
    prover->lines_b = malloc(prover->n * sizeof *prover->lines_b);
    prover->lines[B] = prover->lines_b;
    for (size_t k = 0; k < 2; k++) prover->lines[V + k] = prover->srs->lines[k];
    return prover->lines_b != NULL;
}

static bool allocate(prover_t *prover) {
    bool all = true;
    for (size_t k = 0; k < G1_VECTORS; k++) {
        prover->g1[k] = calloc(prover->n, sizeof **prover->g1);
        all = all && prover->g1[k] != NULL;
    }
    for (size_t k = 0; k < G2_VECTORS; k++) {
        prover->g2[k] = calloc(prover->n, sizeof **prover->g2);
        all = all && prover->g2[k] != NULL;
    }
    prover->powers = calloc(prover->n, sizeof *prover->powers);
    prover->scalars = calloc(prover->n, 32);
    prover->scratch = qr_products_scratch_create(prover->n);
    all = all && prover->powers != NULL && prover->scalars != NULL && prover->scratch != NULL;
    return find_lines(prover) && all;
}

static void release(prover_t *prover) {
    for (size_t k = 0; k < G1_VECTORS; k++) free(prover->g1[k]);
    for (size_t k = 0; k < G2_VECTORS; k++) free(prover->g2[k]);
    free(prover->powers);
    free(prover->scalars);
    free(prover->lines_b);
    qr_products_scratch_destroy(prover->scratch);
    free(prover);
}

qr_status_t qr_aggregate_prove(qr_job_t *job, uint8_t *out, size_t size, const qr_srs_t *srs,
                               qr_aggregate_version_t version, const uint8_t binding[32],
                               const uint8_t *proofs, size_t count) {
    const size_t n = qr_aggregate_padded(count);
    if (job == NULL || srs == NULL || n == 0 || n > srs->n || size != qr_aggregate_size(count) ||
        (version != QR_AGGREGATE_V1 && version != QR_AGGREGATE_V2)) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "aggregate of %zu proofs", count);
    }
    prover_t *prover = calloc(1, sizeof *prover);
    if (prover == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "aggregate");
    prover->job = job;
    prover->srs = srs;
    prover->version = version;
    prover->proofs = proofs;
    prover->count = count;
    prover->n = n;
    prover->aggregate.rounds = (size_t)__builtin_ctzll(n);
    qr_status_t status =
        allocate(prover) ? run(prover, out, binding) : qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "aggregate");
    if (status != QR_OK) memset(out, 0, size);
    release(prover);
    return status;
}
