#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "challenge_sets.h"
#include "items.h"
#include "porep_proof.h"
#include "quarry_crypto.h"

/** Challenges whose texts are made side by side before they join the whole: bounds the memory beyond the
 * output. */
#define WINDOW 64u

typedef struct {
    qr_job_t *job;
    qr_porep_context_t context;
    bool synthetic; /**< proofs come from the synthetic file, by index */
    qr_input_t file;
    qr_porep_files_t files;
    uint64_t *challenges, *indexes; /**< of all partitions; indexes only if synthetic */
    uint64_t window_start;
    qr_porep_challenge_t *scratch; /**< one a worker */
    qr_bytes_t texts[WINDOW];
} prover_t;

static qr_status_t make_text(void *context, size_t worker, uint64_t i) {
    prover_t *prover = context;
    qr_porep_challenge_t *proof = &prover->scratch[worker];
    uint64_t number = prover->window_start + i, challenge = prover->challenges[number];
    qr_status_t status;
    if (prover->synthetic) {
        status =
            qr_synthetic_read(prover->job, proof, &prover->context, &prover->file, prover->indexes[number]);
    } else {
        status = qr_porep_files_read(prover->job, proof, &prover->files, challenge);
    }
    if (status != QR_OK) return status;
    const char *problem = qr_porep_check(&prover->context, proof, challenge);
    if (problem != NULL) {
        return qr_job_fail(prover->job, QR_CORRUPT, 0, "challenge %" PRIu64 ": %s", challenge, problem);
    }
    prover->texts[i].length = 0;
    qr_write_porep_challenge(&prover->texts[i], prover->context.config, proof);
    return qr_bytes_status(prover->job, &prover->texts[i]);
}

static qr_status_t derive(prover_t *prover) {
    const qr_porep_config_t *config = prover->context.config;
    const qr_porep_inputs_t *inputs = prover->context.inputs;
    size_t total = (size_t)config->partitions * config->challenges_per_partition;
    prover->challenges = calloc(total, sizeof *prover->challenges);
    prover->indexes = calloc(total, sizeof *prover->indexes);
    prover->scratch = calloc(qr_group_size(prover->job->group), sizeof *prover->scratch);
    if (prover->challenges == NULL || prover->indexes == NULL || prover->scratch == NULL) {
        return qr_job_fail(prover->job, QR_OUT_OF_MEMORY, 0, "proving");
    }
    qr_status_t status = QR_OK;
    for (uint32_t k = 0; status == QR_OK && k < config->partitions; k++) {
        size_t first = (size_t)k * config->challenges_per_partition;
        status = qr_porep_challenges(&prover->challenges[first], config, inputs->replica_id, inputs->comm_r,
                                     inputs->seed, k);
        if (status == QR_OK && prover->synthetic) {
            status =
                qr_synthetic_indexes(&prover->indexes[first], config, inputs->replica_id, inputs->seed, k);
        }
    }
    return status;
}

static qr_status_t write_all(prover_t *prover, qr_bytes_t *out) {
    const qr_porep_config_t *config = prover->context.config;
    uint32_t each = config->challenges_per_partition;
    uint64_t total = (uint64_t)config->partitions * each;
    qr_job_expect(prover->job, total);
    qr_write_porep_start(out, config);
    for (uint64_t start = 0; start < total; start += WINDOW) {
        uint64_t count = total - start < WINDOW ? total - start : WINDOW;
        prover->window_start = start;
        qr_status_t status = qr_run_items(prover->job, count, prover, make_text);
        if (status != QR_OK) return status;
        for (uint64_t i = 0; i < count; i++) {
            if (start + i > 0) qr_write_text(out, (start + i) % each == 0 ? "],[" : ",");
            qr_write_bytes(out, prover->texts[i].data, prover->texts[i].length);
        }
    }
    qr_write_porep_end(out, config, prover->context.inputs);
    return qr_bytes_status(prover->job, out);
}

static qr_status_t check_inputs(qr_job_t *job, const qr_porep_inputs_t *inputs) {
    uint8_t roots[64], comm_r[32];
    memcpy(roots, inputs->comm_c, 32);
    memcpy(roots + 32, inputs->comm_r_last, 32);
    qr_poseidon_hash(QR_POSEIDON_2, comm_r, roots, 1);
    if (memcmp(comm_r, inputs->comm_r, 32) == 0) return QR_OK;
    return qr_job_fail(job, QR_MISMATCH, 0, "comm_c and comm_r_last do not give comm_r");
}

qr_status_t qr_porep_prove_vanilla(qr_job_t *job, qr_bytes_t *out, const qr_porep_config_t *config,
                                   const qr_sector_files_t *files, const qr_porep_inputs_t *inputs) {
    *out = (qr_bytes_t){0};
    if (job == NULL) return QR_INVALID_ARGUMENT;
    prover_t *prover = calloc(1, sizeof *prover);
    if (prover == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "proving");
    prover->job = job;
    prover->synthetic = config->feature == QR_FEATURE_SYNTHETIC && files->layers == NULL;
    qr_porep_context_init(&prover->context, config, inputs);
    qr_status_t status = check_inputs(job, inputs);
    if (status == QR_OK && prover->synthetic) {
        status = qr_synthetic_open(job, &prover->file, &prover->context, files->synthetic);
    } else if (status == QR_OK) {
        status = qr_porep_files_open(job, &prover->files, &prover->context, files);
    }
    if (status == QR_OK) status = derive(prover);
    if (status == QR_OK) status = write_all(prover, out);
    if (status != QR_OK) qr_bytes_free(out);
    qr_input_close(&prover->file);
    qr_porep_files_close(&prover->files);
    for (size_t i = 0; i < WINDOW; i++) qr_bytes_free(&prover->texts[i]);
    free(prover->challenges);
    free(prover->indexes);
    free(prover->scratch);
    free(prover);
    return status;
}
