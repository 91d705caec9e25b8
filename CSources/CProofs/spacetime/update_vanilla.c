#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "items.h"
#include "merkle/tree_open.h"
#include "quarry/update.h"
#include "quarry_crypto.h"
#include "update_proof.h"

static bool is_comm_r(const uint8_t wanted[32], const uint8_t comm_c[32], const uint8_t comm_r_last[32]) {
    uint8_t roots[64], comm_r[32];
    memcpy(roots, comm_c, 32);
    memcpy(roots + 32, comm_r_last, 32);
    qr_poseidon_hash(QR_POSEIDON_2, comm_r, roots, 1);
    return memcmp(comm_r, wanted, 32) == 0;
}

/* ---- Checking ---- */

/** What the challenges of one partition are checked against. */
typedef struct {
    const qr_porep_config_t *config;
    const qr_update_shape_t *shape;
    const qr_update_proof_t *proof;
    const qr_update_inputs_t *inputs;
    uint8_t phi[32];
    uint8_t apex[2 * QR_MAX_APEX_LEAVES][32]; /**< rows of the apex tree, leaves first */
} checker_t;

static void make_apex(checker_t *checker) {
    uint32_t count = checker->shape->apex_leaves;
    uint8_t(*row)[32] = checker->apex;
    memcpy(row, checker->proof->apex_leaves, count * 32);
    for (; count > 1; count /= 2) {
        qr_sha256_tree_row(row[count], row[0], count / 2);
        row += count;
    }
}

/** The data path crosses the apex tree: through the challenge's apex leaf, past the apex tree's own nodes. */
static bool crosses_apex(const checker_t *checker, const qr_merkle_proof_t *path, uint64_t challenge) {
    const qr_update_shape_t *shape = checker->shape;
    uint32_t height = shape->node_bits - shape->partition_bits - shape->apex_bits;
    uint64_t place = (challenge >> height) & (shape->apex_leaves - 1);
    uint8_t family[64], node[32];
    memcpy(node, path->leaf, 32);
    for (uint32_t i = 0; i < height; i++) {
        memcpy(family + 32 * path->index[i], node, 32);
        memcpy(family + 32 * (1 - path->index[i]), path->siblings[i], 32);
        qr_sha256_tree_row(node, family, 1);
    }
    const uint8_t(*row)[32] = checker->apex;
    if (memcmp(node, row[place], 32) != 0) return false;
    for (uint32_t i = 0, count = shape->apex_leaves; i < shape->apex_bits; i++) {
        if (memcmp(path->siblings[height + i], row[place ^ 1], 32) != 0) return false;
        row += count;
        count /= 2;
        place /= 2;
    }
    return true;
}

/** New replica node = old one + data node * rho. */
static bool is_encoded(const checker_t *checker, const qr_update_challenge_t *proof, uint64_t challenge) {
    uint8_t rho[32], node[32];
    if (!qr_fr_is_canonical(proof->data_new.leaf)) return false;
    qr_update_rho(rho, checker->phi, challenge >> (checker->shape->node_bits - checker->shape->high_bits));
    qr_fr_mul(node, proof->data_new.leaf, rho, 1);
    qr_fr_add(node, proof->replica_old.leaf, node, 1);
    return memcmp(node, proof->replica_new.leaf, 32) == 0;
}

static const char *check_challenge(const checker_t *checker, const qr_update_challenge_t *proof,
                                   uint64_t challenge) {
    const qr_merkle_proof_t *replicas[2] = {&proof->replica_old, &proof->replica_new};
    const uint64_t leaves[2] = {challenge, challenge};
    const qr_update_challenge_t *first = &checker->proof->challenges[0];
    if (memcmp(proof->replica_old.root, first->replica_old.root, 32) != 0 ||
        memcmp(proof->replica_new.root, first->replica_new.root, 32) != 0) {
        return "replica roots differ";
    }
    if (memcmp(proof->data_new.root, checker->inputs->comm_d_new, 32) != 0) return "a data root is another";
    if (!qr_merkle_proofs_verify(replicas, leaves, 2, checker->config, QR_TREE_R_LAST)) {
        return "a path in tree-r-last is wrong";
    }
    if (!qr_merkle_proof_verify(&proof->data_new, checker->config, QR_TREE_D, challenge)) {
        return "a path in tree-d is wrong";
    }
    if (!is_encoded(checker, proof, challenge)) return "a replica node is not the encoded data node";
    if (!crosses_apex(checker, &proof->data_new, challenge)) return "a path misses the apex leaves";
    return NULL;
}

