#include "post_proof.h"

/* ---- Writing ---- */

void qr_write_post_sector(qr_bytes_t *out, const qr_post_proof_t *proof, size_t first, size_t count) {
    qr_write_text(out, "{\"inclusion_proofs\":[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) qr_write_text(out, ",");
        qr_write_proof(out, &proof->proofs[first + i], QR_FORM_JSON);
    }
    qr_write_text(out, "],\"comm_c\":");
    qr_write_node(out, proof->comm_c);
    qr_write_text(out, ",\"comm_r_last\":");
    qr_write_node(out, proof->comm_r_last);
    qr_write_text(out, "}");
}

static void write_bincode(qr_bytes_t *out, const qr_post_proof_t *proof) {
    qr_write_u64(out, proof->sector_id);
    qr_write_bytes(out, proof->comm_r, 32);
    qr_write_u64(out, 1);  // sectors in the list
    qr_write_u64(out, proof->count);
    for (size_t i = 0; i < proof->count; i++) qr_write_proof(out, &proof->proofs[i], QR_FORM_BINCODE);
    qr_write_bytes(out, proof->comm_c, 32);
    qr_write_bytes(out, proof->comm_r_last, 32);
}

void qr_write_post(qr_bytes_t *out, const qr_post_proof_t *proof, qr_form_t form) {
    if (form == QR_FORM_BINCODE) {
        write_bincode(out, proof);
        return;
    }
    qr_write_text(out, "{\"sector_id\":");
    qr_write_number(out, proof->sector_id);
    qr_write_text(out, ",\"comm_r\":");
    qr_write_node(out, proof->comm_r);
    qr_write_text(out, ",\"vanilla_proof\":{\"sectors\":[");
    qr_write_post_sector(out, proof, 0, proof->count);
    qr_write_text(out, "]}}");
}

/* ---- Reading ---- */

typedef struct {
    qr_reader_t *in;
    qr_post_proof_t *out;
    qr_merkle_shape_t shape;
} parse_t;

static void read_proofs(parse_t *parse) {
    if (!qr_json_array(parse->in)) return;
    for (size_t i = 0; i < parse->out->count; i++) {
        if (!qr_json_element(parse->in, i)) {
            qr_reader_reject(parse->in, "inclusion proofs are missing");
            return;
        }
        if (!qr_read_proof(parse->in, &parse->out->proofs[i], &parse->shape, QR_FORM_JSON)) return;
    }
    qr_json_array_end(parse->in, parse->out->count);
}

static void read_sector(parse_t *parse) {
    static const char *const keys[] = {"inclusion_proofs", "comm_c", "comm_r_last"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) read_proofs(parse);
        if (key == 1) qr_json_node(parse->in, parse->out->comm_c);
        if (key == 2) qr_json_node(parse->in, parse->out->comm_r_last);
    }
}

static void read_sectors(parse_t *parse) {
    static const char *const keys[] = {"sectors"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in) || qr_json_key(parse->in, keys, 1, &seen) != 0) return;
    if (!qr_json_array(parse->in)) return;
    read_sector(parse);
    qr_json_array_end(parse->in, 1);
    qr_json_key(parse->in, keys, 1, &seen);
}

static bool read_json(parse_t *parse) {
    static const char *const keys[] = {"sector_id", "comm_r", "vanilla_proof"};
    uint32_t seen = 0;
    if (!qr_json_object(parse->in)) return false;
    for (int key; (key = qr_json_key(parse->in, keys, 3, &seen)) >= 0;) {
        if (key == 0) qr_json_number(parse->in, &parse->out->sector_id);
        if (key == 1) qr_json_node(parse->in, parse->out->comm_r);
        if (key == 2) read_sectors(parse);
    }
    return qr_json_finish(parse->in);
}

static bool read_bincode(parse_t *parse) {
    qr_reader_t *in = parse->in;
    qr_post_proof_t *out = parse->out;
    if (!qr_bincode_u64(in, &out->sector_id) || !qr_bincode_take(in, out->comm_r, 32) ||
        !qr_bincode_count(in, 1) || !qr_bincode_count(in, out->count)) {
        return false;
    }
    for (size_t i = 0; i < out->count; i++) {
        if (!qr_read_proof(in, &out->proofs[i], &parse->shape, QR_FORM_BINCODE)) return false;
    }
    return qr_bincode_take(in, out->comm_c, 32) && qr_bincode_take(in, out->comm_r_last, 32) &&
           qr_bincode_finish(in);
}

bool qr_read_post(qr_reader_t *in, qr_post_proof_t *out, const qr_porep_config_t *config, qr_form_t form) {
    parse_t parse = {.in = in, .out = out};
    qr_merkle_shape(&parse.shape, config, QR_TREE_R_LAST);
    return form == QR_FORM_JSON ? read_json(&parse) : read_bincode(&parse);
}
