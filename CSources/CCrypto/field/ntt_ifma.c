/**
 * @file ntt_ifma.c
 * Transforms with AVX-512 IFMA: cells are eight elements in limbs of 52 bits, loose (fr_ifma.h), factors in
 * Montgomery form for 2^260, so that a product of an element and a factor keeps the element's own form,
 * 2^256.
 *
 * Bounds, in units of r: a loaded element is below 2.21, and a butterfly adds at most 5 to the larger of its
 * inputs. At most six levels end below 33, then u is reduced to below 4.2, and six more end below 35; limbs
 * hold 35.3. Factors are below 1 and twists below 2.1, so products are below 3 and 4.1.
 */
#if defined(__x86_64__)

#include "field/fr_ifma.h"
#include "field/ntt.h"
#include "field/ntt_kernels.h"

#define NTT_REDUCE_LEVEL 6u
_Static_assert(QR_NTT_COLUMN_BITS <= 12, "bounds");

#define NTT(name) ifma_##name
#define NTT_TABLE qr_ntt_ifma
#define NTT_NAME "ifma8"
#define NTT_TARGET __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2,avx512ifma")))
#define NTT_INLINE static inline __attribute__((always_inline)) NTT_TARGET
#define cell_t qr_fr8_t
typedef struct {
    uint64_t l[5];
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

/** a modulo r, strict in, loose out: takes away floor(a / 2^255) r, which leaves at most 1.11 r plus 0.105 r
 * for each r taken. */
NTT_INLINE cell_t ifma_reduce(cell_t a) {
    // 2^260 - r; what q times it adds at 2^260 and above falls off the top limb.
    const __m512i n0 = QR_FR8_SET(0x00000ffffffff), n1 = QR_FR8_SET(0xfd0001a401000);
    const __m512i n2 = QR_FR8_SET(0x65e27faac425b), n3 = QR_FR8_SET(0x82b7ccc627f7f);
    const __m512i n4 = QR_FR8_SET(0xf8c1258acd662);
    __m512i q = _mm512_srli_epi64(a.l4, 47);
    QR_FR8_LOW(a.l0, q, n0);
    QR_FR8_LOW(a.l1, q, n1);
    QR_FR8_LOW(a.l2, q, n2);
    QR_FR8_LOW(a.l3, q, n3);
    QR_FR8_LOW(a.l4, q, n4);
    QR_FR8_HIGH(a.l1, q, n0);
    QR_FR8_HIGH(a.l2, q, n1);
    QR_FR8_HIGH(a.l3, q, n2);
    QR_FR8_HIGH(a.l4, q, n3);
    a.l1 = _mm512_add_epi64(a.l1, _mm512_srli_epi64(a.l0, 52));
    a.l2 = _mm512_add_epi64(a.l2, _mm512_srli_epi64(a.l1, 52));
    a.l3 = _mm512_add_epi64(a.l3, _mm512_srli_epi64(a.l2, 52));
    a.l4 = _mm512_add_epi64(a.l4, _mm512_srli_epi64(a.l3, 52));
    return a;
}

/** Below 1.5 r: first at most 4.4 r is left, then q is at most 3. */
NTT_INLINE cell_t ifma_bounded(cell_t a) {
    a = qr_fr8_strict(ifma_reduce(qr_fr8_strict(a)));
    return qr_fr8_strict(ifma_reduce(a));
}

NTT_INLINE cell_t ifma_canonical(cell_t a) {
    return qr_fr8_reduce_once(ifma_bounded(a));
}

NTT_INLINE cell_t ifma_bounded_product(cell_t a) {
    return qr_fr8_strict(ifma_reduce(qr_fr8_strict(a)));
}

/** a below 3 r. */
NTT_INLINE cell_t ifma_canonical_product(cell_t a) {
    return qr_fr8_reduce_once(qr_fr8_reduce_once(qr_fr8_strict(a)));
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

static inline factor_t ifma_factor(qr_fr_t in) {
    for (int i = 0; i < 4; i++) in = qr_fr_sum(in, in);
    const uint64_t mask = (UINT64_C(1) << 52) - 1;
    factor_t out = {{in.l[0] & mask, (in.l[0] >> 52 | in.l[1] << 12) & mask,
                     (in.l[1] >> 40 | in.l[2] << 24) & mask, (in.l[2] >> 28 | in.l[3] << 36) & mask,
                     in.l[3] >> 16}};
    return out;
}

NTT_INLINE cell_t ifma_spread(const factor_t *in) {
    return qr_fr8_broadcast(in->l);
}

NTT_INLINE cell_t ifma_cell_from(const qr_fr_t *in) {
    qr_fr_t shifted[QR_NTT_LANES];
    for (size_t i = 0; i < QR_NTT_LANES; i++) {
        shifted[i] = in[i];
        for (int k = 0; k < 4; k++) shifted[i] = qr_fr_sum(shifted[i], shifted[i]);
    }
    return ifma_load(shifted, 1);
}

NTT_INLINE cell_t ifma_product(cell_t a, cell_t b) {
    return qr_fr8_product(a, b);
}

NTT_INLINE cell_t ifma_product_factor(cell_t a, const factor_t *b) {
    return qr_fr8_product(a, qr_fr8_broadcast(b->l));
}

/** u, v = u + t, u - t + 5 r; u and t strict, t below 5 r. */
NTT_INLINE void ifma_sum_difference(cell_t *u_out, cell_t *v_out, cell_t u, cell_t t) {
    // 5 r.
    const __m512i k0 = QR_FR8_SET(0xffffb00000005), k1 = QR_FR8_SET(0x0efff7cbfafff);
    const __m512i k2 = QR_FR8_SET(0x029381aa2b434), k3 = QR_FR8_SET(0x7269002138283);
    const __m512i k4 = QR_FR8_SET(0x243a4449fd013);
    *u_out = qr_fr8_sum(u, t);
    cell_t v;
    v.l0 = _mm512_sub_epi64(_mm512_add_epi64(u.l0, k0), t.l0);
    v.l1 = _mm512_sub_epi64(_mm512_add_epi64(u.l1, k1), t.l1);
    v.l2 = _mm512_sub_epi64(_mm512_add_epi64(u.l2, k2), t.l2);
    v.l3 = _mm512_sub_epi64(_mm512_add_epi64(u.l3, k3), t.l3);
    v.l4 = _mm512_sub_epi64(_mm512_add_epi64(u.l4, k4), t.l4);
    v.l1 = _mm512_add_epi64(v.l1, _mm512_srai_epi64(v.l0, 52));
    v.l2 = _mm512_add_epi64(v.l2, _mm512_srai_epi64(v.l1, 52));
    v.l3 = _mm512_add_epi64(v.l3, _mm512_srai_epi64(v.l2, 52));
    v.l4 = _mm512_add_epi64(v.l4, _mm512_srai_epi64(v.l3, 52));
    *v_out = v;
}

NTT_INLINE cell_t ifma_addend(cell_t u, bool reduce) {
    u = qr_fr8_strict(u);
    return reduce ? qr_fr8_strict(ifma_reduce(u)) : u;
}

NTT_INLINE void ifma_butterfly(cell_t *u, cell_t *v, const factor_t *f, bool reduce) {
    cell_t t = qr_fr8_strict(qr_fr8_product(*v, qr_fr8_broadcast(f->l)));
    ifma_sum_difference(u, v, ifma_addend(*u, reduce), t);
}

NTT_INLINE void ifma_butterfly_one(cell_t *u, cell_t *v, bool reduce) {
    cell_t t = qr_fr8_strict(ifma_reduce(qr_fr8_strict(*v)));
    ifma_sum_difference(u, v, ifma_addend(*u, reduce), t);
}

#include "field/ntt_pass.h"

#endif
