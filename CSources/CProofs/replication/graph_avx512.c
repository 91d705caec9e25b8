#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "replication/graph_kernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), \
                             apply_to = function)

typedef uint32_t chacha_v __attribute__((vector_size(64)));
typedef uint64_t feistel_v __attribute__((vector_size(64)));

static inline __attribute__((always_inline)) feistel_v feistel_swap(feistel_v x) {
    const __m512i order = _mm512_broadcast_i32x4(_mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607));
    return (feistel_v)_mm512_shuffle_epi8((__m512i)x, order);
}

#include "replication/chacha8_lanes.h"
#include "replication/feistel_lanes.h"

/**
 * r mod n in each lane, for any r and n <= 2^40. The quotient comes from doubles: off by at most 2^64 * 2^-52
 * / n + 1, so what is left after the first step is below 2^13 + n in size, the second quotient is off by at
 * most 1, and the last two steps put that right. A first quotient that would be 2^64 (n = 1) saturates, which
 * is within that error.
 */
static inline __attribute__((always_inline)) __m512i modulo(__m512i r, __m512i n) {
    const __m512d reciprocal = _mm512_div_pd(_mm512_set1_pd(1.0), _mm512_cvtepu64_pd(n));
    __m512i q = _mm512_cvttpd_epu64(_mm512_mul_pd(_mm512_cvtepu64_pd(r), reciprocal));
    __m512i rest = _mm512_sub_epi64(r, _mm512_mullo_epi64(q, n));
    q = _mm512_cvt_roundpd_epi64(_mm512_mul_pd(_mm512_cvtepi64_pd(rest), reciprocal),
                                 _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    rest = _mm512_sub_epi64(rest, _mm512_mullo_epi64(q, n));
    rest = _mm512_mask_add_epi64(rest, _mm512_movepi64_mask(rest), rest, n);
    return _mm512_mask_sub_epi64(rest, _mm512_cmpge_epi64_mask(rest, n), rest, n);
}

/** One sampled parent of 8 nodes, as qr_graph_sample; first and second are its two random numbers. */
static inline __attribute__((always_inline)) __m256i sample8(__m512i node, __m512i meta, __m512i buckets,
                                                             __m512i first, __m512i second) {
    const __m512i one = _mm512_set1_epi64(1), two = _mm512_set1_epi64(2);
    const __m512i power = _mm512_sllv_epi64(two, modulo(first, buckets));
    const __m512i largest = _mm512_min_epu64(power, meta);
    const __m512i smallest = _mm512_max_epu64(_mm512_srli_epi64(largest, 1), two);
    const __m512i width = _mm512_add_epi64(_mm512_sub_epi64(largest, smallest), one);
    const __m512i distance = _mm512_add_epi64(smallest, modulo(second, width));
    /* x / 5 for x < 2^40: (x + 1/2) / 5 is at least 1/10 from any integer, far more than the rounding error.
     */
    const __m512d x = _mm512_cvtepu64_pd(_mm512_sub_epi64(meta, distance));
    const __m512d fifth = _mm512_mul_pd(_mm512_add_pd(x, _mm512_set1_pd(0.5)), _mm512_set1_pd(0.2));
    __m512i parent = _mm512_cvttpd_epu64(fifth);
    parent = _mm512_mask_sub_epi64(parent, _mm512_cmpeq_epi64_mask(parent, node), parent, one);
    return _mm512_cvtepi64_epi32(parent);
}

/** The u64 made of words w (low) and w+1 (high), lanes [8*half, 8*half+8). */
static inline __attribute__((always_inline)) __m512i number(const chacha_v *words, unsigned w,
                                                            unsigned half) {
    const uint32_t *low = (const uint32_t *)&words[w] + 8 * half;
    const uint32_t *high = (const uint32_t *)&words[w + 1] + 8 * half;
    const __m512i l = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)low));
    const __m512i h = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)high));
    return _mm512_or_si512(l, _mm512_slli_epi64(h, 32));
}

static void base16(const qr_graph_t *graph, uint32_t *out, uint64_t start) {
    uint32_t key[7];
    memcpy(key, graph->drg_seed, sizeof key);
    const chacha_v steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    chacha_v words[QR_CHACHA_WORDS];
    chacha8_stream(words, key, steps + (uint32_t)start);
    const unsigned offset = graph->api_version == QR_API_1_0_0 ? 0 : 1;
    for (unsigned half = 0; half < 2; half++, out += 8 * QR_PARENTS) {
        const __m512i lane = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
        /* Nodes 0 and 1 are sampled as node 2 here and set to zero below. */
        const __m512i raw = _mm512_add_epi64(lane, _mm512_set1_epi64((long long)(start + 8 * half)));
        const __m512i node = _mm512_max_epu64(raw, _mm512_set1_epi64(2));
        const __m512i meta = _mm512_add_epi64(node, _mm512_slli_epi64(node, 2));
        /* ceil(log2(meta)) = bits of meta - 1, from the exponent of its (exact) double. */
        const __m512d below = _mm512_cvtepu64_pd(_mm512_sub_epi64(meta, _mm512_set1_epi64(1)));
        const __m512i buckets =
            _mm512_sub_epi64(_mm512_srli_epi64(_mm512_castpd_si512(below), 52), _mm512_set1_epi64(1022));
        const __m256i places =
            _mm256_mullo_epi32(_mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0), _mm256_set1_epi32((int)QR_PARENTS));
        for (unsigned k = 0; k < QR_BASE_PARENTS - 1; k++) {
            const __m256i parent =
                sample8(node, meta, buckets, number(words, 4 * k, half), number(words, 4 * k + 2, half));
            _mm256_i32scatter_epi32(out + offset + k, places, parent, 4);
        }
        const __m256i before = _mm512_cvtepi64_epi32(_mm512_sub_epi64(node, _mm512_set1_epi64(1)));
        _mm256_i32scatter_epi32(out + (offset ? 0 : QR_BASE_PARENTS - 1), places, before, 4);
    }
    out -= QR_GRAPH_LANES * QR_PARENTS;
    for (uint64_t i = 0; start + i < 2; i++) memset(out + QR_PARENTS * i, 0, QR_BASE_PARENTS * sizeof *out);
}

static void feistel(uint64_t *out, const uint64_t *right, uint64_t key, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        const feistel_v r = (feistel_v)_mm512_loadu_si512(right + i);
        _mm512_storeu_si512(out + i, (__m512i)feistel_hash(r, key));
    }
}

#pragma clang attribute pop

const qr_graph_kernels_t qr_graph_avx512 = {base16, feistel};
#endif
