/**
 * @file lanes_field.h
 * More of Fp and Fp2 eight at a time, for points and pairings: loads and stores of canonical elements, sums
 * with their bounds, tests for zero, roots. Private.
 *
 * Elements in lanes are x 2^416, as fp_ifma.h has it; limbs are strict between functions. Products come out
 * below 3.02 p whatever their factors (up to 2^17 p each), so a formula's sums only need their own bounds:
 * comments give them as multiples of p, and a difference adds such a multiple.
 */
#ifndef QR_CURVE_LANES_FIELD_H
#define QR_CURVE_LANES_FIELD_H

#include "field/fp_ifma.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/* Powers of 2 and 1/2 modulo p by limbs: one, into lanes from R = 2^384 and from the number itself, back
 * to R = 2^384. */
static const uint64_t fp8_one[8] = {0x6480ea8e9b9af, 0x65766c8fe444f, 0x8b540fea96f7d, 0x3b2ee82efd422,
                                    0xa6723e5f0ade5, 0xff6eb6fdd4230, 0xe06ef23c24a25, 0x14c8e};
static const uint64_t fp8_from_384[8] = {0x7fde37dba9366, 0x4e27525bc342b, 0x1f5b1e9778489, 0xb872b2b91b9dc,
                                         0xb206f497dfcaf, 0x4137cc89a9b0b, 0xd9d20d7e39959, 0x411c};
static const uint64_t fp8_from_raw[8] = {0xa5bf4cb89af51, 0x3afbba7ca31a2, 0x2646160ec71f1, 0xa84d710465903,
                                         0x3480a4a188311, 0x98e5907ad91f5, 0x2075d74507266, 0x8746};
static const uint64_t fp8_to_384[8] = {0x900000002fffd, 0xbc40c0002760, 0x3c758baebf400, 0x57455f4898575,
                                       0xd77ce58537052, 0x71a97a256ec6, 0xec3fa80e4935c, 0x15f65};
static const uint64_t fp8_half[8] = {0xaa4075474b22d, 0xb213e047f1ff7, 0xfb31b91640dbe, 0x26f727afe7f18,
                                     0xe5cd98bad0b5,  0x8d8b36a08fe7f, 0xff89451d47238, 0x1764f};

/** For each limb the eight bytes it lies in, of a component's 48 and zeros from 48 on. */
static const uint8_t fp8_order_words[64] = {0,  1,  2,  3,  4,  5,  6,  7,  6,  7,  8,  9,  10, 11, 12, 13,
                                            13, 14, 15, 16, 17, 18, 19, 20, 19, 20, 21, 22, 23, 24, 25, 26,
                                            26, 27, 28, 29, 30, 31, 32, 33, 32, 33, 34, 35, 36, 37, 38, 39,
                                            39, 40, 41, 42, 43, 44, 45, 46, 45, 46, 47, 63, 63, 63, 63, 63};
static const uint8_t fp8_order_file[64] = {47, 46, 45, 44, 43, 42, 41, 40, 41, 40, 39, 38, 37, 36, 35, 34,
                                           34, 33, 32, 31, 30, 29, 28, 27, 28, 27, 26, 25, 24, 23, 22, 21,
                                           21, 20, 19, 18, 17, 16, 15, 14, 15, 14, 13, 12, 11, 10, 9,  8,
                                           8,  7,  6,  5,  4,  3,  2,  1,  2,  1,  0,  63, 63, 63, 63, 63};

/** One component as a line of limbs; bits from 2^381 on are cut off. */
QR_FP8_INLINE __m512i fp8_load_line(const uint8_t *in, __m512i order) {
    const __m512i shift = _mm512_setr_epi64(0, 4, 0, 4, 0, 4, 0, 4);
    const long long limb = (1ll << 52) - 1;
    const __m512i mask = _mm512_setr_epi64(limb, limb, limb, limb, limb, limb, limb, (1ll << 17) - 1);
    __m512i bytes = _mm512_permutexvar_epi8(order, _mm512_maskz_loadu_epi64(0x3f, in));
    return _mm512_and_si512(_mm512_srlv_epi64(bytes, shift), mask);
}

/* ---- In and out ---- */

