/** @file graph.h  The stacked-DRG graph: base (DRG bucket) and expander (Feistel) parents. */
#ifndef QUARRY_GRAPH_H
#define QUARRY_GRAPH_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Seeds and Feistel parameters of one porep_id and size; by value, no allocation. */
typedef struct {
    uint64_t node_count;
    qr_api_version_t api_version;
    uint8_t drg_seed[28];      /**< first 28 bytes of the ChaCha8 key; the node as u32 LE follows */
    uint8_t drg_seed_full[32]; /**< as derived, for vectors */
    uint64_t feistel_keys[4];
    uint64_t feistel_half_mask;
    uint32_t feistel_half_bits;
    uint32_t reserved;
} qr_graph_t;

void qr_graph_init(qr_graph_t *out, const qr_porep_config_t *config);

/** out = 6 base parents, then 8 expander parents, in the reference's order. node < node_count. */
void qr_graph_parents(const qr_graph_t *graph, uint32_t out[QR_PARENTS], uint64_t node);

/** qr_graph_parents for nodes [start, start+count): out has 14*count entries. Vectorised where the CPU
 * allows. */
void qr_graph_parents_range(const qr_graph_t *graph, uint32_t *out, uint64_t start, uint64_t count);

#ifdef __cplusplus
}
#endif
#endif
