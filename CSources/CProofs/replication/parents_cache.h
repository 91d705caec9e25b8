/**
 * @file parents_cache.h  (private)
 * Parents of all nodes in order, a window at a time, for several workers that go through the layers at their
 * own pace.
 *
 * A window is computed (or read from the cache file) once by whoever needs it first and stays in a ring while
 * any worker may still come to it. Nobody waits: a worker that finds a window in the making, or the ring full
 * of windows that slower workers need, fills a buffer of its own, which costs about one hundredth of
 * labelling the window.
 */
#ifndef QR_PARENTS_CACHE_H
#define QR_PARENTS_CACHE_H

#include "replication/graph_kernels.h"

#define QR_PARENTS_WINDOW 1024u
/** Nodes past its end that a window also has, so that prefetching crosses from one to the next. */
#define QR_PARENTS_AHEAD 32u

typedef struct qr_parents qr_parents_t;

/** Bytes that qr_parents_open takes. */
uint64_t qr_parents_bytes(const qr_porep_config_t *config, size_t workers);

/**
 * For `workers` labelling workers. path: the cache file, written first if absent (on the job's group); NULL:
 * none. QR_CORRUPT if the file has another size or other parents.
 */
QR_MUST_CHECK qr_status_t qr_parents_open(qr_parents_t **out, qr_job_t *job, const qr_porep_config_t *config,
                                          const char *path, size_t workers);
void qr_parents_close(qr_parents_t *parents);

uint64_t qr_parents_windows(const qr_parents_t *parents);

/**
 * Parents of the nodes from window `window` on, in the `round`-th pass (0, 1, ...), for worker `worker`; each
 * worker asks for windows in order, pass after pass. *count = nodes readable: the window and QR_PARENTS_AHEAD
 * more, at most to the last node. The array is good until the worker's next call. Fails only if the cache
 * file cannot be read.
 */
QR_MUST_CHECK qr_status_t qr_parents_get(qr_parents_t *parents, const uint32_t **out, uint64_t *count,
                                         size_t worker, uint64_t round, uint64_t window);
/** Worker `worker` will ask for no more windows of this pass. */
void qr_parents_pass_done(qr_parents_t *parents, size_t worker, uint64_t round);

/** For a worker without lanes: fills windows ahead of the others until all are through pass `round`, or
 * *stop. */
void qr_parents_produce(qr_parents_t *parents, uint64_t round, bool (*stop)(void *context), void *context);

/* parents_file.c */

/** Opens the cache file, making it first if it is not there; *out = descriptor. */
QR_MUST_CHECK qr_status_t qr_parents_file_open(int *out, qr_job_t *job, const qr_graph_t *graph,
                                               const qr_feistel_tables_t *tables, const char *path);
/** Reads the parents of `count` nodes from `start` on. */
QR_MUST_CHECK qr_status_t qr_parents_file_read(qr_job_t *job, int file, const char *path, uint32_t *out,
                                               uint64_t start, uint64_t count);

#endif
