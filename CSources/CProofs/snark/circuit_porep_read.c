/** The PoRep circuit's witness from a C1 JSON, and its public inputs from what a verifier knows. */
#include <stdlib.h>

#include "circuit_porep.h"
#include "quarry_crypto.h"

typedef struct {
    const qr_porep_config_t *config;
    const qr_porep_inputs_t *inputs;
    qr_porep_circuit_t *porep;
    uint32_t partition;
    qr_porep_stated_t *stated; /**< the challenge being read */
    qr_reader_t in;
    bool registered; /**< filecoin-proofs-api's form, with the names of proof and size; else filecoin-proofs'
                      */
    const char *mismatch; /**< what contradicts the inputs; NULL: nothing */
} reading_t;

static bool path_is_canonical(const qr_merkle_proof_t *proof) {
    uint32_t siblings = 0, elements = proof->base_count + proof->sub_count + proof->top_count;
    for (uint32_t i = 0; i < elements; i++) siblings += proof->arity[i] - 1u;
    bool good = qr_fr_is_canonical(proof->leaf) && qr_fr_is_canonical(proof->root);
    for (uint32_t i = 0; good && i < siblings; i++) good = qr_fr_is_canonical(proof->siblings[i]);
    return good;
}

/** Every node that the circuit takes is a field element. */
static bool is_canonical(const qr_porep_challenge_t *proof, uint32_t layers) {
    bool good = path_is_canonical(&proof->data) && path_is_canonical(&proof->replica);
    for (uint32_t i = 0; good && i < QR_COLUMNS; i++) {
        good = path_is_canonical(&proof->columns[i].inclusion);
        for (uint32_t k = 0; good && k < layers; k++) good = qr_fr_is_canonical(proof->columns[i].rows[k]);
    }
    return good;
}

static void read_partition(reading_t *reading, uint32_t k) {
    qr_reader_t *in = &reading->in;
    if (!qr_json_array(in)) return;
    for (uint32_t i = 0; i < reading->config->challenges_per_partition; i++) {
        if (!qr_json_element(in, i)) {
            qr_reader_reject(in, "challenges are missing");
            return;
        }
        if (!qr_read_porep_challenge(in, reading->stated, reading->config)) return;
        if (k != reading->partition) continue;
        if (!is_canonical(&reading->stated->proof, reading->config->layers)) {
            qr_reader_reject(in, "a node is not a field element");
            return;
        }
        reading->porep->proofs[i] = reading->stated->proof;
        reading->porep->challenges[i] = reading->stated->node[0];
    }
    qr_json_array_end(in, reading->config->challenges_per_partition);
}

static void read_partitions(reading_t *reading) {
    qr_reader_t *in = &reading->in;
    const char *size_name = qr_registered_size_name(reading->config);
    uint32_t seen = 0;
    if (reading->registered && (!qr_json_object(in) || qr_json_key(in, &size_name, 1, &seen) != 0)) {
        qr_reader_reject(in, "the size's name was expected");
        return;
    }
    qr_json_array(in);
    for (uint32_t k = 0; in->problem == NULL && k < reading->config->partitions; k++) {
        if (qr_json_element(in, k)) {
            read_partition(reading, k);
        } else {
            qr_reader_reject(in, "partitions are missing");
        }
    }
    qr_json_array_end(in, reading->config->partitions);
    if (reading->registered) qr_json_key(in, &size_name, 1, &seen);
}

/** One of the proof's public values; wanted NULL: any will do. */
static void read_input(reading_t *reading, const uint8_t *wanted, const char *mismatch) {
    uint8_t found[32];
    if (!qr_json_node(&reading->in, found)) return;
    if (wanted != NULL && memcmp(found, wanted, 32) != 0) reading->mismatch = mismatch;
}

static void read_whole(reading_t *reading) {
    static const char *const keys[] = {"registered_proof", "vanilla_proofs", "comm_r", "comm_d",
                                       "replica_id",       "seed",           "ticket"};
    const qr_porep_inputs_t *inputs = reading->inputs;
    qr_reader_t *in = &reading->in;
    int skipped = reading->registered ? 0 : 1, key;
    uint32_t seen = 0;
    if (!qr_json_object(in)) return;
    while ((key = qr_json_key(in, keys + skipped, 7u - (size_t)skipped, &seen)) >= 0) {
        key += skipped;
        if (key == 0) qr_json_string(in, qr_registered_proof_name(reading->config));
        if (key == 1) read_partitions(reading);
        if (key == 2) read_input(reading, inputs->comm_r, "comm_r is another");
        if (key == 3) read_input(reading, inputs->comm_d, "comm_d is another");
        if (key == 4) read_input(reading, inputs->replica_id, "replica_id is another");
        if (key > 4) read_input(reading, NULL, NULL);
    }
    qr_json_finish(in);
}

