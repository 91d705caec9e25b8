#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "replication/graph_kernels.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt"))), apply_to = function)

typedef uint32_t chacha_v __attribute__((vector_size(32)));
typedef uint64_t feistel_v __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) feistel_v feistel_swap(feistel_v x) {
    const __m256i order =
        _mm256_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607, 0x08090a0b0c0d0e0f, 0x0001020304050607);
    return (feistel_v)_mm256_shuffle_epi8((__m256i)x, order);
}

#include "replication/chacha8_lanes.h"
#include "replication/feistel_lanes.h"

static void base16(const qr_graph_t *graph, uint32_t *out, uint64_t start) {
    uint32_t key[7];
    memcpy(key, graph->drg_seed, sizeof key);
    const chacha_v steps = {0, 1, 2, 3, 4, 5, 6, 7};
    for (uint64_t first = start; first < start + QR_GRAPH_LANES; first += 8, out += 8 * QR_PARENTS) {
        union {
            chacha_v v[QR_CHACHA_WORDS];
            uint32_t w[QR_CHACHA_WORDS * 8];
        } words;
        chacha8_stream(words.v, key, steps + (uint32_t)first);
        for (size_t i = 0; i < 8; i++) {
            if (first + i < 2) {
                memset(out + QR_PARENTS * i, 0, QR_BASE_PARENTS * sizeof *out);
            } else {
                qr_graph_sample(graph, out + QR_PARENTS * i, first + i, words.w + i, 8);
            }
        }
    }
}

static void feistel(uint64_t *out, const uint64_t *right, uint64_t key, size_t count) {
    for (size_t i = 0; i < count; i += 4) {
        feistel_v r;
        memcpy(&r, right + i, sizeof r);
        r = feistel_hash(r, key);
        memcpy(out + i, &r, sizeof r);
    }
}

#pragma clang attribute pop

const qr_graph_kernels_t qr_graph_avx2 = {base16, feistel};
#endif