static const char *check_proof(const qr_porep_config_t *config, const qr_update_shape_t *shape,
                               const qr_update_proof_t *proof, const qr_update_inputs_t *inputs,
                               uint32_t partition) {
    checker_t checker = {.config = config, .shape = shape, .proof = proof, .inputs = inputs};
    const qr_update_challenge_t *first = &proof->challenges[0];
    uint64_t challenges[QR_MAX_UPDATE_CHALLENGES];
    size_t count;
    if (!qr_fr_is_canonical(proof->comm_c)) return "comm_c is not a field element";
    if (!is_comm_r(inputs->comm_r_old, proof->comm_c, first->replica_old.root))
        return "comm_r_old is another";
    if (!is_comm_r(inputs->comm_r_new, proof->comm_c, first->replica_new.root))
        return "comm_r_new is another";
    if (qr_update_challenges(challenges, &count, QR_MAX_UPDATE_CHALLENGES, config->sector_size,
                             inputs->comm_r_new, partition) != QR_OK) {
        return "no such partition";
    }
    qr_update_phi(checker.phi, inputs->comm_d_new, inputs->comm_r_old);
    make_apex(&checker);
    for (size_t i = 0; i < count; i++) {
        const char *problem = check_challenge(&checker, &proof->challenges[i], challenges[i]);
        if (problem != NULL) return problem;
    }
    return NULL;
}

/* ---- Proving ---- */

typedef struct {
    qr_job_t *job;
    const qr_porep_config_t *config;
    qr_update_shape_t shape;
    qr_tree_t *replica_old, *data_new, *replica_new;
    uint64_t challenges[QR_MAX_UPDATE_CHALLENGES];
    qr_update_proof_t proof;
} prover_t;

static qr_status_t expect_root(qr_job_t *job, const qr_tree_t *tree, const uint8_t wanted[32],
                               const char *name) {
    uint8_t root[32];
    qr_tree_open_root(root, tree);
    if (memcmp(root, wanted, 32) == 0) return QR_OK;
    return qr_job_fail(job, QR_MISMATCH, 0, "the tree files have another %s", name);
}

static qr_status_t open_trees(prover_t *prover, const qr_update_proof_files_t *files,
                              const qr_update_inputs_t *inputs) {
    qr_job_t *job = prover->job;
    const qr_porep_config_t *config = prover->config;
    qr_status_t status = qr_tree_open(job, &prover->replica_old, config, QR_TREE_R_LAST,
                                      files->tree_r_last_old, files->sector_key);
    if (status != QR_OK) return status;
    status = qr_tree_open(job, &prover->replica_new, config, QR_TREE_R_LAST, files->tree_r_last_new,
                          files->replica);
    if (status != QR_OK) return status;
    status = qr_tree_open(job, &prover->data_new, config, QR_TREE_D, &files->tree_d_new, NULL);
    if (status != QR_OK) return status;
    status = expect_root(job, prover->replica_old, inputs->comm_r_last_old, "comm_r_last_old");
    if (status != QR_OK) return status;
    status = expect_root(job, prover->replica_new, inputs->comm_r_last_new, "comm_r_last_new");
    if (status != QR_OK) return status;
    return expect_root(job, prover->data_new, inputs->comm_d_new, "comm_d_new");
}

static qr_status_t read_challenge(void *context, size_t worker, uint64_t i) {
    (void)worker;
    prover_t *prover = context;
    qr_update_challenge_t *out = &prover->proof.challenges[i];
    uint64_t challenge = prover->challenges[i];
    qr_status_t status = qr_tree_read_proof(prover->job, &out->replica_old, prover->replica_old, challenge);
    if (status != QR_OK) return status;
    status = qr_tree_read_proof(prover->job, &out->data_new, prover->data_new, challenge);
    if (status != QR_OK) return status;
    return qr_tree_read_proof(prover->job, &out->replica_new, prover->replica_new, challenge);
}

