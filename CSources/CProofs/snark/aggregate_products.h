/** @file aggregate_products.h  Several products of pairings over the same points of G2. Private. */
#ifndef QUARRY_AGGREGATE_PRODUCTS_H
#define QUARRY_AGGREGATE_PRODUCTS_H

#include "quarry_curve.h"

enum { QR_PRODUCTS_MAX = 10, QR_PRODUCTS_VECTORS = 6, QR_PRODUCTS_TERMS = 14 };

/** Product `output` gets e(p[i], vectors[vector][i]) for all i. */
typedef struct {
    const qr_g1_affine_t *p;
    uint8_t vector, output;
} qr_products_term_t;

typedef struct {
    size_t length; /**< of all vectors */
    size_t vector_count, term_count, output_count;
    const qr_g2_affine_t *vectors[QR_PRODUCTS_VECTORS];
    const qr_g2_prepared_t *lines[QR_PRODUCTS_VECTORS]; /**< of a vector's points, if known already */
    qr_products_term_t terms[QR_PRODUCTS_TERMS];
} qr_products_t;

/** out: the lines of `length` points. */
void qr_products_prepare(qr_job_t *job, qr_g2_prepared_t *out, const qr_g2_affine_t *points, size_t length);

/** Room for the lines of the points of G2. */
typedef struct qr_products_scratch qr_products_scratch_t;
/** Enough for vectors of `length` points. NULL: no memory. */
qr_products_scratch_t *qr_products_scratch_create(size_t length);
/** NULL is allowed. */
void qr_products_scratch_destroy(qr_products_scratch_t *scratch);

/** out: the products, exponentiated. The lines of each point of G2 are computed once for all terms. */
QR_MUST_CHECK qr_status_t qr_products_compute(qr_job_t *job, qr_products_scratch_t *scratch, qr_fp12_t *out,
                                              const qr_products_t *products);

#endif
