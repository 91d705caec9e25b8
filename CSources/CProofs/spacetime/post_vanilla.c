#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "merkle/tree_open.h"
#include "post_proof.h"
#include "quarry_crypto.h"

/** Most leaves of one call: far above any challenge count, and keeps the sizes below small. */
#define MAX_LEAVES 65536u

static void make_comm_r(uint8_t out[32], const uint8_t comm_c[32], const uint8_t comm_r_last[32]) {
    uint8_t roots[64];
    memcpy(roots, comm_c, 32);
    memcpy(roots + 32, comm_r_last, 32);
    qr_poseidon_hash(QR_POSEIDON_2, out, roots, 1);
}

/** NULL if the paths of `leaves` all lead to comm_r_last, and comm_r is over it; else what is wrong. */
static const char *check_proof(const qr_post_proof_t *proof, const qr_porep_config_t *config,
                               const uint64_t *leaves) {
    uint8_t comm_r[32];
    if (!qr_fr_is_canonical(proof->comm_c)) return "comm_c is not a field element";
    make_comm_r(comm_r, proof->comm_c, proof->comm_r_last);
    if (memcmp(comm_r, proof->comm_r, 32) != 0) return "comm_c and comm_r_last do not give comm_r";
    for (size_t i = 0; i < proof->count; i += QR_MERKLE_BATCH) {
        const qr_merkle_proof_t *batch[QR_MERKLE_BATCH];
        size_t count = proof->count - i < QR_MERKLE_BATCH ? proof->count - i : QR_MERKLE_BATCH;
        for (size_t k = 0; k < count; k++) {
            batch[k] = &proof->proofs[i + k];
            if (memcmp(batch[k]->root, proof->comm_r_last, 32) != 0) return "a root is not comm_r_last";
        }
        if (!qr_merkle_proofs_verify(batch, leaves + i, count, config, QR_TREE_R_LAST)) {
            return "a path in tree-r-last is wrong";
        }
    }
    return NULL;
}

/* ---- Proving ---- */

typedef struct {
    qr_job_t *job;
    const qr_tree_t *tree;
    const uint64_t *leaves;
    qr_post_proof_t proof;
} prover_t;

static qr_status_t read_leaf(void *context, size_t worker, uint64_t i) {
    (void)worker;
    prover_t *prover = context;
    return qr_tree_read_proof(prover->job, &prover->proof.proofs[i], prover->tree, prover->leaves[i]);
}

static qr_status_t read_all(prover_t *prover, const qr_porep_config_t *config) {
    uint8_t root[32];
    qr_tree_open_root(root, prover->tree);
    if (memcmp(root, prover->proof.comm_r_last, 32) != 0) {
        return qr_job_fail(prover->job, QR_MISMATCH, 0, "the tree files have another comm_r_last");
    }
    qr_job_expect(prover->job, prover->proof.count);
    qr_status_t status = qr_run_items(prover->job, prover->proof.count, prover, read_leaf);
    if (status != QR_OK) return status;
    const char *problem = check_proof(&prover->proof, config, prover->leaves);
    if (problem == NULL) return QR_OK;
    return qr_job_fail(prover->job, QR_CORRUPT, 0, "sector %" PRIu64 ": %s", prover->proof.sector_id,
                       problem);
}

qr_status_t qr_post_prove_vanilla(qr_job_t *job, qr_bytes_t *out, const qr_porep_config_t *config,
                                  const qr_sector_files_t *files, uint64_t sector_id,
                                  const uint8_t comm_c[32], const uint8_t comm_r_last[32],
                                  const uint64_t *leaves, size_t count, qr_form_t form) {
    *out = (qr_bytes_t){0};
    if (job == NULL || count == 0 || count > MAX_LEAVES) return QR_INVALID_ARGUMENT;
    qr_tree_t *tree = NULL;
    prover_t prover = {.job = job, .leaves = leaves, .proof = {.sector_id = sector_id, .count = count}};
    memcpy(prover.proof.comm_c, comm_c, 32);
    memcpy(prover.proof.comm_r_last, comm_r_last, 32);
    make_comm_r(prover.proof.comm_r, comm_c, comm_r_last);
    prover.proof.proofs = calloc(count, sizeof *prover.proof.proofs);
    qr_status_t status = QR_OK;
    if (prover.proof.proofs == NULL) status = qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "proving");
    if (status == QR_OK) {
        status = qr_tree_open(job, &tree, config, QR_TREE_R_LAST, files->tree_r_last, files->replica);
    }
    prover.tree = tree;
    if (status == QR_OK) status = read_all(&prover, config);
    if (status == QR_OK) {
        qr_write_post(out, &prover.proof, form);
        status = qr_bytes_status(job, out);
    }
    if (status != QR_OK) qr_bytes_free(out);
    qr_tree_close(tree);
    free(prover.proof.proofs);
    return status;
}

