#include "merkle/tree_build.h"

#include <string.h>

#include "quarry_crypto.h"

/** log8 of a base tree's leaves. */
static uint32_t tree_height(const qr_porep_config_t *config) {
    return (uint32_t)__builtin_ctzll(config->base_leaves) / 3;
}

/** Nodes of row `row` of a base tree. */
static uint64_t row_nodes(uint32_t height, uint32_t row) {
    return UINT64_C(1) << (3 * (height - row));
}

/** Byte offset of a row in a file that begins with row `first_row`. */
static uint64_t row_offset(uint32_t height, uint32_t first_row, uint32_t row) {
    uint64_t nodes = 0;
    for (uint32_t r = first_row; r < row; r++) nodes += row_nodes(height, r);
    return nodes * QR_NODE_SIZE;
}

void qr_block_plan_init(qr_block_plan_t *out, const qr_porep_config_t *config, size_t workers,
                        uint32_t block_height) {
    uint32_t height = tree_height(config);
    if (block_height > height) block_height = height;
    /* Four blocks a worker keep the last ones from leaving most workers idle. */
    while (block_height > QR_BLOCK_HEIGHT_LEAST && config->node_count >> (3 * block_height) < 4 * workers) {
        block_height--;
    }
    out->height = height;
    out->block_height = block_height;
    out->block_nodes = (size_t)1 << (3 * block_height);
    out->tree_blocks = config->base_leaves >> (3 * block_height);
    out->blocks = out->tree_blocks * config->base_trees;
}

size_t qr_block_inner_nodes(const qr_block_plan_t *plan) {
    return (plan->block_nodes - 1) / (QR_TREE_ARITY - 1);
}

typedef struct {
    qr_job_t *job;
    qr_block_fn fn;
    void *context;
    uint32_t stop;
    uint32_t status; /**< a qr_status_t: the first that was not QR_OK */
} block_run_t;

static void run_blocks(void *context, size_t worker, uint64_t start, uint64_t end) {
    block_run_t *run = context;
    for (uint64_t block = start; block < end; block++) {
        if (__atomic_load_n(&run->stop, __ATOMIC_RELAXED)) return;
        qr_status_t status = QR_CANCELLED;
        if (!qr_job_cancelled(run->job)) status = run->fn(run->context, worker, block);
        if (status == QR_OK) continue;
        uint32_t none = QR_OK;
        __atomic_compare_exchange_n(&run->status, &none, (uint32_t)status, false, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED);
        __atomic_store_n(&run->stop, 1u, __ATOMIC_RELAXED);
        return;
    }
}

qr_status_t qr_block_run(qr_job_t *job, const qr_block_plan_t *plan, qr_block_fn fn, void *context) {
    block_run_t run = {.job = job, .fn = fn, .context = context, .status = QR_OK};
    qr_group_for(job->group, plan->blocks, 1, &run.stop, run_blocks, &run);
    return (qr_status_t)run.status;
}

qr_status_t qr_tree_build_open(qr_job_t *job, qr_tree_build_t *out, const qr_porep_config_t *config,
                               const qr_block_plan_t *plan, uint32_t first_row, const char *const *paths,
                               const qr_block_file_t *inputs, size_t count) {
    *out =
        (qr_tree_build_t){.config = config, .plan = plan, .first_row = first_row, .written = paths != NULL};
    void *memory = NULL;
    qr_status_t status = qr_memory_allocate(&memory, plan->blocks * QR_NODE_SIZE, -1, QR_MEMORY_DEFAULT);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "block roots");
    out->roots = memory;
    if (!paths) return QR_OK;
    uint64_t size = qr_tree_build_file_size(config, first_row);
    for (uint32_t i = 0; i < config->base_trees && status == QR_OK; i++) {
        status = qr_block_file_create(job, &out->files[i], paths[i], size, inputs, count);
    }
    if (status != QR_OK) qr_tree_build_close(out);
    return status;
}

/** Writes nodes [first, first + count) of a row, if the file keeps that row. */
static qr_status_t write_row(qr_job_t *job, const qr_tree_build_t *build, uint64_t tree, uint32_t row,
                             uint64_t first, const uint8_t *nodes, size_t count) {
    if (!build->written || row < build->first_row) return QR_OK;
    uint64_t offset = row_offset(build->plan->height, build->first_row, row) + first * QR_NODE_SIZE;
    return qr_block_file_write(job, &build->files[tree], nodes, count * QR_NODE_SIZE, offset);
}

