#include "update_proof.h"

/* ---- Writing ---- */

static void write_bincode(qr_bytes_t *out, const qr_update_proof_t *proof, const qr_update_shape_t *shape) {
    qr_write_bytes(out, proof->comm_c, 32);
    qr_write_u64(out, shape->apex_leaves);
    qr_write_bytes(out, proof->apex_leaves, shape->apex_leaves * 32);
    qr_write_u64(out, shape->challenges);
    for (uint32_t i = 0; i < shape->challenges; i++) {
        qr_write_proof(out, &proof->challenges[i].replica_old, QR_FORM_BINCODE);
        qr_write_proof(out, &proof->challenges[i].data_new, QR_FORM_BINCODE);
        qr_write_proof(out, &proof->challenges[i].replica_new, QR_FORM_BINCODE);
    }
}

void qr_write_update(qr_bytes_t *out, const qr_update_proof_t *proof, const qr_update_shape_t *shape,
                     qr_form_t form) {
    if (form == QR_FORM_BINCODE) {
        write_bincode(out, proof, shape);
        return;
    }
    qr_write_text(out, "{\"comm_c\":");
    qr_write_node(out, proof->comm_c);
    qr_write_text(out, ",\"apex_leafs\":");
    qr_write_nodes(out, proof->apex_leaves, shape->apex_leaves);
    qr_write_text(out, ",\"challenge_proofs\":[");
    for (uint32_t i = 0; i < shape->challenges; i++) {
        qr_write_text(out, i == 0 ? "{\"proof_r_old\":" : ",{\"proof_r_old\":");
        qr_write_proof(out, &proof->challenges[i].replica_old, QR_FORM_JSON);
        qr_write_text(out, ",\"proof_d_new\":");
        qr_write_proof(out, &proof->challenges[i].data_new, QR_FORM_JSON);
        qr_write_text(out, ",\"proof_r_new\":");
        qr_write_proof(out, &proof->challenges[i].replica_new, QR_FORM_JSON);
        qr_write_text(out, "}");
    }
    qr_write_text(out, "]}");
}

/* ---- Reading ---- */

typedef struct {
    qr_reader_t *in;
    qr_update_proof_t *out;
    const qr_update_shape_t *shape;
    qr_merkle_shape_t binary, octal;
} parse_t;

static void read_challenge(parse_t *parse, qr_update_challenge_t *out) {
    static const char *const keys[] = {"proof_r_old", "proof_d_new", "proof_r_new"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) qr_read_proof(parse->in, &out->replica_old, &parse->octal, QR_FORM_JSON);
        if (key == 1) qr_read_proof(parse->in, &out->data_new, &parse->binary, QR_FORM_JSON);
        if (key == 2) qr_read_proof(parse->in, &out->replica_new, &parse->octal, QR_FORM_JSON);
    }
}

static void read_challenges(parse_t *parse) {
    if (!qr_json_array(parse->in)) return;
    for (uint32_t i = 0; i < parse->shape->challenges; i++) {
        if (!qr_json_element(parse->in, i)) {
            qr_reader_reject(parse->in, "challenge proofs are missing");
            return;
        }
        read_challenge(parse, &parse->out->challenges[i]);
    }
    qr_json_array_end(parse->in, parse->shape->challenges);
}

static bool read_json(parse_t *parse) {
    static const char *const keys[] = {"comm_c", "apex_leafs", "challenge_proofs"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return false;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) qr_json_node(parse->in, parse->out->comm_c);
        if (key == 1) qr_json_nodes(parse->in, parse->out->apex_leaves, parse->shape->apex_leaves);
        if (key == 2) read_challenges(parse);
    }
    return qr_json_finish(parse->in);
}

static bool read_bincode(parse_t *parse) {
    qr_reader_t *in = parse->in;
    qr_update_proof_t *out = parse->out;
    if (!qr_bincode_take(in, out->comm_c, 32) || !qr_bincode_count(in, parse->shape->apex_leaves) ||
        !qr_bincode_take(in, out->apex_leaves, parse->shape->apex_leaves * 32) ||
        !qr_bincode_count(in, parse->shape->challenges)) {
        return false;
    }
    for (uint32_t i = 0; i < parse->shape->challenges; i++) {
        qr_update_challenge_t *challenge = &out->challenges[i];
        if (!qr_read_proof(in, &challenge->replica_old, &parse->octal, QR_FORM_BINCODE) ||
            !qr_read_proof(in, &challenge->data_new, &parse->binary, QR_FORM_BINCODE) ||
            !qr_read_proof(in, &challenge->replica_new, &parse->octal, QR_FORM_BINCODE)) {
            return false;
        }
    }
    return qr_bincode_finish(in);
}

bool qr_read_update(qr_reader_t *in, qr_update_proof_t *out, const qr_porep_config_t *config,
                    const qr_update_shape_t *shape, qr_form_t form) {
    parse_t parse = {.in = in, .out = out, .shape = shape};
    qr_merkle_shape(&parse.binary, config, QR_TREE_D);
    qr_merkle_shape(&parse.octal, config, QR_TREE_R_LAST);
    return form == QR_FORM_JSON ? read_json(&parse) : read_bincode(&parse);
}
