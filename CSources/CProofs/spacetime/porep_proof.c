#include "porep_proof.h"

#include <string.h>

#include "quarry_crypto.h"

void qr_porep_context_init(qr_porep_context_t *out, const qr_porep_config_t *config,
                           const qr_porep_inputs_t *inputs) {
    out->config = config;
    out->inputs = inputs;
    qr_graph_init(&out->graph, config);
}

/** The label of parent `i` that layer `layer` uses: base parents give this layer's, expander parents the one
 * before. */
static const uint8_t *parent_label(const qr_porep_challenge_t *proof, uint32_t i, uint32_t layer) {
    return proof->columns[1 + i].rows[i < QR_BASE_PARENTS ? layer - 1 : layer - 2];
}

void qr_porep_label_parents(uint8_t (*out)[32], const qr_porep_challenge_t *proof, uint32_t layer) {
    uint32_t parents = layer == 1 ? QR_BASE_PARENTS : QR_PARENTS;
    for (uint32_t i = 0; i < QR_REPEATED_PARENTS; i++) {
        memcpy(out[i], parent_label(proof, i % parents, layer), 32);
    }
}

/** trunc254(SHA-256(replica_id, layer and node big endian, zeros to 64 bytes, parents)). */
static void make_label(uint8_t out[32], const uint8_t replica_id[32], const qr_porep_challenge_t *proof,
                       uint32_t layer, uint64_t node) {
    uint8_t message[64 + QR_REPEATED_PARENTS * 32] = {0};
    memcpy(message, replica_id, 32);
    for (int i = 0; i < 4; i++) message[32 + i] = (uint8_t)(layer >> (24 - 8 * i));
    for (int i = 0; i < 8; i++) message[36 + i] = (uint8_t)(node >> (56 - 8 * i));
    qr_porep_label_parents((uint8_t(*)[32])(message + 64), proof, layer);
    qr_sha256_hash(out, message, sizeof message);
    out[31] &= 0x3f;
}

static const char *check_labels(const qr_porep_context_t *context, const qr_porep_challenge_t *proof,
                                uint64_t challenge) {
    for (uint32_t layer = 1; layer <= context->config->layers; layer++) {
        uint8_t label[32];
        make_label(label, context->inputs->replica_id, proof, layer, challenge);
        if (memcmp(label, proof->columns[0].rows[layer - 1], 32) != 0) return "a label is not its parents'";
    }
    uint8_t encoded[32];
    const uint8_t *key = proof->columns[0].rows[context->config->layers - 1];
    if (!qr_fr_is_canonical(proof->data.leaf)) return "a data node is not a field element";
    qr_fr_add(encoded, proof->data.leaf, key, 1);
    if (memcmp(encoded, proof->replica.leaf, 32) != 0) return "a replica node is not the encoded data node";
    return NULL;
}

/** Each column hashes to its leaf of tree-c, whose nodes are the challenge and its parents. */
static const char *check_columns(const qr_porep_context_t *context, const qr_porep_challenge_t *proof,
                                 const uint64_t nodes[QR_COLUMNS]) {
    uint32_t layers = context->config->layers;
    uint8_t rows[QR_COLUMNS * QR_MAX_LAYERS * 32], hashes[QR_COLUMNS][32];
    for (uint32_t i = 0; i < QR_COLUMNS; i++) {
        const qr_column_proof_t *column = &proof->columns[i];
        if (column->node != nodes[i]) return "a column is not that of the challenge or its parent";
        if (memcmp(column->inclusion.root, proof->columns[0].inclusion.root, 32) != 0) {
            return "columns are under different roots";
        }
        for (uint32_t layer = 0; layer < layers; layer++) {
            if (!qr_fr_is_canonical(column->rows[layer])) return "a label is not a field element";
        }
        memcpy(rows + i * layers * 32, column->rows, layers * 32);
    }
    qr_poseidon_hash(layers == 2 ? QR_POSEIDON_2 : QR_POSEIDON_11, hashes[0], rows, QR_COLUMNS);
    for (uint32_t i = 0; i < QR_COLUMNS; i++) {
        if (memcmp(hashes[i], proof->columns[i].inclusion.leaf, 32) != 0) {
            return "a column is not its leaf of tree-c";
        }
    }
    return NULL;
}

/** The paths in tree-c and tree-r-last, which have one shape, and comm_r over their roots. */
static const char *check_paths(const qr_porep_context_t *context, const qr_porep_challenge_t *proof,
                               const uint64_t nodes[QR_COLUMNS]) {
    const qr_merkle_proof_t *paths[QR_COLUMNS + 1];
    uint64_t leaves[QR_COLUMNS + 1];
    for (uint32_t i = 0; i < QR_COLUMNS; i++) {
        paths[i] = &proof->columns[i].inclusion;
        leaves[i] = nodes[i];
    }
    paths[QR_COLUMNS] = &proof->replica;
    leaves[QR_COLUMNS] = nodes[0];
    if (!qr_merkle_proofs_verify(paths, leaves, QR_COLUMNS + 1, context->config, QR_TREE_C)) {
        return "a path in tree-c or tree-r-last is wrong";
    }
    uint8_t roots[64], comm_r[32];
    memcpy(roots, proof->columns[0].inclusion.root, 32);
    memcpy(roots + 32, proof->replica.root, 32);
    qr_poseidon_hash(QR_POSEIDON_2, comm_r, roots, 1);
    if (memcmp(comm_r, context->inputs->comm_r, 32) != 0) return "the roots do not give comm_r";
    return NULL;
}

const char *qr_porep_check(const qr_porep_context_t *context, const qr_porep_challenge_t *proof,
                           uint64_t challenge) {
    uint32_t parents[QR_PARENTS];
    uint64_t nodes[QR_COLUMNS] = {challenge};
    if (challenge == 0 || challenge >= context->config->node_count)
        return "a challenge is outside the sector";
    qr_graph_parents(&context->graph, parents, challenge);
    for (uint32_t i = 0; i < QR_PARENTS; i++) nodes[1 + i] = parents[i];
    if (memcmp(proof->data.root, context->inputs->comm_d, 32) != 0) return "a data root is not comm_d";
    if (!qr_merkle_proof_verify(&proof->data, context->config, QR_TREE_D, challenge)) {
        return "a path in tree-d is wrong";
    }
    const char *problem = check_columns(context, proof, nodes);
    if (problem == NULL) problem = check_paths(context, proof, nodes);
    if (problem == NULL) problem = check_labels(context, proof, challenge);
    return problem;
}

const char *qr_porep_check_stated(const qr_porep_context_t *context, const qr_porep_stated_t *stated,
                                  uint64_t challenge) {
    uint32_t layers = context->config->layers;
    uint8_t parents[QR_REPEATED_PARENTS][32];
    for (uint32_t i = 0; i <= layers; i++) {
        uint32_t layer = i < layers ? i + 1 : layers;
        qr_porep_label_parents(parents, &stated->proof, layer);
        if (stated->layer[i] != layer) return "a labelling proof is for another layer";
        if (stated->node[i] != challenge) return "a labelling proof is for another node";
        if (memcmp(parents, stated->parents[i], sizeof parents) != 0) {
            return "a labelling proof has other parents";
        }
    }
    return NULL;
}
