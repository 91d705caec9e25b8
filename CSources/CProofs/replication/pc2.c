/* PreCommit 2 as one pass: a worker takes a block of every layer to its part of tree-c, the replica and
 * tree-r-last. */
#include "quarry/pc2.h"

#include <inttypes.h>
#include <string.h>

#include "quarry_crypto.h"
#include "replication/pc2_space.h"

/* Nodes hashed between two looks at the cancel flag and two steps of the progress. */
enum { COLUMN_STEP = 2048 };

typedef struct {
    qr_job_t *job;
    const qr_porep_config_t *config;
    const qr_pc2_files_t *files;
    bool columns, encode, last; /* what is made: tree-c, replica, tree-r-last */
    qr_block_plan_t plan;
    qr_pc2_space_t space;
    qr_block_file_t inputs[QR_BLOCK_INPUTS]; /* layers, staged data, replica */
    qr_block_file_t replica;                 /* out */
    qr_tree_build_t tree_c, tree_r;
} pc2_t;

static qr_block_file_t *staged_input(pc2_t *pc2) {
    return &pc2->inputs[QR_MAX_LAYERS];
}
static qr_block_file_t *replica_input(pc2_t *pc2) {
    return &pc2->inputs[QR_MAX_LAYERS + 1];
}

/** Buffers of a worker: the layers that are read, the data (which becomes the replica), the column hashes. */
static uint32_t buffer_count(const qr_porep_config_t *config) {
    return config->layers + 2;
}

static qr_poseidon_kind_t column_kind(const qr_porep_config_t *config) {
    return config->layers == 2 ? QR_POSEIDON_2 : QR_POSEIDON_11;
}

/** Hashes the columns of a block, layer i in buffer i, into `out`. */
static qr_status_t hash_columns(pc2_t *pc2, size_t worker, uint8_t *out) {
    const uint8_t *layers[QR_MAX_LAYERS];
    for (size_t done = 0; done < pc2->plan.block_nodes; done += COLUMN_STEP) {
        size_t left = pc2->plan.block_nodes - done;
        size_t count = left < COLUMN_STEP ? left : COLUMN_STEP;
        for (uint32_t i = 0; i < pc2->config->layers; i++) {
            layers[i] = qr_pc2_space_buffer(&pc2->space, worker, i) + done * QR_NODE_SIZE;
        }
        qr_poseidon_hash_columns(column_kind(pc2->config), out + done * QR_NODE_SIZE, layers, count);
        qr_job_advance(pc2->job, count);
        if (qr_job_cancelled(pc2->job)) return QR_CANCELLED;
    }
    return QR_OK;
}

static qr_status_t read_block(pc2_t *pc2, const qr_block_file_t *file, uint8_t *out, uint64_t block) {
    return qr_block_file_read_nodes(pc2->job, file, out, pc2->plan.block_nodes,
                                    block * pc2->plan.block_nodes);
}

/** Tree-c of a block. Leaves the layers in their buffers. */
static qr_status_t column_block(pc2_t *pc2, size_t worker, uint64_t block) {
    uint32_t layers = pc2->config->layers;
    uint8_t *hashes = qr_pc2_space_buffer(&pc2->space, worker, layers + 1);
    uint8_t *inner = qr_pc2_space_buffer(&pc2->space, worker, layers + 2);
    for (uint32_t i = 0; i < layers; i++) {
        uint8_t *out = qr_pc2_space_buffer(&pc2->space, worker, i);
        qr_status_t status = read_block(pc2, &pc2->inputs[i], out, block);
        if (status != QR_OK) return status;
    }
    qr_status_t status = hash_columns(pc2, worker, hashes);
    if (status != QR_OK) return status;
    return qr_tree_build_block(pc2->job, &pc2->tree_c, block, hashes, inner);
}

/** replica = last layer + data of a block, left in the data buffer. */
static qr_status_t encode_block(pc2_t *pc2, size_t worker, uint64_t block) {
    uint32_t last = pc2->config->layers - 1;
    uint8_t *key = qr_pc2_space_buffer(&pc2->space, worker, last);
    uint8_t *data = qr_pc2_space_buffer(&pc2->space, worker, last + 1);
    qr_status_t status = QR_OK;
    if (!pc2->columns) status = read_block(pc2, &pc2->inputs[last], key, block);
    if (status == QR_OK) status = read_block(pc2, staged_input(pc2), data, block);
    if (status != QR_OK) return status;
    qr_fr_add(data, key, data, pc2->plan.block_nodes);
    return qr_block_file_write(pc2->job, &pc2->replica, data, pc2->space.block, block * pc2->space.block);
}

