#include <string.h>

#include "porep_proof.h"

static qr_status_t expect_root(qr_job_t *job, const qr_tree_t *tree, const uint8_t wanted[32],
                               const char *name) {
    uint8_t root[32];
    qr_tree_open_root(root, tree);
    if (memcmp(root, wanted, 32) == 0) return QR_OK;
    return qr_job_fail(job, QR_MISMATCH, 0, "the tree files have another %s", name);
}

static qr_status_t open_trees(qr_job_t *job, qr_porep_files_t *out, const qr_sector_files_t *files) {
    const qr_porep_config_t *config = out->context->config;
    const qr_porep_inputs_t *inputs = out->context->inputs;
    qr_status_t status = qr_tree_open(job, &out->tree_d, config, QR_TREE_D, &files->tree_d, NULL);
    if (status != QR_OK) return status;
    status = qr_tree_open(job, &out->tree_c, config, QR_TREE_C, files->tree_c, NULL);
    if (status != QR_OK) return status;
    status = qr_tree_open(job, &out->tree_r_last, config, QR_TREE_R_LAST, files->tree_r_last, files->replica);
    if (status != QR_OK) return status;
    status = expect_root(job, out->tree_d, inputs->comm_d, "comm_d");
    if (status != QR_OK) return status;
    status = expect_root(job, out->tree_c, inputs->comm_c, "comm_c");
    if (status != QR_OK) return status;
    return expect_root(job, out->tree_r_last, inputs->comm_r_last, "comm_r_last");
}

qr_status_t qr_porep_files_open(qr_job_t *job, qr_porep_files_t *out, const qr_porep_context_t *context,
                                const qr_sector_files_t *files) {
    memset(out, 0, sizeof *out);
    out->context = context;
    if (files->layers == NULL) return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "the layer files are missing");
    for (uint32_t i = 0; i < context->config->layers; i++) {
        qr_status_t status =
            qr_input_open(job, &out->layers[i], files->layers[i], context->config->sector_size);
        if (status != QR_OK) return status;
    }
    return open_trees(job, out, files);
}

void qr_porep_files_close(qr_porep_files_t *files) {
    for (uint32_t i = 0; i < QR_MAX_LAYERS; i++) qr_input_close(&files->layers[i]);
    qr_tree_close(files->tree_d);
    qr_tree_close(files->tree_c);
    qr_tree_close(files->tree_r_last);
    files->tree_d = files->tree_c = files->tree_r_last = NULL;
}

static qr_status_t read_column(qr_job_t *job, qr_column_proof_t *out, const qr_porep_files_t *files,
                               uint64_t node) {
    out->node = node;
    for (uint32_t i = 0; i < files->context->config->layers; i++) {
        qr_status_t status = qr_input_read(job, out->rows[i], 32, &files->layers[i], node * QR_NODE_SIZE);
        if (status != QR_OK) return status;
    }
    return qr_tree_read_proof(job, &out->inclusion, files->tree_c, node);
}

qr_status_t qr_porep_files_read(qr_job_t *job, qr_porep_challenge_t *out, const qr_porep_files_t *files,
                                uint64_t challenge) {
    uint32_t parents[QR_PARENTS];
    qr_graph_parents(&files->context->graph, parents, challenge);
    qr_status_t status = qr_tree_read_proof(job, &out->data, files->tree_d, challenge);
    if (status != QR_OK) return status;
    status = qr_tree_read_proof(job, &out->replica, files->tree_r_last, challenge);
    for (uint32_t i = 0; status == QR_OK && i < QR_COLUMNS; i++) {
        status = read_column(job, &out->columns[i], files, i == 0 ? challenge : parents[i - 1]);
    }
    return status;
}
