/* Empty-sector update (FIP-0019): new = old + data * rho(high bits of the node's index), streamed in blocks.
 */
#include "quarry/update.h"

#include <inttypes.h>
#include <string.h>

#include "quarry/pc2.h"
#include "quarry/piece.h"
#include "quarry_crypto.h"
#include "replication/pc2_space.h"

/* Sector sizes in bytes at which the reference's tables change. */
#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)

void qr_update_phi(uint8_t out[32], const uint8_t comm_d_new[32], const uint8_t comm_r_old[32]) {
    uint8_t both[64];
    memcpy(both, comm_d_new, 32);
    memcpy(both + 32, comm_r_old, 32);
    qr_poseidon_hash(QR_POSEIDON_RANDOMNESS_2, out, both, 1);
}

uint32_t qr_update_h(uint64_t sector_size) {
    return sector_size <= 32 * KIB ? 1 : 10;
}

uint32_t qr_update_partitions(uint64_t sector_size) {
    if (sector_size <= 8 * KIB) return 1;
    if (sector_size <= 32 * KIB) return 2;
    return sector_size <= 16 * MIB ? 4 : 16;
}

/** out[i] = rho(first + i): `count` hashes at once. */
static void make_rhos(uint8_t *out, const uint8_t phi[32], uint64_t first, size_t count) {
    uint8_t inputs[64 * 64];
    while (count > 0) {
        size_t step = count < 64 ? count : 64;
        memset(inputs, 0, step * 64);
        for (size_t i = 0; i < step; i++) {
            memcpy(inputs + 64 * i, phi, 32);
            for (int byte = 0; byte < 8; byte++) {
                inputs[64 * i + 32 + (size_t)byte] = (uint8_t)((first + i) >> (8 * byte));
            }
        }
        qr_poseidon_hash(QR_POSEIDON_RANDOMNESS_2, out, inputs, step);
        out += 32 * step;
        first += step;
        count -= step;
    }
}

void qr_update_rho(uint8_t out[32], const uint8_t phi[32], uint64_t high) {
    make_rhos(out, phi, high, 1);
}

enum { MAX_RHOS = 1 << 10, INPUTS = 2, BUFFERS = 2 };

typedef enum { ENCODE, DECODE, REMOVE } direction_t;

typedef struct {
    qr_job_t *job;
    const qr_porep_config_t *config;
    direction_t direction;
    qr_block_plan_t plan;
    qr_pc2_space_t space;
    /* The replica that is changed, old to encode, else new; and the data, or to decode the old replica. */
    qr_block_file_t inputs[INPUTS];
    qr_block_file_t output;
    qr_tree_build_t tree;        /* tree-r-last of the output; none to decode */
    uint64_t run;                /* nodes that share a multiplier */
    uint64_t first, end;         /* nodes worked on */
    uint8_t rhos[MAX_RHOS * 32]; /* by high bits, only those in use; inverse to decode */
} update_t;

static void set_rhos(update_t *update, const uint8_t comm_d_new[32], const uint8_t comm_r_old[32]) {
    uint8_t phi[32];
    qr_update_phi(phi, comm_d_new, comm_r_old);
    uint64_t low = update->first / update->run, high = (update->end - 1) / update->run;
    uint8_t *rhos = update->rhos + low * 32;
    size_t count = (size_t)(high - low + 1);
    make_rhos(rhos, phi, low, count);
    if (update->direction != DECODE) return;
    for (size_t i = 0; i < count; i++) qr_fr_inverse(rhos + 32 * i, rhos + 32 * i);
}

/** nodes[k] *= multiplier of node first + k. */
static void multiply(const update_t *update, uint8_t *nodes, uint64_t first, size_t count) {
    uint64_t to_border = update->run - first % update->run;
    size_t head = to_border < count ? (size_t)to_border : count;
    /* A run that is entered in its middle goes alone, so that the others begin at their borders. */
    qr_fr_mul_runs(nodes, nodes, update->rhos + first / update->run * 32, head, head);
    if (head == count) return;
    uint8_t *rest = nodes + head * QR_NODE_SIZE;
    const uint8_t *rhos = update->rhos + (first + head) / update->run * 32;
    qr_fr_mul_runs(rest, rest, rhos, count - head, (size_t)update->run);
}

