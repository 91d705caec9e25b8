/**
 * Labels of sixteen sectors on CPUs whose SHA unit takes one sha256rnds2 a cycle and works beside the vector
 * units (Zen 4): the rounds of four quads of lanes in SHA-NI, the schedules of all sixteen in AVX-512
 * meanwhile (sha256_units_generated.S).
 */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_quads.h"
#include "label_common.h"

#define LANES 16u
#define V_TYPE __m512i
#define V_INLINE QR_AVX512_INLINE
#define V_FUNCTION QR_AVX512
#define RUN qr_label_shani16
#define first_keys qr_quads_first_keys

typedef struct {
    __m512i wk[64];
} keys_t;

typedef qr_quads_t states_t;

#include "label_single.h"

/** A block in four units, one a quad. */
QR_AVX512_INLINE void rounds(states_t *states, const keys_t *keys, job_t job,
                             void (*kind)(const qr_sha256_unit_t *unit)) {
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 4; i++) {
        const qr_sha256_unit_t unit = {.quad = states->quad[i],
                                       .quad_wk = (const uint8_t *)keys->wk + 16 * i,
                                       .w = {NULL, job.w + 12 * i},
                                       .out = {NULL, job.out + 12 * i},
                                       .constants = qr_sha256_constants + 16 + 12 * i};
        kind(&unit);
    }
}

static QR_AVX512 void rounds_0(states_t *states, const keys_t *keys) {
    const job_t none = {(__m512i *)states, (__m512i *)states};
    rounds(states, keys, none, qr_sha256_quad_words_none);
}

static QR_AVX512 void rounds_1(states_t *states, const keys_t *keys, job_t job) {
    rounds(states, keys, job, qr_sha256_quad_words_1);
}

QR_AVX512_INLINE void expand(job_t job) {
    qr_quads_expand(job.w, job.out);
}

QR_AVX512_INLINE void fill_padding(keys_t *keys) {
    qr_quads_padding(keys->wk);
}

QR_AVX512_INLINE void states_begin(states_t *states) {
    qr_quads_begin(states);
}

QR_AVX512_INLINE void states_store(const states_t *states, uint8_t *label) {
    qr_quads_store(label, 4 * LANES, states);
}

#include "label_single_run.h"

#endif