/* ---- Reading: partitions and verification ---- */

/** Room for a proof of this type; proofs is NULL if there is no memory. */
static qr_post_proof_t room_for(qr_post_type_t type) {
    size_t count = qr_post_challenge_count(type);
    return (qr_post_proof_t){.count = count, .proofs = calloc(count, sizeof(qr_merkle_proof_t))};
}

/** Appends one sector's part of a partition: whole for Window, a sector for each challenge for Winning. */
static void write_part(qr_bytes_t *out, const qr_post_proof_t *proof, qr_post_type_t type) {
    if (type == QR_POST_WINDOW) {
        qr_write_post_sector(out, proof, 0, proof->count);
        return;
    }
    for (size_t i = 0; i < proof->count; i++) {
        if (i > 0) qr_write_text(out, ",");
        qr_write_post_sector(out, proof, i, 1);
    }
}

qr_status_t qr_post_partitions(qr_job_t *job, qr_bytes_t *out, const qr_porep_config_t *config,
                               qr_post_type_t type, const qr_bytes_t *proofs, size_t count, qr_form_t form) {
    *out = (qr_bytes_t){0};
    size_t each = qr_post_sectors_per_partition(type, config->sector_size), last = 0;
    if (job == NULL || count == 0 || (type == QR_POST_WINNING && count != 1)) return QR_INVALID_ARGUMENT;
    qr_post_proof_t proof = room_for(type);
    qr_status_t status = QR_OK;
    if (proof.proofs == NULL) status = qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "partitions");
    size_t places = (count + each - 1) / each * each;
    qr_job_expect(job, places);
    for (size_t i = 0; status == QR_OK && i < places; i++) {
        qr_write_text(out, i == 0 ? "[{\"sectors\":[" : i % each == 0 ? "]},{\"sectors\":[" : ",");
        if (i < count) {
            qr_reader_t in;
            qr_reader_init(&in, proofs[i].data, proofs[i].length);
            last = out->length;
            if (qr_read_post(&in, &proof, config, form)) write_part(out, &proof, type);
            status = qr_reader_status(job, &in, "PoSt vanilla proof");
            if (status == QR_OK && i + 1 == count) last = out->length - last;  // length of the part to repeat
        } else {
            qr_write_again(out, out->length - 1 - last, last);
        }
        if (status == QR_OK) status = qr_bytes_status(job, out);
        if (status == QR_OK && qr_job_cancelled(job)) status = QR_CANCELLED;
        qr_job_advance(job, 1);
    }
    qr_write_text(out, "]}]");
    if (status == QR_OK) status = qr_bytes_status(job, out);
    if (status != QR_OK) qr_bytes_free(out);
    free(proof.proofs);
    return status;
}

static const char *check_sector(const qr_post_proof_t *proof, const qr_porep_config_t *config,
                                const qr_post_sector_t *sector, const uint64_t *leaves) {
    if (proof->sector_id != sector->sector_id) return "the proof is for another sector";
    if (memcmp(proof->comm_r, sector->comm_r, 32) != 0) return "comm_r is another";
    return check_proof(proof, config, leaves);
}

qr_status_t qr_post_verify_vanilla(qr_job_t *job, bool *valid, const qr_porep_config_t *config,
                                   qr_post_type_t type, qr_api_version_t version,
                                   const uint8_t randomness[32], const qr_post_sector_t *sector,
                                   uint64_t sector_index, const uint8_t *proof, size_t length,
                                   qr_form_t form) {
    *valid = false;
    qr_post_proof_t parsed = room_for(type);
    uint64_t *leaves = calloc(parsed.count, sizeof *leaves);
    qr_status_t status = QR_OK;
    if (parsed.proofs == NULL || leaves == NULL) {
        status = qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "verifying");
    }
    for (uint32_t n = 0; status == QR_OK && n < parsed.count; n++) {
        status = qr_post_leaf_challenge(&leaves[n], config->sector_size, type, version, randomness,
                                        sector->sector_id, sector_index, n);
        if (status != QR_OK) qr_job_fail(job, status, 0, "the randomness is not a field element");
    }
    if (status == QR_OK) {
        qr_reader_t in;
        qr_reader_init(&in, proof, length);
        if (qr_read_post(&in, &parsed, config, form)) {
            const char *problem = check_sector(&parsed, config, sector, leaves);
            if (problem != NULL) {
                qr_job_fail(job, QR_MISMATCH, 0, "sector %" PRIu64 ": %s", sector->sector_id, problem);
            }
            *valid = problem == NULL;
        }
        status = qr_reader_status(job, &in, "PoSt vanilla proof");
    }
    free(parsed.proofs);
    free(leaves);
    return status;
}
