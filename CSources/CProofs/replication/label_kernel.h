/**
 * @file label_kernel.h  (private)
 * The seam between the PC1 driver and the labelling kernels.
 *
 * A kernel labels a run of consecutive nodes of one layer for all lanes of a batch. A lane is one sector.
 * Label memory is node-major. Lanes < 8: 32 bytes a lane, lane after lane, as the label's bytes lie in a
 * layer file. Lanes >= 8 (8, 16, 32): word-sliced: for each node 8 vectors, vector j holding word j of every
 * lane, words as big-endian values in native byte order (SHA-256 state words), top two bits of the label's
 * last byte already cleared. A node takes lanes * 32 bytes either way.
 *
 * Label of node v, layer l (rust-fil-proofs, storage-proofs-porep/src/stacked/vanilla/create_label):
 *   trunc254(SHA-256(replica_id[32] || u32 BE l || u64 BE v || 20 zero bytes || parents...))
 * layer 1: the 6 base parents repeated 6 times, then base parent 0 (37 labels); layers >= 2: the 14 parents
 * repeated twice, then the first 9 (37 labels); base parents from this layer, expander parents from the
 * previous one. Node 0: the header block alone.
 */
#ifndef QR_LABEL_KERNEL_H
#define QR_LABEL_KERNEL_H

#include "quarry/config.h"

typedef struct {
    uint8_t *current;                 /**< label memory of this layer: node_count * lanes * 32 bytes */
    const uint8_t *previous;          /**< of the layer below; NULL for layer 1 */
    const uint32_t *parents;          /**< 14 a node, those of node `start` first */
    const uint8_t (*replica_ids)[32]; /**< one a lane */
    uint32_t layer;                   /**< 1-based */
    uint32_t prefetch;      /**< nodes ahead whose parents are prefetched; parents[] is readable that far past
                               `end` (clamped by parents_count) */
    uint64_t start, end;    /**< nodes to label: [start, end) */
    uint64_t parents_count; /**< nodes for which parents[] is readable, from `start` on; >= end - start */
} qr_label_run_t;

typedef struct {
    const char *name; /**< "portable1", "shani1", "shani2", "shani4", "avx2x8", "avx512x16", "shani16",
                         "avx512x32", "mixed32" */
    uint32_t lanes;
    uint32_t features; /**< qr_cpu_feature_t bits it needs */
    void (*run)(const qr_label_run_t *run);
} qr_label_kernel_t;

/** All kernels, whatever this CPU has; *count of them. */
const qr_label_kernel_t *qr_label_kernels(size_t *count);
/** By name, if known and runnable under qr_cpu_features(); else NULL. */
const qr_label_kernel_t *qr_label_kernel_named(const char *name);

/** About how many nanoseconds one core of this kind of CPU takes for one node of all lanes; for plans, so
 * only ratios matter. */
uint32_t qr_label_kernel_node_ns(const qr_label_kernel_t *kernel);

/** Bytes of lane `lane` at node-major `labels` (nodes [0, count)) to `out` as a layer file has them (32 bytes
 * a node), and back. */
void qr_label_gather(uint8_t *out, const uint8_t *labels, uint32_t lanes, uint32_t lane, uint64_t count);
void qr_label_scatter(uint8_t *labels, uint32_t lanes, uint32_t lane, const uint8_t *in, uint64_t count);
/** All lanes at once (transposing): outs[lane] receives count*32 bytes; outs[lane] may be NULL. */
void qr_label_gather_all(uint8_t *const *outs, const uint8_t *labels, uint32_t lanes, uint64_t count);

#endif
