/**
 * @file ntt_ifma.c
 * Transforms with AVX-512 IFMA: cells are eight elements in limbs of 52 bits, raw (fr_ifma_fixed.h) between
 * butterflies. Fixed factors and products by them keep an element's own form, Montgomery's for 2^256 or the
 * plain one; twists are in Montgomery form for 2^260, so that products with them keep it too.
 *
 * Bounds, in units of r: a loaded element is below 2.21, a product of two below 2.5, and 13 are added to keep
 * butterflies' outputs above 0. A butterfly adds to u, or takes from it, a product that is less one r, so
 * from -1 to
 * 1. After 12 levels elements are from 1 to 27.5; limbs hold 35.3. Twists are below 2.2, so products with
 * them are below 3.8.
 */
#if defined(__x86_64__)

#include <string.h>

#include "field/fr_ifma_fixed.h"
#include "field/ntt.h"
#include "field/ntt_kernels.h"

_Static_assert(QR_NTT_COLUMN_BITS <= 12, "bounds");

#define NTT(name) ifma_##name
#define NTT_TABLE qr_ntt_ifma
#define NTT_NAME "ifma8"
#define NTT_TARGET __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2,avx512ifma")))
#define NTT_INLINE static inline __attribute__((always_inline)) NTT_TARGET
#define cell_t qr_fr8_t
#define lanes_t qr_fr8_fixed_t
typedef struct {
    uint64_t w[5], q[5];
} factor_t;
_Static_assert(sizeof(cell_t) <= QR_NTT_CELL_SIZE && sizeof(factor_t) <= QR_NTT_FACTOR_SIZE, "room");

NTT_INLINE cell_t ifma_load(const qr_fr_t *in, size_t stride) {
    return qr_fr8_from_words(qr_fr8_load((const uint8_t *)in, 32 * stride, QR_NTT_LANES));
}

/** a strict, below 2^256. */
NTT_INLINE void ifma_store(qr_fr_t *out, size_t stride, cell_t a) {
    qr_fr8_words_t words;
    words.w0 = _mm512_or_si512(a.l0, _mm512_slli_epi64(a.l1, 52));
    words.w1 = _mm512_or_si512(_mm512_srli_epi64(a.l1, 12), _mm512_slli_epi64(a.l2, 40));
    words.w2 = _mm512_or_si512(_mm512_srli_epi64(a.l2, 24), _mm512_slli_epi64(a.l3, 28));
    words.w3 = _mm512_or_si512(_mm512_srli_epi64(a.l3, 36), _mm512_slli_epi64(a.l4, 16));
    if (stride == 1) {
        qr_fr8_store((uint8_t *)out, words, QR_NTT_LANES);
        return;
    }
    qr_fr_t elements[QR_NTT_LANES] __attribute__((aligned(64)));
    qr_fr8_store((uint8_t *)elements, words, QR_NTT_LANES);
    for (size_t i = 0; i < QR_NTT_LANES; i++) out[i * stride] = elements[i];
}

/** a raw, below 2.5 r. */
NTT_INLINE cell_t ifma_enter(cell_t a) {
    const cell_t more = {QR_FR8_SET(0xffff30000000d), QR_FR8_SET(0x26ffeaabf2fff),
                         QR_FR8_SET(0xd37f84540a154), QR_FR8_SET(0x5caa99eff8687),
                         QR_FR8_SET(0x5e3117f391cff)};
    return qr_fr8_raw_sum(a, more);
}

NTT_INLINE cell_t ifma_enter_product(cell_t a) {
    return ifma_enter(qr_fr8_strict(a));
}

/** a strict, below 35 r. */
NTT_INLINE cell_t ifma_settled(cell_t a) {
    return qr_fr8_strict(qr_fr8_carry(qr_fr8_settle(a, false)));
}

NTT_INLINE cell_t ifma_bounded(cell_t a) {
    return ifma_settled(qr_fr8_strict(qr_fr8_carry(a)));
}

NTT_INLINE cell_t ifma_canonical(cell_t a) {
    return qr_fr8_reduce_once(ifma_bounded(a));
}

NTT_INLINE cell_t ifma_bounded_product(cell_t a) {
    return ifma_settled(qr_fr8_strict(a));
}

/** a below 3 r. */
NTT_INLINE cell_t ifma_canonical_product(cell_t a) {
    return qr_fr8_reduce_once(qr_fr8_reduce_once(qr_fr8_strict(a)));
}

NTT_INLINE cell_t ifma_canonical_fixed(cell_t a) {
    return qr_fr8_reduce_once(qr_fr8_strict(qr_fr8_carry(a)));
}