static qr_status_t update_block(void *context, size_t worker, uint64_t block) {
    update_t *update = context;
    size_t nodes = update->plan.block_nodes;
    uint64_t first = update->first + block * nodes;
    size_t count = update->end - first < nodes ? (size_t)(update->end - first) : nodes;
    uint8_t *base = qr_pc2_space_buffer(&update->space, worker, 0);
    uint8_t *data = qr_pc2_space_buffer(&update->space, worker, 1);
    uint64_t next = first + qr_group_size(update->job->group) * nodes;
    qr_status_t status = QR_OK;
    for (size_t i = 0; i < INPUTS && status == QR_OK; i++) {
        uint8_t *out = i == 0 ? base : data;
        qr_block_file_prefetch(&update->inputs[i], update->space.block, next * QR_NODE_SIZE);
        status = qr_block_file_read_nodes(update->job, &update->inputs[i], out, count, first);
    }
    if (status != QR_OK) return status;
    if (update->direction == DECODE) {
        qr_fr_sub(data, base, data, count);
        multiply(update, data, first, count);
    } else {
        multiply(update, data, first, count);
        if (update->direction == ENCODE) {
            qr_fr_add(data, base, data, count);
        } else {
            qr_fr_sub(data, base, data, count);
        }
    }
    status = qr_block_file_write(update->job, &update->output, data, count * QR_NODE_SIZE,
                                 (first - update->first) * QR_NODE_SIZE);
    if (status != QR_OK) return status;
    if (update->direction == DECODE) {
        qr_job_advance(update->job, count);
        return QR_OK;
    }
    uint8_t *inner = qr_pc2_space_buffer(&update->space, worker, BUFFERS);
    return qr_tree_build_block(update->job, &update->tree, block, data, inner);
}

static void close_all(update_t *update) {
    for (size_t i = 0; i < INPUTS; i++) qr_block_file_close(&update->inputs[i]);
    qr_block_file_close(&update->output);
    qr_tree_build_close(&update->tree);
    qr_pc2_space_close(&update->space);
}

/** Opens everything for nodes [first, end): replica, data or second replica, output and its tree. */
static qr_status_t open_all(update_t *update, const char *base, const char *data, const char *output,
                            const char *const *tree_r_last) {
    qr_job_t *job = update->job;
    const qr_porep_config_t *config = update->config;
    bool decode = update->direction == DECODE;
    size_t workers = qr_group_size(job->group);
    update->run = config->node_count >> qr_update_h(config->sector_size);
    qr_block_plan_init(&update->plan, config, workers, QR_BLOCK_HEIGHT);
    if (decode) {
        update->plan.blocks =
            (update->end - update->first + update->plan.block_nodes - 1) / update->plan.block_nodes;
    }
    qr_status_t status = qr_block_file_open(job, &update->inputs[0], base, config->sector_size);
    if (status != QR_OK) return status;
    status =
        qr_block_file_open(job, &update->inputs[1], data, decode ? config->sector_size : QR_BLOCK_ANY_SIZE);
    if (status != QR_OK) return status;
    if (update->inputs[1].size > config->sector_size) {
        return qr_job_fail(job, QR_CORRUPT, 0, "%s: %" PRIu64 " bytes, more than the sector's %" PRIu64, data,
                           update->inputs[1].size, config->sector_size);
    }
    status = qr_pc2_space_open(job, &update->space, &update->plan, BUFFERS);
    if (status != QR_OK) return status;
    status = qr_block_file_create(job, &update->output, output, (update->end - update->first) * QR_NODE_SIZE,
                                  update->inputs, INPUTS);
    if (status != QR_OK || decode) return status;
    return qr_tree_build_open(job, &update->tree, config, &update->plan, config->rows_to_discard + 1,
                              tree_r_last, update->inputs, INPUTS);
}

