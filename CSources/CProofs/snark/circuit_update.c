/** A partition of an empty-sector update as a circuit: storage-proofs-update's EmptySectorUpdateCircuit. */
#include <stdlib.h>

#include "gadget_insertion.h"
#include "gadget_num.h"
#include "gadget_por.h"
#include "gadget_poseidon.h"
#include "gadget_sha256.h"
#include "quarry_crypto.h"
#include "spacetime/update_proof.h"
#include "synthesis.h"

enum {
    /** Numbers h of high bits among which a public input selects the one in use. */
    CHOICES = 6,
    MAX_NODE_BITS = 31,
    MAX_PARTITION_BITS = 4
};

typedef struct {
    qr_circuit_t circuit;
    qr_update_shape_t shape;
    uint32_t partition;
    qr_fr_t comm_r_old, comm_d_new, comm_r_new; /**< Montgomery form */
    qr_update_proof_t proof;
} update_t;

/** What the challenges have in common. */
typedef struct {
    qr_num_t phi, root_old, root_new;
    qr_bool_t partition[MAX_PARTITION_BITS], choice[CHOICES];
    qr_num_t apex[QR_MAX_APEX_LEAVES];
    qr_bool_t challenges[QR_MAX_UPDATE_CHALLENGES][MAX_NODE_BITS]; /**< without the partition's bits */
} common_t;

/** The i-th number of high bits to choose from. */
static uint32_t high_bits(const qr_update_shape_t *shape, uint32_t choice) {
    return shape->high_bits == 1 ? 1 : 7 + choice;
}

/** The partition, and above it a bit for the choice of shape->high_bits (the first, where all are alike). */
static uint64_t partition_and_choice(const qr_update_shape_t *shape, uint32_t partition) {
    uint32_t choice = 0;
    while (high_bits(shape, choice) != shape->high_bits) choice++;
    return partition | UINT64_C(1) << (shape->partition_bits + choice);
}

/** sum * 1 = num; frees the sum. */
static void equate(qr_cs_t *cs, qr_lc_t *sum, qr_num_t num) {
    qr_lc_t one = {0}, result = {0};
    qr_lc_plus(cs, &one, qr_cs_one());
    qr_lc_plus(cs, &result, num);
    qr_cs_enforce(cs, sum, &one, &result);
    qr_lc_free(sum);
    qr_lc_free(&one);
    qr_lc_free(&result);
}

/** (sum of 2^i bits[i]) * 1 = num. */
static void equate_bits(qr_cs_t *cs, const qr_bool_t *bits, size_t count, qr_num_t num) {
    qr_lc_t sum = {0};
    qr_fr_t coefficient = qr_fr_one;
    for (size_t i = 0; i < count; i++) {
        qr_lc_add_bool(cs, &sum, coefficient, bits[i]);
        coefficient = qr_fr_sum(coefficient, coefficient);
    }
    equate(cs, &sum, num);
}

static qr_num_t randomness(qr_cs_t *cs, qr_num_t a, qr_num_t b) {
    return qr_poseidon_kind_gadget(cs, (qr_num_t[]){a, b}, QR_POSEIDON_RANDOMNESS_2);
}

static qr_num_t alloc_input(qr_cs_t *cs, qr_fr_t value) {
    qr_num_t out = qr_cs_alloc(cs, value);
    qr_num_inputize(cs, out);
    return out;
}

static qr_num_t alloc_node(qr_cs_t *cs, const uint8_t node[32]) {
    return qr_cs_alloc(cs, qr_por_node(node));
}

/** Partition and choice, as one input and as bits; returns the partition as a number. */
static qr_num_t write_partition(qr_cs_t *cs, common_t *common, const update_t *update) {
    const qr_update_shape_t *shape = &update->shape;
    const uint64_t value = partition_and_choice(shape, update->partition);
    const uint32_t count = shape->partition_bits + CHOICES;
    qr_bool_t bits[MAX_PARTITION_BITS + CHOICES];
    qr_num_t packed = alloc_input(cs, qr_fr_from_u64(value));
    for (uint32_t i = 0; i < count; i++) bits[i] = qr_bool_alloc(cs, (value >> i & 1) != 0);
    equate_bits(cs, bits, count, packed);
    memcpy(common->partition, bits, shape->partition_bits * sizeof bits[0]);
    memcpy(common->choice, bits + shape->partition_bits, sizeof common->choice);
    return qr_pack_bits(cs, common->partition, shape->partition_bits);
}

/** The apex leaves lead to comm_d_new, through the tree over them and the partition's path. */
static void write_apex(qr_cs_t *cs, const common_t *common, const update_t *update, const qr_por_path_t *path,
                       qr_num_t comm_d_new) {
    qr_num_t row[QR_MAX_APEX_LEAVES];
    memcpy(row, common->apex, sizeof row);
    for (uint32_t count = update->shape.apex_leaves / 2; count > 0; count /= 2) {
        for (uint32_t i = 0; i < count; i++) row[i] = qr_sha256_node_gadget(cs, row + 2 * (size_t)i, 2);
    }
    qr_por_path_gadget(cs, row[0], path, common->partition, QR_TREE_D, comm_d_new);
}

