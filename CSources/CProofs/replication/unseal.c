/** Data from a replica: replica - key, node by node, then unpadded. */
#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

#include "merkle/block_file.h"
#include "quarry/piece.h"
#include "quarry_crypto.h"
#include "replication/fr32_kernels.h"

/** Units that a worker decodes at once: 1 MiB padded. */
#define BLOCK_UNITS 8192u
#define NODES_SIZE ((size_t)BLOCK_UNITS * QR_FR32_PADDED + 2 * QR_NODE_SIZE)
#define RAW_SIZE ((size_t)BLOCK_UNITS * QR_FR32_RAW)
/** Replica nodes, key nodes and raw bytes of a worker, each at a whole cache line. */
#define WORKER_SIZE (2 * NODES_SIZE + (RAW_SIZE + 63) / 64 * 64)

typedef struct {
    qr_job_t *job;
    qr_block_file_t replica, key, out;
    uint64_t
        start; /**< byte in the padded sector where the stream begins: in any place, even inside a node */
    uint64_t padded; /**< bytes of it */
    uint64_t length; /**< raw bytes wanted */
    uint8_t *buffers;
    _Atomic uint32_t status;
    uint32_t stop;
} unseal_t;

/** Decodes the units [first, end) of the stream, the last of which may be partial. */
static qr_status_t decode_units(unseal_t *unseal, uint8_t *nodes, uint64_t first, uint64_t end) {
    uint8_t *key = nodes + NODES_SIZE, *raw = key + NODES_SIZE;
    const uint64_t from = unseal->start + first * QR_FR32_PADDED;
    const uint64_t stream_end = unseal->start + unseal->padded;
    uint64_t to = unseal->start + end * QR_FR32_PADDED;
    if (to > stream_end) to = stream_end;
    const uint64_t node = from / QR_NODE_SIZE, skip = from % QR_NODE_SIZE;
    const size_t count = (size_t)((to + QR_NODE_SIZE - 1) / QR_NODE_SIZE - node);
    qr_status_t status = qr_block_file_read_nodes(unseal->job, &unseal->replica, nodes, count, node);
    if (status == QR_OK) status = qr_block_file_read_nodes(unseal->job, &unseal->key, key, count, node);
    if (status != QR_OK) return status;
    qr_fr_sub(nodes, nodes, key, count);
    const uint64_t at = first * QR_FR32_RAW, left = unseal->length - at;
    const uint64_t want = left < (end - first) * QR_FR32_RAW ? left : (end - first) * QR_FR32_RAW;
    size_t written;
    status = qr_fr32_unpad_range(raw, &written, nodes + skip, (size_t)(to - from), 0, want);
    if (status == QR_OK) status = qr_block_file_write(unseal->job, &unseal->out, raw, written, at);
    if (status == QR_OK) qr_job_advance(unseal->job, written);
    return status;
}

static void decode(void *context, size_t worker, uint64_t start, uint64_t end) {
    unseal_t *unseal = context;
    qr_status_t status = QR_CANCELLED;
    if (!qr_job_cancelled(unseal->job)) {
        status = decode_units(unseal, unseal->buffers + worker * WORKER_SIZE, start, end);
    }
    if (status == QR_OK) return;
    uint32_t none = QR_OK;
    atomic_compare_exchange_strong(&unseal->status, &none, (uint32_t)status);
    __atomic_store_n(&unseal->stop, 1u, __ATOMIC_RELAXED);
}

static qr_status_t run(unseal_t *unseal) {
    const uint64_t units = (unseal->padded + QR_FR32_PADDED - 1) / QR_FR32_PADDED;
    const size_t size = qr_group_size(unseal->job->group) * WORKER_SIZE;
    qr_status_t status = qr_memory_allocate((void **)&unseal->buffers, size, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(unseal->job, status, 0, "%zu bytes to unseal", size);
    qr_job_expect(unseal->job, unseal->length);
    qr_group_for(unseal->job->group, units, BLOCK_UNITS, &unseal->stop, decode, unseal);
    qr_memory_free(unseal->buffers, size);
    status = (qr_status_t)atomic_load(&unseal->status);
    return status == QR_OK ? qr_block_file_sync(unseal->job, &unseal->out) : status;
}

qr_status_t qr_unseal_range(qr_job_t *job, uint64_t *written, const char *out_path,
                            const qr_porep_config_t *config, const char *replica, const char *key_layer,
                            uint64_t offset, uint64_t length) {
    qr_job_t own = {.group = NULL};
    if (!job) job = &own;
    *written = 0;
    const uint64_t size = config->sector_size;
    unseal_t unseal = {.job = job, .length = length};
    atomic_init(&unseal.status, QR_OK);
    if (offset <= size && length <= size) {
        unseal.start = qr_fr32_padded_size(offset);
        unseal.padded = qr_fr32_padded_size(length);
    }
    if (offset > size || length > size || unseal.start + unseal.padded > size) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0,
                           "bytes %" PRIu64 " to %" PRIu64 " are not in a sector of %" PRIu64 " padded bytes",
                           offset, offset + length, size);
    }
    qr_status_t status = qr_block_file_open(job, &unseal.replica, replica, size);
    if (status == QR_OK) status = qr_block_file_open(job, &unseal.key, key_layer, size);
    if (status == QR_OK) {
        const qr_block_file_t inputs[2] = {unseal.replica, unseal.key};
        status = qr_block_file_create(job, &unseal.out, out_path, length, inputs, 2);
    }
    if (status == QR_OK) status = run(&unseal);
    if (status == QR_OK) *written = length;
    qr_block_file_close(&unseal.out);
    qr_block_file_close(&unseal.key);
    qr_block_file_close(&unseal.replica);
    return status;
}
