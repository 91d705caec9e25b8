/**
 * @file label_sliced.h  (private; a template)
 * A labelling kernel of one vector of lanes. The including file brings the QR_V_ macros of its instruction
 * set and defines LANES, V_TYPE (a vector), V_STATE (struct of eight vectors a..h), V_INLINE, V_FUNCTION
 * (attributes), V_INITIAL and V_SUM (initial state, sum of two states), V_WORD (schedule step) and RUN (name
 * of the kernel).
 */

typedef struct {
    V_TYPE wk[64];
} keys_t;

typedef struct {
    V_STATE lanes;
} states_t;

/** W + K of words 8k .. 8k+7. */
V_INLINE void first_keys(V_TYPE *out, unsigned k, const V_TYPE *w) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        out[8 * k + j] = QR_V_ADD(w[j], QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
    }
}

#include "label_single.h"

#define ROUND(a, b, c, d, e, f, g, h, j) QR_V_ROUND(s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h, wk[j])

/** 64 rounds. */
V_INLINE void rounds_0(states_t *states, const keys_t *keys) {
    V_STATE s = states->lanes;
    const V_TYPE *wk = keys->wk;
#pragma clang loop unroll(disable)
    for (unsigned i = 0; i < 8; i++, wk += 8) {
        ROUND(a, b, c, d, e, f, g, h, 0);
        ROUND(h, a, b, c, d, e, f, g, 1);
        ROUND(g, h, a, b, c, d, e, f, 2);
        ROUND(f, g, h, a, b, c, d, e, 3);
        ROUND(e, f, g, h, a, b, c, d, 4);
        ROUND(d, e, f, g, h, a, b, c, 5);
        ROUND(c, d, e, f, g, h, a, b, 6);
        ROUND(b, c, d, e, f, g, h, a, 7);
    }
    states->lanes = V_SUM(states->lanes, s);
}

/** 64 rounds, and between them the 48 later words of a job: w[16..63] of w[0..15], out = w + K. */
V_INLINE void rounds_1(states_t *states, const keys_t *keys, job_t job) {
    V_STATE s = states->lanes;
    const V_TYPE *wk = keys->wk;
    V_TYPE *w = job.w, *out = job.out;
    const uint32_t *k = qr_sha256_constants + 16;
#pragma clang loop unroll(disable)
    for (unsigned i = 0; i < 8; i++, wk += 8, w += 6, out += 6, k += 6) {
        ROUND(a, b, c, d, e, f, g, h, 0);
        V_WORD(w, out, k);
        ROUND(h, a, b, c, d, e, f, g, 1);
        V_WORD(w + 1, out + 1, k + 1);
        ROUND(g, h, a, b, c, d, e, f, 2);
        V_WORD(w + 2, out + 2, k + 2);
        ROUND(f, g, h, a, b, c, d, e, 3);
        ROUND(e, f, g, h, a, b, c, d, 4);
        V_WORD(w + 3, out + 3, k + 3);
        ROUND(d, e, f, g, h, a, b, c, 5);
        V_WORD(w + 4, out + 4, k + 4);
        ROUND(c, d, e, f, g, h, a, b, 6);
        V_WORD(w + 5, out + 5, k + 5);
        ROUND(b, c, d, e, f, g, h, a, 7);
    }
    states->lanes = V_SUM(states->lanes, s);
}

V_INLINE void expand(job_t job) {
#pragma clang loop unroll(disable)
    for (unsigned t = 0; t < 48; t++) V_WORD(job.w + t, job.out + t, qr_sha256_constants + 16 + t);
}

V_INLINE void fill_padding(keys_t *keys) {
    for (unsigned t = 0; t < 64; t++) keys->wk[t] = QR_V_BROADCAST(qr_sha256_padding_64[t]);
}

V_INLINE void states_begin(states_t *states) {
    states->lanes = V_INITIAL();
}

V_INLINE void states_store(const states_t *states, uint8_t *label) {
    V_TYPE *out = (V_TYPE *)label;
    const V_STATE s = states->lanes;
    QR_V_STORE(out, s.a);
    QR_V_STORE(out + 1, s.b);
    QR_V_STORE(out + 2, s.c);
    QR_V_STORE(out + 3, s.d);
    QR_V_STORE(out + 4, s.e);
    QR_V_STORE(out + 5, s.f);
    QR_V_STORE(out + 6, s.g);
    QR_V_STORE(out + 7, QR_V_AND(s.h, QR_V_BROADCAST(0xffffff3fu)));
}

#include "label_single_run.h"
