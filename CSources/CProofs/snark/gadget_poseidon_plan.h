/**
 * @file gadget_poseidon_plan.h
 * Tables of the Poseidon circuit, and the values of its S-boxes. Private.
 *
 * The circuit has a variable x for each S-box input, one each for x^2 and x^4, and one, s, for the output x^5
 * with a constant added. Each x is a sum of multiples of the s before it: in a full round of those of the
 * round before; in the partial rounds, where all elements but one are mere sums, of those of the last full
 * round and of every partial round so far. The constants are neptune's compressed ones, so that these sums
 * have none of their own.
 */
#ifndef QUARRY_GADGET_POSEIDON_PLAN_H
#define QUARRY_GADGET_POSEIDON_PLAN_H

#include "poseidon/constants.h"

enum {
    QR_TRACE_WIDTH = QR_POSEIDON_MAX_WIDTH,
    QR_TRACE_PARTIAL = QR_POSEIDON_MAX_PARTIAL,
    QR_TRACE_HALF = QR_POSEIDON_FULL / 2,
    /** S-boxes of one hash: element 0 of the first round is a constant and has none. */
    QR_TRACE_BOXES = QR_POSEIDON_FULL * QR_TRACE_WIDTH - 1 + QR_TRACE_PARTIAL
};

/** Values in Montgomery form. */
typedef struct {
    size_t width, partial;
    qr_fr_t before[QR_TRACE_WIDTH];                     /**< added to the inputs; [0] unused */
    qr_fr_t first;                                      /**< the constant output of element 0's first S-box */
    qr_fr_t keys[QR_POSEIDON_FULL - 1][QR_TRACE_WIDTH]; /**< added after the S-boxes of a full round */
    qr_fr_t partial_keys[QR_TRACE_PARTIAL];             /**< and of a partial round */
    qr_fr_t matrix[QR_TRACE_WIDTH][QR_TRACE_WIDTH];
    /** Element j after partial round k is sum_i state[k][j][i] s_i + sum_(l < k) response[k - 1 - l][j] of
     * partial round l's s, the s_i being the last full round's; element 0 is the next S-box input. Of state,
     * only [k][0] for every k (start) and [partial] (after) are needed. */
    qr_fr_t start[QR_TRACE_PARTIAL + 1][QR_TRACE_WIDTH];
    qr_fr_t after[QR_TRACE_WIDTH][QR_TRACE_WIDTH];
    qr_fr_t response[QR_TRACE_PARTIAL][QR_TRACE_WIDTH];

    /* For the values, times 2^64 since the kernels divide sums by 2^320; n = width - 1. The partial rounds
     * are a linear system of order n, so that each x follows from the last n and the last n + 1 s. */
    qr_fr_t mix[QR_TRACE_WIDTH][QR_TRACE_WIDTH];   /**< the matrix */
    qr_fr_t begin[QR_TRACE_WIDTH][QR_TRACE_WIDTH]; /**< start[0 .. n] */
    qr_fr_t impulse[QR_TRACE_WIDTH];               /**< response[n - 1 .. 0][0] */
    qr_fr_t recurrence[2 * QR_TRACE_WIDTH];        /**< of s_(k-1-n), x_(k-n), s_(k-n), .. x_(k-1), s_(k-1) */
    qr_fr_t end[QR_TRACE_WIDTH][2 * QR_TRACE_WIDTH]; /**< element j >= 1 after the partial rounds: of the last
                                                        s, x, .. s, x */
} qr_poseidon_circuit_plan_t;

/** The tables of a kind; computed at first use, thread-safe. */
const qr_poseidon_circuit_plan_t *qr_poseidon_circuit_plan(qr_poseidon_kind_t kind);

/** Values around one S-box; in the first round x includes what is added to the input. */
typedef struct {
    qr_fr_t x, square, fourth, fifth; /**< fifth: with the constant added */
} qr_poseidon_box_t;

/** The values of one hash, S-boxes in order; returns the digest. `in` has width - 1 numbers. By the fastest
 * variant; the others for tests. */
qr_fr_t qr_poseidon_trace(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                          const qr_fr_t *in);
qr_fr_t qr_poseidon_trace_portable(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                                   const qr_fr_t *in);
#if defined(__x86_64__)
qr_fr_t qr_poseidon_trace_mulx(qr_poseidon_box_t *boxes, const qr_poseidon_circuit_plan_t *plan,
                               const qr_fr_t *in);
#endif

#endif
