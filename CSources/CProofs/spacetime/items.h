/** @file items.h  The same work on many items, on a job's workers. Private. */
#ifndef QUARRY_ITEMS_H
#define QUARRY_ITEMS_H

#include "quarry_platform.h"

/**
 * fn(context, worker, i) for i < count on the job's group; each success is a work unit done. Stops early with
 * the first failing status, or QR_CANCELLED.
 */
QR_MUST_CHECK qr_status_t qr_run_items(qr_job_t *job, uint64_t count, void *context,
                                       qr_status_t (*fn)(void *context, size_t worker, uint64_t i));

#endif
