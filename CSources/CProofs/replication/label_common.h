/**
 * @file label_common.h  (private)
 * What all labelling kernels share: the order of blocks, where parents lie, prefetching.
 *
 * After the header block a label hashes 37 parents: 18 blocks of two, then a last block of one parent and the
 * padding. The 18 blocks repeat: blocks 0..6, 0..6, 0..3 (7 distinct) from layer 2 on, six times blocks 0..2
 * in layer 1. Kernels keep W + K of the distinct ones.
 */
#ifndef QR_LABEL_COMMON_H
#define QR_LABEL_COMMON_H

#include "../../CCrypto/hash/sha256_kernels.h"
#include "label_kernel.h"

#define QR_LABEL_PAIR_BLOCKS 18u
/** Bits hashed for a label: header 64 bytes, 37 parents of 32 bytes. */
#define QR_LABEL_BITS (8u * (64u + 37u * 32u))

/** Distinct blocks of two parents. */
static inline unsigned qr_label_distinct(const qr_label_run_t *run) {
    return run->layer == 1 ? QR_BASE_PARENTS / 2 : QR_PARENTS / 2;
}

/** Which of a node's parents stands alone in the last block. */
static inline unsigned qr_label_last_parent(const qr_label_run_t *run) {
    return run->layer == 1 ? 0 : 8;
}

static inline const uint32_t *qr_label_parents(const qr_label_run_t *run, uint64_t node) {
    return run->parents + QR_PARENTS * (node - run->start);
}

/** Label memory of parent `index` (0..13) of a node: base parents in this layer, expander parents in the one
 * below. */
static inline const uint8_t *qr_label_parent(const qr_label_run_t *run, const uint32_t *parents,
                                             unsigned index, size_t lanes) {
    const uint8_t *layer = index < QR_BASE_PARENTS ? run->current : run->previous;
    return layer + (size_t)parents[index] * lanes * QR_NODE_SIZE;
}

/** Parents of the node that is to be fetched while `node` is labelled; NULL if there is none. */
static inline const uint32_t *qr_label_ahead(const qr_label_run_t *run, uint64_t node) {
    uint64_t ahead = node + run->prefetch;
    return run->prefetch != 0 && ahead - run->start < run->parents_count ? qr_label_parents(run, ahead)
                                                                         : NULL;
}

/**
 * At block or parent `index` of a node: fetches parent `index` of the node ahead, if there is such a one,
 * into the second cache, and for writing a share of the next node's own place. Kernels call it once a block:
 * all lines of a node at once would fill the miss buffers, and a label written to absent lines would hold up
 * every later store.
 */
static inline __attribute__((always_inline)) void qr_label_prefetch(const qr_label_run_t *run, uint64_t node,
                                                                    const uint32_t *ahead, unsigned index,
                                                                    size_t lanes) {
    if (ahead == NULL) return;
    const size_t node_bytes = lanes * QR_NODE_SIZE;
    if (64 * (size_t)index < node_bytes) {
        __builtin_prefetch(run->current + (size_t)(node + 1) * node_bytes + 64 * (size_t)index, 1, 3);
    }
    if (index >= (run->layer == 1 ? QR_BASE_PARENTS : QR_PARENTS)) return;
    const uint8_t *memory = qr_label_parent(run, ahead, index, lanes);
    for (size_t line = 0; line < node_bytes; line += 64) __builtin_prefetch(memory + line, 0, 2);
}

/** qr_label_gather_all of 2*pairs nodes, for lanes a multiple of 16. */
void qr_label_gather_pairs_avx512(uint8_t *const *outs, const uint8_t *labels, uint32_t lanes,
                                  uint64_t pairs);

void qr_label_portable1(const qr_label_run_t *run);
void qr_label_shani1(const qr_label_run_t *run);
void qr_label_shani2(const qr_label_run_t *run);
void qr_label_shani4(const qr_label_run_t *run);
void qr_label_avx2x8(const qr_label_run_t *run);
void qr_label_avx512x16(const qr_label_run_t *run);
void qr_label_avx512x32(const qr_label_run_t *run);
void qr_label_mixed32(const qr_label_run_t *run);
void qr_label_shani16(const qr_label_run_t *run);

#endif
