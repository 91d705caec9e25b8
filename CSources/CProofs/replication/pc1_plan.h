/**
 * @file pc1_plan.h  (private)
 * Which label kernels take which sectors of a batch, and which worker runs them.
 */
#ifndef QR_PC1_PLAN_H
#define QR_PC1_PLAN_H

#include "replication/label_kernel.h"

/** Sectors in the lanes of one kernel. Lanes that are left over repeat the first sector and are never
 * written. */
typedef struct {
    const qr_label_kernel_t *kernel;
    size_t first;  /**< first sector of the batch in it */
    uint32_t used; /**< sectors in it, 1 <= used <= kernel->lanes */
    uint32_t worker;
} qr_pc1_lanes_t;

typedef struct {
    qr_pc1_lanes_t *groups; /**< by worker, then wide before narrow; sectors in ascending order */
    size_t count;
    size_t workers; /**< workers that have lanes: 0 .. workers-1 */
    uint64_t lanes; /**< of all groups, repeated ones included */
} qr_pc1_plan_t;

/**
 * The plan that labels `sectors` sectors on `workers` workers soonest by qr_label_kernel_node_ns. kernel
 * NULL: any that this CPU runs, else that one only. exact: no lane is left over if any mix of kernels can do
 * that (least memory). QR_UNSUPPORTED if the kernel is unknown or cannot run here.
 */
QR_MUST_CHECK qr_status_t qr_pc1_plan_make(qr_pc1_plan_t *out, const char *kernel, size_t sectors,
                                           size_t workers, bool exact);
void qr_pc1_plan_free(qr_pc1_plan_t *plan);

/** The kernels as text, for example "2 x avx512x16 + shani2"; cut short if it does not fit. */
void qr_pc1_plan_text(char *out, size_t size, const qr_pc1_plan_t *plan);

#endif
