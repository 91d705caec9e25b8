#include "quarry/graph.h"

#include <string.h>

#include "quarry_crypto.h"
#include "replication/graph_kernels.h"

/** Nodes whose expander indices are permuted together. */
#define BLOCK_NODES (QR_FEISTEL_BLOCK / QR_EXPANDER_PARENTS)

/** SHA-256(tag || porep_id), as derive_porep_domain_seed. */
static void domain_seed(uint8_t out[32], const char *tag, const uint8_t porep_id[32]) {
    qr_sha256_t context;
    qr_sha256_init(&context);
    qr_sha256_update(&context, tag, strlen(tag));
    qr_sha256_update(&context, porep_id, 32);
    qr_sha256_final(&context, out);
}

void qr_graph_init(qr_graph_t *out, const qr_porep_config_t *config) {
    uint8_t seed[32];
    memset(out, 0, sizeof *out);
    out->node_count = config->node_count;
    out->api_version = config->api_version;
    domain_seed(out->drg_seed_full, "Filecoin_DRSample", config->porep_id);
    memcpy(out->drg_seed, out->drg_seed_full, sizeof out->drg_seed);
    domain_seed(seed, "Filecoin_Feistel", config->porep_id);
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < 8; i++) out->feistel_keys[k] |= (uint64_t)seed[8 * k + i] << (8 * i);
    }
    /* Half the bits of the smallest power of 4 that holds 8 indices a node. */
    uint32_t half = 1;
    while ((uint64_t)1 << (2 * half) < config->node_count * QR_EXPANDER_PARENTS) half++;
    out->feistel_half_bits = half;
    out->feistel_half_mask = ((uint64_t)1 << half) - 1;
}

const qr_graph_kernels_t *qr_graph_kernels(void) {
#if defined(__x86_64__)
    const uint32_t features = qr_cpu_features();
    if (features & QR_CPU_AVX512) return &qr_graph_avx512;
    if (features & QR_CPU_AVX2) return &qr_graph_avx2;
#endif
    return &qr_graph_portable;
}

/** Expander parents of nodes [start, start+count), count <= BLOCK_NODES, to out[14*i + 6..13]. */
static void expander_block(const qr_graph_t *graph, const qr_feistel_tables_t *tables, uint32_t *out,
                           uint64_t start, size_t count) {
    uint64_t index[QR_FEISTEL_BLOCK];
    const size_t total = count * QR_EXPANDER_PARENTS;
    /* Version 1.0.0 cuts the permuted index to 32 bits before it divides. */
    const uint64_t cut = graph->api_version == QR_API_1_0_0 ? UINT32_MAX : UINT64_MAX;
    for (size_t i = 0; i < total; i++) index[i] = start * QR_EXPANDER_PARENTS + i;
    qr_feistel_permute(graph, tables, index, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < QR_EXPANDER_PARENTS; k++) {
            const uint64_t permuted = index[QR_EXPANDER_PARENTS * i + k] & cut;
            out[QR_PARENTS * i + QR_BASE_PARENTS + k] = (uint32_t)(permuted / QR_EXPANDER_PARENTS);
        }
    }
}

/** Base parents of nodes [start, start+count) to out[14*i + 0..5]; the rest of out is left alone. */
static void base_block(const qr_graph_t *graph, const qr_graph_kernels_t *kernels, uint32_t *out,
                       uint64_t start, size_t count) {
    size_t done = 0;
    for (; done + QR_GRAPH_LANES <= count; done += QR_GRAPH_LANES) {
        kernels->base16(graph, out + QR_PARENTS * done, start + done);
    }
    if (done == count) return;
    uint32_t rest[QR_GRAPH_LANES * QR_PARENTS];
    kernels->base16(graph, rest, start + done);
    for (size_t i = 0; done + i < count; i++) {
        memcpy(out + QR_PARENTS * (done + i), rest + QR_PARENTS * i, QR_BASE_PARENTS * sizeof *out);
    }
}

void qr_graph_parents_with(const qr_graph_t *graph, const qr_feistel_tables_t *tables, uint32_t *out,
                           uint64_t start, uint64_t count) {
    const qr_graph_kernels_t *kernels = qr_graph_kernels();
    for (uint64_t done = 0; done < count; done += BLOCK_NODES) {
        const size_t block = count - done < BLOCK_NODES ? (size_t)(count - done) : BLOCK_NODES;
        base_block(graph, kernels, out + QR_PARENTS * done, start + done, block);
        expander_block(graph, tables, out + QR_PARENTS * done, start + done, block);
    }
}

void qr_graph_parents_range(const qr_graph_t *graph, uint32_t *out, uint64_t start, uint64_t count) {
    qr_graph_parents_with(graph, NULL, out, start, count);
}

void qr_graph_parents(const qr_graph_t *graph, uint32_t out[QR_PARENTS], uint64_t node) {
    qr_graph_parents_with(graph, NULL, out, node, 1);
}
