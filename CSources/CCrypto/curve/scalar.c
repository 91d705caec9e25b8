/** @file scalar.c  Scalars cut for the endomorphisms. The cuts take the same time for every scalar. */
#include "curve/scalar.h"

#include <string.h>

#include "curve/constants.h"
#include "field/fr.h"

void qr_scalar_load(uint64_t out[4], const uint8_t k[32]) {
    for (int i = 0; i < 4; i++) {
        out[i] = 0;
        for (int j = 7; j >= 0; j--) out[i] = out[i] << 8 | k[8 * i + j];
    }
}

bool qr_scalar_is_canonical(const uint8_t k[32]) {
    qr_fr_t a;
    qr_scalar_load(a.l, k);
    return qr_fr_below_modulus(a);
}

static qr_fr_t scalar_reduced(const uint8_t k[32]) {
    qr_fr_t a;
    qr_scalar_load(a.l, k);
    return qr_fr_reduce(a);
}

void qr_scalar_split_lambda(uint64_t out[2][2], const uint8_t k[32]) {
    // r = (z^2 - 1) z^2 + 1, so the quotient of a reduced scalar has 128 bits. Long division bit by bit.
    const qr_u128_t lambda = (qr_u128_t)QR_CURVE_Z * QR_CURVE_Z - 1;
    qr_fr_t a = scalar_reduced(k);
    qr_u128_t rest = 0, quotient = 0;
    for (int i = 255; i >= 0; i--) {
        uint64_t over = (uint64_t)(rest >> 127);
        rest = rest << 1 | (a.l[i / 64] >> (i % 64) & 1);
        uint64_t take = over | (uint64_t)(rest >= lambda);
        rest -= lambda & (0 - (qr_u128_t)take);
        quotient = quotient << 1 | take;
    }
    out[0][0] = (uint64_t)rest;
    out[0][1] = (uint64_t)(rest >> 64);
    out[1][0] = (uint64_t)quotient;
    out[1][1] = (uint64_t)(quotient >> 64);
}

void qr_scalar_split_z(uint64_t out[4], const uint8_t k[32]) {
    qr_fr_t a = scalar_reduced(k);
    for (int digit = 0; digit < 4; digit++) {
        uint64_t rest = 0, quotient[4] = {0};
        for (int i = 255; i >= 0; i--) {
            uint64_t over = rest >> 63;
            rest = rest << 1 | (a.l[i / 64] >> (i % 64) & 1);
            uint64_t take = over | (uint64_t)(rest >= QR_CURVE_Z);
            rest -= QR_CURVE_Z & (0 - take);
            quotient[i / 64] |= take << (i % 64);
        }
        memcpy(a.l, quotient, sizeof quotient);
        out[digit] = rest;
    }
}

int qr_scalar_digits(int8_t *digits, int size, const uint64_t *value, int words, int bound) {
    memset(digits, 0, (size_t)size);
    uint64_t low = value[0], high = words > 1 ? value[1] : 0, over = 0;
    int top = 0;
    for (int i = 0; (low | high | over) != 0; i++) {
        if (low & 1) {
            // The low bits as a signed odd number; what remains has zeros there.
            int digit = (int)(low & (uint64_t)(2 * bound - 1));
            if (digit > bound) digit -= 2 * bound;
            digits[i] = (int8_t)digit;
            top = i;
            if (digit > 0) {
                low -= (uint64_t)digit;
            } else {
                low += (uint64_t)-digit;
                uint64_t carry = low == 0 || low < (uint64_t)-digit;
                high += carry;
                over += carry && high == 0;
            }
        }
        low = low >> 1 | high << 63;
        high = high >> 1 | over << 63;
        over >>= 1;
    }
    return top;
}
