/**
 * @file fr_kernels.h
 * The variants of the vector operations of quarry_crypto.h on canonical byte arrays, one file an instruction
 * set. All take unaligned pointers; out may equal an input.
 */
#ifndef QR_FIELD_FR_KERNELS_H
#define QR_FIELD_FR_KERNELS_H

#include <stddef.h>
#include <stdint.h>

void qr_fr_add_portable(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
void qr_fr_sub_portable(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
/** out[k] = a[k] * b[k / run]; run >= 1. */
void qr_fr_mul_portable(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run);

#if defined(__x86_64__)
void qr_fr_mul_avx2(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run);
void qr_fr_add_avx512(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
void qr_fr_sub_avx512(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
void qr_fr_mul_ifma(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run);
#endif

#endif
