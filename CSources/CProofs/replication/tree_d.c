/**
 * tree-d of a staged sector: a worker takes a block from its leaves to its root and writes the rows in
 * between at their offsets; the block roots stay in memory, and the rows above them follow at the end.
 */
#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

#include "quarry_crypto.h"
#include "replication/commp.h"

#define MAX_BLOCK ((uint64_t)1 << 20)
#define MAX_SECTOR ((uint64_t)1 << 40)
#define MAX_LEVELS 40

typedef struct {
    qr_job_t *job;
    qr_block_file_t staged, tree; /**< tree.path NULL: only the root is wanted */
    uint64_t sector_size, block_size;
    unsigned block_levels;                   /**< rows of a block above its leaves */
    uint8_t *buffers;                        /**< a block a worker */
    uint8_t *roots;                          /**< a node a block */
    uint8_t zeros[MAX_LEVELS][QR_NODE_SIZE]; /**< roots of zero subtrees */
    _Atomic uint32_t status;
    uint32_t stop;
} build_t;

/** Byte offset of a row in the file: each row is half of the one below. */
static uint64_t row_offset(const build_t *build, unsigned level) {
    return 2 * build->sector_size - 2 * (build->sector_size >> level);
}

static qr_status_t write_row(build_t *build, const uint8_t *row, uint64_t size, unsigned level, uint64_t at) {
    if (!build->tree.path) return QR_OK;
    return qr_block_file_write(build->job, &build->tree, row, size, row_offset(build, level) + at);
}

static bool is_zero(const uint8_t *bytes, size_t size) {
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/** The row at `level` of the block in `buffer`, from the row below; zero blocks need no hashing. */
static void next_row(const build_t *build, uint8_t *buffer, size_t nodes, unsigned level, bool zero) {
    if (!zero) {
        qr_sha256_tree_row(buffer, buffer, nodes);
        return;
    }
    for (size_t i = 0; i < nodes; i++) memcpy(buffer + i * QR_NODE_SIZE, build->zeros[level], QR_NODE_SIZE);
}

static qr_status_t build_block(build_t *build, uint8_t *buffer, uint64_t block) {
    const uint64_t start = block * build->block_size;
    const uint64_t there = start < build->staged.size ? build->staged.size - start : 0;
    const size_t present = there < build->block_size ? (size_t)there : (size_t)build->block_size;
    qr_status_t status = qr_block_file_read(build->job, &build->staged, buffer, present, start);
    if (status != QR_OK) return status;
    memset(buffer + present, 0, build->block_size - present);
    const bool zero = is_zero(buffer, build->block_size);
    for (unsigned level = 0; level < build->block_levels && status == QR_OK; level++) {
        const uint64_t size = build->block_size >> level;
        status = write_row(build, buffer, size, level, start >> level);
        next_row(build, buffer, size / (2 * QR_NODE_SIZE), level + 1, zero);
    }
    memcpy(build->roots + block * QR_NODE_SIZE, buffer, QR_NODE_SIZE);
    qr_job_advance(build->job, build->block_size);
    return status;
}

static void build_blocks(void *context, size_t worker, uint64_t start, uint64_t end) {
    build_t *build = context;
    for (uint64_t block = start; block < end; block++) {
        qr_status_t status = QR_CANCELLED;
        if (!qr_job_cancelled(build->job)) {
            status = build_block(build, build->buffers + worker * build->block_size, block);
        }
        if (status == QR_OK) continue;
        uint32_t none = QR_OK;
        atomic_compare_exchange_strong(&build->status, &none, (uint32_t)status);
        __atomic_store_n(&build->stop, 1u, __ATOMIC_RELAXED);
        return;
    }
}

/** Rows from the block roots up; the last is the root. */
static qr_status_t build_top(build_t *build, uint8_t comm_d[32]) {
    unsigned level = build->block_levels;
    uint64_t nodes = build->sector_size / build->block_size;
    qr_status_t status = write_row(build, build->roots, nodes * QR_NODE_SIZE, level, 0);
    for (; nodes > 1 && status == QR_OK; nodes /= 2) {
        qr_sha256_tree_row(build->roots, build->roots, nodes / 2);
        status = write_row(build, build->roots, nodes / 2 * QR_NODE_SIZE, ++level, 0);
    }
    if (status == QR_OK && build->tree.path) status = qr_block_file_sync(build->job, &build->tree);
    if (status == QR_OK) memcpy(comm_d, build->roots, QR_NODE_SIZE);
    return status;
}

static qr_status_t run(build_t *build, uint8_t comm_d[32]) {
    const uint64_t blocks = build->sector_size / build->block_size;
    const size_t roots_size = blocks * QR_NODE_SIZE;
    const size_t buffers_size = qr_group_size(build->job->group) * build->block_size;
    qr_status_t status = qr_memory_allocate((void **)&build->roots, roots_size, -1, QR_MEMORY_DEFAULT);
    if (status == QR_OK) {
        status = qr_memory_allocate((void **)&build->buffers, buffers_size, -1, QR_MEMORY_HUGE);
    }
    if (status != QR_OK) {
        qr_job_fail(build->job, status, 0, "%zu bytes for tree-d", roots_size + buffers_size);
    } else {
        qr_job_expect(build->job, build->sector_size);
        qr_group_for(build->job->group, blocks, 1, &build->stop, build_blocks, build);
        status = (qr_status_t)atomic_load(&build->status);
    }
    if (status == QR_OK) status = build_top(build, comm_d);
    qr_memory_free(build->roots, roots_size);
    qr_memory_free(build->buffers, buffers_size);
    return status;
}

qr_status_t qr_tree_d_build(qr_job_t *job, uint8_t comm_d[32], const char *tree, const char *staged,
                            uint64_t sector_size) {
    qr_job_t own = {.group = NULL};
    if (!job) job = &own;
    memset(comm_d, 0, QR_NODE_SIZE);
    if ((sector_size & (sector_size - 1)) != 0 || sector_size < 2 * QR_NODE_SIZE ||
        sector_size > MAX_SECTOR) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "sector size %" PRIu64, sector_size);
    }
    build_t build = {.job = job, .sector_size = sector_size};
    atomic_init(&build.status, QR_OK);
    build.block_size = sector_size < MAX_BLOCK ? sector_size : MAX_BLOCK;
    while (build.block_size / QR_NODE_SIZE > (uint64_t)1 << build.block_levels) build.block_levels++;
    for (unsigned i = 1; i < MAX_LEVELS; i++) {
        qr_tree_d_join(build.zeros[i], build.zeros[i - 1], build.zeros[i - 1]);
    }
    qr_status_t status = qr_block_file_open(job, &build.staged, staged, QR_BLOCK_ANY_SIZE);
    if (status == QR_OK && tree) {
        const uint64_t size = 2 * sector_size - QR_NODE_SIZE;
        status = qr_block_file_create(job, &build.tree, tree, size, &build.staged, 1);
    }
    if (status == QR_OK) status = run(&build, comm_d);
    qr_block_file_close(&build.tree);
    qr_block_file_close(&build.staged);
    return status;
}
