/** @file aggregate_products.c  Products of pairings: lines once, then one Miller loop for each product and
 * group of indices, then the final exponentiations. */
#include "aggregate_products.h"

#include <stdlib.h>
#include <string.h>

/** Indices whose lines are in memory at once, and of one Miller loop; two terms at most go to a product. */
enum { BLOCK = 64, GROUP = 8, GROUPS = BLOCK / GROUP, PAIRS = 2 * GROUP };

struct qr_products_scratch {
    size_t block; /**< indices there is room for */
    qr_fp12_t partial[GROUPS][QR_PRODUCTS_MAX];
    qr_g2_prepared_t lines[]; /**< vector_count at an index */
};

typedef struct {
    qr_job_t *job;
    const qr_products_t *products;
    qr_products_scratch_t *scratch;
    qr_fp12_t *out;
    size_t start, end; /**< the block's indices */
} run_t;

qr_products_scratch_t *qr_products_scratch_create(size_t length) {
    size_t block = length < BLOCK ? length : BLOCK;
    qr_products_scratch_t *scratch =
        malloc(sizeof *scratch + block * QR_PRODUCTS_VECTORS * sizeof *scratch->lines);
    if (scratch != NULL) scratch->block = block;
    return scratch;
}

void qr_products_scratch_destroy(qr_products_scratch_t *scratch) {
    free(scratch);
}

static void prepare(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    const qr_products_t *products = run->products;
    (void)worker;
    for (uint64_t k = start; k < end; k++) {
        size_t i = run->start + k / products->vector_count, vector = k % products->vector_count;
        if (products->lines[vector] != NULL) continue;
        qr_g2_prepare(&run->scratch->lines[k], &products->vectors[vector][i]);
    }
}

static const qr_g2_prepared_t *lines_of(const run_t *run, size_t vector, size_t i) {
    const qr_products_t *products = run->products;
    if (products->lines[vector] != NULL) return &products->lines[vector][i];
    return &run->scratch->lines[(i - run->start) * products->vector_count + vector];
}

/** One product over one group of indices. */
static void run_group(const run_t *run, size_t group, size_t output) {
    const qr_products_t *products = run->products;
    qr_g1_affine_t p[PAIRS];
    const qr_g2_prepared_t *lines[PAIRS];
    size_t first = run->start + group * GROUP, last = first + GROUP < run->end ? first + GROUP : run->end;
    size_t count = 0;
    for (size_t k = 0; k < products->term_count; k++) {
        const qr_products_term_t *term = &products->terms[k];
        if (term->output != output) continue;
        for (size_t i = first; i < last && count < PAIRS; i++) {
            p[count] = term->p[i];
            lines[count++] = lines_of(run, term->vector, i);
        }
    }
    qr_miller_loop(&run->scratch->partial[group][output], NULL, NULL, 0, p, lines, count);
}

static void run_groups(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    (void)worker;
    for (uint64_t k = start; k < end; k++) {
        run_group(run, k / run->products->output_count, k % run->products->output_count);
    }
}

static void exponentiate(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    (void)worker;
    for (uint64_t k = start; k < end; k++) qr_final_exponentiation(&run->out[k], &run->out[k]);
}

typedef struct {
    qr_g2_prepared_t *out;
    const qr_g2_affine_t *points;
} preparing_t;

static void prepare_points(void *context, size_t worker, uint64_t start, uint64_t end) {
    preparing_t *preparing = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) qr_g2_prepare(&preparing->out[i], &preparing->points[i]);
}

void qr_products_prepare(qr_job_t *job, qr_g2_prepared_t *out, const qr_g2_affine_t *points, size_t length) {
    preparing_t preparing = {out, points};
    qr_group_for(job->group, length, 1, NULL, prepare_points, &preparing);
}

qr_status_t qr_products_compute(qr_job_t *job, qr_products_scratch_t *scratch, qr_fp12_t *out,
                                const qr_products_t *products) {
    run_t run = {.job = job, .products = products, .scratch = scratch, .out = out};
    for (size_t k = 0; k < products->output_count; k++) out[k] = qr_gt_one;
    for (run.start = 0; run.start < products->length; run.start = run.end) {
        if (qr_job_cancelled(job)) return QR_CANCELLED;
        run.end = run.start + scratch->block;
        if (run.end > products->length) run.end = products->length;
        size_t length = run.end - run.start, groups = (length + GROUP - 1) / GROUP;
        qr_group_for(job->group, length * products->vector_count, 2, NULL, prepare, &run);
        qr_group_for(job->group, groups * products->output_count, 1, NULL, run_groups, &run);
        for (size_t group = 0; group < groups; group++) {
            for (size_t k = 0; k < products->output_count; k++) {
                qr_gt_mul(&out[k], &out[k], &scratch->partial[group][k]);
            }
        }
    }
    qr_group_for(job->group, products->output_count, 1, NULL, exponentiate, &run);
    return QR_OK;
}
