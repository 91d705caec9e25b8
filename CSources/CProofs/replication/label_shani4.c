/**
 * Labels of four sectors with the SHA extensions: four streams fill the SHA unit where it takes one
 * sha256rnds2 a cycle. Blocks of the four lanes run in generated units (sha256_units_generated.S) that make
 * schedules of later blocks meanwhile, in the order of label_woven.h; its two groups are lanes 0, 1 and lanes
 * 2, 3.
 */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_shani.h"
#include "../../CCrypto/hash/sha256_units.h"

#include "label_common.h"

enum { LANES = 4 };

#define V_FUNCTION QR_SHANI

typedef struct {
    __m128i wk[LANES][16];
} keys_t;

/** Schedules of two lanes to be made, of the blocks in w. */
typedef struct {
    __m128i (*w)[4];
    __m128i (*out)[16];
} job_t;

typedef struct {
    qr_shani_t lane[LANES];
} states_t;

typedef struct {
    const qr_label_run_t *run;
    keys_t header __attribute__((aligned(64)));
    keys_t kept[7], final;
    __m128i w[LANES][4];
} work_t;

QR_SHANI_INLINE void load_words(__m128i *w, const uint8_t *label) {
    w[0] = qr_shani_swap(_mm_loadu_si128((const __m128i *)label));
    w[1] = qr_shani_swap(_mm_loadu_si128((const __m128i *)label + 1));
}

QR_SHANI_INLINE job_t start(work_t *work, keys_t *keys, unsigned group) {
    job_t job = {work->w + 2 * group, keys->wk + 2 * group};
    return job;
}

QR_SHANI_INLINE job_t start_header(work_t *work, uint64_t node, unsigned group) {
    job_t job = start(work, &work->header, group);
    for (unsigned l = 0; l < 2; l++) {
        load_words(job.w[l], work->run->replica_ids[2 * group + l]);
        job.w[l][2] =
            _mm_set_epi32(0, (int)(uint32_t)node, (int)(uint32_t)(node >> 32), (int)work->run->layer);
        job.w[l][3] = _mm_setzero_si128();
    }
    return job;
}

QR_SHANI_INLINE job_t start_pair(work_t *work, const uint32_t *parents, unsigned b, unsigned group) {
    job_t job = start(work, &work->kept[b], group);
    const uint8_t *first = qr_label_parent(work->run, parents, 2 * b, LANES) + 64 * group;
    const uint8_t *second = qr_label_parent(work->run, parents, 2 * b + 1, LANES) + 64 * group;
    for (unsigned l = 0; l < 2; l++) {
        load_words(job.w[l], first + 32 * l);
        load_words(job.w[l] + 2, second + 32 * l);
    }
    return job;
}

QR_SHANI_INLINE job_t start_final(work_t *work, const uint32_t *parents, unsigned group) {
    job_t job = start(work, &work->final, group);
    const unsigned last = qr_label_last_parent(work->run);
    const uint8_t *parent = qr_label_parent(work->run, parents, last, LANES) + 64 * group;
    for (unsigned l = 0; l < 2; l++) {
        load_words(job.w[l], parent + 32 * l);
        job.w[l][2] = _mm_set_epi32(0, 0, 0, (int)0x80000000u);
        job.w[l][3] = _mm_set_epi32((int)QR_LABEL_BITS, 0, 0, 0);
    }
    return job;
}

QR_SHANI_INLINE void expand(job_t job, unsigned group) {
    (void)group;
    for (unsigned l = 0; l < 2; l++) {
        qr_shani_expand(job.out[l], job.w[l][0], job.w[l][1], job.w[l][2], job.w[l][3]);
    }
}

QR_SHANI_INLINE void fill_padding(keys_t *keys) {
    for (unsigned i = 0; i < 16 * LANES; i++) {
        keys->wk[i / 16][i % 16] = _mm_load_si128((const __m128i *)qr_sha256_padding_64 + i % 16);
    }
}

QR_SHANI_INLINE void states_begin(states_t *states) {
    for (unsigned l = 0; l < LANES; l++) states->lane[l] = qr_shani_initial();
}

QR_SHANI_INLINE void states_store(const states_t *states, uint8_t *label) {
    for (unsigned l = 0; l < LANES; l++) qr_shani_store_node(label + QR_NODE_SIZE * l, states->lane[l]);
}

QR_SHANI_INLINE void rounds_0(states_t *states, const keys_t *keys) {
    const qr_sha256_unit_t unit = {.quad = states, .quad_wk = keys};
    qr_sha256_quad_0(&unit);
}

QR_SHANI_INLINE void rounds_1(states_t *states, const keys_t *keys, job_t job, unsigned group) {
    const qr_sha256_unit_t unit = {.quad = states, .quad_wk = keys, .w = {job.w}, .out = {job.out}};
    (void)group;
    qr_sha256_quad_2(&unit);
}

/** The second job's lanes follow the first's. */
QR_SHANI_INLINE void rounds_2(states_t *states, const keys_t *keys, job_t first, job_t second) {
    const qr_sha256_unit_t unit = {.quad = states, .quad_wk = keys, .w = {first.w}, .out = {first.out}};
    (void)second;
    qr_sha256_quad_4(&unit);
}

#include "label_woven.h"

QR_SHANI void qr_label_shani4(const qr_label_run_t *run) {
    work_t work;
    work.run = run;
    run_woven(&work);
}

#endif