/** The commitments, once all challenges are read: each must name the same roots. */
static void fill_commitments(reading_t *reading) {
    qr_porep_circuit_t *porep = reading->porep;
    const uint8_t *comm_r_last = porep->proofs[0].replica.root;
    const uint8_t *comm_c = porep->proofs[0].columns[0].inclusion.root;
    for (size_t k = 0; k < porep->count; k++) {
        if (memcmp(porep->proofs[k].replica.root, comm_r_last, 32) != 0 ||
            memcmp(porep->proofs[k].columns[0].inclusion.root, comm_c, 32) != 0) {
            reading->mismatch = "the challenges' roots differ";
        }
    }
    porep->replica_id = qr_fr_to_montgomery(qr_fr_load(reading->inputs->replica_id));
    porep->comm_d = qr_fr_to_montgomery(qr_fr_load(reading->inputs->comm_d));
    porep->comm_r = qr_fr_to_montgomery(qr_fr_load(reading->inputs->comm_r));
    porep->comm_c = qr_fr_to_montgomery(qr_fr_load(comm_c));
    porep->comm_r_last = qr_fr_to_montgomery(qr_fr_load(comm_r_last));
}

static qr_status_t read_witness(qr_job_t *job, reading_t *reading, const uint8_t *json, size_t length) {
    // The form of filecoin-proofs lacks the names of proof and size.
    static const char name[] = "\"registered_proof\"";
    reading->registered = qr_registered_proof_name(reading->config) != NULL && json != NULL &&
                          memmem(json, length, name, sizeof name - 1) != NULL;
    qr_reader_init(&reading->in, json, length);
    read_whole(reading);
    qr_status_t status = qr_reader_status(job, &reading->in, "PoRep vanilla proof");
    if (status != QR_OK) return status;
    fill_commitments(reading);
    if (reading->mismatch != NULL) return qr_job_fail(job, QR_MISMATCH, 0, "%s", reading->mismatch);
    reading->porep->circuit.has_witness = true;
    return qr_circuit_measure(job, &reading->porep->circuit);
}

/** What every use of a PoRep's public values needs: field elements. */
static bool inputs_are_canonical(const qr_porep_inputs_t *inputs) {
    return qr_fr_is_canonical(inputs->replica_id) && qr_fr_is_canonical(inputs->comm_d) &&
           qr_fr_is_canonical(inputs->comm_r);
}

qr_status_t qr_circuit_porep(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config,
                             const qr_porep_inputs_t *inputs, uint32_t partition, const uint8_t *json,
                             size_t length) {
    *out = NULL;
    if (job == NULL || partition >= config->partitions || config->challenges_per_partition == 0) {
        return QR_INVALID_ARGUMENT;
    }
    if (!inputs_are_canonical(inputs)) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "replica_id, comm_d and comm_r are field elements");
    }
    reading_t reading = {.config = config, .inputs = inputs, .partition = partition};
    reading.porep = qr_porep_circuit_new(config, config->challenges_per_partition);
    reading.stated = calloc(1, sizeof *reading.stated);
    qr_status_t status = QR_OUT_OF_MEMORY;
    if (reading.porep != NULL && reading.stated != NULL) status = read_witness(job, &reading, json, length);
    free(reading.stated);
    if (status == QR_OK) {
        *out = &reading.porep->circuit;
    } else {
        qr_job_fail(job, status, 0, "PoRep circuit");
        if (reading.porep != NULL) qr_circuit_destroy(&reading.porep->circuit);
    }
    return status;
}

size_t qr_porep_public_input_count(const qr_porep_config_t *config) {
    return 3 + (size_t)config->challenges_per_partition * (QR_PARENTS + 4);
}

static void store_number(uint8_t out[32], uint64_t number) {
    memset(out, 0, 32);
    for (unsigned i = 0; i < 8; i++) out[i] = (uint8_t)(number >> 8 * i);
}

qr_status_t qr_porep_public_inputs(uint8_t (*out)[32], const qr_porep_config_t *config,
                                   const qr_porep_inputs_t *inputs, uint32_t partition) {
    if (partition >= config->partitions || !inputs_are_canonical(inputs)) return QR_INVALID_ARGUMENT;
    size_t count = config->challenges_per_partition;
    uint64_t *challenges = calloc(count, sizeof *challenges);
    if (challenges == NULL) return QR_OUT_OF_MEMORY;
    qr_status_t status =
        qr_porep_challenges(challenges, config, inputs->replica_id, inputs->comm_r, inputs->seed, partition);
    qr_graph_t graph;
    qr_graph_init(&graph, config);
    memcpy(out[0], inputs->replica_id, 32);
    memcpy(out[1], inputs->comm_d, 32);
    memcpy(out[2], inputs->comm_r, 32);
    uint8_t(*at)[32] = out + 3;
    for (size_t k = 0; status == QR_OK && k < count; k++) {
        uint32_t parents[QR_PARENTS];
        qr_graph_parents(&graph, parents, challenges[k]);
        store_number(*at++, challenges[k]);
        for (uint32_t i = 0; i < QR_PARENTS; i++) store_number(*at++, parents[i]);
        // The packed challenge, and the challenge in tree-r-last and in tree-c.
        for (unsigned i = 0; i < 3; i++) store_number(*at++, challenges[k]);
    }
    free(challenges);
    return status;
}
