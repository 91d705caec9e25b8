/** @file bls.c  BLS signatures with public keys in G1 and signatures in G2. */
#include <sodium.h>
#include <string.h>

#include "curve/batch.h"
#include "curve/lanes.h"
#include "curve/scalar.h"

/** Filecoin's domain tag: the basic scheme, without proofs of possession. */
static const char signature_dst[] = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";

static void hash_message(qr_g2_affine_t *out, const void *message, size_t length) {
    qr_hash_to_g2(out, message, length, signature_dst, sizeof signature_dst - 1);
}

void qr_bls_generate(uint8_t secret[32]) {
    (void)sodium_init();
    // Rejection leaves every value from 1 to r - 1 equally likely.
    do {
        randombytes_buf(secret, 32);
        secret[31] &= 0x7f;
    } while (!qr_bls_secret_is_valid(secret));
}

bool qr_bls_secret_is_valid(const uint8_t secret[32]) {
    return qr_scalar_is_canonical(secret) && !sodium_is_zero(secret, 32);
}

qr_status_t qr_bls_public_key(uint8_t out[48], const uint8_t secret[32]) {
    qr_g1_t point;
    qr_g1_affine_t affine;
    memset(out, 0, 48);
    if (!qr_bls_secret_is_valid(secret)) return QR_INVALID_ARGUMENT;
    qr_g1_mul_secret(&point, &qr_g1_generator, secret);
    qr_g1_to_affine(&affine, &point);
    qr_g1_encode(out, &affine);
    sodium_memzero(&point, sizeof point);
    return QR_OK;
}

qr_status_t qr_bls_sign(uint8_t out[96], const uint8_t secret[32], const void *message, size_t length) {
    qr_g2_t point;
    qr_g2_affine_t affine;
    memset(out, 0, 96);
    if (!qr_bls_secret_is_valid(secret)) return QR_INVALID_ARGUMENT;
    hash_message(&affine, message, length);
    qr_g2_mul_secret(&point, &affine, secret);
    qr_g2_to_affine(&affine, &point);
    qr_g2_encode(out, &affine);
    sodium_memzero(&point, sizeof point);
    return QR_OK;
}

qr_status_t qr_bls_aggregate(uint8_t out[96], const uint8_t *signatures, size_t n) {
    qr_g2_t sum;
    qr_g2_affine_t affine;
    memset(out, 0, 96);
    memset(&sum, 0, sizeof sum);
    if (n == 0) return QR_INVALID_ARGUMENT;
    for (size_t i = 0; i < n; i++) {
        qr_status_t status = qr_g2_decode(&affine, signatures + 96 * i, true);
        if (status != QR_OK) return status;
        qr_g2_add_affine(&sum, &sum, &affine);
    }
    qr_g2_to_affine(&affine, &sum);
    qr_g2_encode(out, &affine);
    return QR_OK;
}

/* ---- Verification: e(key, H(message)) e(-generator, signature) = 1 ---- */

/** Points that go through the lanes together. */
enum { TOGETHER = 8 };

/** Messages as they come: bytes, or points of G2 already. */
typedef struct {
    const void *const *messages;
    const size_t *lengths;
    const qr_g2_affine_t *hashes;
} messages_t;

static void message_point(qr_g2_affine_t *out, const messages_t *all, size_t i) {
    if (all->hashes != NULL) {
        *out = all->hashes[i];
    } else {
        hash_message(out, all->messages[i], all->lengths[i]);
    }
}

static bool messages_equal(const messages_t *all, size_t i, size_t j) {
    if (all->hashes != NULL) return memcmp(&all->hashes[i], &all->hashes[j], sizeof all->hashes[i]) == 0;
    return all->lengths[i] == all->lengths[j] &&
           (all->lengths[i] == 0 || memcmp(all->messages[i], all->messages[j], all->lengths[i]) == 0);
}

/** With a repeated message a key chosen to cancel another one could claim its signature. */
static bool messages_distinct(const messages_t *all, size_t n) {
    for (size_t i = 1; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (messages_equal(all, i, j)) return false;
        }
    }
    return true;
}

