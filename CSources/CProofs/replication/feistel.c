#include <string.h>

#include "replication/graph_kernels.h"

size_t qr_feistel_tables_bytes(const qr_graph_t *graph) {
    return (size_t)3 * sizeof(uint32_t) << graph->feistel_half_bits;
}

qr_status_t qr_feistel_tables_create(qr_feistel_tables_t *out, const qr_graph_t *graph) {
    void *memory = NULL;
    const size_t bytes = qr_feistel_tables_bytes(graph);
    *out = (qr_feistel_tables_t){0};
    const qr_status_t status = qr_memory_allocate(&memory, bytes, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return status;
    const qr_graph_kernels_t *kernels = qr_graph_kernels();
    const uint64_t size = (uint64_t)1 << graph->feistel_half_bits;
    uint32_t *entry = memory;
    for (unsigned k = 0; k < 3; k++) {
        for (uint64_t first = 0; first < size; first += 64) {
            uint64_t right[64], hash[64];
            const uint64_t count = size - first < 64 ? size - first : 64;
            for (uint64_t i = 0; i < 64; i++) right[i] = first + i;
            kernels->feistel(hash, right, graph->feistel_keys[k], 64);
            for (uint64_t i = 0; i < count; i++) *entry++ = (uint32_t)(hash[i] & graph->feistel_half_mask);
        }
    }
    *out = (qr_feistel_tables_t){memory, bytes};
    return QR_OK;
}

void qr_feistel_tables_destroy(qr_feistel_tables_t *tables) {
    qr_memory_free(tables->entries, tables->bytes);
    *tables = (qr_feistel_tables_t){0};
}

/** One pass of the network over u[i], i < count, count <= QR_FEISTEL_BLOCK, hashing. */
static void encode(const qr_graph_t *graph, uint64_t *u, size_t count) {
    uint64_t left[QR_FEISTEL_BLOCK], right[QR_FEISTEL_BLOCK], hash[QR_FEISTEL_BLOCK];
    const qr_graph_kernels_t *kernels = qr_graph_kernels();
    const uint64_t mask = graph->feistel_half_mask;
    const uint32_t bits = graph->feistel_half_bits;
    const size_t padded = (count + 7) / 8 * 8;
    for (size_t i = 0; i < count; i++) left[i] = u[i] >> bits & mask, right[i] = u[i] & mask;
    for (size_t i = count; i < padded; i++) left[i] = right[i] = 0;
    for (unsigned k = 0; k < 3; k++) {
        kernels->feistel(hash, right, graph->feistel_keys[k], padded);
        for (size_t i = 0; i < count; i++) {
            const uint64_t next = left[i] ^ (hash[i] & mask);
            left[i] = right[i];
            right[i] = next;
        }
    }
    for (size_t i = 0; i < count; i++) u[i] = left[i] << bits | right[i];
}

/** The same by table. */
static void encode_by_table(const qr_graph_t *graph, const uint32_t *tables, uint64_t *u, size_t count) {
    const uint64_t mask = graph->feistel_half_mask;
    const uint32_t bits = graph->feistel_half_bits;
    const uint32_t *t0 = tables, *t1 = t0 + mask + 1, *t2 = t1 + mask + 1;
    for (size_t i = 0; i < count; i++) {
        const uint64_t r0 = u[i] & mask;
        const uint64_t r1 = (u[i] >> bits & mask) ^ t0[r0];
        const uint64_t r2 = r0 ^ t1[r1];
        u[i] = r2 << bits | (r1 ^ t2[r2]);
    }
}

void qr_feistel_permute(const qr_graph_t *graph, const qr_feistel_tables_t *tables, uint64_t *u,
                        size_t count) {
    /*
     * The network permutes a power of 4 that may be twice the number of indices: results outside go round
     * again. That is a coin flip an index, so the ones to repeat are gathered without a branch and encoded
     * together.
     */
    const uint64_t limit = graph->node_count * QR_EXPANDER_PARENTS;
    uint64_t again[QR_FEISTEL_BLOCK];
    uint16_t place[QR_FEISTEL_BLOCK];
    size_t left = count;
    for (size_t i = 0; i < count; i++) place[i] = (uint16_t)i, again[i] = u[i];
    while (left > 0) {
        if (tables) {
            encode_by_table(graph, tables->entries, again, left);
        } else {
            encode(graph, again, left);
        }
        size_t kept = 0;
        for (size_t i = 0; i < left; i++) {
            const uint64_t value = again[i];
            const uint16_t at = place[i];
            u[at] = value;
            again[kept] = value;
            place[kept] = at;
            kept += value >= limit;
        }
        left = kept;
    }
}
