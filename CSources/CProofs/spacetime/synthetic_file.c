#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "items.h"
#include "porep_proof.h"

/** Roots of tree-d, tree-c and tree-r-last open the file. */
#define ROOTS_SIZE 96u
#define MAX_RECORD_NODES \
    ((1 + QR_MAX_PATH) + QR_COLUMNS * (QR_MAX_LAYERS + 1 + QR_MAX_SIBLINGS) + (1 + QR_MAX_SIBLINGS))
#define MAX_RECORD_SIZE (8 * QR_COLUMNS + 32 * MAX_RECORD_NODES)

/** A record on its way to or from bytes: one walk serves both directions, so that they cannot differ. */
typedef struct {
    uint8_t *at;
    bool writing;
} record_t;

static void transfer(record_t *record, void *value, size_t size) {
    if (record->writing) {
        memcpy(record->at, value, size);
    } else {
        memcpy(value, record->at, size);
    }
    record->at += size;
}

static void transfer_number(record_t *record, uint64_t *number) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(*number >> (8 * i));
    transfer(record, bytes, sizeof bytes);
    *number = 0;
    for (int i = 7; i >= 0; i--) *number = *number << 8 | bytes[i];
}

static uint32_t shape_siblings(const qr_merkle_shape_t *shape) {
    uint32_t siblings = 0, elements = qr_merkle_shape_elements(shape);
    for (uint32_t i = 0; i < elements; i++) siblings += qr_merkle_shape_arity(shape, i) - 1;
    return siblings;
}

static void transfer_path(record_t *record, qr_merkle_proof_t *proof, const qr_merkle_shape_t *shape) {
    transfer(record, proof->leaf, 32);
    transfer(record, proof->siblings, shape_siblings(shape) * 32);
}

static void transfer_challenge(record_t *record, qr_porep_challenge_t *proof,
                               const qr_porep_config_t *config) {
    qr_merkle_shape_t binary, octal;
    qr_merkle_shape(&binary, config, QR_TREE_D);
    qr_merkle_shape(&octal, config, QR_TREE_C);
    for (uint32_t i = 0; i < QR_COLUMNS; i++) transfer_number(record, &proof->columns[i].node);
    transfer_path(record, &proof->data, &binary);
    for (uint32_t i = 0; i < QR_COLUMNS; i++) {
        transfer(record, proof->columns[i].rows, config->layers * 32);
        transfer_path(record, &proof->columns[i].inclusion, &octal);
    }
    transfer_path(record, &proof->replica, &octal);
}

static size_t record_size(const qr_porep_config_t *config) {
    qr_merkle_shape_t binary, octal;
    qr_merkle_shape(&binary, config, QR_TREE_D);
    qr_merkle_shape(&octal, config, QR_TREE_C);
    size_t octal_nodes = 1 + shape_siblings(&octal);
    size_t nodes = 1 + shape_siblings(&binary) + QR_COLUMNS * (config->layers + octal_nodes) + octal_nodes;
    return 8 * QR_COLUMNS + 32 * nodes;
}

static void file_roots(uint8_t out[ROOTS_SIZE], const qr_porep_inputs_t *inputs) {
    memcpy(out, inputs->comm_d, 32);
    memcpy(out + 32, inputs->comm_c, 32);
    memcpy(out + 64, inputs->comm_r_last, 32);
}

/* ---- Reading ---- */

qr_status_t qr_synthetic_open(qr_job_t *job, qr_input_t *out, const qr_porep_context_t *context,
                              const char *path) {
    uint64_t size = ROOTS_SIZE + qr_synthetic_count(context->config) * record_size(context->config);
    qr_status_t status = qr_input_open(job, out, path, size);
    if (status != QR_OK) return status;
    uint8_t found[ROOTS_SIZE], wanted[ROOTS_SIZE];
    status = qr_input_read(job, found, sizeof found, out, 0);
    if (status != QR_OK) return status;
    file_roots(wanted, context->inputs);
    if (memcmp(found, wanted, sizeof found) == 0) return QR_OK;
    return qr_job_fail(job, QR_MISMATCH, 0, "%s: the roots are another sector's", path);
}

