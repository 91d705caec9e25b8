#include <string.h>

#include "replication/graph_kernels.h"

/* Four lanes: what the base instruction sets (SSE2, NEON) hold in a register. */
typedef uint32_t chacha_v __attribute__((vector_size(16)));
typedef uint64_t feistel_v;
#define feistel_swap(x) __builtin_bswap64(x)

#include "replication/chacha8_lanes.h"
#include "replication/feistel_lanes.h"

void qr_graph_sample(const qr_graph_t *graph, uint32_t *out, uint64_t node, const uint32_t *words,
                     size_t stride) {
    /* The metagraph has 5 nodes for each node, since one of the 6 parents is always the predecessor. */
    const uint64_t fan = QR_BASE_PARENTS - 1, meta = node * fan;
    const uint64_t buckets = 64u - (uint64_t)__builtin_clzll(meta - 1); /* ceil(log2(meta)), meta >= 10 */
    const bool predecessor_last = graph->api_version == QR_API_1_0_0;
    uint32_t *sampled = predecessor_last ? out : out + 1;
    for (size_t k = 0; k < fan; k++) {
        const uint32_t *w = words + 4 * k * stride;
        const uint64_t first = w[0] | (uint64_t)w[stride] << 32;
        const uint64_t second = w[2 * stride] | (uint64_t)w[3 * stride] << 32;
        const uint64_t power = (uint64_t)1 << (first % buckets + 1);
        const uint64_t largest = power < meta ? power : meta;
        const uint64_t smallest = largest >> 1 > 2 ? largest >> 1 : 2;
        const uint64_t distance = smallest + second % (largest - smallest + 1);
        const uint64_t parent = (meta - distance) / fan;
        sampled[k] = (uint32_t)(parent == node ? node - 1 : parent);
    }
    out[predecessor_last ? fan : 0] = (uint32_t)(node - 1);
}

static void base16(const qr_graph_t *graph, uint32_t *out, uint64_t start) {
    uint32_t key[7];
    memcpy(key, graph->drg_seed, sizeof key);
    for (uint64_t first = start; first < start + QR_GRAPH_LANES; first += 4, out += 4 * QR_PARENTS) {
        const uint32_t n = (uint32_t)first;
        union {
            chacha_v v[QR_CHACHA_WORDS];
            uint32_t w[QR_CHACHA_WORDS * 4];
        } words;
        chacha8_stream(words.v, key, (chacha_v){n, n + 1, n + 2, n + 3});
        for (size_t i = 0; i < 4; i++) {
            if (first + i < 2) {
                memset(out + QR_PARENTS * i, 0, QR_BASE_PARENTS * sizeof *out);
            } else {
                qr_graph_sample(graph, out + QR_PARENTS * i, first + i, words.w + i, 4);
            }
        }
    }
}

static void feistel(uint64_t *out, const uint64_t *right, uint64_t key, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = feistel_hash(right[i], key);
}

const qr_graph_kernels_t qr_graph_portable = {base16, feistel};
