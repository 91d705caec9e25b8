/**
 * Piece commitments of streams. The stream is cut into chunks, each a subtree that one worker pads and
 * hashes within its L2; a stack of roots, one a level, joins the chunks as a binary counter does.
 */
#include "replication/commp.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "quarry_crypto.h"
#include "replication/fr32_kernels.h"

#define CHUNK_UNITS 1024u
#define CHUNK_RAW ((size_t)CHUNK_UNITS * QR_FR32_RAW)
#define CHUNK_PADDED ((size_t)CHUNK_UNITS * QR_FR32_PADDED)
#define CHUNK_NODES (CHUNK_PADDED / QR_NODE_SIZE)
/** Chunks handed to the group at once. */
#define MAX_BATCH 64u
/** Levels above a chunk: enough for 2^60 padded bytes. */
#define LEVELS 48
/** Raw bytes of the longest piece. */
#define MAX_RAW (((uint64_t)1 << 53) * QR_FR32_RAW)

/** Roots of what came: bit l of `chunks` tells whether level l has one. */
typedef struct {
    uint8_t roots[LEVELS][QR_NODE_SIZE];
    uint64_t chunks;
} root_stack_t;

struct qr_commp {
    qr_group_t *group;
    size_t batch;     /**< chunks that the buffer holds */
    uint8_t *buffer;  /**< raw bytes that wait */
    uint8_t *scratch; /**< a padded chunk a worker */
    size_t held;
    uint64_t raw_size;
    root_stack_t stack;
    uint8_t batch_roots[MAX_BATCH][QR_NODE_SIZE];
    qr_job_t *job;
    const qr_block_file_t *file; /**< NULL: the padded bytes go nowhere */
    uint64_t file_offset;
    qr_status_t status; /**< of writing */
};

void qr_tree_d_root(uint8_t *nodes, size_t count) {
    for (; count > 1; count /= 2) qr_sha256_tree_row(nodes, nodes, count / 2);
}

void qr_tree_d_join(uint8_t out[32], const uint8_t left[32], const uint8_t right[32]) {
    uint8_t pair[2 * QR_NODE_SIZE];
    memcpy(pair, left, QR_NODE_SIZE);
    memcpy(pair + QR_NODE_SIZE, right, QR_NODE_SIZE);
    qr_sha256_tree_row(out, pair, 1);
}

static void push(root_stack_t *stack, const uint8_t root[QR_NODE_SIZE]) {
    uint8_t node[QR_NODE_SIZE];
    unsigned level = 0;
    memcpy(node, root, QR_NODE_SIZE);
    for (; stack->chunks >> level & 1; level++) qr_tree_d_join(node, stack->roots[level], node);
    memcpy(stack->roots[level], node, QR_NODE_SIZE);
    stack->chunks++;
}

/** A batch under way. */
typedef struct {
    qr_commp_t *commp;
    const uint8_t *in;
    uint64_t first; /**< number of its first chunk */
    _Atomic uint32_t status;
} batch_t;

static void hash_chunk(void *context, size_t worker, uint64_t start, uint64_t end) {
    batch_t *batch = context;
    qr_commp_t *commp = batch->commp;
    uint8_t *scratch = commp->scratch + worker * CHUNK_PADDED;
    for (uint64_t i = start; i < end; i++) {
        qr_fr32_pad(scratch, batch->in + i * CHUNK_RAW, CHUNK_UNITS);
        if (commp->file) {
            const uint64_t offset = commp->file_offset + (batch->first + i) * CHUNK_PADDED;
            const qr_status_t status =
                qr_block_file_write(commp->job, commp->file, scratch, CHUNK_PADDED, offset);
            if (status != QR_OK) atomic_store(&batch->status, (uint32_t)status);
        }
        qr_tree_d_root(scratch, CHUNK_NODES);
        memcpy(commp->batch_roots[i], scratch, QR_NODE_SIZE);
    }
}

/** Adds `count` whole chunks to `stack`. */
static qr_status_t add_chunks(qr_commp_t *commp, root_stack_t *stack, const uint8_t *in, size_t count) {
    batch_t batch = {.commp = commp, .in = in, .first = stack->chunks};
    atomic_init(&batch.status, QR_OK);
    qr_group_for(commp->group, count, 1, NULL, hash_chunk, &batch);
    for (size_t i = 0; i < count; i++) push(stack, commp->batch_roots[i]);
    return (qr_status_t)atomic_load(&batch.status);
}

qr_status_t qr_commp_create(qr_commp_t **out, qr_group_t *group) {
    if (!out) return QR_INVALID_ARGUMENT;
    *out = NULL;
    qr_commp_t *commp = calloc(1, sizeof *commp);
    if (!commp) return QR_OUT_OF_MEMORY;
    const size_t workers = qr_group_size(group);
    commp->group = group;
    commp->batch = !group ? 1 : workers > MAX_BATCH / 2 ? MAX_BATCH : 2 * workers;
    qr_status_t status =
        qr_memory_allocate((void **)&commp->buffer, commp->batch * CHUNK_RAW, -1, QR_MEMORY_DEFAULT);
    if (status == QR_OK) {
        status = qr_memory_allocate((void **)&commp->scratch, workers * CHUNK_PADDED, -1, QR_MEMORY_HUGE);
    }
    if (status != QR_OK) {
        qr_commp_destroy(commp);
        return status;
    }
    *out = commp;
    return QR_OK;
}

