/**
 * @file ntt.h
 * Transforms over Fr on arrays in Montgomery form. Private.
 *
 * No transform permutes: one takes natural order to bit-reversed order (place p of the result has element
 * k whose log_n bits are those of p reversed), the other takes bit-reversed order to natural order.
 */
#ifndef QR_FIELD_NTT_H
#define QR_FIELD_NTT_H

#include "field/fr.h"
#include "quarry_ntt.h"

/** 7^((r - 1) / 2^log_n), in Montgomery form; log_n <= 32. */
qr_fr_t qr_ntt_root(unsigned log_n);
/** a^exponent, Montgomery form. */
qr_fr_t qr_ntt_power(qr_fr_t a, uint64_t exponent);

/** Natural to bit-reversed order: element k = scale * step^k * sum of in[i] omega^(i k), omega inverted if
 * `inverse`. values: aligned to 64 bytes. */
QR_MUST_CHECK qr_status_t qr_ntt_scatter(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool inverse,
                                         qr_fr_t scale, qr_fr_t step);
/** Bit-reversed to natural order: element k = sum of in[i] omega^(i k). */
QR_MUST_CHECK qr_status_t qr_ntt_gather(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool inverse);
/** out = the inverse scatter of a b, less minus (NULL: nothing), which is in the order and the form of the
 * result. out may be an input. */
QR_MUST_CHECK qr_status_t qr_ntt_scatter_product(qr_job_t *job, qr_fr_t *out, const qr_fr_t *a,
                                                 const qr_fr_t *b, const qr_fr_t *minus, unsigned log_n,
                                                 qr_fr_t scale, qr_fr_t step);
/** Both, the first inverse: values of a polynomial at omega^i to those of the one whose coefficients are
 * `scale` n step^k times its own, in natural order. */
QR_MUST_CHECK qr_status_t qr_ntt_extend(qr_job_t *job, qr_fr_t *values, unsigned log_n, qr_fr_t scale,
                                        qr_fr_t step);
/** Natural order to bit-reversed and back. */
void qr_ntt_permute(qr_job_t *job, qr_fr_t *values, unsigned log_n);

/** out[i] = a[i] b[i]: Montgomery form, on job->group; out may be an input. */
void qr_ntt_multiply(qr_job_t *job, qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b, uint64_t count);
/** values[i] *= scale * step^i. */
void qr_ntt_scale(qr_job_t *job, qr_fr_t *values, uint64_t count, qr_fr_t scale, qr_fr_t step);
/** Montgomery form to canonical and back. */
void qr_ntt_to_canonical(qr_job_t *job, qr_fr_t *values, uint64_t count);
void qr_ntt_to_montgomery(qr_job_t *job, qr_fr_t *values, uint64_t count);

#endif
