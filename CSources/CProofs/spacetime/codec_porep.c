#include <string.h>

#include "porep_proof.h"

/* ---- Names ---- */

#define NAMES(version)                                                              \
    "StackedDrg2KiB" version, "StackedDrg8MiB" version, "StackedDrg512MiB" version, \
        "StackedDrg32GiB" version, "StackedDrg64GiB" version

/** In the order of registered_proof: five sizes a version. */
static const char *const proof_names[] = {
    NAMES("V1"),
    NAMES("V1_1"),
    NAMES("V1_1_Feat_SyntheticPoRep"),
    NAMES("V1_2_Feat_NonInteractivePoRep"),
};

const char *qr_registered_proof_name(const qr_porep_config_t *config) {
    int32_t count = sizeof proof_names / sizeof proof_names[0];
    bool known = config->registered_proof >= 0 && config->registered_proof < count;
    return known ? proof_names[config->registered_proof] : NULL;
}

const char *qr_registered_size_name(const qr_porep_config_t *config) {
    return config->registered_proof >= 0 ? proof_names[config->registered_proof % 5] : NULL;
}

/* ---- Writing ---- */

void qr_write_porep_start(qr_bytes_t *out, const qr_porep_config_t *config) {
    const char *name = qr_registered_proof_name(config);
    qr_write_text(out, "{");
    if (name != NULL) {
        qr_write_text(out, "\"registered_proof\":\"");
        qr_write_text(out, name);
        qr_write_text(out, "\",\"vanilla_proofs\":{\"");
        qr_write_text(out, qr_registered_size_name(config));
        qr_write_text(out, "\":[[");
    } else {
        qr_write_text(out, "\"vanilla_proofs\":[[");
    }
}

static void write_named_node(qr_bytes_t *out, const char *before, const uint8_t node[32]) {
    qr_write_text(out, before);
    qr_write_node(out, node);
}

void qr_write_porep_end(qr_bytes_t *out, const qr_porep_config_t *config, const qr_porep_inputs_t *inputs) {
    qr_write_text(out, config->registered_proof >= 0 ? "]]}" : "]]");
    write_named_node(out, ",\"comm_r\":", inputs->comm_r);
    write_named_node(out, ",\"comm_d\":", inputs->comm_d);
    write_named_node(out, ",\"replica_id\":", inputs->replica_id);
    write_named_node(out, ",\"seed\":", inputs->seed);
    write_named_node(out, ",\"ticket\":", inputs->ticket);
    qr_write_text(out, "}");
}

static void write_column(qr_bytes_t *out, const qr_porep_config_t *config, const qr_column_proof_t *column) {
    qr_write_text(out, "{\"column\":{\"index\":");
    qr_write_number(out, column->node);
    qr_write_text(out, ",\"rows\":");
    qr_write_nodes(out, column->rows, config->layers);
    qr_write_text(out, ",\"_h\":null},\"inclusion_proof\":");
    qr_write_proof(out, &column->inclusion, QR_FORM_JSON);
    qr_write_text(out, "}");
}

static void write_labelling(qr_bytes_t *out, const qr_porep_challenge_t *proof, uint32_t layer) {
    uint8_t parents[QR_REPEATED_PARENTS][32];
    qr_porep_label_parents(parents, proof, layer);
    qr_write_text(out, "{\"parents\":");
    qr_write_nodes(out, parents, QR_REPEATED_PARENTS);
    qr_write_text(out, ",\"layer_index\":");
    qr_write_number(out, layer);
    qr_write_text(out, ",\"node\":");
    qr_write_number(out, proof->columns[0].node);
    qr_write_text(out, "}");
}

void qr_write_porep_challenge(qr_bytes_t *out, const qr_porep_config_t *config,
                              const qr_porep_challenge_t *proof) {
    qr_write_text(out, "{\"comm_d_proofs\":");
    qr_write_proof(out, &proof->data, QR_FORM_JSON);
    qr_write_text(out, ",\"comm_r_last_proof\":");
    qr_write_proof(out, &proof->replica, QR_FORM_JSON);
    qr_write_text(out, ",\"replica_column_proofs\":{\"c_x\":");
    for (uint32_t i = 0; i < QR_COLUMNS; i++) {
        bool first_base = i == 1, first_expander = i == 1 + QR_BASE_PARENTS;
        if (first_base) qr_write_text(out, ",\"drg_parents\":[");
        if (first_expander) qr_write_text(out, "],\"exp_parents\":[");
        if (i > 1 && !first_expander) qr_write_text(out, ",");
        write_column(out, config, &proof->columns[i]);
    }
    qr_write_text(out, "]},\"labeling_proofs\":[");
    for (uint32_t layer = 1; layer <= config->layers; layer++) {
        if (layer > 1) qr_write_text(out, ",");
        write_labelling(out, proof, layer);
    }
    qr_write_text(out, "],\"encoding_proof\":");
    write_labelling(out, proof, config->layers);
    qr_write_text(out, "}");
}

