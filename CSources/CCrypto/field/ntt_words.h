/**
 * @file ntt_words.h
 * Cells of the variants that work on one element after the other: eight canonical elements. A template:
 * include with NTT(name), NTT_PRODUCT(a, b), NTT_TARGET, NTT_TABLE and NTT_NAME defined.
 */

typedef struct {
    qr_fr_t e[QR_NTT_LANES];
} NTT(cell_t);
typedef qr_fr_t NTT(factor_t);
typedef NTT(cell_t) NTT(lanes_t);
#define cell_t NTT(cell_t)
#define factor_t NTT(factor_t)
#define lanes_t NTT(lanes_t)
_Static_assert(sizeof(cell_t) <= QR_NTT_CELL_SIZE && sizeof(factor_t) <= QR_NTT_FACTOR_SIZE, "room");
#define NTT_EACH(i) for (size_t i = 0; i < QR_NTT_LANES; i++)

static inline NTT_TARGET cell_t NTT(load)(const qr_fr_t *in, size_t stride) {
    cell_t out;
    NTT_EACH(i) out.e[i] = in[i * stride];
    return out;
}

static inline NTT_TARGET void NTT(store)(qr_fr_t *out, size_t stride, cell_t in) {
    NTT_EACH(i) out[i * stride] = in.e[i];
}

/* Elements are canonical at all times, and all factors in Montgomery form. */

static inline NTT_TARGET cell_t NTT(enter)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(enter_product)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(canonical)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(bounded)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(canonical_product)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(bounded_product)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(canonical_fixed)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(shifted)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(lanes)(cell_t in) {
    return in;
}

static inline NTT_TARGET cell_t NTT(twist_from)(const qr_fr_t *in) {
    return NTT(load)(in, 1);
}

static void NTT(make_factors)(void *out, const qr_fr_t *in, size_t count) {
    memcpy(out, in, count * sizeof *in);
}

static inline NTT_TARGET cell_t NTT(product)(cell_t a, cell_t b) {
    NTT_EACH(i) a.e[i] = NTT_PRODUCT(a.e[i], b.e[i]);
    return a;
}

static inline NTT_TARGET cell_t NTT(difference)(cell_t a, cell_t b) {
    NTT_EACH(i) a.e[i] = qr_fr_difference(a.e[i], b.e[i]);
    return a;
}

static inline NTT_TARGET cell_t NTT(twist_product)(cell_t a, cell_t b) {
    return NTT(product)(a, b);
}

static inline NTT_TARGET cell_t NTT(next)(cell_t a, const lanes_t *b) {
    return NTT(product)(a, *b);
}

static inline NTT_TARGET cell_t NTT(fixed)(cell_t a, const factor_t *b) {
    NTT_EACH(i) a.e[i] = NTT_PRODUCT(a.e[i], *b);
    return a;
}

static inline NTT_TARGET void NTT(butterfly)(cell_t *u, cell_t *v, const factor_t *f) {
    NTT_EACH(i) {
        qr_fr_t t = NTT_PRODUCT(v->e[i], *f);
        v->e[i] = qr_fr_difference(u->e[i], t);
        u->e[i] = qr_fr_sum(u->e[i], t);
    }
}

static inline NTT_TARGET void NTT(butterfly_one)(cell_t *u, cell_t *v) {
    NTT_EACH(i) {
        qr_fr_t t = v->e[i];
        v->e[i] = qr_fr_difference(u->e[i], t);
        u->e[i] = qr_fr_sum(u->e[i], t);
    }
}

#include "field/ntt_pass.h"
