/** @file msm_digits.h  Scalars as signed digits. Private. */
#ifndef QR_CURVE_MSM_DIGITS_H
#define QR_CURVE_MSM_DIGITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Digits of `bits` bits that a scalar below 2^255 has, carries included. */
static inline unsigned qr_msm_windows(unsigned bits) {
    return 255 / bits + 1;
}

/**
 * digits[w * stride] = digit w, each in (-2^(bits-1), 2^(bits-1)], of a scalar: the scalar is the sum of
 * digit w * 2^(bits w). 2 <= bits <= 16.
 */
static inline void qr_msm_digits(int32_t *digits, size_t stride, const uint8_t scalar[32], unsigned bits) {
    uint64_t words[5];
    memcpy(words, scalar, 32);
    words[4] = 0;
    uint32_t carry = 0;
    const uint32_t half = UINT32_C(1) << (bits - 1), mask = 2 * half - 1;
    for (unsigned w = 0, at = 0; w < qr_msm_windows(bits); w++, at += bits) {
        unsigned word = at / 64, shift = at % 64;
        uint64_t value = words[word] >> shift;
        if (shift + bits > 64) value |= words[word + 1] << (64 - shift);
        uint32_t digit = ((uint32_t)value & mask) + carry;
        carry = digit > half;
        digits[w * stride] = (int32_t)digit - (int32_t)(carry << bits);
    }
}

#endif
