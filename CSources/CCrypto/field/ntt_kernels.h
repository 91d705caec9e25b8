/**
 * @file ntt_kernels.h
 * The variants of ntt.c's inner work. Private.
 *
 * A transform is a few passes over the array, each made of small transforms ("columns") of 2^bits points that
 * fit the cache. Eight columns are done at once, in a buffer of cells of eight elements, in the variant's own
 * form. Tables hold elements in that form too ("factors").
 */
#ifndef QR_FIELD_NTT_KERNELS_H
#define QR_FIELD_NTT_KERNELS_H

#include "field/fr.h"

/** Most points of a column: 2^11. */
#define QR_NTT_COLUMN_BITS 11u
/** Room for a cell and for a factor in any variant. */
#define QR_NTT_CELL_SIZE 320u
#define QR_NTT_FACTOR_SIZE 40u
#define QR_NTT_LANES 8u

/** One pass over blocks of n elements, n = 2^bits * row. */
typedef struct {
    unsigned bits; /**< points of a column */
    uint64_t row;  /**< elements between two points of a column; 1 in the pass of the shortest distance, where
                      the eight columns are eight neighbouring blocks */
    bool gather;   /**< bit-reversed in, natural out */
    bool last;     /**< the pass that leaves the transform's results: canonical */
    const void *roots;
    /** row > 1: factor p is omega_n^(8 k), k = p reversed. row = 1, scatter: what result p is multiplied by;
     * NULL: one. */
    const void *factors;
    qr_fr_t root; /**< omega_n */
    /** row > 1, scatter: place k of a column is multiplied by scale step^k. */
    qr_fr_t scale, step;
} qr_ntt_pass_t;

/** Names a variant's functions. */
typedef struct {
    const char *name;
    /** Puts count elements in Montgomery form into factors. */
    void (*factors)(void *out, const qr_fr_t *in, size_t count);
    /** cells[p], lane j = scale (step omega_n^(column + j))^k, k = p reversed. */
    void (*twist)(void *cells, const qr_ntt_pass_t *pass, uint64_t column);
    /** Eight columns, lane j at values + j, row > 1: twisted by `twist` (at the end, or before if gather),
     * which moves on to the next eight columns. */
    void (*columns)(qr_fr_t *values, void *cells, void *twist, const qr_ntt_pass_t *pass);
    /** Eight blocks, one after the other in memory: row = 1. */
    void (*rows)(qr_fr_t *values, void *cells, const qr_ntt_pass_t *pass);
    void (*multiply)(qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b, size_t count);
    /** values[i] = values[i] first step^i / 2^256. */
    void (*scale)(qr_fr_t *values, size_t count, qr_fr_t first, qr_fr_t step);
} qr_ntt_kernel_t;

extern const qr_ntt_kernel_t qr_ntt_portable;
#if defined(__x86_64__)
extern const qr_ntt_kernel_t qr_ntt_mulx, qr_ntt_ifma;
#endif

/** The lowest `bits` bits of value in reverse order. */
static inline uint64_t qr_ntt_reverse(uint64_t value, unsigned bits) {
    value = __builtin_bitreverse64(value);
    return bits == 0 ? 0 : value >> (64 - bits);
}

#endif
