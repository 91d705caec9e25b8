/**
 * @file codec.h  Writing and strict reading of the reference's two forms: compact JSON and bincode. Private.
 * Writers append to qr_bytes_t; a failed allocation sticks (qr_bytes_status), so that calls need no check
 * each. Readers are cursors over bytes of unknown origin: the first problem sticks, and every later call
 * fails.
 */
#ifndef QUARRY_CODEC_H
#define QUARRY_CODEC_H

#include "merkle/merkle_proof.h"
#include "quarry/vanilla.h"

/* ---- Writing ---- */

void qr_write_bytes(qr_bytes_t *out, const void *bytes, size_t length);
/** Appends [offset, offset + length) of `out` itself once more. */
void qr_write_again(qr_bytes_t *out, size_t offset, size_t length);
void qr_write_text(qr_bytes_t *out, const char *text);
/** Decimal number. */
void qr_write_number(qr_bytes_t *out, uint64_t number);
/** JSON array of 32 numbers. */
void qr_write_node(qr_bytes_t *out, const uint8_t node[32]);
/** JSON array of nodes. */
void qr_write_nodes(qr_bytes_t *out, const uint8_t (*nodes)[32], size_t count);
/** 4 and 8 bytes, little endian. */
void qr_write_u32(qr_bytes_t *out, uint32_t number);
void qr_write_u64(qr_bytes_t *out, uint64_t number);
/** QR_OUT_OF_MEMORY if any write to `out` failed. */
QR_MUST_CHECK qr_status_t qr_bytes_status(qr_job_t *job, const qr_bytes_t *out);

/* ---- Reading ---- */

typedef struct {
    const uint8_t *start, *at, *end;
    const char *problem; /**< what is wrong at `at`; NULL while all is well */
} qr_reader_t;

void qr_reader_init(qr_reader_t *out, const uint8_t *bytes, size_t length);
/** Notes a problem, unless there is one already; false. */
bool qr_reader_reject(qr_reader_t *in, const char *problem);
/** QR_MALFORMED with place and problem in job->detail, or QR_OK. */
QR_MUST_CHECK qr_status_t qr_reader_status(qr_job_t *job, const qr_reader_t *in, const char *what);

/* JSON. White space is skipped before each token. */

/** Takes the character that opens an object, or an array. */
bool qr_json_object(qr_reader_t *in);
bool qr_json_array(qr_reader_t *in);
/**
 * Inside an object whose '{' is taken: the next key (any order, each once, none unknown, no escapes) with its
 * colon. The key's place in keys[0, count); -1 once '}' is taken and all keys were there; -2 with a problem.
 * *seen starts as 0.
 */
int qr_json_key(qr_reader_t *in, const char *const *keys, size_t count, uint32_t *seen);
/** Inside an array whose '[' is taken: true if element number `index` follows; false once ']' is taken, or
 * with a problem. */
bool qr_json_element(qr_reader_t *in, size_t index);
/** The array ends here, after `count` elements. */
bool qr_json_array_end(qr_reader_t *in, size_t count);
bool qr_json_number(qr_reader_t *in, uint64_t *out);
bool qr_json_null(qr_reader_t *in);
/** A string, which must be `wanted`. */
bool qr_json_string(qr_reader_t *in, const char *wanted);
bool qr_json_node(qr_reader_t *in, uint8_t out[32]);
/** An array of exactly `count` nodes. */
bool qr_json_nodes(qr_reader_t *in, uint8_t (*out)[32], size_t count);
/** Only white space is left. */
bool qr_json_finish(qr_reader_t *in);

/* bincode: little endian, fixed width, u64 counts. */

bool qr_bincode_take(qr_reader_t *in, void *out, size_t length);
bool qr_bincode_u32(qr_reader_t *in, uint32_t wanted);
bool qr_bincode_u64(qr_reader_t *in, uint64_t *out);
/** A count, which must be `wanted`. */
bool qr_bincode_count(qr_reader_t *in, uint64_t wanted);
/** No bytes are left. */
bool qr_bincode_finish(qr_reader_t *in);

/* ---- Merkle proofs (codec_merkle.c) ---- */

void qr_write_proof(qr_bytes_t *out, const qr_merkle_proof_t *proof, qr_form_t form);
/** Reads a proof of exactly this shape, each index below its arity. */
bool qr_read_proof(qr_reader_t *in, qr_merkle_proof_t *out, const qr_merkle_shape_t *shape, qr_form_t form);

#endif