static qr_status_t run_block(void *context, size_t worker, uint64_t block) {
    pc2_t *pc2 = context;
    uint32_t layers = pc2->config->layers;
    uint64_t next = (block + qr_group_size(pc2->job->group)) * pc2->space.block;
    for (size_t i = 0; i < QR_BLOCK_INPUTS; i++) {
        if (pc2->inputs[i].path) qr_block_file_prefetch(&pc2->inputs[i], pc2->space.block, next);
    }
    qr_status_t status = QR_OK;
    if (pc2->columns) status = column_block(pc2, worker, block);
    if (status != QR_OK) return status;
    uint8_t *data = qr_pc2_space_buffer(&pc2->space, worker, layers);
    if (pc2->encode) {
        status = encode_block(pc2, worker, block);
    } else if (pc2->last) {
        status = read_block(pc2, replica_input(pc2), data, block);
    }
    if (status != QR_OK || !pc2->last) return status;
    uint8_t *inner = qr_pc2_space_buffer(&pc2->space, worker, layers + 2);
    return qr_tree_build_block(pc2->job, &pc2->tree_r, block, data, inner);
}

static uint64_t hash_count(const qr_porep_config_t *config, bool columns, bool last) {
    uint64_t tree = qr_tree_build_hashes(config);
    return (columns ? config->node_count + tree : 0) + (last ? tree : 0) + (columns && last ? 1 : 0);
}

static uint64_t plan_memory(const qr_porep_config_t *config, const qr_block_plan_t *plan, size_t workers) {
    return qr_pc2_space_size(plan, workers, buffer_count(config)) + 2 * plan->blocks * QR_NODE_SIZE;
}

/** The largest blocks that keep within the limit: large ones read and write best. */
static qr_status_t choose_plan(pc2_t *pc2, uint64_t limit) {
    size_t workers = qr_group_size(pc2->job->group);
    uint64_t least = UINT64_MAX;
    for (uint32_t height = QR_BLOCK_HEIGHT; height >= QR_BLOCK_HEIGHT_LEAST; height--) {
        qr_block_plan_init(&pc2->plan, pc2->config, workers, height);
        uint64_t need = plan_memory(pc2->config, &pc2->plan, workers);
        if (limit == 0 || need <= limit) return QR_OK;
        if (need < least) least = need;
    }
    return qr_job_fail(pc2->job, QR_OUT_OF_MEMORY, 0,
                       "PC2 needs %" PRIu64 " bytes of memory, the limit is %" PRIu64, least, limit);
}

static qr_status_t check_arguments(qr_job_t *job, const qr_porep_config_t *config,
                                   const qr_pc2_files_t *files) {
    if (config->layers != 2 && config->layers != 11) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "%" PRIu32 " layers", config->layers);
    }
    const char *wrong = NULL;
    bool encode = files->staged && files->replica;
    if (!files->tree_c && !files->tree_r_last && !encode) wrong = "no output was asked for";
    if (files->tree_r_last && !files->replica) wrong = "tree-r-last needs the replica";
    if ((files->tree_c || encode) && !files->layers) wrong = "the layer files are needed";
    if (wrong) return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "%s", wrong);
    for (uint32_t i = 0; files->layers && i < config->layers; i++) {
        bool needed = files->tree_c || (encode && i + 1 == config->layers);
        if (needed && !files->layers[i]) {
            return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "layer %" PRIu32 " is needed", i + 1);
        }
    }
    return QR_OK;
}

static qr_status_t open_inputs(pc2_t *pc2) {
    uint64_t size = pc2->config->sector_size;
    qr_status_t status = QR_OK;
    for (uint32_t i = 0; i < pc2->config->layers && status == QR_OK; i++) {
        if (pc2->columns || (pc2->encode && i + 1 == pc2->config->layers)) {
            status = qr_block_file_open(pc2->job, &pc2->inputs[i], pc2->files->layers[i], size);
        }
    }
    if (status != QR_OK) return status;
    if (!pc2->encode) {
        if (!pc2->last) return QR_OK;
        return qr_block_file_open(pc2->job, replica_input(pc2), pc2->files->replica, size);
    }
    qr_block_file_t *staged = staged_input(pc2);
    status = qr_block_file_open(pc2->job, staged, pc2->files->staged, QR_BLOCK_ANY_SIZE);
    if (status == QR_OK && staged->size > size) {
        return qr_job_fail(pc2->job, QR_CORRUPT, 0, "%s: %" PRIu64 " bytes, more than the sector's %" PRIu64,
                           staged->path, staged->size, size);
    }
    return status;
}

static qr_status_t open_outputs(pc2_t *pc2) {
    const qr_porep_config_t *config = pc2->config;
    qr_status_t status = QR_OK;
    if (pc2->encode) {
        status = qr_block_file_create(pc2->job, &pc2->replica, pc2->files->replica, config->sector_size,
                                      pc2->inputs, QR_BLOCK_INPUTS);
    }
    if (status == QR_OK && pc2->columns) {
        status = qr_tree_build_open(pc2->job, &pc2->tree_c, config, &pc2->plan, 0, pc2->files->tree_c,
                                    pc2->inputs, QR_BLOCK_INPUTS);
    }
    if (status == QR_OK && pc2->last) {
        status = qr_tree_build_open(pc2->job, &pc2->tree_r, config, &pc2->plan, config->rows_to_discard + 1,
                                    pc2->files->tree_r_last, pc2->inputs, QR_BLOCK_INPUTS);
    }
    return status;
}