/* ---- Reading ---- */

typedef struct {
    qr_reader_t *in;
    qr_porep_stated_t *out;
    const qr_porep_config_t *config;
    qr_merkle_shape_t binary, octal;
} parse_t;

static void read_rows(parse_t *parse, qr_column_proof_t *out) {
    static const char *const keys[] = {"index", "rows", "_h"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) qr_json_number(parse->in, &out->node);
        if (key == 1) qr_json_nodes(parse->in, out->rows, parse->config->layers);
        if (key == 2) qr_json_null(parse->in);
    }
}

static void read_column(parse_t *parse, uint32_t i) {
    static const char *const keys[] = {"column", "inclusion_proof"};
    qr_column_proof_t *column = &parse->out->proof.columns[i];
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return;
    for (int key; (key = qr_json_key(parse->in, keys, 2, &seen)) >= 0;) {
        if (key == 0) read_rows(parse, column);
        if (key == 1) qr_read_proof(parse->in, &column->inclusion, &parse->octal, QR_FORM_JSON);
    }
}

static void read_column_array(parse_t *parse, uint32_t first, uint32_t count) {
    if (!qr_json_array(parse->in)) return;
    for (uint32_t i = 0; i < count; i++) {
        if (!qr_json_element(parse->in, i)) {
            qr_reader_reject(parse->in, "parents are missing");
            return;
        }
        read_column(parse, first + i);
    }
    qr_json_array_end(parse->in, count);
}

static void read_columns(parse_t *parse) {
    static const char *const keys[] = {"c_x", "drg_parents", "exp_parents"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) read_column(parse, 0);
        if (key == 1) read_column_array(parse, 1, QR_BASE_PARENTS);
        if (key == 2) read_column_array(parse, 1 + QR_BASE_PARENTS, QR_EXPANDER_PARENTS);
    }
}

static void read_labelling(parse_t *parse, uint32_t i) {
    static const char *const keys[] = {"parents", "layer_index", "node"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) qr_json_nodes(parse->in, parse->out->parents[i], QR_REPEATED_PARENTS);
        if (key == 1) qr_json_number(parse->in, &parse->out->layer[i]);
        if (key == 2) qr_json_number(parse->in, &parse->out->node[i]);
    }
}

static void read_labellings(parse_t *parse) {
    if (!qr_json_array(parse->in)) return;
    for (uint32_t i = 0; i < parse->config->layers; i++) {
        if (!qr_json_element(parse->in, i)) {
            qr_reader_reject(parse->in, "labelling proofs are missing");
            return;
        }
        read_labelling(parse, i);
    }
    qr_json_array_end(parse->in, parse->config->layers);
}

bool qr_read_porep_challenge(qr_reader_t *in, qr_porep_stated_t *out, const qr_porep_config_t *config) {
    static const char *const keys[] = {"comm_d_proofs", "comm_r_last_proof", "replica_column_proofs",
                                       "labeling_proofs", "encoding_proof"};
    parse_t parse = {.in = in, .out = out, .config = config};
    qr_merkle_shape(&parse.binary, config, QR_TREE_D);
    qr_merkle_shape(&parse.octal, config, QR_TREE_C);
    uint32_t seen = 0;
    if (!qr_json_object(in)) return false;
    for (int key; (key = qr_json_key(in, keys, 5, &seen)) >= 0;) {
        if (key == 0) qr_read_proof(in, &out->proof.data, &parse.binary, QR_FORM_JSON);
        if (key == 1) qr_read_proof(in, &out->proof.replica, &parse.octal, QR_FORM_JSON);
        if (key == 2) read_columns(&parse);
        if (key == 3) read_labellings(&parse);
        if (key == 4) read_labelling(&parse, config->layers);
    }
    return in->problem == NULL;
}
