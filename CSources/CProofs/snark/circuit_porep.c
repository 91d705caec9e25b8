/** The stacked PoRep's circuit: storage-proofs-porep's stacked::circuit. */
#include "circuit_porep.h"

#include <stdlib.h>

#include "gadget_label.h"
#include "gadget_por.h"
#include "gadget_poseidon.h"

/** What the commitments' part leaves to the challenges. */
typedef struct {
    qr_num_t comm_d, comm_c, comm_r_last;
    qr_node_bits_t replica_id;
} shared_t;

static qr_num_t alloc_node(qr_cs_t *cs, const uint8_t node[32]) {
    return qr_cs_alloc(cs, qr_fr_to_montgomery(qr_fr_load(node)));
}

/** Replica id and commitments; comm_r = H(comm_c, comm_r_last). */
static void write_commitments(qr_cs_t *cs, shared_t *shared, const qr_porep_circuit_t *porep) {
    qr_num_t replica_id = qr_cs_alloc(cs, porep->replica_id);
    qr_num_inputize(cs, replica_id);
    qr_node_bits(cs, &shared->replica_id, replica_id);
    shared->comm_d = qr_cs_alloc(cs, porep->comm_d);
    qr_num_inputize(cs, shared->comm_d);
    qr_num_t comm_r = qr_cs_alloc(cs, porep->comm_r);
    qr_num_inputize(cs, comm_r);
    shared->comm_r_last = qr_cs_alloc(cs, porep->comm_r_last);
    shared->comm_c = qr_cs_alloc(cs, porep->comm_c);
    const qr_num_t halves[2] = {shared->comm_c, shared->comm_r_last};
    qr_num_equal(cs, comm_r, qr_poseidon_gadget(cs, halves, 2));
}

/** A parent's labels, and their hash's place in tree-c. */
static void write_parent(qr_cs_t *cs, qr_num_t rows[QR_MAX_LAYERS], const qr_column_proof_t *column,
                         uint32_t layers, qr_num_t comm_c) {
    for (uint32_t layer = 0; layer < layers; layer++) rows[layer] = alloc_node(cs, column->rows[layer]);
    qr_num_t hash = qr_poseidon_gadget(cs, rows, layers);
    qr_por_gadget(cs, hash, &column->inclusion, QR_TREE_C, comm_c);
}

/** The label of layer `layer` (from 1): base parents' labels of this layer, expander parents' of the one
 * before. */
static qr_num_t write_label(qr_cs_t *cs, const shared_t *shared, qr_num_t parents[QR_PARENTS][QR_MAX_LAYERS],
                            uint32_t layer, const qr_bool_t challenge[64]) {
    qr_node_bits_t bits[QR_PARENTS];
    uint32_t count = layer == 1 ? QR_BASE_PARENTS : QR_PARENTS;
    for (uint32_t i = 0; i < count; i++) {
        qr_node_bits(cs, &bits[i], parents[i][i < QR_BASE_PARENTS ? layer - 1 : layer - 2]);
    }
    return qr_label_gadget(cs, &shared->replica_id, bits, count, layer, challenge);
}

static void write_challenge(qr_cs_t *cs, const shared_t *shared, const qr_porep_circuit_t *porep, size_t k) {
    const qr_porep_challenge_t *proof = &porep->proofs[k];
    qr_num_t parents[QR_PARENTS][QR_MAX_LAYERS], labels[QR_MAX_LAYERS];
    qr_bool_t challenge[64];
    qr_num_t data = alloc_node(cs, proof->data.leaf);
    qr_por_gadget(cs, data, &proof->data, QR_TREE_D, shared->comm_d);
    for (uint32_t i = 0; i < QR_PARENTS; i++) {
        write_parent(cs, parents[i], &proof->columns[1 + i], porep->layers, shared->comm_c);
    }
    qr_bool_alloc_u64(cs, challenge, porep->challenges[k]);
    qr_pack_u64_into_input(cs, challenge);
    for (uint32_t layer = 1; layer <= porep->layers; layer++) {
        labels[layer - 1] = write_label(cs, shared, parents, layer, challenge);
    }
    qr_num_t encoded = qr_constraint_add(cs, labels[porep->layers - 1], data);
    qr_por_gadget(cs, encoded, &proof->replica, QR_TREE_R_LAST, shared->comm_r_last);
    qr_num_t column = qr_poseidon_gadget(cs, labels, porep->layers);
    qr_por_gadget(cs, column, &proof->columns[0].inclusion, QR_TREE_C, shared->comm_c);
}

static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    const qr_porep_circuit_t *porep = (const qr_porep_circuit_t *)circuit;
    if (part == 0) {
        write_commitments(cs, shared, porep);
    } else {
        write_challenge(cs, shared, porep, circuit->has_witness ? part - 1 : 0);
    }
}

static void destroy(qr_circuit_t *circuit) {
    qr_porep_circuit_t *porep = (qr_porep_circuit_t *)circuit;
    free(porep->challenges);
    free(porep->proofs);
    free(porep);
}

qr_porep_circuit_t *qr_porep_circuit_new(const qr_porep_config_t *config, size_t count) {
    qr_porep_circuit_t *porep = calloc(1, sizeof *porep);
    if (porep == NULL) return NULL;
    porep->circuit = (qr_circuit_t){.parts = 1 + config->challenges_per_partition,
                                    .shared_size = sizeof(shared_t),
                                    .synthesize = synthesize,
                                    .destroy = destroy};
    porep->layers = config->layers;
    porep->count = count;
    porep->challenges = calloc(count, sizeof *porep->challenges);
    porep->proofs = calloc(count, sizeof *porep->proofs);
    if (porep->challenges != NULL && porep->proofs != NULL) return porep;
    destroy(&porep->circuit);
    return NULL;
}

qr_status_t qr_circuit_porep_blank(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config) {
    *out = NULL;
    bool known = config->layers == 2 || config->layers == QR_MAX_LAYERS;
    if (!known || config->challenges_per_partition == 0) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "PoRep circuit: layers or challenges");
    }
    qr_porep_circuit_t *porep = qr_porep_circuit_new(config, 1);
    if (porep == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "PoRep circuit");
    qr_merkle_shape_t binary, octal;
    qr_merkle_shape(&binary, config, QR_TREE_D);
    qr_merkle_shape(&octal, config, QR_TREE_C);
    qr_porep_challenge_t *proof = &porep->proofs[0];
    qr_merkle_proof_place(&proof->data, &binary, 0);
    qr_merkle_proof_place(&proof->replica, &octal, 0);
    for (uint32_t i = 0; i < QR_COLUMNS; i++) qr_merkle_proof_place(&proof->columns[i].inclusion, &octal, 0);
    qr_status_t status = qr_circuit_measure(job, &porep->circuit);
    if (status != QR_OK) {
        destroy(&porep->circuit);
        return status;
    }
    *out = &porep->circuit;
    return QR_OK;
}
