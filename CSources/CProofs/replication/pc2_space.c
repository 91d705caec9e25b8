#include "replication/pc2_space.h"

#include <inttypes.h>

/* Workers first touch their own buffers, which so land on their own memory node: pages are not shared. */
enum { PAGE = 4 << 10, HUGE_PAGE = 2 << 20 };

static size_t worker_stride(const qr_block_plan_t *plan, uint32_t buffers) {
    size_t bytes = (buffers * plan->block_nodes + qr_block_inner_nodes(plan)) * QR_NODE_SIZE;
    return (bytes + PAGE - 1) / PAGE * PAGE;
}

uint64_t qr_pc2_space_size(const qr_block_plan_t *plan, size_t workers, uint32_t buffers) {
    uint64_t bytes = (uint64_t)workers * worker_stride(plan, buffers);
    /* As qr_memory_allocate rounds it. */
    return bytes < HUGE_PAGE ? bytes : (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

qr_status_t qr_pc2_space_open(qr_job_t *job, qr_pc2_space_t *out, const qr_block_plan_t *plan,
                              uint32_t buffers) {
    *out = (qr_pc2_space_t){.block = plan->block_nodes * QR_NODE_SIZE,
                            .stride = worker_stride(plan, buffers),
                            .workers = qr_group_size(job->group),
                            .buffers = buffers};
    void *memory = NULL;
    qr_status_t status = qr_memory_allocate(&memory, out->workers * out->stride, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) {
        return qr_job_fail(job, status, 0, "%" PRIu64 " bytes of block buffers",
                           (uint64_t)(out->workers * out->stride));
    }
    out->memory = memory;
    return QR_OK;
}

void qr_pc2_space_close(qr_pc2_space_t *space) {
    qr_memory_free(space->memory, space->workers * space->stride);
    space->memory = NULL;
}
