/** @file scalar.h  Scalars cut for the endomorphisms. Cuts are constant time, signed digits are not. */
#ifndef QR_CURVE_SCALAR_H
#define QR_CURVE_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

/** out[0] + out[1] (z^2 - 1) = k mod r, both halves below 2^128. k: 256 bits, little endian. */
void qr_scalar_split_lambda(uint64_t out[2][2], const uint8_t k[32]);
/** out[0] + out[1] |z| + out[2] |z|^2 + out[3] |z|^3 = k mod r, each word below |z|. */
void qr_scalar_split_z(uint64_t out[4], const uint8_t k[32]);
/** Signed digits, each zero or odd and below `bound` (a power of two up to 64) in size, of a value of `words`
 * (1 or 2) words: value = sum of digits[i] 2^i. The return value is the place of the top digit; places up to
 * `size` - 1 are set. */
int qr_scalar_digits(int8_t *digits, int size, const uint64_t *value, int words, int bound);
/** Canonical, that is below r? */
bool qr_scalar_is_canonical(const uint8_t k[32]);
/** The words of k, little endian. */
void qr_scalar_load(uint64_t out[4], const uint8_t k[32]);

#endif