/** Eight numbers of 48 bytes, `stride` bytes apart, as they are: big endian or words. */
QR_FP8_INLINE qr_fp8_t fp8_read(const void *in, size_t stride, bool big_endian) {
    const __m512i order = _mm512_loadu_si512(big_endian ? fp8_order_file : fp8_order_words);
    qr_fp8_t lines;
    __m512i *line = (__m512i *)&lines;
    for (size_t i = 0; i < 8; i++) line[i] = fp8_load_line((const uint8_t *)in + i * stride, order);
    return qr_fp8_transpose(lines);
}

QR_FP8_INLINE qr_fp8_t fp8_times(qr_fp8_t a, const uint64_t factor[8]) {
    const qr_fp8_t b = qr_fp8_broadcast(factor);
    qr_fp8_mul(&a, &a, &b);
    return a;
}

/** Eight elements in the usual form. */
QR_FP8_INLINE qr_fp8_t fp8_load(const void *in, size_t stride) {
    return fp8_times(fp8_read(in, stride, false), fp8_from_384);
}

/** The same element in all lanes. */
QR_FP8_INLINE qr_fp8_t fp8_spread(const qr_fp_t *in) {
    return fp8_load(in, 0);
}

/** Lanes below p. */
QR_FP8_INLINE __mmask8 fp8_below_modulus(qr_fp8_t a) {
    const qr_fp8_t zero = {0};
    a = qr_fp8_carry(qr_fp8_sub_limbs(a, qr_fp8_add_multiple(zero, 1)));
    return _mm512_movepi64_mask(a.l7);
}

/** b in the lanes of mask, else a. */
QR_FP8_INLINE qr_fp8_t fp8_blend(__mmask8 mask, qr_fp8_t a, qr_fp8_t b) {
    a.l0 = _mm512_mask_mov_epi64(a.l0, mask, b.l0);
    a.l1 = _mm512_mask_mov_epi64(a.l1, mask, b.l1);
    a.l2 = _mm512_mask_mov_epi64(a.l2, mask, b.l2);
    a.l3 = _mm512_mask_mov_epi64(a.l3, mask, b.l3);
    a.l4 = _mm512_mask_mov_epi64(a.l4, mask, b.l4);
    a.l5 = _mm512_mask_mov_epi64(a.l5, mask, b.l5);
    a.l6 = _mm512_mask_mov_epi64(a.l6, mask, b.l6);
    a.l7 = _mm512_mask_mov_epi64(a.l7, mask, b.l7);
    return a;
}

/** Eight elements to their usual, canonical form, `stride` bytes apart. */
QR_FP8_OUTLINE void fp8_store(void *out, size_t stride, const qr_fp8_t *in) {
    const qr_fp8_t zero = {0}, p = qr_fp8_add_multiple(zero, 1);
    qr_fp8_t a = fp8_times(*in, fp8_to_384);  // below 2.02 p
    for (int i = 0; i < 2; i++) {
        qr_fp8_t less = qr_fp8_carry(qr_fp8_sub_limbs(a, p));
        a = fp8_blend(_mm512_movepi64_mask(less.l7), less, a);
    }
    qr_fp8_t words;
    words.l0 = _mm512_or_si512(a.l0, _mm512_slli_epi64(a.l1, 52));
    words.l1 = _mm512_or_si512(_mm512_srli_epi64(a.l1, 12), _mm512_slli_epi64(a.l2, 40));
    words.l2 = _mm512_or_si512(_mm512_srli_epi64(a.l2, 24), _mm512_slli_epi64(a.l3, 28));
    words.l3 = _mm512_or_si512(_mm512_srli_epi64(a.l3, 36), _mm512_slli_epi64(a.l4, 16));
    words.l4 = _mm512_or_si512(_mm512_srli_epi64(a.l4, 48), _mm512_slli_epi64(a.l5, 4));
    words.l4 = _mm512_or_si512(words.l4, _mm512_slli_epi64(a.l6, 56));
    words.l5 = _mm512_or_si512(_mm512_srli_epi64(a.l6, 8), _mm512_slli_epi64(a.l7, 44));
    words.l6 = words.l7 = _mm512_setzero_si512();
    words = qr_fp8_transpose(words);
    const __m512i *line = (const __m512i *)&words;
    for (size_t i = 0; i < 8; i++) _mm512_mask_storeu_epi64((uint8_t *)out + i * stride, 0x3f, line[i]);
}

/* ---- Sums ---- */

