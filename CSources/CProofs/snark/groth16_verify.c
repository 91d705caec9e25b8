/**
 * @file groth16_verify.c
 * e(A, B) = e(alpha, beta) e(X, gamma) e(C, delta) with X = ic[0] + sum of inputs[i] ic[i + 1]; many proofs
 * as one equation, each taken to a random power.
 */
#include <stdlib.h>
#include <string.h>

#include "curve/batch.h"
#include "curve/few.h"
#include "curve/lanes.h"
#include "field/fr.h"
#include "groth16_vk.h"
#include "quarry_msm.h"

enum { CHUNK = 8 };

/** What a chunk of proofs comes to. */
typedef struct {
    qr_status_t status;
    qr_fp12_t product; /**< Miller loops of (z A, B) */
    qr_g1_t c;         /**< sum of z C */
} part_t;

typedef struct {
    qr_job_t *job;
    const qr_vk_t *vk;
    const uint8_t *proofs, *inputs;
    size_t count;
    qr_fr_t *coefficients; /**< z of each proof, Montgomery form; the first is 1 if it is the only one */
    part_t *parts;
    qr_proof_t single; /**< the only proof: its Miller loop shares the squarings of the key's */
    uint8_t *scalars;  /**< of ic */
    uint32_t refused;  /**< an input was not canonical */
} run_t;

/** The chunk's proofs to the powers of their coefficients; sums up C. */
static void raise_proofs(run_t *run, part_t *part, qr_g1_affine_t *a, const qr_g1_affine_t *c, size_t start,
                         size_t count) {
    qr_g1_affine_t points[2 * CHUNK];
    qr_g1_t multiples[2 * CHUNK];
    uint64_t k[2 * CHUNK][2];
    for (size_t i = 0; i < count; i++) {
        uint8_t z[32];
        qr_pairing_batch_draw(k[i]);
        memcpy(k[count + i], k[i], sizeof k[i]);
        qr_pairing_batch_scalar(z, k[i]);
        run->coefficients[start + i] = qr_fr_to_montgomery(qr_fr_load(z));
        points[i] = a[i];
        points[count + i] = c[i];
    }
    qr_g1_mul_short_many(multiples, points, (const uint64_t(*)[2])k, 2 * count);
    qr_g1_batch_to_affine(a, multiples, count);
    for (size_t i = 0; i < count; i++) qr_g1_add(&part->c, &part->c, &multiples[count + i]);
}

static void run_part(run_t *run, part_t *part, size_t start, size_t end) {
    qr_proof_t proofs[CHUNK];
    qr_g1_affine_t a[CHUNK], c[CHUNK];
    qr_g2_affine_t b[CHUNK];
    const size_t count = end - start;
    memset(&part->c, 0, sizeof part->c);
    part->status = qr_proof_decode_many(proofs, run->proofs + QR_PROOF_SIZE * start, count);
    if (part->status != QR_OK) return;
    for (size_t i = 0; i < count; i++) {
        a[i] = proofs[i].a;
        b[i] = proofs[i].b;
        c[i] = proofs[i].c;
    }
    if (run->count == 1) {
        run->single = proofs[0];
        run->coefficients[0] = qr_fr_one;
        qr_g1_from_affine(&part->c, &c[0]);
        return;
    }
    raise_proofs(run, part, a, c, start, count);
    qr_miller_loop(&part->product, a, b, count, NULL, NULL, 0);
}

static void run_parts(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    (void)worker;
    for (uint64_t part = start; part < end; part++) {
        size_t from = part * CHUNK, to = from + CHUNK < run->count ? from + CHUNK : run->count;
        run_part(run, &run->parts[part], from, to);
    }
}

/** scalars[k] = sum over the proofs of z times input k - 1, the one being input -1. */
static void combine_inputs(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    const size_t inputs = run->vk->ic_count - 1;
    (void)worker;
    for (uint64_t k = start; k < end; k++) {
        qr_fr_t sum = qr_fr_zero;
        for (size_t i = 0; i < run->count; i++) {
            qr_fr_t input = qr_fr_raw_one;
            if (k > 0) input = qr_fr_load(run->inputs + 32 * (i * inputs + k - 1));
            if (!qr_fr_below_modulus(input)) __atomic_store_n(&run->refused, 1, __ATOMIC_RELAXED);
            sum = qr_fr_sum(sum, qr_fr_product(run->coefficients[i], input));
        }
        qr_fr_store(run->scalars + 32 * k, sum);
    }
}