qr_status_t qr_tree_build_block(qr_job_t *job, qr_tree_build_t *build, uint64_t block, const uint8_t *leaves,
                                uint8_t *inner) {
    const qr_block_plan_t *plan = build->plan;
    uint64_t tree = block / plan->tree_blocks, place = block % plan->tree_blocks;
    const uint8_t *row = leaves;
    size_t count = plan->block_nodes;
    for (uint32_t r = 0; r < plan->block_height; r++) {
        qr_status_t status = write_row(job, build, tree, r, place * count, row, count);
        if (status != QR_OK) return status;
        count /= QR_TREE_ARITY;
        qr_poseidon_hash(QR_POSEIDON_8, inner, row, count);
        qr_job_advance(job, count);
        row = inner;
        inner += count * QR_NODE_SIZE;
    }
    memcpy(build->roots + block * QR_NODE_SIZE, row, QR_NODE_SIZE);
    return QR_OK;
}

/** Takes the block roots of one base tree, in place, to its root. */
static qr_status_t finish_tree(qr_job_t *job, uint8_t root[32], qr_tree_build_t *build, uint32_t tree) {
    const qr_block_plan_t *plan = build->plan;
    uint8_t *row = build->roots + tree * plan->tree_blocks * QR_NODE_SIZE;
    size_t count = (size_t)plan->tree_blocks;
    for (uint32_t r = plan->block_height; r <= plan->height; r++) {
        qr_status_t status = write_row(job, build, tree, r, 0, row, count);
        if (status != QR_OK) return status;
        if (r == plan->height) break;
        count /= QR_TREE_ARITY;
        qr_poseidon_hash(QR_POSEIDON_8, row, row, count);
        qr_job_advance(job, count);
    }
    memcpy(root, row, QR_NODE_SIZE);
    return build->written ? qr_block_file_sync(job, &build->files[tree]) : QR_OK;
}

/** Hashes that join the base trees. */
static uint64_t join_hashes(const qr_porep_config_t *config) {
    uint64_t sub = config->sub_arity ? config->base_trees / config->sub_arity : 0;
    return sub + (config->top_arity ? 1 : 0);
}

qr_status_t qr_tree_build_finish(qr_job_t *job, uint8_t root[32], qr_tree_build_t *build) {
    uint8_t roots[QR_MAX_BASE_TREES * QR_NODE_SIZE];
    for (uint32_t i = 0; i < build->config->base_trees; i++) {
        qr_status_t status = finish_tree(job, roots + i * QR_NODE_SIZE, build, i);
        if (status != QR_OK) return status;
    }
    qr_tree_join(root, build->config, roots);
    qr_job_advance(job, join_hashes(build->config));
    return QR_OK;
}

void qr_tree_build_close(qr_tree_build_t *build) {
    if (!build->roots) return;
    for (size_t i = 0; i < QR_MAX_BASE_TREES; i++) qr_block_file_close(&build->files[i]);
    qr_memory_free(build->roots, build->plan->blocks * QR_NODE_SIZE);
    *build = (qr_tree_build_t){0};
}

uint64_t qr_tree_build_hashes(const qr_porep_config_t *config) {
    return config->base_trees * ((config->base_leaves - 1) / (QR_TREE_ARITY - 1)) + join_hashes(config);
}

uint64_t qr_tree_build_file_size(const qr_porep_config_t *config, uint32_t first_row) {
    uint32_t height = tree_height(config);
    return row_offset(height, first_row, height) + QR_NODE_SIZE;
}

static qr_poseidon_kind_t join_kind(uint32_t arity) {
    return arity == 2 ? QR_POSEIDON_2 : QR_POSEIDON_8;
}

void qr_tree_join(uint8_t root[32], const qr_porep_config_t *config, const uint8_t *base_roots) {
    uint8_t nodes[QR_MAX_BASE_TREES * QR_NODE_SIZE];
    memcpy(nodes, base_roots, config->base_trees * QR_NODE_SIZE);
    if (config->sub_arity) {
        size_t count = config->base_trees / config->sub_arity;
        qr_poseidon_hash(join_kind(config->sub_arity), nodes, nodes, count);
    }
    if (config->top_arity) qr_poseidon_hash(join_kind(config->top_arity), nodes, nodes, 1);
    memcpy(root, nodes, QR_NODE_SIZE);
}
