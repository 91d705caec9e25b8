/**
 * @file aggregate.h
 * SnarkPack: many Groth16 proofs of one circuit as one, in the forms of rust-fil-proofs, and the structured
 * reference strings (SRS) that it needs.
 *
 * An aggregate is of a power of two of proofs, at least two: the last proof and its public inputs are
 * repeated to fill up. It has no randomness: equal proofs give equal bytes.
 */
#ifndef QUARRY_AGGREGATE_H
#define QUARRY_AGGREGATE_H

#include "quarry/groth16.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Structured reference strings ---- */

/** Name of the SRS as qr_params_path takes it; its file has the suffix ".srs". */
#define QR_SRS_ID "fil-inner-product-v1"
/** Most powers a file has in each vector. */
#define QR_SRS_MAX_POWERS ((1u << 20) + 1)
/** Most proofs of an aggregate. */
#define QR_AGGREGATE_MAX_PROOFS 16384u

/** The first powers of an SRS. Read only; any threads may share it. */
typedef struct qr_srs qr_srs_t;

/**
 * Reads what aggregates of `proofs` proofs need: 2 n powers in G1 and n in G2 for n = qr_aggregate_padded.
 * To verify aggregates of any size, proofs = 2 is enough. Each point read is checked: encoding, curve,
 * subgroup, not infinity. QR_CORRUPT: no SRS, or a bad point; QR_UNSUPPORTED: fewer powers than needed;
 * QR_INVALID_ARGUMENT: no such number of proofs.
 */
QR_MUST_CHECK qr_status_t qr_srs_load(qr_job_t *job, qr_srs_t **out, const char *path, size_t proofs);
/** The same for a file's bytes. */
QR_MUST_CHECK qr_status_t qr_srs_decode(qr_job_t *job, qr_srs_t **out, const uint8_t *in, size_t length,
                                        size_t proofs);
/** NULL is allowed. */
void qr_srs_destroy(qr_srs_t *srs);

typedef struct {
    uint64_t powers[4]; /**< in the file: of alpha and beta in G1, of alpha and beta in G2 */
    uint64_t proofs;    /**< most proofs of an aggregate with what was read */
} qr_srs_info_t;
void qr_srs_info(qr_srs_info_t *out, const qr_srs_t *srs);

/** Are the points that were read powers of one alpha and one beta? QR_CORRUPT if not (a wrong one passes with
 * probability 2^-128). */
QR_MUST_CHECK qr_status_t qr_srs_check(qr_job_t *job, const qr_srs_t *srs);

/**
 * Makes directory/v28-fil-inner-product-v1.srs with `powers` powers in each vector (4 <= powers <=
 * QR_SRS_MAX_POWERS), and .local before it, the mark of an SRS whose secrets somebody may know. The secrets
 * come from the seed alone, so equal seeds give equal files and a longer file goes on where a shorter one
 * ends. QR_MISMATCH: an SRS is there already, without the mark of a local one. Units of job->done: points.
 */
QR_MUST_CHECK qr_status_t qr_srs_generate(qr_job_t *job, const char *directory, size_t powers,
                                          const void *seed, size_t seed_length);

/* ---- What an aggregate is bound to, 32 bytes ----
 * Of the real members only, not of the repetitions. Arrays are 32 bytes a member. */

/** Interactive PoRep. */
void qr_aggregate_bind_porep(uint8_t out[32], const uint8_t *seeds, const uint8_t *comm_r, size_t sectors);
/** Non-interactive PoRep: one comm_r for all partitions of a sector. */
void qr_aggregate_bind_ni_porep(uint8_t out[32], const uint8_t *comm_r, size_t sectors);
/** Replica updates; h: the h of each. The network knows their aggregates in version 2 only. */
void qr_aggregate_bind_update(uint8_t out[32], const uint8_t *h, const uint8_t *comm_r_old,
                              const uint8_t *comm_r_new, const uint8_t *comm_d_new, size_t sectors);

/* ---- Aggregates ---- */

typedef enum { QR_AGGREGATE_V1 = 1, QR_AGGREGATE_V2 = 2 } qr_aggregate_version_t;

/** The power of two to which so many proofs are filled up; 0 for none and for more than the maximum. */
size_t qr_aggregate_padded(size_t proofs);
/** Bytes of the aggregate of so many proofs; 0 where qr_aggregate_padded is. */
size_t qr_aggregate_size(size_t proofs);

/**
 * out (size = qr_aggregate_size(count) bytes) = the aggregate of `count` proofs, QR_PROOF_SIZE bytes each.
 * Whether the proofs hold is not looked at; if one does not, neither does the aggregate.
 *
 * QR_MALFORMED, QR_MISMATCH: a proof that is no proof. QR_INVALID_ARGUMENT: a wrong size or version, no
 * proofs, more than the SRS was read for. QR_UNSUPPORTED: a commitment that has no encoding (never by
 * chance). Units of job->done: proofs folded away.
 */
QR_MUST_CHECK qr_status_t qr_aggregate_prove(qr_job_t *job, uint8_t *out, size_t size, const qr_srs_t *srs,
                                             qr_aggregate_version_t version, const uint8_t binding[32],
                                             const uint8_t *proofs, size_t count);

/**
 * *valid = does the aggregate prove all `count` statements? inputs: qr_vk_input_count(vk) for each, 32 bytes
 * each, in the order of the proofs. Bytes after the aggregate's end are ignored, as the reference does.
 *
 * QR_MALFORMED, QR_MISMATCH: bytes that are no aggregate, or one of another number of proofs. QR_MALFORMED:
 * an input at or above r. QR_INVALID_ARGUMENT: input_count is not count times qr_vk_input_count, or a wrong
 * version. *valid is false on any error.
 */
QR_MUST_CHECK qr_status_t qr_aggregate_verify(qr_job_t *job, bool *valid, const qr_vk_t *vk,
                                              const qr_srs_t *srs, qr_aggregate_version_t version,
                                              const uint8_t binding[32], const uint8_t *aggregate,
                                              size_t length, const uint8_t *inputs, size_t input_count,
                                              size_t count);

#ifdef __cplusplus
}
#endif
#endif