/** a + k p with carries passed on; limbs may have been added or subtracted before. k <= 1000. */
QR_FP8_INLINE qr_fp8_t fp8_settle(qr_fp8_t a, uint64_t k) {
    return qr_fp8_carry(k == 0 ? a : qr_fp8_add_multiple(a, k));
}

/** a modulo p but for 1.1 p at most; a below 1000 p, its limbs strict. */
QR_FP8_INLINE qr_fp8_t fp8_normal(qr_fp8_t a) {
    // The quotient by p's top bits plus one, floor(2^52 / 0x1a012): short by less than 0.02.
    const __m512i zero = _mm512_setzero_si512();
    const __m512i q = _mm512_madd52hi_epu64(zero, a.l7, QR_FP8_SET(42281762278));
    a.l0 = QR_FP8_SUB(a.l0, _mm512_madd52lo_epu64(zero, q, QR_FP8_P0));
    a.l1 = QR_FP8_SUB(a.l1, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P0), q, QR_FP8_P1));
    a.l2 = QR_FP8_SUB(a.l2, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P1), q, QR_FP8_P2));
    a.l3 = QR_FP8_SUB(a.l3, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P2), q, QR_FP8_P3));
    a.l4 = QR_FP8_SUB(a.l4, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P3), q, QR_FP8_P4));
    a.l5 = QR_FP8_SUB(a.l5, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P4), q, QR_FP8_P5));
    a.l6 = QR_FP8_SUB(a.l6, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P5), q, QR_FP8_P6));
    a.l7 = QR_FP8_SUB(a.l7, _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(zero, q, QR_FP8_P6), q, QR_FP8_P7));
    return qr_fp8_carry(a);
}

/** Lanes that are 0 modulo p; a up to 2^17 p. */
QR_FP8_OUTLINE __mmask8 fp8_is_zero(const qr_fp8_t *in) {
    const __m512i *table = (const __m512i *)qr_fp8_multiples;
    const qr_fp8_t a = fp8_times(*in, fp8_one);  // 0, p or 2 p, if it is zero
    const __m512i k = _mm512_madd52lo_epu64(_mm512_setzero_si512(), a.l0, QR_FP8_P_INVERSE);
    __mmask8 zero = _mm512_cmplt_epu64_mask(k, QR_FP8_SET(8));
    const __m512i *limb = (const __m512i *)&a;
    QR_FP_UNROLL
    for (int i = 0; i < 8; i++)
        zero &= _mm512_cmpeq_epi64_mask(limb[i], _mm512_permutexvar_epi64(k, table[i]));
    return zero;
}

/** out = a^((p - 3) / 4), which is 1/sqrt(a) for a square: sliding windows of five bits. */
QR_FP8_OUTLINE void fp8_root_power(qr_fp8_t *out, const qr_fp8_t *a) {
    // (p - 3) / 4, 379 bits.
    static const uint64_t exponent[6] = {UINT64_C(0xee7fbfffffffeaaa), UINT64_C(0x07aaffffac54ffff),
                                         UINT64_C(0xd9cc34a83dac3d89), UINT64_C(0xd91dd2e13ce144af),
                                         UINT64_C(0x92c6e9ed90d2eb35), UINT64_C(0x0680447a8e5ff9a6)};
    qr_fp8_t odd[16], square, t = qr_fp8_broadcast(fp8_one);
    qr_fp8_square(&square, a);
    odd[0] = *a;
    for (int i = 1; i < 16; i++) qr_fp8_mul(&odd[i], &odd[i - 1], &square);
    for (int i = 378; i >= 0;) {
        if ((exponent[i / 64] >> (i % 64) & 1) == 0) {
            qr_fp8_square(&t, &t);
            i--;
            continue;
        }
        int end = i >= 4 ? i - 4 : 0;
        while ((exponent[end / 64] >> (end % 64) & 1) == 0) end++;
        unsigned window = 0;
        for (int j = i; j >= end; j--) window = window << 1 | (unsigned)(exponent[j / 64] >> (j % 64) & 1);
        for (int j = i; j >= end; j--) qr_fp8_square(&t, &t);
        qr_fp8_mul(&t, &t, &odd[window >> 1]);
        i = end - 1;
    }
    *out = t;
}

