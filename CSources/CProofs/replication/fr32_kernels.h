/**
 * @file fr32_kernels.h
 * Variants of the Fr32 kernels. A unit is 127 raw bytes, four numbers of 254 bits, which padding makes
 * four nodes of 32 bytes with two zero bits on top. They read and write exactly their units' bytes.
 */
#ifndef QUARRY_FR32_KERNELS_H
#define QUARRY_FR32_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#define QR_FR32_RAW 127u
#define QR_FR32_PADDED 128u

void qr_fr32_pad_portable(uint8_t *out, const uint8_t *in, size_t units);
void qr_fr32_unpad_portable(uint8_t *out, const uint8_t *in, size_t units);
#if defined(__x86_64__)
void qr_fr32_pad_avx2(uint8_t *out, const uint8_t *in, size_t units);
void qr_fr32_unpad_avx2(uint8_t *out, const uint8_t *in, size_t units);
void qr_fr32_pad_avx512(uint8_t *out, const uint8_t *in, size_t units);
void qr_fr32_unpad_avx512(uint8_t *out, const uint8_t *in, size_t units);
#endif

#endif
