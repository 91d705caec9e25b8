/**
 * @file sha256_x32.h  (private; for one file a kernel)
 * Two groups of sixteen lanes of AVX-512, their rounds side by side, since one group waits for the latency of
 * its own rounds; and with them schedules of later blocks.
 */
#include "sha256_avx512.h"
#include "sha256_kernels.h"

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

/** W + K of words 8k .. 8k+7, both groups alike. */
QR_AVX512_INLINE void first_keys(__m512i *out, unsigned group, unsigned k, const __m512i *w) {
    (void)group;
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        out[8 * k + j] = QR_V_ADD(w[j], QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
    }
}

typedef struct {
    qr_x16_t group[2];
} states_t;

QR_AVX512_INLINE void states_begin(states_t *states) {
    states->group[0] = states->group[1] = qr_x16_initial();
}

#define PAIR(a, b, c, d, e, f, g, h, j)                        \
    QR_V_ROUND(x.a, x.b, x.c, x.d, x.e, x.f, x.g, x.h, xk[j]); \
    QR_V_ROUND(y.a, y.b, y.c, y.d, y.e, y.f, y.g, y.h, yk[j])

#define WORD(j)                                                \
    do {                                                       \
        if (count > 0) qr_x16_word(p.w + j, p.out + j, k + j); \
        if (count > 1) qr_x16_word(q.w + j, q.out + j, k + j); \
    } while (0)

/** 64 rounds of both groups, and the later 48 words of the first `count` jobs. count is a constant when
 * inlined. */
QR_AVX512_INLINE void rounds_pair(states_t *states, const keys_t *keys, job_t p, job_t q, unsigned count) {
    qr_x16_t x = states->group[0], y = states->group[1];
    const __m512i *xk = keys->group[0].wk, *yk = keys->group[1].wk;
    const uint32_t *k = qr_sha256_constants + 16;
#pragma clang loop unroll(disable)
    for (unsigned i = 0; i < 8; i++, xk += 8, yk += 8, k += 6) {
        PAIR(a, b, c, d, e, f, g, h, 0);
        WORD(0);
        PAIR(h, a, b, c, d, e, f, g, 1);
        WORD(1);
        PAIR(g, h, a, b, c, d, e, f, 2);
        WORD(2);
        PAIR(f, g, h, a, b, c, d, e, 3);
        PAIR(e, f, g, h, a, b, c, d, 4);
        WORD(3);
        PAIR(d, e, f, g, h, a, b, c, 5);
        WORD(4);
        PAIR(c, d, e, f, g, h, a, b, 6);
        WORD(5);
        PAIR(b, c, d, e, f, g, h, a, 7);
        if (count > 0) p.w += 6, p.out += 6;
        if (count > 1) q.w += 6, q.out += 6;
    }
    states->group[0] = qr_x16_add(states->group[0], x);
    states->group[1] = qr_x16_add(states->group[1], y);
}

static __attribute__((noinline, unused)) QR_AVX512 void rounds_0(states_t *states, const keys_t *keys) {
    job_t none = {0, 0};
    rounds_pair(states, keys, none, none, 0);
}

static __attribute__((noinline, unused)) QR_AVX512 void rounds_1(states_t *states, const keys_t *keys,
                                                                 job_t job, unsigned group) {
    (void)group;
    rounds_pair(states, keys, job, job, 1);
}

static __attribute__((noinline, unused)) QR_AVX512 void rounds_2(states_t *states, const keys_t *keys,
                                                                 job_t first, job_t second) {
    rounds_pair(states, keys, first, second, 2);
}

QR_AVX512_INLINE void expand(job_t job, unsigned group) {
    const uint32_t *k = qr_sha256_constants + 16;
    (void)group;
#pragma clang loop unroll(disable)
    for (unsigned t = 0; t < 48; t++) qr_x16_word(job.w + t, job.out + t, k + t);
}

QR_AVX512_INLINE void fill_padding(keys_t *keys) {
    for (unsigned t = 0; t < 64; t++) {
        keys->group[0].wk[t] = keys->group[1].wk[t] = QR_V_BROADCAST(qr_sha256_padding_64[t]);
    }
}