static qr_status_t read_apex(prover_t *prover, uint32_t partition) {
    const qr_update_shape_t *shape = &prover->shape;
    uint32_t row = shape->node_bits - shape->partition_bits - shape->apex_bits;
    return qr_tree_read_row(prover->job, prover->proof.apex_leaves[0], prover->data_new, row,
                            (uint64_t)partition * shape->apex_leaves, shape->apex_leaves);
}

static qr_status_t prove(prover_t *prover, const qr_update_proof_files_t *files,
                         const qr_update_inputs_t *inputs, uint32_t partition) {
    size_t count;
    memcpy(prover->proof.comm_c, inputs->comm_c, 32);
    qr_status_t status = qr_update_challenges(prover->challenges, &count, QR_MAX_UPDATE_CHALLENGES,
                                              prover->config->sector_size, inputs->comm_r_new, partition);
    if (status != QR_OK) return qr_job_fail(prover->job, status, 0, "no partition %" PRIu32, partition);
    qr_job_expect(prover->job, count);
    status = open_trees(prover, files, inputs);
    if (status == QR_OK) status = read_apex(prover, partition);
    if (status == QR_OK) status = qr_run_items(prover->job, count, prover, read_challenge);
    if (status != QR_OK) return status;
    const char *problem = check_proof(prover->config, &prover->shape, &prover->proof, inputs, partition);
    if (problem == NULL) return QR_OK;
    return qr_job_fail(prover->job, QR_CORRUPT, 0, "partition %" PRIu32 ": %s", partition, problem);
}

qr_status_t qr_update_prove_vanilla(qr_job_t *job, qr_bytes_t *out, const qr_porep_config_t *config,
                                    const qr_update_proof_files_t *files, const qr_update_inputs_t *inputs,
                                    uint32_t partition, qr_form_t form) {
    *out = (qr_bytes_t){0};
    qr_update_shape_t shape;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    if (!qr_update_shape(&shape, config->sector_size)) {
        return qr_job_fail(job, QR_UNSUPPORTED, 0, "sectors of this size have no update proof");
    }
    prover_t *prover = calloc(1, sizeof *prover);
    if (prover == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "proving");
    prover->job = job;
    prover->config = config;
    prover->shape = shape;
    qr_status_t status = prove(prover, files, inputs, partition);
    if (status == QR_OK) {
        qr_write_update(out, &prover->proof, &shape, form);
        status = qr_bytes_status(job, out);
    }
    if (status != QR_OK) qr_bytes_free(out);
    qr_tree_close(prover->replica_old);
    qr_tree_close(prover->replica_new);
    qr_tree_close(prover->data_new);
    free(prover);
    return status;
}

qr_status_t qr_update_verify_vanilla(qr_job_t *job, bool *valid, const qr_porep_config_t *config,
                                     const qr_update_inputs_t *inputs, uint32_t partition,
                                     const uint8_t *proof, size_t length, qr_form_t form) {
    *valid = false;
    qr_update_shape_t shape;
    if (!qr_update_shape(&shape, config->sector_size)) {
        return qr_job_fail(job, QR_UNSUPPORTED, 0, "sectors of this size have no update proof");
    }
    qr_update_proof_t *parsed = calloc(1, sizeof *parsed);
    if (parsed == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "verifying");
    qr_reader_t in;
    qr_reader_init(&in, proof, length);
    if (qr_read_update(&in, parsed, config, &shape, form)) {
        const char *problem = check_proof(config, &shape, parsed, inputs, partition);
        if (problem != NULL)
            qr_job_fail(job, QR_MISMATCH, 0, "partition %" PRIu32 ": %s", partition, problem);
        *valid = problem == NULL;
    }
    free(parsed);
    return qr_reader_status(job, &in, "update vanilla proof");
}
