/** Labels of sixteen lanes to layer files: two nodes are a square of 16 x 16 words, which is transposed in
 * registers. */
#if defined(__x86_64__)
#include <immintrin.h>

#include "label_common.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw"))), apply_to = function)

/** out[lane][64*i ..] = labels of nodes 2i and 2i+1 of lanes first .. first+15, i < pairs. */
static void gather16(uint8_t *const *outs, const uint8_t *labels, size_t node_bytes, uint64_t pairs) {
    const __m512i swap = _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
    for (uint64_t i = 0; i < pairs; i++, labels += 2 * node_bytes) {
        __m512i row[16], mixed[16];
        for (unsigned j = 0; j < 16; j++) {
            const uint8_t *word = labels + (j / 8) * node_bytes + (j % 8) * (node_bytes / 8);
            row[j] = _mm512_shuffle_epi8(_mm512_load_si512(word), swap);
        }
        /* Within each quarter: 4 x 4 words of four rows change places. */
        for (unsigned j = 0; j < 16; j += 4) {
            const __m512i a = _mm512_unpacklo_epi32(row[j], row[j + 1]);
            const __m512i b = _mm512_unpackhi_epi32(row[j], row[j + 1]);
            const __m512i c = _mm512_unpacklo_epi32(row[j + 2], row[j + 3]);
            const __m512i d = _mm512_unpackhi_epi32(row[j + 2], row[j + 3]);
            mixed[j] = _mm512_unpacklo_epi64(a, c);
            mixed[j + 1] = _mm512_unpackhi_epi64(a, c);
            mixed[j + 2] = _mm512_unpacklo_epi64(b, d);
            mixed[j + 3] = _mm512_unpackhi_epi64(b, d);
        }
        /* Then the quarters: mixed[4q + r] has in quarter c words 4q .. 4q+3 of lane 4c + r. */
        for (unsigned r = 0; r < 4; r++) {
            const __m512i a = _mm512_shuffle_i32x4(mixed[r], mixed[4 + r], 0x88);
            const __m512i b = _mm512_shuffle_i32x4(mixed[r], mixed[4 + r], 0xdd);
            const __m512i c = _mm512_shuffle_i32x4(mixed[8 + r], mixed[12 + r], 0x88);
            const __m512i d = _mm512_shuffle_i32x4(mixed[8 + r], mixed[12 + r], 0xdd);
            row[r] = _mm512_shuffle_i32x4(a, c, 0x88);
            row[8 + r] = _mm512_shuffle_i32x4(a, c, 0xdd);
            row[4 + r] = _mm512_shuffle_i32x4(b, d, 0x88);
            row[12 + r] = _mm512_shuffle_i32x4(b, d, 0xdd);
        }
        for (unsigned lane = 0; lane < 16; lane++) {
            if (outs[lane]) _mm512_storeu_si512(outs[lane] + 64 * i, row[lane]);
        }
    }
}

#pragma clang attribute pop

void qr_label_gather_pairs_avx512(uint8_t *const *outs, const uint8_t *labels, uint32_t lanes,
                                  uint64_t pairs) {
    const size_t node_bytes = (size_t)lanes * QR_NODE_SIZE;
    for (uint32_t first = 0; first < lanes; first += 16) {
        gather16(outs + first, labels + 4 * (size_t)first, node_bytes, pairs);
    }
}
#endif