/** All blocks, then the sync and, but for decoding, the root of the output's tree. */
static qr_status_t run_all(update_t *update, uint8_t root[32]) {
    qr_status_t status = qr_block_run(update->job, &update->plan, update_block, update);
    if (status == QR_OK) status = qr_block_file_sync(update->job, &update->output);
    if (status != QR_OK || update->direction == DECODE) return status;
    return qr_tree_build_finish(update->job, root, &update->tree);
}

qr_status_t qr_update_encode(qr_job_t *job, qr_update_result_t *out, const qr_porep_config_t *config,
                             const qr_update_files_t *files, const uint8_t comm_c[32],
                             const uint8_t comm_r_last_old[32]) {
    if (!job || !out || !config || !files || !comm_c || !comm_r_last_old) return QR_INVALID_ARGUMENT;
    if (!files->sector_key || !files->staged || !files->replica) return QR_INVALID_ARGUMENT;
    *out = (qr_update_result_t){0};
    update_t update = {.job = job, .config = config, .direction = ENCODE, .end = config->node_count};
    qr_update_result_t result = {0};
    qr_status_t status =
        open_all(&update, files->sector_key, files->staged, files->replica, files->tree_r_last);
    if (status == QR_OK) {
        status = qr_tree_d_build(job, result.comm_d_new, files->tree_d, files->staged, config->sector_size);
    }
    if (status == QR_OK) {
        uint8_t comm_r_old[32];
        qr_comm_r(comm_r_old, comm_c, comm_r_last_old);
        set_rhos(&update, result.comm_d_new, comm_r_old);
        __atomic_store_n(&job->done, 0, __ATOMIC_RELAXED);
        qr_job_expect(job, qr_tree_build_hashes(config));
        status = run_all(&update, result.comm_r_last_new);
    }
    close_all(&update);
    if (status != QR_OK) return status;
    qr_comm_r(result.comm_r_new, comm_c, result.comm_r_last_new);
    *out = result;
    return QR_OK;
}

qr_status_t qr_update_decode(qr_job_t *job, const char *out_path, const qr_porep_config_t *config,
                             const char *replica, const char *sector_key, const uint8_t comm_d_new[32],
                             const uint8_t comm_r_old[32], uint64_t first, uint64_t count) {
    if (!job || !out_path || !config || !replica || !sector_key || !comm_d_new || !comm_r_old) {
        return QR_INVALID_ARGUMENT;
    }
    if (count == 0 || first >= config->node_count || count > config->node_count - first) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0,
                           "nodes from %" PRIu64 ", %" PRIu64 " of them, of a sector of %" PRIu64, first,
                           count, config->node_count);
    }
    update_t update = {
        .job = job, .config = config, .direction = DECODE, .first = first, .end = first + count};
    qr_job_expect(job, count);
    qr_status_t status = open_all(&update, replica, sector_key, out_path, NULL);
    if (status == QR_OK) {
        set_rhos(&update, comm_d_new, comm_r_old);
        status = run_all(&update, NULL);
    }
    close_all(&update);
    return status;
}

qr_status_t qr_update_remove(qr_job_t *job, uint8_t comm_r_last[32], const char *out_path,
                             const char *const *tree_r_last, const qr_porep_config_t *config,
                             const char *replica, const char *staged, const uint8_t comm_d_new[32],
                             const uint8_t comm_r_old[32]) {
    if (!job || !comm_r_last || !out_path || !config || !replica || !staged || !comm_d_new || !comm_r_old) {
        return QR_INVALID_ARGUMENT;
    }
    memset(comm_r_last, 0, 32);
    update_t update = {.job = job, .config = config, .direction = REMOVE, .end = config->node_count};
    uint8_t root[32];
    qr_job_expect(job, qr_tree_build_hashes(config));
    qr_status_t status = open_all(&update, replica, staged, out_path, tree_r_last);
    if (status == QR_OK) {
        set_rhos(&update, comm_d_new, comm_r_old);
        status = run_all(&update, root);
    }
    close_all(&update);
    if (status == QR_OK) memcpy(comm_r_last, root, 32);
    return status;
}
