/**
 * @file sha256_mixed32.h  (private; for one file a kernel)
 * Thirty-two lanes on CPUs whose SHA unit works beside their vector units (Zen 4): sixteen lanes in AVX-512,
 * sixteen as four quads of SHA-NI, in units that merge both (sha256_units_generated.S). A block is four
 * units, each of sixteen rounds of group 0 and the whole block of one quad of group 1; schedules of both
 * groups are made in AVX-512.
 */
#include "sha256_quads.h"

typedef struct {
    __m512i wk[64];
} schedule_t;

/** W + K of one block of both groups. */
typedef struct {
    schedule_t group[2];
} keys_t;

/** A schedule to be made of one group: the first sixteen vectors of w and out are filled. */
typedef struct {
    __m512i *w, *out;
} job_t;

/** W + K of words 8k .. 8k+7. */
QR_AVX512_INLINE void first_keys(__m512i *out, unsigned group, unsigned k, const __m512i *w) {
    if (group == 1) {
        qr_quads_first_keys(out, k, w);
        return;
    }
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        out[8 * k + j] = QR_V_ADD(w[j], QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
    }
}

typedef struct {
    qr_x16_t vectors; /**< group 0 */
    qr_quads_t quads; /**< group 1 */
} states_t;

static inline QR_AVX512 void states_begin(states_t *states) {
    states->vectors = qr_x16_initial();
    qr_quads_begin(&states->quads);
}

/** A block of both groups in four units of the kind given, with the jobs it makes. */
QR_AVX512_INLINE void rounds(states_t *states, const keys_t *keys, job_t first, job_t second,
                             void (*kind)(const qr_sha256_unit_t *unit)) {
    qr_x16_t s = states->vectors;
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 4; i++) {
        const qr_sha256_unit_t unit = {&s,
                                       keys->group[0].wk + 16 * i,
                                       states->quads.quad[i],
                                       (const uint8_t *)keys->group[1].wk + 16 * i,
                                       {first.w + 12 * i, second.w + 12 * i},
                                       {first.out + 12 * i, second.out + 12 * i},
                                       qr_sha256_constants + 16 + 12 * i};
        kind(&unit);
    }
    states->vectors = qr_x16_add(states->vectors, s);
}

static inline QR_AVX512 void rounds_0(states_t *states, const keys_t *keys) {
    const job_t none = {(__m512i *)states, (__m512i *)states};
    rounds(states, keys, none, none, qr_sha256_mixed_none);
}

static inline QR_AVX512 void rounds_1(states_t *states, const keys_t *keys, job_t job, unsigned group) {
    rounds(states, keys, job, job, group == 0 ? qr_sha256_mixed_0 : qr_sha256_mixed_1);
}

static inline QR_AVX512 void rounds_2(states_t *states, const keys_t *keys, job_t first, job_t second) {
    rounds(states, keys, first, second, qr_sha256_mixed_01);
}

static inline QR_AVX512 void expand(job_t job, unsigned group) {
    const uint32_t *k = qr_sha256_constants + 16;
    if (group == 1) {
        qr_quads_expand(job.w, job.out);
        return;
    }
    for (unsigned t = 0; t < 48; t++) qr_x16_word(job.w + t, job.out + t, k + t);
}

static inline QR_AVX512 void fill_padding(keys_t *keys) {
    for (unsigned t = 0; t < 64; t++) keys->group[0].wk[t] = QR_V_BROADCAST(qr_sha256_padding_64[t]);
    qr_quads_padding(keys->group[1].wk);
}
