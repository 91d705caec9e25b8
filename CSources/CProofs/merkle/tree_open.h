/** @file tree_open.h  Files read in small pieces at random, and paths read from trees without a check.
 * Private. */
#ifndef QUARRY_TREE_OPEN_H
#define QUARRY_TREE_OPEN_H

#include "merkle_proof.h"

/** A file open for reading. Zero-initialise; close it in every case. */
typedef struct {
    int descriptor;
    char *path; /**< NULL: not open */
} qr_input_t;

/** Opens `path`, which must have `size` bytes (QR_CORRUPT otherwise). */
QR_MUST_CHECK qr_status_t qr_input_open(qr_job_t *job, qr_input_t *out, const char *path, uint64_t size);
void qr_input_close(qr_input_t *input);
/** Fills out[0, size) from `offset`. Thread-safe. */
QR_MUST_CHECK qr_status_t qr_input_read(qr_job_t *job, uint8_t *out, size_t size, const qr_input_t *input,
                                        uint64_t offset);

/** qr_tree_prove without the check that the path leads to the root: for callers that check many at once.
 * Thread-safe. */
QR_MUST_CHECK qr_status_t qr_tree_read_proof(qr_job_t *job, qr_merkle_proof_t *out, const qr_tree_t *tree,
                                             uint64_t leaf);
/** Nodes [first, first + count) of row `row` (0: leaves) of a tree of one base tree. */
QR_MUST_CHECK qr_status_t qr_tree_read_row(qr_job_t *job, uint8_t *out, const qr_tree_t *tree, uint32_t row,
                                           uint64_t first, uint64_t count);

#endif
