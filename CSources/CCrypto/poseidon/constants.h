/**
 * @file constants.h
 * Parameters of the Poseidon instances and the plan by which the kernels compute them.
 *
 * The definition: state x of t elements, element 0 the domain tag, the others the inputs; 4 full rounds, R_P
 * partial rounds, 4 full rounds, each adding t round constants, raising all elements (partial: element 0) to
 * the fifth power and multiplying by the Cauchy matrix M[i][j] = 1/(i+j+t). The digest is element 1.
 *
 * The plan computes the same, faster.
 *
 * Full rounds multiply by the integer matrix lcm * M, lcm = lcm(t .. 3t-2), whose entries are below 2^44: one
 * word a term, not four. The factor lcm, and the powers of two that lazy Montgomery steps divide by, stay on
 * the state as a known scale common to all elements, which x^5 carries along. Constants are stored with the
 * scale of their place, and the last product of all takes it off. Raw canonical inputs have scale 1.
 *
 * Partial rounds, x_k being the S-box input and s_k = x_k^5, are a linear system of order n = t-1 with one
 * input and one output. With M = [m v; w Mi], z^n + a_1 z^(n-1) + .. + a_n the characteristic polynomial of
 * Mi, h_0 = m and h_i = v Mi^(i-1) w, Cayley-Hamilton gives
 *
 *     x_{k+1} = - sum_{i=1..n} a_i x_{k+1-i} + sum_{i=0..n} b_i s_{k-i} + e_{k+1}
 *     where b_i = h_i + sum_{j=1..i} a_j h_{i-j}:
 *
 * 2t-1 products and one reduction a round. Better, the products are by small integers: with L = -lcm, the
 * numbers L^i a_i and, for some g, g L^i b_i are integers, all positive, of 9 bits at most for t = 3, 33, 108
 * and 195 for t = 5, 9 and 12. So x_k is stored at scale L^k, s_k at -L^(k+1)/g (times a constant): one
 * product more takes the S-box output to its scale, and -x_{k+1} is then the sum of all terms with these
 * coefficients, less e_{k+1}.
 *
 * The first n outputs come from the S-box outputs of the last full round, the n elements after the last
 * partial round from the last n values of x and s, both with coefficients of full size.
 */
#ifndef QR_POSEIDON_CONSTANTS_H
#define QR_POSEIDON_CONSTANTS_H

#include <pthread.h>

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
 * What a kernel's steps divide by, as powers of two: a product a b; a sum of products with coefficients of
 * full size; a row of the integer matrix.
 */
typedef struct {
    unsigned product, sum, row;
} qr_poseidon_shifts_t;

/** The plan for a kernel with given shifts: raw values with their scales, in order of use. */
typedef struct {
    size_t width, partial;
    uint64_t hankel[2 * QR_POSEIDON_MAX_WIDTH - 1]; /**< lcm / (t + i + j) at i + j */
    qr_fr_t input[QR_POSEIDON_MAX_WIDTH];           /**< added to the raw inputs; [0] unused */
    qr_fr_t first;                                  /**< S-box output of element 0 in the first round */
    qr_fr_t early[3][QR_POSEIDON_MAX_WIDTH];        /**< added in front of full rounds 1 to 3 */
    /** For x_k: t coefficients of the S-box outputs, then those of s_0 .. s_(k-1). */
    qr_fr_t start[QR_POSEIDON_MAX_WIDTH][2 * QR_POSEIDON_MAX_WIDTH];
    /** The integers for s_(k-1-n), x_(k-n), s_(k-n), .., x_(k-1), s_(k-1), whose sum less output[k] is -x_k.
     */
    qr_fr_t recurrence[2 * QR_POSEIDON_MAX_WIDTH];
    qr_fr_t rescale[QR_POSEIDON_MAX_PARTIAL];    /**< takes x_k^5 to the scale of s_k */
    qr_fr_t output[QR_POSEIDON_MAX_PARTIAL + 1]; /**< e_k; what is added to x_k for k <= n */
    /** For elements 1..n after the partial rounds: of s_(R_P-n), x_(R_P-n+1), .., s_(R_P-1), x_(R_P). */
    qr_fr_t end[QR_POSEIDON_MAX_WIDTH][2 * QR_POSEIDON_MAX_WIDTH];
    qr_fr_t after[QR_POSEIDON_MAX_WIDTH];   /**< added to elements 1..n */
    qr_fr_t late[3][QR_POSEIDON_MAX_WIDTH]; /**< added in front of the last three full rounds */
    qr_fr_t unscale;                        /**< the digest's last factor */
} qr_poseidon_plan_t;

/** What has been computed of something that each kind has one of. */
typedef struct {
    pthread_mutex_t lock;
    bool ready[QR_POSEIDON_KINDS];
} qr_poseidon_once_t;

#define QR_POSEIDON_ONCE \
    { .lock = PTHREAD_MUTEX_INITIALIZER }

/** Calls make(out, kind) unless that has been done, and returns when it is; thread-safe. */
void qr_poseidon_once(qr_poseidon_once_t *once, qr_poseidon_kind_t kind, void *out,
                      void (*make)(void *out, qr_poseidon_kind_t kind));

/** Parameters of a kind; computed at its first use, thread-safe. */
const qr_poseidon_parameters_t *qr_poseidon_parameters(qr_poseidon_kind_t kind);

/** The plan of an instance. */
void qr_poseidon_make_plan(qr_poseidon_plan_t *out, const qr_poseidon_parameters_t *parameters,
                           qr_poseidon_shifts_t shifts);

/** out = inverse of an n x n matrix that has one; rows of QR_POSEIDON_MAX_WIDTH, Montgomery form. */
void qr_poseidon_invert_matrix(qr_fr_t out[][QR_POSEIDON_MAX_WIDTH], qr_fr_t in[][QR_POSEIDON_MAX_WIDTH],
                               size_t n);

#endif