void qr_commp_destroy(qr_commp_t *commp) {
    if (!commp) return;
    qr_memory_free(commp->buffer, commp->batch * CHUNK_RAW);
    qr_memory_free(commp->scratch, qr_group_size(commp->group) * CHUNK_PADDED);
    free(commp);
}

void qr_commp_write_to(qr_commp_t *commp, qr_job_t *job, const qr_block_file_t *file, uint64_t offset) {
    commp->job = job;
    commp->file = file;
    commp->file_offset = offset;
}

qr_status_t qr_commp_update(qr_commp_t *commp, const uint8_t *in, size_t length) {
    if (!commp || (!in && length > 0) || length > MAX_RAW - commp->raw_size) return QR_INVALID_ARGUMENT;
    commp->raw_size += length;
    while (length > 0 && commp->status == QR_OK) {
        if (commp->held == 0 && length >= commp->batch * CHUNK_RAW) {
            const size_t count = length / CHUNK_RAW < MAX_BATCH ? length / CHUNK_RAW : MAX_BATCH;
            commp->status = add_chunks(commp, &commp->stack, in, count);
            in += count * CHUNK_RAW;
            length -= count * CHUNK_RAW;
            continue;
        }
        const size_t room = commp->batch * CHUNK_RAW - commp->held;
        const size_t take = length < room ? length : room;
        memcpy(commp->buffer + commp->held, in, take);
        commp->held += take;
        in += take;
        length -= take;
        if (take < room) break;
        commp->status = add_chunks(commp, &commp->stack, commp->buffer, commp->batch);
        commp->held = 0;
    }
    return commp->status;
}

/** Root over all chunks, with zero chunks up to the next power of two. */
static void fold(uint8_t out[32], const root_stack_t *stack) {
    uint8_t zero[QR_NODE_SIZE] = {0}, node[QR_NODE_SIZE];
    for (size_t n = CHUNK_NODES; n > 1; n /= 2) qr_tree_d_join(zero, zero, zero);
    unsigned level = 0, top = 0;
    while ((uint64_t)1 << top < stack->chunks) top++;
    for (; !(stack->chunks >> level & 1); level++) qr_tree_d_join(zero, zero, zero);
    memcpy(node, stack->roots[level], QR_NODE_SIZE);
    for (bool lowest = true; level < top; level++, lowest = false) {
        if (!lowest && stack->chunks >> level & 1) {
            qr_tree_d_join(node, stack->roots[level], node);
        } else {
            qr_tree_d_join(node, node, zero);
        }
        qr_tree_d_join(zero, zero, zero);
    }
    memcpy(out, node, QR_NODE_SIZE);
}

/** Pads the last, partial chunk into the scratch; its nodes. */
static qr_status_t pad_tail(size_t *nodes, qr_commp_t *commp, const root_stack_t *stack, const uint8_t *raw,
                            size_t length) {
    size_t bytes;
    qr_fr32_pad_any(commp->scratch, &bytes, raw, length);
    *nodes = bytes / QR_NODE_SIZE;
    if (!commp->file || bytes == 0) return QR_OK;
    const uint64_t offset = commp->file_offset + stack->chunks * CHUNK_PADDED;
    return qr_block_file_write(commp->job, commp->file, commp->scratch, bytes, offset);
}

qr_status_t qr_commp_finish(uint8_t out[32], uint64_t *raw_size, uint64_t *padded_size, qr_commp_t *commp) {
    if (!out || !commp || commp->raw_size == 0) return QR_INVALID_ARGUMENT;
    if (commp->status != QR_OK) return commp->status;
    /* On a copy, so that more can be added afterwards. */
    root_stack_t stack = commp->stack;
    const size_t full = commp->held / CHUNK_RAW, rest = commp->held % CHUNK_RAW;
    qr_status_t status = add_chunks(commp, &stack, commp->buffer, full);
    size_t nodes = 0, width = 4; /* the smallest piece has 4 nodes */
    if (status == QR_OK) status = pad_tail(&nodes, commp, &stack, commp->buffer + full * CHUNK_RAW, rest);
    if (status != QR_OK) return status;
    while (width < nodes || (stack.chunks > 0 && width < CHUNK_NODES)) width *= 2;
    if (nodes > 0) {
        memset(commp->scratch + nodes * QR_NODE_SIZE, 0, (width - nodes) * QR_NODE_SIZE);
        qr_tree_d_root(commp->scratch, width);
        if (stack.chunks > 0) push(&stack, commp->scratch);
    }
    uint64_t padded = width * QR_NODE_SIZE;
    if (stack.chunks > 0) {
        fold(out, &stack);
        for (padded = CHUNK_PADDED; padded / CHUNK_PADDED < stack.chunks;) padded *= 2;
    } else {
        memcpy(out, commp->scratch, QR_NODE_SIZE);
    }
    if (raw_size) *raw_size = commp->raw_size;
    if (padded_size) *padded_size = padded;
    return QR_OK;
}