/** Each challenge's bits from digests of comm_r_new and a counter over all partitions. */
static void write_challenges(qr_cs_t *cs, common_t *common, const update_t *update, qr_num_t comm_r_new,
                             qr_num_t partition) {
    const qr_update_shape_t *shape = &update->shape;
    const uint32_t length = shape->node_bits - shape->partition_bits, per_digest = QR_FR_CAPACITY / length;
    const uint32_t digests = (shape->challenges + per_digest - 1) / per_digest;
    for (uint32_t j = 0; j < digests; j++) {
        qr_bool_t bits[QR_FR_BITS];
        qr_lc_t sum = {0};
        qr_lc_add(cs, &sum, qr_fr_from_u64(digests), partition);
        qr_lc_add_constant(cs, &sum, qr_fr_from_u64(j));
        qr_num_t index = qr_cs_alloc(cs, sum.value);
        equate(cs, &sum, index);
        qr_num_t digest = randomness(cs, comm_r_new, index);
        qr_fr_t raw = qr_fr_from_montgomery(digest.value);
        for (uint32_t i = 0; i < QR_FR_BITS; i++) {
            bits[i] = qr_bool_alloc(cs, (raw.l[i / 64] >> i % 64 & 1) != 0);
        }
        equate_bits(cs, bits, QR_FR_BITS, digest);
        for (uint32_t i = 0; i < per_digest && j * per_digest + i < shape->challenges; i++) {
            memcpy(common->challenges[j * per_digest + i], bits + (size_t)i * length,
                   length * sizeof bits[0]);
        }
    }
}

static void write_common(qr_cs_t *cs, common_t *common, const update_t *update) {
    const qr_update_proof_t *proof = &update->proof;
    const qr_update_challenge_t *first = &proof->challenges[0];
    const qr_update_shape_t *shape = &update->shape;
    qr_por_path_t path;
    qr_num_t partition = write_partition(cs, common, update);
    qr_num_t comm_r_old = alloc_input(cs, update->comm_r_old);
    qr_num_t comm_d_new = alloc_input(cs, update->comm_d_new);
    qr_num_t comm_r_new = alloc_input(cs, update->comm_r_new);
    common->phi = randomness(cs, comm_d_new, comm_r_old);
    qr_num_t comm_c = alloc_node(cs, proof->comm_c);
    common->root_old = alloc_node(cs, first->replica_old.root);
    common->root_new = alloc_node(cs, first->replica_new.root);
    for (uint32_t i = 0; i < shape->apex_leaves; i++) {
        common->apex[i] = alloc_node(cs, proof->apex_leaves[i]);
    }
    qr_por_path_alloc(cs, &path, &first->data_new, shape->node_bits - shape->partition_bits,
                      shape->partition_bits);
    qr_num_equal(cs, qr_poseidon_gadget(cs, (qr_num_t[]){comm_c, common->root_old}, 2), comm_r_old);
    qr_num_equal(cs, qr_poseidon_gadget(cs, (qr_num_t[]){comm_c, common->root_new}, 2), comm_r_new);
    write_apex(cs, common, update, &path, comm_d_new);
    write_challenges(cs, common, update, comm_r_new, partition);
}

/** The number that the chosen number of the challenge's high bits are. */
static qr_num_t write_high(qr_cs_t *cs, const common_t *common, const update_t *update,
                           const qr_bool_t *bits) {
    qr_lc_t sum = {0};
    for (uint32_t i = 0; i < CHOICES; i++) {
        uint32_t count = high_bits(&update->shape, i);
        qr_num_t high = qr_pack_bits(cs, bits + (update->shape.node_bits - count), count);
        qr_num_t chosen = qr_num_mul(cs, high, qr_bool_num(common->choice[i]));
        qr_lc_plus(cs, &sum, chosen);
    }
    qr_num_t out = qr_cs_alloc(cs, sum.value);
    equate(cs, &sum, out);
    return out;
}

static void write_replica(qr_cs_t *cs, qr_num_t leaf, const qr_merkle_proof_t *proof, const qr_bool_t *bits,
                          qr_num_t root) {
    qr_por_path_t path;
    qr_por_path_alloc(cs, &path, proof, 0, (size_t)proof->base_count + proof->sub_count + proof->top_count);
    qr_por_path_gadget(cs, leaf, &path, bits, QR_TREE_R_LAST, root);
}

