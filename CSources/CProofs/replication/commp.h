/** @file commp.h  Inside of piece commitments, for the files that stream pieces. */
#ifndef QUARRY_COMMP_H
#define QUARRY_COMMP_H

#include "merkle/block_file.h"
#include "quarry/piece.h"

/** Tells `commp`, before its first update, to write the padded nodes to `file` from `offset` on as well. */
void qr_commp_write_to(qr_commp_t *commp, qr_job_t *job, const qr_block_file_t *file, uint64_t offset);

/** In place: the row of `nodes` (a power of two) leaves becomes its root, in the first 32 bytes. */
void qr_tree_d_root(uint8_t *nodes, size_t count);

/** out = H(left, right): one node of a binary tree. */
void qr_tree_d_join(uint8_t out[32], const uint8_t left[32], const uint8_t right[32]);

#endif
