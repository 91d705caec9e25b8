/**
 * @file msm_run.h
 * A sum of multiples of points under way. Private to msm_run.c, msm_buckets.c, msm_ones.c and
 * members.c.
 *
 * Memory: a block of at most MSM_BLOCK_BYTES of points in working form (a million of G1), 6 bytes a point and
 * window for its digits and sorted lists (100 MB at most), the buckets (2^(bits-1) points a window: 64 MB for
 * G1, 128 MB for G2 at most) and 2 to 3 MB a worker. Blocks follow one another, so a sum of any size needs no
 * more than about 310 MB.
 */
#ifndef QR_CURVE_MSM_RUN_H
#define QR_CURVE_MSM_RUN_H

#include <string.h>

#include "curve/msm_kernels.h"

enum {
    MSM_RANGE = 2048, /**< scalars classified at a time */
    MSM_CHUNK = 8192, /**< points whose trees of additions are in the cache at the same time */
    /** Ones added up at a time: full batches in the tree. As soon as a range more wait, which are fetched in
     * the meantime; another range still fits MSM_CHUNK. */
    MSM_ONES = 4 * QR_MSM_BATCH,
    MSM_MIN_BITS = 4,
    MSM_MAX_BITS = 16,
    MSM_BLOCK_BYTES = 1 << 27,
    MSM_ALLOCATIONS = 16
};

/** Part of a bucket's points: `length` sums at `at`, or one point to be added to the bucket as it is. */
typedef struct {
    uint32_t bucket, length;
    uintptr_t at;
} msm_segment_t;

/** What one worker has to itself. */
typedef struct {
    void *scratch;
    uint8_t *work;        /**< MSM_CHUNK points */
    uintptr_t *a, *b, *d; /**< additions waiting: two batches */
    size_t waiting;
    uint32_t *positions;     /**< 2^(MSM_MAX_BITS-1) + 1 */
    uint32_t *index;         /**< MSM_CHUNK */
    uint8_t *sign;           /**< MSM_CHUNK */
    msm_segment_t *segments; /**< MSM_CHUNK */
    size_t ones;             /**< entries of index and sign that wait for being added up */
    bool any_ones;           /**< is there anything in ones_sums? */
    uint8_t *ones_sums;      /**< QR_MSM_BATCH points: the sum of all of them is that of the ones done */
} msm_worker_t;

typedef struct {
    qr_job_t *job;
    const qr_msm_kernel_t *kernel;
    const uint8_t *points, *scalars;
    qr_point_form_t form;
    size_t count;
    msm_worker_t *workers;
    size_t worker_count;
    uint32_t *full; /**< per range: scalars other than 0, 1 and -1; in a block, what is before it */
    size_t full_total;

    unsigned bits, windows;
    size_t buckets;          /**< a window: digits 1 to 2^(bits-1) */
    size_t parts;            /**< tasks a window */
    size_t capacity, length; /**< of the block */
    size_t first_range;
    uint8_t *block;
    uint16_t *digits;           /**< `capacity` a window, plus 2^(bits-1) */
    uint32_t *sorted;           /**< `capacity` a window: place in the block, sign in the lowest bit */
    uint32_t *starts;           /**< buckets + 1 a window */
    uint8_t *sums;              /**< the buckets' points */
    uint8_t *filled;            /**< is there a point yet? */
    size_t segments;            /**< a window, of its buckets; a power of two */
    qr_msm_sum_t *segment_sums; /**< two a segment */
    qr_msm_sum_t *window_sums;

    struct {
        void *memory;
        size_t size;
    } allocations[MSM_ALLOCATIONS];
    size_t allocation_count;
} msm_run_t;

/** Makes the first QR_MSM_BATCH of the queued additions, or all. */
static inline void msm_add_batch(const msm_run_t *run, msm_worker_t *worker) {
    const size_t n = worker->waiting < QR_MSM_BATCH ? worker->waiting : QR_MSM_BATCH;
    const size_t ahead = worker->waiting - n;
    run->kernel->add(worker->scratch, worker->a, worker->b, worker->d, n, ahead);
    memmove(worker->a, worker->a + n, ahead * sizeof *worker->a);
    memmove(worker->b, worker->b + n, ahead * sizeof *worker->b);
    memmove(worker->d, worker->d + n, ahead * sizeof *worker->d);
    worker->waiting = ahead;
}

/** Queues *d = *a + *b. A batch is made when another is known, to be fetched in the meantime. */
static inline void msm_push(const msm_run_t *run, msm_worker_t *worker, uintptr_t a, uintptr_t b, void *d) {
    size_t n = worker->waiting;
    worker->a[n] = a;
    worker->b[n] = b;
    worker->d[n] = (uintptr_t)d;
    worker->waiting = n + 1;
    if (n + 1 == 2 * QR_MSM_BATCH) msm_add_batch(run, worker);
}

/** Makes all queued additions. */
static inline void msm_flush(const msm_run_t *run, msm_worker_t *worker) {
    while (worker->waiting > 0) msm_add_batch(run, worker);
}

/** A scalar's class and, for MSM_FULL, its absolute value. */
typedef enum { MSM_ZERO, MSM_ONE, MSM_FULL } msm_class_t;
msm_class_t qr_msm_classify(uint64_t value[4], bool *negative, const uint8_t scalar[32]);

/** Classifies all scalars and adds up the points of 1 and -1. */
void qr_msm_ones(msm_run_t *run);
/** out = the sum of these points. */
void qr_msm_ones_total(msm_run_t *run, qr_msm_sum_t *out);

/** Memory of the workers (run->count points), of the buckets and blocks (run->full_total entries), and all of
 * it back. */
QR_MUST_CHECK qr_status_t qr_msm_take_workers(msm_run_t *run);
QR_MUST_CHECK qr_status_t qr_msm_take_buckets(msm_run_t *run, unsigned bits, unsigned windows);
void qr_msm_free(msm_run_t *run);
/** Adds all entries to the buckets, block by block: `prepare` loads the points of ranges of a block and
 * writes their digits. */
QR_MUST_CHECK qr_status_t qr_msm_fill(msm_run_t *run, void (*prepare)(void *run, size_t worker,
                                                                      uint64_t start, uint64_t end));

/** Adds the block's points, loaded and with digits, to the buckets. */
void qr_msm_fill_buckets(msm_run_t *run);
/** out = sum over windows and buckets. */
void qr_msm_reduce_buckets(msm_run_t *run, qr_msm_sum_t *out);

#endif