/** a + r - b. */
NTT_INLINE cell_t ifma_difference(cell_t a, cell_t b) {
    const cell_t r = {QR_FR8_R0, QR_FR8_R1, QR_FR8_R2, QR_FR8_R3, QR_FR8_R4};
    return qr_fr8_reduce_once(qr_fr8_strict(qr_fr8_carry(qr_fr8_raw_difference(qr_fr8_raw_sum(a, r), b))));
}

/** 16 a, an element taken from 2^256 to 2^260. */
NTT_INLINE cell_t ifma_shifted(cell_t a) {
    cell_t out;
    out.l0 = _mm512_slli_epi64(a.l0, 4);
    out.l1 = _mm512_or_si512(_mm512_slli_epi64(a.l1, 4), _mm512_srli_epi64(a.l0, 48));
    out.l2 = _mm512_or_si512(_mm512_slli_epi64(a.l2, 4), _mm512_srli_epi64(a.l1, 48));
    out.l3 = _mm512_or_si512(_mm512_slli_epi64(a.l3, 4), _mm512_srli_epi64(a.l2, 48));
    out.l4 = _mm512_or_si512(_mm512_slli_epi64(a.l4, 4), _mm512_srli_epi64(a.l3, 48));
    return out;
}

/* Twists: loose, below 2.1 r. */

static NTT_TARGET cell_t ifma_twist_from(const qr_fr_t *in) {
    qr_fr_t shifted[QR_NTT_LANES];
    for (size_t i = 0; i < QR_NTT_LANES; i++) {
        shifted[i] = in[i];
        for (int k = 0; k < 4; k++) shifted[i] = qr_fr_sum(shifted[i], shifted[i]);
    }
    return ifma_load(shifted, 1);
}

static NTT_TARGET cell_t ifma_twist_product(cell_t a, cell_t b) {
    return qr_fr8_product(a, b);
}

static NTT_TARGET lanes_t ifma_lanes(cell_t a) {
    return qr_fr8_fixed(a);
}

NTT_INLINE cell_t ifma_next(cell_t a, const lanes_t *f) {
    return qr_fr8_carry(qr_fr8_product_fixed(a, *f, _mm512_setzero_si512()));
}

/** a raw or strict. */
NTT_INLINE cell_t ifma_product(cell_t a, cell_t twist) {
    return qr_fr8_product(qr_fr8_carry(a), twist);
}

/* Fixed factors */

static NTT_TARGET void ifma_make_factors(void *out, const qr_fr_t *in, size_t count) {
    factor_t *factors = out;
    for (size_t i = 0; i < count; i += QR_NTT_LANES) {
        const size_t some = count - i < QR_NTT_LANES ? count - i : QR_NTT_LANES;
        qr_fr_t elements[QR_NTT_LANES] = {0};
        uint64_t limbs[10][QR_NTT_LANES] __attribute__((aligned(64)));
        memcpy(elements, in + i, some * sizeof *in);
        const lanes_t lanes = ifma_lanes(ifma_twist_from(elements));
        memcpy(limbs, &lanes, sizeof lanes);
        for (size_t k = 0; k < some; k++) {
            for (size_t j = 0; j < 5; j++) {
                factors[i + k].w[j] = limbs[j][k];
                factors[i + k].q[j] = limbs[5 + j][k];
            }
        }
    }
}

NTT_INLINE lanes_t ifma_spread(const factor_t *in) {
    lanes_t out = {qr_fr8_broadcast(in->w), qr_fr8_broadcast(in->q)};
    return out;
}

NTT_INLINE cell_t ifma_fixed(cell_t a, const factor_t *f) {
    return qr_fr8_product_fixed(qr_fr8_carry(a), ifma_spread(f), _mm512_setzero_si512());
}

NTT_INLINE void ifma_butterfly(cell_t *u, cell_t *v, const factor_t *f) {
    cell_t t = qr_fr8_product_fixed(qr_fr8_carry(*v), ifma_spread(f), QR_FR8_SET(1));
    *v = qr_fr8_raw_difference(*u, t);
    *u = qr_fr8_raw_sum(*u, t);
}

NTT_INLINE void ifma_butterfly_one(cell_t *u, cell_t *v) {
    cell_t t = qr_fr8_settle(qr_fr8_strict(qr_fr8_carry(*v)), true);
    *v = qr_fr8_raw_difference(*u, t);
    *u = qr_fr8_raw_sum(*u, t);
}

#include "field/ntt_pass.h"

#endif