qr_status_t qr_synthetic_read(qr_job_t *job, qr_porep_challenge_t *out, const qr_porep_context_t *context,
                              const qr_input_t *file, uint64_t index) {
    const qr_porep_config_t *config = context->config;
    uint8_t bytes[MAX_RECORD_SIZE];
    size_t size = record_size(config);
    qr_status_t status = qr_input_read(job, bytes, size, file, ROOTS_SIZE + index * size);
    if (status != QR_OK) return status;
    record_t record = {.at = bytes};
    transfer_challenge(&record, out, config);
    qr_merkle_shape_t binary, octal;
    qr_merkle_shape(&binary, config, QR_TREE_D);
    qr_merkle_shape(&octal, config, QR_TREE_C);
    for (uint32_t i = 0; i < QR_COLUMNS; i++) {
        qr_column_proof_t *column = &out->columns[i];
        if (column->node >= config->node_count) {
            return qr_job_fail(job, QR_CORRUPT, 0, "%s: proof %" PRIu64 " names a node outside the sector",
                               file->path, index);
        }
        qr_merkle_proof_place(&column->inclusion, &octal, column->node);
        memcpy(column->inclusion.root, context->inputs->comm_c, 32);
    }
    qr_merkle_proof_place(&out->data, &binary, out->columns[0].node);
    memcpy(out->data.root, context->inputs->comm_d, 32);
    qr_merkle_proof_place(&out->replica, &octal, out->columns[0].node);
    memcpy(out->replica.root, context->inputs->comm_r_last, 32);
    return QR_OK;
}

/* ---- Writing ---- */

typedef struct {
    qr_job_t *job;
    const qr_porep_context_t *context;
    const qr_porep_files_t *files;
    const uint64_t *challenges;
    qr_porep_challenge_t *scratch; /**< one a worker */
    const char *path;
    int descriptor;
} writer_t;

static qr_status_t write_at(writer_t *writer, const uint8_t *bytes, size_t size, uint64_t offset) {
    while (size > 0) {
        ssize_t done = pwrite(writer->descriptor, bytes, size, (off_t)offset);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return qr_job_fail_errno(writer->job, errno, writer->path);
        bytes += done;
        offset += (uint64_t)done;
        size -= (size_t)done;
    }
    return QR_OK;
}

static qr_status_t write_record(void *context, size_t worker, uint64_t i) {
    writer_t *writer = context;
    qr_porep_challenge_t *proof = &writer->scratch[worker];
    const qr_porep_config_t *config = writer->context->config;
    qr_status_t status = qr_porep_files_read(writer->job, proof, writer->files, writer->challenges[i]);
    if (status != QR_OK) return status;
    const char *problem = qr_porep_check(writer->context, proof, writer->challenges[i]);
    if (problem != NULL) {
        return qr_job_fail(writer->job, QR_CORRUPT, 0, "challenge %" PRIu64 ": %s", writer->challenges[i],
                           problem);
    }
    uint8_t bytes[MAX_RECORD_SIZE];
    record_t record = {.at = bytes, .writing = true};
    transfer_challenge(&record, proof, config);
    size_t size = record_size(config);
    return write_at(writer, bytes, size, ROOTS_SIZE + i * size);
}

/** Writes and syncs the open file. */
static qr_status_t write_file(writer_t *writer) {
    const qr_porep_config_t *config = writer->context->config;
    const qr_porep_inputs_t *inputs = writer->context->inputs;
    uint64_t count = qr_synthetic_count(config);
    uint64_t *challenges = calloc(count, sizeof *challenges);
    writer->scratch = calloc(qr_group_size(writer->job->group), sizeof *writer->scratch);
    qr_status_t status = QR_OUT_OF_MEMORY;
    if (challenges != NULL && writer->scratch != NULL) {
        status = qr_synthetic_challenges(challenges, config, inputs->replica_id, inputs->comm_r, 0, count);
    }
    writer->challenges = challenges;
    qr_job_expect(writer->job, count);
    uint8_t roots[ROOTS_SIZE];
    file_roots(roots, inputs);
    if (status == QR_OK) status = write_at(writer, roots, sizeof roots, 0);
    if (status == QR_OK) status = qr_run_items(writer->job, count, writer, write_record);
    if (status == QR_OK && fsync(writer->descriptor) != 0) {
        status = qr_job_fail_errno(writer->job, errno, writer->path);
    }
    free(challenges);
    free(writer->scratch);
    return status;
}

qr_status_t qr_synthetic_proofs_write(qr_job_t *job, const char *path, const qr_porep_config_t *config,
                                      const qr_sector_files_t *files, const qr_porep_inputs_t *inputs) {
    if (job == NULL || config->feature != QR_FEATURE_SYNTHETIC) return QR_INVALID_ARGUMENT;
    qr_porep_context_t context;
    qr_porep_files_t open_files;
    qr_porep_context_init(&context, config, inputs);
    writer_t writer = {.job = job, .context = &context, .files = &open_files, .path = path};
    qr_status_t status = qr_porep_files_open(job, &open_files, &context, files);
    if (status == QR_OK) {
        writer.descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (writer.descriptor < 0) {
            status = qr_job_fail_errno(job, errno, path);
        } else {
            status = write_file(&writer);
            if (close(writer.descriptor) != 0 && status == QR_OK) {
                status = qr_job_fail_errno(job, errno, path);
            }
            if (status != QR_OK) unlink(path);
        }
    }
    qr_porep_files_close(&open_files);
    return status;
}
