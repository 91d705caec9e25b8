/** @file groth16_vk.h  A verifying key's insides. Private. */
#ifndef QUARRY_GROTH16_VK_H
#define QUARRY_GROTH16_VK_H

#include "quarry/groth16.h"

struct qr_vk {
    qr_g1_affine_t alpha_g1, beta_g1, delta_g1;
    qr_g2_affine_t beta_g2, gamma_g2, delta_g2;
    qr_g2_prepared_t beta, gamma, delta; /**< lines of the points of G2 */
    qr_fp12_t alpha_beta;                /**< e(alpha, beta) */
    qr_g1_affine_t *ic_tables;           /**< of few.h; NULL: too many inputs */
    size_t ic_count;                     /**< inputs with the one */
    qr_g1_affine_t ic[];
};

/** Bytes before the points of ic, with their count. */
#define QR_VK_HEAD 868u

/** Bytes of the verifying key at the start of `in`, by its own count; 0 if `length` bytes cannot hold it. */
size_t qr_vk_size(const uint8_t *in, size_t length);

/** A point of G1 or G2 in a parameter file: uncompressed, of order r, not infinity. */
QR_MUST_CHECK qr_status_t qr_params_g1(qr_g1_affine_t *out, const uint8_t in[96]);
QR_MUST_CHECK qr_status_t qr_params_g2(qr_g2_affine_t *out, const uint8_t in[192]);

/** out[i] = proof i of `count`; the status is the first bad proof's, as qr_proof_decode gives it. */
QR_MUST_CHECK qr_status_t qr_proof_decode_many(qr_proof_t *out, const uint8_t *in, size_t count);

static inline uint32_t qr_params_count(const uint8_t in[4]) {
    return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

#endif