static qr_status_t verify_aggregate(bool *valid, const uint8_t signature[96], const uint8_t *public_keys,
                                    const messages_t *all, size_t n) {
    qr_pairing_batch_t batch;
    qr_g1_affine_t key;
    qr_g2_affine_t point;
    bool infinite_key = false;
    *valid = false;
    qr_status_t status = qr_g2_decode(&point, signature, true);
    if (status != QR_OK) return status;
    if (n == 0 || !messages_distinct(all, n)) return QR_OK;
    qr_pairing_batch_init(&batch);
    qr_g1_affine_neg(&key, &qr_g1_generator);
    qr_pairing_batch_add(&batch, &key, &point);
    for (size_t at = 0; at < n; at += TOGETHER) {
        qr_g1_affine_t keys[TOGETHER];
        qr_status_t statuses[TOGETHER];
        const size_t count = n - at < TOGETHER ? n - at : TOGETHER;
        qr_g1_decode_many(statuses, keys, public_keys + 48 * at, 48, count);
        for (size_t i = 0; i < count; i++) {
            if (statuses[i] != QR_OK) return statuses[i];
            infinite_key |= qr_g1_affine_is_infinity(&keys[i]);
            message_point(&point, all, at + i);
            qr_pairing_batch_add(&batch, &keys[i], &point);
        }
    }
    *valid = !infinite_key && qr_pairing_batch_is_one(&batch);
    return QR_OK;
}

qr_status_t qr_bls_verify(bool *valid, const uint8_t public_key[48], const uint8_t signature[96],
                          const void *message, size_t length) {
    const messages_t all = {&message, &length, NULL};
    return verify_aggregate(valid, signature, public_key, &all, 1);
}

qr_status_t qr_bls_verify_aggregate(bool *valid, const uint8_t signature[96], const uint8_t *public_keys,
                                    const void *const *messages, const size_t *lengths, size_t n) {
    const messages_t all = {messages, lengths, NULL};
    return verify_aggregate(valid, signature, public_keys, &all, n);
}

qr_status_t qr_bls_verify_hashes(bool *valid, const uint8_t signature[96], const uint8_t *public_keys,
                                 const qr_g2_affine_t *hashes, size_t n) {
    const messages_t all = {NULL, NULL, hashes};
    return verify_aggregate(valid, signature, public_keys, &all, n);
}

/** `count` <= TOGETHER signatures to random powers: their sum, and the pairs of their keys and messages. */
static qr_status_t add_signatures(qr_pairing_batch_t *batch, qr_g2_t *sum, bool *infinite_key,
                                  const uint8_t *public_keys, const uint8_t *signatures,
                                  const messages_t *all, size_t at, size_t count) {
    qr_g1_affine_t keys[TOGETHER];
    qr_g2_affine_t points[TOGETHER];
    qr_g1_t scaled[TOGETHER];
    qr_g2_t parts[TOGETHER];
    qr_status_t of_key[TOGETHER], of_signature[TOGETHER];
    uint64_t k[TOGETHER][2];
    uint8_t coefficients[TOGETHER][32];
    qr_g1_decode_many(of_key, keys, public_keys + 48 * at, 48, count);
    qr_g2_decode_many(of_signature, points, signatures + 96 * at, 96, count);
    for (size_t i = 0; i < count; i++) {
        if (of_key[i] != QR_OK) return of_key[i];
        if (of_signature[i] != QR_OK) return of_signature[i];
        *infinite_key |= qr_g1_affine_is_infinity(&keys[i]);
        qr_pairing_batch_draw(k[i]);
        qr_pairing_batch_scalar(coefficients[i], k[i]);
    }
    qr_g2_mul_many(parts, points, coefficients[0], count);
    qr_g1_mul_short_many(scaled, keys, (const uint64_t(*)[2])k, count);
    qr_g1_batch_to_affine(keys, scaled, count);
    for (size_t i = 0; i < count; i++) {
        qr_g2_add(sum, sum, &parts[i]);
        message_point(&points[i], all, at + i);
        qr_pairing_batch_add(batch, &keys[i], &points[i]);
    }
    return QR_OK;
}

qr_status_t qr_bls_verify_batch(bool *valid, const uint8_t *public_keys, const uint8_t *signatures,
                                const void *const *messages, const size_t *lengths, size_t n) {
    const messages_t all = {messages, lengths, NULL};
    qr_pairing_batch_t batch;
    qr_g1_affine_t key;
    qr_g2_affine_t point;
    qr_g2_t sum;
    bool infinite_key = false;
    *valid = false;
    memset(&sum, 0, sizeof sum);
    qr_pairing_batch_init(&batch);
    for (size_t at = 0; at < n; at += TOGETHER) {
        const size_t count = n - at < TOGETHER ? n - at : TOGETHER;
        qr_status_t status =
            add_signatures(&batch, &sum, &infinite_key, public_keys, signatures, &all, at, count);
        if (status != QR_OK) return status;
    }
    qr_g2_to_affine(&point, &sum);
    qr_g1_affine_neg(&key, &qr_g1_generator);
    qr_pairing_batch_add(&batch, &key, &point);
    *valid = !infinite_key && qr_pairing_batch_is_one(&batch);
    return QR_OK;
}
