/**
 * @file scratch_io.h  (private)
 * Many small reads at once: io_uring where the kernel allows it, else a pool of threads that call preadv.
 */
#ifndef QR_SCRATCH_IO_H
#define QR_SCRATCH_IO_H

#include <sys/uio.h>

#include "quarry_platform.h"

/** Reads that are under way at the same time. */
#define QR_SCRATCH_DEPTH 256u

/** Bytes from `offset` of `file` on, into `parts` one after the other; all of them must be there. */
typedef struct {
    struct iovec *parts;
    int part_count;
    int file;
    uint64_t offset;
} qr_scratch_read_t;

typedef struct qr_scratch_io qr_scratch_io_t;

/** use_ring false: threads in any case. */
QR_MUST_CHECK qr_status_t qr_scratch_io_create(qr_scratch_io_t **out, bool use_ring);
void qr_scratch_io_destroy(qr_scratch_io_t *io);
/** Whether it works through io_uring. */
bool qr_scratch_io_has_ring(const qr_scratch_io_t *io);
/** Does all the reads; returns 0 or the errno of one that failed (EIO: the file ends too early). One caller
 * at a time. */
int qr_scratch_io_read(qr_scratch_io_t *io, const qr_scratch_read_t *reads, size_t count);

#endif
