#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "porep_proof.h"

/** Challenges that are parsed before they are checked side by side: the memory of a verification. */
#define WINDOW 32u

typedef struct {
    qr_job_t *job;
    qr_porep_context_t context;
    qr_reader_t in;
    bool valid;
    uint32_t filled;             /**< entries of stated and challenges in use */
    qr_porep_stated_t *stated;   /**< WINDOW of them */
    uint64_t challenges[WINDOW]; /**< what they must prove */
    uint64_t *partition;         /**< challenges of the partition that is being read */
    const char *problems[WINDOW];
} verifier_t;

static void refuse(verifier_t *verifier, const char *reason) {
    qr_job_fail(verifier->job, QR_MISMATCH, 0, "%s", reason);
    verifier->valid = false;
}

static qr_status_t check_one(void *context, size_t worker, uint64_t i) {
    (void)worker;
    verifier_t *verifier = context;
    const qr_porep_stated_t *stated = &verifier->stated[i];
    uint64_t challenge = verifier->challenges[i];
    const char *problem = qr_porep_check(&verifier->context, &stated->proof, challenge);
    if (problem == NULL) problem = qr_porep_check_stated(&verifier->context, stated, challenge);
    verifier->problems[i] = problem;
    return QR_OK;
}

/** Checks what the window holds, and empties it. Once a check failed, the rest is only parsed. */
static qr_status_t flush(verifier_t *verifier) {
    uint32_t filled = verifier->filled;
    verifier->filled = 0;
    if (!verifier->valid) return QR_OK;
    qr_status_t status = qr_run_items(verifier->job, filled, verifier, check_one);
    for (uint32_t i = 0; status == QR_OK && verifier->valid && i < filled; i++) {
        if (verifier->problems[i] == NULL) continue;
        qr_job_fail(verifier->job, QR_MISMATCH, 0, "challenge %" PRIu64 ": %s", verifier->challenges[i],
                    verifier->problems[i]);
        verifier->valid = false;
    }
    return status;
}

static qr_status_t read_partition(verifier_t *verifier, uint32_t k) {
    const qr_porep_config_t *config = verifier->context.config;
    const qr_porep_inputs_t *inputs = verifier->context.inputs;
    qr_reader_t *in = &verifier->in;
    qr_status_t status =
        qr_porep_challenges(verifier->partition, config, inputs->replica_id, inputs->comm_r, inputs->seed, k);
    if (status != QR_OK || !qr_json_array(in)) return status;
    for (uint32_t i = 0; status == QR_OK && i < config->challenges_per_partition; i++) {
        uint32_t slot = verifier->filled;
        if (!qr_json_element(in, i)) {
            qr_reader_reject(in, "challenges are missing");
            return QR_OK;
        }
        if (!qr_read_porep_challenge(in, &verifier->stated[slot], config)) return QR_OK;
        verifier->challenges[slot] = verifier->partition[i];
        verifier->filled++;
        if (verifier->filled == WINDOW) status = flush(verifier);
    }
    qr_json_array_end(in, config->challenges_per_partition);
    return status;
}

static qr_status_t read_partitions(verifier_t *verifier) {
    const qr_porep_config_t *config = verifier->context.config;
    const char *size_name = qr_registered_size_name(config);
    qr_reader_t *in = &verifier->in;
    uint32_t seen = 0;
    if (size_name != NULL && (!qr_json_object(in) || qr_json_key(in, &size_name, 1, &seen) != 0)) {
        qr_reader_reject(in, "the size's name was expected");
        return QR_OK;
    }
    qr_status_t status = QR_OK;
    qr_json_array(in);
    for (uint32_t k = 0; status == QR_OK && in->problem == NULL && k < config->partitions; k++) {
        if (qr_json_element(in, k)) {
            status = read_partition(verifier, k);
        } else {
            qr_reader_reject(in, "partitions are missing");
        }
    }
    qr_json_array_end(in, config->partitions);
    if (size_name != NULL) qr_json_key(in, &size_name, 1, &seen);
    if (status == QR_OK && in->problem == NULL) status = flush(verifier);
    return status;
}

static void read_input(verifier_t *verifier, const uint8_t wanted[32], const char *reason) {
    uint8_t found[32];
    if (!qr_json_node(&verifier->in, found)) return;
    if (memcmp(found, wanted, 32) != 0) refuse(verifier, reason);
}

static qr_status_t read_whole(verifier_t *verifier) {
    static const char *const keys[] = {"registered_proof", "vanilla_proofs", "comm_r", "comm_d",
                                       "replica_id",       "seed",           "ticket"};
    const qr_porep_inputs_t *inputs = verifier->context.inputs;
    const char *name = qr_registered_proof_name(verifier->context.config);
    int skipped = name == NULL ? 1 : 0;
    qr_reader_t *in = &verifier->in;
    qr_status_t status = QR_OK;
    uint32_t seen = 0;
    int key = -2;
    if (!qr_json_object(in)) return QR_OK;
    while (status == QR_OK && (key = qr_json_key(in, keys + skipped, 7u - (size_t)skipped, &seen)) >= 0) {
        switch (key + skipped) {
            case 0:
                qr_json_string(in, name);
                break;
            case 1:
                status = read_partitions(verifier);
                break;
            case 2:
                read_input(verifier, inputs->comm_r, "comm_r is another");
                break;
            case 3:
                read_input(verifier, inputs->comm_d, "comm_d is another");
                break;
            case 4:
                read_input(verifier, inputs->replica_id, "replica_id is another");
                break;
            case 5:
                read_input(verifier, inputs->seed, "the seed is another");
                break;
            default:
                read_input(verifier, inputs->ticket, "the ticket is another");
                break;
        }
    }
    qr_json_finish(in);
    return status;
}

qr_status_t qr_porep_verify_vanilla(qr_job_t *job, bool *valid, const qr_porep_config_t *config,
                                    const uint8_t *json, size_t length, const qr_porep_inputs_t *inputs) {
    *valid = false;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    verifier_t *verifier = calloc(1, sizeof *verifier);
    if (verifier == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "verifying");
    verifier->job = job;
    verifier->valid = true;
    verifier->stated = calloc(WINDOW, sizeof *verifier->stated);
    verifier->partition = calloc(config->challenges_per_partition, sizeof *verifier->partition);
    qr_porep_context_init(&verifier->context, config, inputs);
    qr_reader_init(&verifier->in, json, length);
    qr_job_expect(job, (uint64_t)config->partitions * config->challenges_per_partition);
    qr_status_t status = QR_OK;
    if (verifier->stated == NULL || verifier->partition == NULL) {
        status = qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "verifying");
    }
    if (status == QR_OK) status = read_whole(verifier);
    if (status == QR_OK) status = qr_reader_status(job, &verifier->in, "PoRep vanilla proof");
    if (status == QR_OK) *valid = verifier->valid;
    free(verifier->stated);
    free(verifier->partition);
    free(verifier);
    return status;
}
