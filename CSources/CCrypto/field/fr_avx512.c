/** @file fr_avx512.c  Sums and differences in Fr, eight at a time with AVX-512. */
#if defined(__x86_64__)

#include "field/fr.h"
#include "field/fr_kernels.h"
#include "field/fr_lanes.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi2"))), \
                             apply_to = function)

/** a + b + carry, the carry of each lane in and out through *carry. */
static inline __m512i add_word(__m512i a, __m512i b, __mmask8 *carry) {
    __m512i sum = _mm512_add_epi64(a, b);
    __mmask8 over = _mm512_cmplt_epu64_mask(sum, a);
    __mmask8 ripple = _mm512_mask_cmpeq_epi64_mask(*carry, sum, _mm512_set1_epi64(-1));
    sum = _mm512_mask_sub_epi64(sum, *carry, sum, _mm512_set1_epi64(-1));
    *carry = over | ripple;
    return sum;
}

/** a - b - borrow. */
static inline __m512i sub_word(__m512i a, __m512i b, __mmask8 *borrow) {
    __m512i difference = _mm512_sub_epi64(a, b);
    __mmask8 under = _mm512_cmplt_epu64_mask(a, b);
    __mmask8 ripple = _mm512_mask_testn_epi64_mask(*borrow, difference, difference);
    difference = _mm512_mask_add_epi64(difference, *borrow, difference, _mm512_set1_epi64(-1));
    *borrow = under | ripple;
    return difference;
}

static inline qr_fr8_words_t modulus(void) {
    qr_fr8_words_t out = {_mm512_set1_epi64((long long)QR_FR_R0), _mm512_set1_epi64((long long)QR_FR_R1),
                          _mm512_set1_epi64((long long)QR_FR_R2), _mm512_set1_epi64((long long)QR_FR_R3)};
    return out;
}

static inline qr_fr8_words_t add_words(qr_fr8_words_t a, qr_fr8_words_t b) {
    __mmask8 carry = 0;
    a.w0 = add_word(a.w0, b.w0, &carry);
    a.w1 = add_word(a.w1, b.w1, &carry);
    a.w2 = add_word(a.w2, b.w2, &carry);
    a.w3 = add_word(a.w3, b.w3, &carry);
    return a;
}

static inline qr_fr8_words_t sub_words(qr_fr8_words_t a, qr_fr8_words_t b, __mmask8 *borrow) {
    *borrow = 0;
    a.w0 = sub_word(a.w0, b.w0, borrow);
    a.w1 = sub_word(a.w1, b.w1, borrow);
    a.w2 = sub_word(a.w2, b.w2, borrow);
    a.w3 = sub_word(a.w3, b.w3, borrow);
    return a;
}

static inline qr_fr8_words_t choose(__mmask8 second, qr_fr8_words_t a, qr_fr8_words_t b) {
    a.w0 = _mm512_mask_mov_epi64(a.w0, second, b.w0);
    a.w1 = _mm512_mask_mov_epi64(a.w1, second, b.w1);
    a.w2 = _mm512_mask_mov_epi64(a.w2, second, b.w2);
    a.w3 = _mm512_mask_mov_epi64(a.w3, second, b.w3);
    return a;
}

void qr_fr_add_avx512(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
    for (size_t k = 0; k < count; k += 8) {
        size_t lanes = count - k < 8 ? count - k : 8;
        qr_fr8_words_t sum =
            add_words(qr_fr8_load(a + 32 * k, 32, lanes), qr_fr8_load(b + 32 * k, 32, lanes));
        __mmask8 below;
        qr_fr8_words_t reduced = sub_words(sum, modulus(), &below);
        qr_fr8_store(out + 32 * k, choose(below, reduced, sum), lanes);
    }
}

void qr_fr_sub_avx512(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count) {
    for (size_t k = 0; k < count; k += 8) {
        size_t lanes = count - k < 8 ? count - k : 8;
        __mmask8 negative;
        qr_fr8_words_t difference =
            sub_words(qr_fr8_load(a + 32 * k, 32, lanes), qr_fr8_load(b + 32 * k, 32, lanes), &negative);
        difference = choose(negative, difference, add_words(difference, modulus()));
        qr_fr8_store(out + 32 * k, difference, lanes);
    }
}

#pragma clang attribute pop

#endif
