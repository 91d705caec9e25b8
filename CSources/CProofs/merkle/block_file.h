/** @file block_file.h  Files of a sector, read and written in large blocks at known offsets by several
 * workers. */
#ifndef QR_BLOCK_FILE_H
#define QR_BLOCK_FILE_H

#include "quarry/config.h"

/** An open file. Zero-initialised (or closed) it is no file: `path` is NULL. */
typedef struct {
    const char *path; /**< the caller's, for messages */
    uint64_t size;    /**< bytes, when it was opened */
    uint64_t device, inode;
    int descriptor;
    bool regular; /**< devices can be neither sized nor synced */
} qr_block_file_t;

/** Most inputs of one job here: every layer, the staged data and a replica. */
#define QR_BLOCK_INPUTS (QR_MAX_LAYERS + 2u)

/** Opens for reading; size QR_BLOCK_ANY_SIZE takes any size, else another size is QR_CORRUPT. */
#define QR_BLOCK_ANY_SIZE UINT64_MAX
QR_MUST_CHECK qr_status_t qr_block_file_open(qr_job_t *job, qr_block_file_t *out, const char *path,
                                             uint64_t size);

/**
 * Opens for writing, of `size` bytes, its space reserved. A file that is also one of the `inputs`
 * is refused before anything of it is touched.
 */
QR_MUST_CHECK qr_status_t qr_block_file_create(qr_job_t *job, qr_block_file_t *out, const char *path,
                                               uint64_t size, const qr_block_file_t *inputs, size_t count);

/** Reads exactly `length` bytes at `offset`; fewer in the file is QR_CORRUPT. */
QR_MUST_CHECK qr_status_t qr_block_file_read(qr_job_t *job, const qr_block_file_t *file, uint8_t *out,
                                             size_t length, uint64_t offset);

/** Reads `count` nodes from node `first`, zero beyond the end of the file; one that is no field element is
 * QR_CORRUPT. */
QR_MUST_CHECK qr_status_t qr_block_file_read_nodes(qr_job_t *job, const qr_block_file_t *file, uint8_t *out,
                                                   size_t count, uint64_t first);

QR_MUST_CHECK qr_status_t qr_block_file_write(qr_job_t *job, const qr_block_file_t *file, const uint8_t *in,
                                              size_t length, uint64_t offset);

/** Asks the system to read these bytes ahead. */
void qr_block_file_prefetch(const qr_block_file_t *file, uint64_t length, uint64_t offset);

/** Makes what was written durable. */
QR_MUST_CHECK qr_status_t qr_block_file_sync(qr_job_t *job, const qr_block_file_t *file);

void qr_block_file_close(qr_block_file_t *file);

#endif
