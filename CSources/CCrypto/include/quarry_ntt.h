/**
 * @file quarry_ntt.h
 * Number-theoretic transforms over Fr (BLS12-381's scalar field) on domains of 2^log_n points.
 *
 * omega is 7^((r - 1) / 2^log_n), the coset is that of 7. Values are 32 bytes little endian, canonical, in
 * natural order, in place.
 */
#ifndef QUARRY_NTT_H
#define QUARRY_NTT_H

#include "quarry_platform.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Largest domain: 2^28 points. */
#define QR_NTT_MAX_LOG 28u

typedef enum {
    QR_NTT_FFT,        /**< out[k] = sum of in[i] omega^(i k) */
    QR_NTT_IFFT,       /**< its inverse */
    QR_NTT_COSET_FFT,  /**< in[i] 7^i, then the transform */
    QR_NTT_COSET_IFFT, /**< the inverse, then out[i] 7^-i */
    QR_NTT_DIVIDE_BY_Z /**< each value divided by 7^n - 1, what x^n - 1 is on the coset */
} qr_ntt_kind_t;

/** Transforms 2^log_n values on job->group. QR_INVALID_ARGUMENT above QR_NTT_MAX_LOG and for a value that is
 * not canonical. values must be aligned to 8 bytes. */
QR_MUST_CHECK qr_status_t qr_ntt(qr_job_t *job, uint8_t *values, unsigned log_n, qr_ntt_kind_t kind);

/** Name of the kernel in use ("portable", "mulx", "ifma8"). */
const char *qr_ntt_kernel(void);

#ifdef __cplusplus
}
#endif
#endif
