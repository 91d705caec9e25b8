/** @file drand.c  Rounds of drand's quicknet: e(signature, generator) = e(H(round), public key). */
#include <string.h>

#include "curve/batch.h"
#include "quarry_crypto.h"

/** quicknet signs on G1 under a tag of that group. */
static const char drand_dst[] = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

static void hash_round(qr_g1_affine_t *out, uint64_t round) {
    uint8_t bytes[8], digest[32];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(round >> (56 - 8 * i));
    qr_sha256_hash(digest, bytes, sizeof bytes);
    qr_hash_to_g1(out, digest, sizeof digest, drand_dst, sizeof drand_dst - 1);
}

qr_status_t qr_drand_verify(bool *valid, const uint8_t public_key[96], const uint8_t signature[48],
                            uint64_t round) {
    qr_g1_affine_t p[2];
    qr_g2_affine_t q[2];
    *valid = false;
    qr_status_t status = qr_g2_decode(&q[0], public_key, true);
    if (status != QR_OK) return status;
    status = qr_g1_decode(&p[1], signature, true);
    if (status != QR_OK) return status;
    if (qr_g2_affine_is_infinity(&q[0])) return QR_OK;
    hash_round(&p[0], round);
    qr_g1_affine_neg(&p[1], &p[1]);
    q[1] = qr_g2_generator;
    *valid = qr_pairing_product_is_one(p, q, 2);
    return QR_OK;
}

qr_status_t qr_drand_verify_batch(bool *valid, const uint8_t public_key[96], const uint8_t *signatures,
                                  const uint64_t *rounds, size_t n) {
    qr_g2_affine_t q[2];
    qr_g1_affine_t p[2];
    qr_g1_t sums[2], part;
    *valid = false;
    memset(sums, 0, sizeof sums);
    qr_status_t status = qr_g2_decode(&q[0], public_key, true);
    if (status != QR_OK) return status;
    for (size_t i = 0; i < n; i++) {
        uint8_t coefficient[32];
        qr_pairing_batch_coefficient(coefficient);
        status = qr_g1_decode(&p[1], signatures + 48 * i, true);
        if (status != QR_OK) return status;
        hash_round(&p[0], rounds[i]);
        for (size_t j = 0; j < 2; j++) {
            qr_g1_from_affine(&part, &p[j]);
            qr_g1_mul(&part, &part, coefficient);
            qr_g1_add(&sums[j], &sums[j], &part);
        }
    }
    if (qr_g2_affine_is_infinity(&q[0])) return QR_OK;
    qr_g1_neg(&sums[1], &sums[1]);
    qr_g1_batch_to_affine(p, sums, 2);
    q[1] = qr_g2_generator;
    *valid = qr_pairing_product_is_one(p, q, 2);
    return QR_OK;
}

void qr_drand_randomness(uint8_t out[32], const uint8_t signature[48]) {
    qr_sha256_hash(out, signature, 48);
}
