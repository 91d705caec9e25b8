/**
 * @file ntt_kernels.h
 * The variants of ntt.c's inner work. Private.
 *
 * A transform is a few passes over the array, each made of small transforms ("columns") of 2^bits points.
 * Eight columns are done at once, in a buffer of cells of eight elements, in the variant's own form, and in
 * two parts: columns of the buffer seen as a matrix of 2^(bits - low) rows, and those rows, so that each
 * part's cells fit the first cache.
 */
#ifndef QR_FIELD_NTT_KERNELS_H
#define QR_FIELD_NTT_KERNELS_H

#include "field/fr.h"

/** Most points of a column: 2^12. */
#define QR_NTT_COLUMN_BITS 12u
/** Room in any variant for a cell, a fixed factor, and what twists eight columns. */
#define QR_NTT_CELL_SIZE 320u
#define QR_NTT_FACTOR_SIZE 80u
#define QR_NTT_TWIST_SIZE 1024u
#define QR_NTT_LANES 8u

/** One pass over blocks of n elements, n = 2^bits * row. */
typedef struct {
    unsigned bits; /**< points of a column */
    uint64_t row;  /**< elements between two points of a column; 1 in the pass of the shortest distance, where
                      the eight columns are eight neighbouring blocks */
    bool gather;   /**< bit-reversed in, natural out */
    bool last;     /**< the pass that leaves the transform's results: canonical */
    const void *roots;
    /** row = 1, scatter: result p is multiplied by factor p; NULL: by one. */
    const void *factors;
    /** row = 1, scatter: the roots of a gather that takes up the results, or NULL. */
    const void *back;
    /** row > 1, scatter: in[i] times[i] are transformed in place of values[i]; NULL: values, one. */
    const qr_fr_t *in, *times;
    /** row = 1, scatter: what is taken from the results, or NULL. */
    const qr_fr_t *minus;
    qr_fr_t root; /**< omega_n */
    /** row > 1, scatter: place k of a column is multiplied by scale step^k. */
    qr_fr_t scale, step;
} qr_ntt_pass_t;

/** Names a variant's functions. */
typedef struct {
    const char *name;
    /** Makes count fixed factors of elements in Montgomery form. */
    void (*factors)(void *out, const qr_fr_t *in, size_t count);
    /** Lays out the roots of a column's transform: qr_ntt_roots_count of them, from the fixed factors
     * omega^i, i < 2^(bits - 1). */
    void (*roots)(void *out, const void *powers, unsigned bits, bool gather);
    /** Makes ready for the eight columns from `column` on. */
    void (*twist)(void *twist, const qr_ntt_pass_t *pass, uint64_t column);
    /** Eight columns, lane j at values + at + j, row > 1: place k is multiplied by scale (step
     * omega_n^column)^k at the end, or before if gather. Makes `twist` ready for the next eight columns. */
    void (*columns)(qr_fr_t *values, uint64_t at, void *cells, void *twist, const qr_ntt_pass_t *pass);
    /** Eight blocks, one after the other from values + at: row = 1. */
    void (*rows)(qr_fr_t *values, uint64_t at, void *cells, const qr_ntt_pass_t *pass);
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

/** Bits of a place within a row of the buffer. */
static inline unsigned qr_ntt_low_bits(unsigned bits) {
    return (bits + 1) / 2;
}

/** Cells between two rows of the buffer: one more than a row has, so that a column spreads over the cache. */
static inline size_t qr_ntt_buffer_row(unsigned bits) {
    return ((size_t)1 << qr_ntt_low_bits(bits)) + 1;
}

/** Cells of the buffer. */
static inline size_t qr_ntt_buffer_cells(unsigned bits) {
    return qr_ntt_buffer_row(bits) << (bits - qr_ntt_low_bits(bits));
}

/** Fixed factors in a table of roots: those of the first part, then those of each transform of the second. */
static inline size_t qr_ntt_roots_count(unsigned bits, bool gather) {
    unsigned low = qr_ntt_low_bits(bits);
    return ((size_t)1 << bits) + ((size_t)1 << (gather ? low : bits - low));
}

#endif
