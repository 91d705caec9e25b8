/**
 * @file graph_kernels.h  (private)
 * The two inner loops of the graph, one set an instruction set: base parents of 16 consecutive nodes (ChaCha8
 * in lanes, since the key differs from node to node) and the round function of the Feistel network (Blake2b
 * in lanes).
 */
#ifndef QR_GRAPH_KERNELS_H
#define QR_GRAPH_KERNELS_H

#include "quarry/graph.h"

#define QR_GRAPH_LANES 16u
/** Words of the ChaCha8 stream a node uses: two u64 for each of its 5 sampled parents. */
#define QR_CHACHA_WORDS 20u

typedef struct {
    /** out[14*i + 0..5] = base parents of node start+i, i < 16, for any start (nodes 0 and 1 included). */
    void (*base16)(const qr_graph_t *graph, uint32_t *out, uint64_t start);
    /** out[i] = first 8 bytes, read big endian, of Blake2b-512(right[i] as u64 BE || key as u64 BE); count %
     * 8 == 0. */
    void (*feistel)(uint64_t *out, const uint64_t *right, uint64_t key, size_t count);
} qr_graph_kernels_t;

extern const qr_graph_kernels_t qr_graph_portable;
#if defined(__x86_64__)
extern const qr_graph_kernels_t qr_graph_avx2;
extern const qr_graph_kernels_t qr_graph_avx512;
#endif

/** The set for qr_cpu_features(). */
const qr_graph_kernels_t *qr_graph_kernels(void);

/** out[0..5] = base parents of `node` >= 2, words[k*stride], k < QR_CHACHA_WORDS, being its ChaCha8 stream.
 */
void qr_graph_sample(const qr_graph_t *graph, uint32_t *out, uint64_t node, const uint32_t *words,
                     size_t stride);

/**
 * Tables of the three round functions of the Feistel network: entry r of table k is F(r, key k), cut to the
 * half width. The argument has half the bits of an index (17 at 32 GiB), so 3 * 2^17 hashes replace the 48
 * hashes of every node.
 */
typedef struct {
    uint32_t *entries; /**< 3 * 2^half_bits */
    size_t bytes;
} qr_feistel_tables_t;

/** Bytes the tables of this graph take. */
size_t qr_feistel_tables_bytes(const qr_graph_t *graph);
QR_MUST_CHECK qr_status_t qr_feistel_tables_create(qr_feistel_tables_t *out, const qr_graph_t *graph);
void qr_feistel_tables_destroy(qr_feistel_tables_t *tables);

/** Indices that one call of qr_feistel_permute takes at most. */
#define QR_FEISTEL_BLOCK 512u
/** u[i] = the Feistel permutation of index u[i] < 8*node_count, i < count <= QR_FEISTEL_BLOCK; tables may be
 * NULL. */
void qr_feistel_permute(const qr_graph_t *graph, const qr_feistel_tables_t *tables, uint64_t *u,
                        size_t count);

/** qr_graph_parents_range with tables (NULL: without). */
void qr_graph_parents_with(const qr_graph_t *graph, const qr_feistel_tables_t *tables, uint32_t *out,
                           uint64_t start, uint64_t count);

#endif
