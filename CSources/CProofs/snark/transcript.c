/** @file transcript.c  Challenges of SnarkPack. */
#include "transcript.h"

#include <string.h>

void qr_transcript_init(qr_transcript_t *transcript, const char *tag) {
    static const char domain[] = "snarkpack-v1";
    qr_sha256_init(&transcript->sha);
    qr_sha256_update(&transcript->sha, domain, strlen(domain));
    qr_sha256_update(&transcript->sha, tag, strlen(tag));
}

void qr_transcript_fr(qr_transcript_t *transcript, qr_fr_t value) {
    uint8_t bytes[32];
    qr_fr_store(bytes, qr_fr_from_montgomery(value));
    qr_sha256_update(&transcript->sha, bytes, sizeof bytes);
}

void qr_transcript_g1(qr_transcript_t *transcript, const qr_g1_affine_t *point) {
    uint8_t bytes[48];
    qr_g1_encode(bytes, point);
    qr_sha256_update(&transcript->sha, bytes, sizeof bytes);
}

void qr_transcript_g2(qr_transcript_t *transcript, const qr_g2_affine_t *point) {
    uint8_t bytes[96];
    qr_g2_encode(bytes, point);
    qr_sha256_update(&transcript->sha, bytes, sizeof bytes);
}

void qr_transcript_gt(qr_transcript_t *transcript, const qr_fp12_t *element) {
    uint8_t bytes[576];
    qr_gt_encode_le(bytes, element);
    qr_sha256_update(&transcript->sha, bytes, sizeof bytes);
}

void qr_transcript_bytes(qr_transcript_t *transcript, const uint8_t *bytes, uint64_t length) {
    uint8_t prefix[8];
    for (size_t i = 0; i < 8; i++) prefix[i] = (uint8_t)(length >> (8 * i));
    qr_sha256_update(&transcript->sha, prefix, sizeof prefix);
    qr_sha256_update(&transcript->sha, bytes, (size_t)length);
}

qr_fr_t qr_transcript_challenge(qr_transcript_t *transcript) {
    for (uint64_t counter = 1;; counter++) {
        uint8_t bytes[32];
        for (size_t i = 0; i < 8; i++) bytes[i] = (uint8_t)(counter >> (56 - 8 * i));
        qr_sha256_update(&transcript->sha, bytes, 8);
        qr_sha256_t copy = transcript->sha;
        qr_sha256_final(&copy, bytes);
        bytes[31] &= 0x7f;
        qr_fr_t value = qr_fr_load(bytes);
        bool trivial = qr_fr_equal(value, qr_fr_zero) || qr_fr_equal(value, qr_fr_raw_one);
        if (qr_fr_below_modulus(value) && !trivial) return qr_fr_to_montgomery(value);
    }
}
