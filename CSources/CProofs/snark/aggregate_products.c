/** @file aggregate_products.c  Products of pairings: lines once, then one Miller loop for each term and
 * group of indices, then the final exponentiations. */
#include "aggregate_products.h"

#include <stdlib.h>
#include <string.h>

#include "curve/lanes.h"

/** BLOCK: indices whose lines are in memory at once. GROUP: of one Miller loop. TOGETHER: points or loops of
 * one task, which go through the lanes together. */
enum { BLOCK = 64, GROUP = 8, LISTS = BLOCK / GROUP * QR_PRODUCTS_TERMS, TOGETHER = 8 };

struct qr_products_scratch {
    size_t block; /**< indices there is room for */
    qr_fp12_t partial[LISTS];
    qr_g2_prepared_t lines[]; /**< of the block's indices, vector by vector */
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

/** The lines of the points of all vectors, vector by vector. */
static void prepare(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    const qr_products_t *products = run->products;
    const size_t length = run->end - run->start;
    qr_g2_affine_t points[TOGETHER];
    (void)worker;
    // Neighbours whose lines are not known yet; a known one parts them.
    for (uint64_t k = start; k < end;) {
        size_t n = 0;
        while (k + n < end && products->lines[(k + n) / length] == NULL) {
            points[n] = products->vectors[(k + n) / length][run->start + (k + n) % length];
            n++;
        }
        qr_g2_prepare_many(&run->scratch->lines[k], points, n);
        k += n == 0 ? 1 : n;
    }
}

static const qr_g2_prepared_t *lines_of(const run_t *run, size_t vector, size_t i) {
    const qr_products_t *products = run->products;
    if (products->lines[vector] != NULL) return &products->lines[vector][i];
    return &run->scratch->lines[vector * (run->end - run->start) + i - run->start];
}

/** Lists `start` to `end` of pairs: one for each term and group of indices, which go through the lanes
 * together.
 */
static void run_lists(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    const qr_products_t *products = run->products;
    qr_g1_affine_t p[TOGETHER * GROUP];
    const qr_g2_prepared_t *lines[TOGETHER * GROUP];
    const size_t length = run->end - run->start, depth = length < GROUP ? length : GROUP;
    (void)worker;
    size_t count = 0;
    for (uint64_t list = start; list < end; list++) {
        const qr_products_term_t *term = &products->terms[list % products->term_count];
        const size_t first = run->start + list / products->term_count * GROUP;
        for (size_t i = first; i < first + depth; i++) {
            const size_t at = i < run->end ? i : first;
            p[count] = term->p[at];
            if (i >= run->end) memset(&p[count], 0, sizeof p[count]);
            lines[count++] = lines_of(run, term->vector, at);
        }
    }
    qr_miller_lists(run->scratch->partial + start, p, lines, depth, end - start);
}

static void exponentiate(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    (void)worker;
    qr_final_exponentiation_many(run->out + start, end - start);
}

typedef struct {
    qr_g2_prepared_t *out;
    const qr_g2_affine_t *points;
} preparing_t;

static void prepare_points(void *context, size_t worker, uint64_t start, uint64_t end) {
    preparing_t *preparing = context;
    (void)worker;
    qr_g2_prepare_many(preparing->out + start, preparing->points + start, end - start);
}

void qr_products_prepare(qr_job_t *job, qr_g2_prepared_t *out, const qr_g2_affine_t *points, size_t length) {
    preparing_t preparing = {out, points};
    qr_group_for(job->group, length, TOGETHER, NULL, prepare_points, &preparing);
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
        const size_t lists = groups * products->term_count;
        qr_group_for(job->group, length * products->vector_count, TOGETHER, NULL, prepare, &run);
        qr_group_for(job->group, lists, TOGETHER, NULL, run_lists, &run);
        for (size_t list = 0; list < lists; list++) {
            qr_fp12_t *product = &out[products->terms[list % products->term_count].output];
            qr_gt_mul(product, product, &scratch->partial[list]);
        }
    }
    qr_group_for(job->group, products->output_count, TOGETHER, NULL, exponentiate, &run);
    return QR_OK;
}
