/** @file piece.h  Fr32 padding, piece commitments (CommP), sector data commitments (CommD), tree-d. */
#ifndef QUARRY_PIECE_H
#define QUARRY_PIECE_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Padded bytes for n raw bytes, and back, as the reference's to_padded_bytes / to_unpadded_bytes (partial
 * units included). */
uint64_t qr_fr32_padded_size(uint64_t unpadded);
uint64_t qr_fr32_unpadded_size(uint64_t padded);

/** 127-byte units of `in` to 128-byte units of `out`: memory-speed kernel. out must not overlap in. */
void qr_fr32_pad(uint8_t *out, const uint8_t *in, size_t units);
void qr_fr32_unpad(uint8_t *out, const uint8_t *in, size_t units);
/** Any length, as the reference's Fr32 reader: the last partial node is completed with zero bits. *written
 * bytes of out (qr_fr32_padded_size rounded up to 32). */
void qr_fr32_pad_any(uint8_t *out, size_t *written, const uint8_t *in, size_t length);
/** write_unpadded(padded, offset, length): `length` unpadded bytes from unpadded `offset`; any alignment, as
 * the reference. *written may be less at the end. */
QR_MUST_CHECK qr_status_t qr_fr32_unpad_range(uint8_t *out, size_t *written, const uint8_t *padded,
                                              size_t padded_length, uint64_t offset, uint64_t length);

/** A piece being committed to: constant memory, any length. */
typedef struct qr_commp qr_commp_t;
QR_MUST_CHECK qr_status_t qr_commp_create(qr_commp_t **out, qr_group_t *group);
void qr_commp_destroy(qr_commp_t *commp);
/** Adds raw (unpadded) bytes. */
QR_MUST_CHECK qr_status_t qr_commp_update(qr_commp_t *commp, const uint8_t *in, size_t length);
/** Commitment of what came so far, zero-padded to the next power-of-two piece of at least 128 padded bytes.
 * raw and padded sizes in bytes (may be NULL). Empty input is QR_INVALID_ARGUMENT. More may be added
 * afterwards. */
QR_MUST_CHECK qr_status_t qr_commp_finish(uint8_t out[32], uint64_t *raw_size, uint64_t *padded_size,
                                          qr_commp_t *commp);

/** Commitment of `padded_size` zero bytes; padded_size a power of two from 128 bytes to 64 GiB... 2^60. */
QR_MUST_CHECK qr_status_t qr_zero_commitment(uint8_t out[32], uint64_t padded_size);

typedef struct {
    uint8_t commitment[32];
    uint64_t unpadded_size; /**< 127 * 2^k */
} qr_piece_t;

/** compute_comm_d: pieces in order, joined with zero pieces for alignment, as the reference (see the vectors'
 * README: a list that does not fill the sector gives the root of the smaller tree). */
QR_MUST_CHECK qr_status_t qr_comm_d(uint8_t out[32], uint64_t sector_size, const qr_piece_t *pieces,
                                    size_t count);

/** get_piece_alignment: unpadded zero bytes to the left and right of a piece of `piece` unpadded bytes after
 * `written`; both 0 if `piece` is above 127 * 2^56. */
void qr_piece_alignment(uint64_t *left, uint64_t *right, uint64_t written, uint64_t piece);

/** Reads a file's worth of raw bytes: fills up to `size` bytes, *got of them; 0 at the end. Non-zero return:
 * errno. */
typedef int (*qr_read_fn)(void *context, uint8_t *out, size_t size, size_t *got);

/**
 * Appends a piece to a staged (padded) sector file at `target` as Lotus does: zeros for alignment, the padded
 * piece, zeros to `piece_unpadded`. `written_unpadded` is the sum of unpadded bytes written so far. source
 * gives exactly piece_unpadded bytes, or fewer as the reference permits (the last 32-byte node is completed
 * with zero bits): else QR_MISMATCH. The file is extended, not truncated, and synced. out: the piece's
 * commitment, the byte offset in the padded file where it starts, and unpadded bytes written in all:
 * `written_unpadded` of the next piece. Units of job->done: bytes read from the source.
 */
QR_MUST_CHECK qr_status_t qr_piece_add(qr_job_t *job, uint8_t comm_p[32], uint64_t *padded_offset,
                                       uint64_t *total_unpadded, const char *target,
                                       uint64_t written_unpadded, uint64_t piece_unpadded, qr_read_fn source,
                                       void *context);

/** generate_piece_commitment on a source, for piece_unpadded bytes; errors as the reference (size not
 * 127*2^k: QR_INVALID_ARGUMENT; source too short: QR_MISMATCH). More than piece_unpadded bytes are not read.
 */
QR_MUST_CHECK qr_status_t qr_piece_commitment(qr_job_t *job, uint8_t out[32], uint64_t piece_unpadded,
                                              qr_read_fn source, void *context);

/**
 * tree-d of the staged file (sector_size bytes; a shorter file counts as zero-filled): all rows, leaves
 * first, to `tree` (synced; NULL: only the root). out = comm_d. Units of job->done: bytes of the sector.
 */
QR_MUST_CHECK qr_status_t qr_tree_d_build(qr_job_t *job, uint8_t comm_d[32], const char *tree,
                                          const char *staged, uint64_t sector_size);

/**
 * get_unsealed_range: decodes `length` unpadded bytes from unpadded `offset` of a sealed replica, given the
 * last layer's labels (key file), and writes them to `out_path` at byte 0 (created, synced). Bit-exact with
 * the reference for any offset, multiples of 127 or not. *written bytes.
 */
QR_MUST_CHECK qr_status_t qr_unseal_range(qr_job_t *job, uint64_t *written, const char *out_path,
                                          const qr_porep_config_t *config, const char *replica,
                                          const char *key_layer, uint64_t offset, uint64_t length);

#ifdef __cplusplus
}
#endif
#endif