/** Is the product of the parts' Miller loops and those of the key's points what it should be? */
static bool equation_holds(const run_t *run, size_t parts, const qr_g1_t *x) {
    const qr_vk_t *vk = run->vk;
    qr_fp12_t product = run->parts[0].product, key;
    qr_g1_t sums[3] = {*x, run->parts[0].c};
    qr_fr_t z = run->coefficients[0];
    for (size_t i = 1; i < run->count; i++) z = qr_fr_sum(z, run->coefficients[i]);
    for (size_t i = 1; i < parts; i++) {
        qr_gt_mul(&product, &product, &run->parts[i].product);
        qr_g1_add(&sums[1], &sums[1], &run->parts[i].c);
    }
    const bool single = run->count == 1;
    if (!single) {
        uint8_t scalar[32];
        qr_fr_store(scalar, qr_fr_from_montgomery(z));
        qr_g1_from_affine(&sums[2], &vk->alpha_g1);
        qr_g1_mul(&sums[2], &sums[2], scalar);
    }
    qr_g1_affine_t points[3];
    const qr_g2_prepared_t *prepared[3] = {&vk->gamma, &vk->delta, &vk->beta};
    const size_t pairs = single ? 2 : 3;
    for (size_t i = 0; i < pairs; i++) qr_g1_neg(&sums[i], &sums[i]);
    qr_g1_batch_to_affine(points, sums, pairs);
    qr_miller_loop(&key, &run->single.a, &run->single.b, single ? 1 : 0, points, prepared, pairs);
    if (single)
        product = key;
    else
        qr_gt_mul(&product, &product, &key);
    qr_final_exponentiation(&product, &product);
    return single ? qr_gt_equal(&product, &vk->alpha_beta) : qr_gt_is_one(&product);
}

static qr_status_t sum_inputs(const run_t *run, qr_g1_t *out) {
    const qr_vk_t *vk = run->vk;
    if (vk->ic_tables == NULL) {
        return qr_msm_g1(run->job, out, vk->ic, QR_POINTS_AFFINE, run->scalars, vk->ic_count);
    }
    qr_g1_few_sum(out, vk->ic_tables, run->scalars, vk->ic_count);
    return QR_OK;
}

static qr_status_t verify(run_t *run, bool *valid, size_t parts) {
    qr_group_for(run->job->group, parts, 1, NULL, run_parts, run);
    for (size_t i = 0; i < parts; i++) {
        if (run->parts[i].status != QR_OK) {
            return qr_job_fail(run->job, run->parts[i].status, 0, "a point of the proof");
        }
    }
    qr_group_for(run->job->group, run->vk->ic_count, 64, NULL, combine_inputs, run);
    if (run->refused) return qr_job_fail(run->job, QR_MALFORMED, 0, "a public input is no field element");
    qr_g1_t x;
    qr_status_t status = sum_inputs(run, &x);
    if (status == QR_OK) *valid = equation_holds(run, parts, &x);
    return status;
}

qr_status_t qr_groth16_verify(qr_job_t *job, bool *valid, const qr_vk_t *vk, const uint8_t *proofs,
                              size_t length, const uint8_t *inputs, size_t input_count, size_t count) {
    *valid = false;
    if (job == NULL || vk == NULL || count == 0 || count > SIZE_MAX / 4096) return QR_INVALID_ARGUMENT;
    size_t expected;
    if (__builtin_mul_overflow(vk->ic_count - 1, count, &expected) || expected != input_count) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "%zu public inputs", input_count);
    }
    if (length != count * QR_PROOF_SIZE) {
        return qr_job_fail(job, QR_MALFORMED, 0, "proof of %zu bytes instead of %zu", length,
                           count * QR_PROOF_SIZE);
    }
    size_t parts = (count + CHUNK - 1) / CHUNK;
    run_t run = {.job = job, .vk = vk, .proofs = proofs, .inputs = inputs, .count = count};
    run.coefficients = calloc(count, sizeof *run.coefficients);
    run.parts = calloc(parts, sizeof *run.parts);
    run.scalars = calloc(vk->ic_count, 32);
    qr_status_t status = QR_OUT_OF_MEMORY;
    if (run.coefficients != NULL && run.parts != NULL && run.scalars != NULL) {
        status = verify(&run, valid, parts);
    } else {
        (void)qr_job_fail(job, status, 0, "verification");
    }
    free(run.scalars);
    free(run.parts);
    free(run.coefficients);
    return status;
}