/** out = a root of a; the lanes that have one. */
QR_FP8_OUTLINE __mmask8 fp8_sqrt(qr_fp8_t *out, const qr_fp8_t *a) {
    qr_fp8_t root, check;
    fp8_root_power(&root, a);
    qr_fp8_mul(&root, &root, a);
    qr_fp8_square(&check, &root);
    check = fp8_settle(qr_fp8_sub_limbs(check, *a), 16);
    *out = root;
    return fp8_is_zero(&check);
}

/* ---- Fp2 ---- */

QR_FP8_INLINE qr_fp8x2_t fp8x2_add_limbs(qr_fp8x2_t a, qr_fp8x2_t b) {
    a.c[0] = qr_fp8_add_limbs(a.c[0], b.c[0]);
    a.c[1] = qr_fp8_add_limbs(a.c[1], b.c[1]);
    return a;
}

QR_FP8_INLINE qr_fp8x2_t fp8x2_sub_limbs(qr_fp8x2_t a, qr_fp8x2_t b) {
    a.c[0] = qr_fp8_sub_limbs(a.c[0], b.c[0]);
    a.c[1] = qr_fp8_sub_limbs(a.c[1], b.c[1]);
    return a;
}

QR_FP8_INLINE qr_fp8x2_t fp8x2_settle(qr_fp8x2_t a, uint64_t k) {
    a.c[0] = fp8_settle(a.c[0], k);
    a.c[1] = fp8_settle(a.c[1], k);
    return a;
}

QR_FP8_INLINE qr_fp8x2_t fp8x2_normal(qr_fp8x2_t a) {
    a.c[0] = fp8_normal(a.c[0]);
    a.c[1] = fp8_normal(a.c[1]);
    return a;
}

/** (1 + u) a, limb by limb. */
QR_FP8_INLINE qr_fp8x2_t fp8x2_mul_xi_limbs(qr_fp8x2_t a) {
    qr_fp8x2_t out;
    out.c[0] = qr_fp8_sub_limbs(a.c[0], a.c[1]);
    out.c[1] = qr_fp8_add_limbs(a.c[0], a.c[1]);
    return out;
}

/** out = a^2; a up to 1000 p. Below 2.02 p. */
QR_FP8_OUTLINE void fp8x2_square_far(qr_fp8x2_t *out, const qr_fp8x2_t *a) {
    qr_fp8_t sum = fp8_settle(qr_fp8_add_limbs(a->c[0], a->c[1]), 0);
    qr_fp8_t difference = fp8_settle(qr_fp8_sub_limbs(a->c[0], a->c[1]), 1000);
    qr_fp8_t twice = fp8_settle(qr_fp8_add_limbs(a->c[0], a->c[0]), 0);
    qr_fp8_mul(&out->c[1], &twice, &a->c[1]);
    qr_fp8_mul(&out->c[0], &sum, &difference);
}

/** out = b a for b in Fp. */
QR_FP8_INLINE void fp8x2_mul_fp(qr_fp8x2_t *out, const qr_fp8x2_t *a, const qr_fp8_t *b) {
    qr_fp8_mul(&out->c[0], &a->c[0], b);
    qr_fp8_mul(&out->c[1], &a->c[1], b);
}

QR_FP8_INLINE qr_fp8x2_t fp8x2_load(const void *in, size_t stride) {
    qr_fp8x2_t out;
    out.c[0] = fp8_load(in, stride);
    out.c[1] = fp8_load((const uint8_t *)in + sizeof(qr_fp_t), stride);
    return out;
}

QR_FP8_INLINE void fp8x2_store(void *out, size_t stride, const qr_fp8x2_t *in) {
    fp8_store(out, stride, &in->c[0]);
    fp8_store((uint8_t *)out + sizeof(qr_fp_t), stride, &in->c[1]);
}

QR_FP8_INLINE __mmask8 fp8x2_is_zero(const qr_fp8x2_t *a) {
    return fp8_is_zero(&a->c[0]) & fp8_is_zero(&a->c[1]);
}

QR_FP8_INLINE qr_fp8x2_t fp8x2_blend(__mmask8 mask, qr_fp8x2_t a, qr_fp8x2_t b) {
    a.c[0] = fp8_blend(mask, a.c[0], b.c[0]);
    a.c[1] = fp8_blend(mask, a.c[1], b.c[1]);
    return a;
}

#pragma clang attribute pop

#endif
