/**
 * @file transcript.h
 * SnarkPack's challenges: SHA-256 over a tag and what was said, hashed on with a counter until the digest is
 * a field element. Private.
 */
#ifndef QUARRY_TRANSCRIPT_H
#define QUARRY_TRANSCRIPT_H

#include "field/fr.h"
#include "quarry_crypto.h"
#include "quarry_curve.h"

typedef struct {
    qr_sha256_t sha;
} qr_transcript_t;

void qr_transcript_init(qr_transcript_t *transcript, const char *tag);
/** A scalar in Montgomery form. */
void qr_transcript_fr(qr_transcript_t *transcript, qr_fr_t value);
void qr_transcript_g1(qr_transcript_t *transcript, const qr_g1_affine_t *point);
void qr_transcript_g2(qr_transcript_t *transcript, const qr_g2_affine_t *point);
void qr_transcript_gt(qr_transcript_t *transcript, const qr_fp12_t *element);
/** Bytes after their length. */
void qr_transcript_bytes(qr_transcript_t *transcript, const uint8_t *bytes, uint64_t length);
/** The challenge, in Montgomery form, neither 0 nor 1. Ends the transcript. */
qr_fr_t qr_transcript_challenge(qr_transcript_t *transcript);

#endif
