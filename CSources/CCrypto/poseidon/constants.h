/**
 * @file constants.h
 * Parameters of the Poseidon instances and the plan by which the kernels compute them.
 *
 * The definition: state x of t elements, element 0 the domain tag, the others the inputs; 4 full rounds, R_P
 * partial rounds, 4 full rounds, each adding t round constants, raising all elements (partial: element 0) to
 * the fifth power and multiplying by the Cauchy matrix M[i][j] = 1/(i+j+t). The digest is element 1.
 *
 * The plan computes the same, faster:
 *  - Full rounds multiply by the integer matrix lcm * M, lcm = lcm(t .. 3t-2), whose entries are below 2^46:
 *    one word a term, not four. The factor lcm, and the factors that lazy Montgomery steps divide by, stay on
 * the state as one known scale common to all elements, which x^5 carries along; the constants are stored with
 * the scale of their place, and the last product of all takes it off. Raw canonical inputs have scale 1.
 *  - Partial rounds, x_k being the S-box input and s_k = x_k^5, are a linear system of order n = t-1 with one
 * input and one output. Eliminating the n elements that pass the S-box by (Cayley-Hamilton on the inner block
 * Mi of M, characteristic polynomial z^n + a_1 z^(n-1) + .. + a_n) gives, with M = [m v; w Mi], x_{k+1} = -
 * sum_{i=1..n} a_i x_{k+1-i} + sum_{i=0..n} b_i s_{k-i} + e_{k+1}, b_i = h_i + sum_{j=1..i} a_j h_{i-j},  h_0
 * = m, h_i = v Mi^(i-1) w: 2t-1 products and a single reduction a round. The first n outputs come from the
 * S-box outputs of the last full round; the n elements after the last partial round from the last n values of
 * x and s.
 */
#ifndef QR_POSEIDON_CONSTANTS_H
#define QR_POSEIDON_CONSTANTS_H

#include "field/fr.h"
#include "quarry_crypto.h"

enum {
    QR_POSEIDON_KINDS = 5,
    QR_POSEIDON_FULL = 8,
    QR_POSEIDON_MAX_WIDTH = 12,
    QR_POSEIDON_MAX_PARTIAL = 57,
    QR_POSEIDON_MAX_CONSTANTS = QR_POSEIDON_MAX_WIDTH * (QR_POSEIDON_FULL + QR_POSEIDON_MAX_PARTIAL)
};

/** The parameters, Montgomery form. */
typedef struct {
    size_t width, partial;
    uint64_t tag; /**< the domain tag, all of which fit a word */
    qr_fr_t constants[QR_POSEIDON_MAX_CONSTANTS];
    qr_fr_t matrix[QR_POSEIDON_MAX_WIDTH][QR_POSEIDON_MAX_WIDTH];
} qr_poseidon_parameters_t;

/**
 * What a kernel's steps divide by, as powers of two: a product a b; a sum of products with the full
 * coefficients of the partial rounds; a row of the integer matrix. And whether the recurrence is to have
 * integer coefficients.
 */
typedef struct {
    unsigned product, sum, row;
    bool integers;
} qr_poseidon_shifts_t;

/** The plan for a kernel with given shifts: raw values with their scales, in order of use. */
typedef struct {
    size_t width, partial;
    uint64_t hankel[2 * QR_POSEIDON_MAX_WIDTH - 1]; /**< lcm / (t + i + j) at i + j */
    qr_fr_t input[QR_POSEIDON_MAX_WIDTH];           /**< added to the raw inputs; [0] unused */
    qr_fr_t first;                                  /**< S-box output of element 0 in the first round */
    qr_fr_t early[3][QR_POSEIDON_MAX_WIDTH];        /**< added in front of full rounds 1 to 3 */
    qr_fr_t start[QR_POSEIDON_MAX_WIDTH]
                 [2 * QR_POSEIDON_MAX_WIDTH];      /**< x_k: t coefficients, then of s_0 .. s_(k-1) */
    qr_fr_t recurrence[2 * QR_POSEIDON_MAX_WIDTH]; /**< of s_(k-n), x_(k-n+1), s_(k-n+1), .., x_k, s_k */
    qr_fr_t rescale[QR_POSEIDON_MAX_PARTIAL];      /**< integers: takes x_k^5 to the scale of s_k */
    qr_fr_t output[QR_POSEIDON_MAX_PARTIAL + 1];   /**< e_k, added to x_k */
    qr_fr_t end[QR_POSEIDON_MAX_WIDTH]
               [2 * QR_POSEIDON_MAX_WIDTH]; /**< element 1..n: s_(R_P-n), x_(R_P-n+1), .., x_(R_P) */
    qr_fr_t after[QR_POSEIDON_MAX_WIDTH];   /**< added to elements 1..n */
    qr_fr_t late[3][QR_POSEIDON_MAX_WIDTH]; /**< added in front of the last three full rounds */
    qr_fr_t unscale;                        /**< the digest's last factor */
} qr_poseidon_plan_t;

/** Parameters of a kind; computed at its first use, thread-safe. */
const qr_poseidon_parameters_t *qr_poseidon_parameters(qr_poseidon_kind_t kind);

/** The plan of an instance. */
void qr_poseidon_make_plan(qr_poseidon_plan_t *out, const qr_poseidon_parameters_t *parameters,
                           qr_poseidon_shifts_t shifts);

/** out = inverse of the n x n matrix (row-major, stride QR_POSEIDON_MAX_WIDTH), Montgomery form; it must have
 * one. */
void qr_poseidon_invert_matrix(qr_fr_t out[][QR_POSEIDON_MAX_WIDTH], qr_fr_t in[][QR_POSEIDON_MAX_WIDTH],
                               size_t n);

#endif
