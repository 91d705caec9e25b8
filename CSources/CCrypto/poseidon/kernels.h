/**
 * @file kernels.h
 * The Poseidon kernels, one a variant. Each hashes `count` inputs: element i of hash k is the 32 bytes at
 * columns[i] + k * stride, unaligned, any 256-bit value; out gets 32 bytes a hash. The hashes are read in
 * groups, each before its digests are written, in order: out may equal columns[0] if stride >= 32.
 */
#ifndef QR_POSEIDON_KERNELS_H
#define QR_POSEIDON_KERNELS_H

#include "poseidon/constants.h"

void qr_poseidon_portable(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                          size_t count);
/** The plan for 64-bit words, with what folds the recurrence's sums. */
typedef struct {
    qr_poseidon_plan_t plan;
    size_t words; /**< of the largest coefficient of the recurrence */
    size_t from[4],
        to[4];    /**< those with a word j; they grow towards the middle, so these are in one piece */
    qr_fr_t fold; /**< 2^(256 + 64 words) mod r */
} qr_poseidon_plan64_t;

/** The plan of a kind; computed at its first use, thread-safe. */
const qr_poseidon_plan64_t *qr_poseidon_plan64(qr_poseidon_kind_t kind);

#if defined(__x86_64__)
void qr_poseidon_mulx(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count);
void qr_poseidon_avx2(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count);
void qr_poseidon_ifma(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                      size_t count);
#endif

#endif