static void close_all(pc2_t *pc2) {
    for (size_t i = 0; i < QR_BLOCK_INPUTS; i++) qr_block_file_close(&pc2->inputs[i]);
    qr_block_file_close(&pc2->replica);
    qr_tree_build_close(&pc2->tree_c);
    qr_tree_build_close(&pc2->tree_r);
    qr_pc2_space_close(&pc2->space);
}

static qr_status_t finish(pc2_t *pc2, qr_pc2_result_t *result) {
    qr_status_t status = QR_OK;
    if (pc2->encode) status = qr_block_file_sync(pc2->job, &pc2->replica);
    if (status == QR_OK && pc2->columns) {
        status = qr_tree_build_finish(pc2->job, result->comm_c, &pc2->tree_c);
    }
    if (status == QR_OK && pc2->last) {
        status = qr_tree_build_finish(pc2->job, result->comm_r_last, &pc2->tree_r);
    }
    if (status == QR_OK && pc2->columns && pc2->last) {
        qr_comm_r(result->comm_r, result->comm_c, result->comm_r_last);
        qr_job_advance(pc2->job, 1);
    }
    return status;
}

qr_status_t qr_pc2_run(qr_job_t *job, qr_pc2_result_t *out, const qr_porep_config_t *config,
                       const qr_pc2_files_t *files, uint64_t memory_limit) {
    if (!job || !out || !config || !files) return QR_INVALID_ARGUMENT;
    *out = (qr_pc2_result_t){0};
    qr_status_t status = check_arguments(job, config, files);
    if (status != QR_OK) return status;
    pc2_t pc2 = {.job = job, .config = config, .files = files};
    pc2.columns = files->tree_c != NULL;
    pc2.encode = files->staged && files->replica;
    pc2.last = files->tree_r_last != NULL;
    qr_job_expect(job, hash_count(config, pc2.columns, pc2.last));
    status = choose_plan(&pc2, memory_limit);
    if (status == QR_OK) status = open_inputs(&pc2);
    if (status == QR_OK) status = qr_pc2_space_open(job, &pc2.space, &pc2.plan, buffer_count(config));
    if (status == QR_OK) status = open_outputs(&pc2);
    if (status == QR_OK) status = qr_block_run(job, &pc2.plan, run_block, &pc2);
    qr_pc2_result_t result = {0};
    if (status == QR_OK) status = finish(&pc2, &result);
    close_all(&pc2);
    if (status == QR_OK) *out = result;
    return status;
}

uint64_t qr_pc2_hash_count(const qr_porep_config_t *config) {
    return hash_count(config, true, true);
}

uint64_t qr_pc2_memory(const qr_porep_config_t *config, size_t workers) {
    if (workers == 0) workers = 1;
    qr_block_plan_t plan;
    qr_block_plan_init(&plan, config, workers, QR_BLOCK_HEIGHT);
    return plan_memory(config, &plan, workers);
}

uint64_t qr_tree_c_file_size(const qr_porep_config_t *config) {
    return qr_tree_build_file_size(config, 0);
}

uint64_t qr_tree_r_last_file_size(const qr_porep_config_t *config) {
    return qr_tree_build_file_size(config, config->rows_to_discard + 1);
}

uint64_t qr_tree_d_file_size(const qr_porep_config_t *config) {
    return (2 * config->node_count - 1) * QR_NODE_SIZE;
}

qr_status_t qr_tree_root(qr_job_t *job, uint8_t out[32], const qr_porep_config_t *config,
                         const char *const *files, bool tree_c) {
    if (!out || !config || !files) return QR_INVALID_ARGUMENT;
    memset(out, 0, QR_NODE_SIZE);
    uint64_t size = tree_c ? qr_tree_c_file_size(config) : qr_tree_r_last_file_size(config);
    uint8_t roots[QR_MAX_BASE_TREES * QR_NODE_SIZE];
    for (uint32_t i = 0; i < config->base_trees; i++) {
        if (!files[i]) return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "file %" PRIu32 " is needed", i);
        qr_block_file_t file;
        qr_status_t status = qr_block_file_open(job, &file, files[i], size);
        if (status != QR_OK) return status;
        status = qr_block_file_read_nodes(job, &file, roots + i * QR_NODE_SIZE, 1, size / QR_NODE_SIZE - 1);
        qr_block_file_close(&file);
        if (status != QR_OK) return status;
    }
    qr_tree_join(out, config, roots);
    return QR_OK;
}

void qr_comm_r(uint8_t out[32], const uint8_t comm_c[32], const uint8_t comm_r_last[32]) {
    uint8_t both[64];
    memcpy(both, comm_c, 32);
    memcpy(both + 32, comm_r_last, 32);
    qr_poseidon_hash(QR_POSEIDON_2, out, both, 1);
}
