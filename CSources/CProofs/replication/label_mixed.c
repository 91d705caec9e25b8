/**
 * Labels of thirty-two sectors on CPUs whose SHA unit works beside their vector units (Zen 4): sixteen lanes
 * in AVX-512, sixteen as four quads of SHA-NI, in units that merge both (label_units.S). A block is four
 * units, each of sixteen rounds of group 0 and the whole block of one quad of group 1. Schedules of both
 * groups are made in AVX-512; those of group 1 are left as each four vectors are after transposing their 4 x
 * 4 words: lane l's four words are 16 bytes of it.
 */
#include "../../CCrypto/hash/sha256_avx512.h"
#include "../../CCrypto/hash/sha256_shani.h"

#include "label_common.h"
#include "label_units.h"

/** Four vectors of words, each 4 x 4 words transposed: vector m has lanes m, m+4, m+8, m+12. */
QR_AVX512_INLINE void transpose_4(__m512i out[4], __m512i a, __m512i b, __m512i c, __m512i d) {
    __m512i ab_low = _mm512_unpacklo_epi32(a, b), ab_high = _mm512_unpackhi_epi32(a, b);
    __m512i cd_low = _mm512_unpacklo_epi32(c, d), cd_high = _mm512_unpackhi_epi32(c, d);
    out[0] = _mm512_unpacklo_epi64(ab_low, cd_low);
    out[1] = _mm512_unpackhi_epi64(ab_low, cd_low);
    out[2] = _mm512_unpacklo_epi64(ab_high, cd_high);
    out[3] = _mm512_unpackhi_epi64(ab_high, cd_high);
}

/** W + K of words 8k .. 8k+7. */
QR_AVX512_INLINE void first_keys(__m512i *out, unsigned group, unsigned k, const __m512i *w) {
    __m512i keys[8];
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        keys[j] = QR_V_ADD(w[j], QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
        if (group == 0) out[8 * k + j] = keys[j];
    }
    if (group == 0) return;
    transpose_4(out + 8 * k, keys[0], keys[1], keys[2], keys[3]);
    transpose_4(out + 8 * k + 4, keys[4], keys[5], keys[6], keys[7]);
}

#include "label_groups.h"

typedef struct {
    qr_x16_t vectors;       /**< group 0 */
    qr_shani_t quads[4][4]; /**< group 1: quad q has lanes 4q .. 4q+3 */
} states_t;

static QR_AVX512 void states_begin(states_t *states) {
    states->vectors = qr_x16_initial();
    const __m128i abcd = _mm_load_si128((const __m128i *)qr_sha256_initial);
    const __m128i efgh = _mm_load_si128((const __m128i *)qr_sha256_initial + 1);
    const __m128i cdab = _mm_shuffle_epi32(abcd, 0xb1), hgfe = _mm_shuffle_epi32(efgh, 0x1b);
    const qr_shani_t initial = {_mm_alignr_epi8(cdab, hgfe, 8), _mm_blend_epi16(hgfe, cdab, 0xf0)};
    for (unsigned i = 0; i < 16; i++) states->quads[i / 4][i % 4] = initial;
}

/** Group 1's words: quads hold F E B A and H G D C, low word first. */
static QR_AVX512 void states_store(const states_t *states, uint8_t *label) {
    static const uint8_t offset[4] = {5, 4, 1, 0};
    store_group(label, states->vectors);
    for (unsigned half = 0; half < 2; half++) {
        __m512i lanes[4], words[4];
        const __m128i *first = half == 0 ? &states->quads[0][0].abef : &states->quads[0][0].cdgh;
        for (unsigned m = 0; m < 4; m++) {
            const __m128i *lane = first + 2 * m;
            lanes[m] = _mm512_castsi128_si512(lane[0]);
            lanes[m] = _mm512_inserti32x4(lanes[m], lane[8], 1);
            lanes[m] = _mm512_inserti32x4(lanes[m], lane[16], 2);
            lanes[m] = _mm512_inserti32x4(lanes[m], lane[24], 3);
        }
        transpose_4(words, lanes[0], lanes[1], lanes[2], lanes[3]);
        if (half == 1) words[0] = _mm512_and_si512(words[0], QR_V_BROADCAST(0xffffff3fu));
        for (unsigned m = 0; m < 4; m++) {
            const size_t word = offset[m] + 2 * half;
            _mm512_store_si512(label + 64 + VECTOR_BYTES * word, words[m]);
        }
    }
}

/** A block of both groups in four units of the kind given, with the jobs it makes. */
QR_AVX512_INLINE void rounds(states_t *states, const keys_t *keys, job_t first, job_t second,
                             void (*kind)(const qr_label_unit_t *unit)) {
    qr_x16_t s = states->vectors;
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 4; i++) {
        const qr_label_unit_t unit = {&s,
                                      keys->group[0].wk + 16 * i,
                                      states->quads[i],
                                      (const uint8_t *)keys->group[1].wk + 16 * i,
                                      {first.w + 12 * i, second.w + 12 * i},
                                      {first.out + 12 * i, second.out + 12 * i},
                                      qr_sha256_constants + 16 + 12 * i};
        kind(&unit);
    }
    states->vectors = qr_x16_add(states->vectors, s);
}

static QR_AVX512 void rounds_0(states_t *states, const keys_t *keys) {
    const job_t none = {(__m512i *)states, (__m512i *)states};
    rounds(states, keys, none, none, qr_label_mixed_none);
}

static QR_AVX512 void rounds_1(states_t *states, const keys_t *keys, job_t job, unsigned group) {
    rounds(states, keys, job, job, group == 0 ? qr_label_mixed_0 : qr_label_mixed_1);
}

static QR_AVX512 void rounds_2(states_t *states, const keys_t *keys, job_t first, job_t second) {
    rounds(states, keys, first, second, qr_label_mixed_01);
}

static QR_AVX512 void expand(job_t job, unsigned group) {
    __m512i keys[64];
    const uint32_t *k = qr_sha256_constants + 16;
    for (unsigned t = 0; t < 48; t++) qr_x16_word(job.w + t, keys + t, k + t);
    for (unsigned t = 16; t < 64; t += 4) {
        if (group == 1) {
            transpose_4(job.out + t, keys[t], keys[t + 1], keys[t + 2], keys[t + 3]);
        } else {
            for (unsigned j = 0; j < 4; j++) job.out[t + j] = keys[t + j];
        }
    }
}

static QR_AVX512 void fill_padding(keys_t *keys) {
    for (unsigned t = 0; t < 64; t++) {
        keys->group[0].wk[t] = QR_V_BROADCAST(qr_sha256_padding_64[t]);
        keys->group[1].wk[t] =
            _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(qr_sha256_padding_64 + t / 4 * 4)));
    }
}

#include "label_woven.h"

QR_AVX512 void qr_label_mixed32(const qr_label_run_t *run) {
    work_t work;
    work.run = run;
    load_ids(&work);
    run_woven(&work);
}
