/** @file pc2_space.h  Block buffers of the workers that stream a sector through its trees. */
#ifndef QR_PC2_SPACE_H
#define QR_PC2_SPACE_H

#include "merkle/tree_build.h"

/** For each worker: `buffers` blocks of nodes, then the inner nodes of one block. */
typedef struct {
    uint8_t *memory;
    size_t block;   /**< bytes of a block */
    size_t stride;  /**< bytes of a worker */
    size_t workers; /**< at least 1 */
    uint32_t buffers;
} qr_pc2_space_t;

/** Bytes of all workers' buffers. */
uint64_t qr_pc2_space_size(const qr_block_plan_t *plan, size_t workers, uint32_t buffers);
QR_MUST_CHECK qr_status_t qr_pc2_space_open(qr_job_t *job, qr_pc2_space_t *out, const qr_block_plan_t *plan,
                                            uint32_t buffers);
void qr_pc2_space_close(qr_pc2_space_t *space);

/** Buffer i of a worker; i = buffers: the inner nodes. */
static inline uint8_t *qr_pc2_space_buffer(const qr_pc2_space_t *space, size_t worker, uint32_t i) {
    return space->memory + worker * space->stride + i * space->block;
}

#endif