static void write_challenge(qr_cs_t *cs, const common_t *common, const update_t *update, uint32_t index) {
    const qr_update_shape_t *shape = &update->shape;
    const qr_update_challenge_t *challenge =
        &update->proof.challenges[update->circuit.has_witness ? index : 0];
    const uint32_t length = shape->node_bits - shape->partition_bits, height = length - shape->apex_bits;
    qr_bool_t bits[MAX_NODE_BITS];
    qr_por_path_t path;
    memcpy(bits, common->challenges[index], length * sizeof bits[0]);
    memcpy(bits + length, common->partition, shape->partition_bits * sizeof bits[0]);
    qr_num_t rho = randomness(cs, common->phi, write_high(cs, common, update, bits));
    qr_num_t old = alloc_node(cs, challenge->replica_old.leaf);
    qr_num_t data = alloc_node(cs, challenge->data_new.leaf);
    qr_num_t new = qr_num_add(cs, old, qr_num_mul(cs, data, rho));
    write_replica(cs, old, &challenge->replica_old, bits, common->root_old);
    write_replica(cs, new, &challenge->replica_new, bits, common->root_new);
    qr_num_t apex = qr_num_select(cs, common->apex, shape->apex_leaves, bits + height);
    qr_por_path_alloc(cs, &path, &challenge->data_new, 0, height);
    qr_por_path_gadget(cs, data, &path, bits, QR_TREE_D, apex);
}

static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    if (part == 0) {
        write_common(cs, shared, (const update_t *)circuit);
    } else {
        write_challenge(cs, shared, (const update_t *)circuit, part - 1);
    }
}

static void destroy(qr_circuit_t *circuit) {
    free(circuit);
}

static qr_status_t new_update(qr_job_t *job, update_t **out, const qr_porep_config_t *config) {
    qr_update_shape_t shape;
    *out = NULL;
    if (!qr_update_shape(&shape, config->sector_size)) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "no update proof for this sector size");
    }
    update_t *update = calloc(1, sizeof *update);
    if (update == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "update circuit");
    update->circuit = (qr_circuit_t){.parts = shape.challenges + 1,
                                     .shared_size = sizeof(common_t),
                                     .synthesize = synthesize,
                                     .destroy = destroy};
    update->shape = shape;
    *out = update;
    return QR_OK;
}

static qr_status_t finish(qr_job_t *job, qr_circuit_t **out, update_t *update, qr_status_t status) {
    if (status == QR_OK) status = qr_circuit_measure(job, &update->circuit);
    if (status == QR_OK) {
        *out = &update->circuit;
    } else {
        destroy(&update->circuit);
    }
    return status;
}

qr_status_t qr_circuit_update_blank(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config) {
    *out = NULL;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    update_t *update;
    qr_status_t status = new_update(job, &update, config);
    if (status != QR_OK) return status;
    qr_merkle_shape_t binary, octal;
    qr_update_challenge_t *challenge = &update->proof.challenges[0];
    qr_merkle_shape(&binary, config, QR_TREE_D);
    qr_merkle_shape(&octal, config, QR_TREE_R_LAST);
    qr_merkle_proof_place(&challenge->replica_old, &octal, 0);
    qr_merkle_proof_place(&challenge->replica_new, &octal, 0);
    qr_merkle_proof_place(&challenge->data_new, &binary, 0);
    return finish(job, out, update, QR_OK);
}

qr_status_t qr_circuit_update(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config,
                              const qr_update_inputs_t *inputs, uint32_t partition, const uint8_t *proof,
                              size_t length, qr_form_t form) {
    *out = NULL;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    update_t *update;
    qr_status_t status = new_update(job, &update, config);
    if (status != QR_OK) return status;
    update->circuit.has_witness = true;
    update->partition = partition;
    update->comm_r_old = qr_por_node(inputs->comm_r_old);
    update->comm_d_new = qr_por_node(inputs->comm_d_new);
    update->comm_r_new = qr_por_node(inputs->comm_r_new);
    if (partition >= update->shape.partitions) {
        status = qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "update circuit: no partition %u", partition);
    } else {
        qr_reader_t in;
        qr_reader_init(&in, proof, length);
        (void)qr_read_update(&in, &update->proof, config, &update->shape, form);
        status = qr_reader_status(job, &in, "update vanilla proof");
    }
    return finish(job, out, update, status);
}

qr_status_t qr_update_public_inputs(uint8_t out[QR_UPDATE_PUBLIC_INPUTS][32], uint64_t sector_size,
                                    const qr_update_inputs_t *inputs, uint32_t partition) {
    qr_update_shape_t shape;
    const uint8_t *values[] = {inputs->comm_r_old, inputs->comm_d_new, inputs->comm_r_new};
    if (!qr_update_shape(&shape, sector_size) || partition >= shape.partitions) return QR_INVALID_ARGUMENT;
    memset(out[0], 0, 32);
    const uint64_t first = partition_and_choice(&shape, partition);
    for (size_t i = 0; i < 8; i++) out[0][i] = (uint8_t)(first >> 8 * i);
    for (size_t i = 0; i < 3; i++) {
        if (!qr_fr_is_canonical(values[i])) return QR_INVALID_ARGUMENT;
        memcpy(out[1 + i], values[i], 32);
    }
    return QR_OK;
}
