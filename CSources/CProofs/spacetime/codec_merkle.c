#include "codec.h"

/** The reference's names of the shapes: one tree, trees under a sub element, those under a top element. */
enum { SINGLE = 0, SUB = 1, TOP = 2 };
static const char *const variant_names[] = {"Single", "Sub", "Top"};

static const char *const single_keys[] = {"root", "leaf", "path"};
static const char *const sub_keys[] = {"base_proof", "sub_proof", "root", "leaf"};
static const char *const top_keys[] = {"base_proof", "sub_proof", "top_proof", "root", "leaf"};

/** Number of sibling nodes before element i. */
static uint32_t siblings_before(const qr_merkle_proof_t *proof, uint32_t i) {
    uint32_t used = 0;
    for (uint32_t k = 0; k < i; k++) used += proof->arity[k] - 1u;
    return used;
}

/* ---- Writing ---- */

static void write_path(qr_bytes_t *out, const qr_merkle_proof_t *proof, uint32_t first, uint32_t count,
                       qr_form_t form) {
    uint32_t used = siblings_before(proof, first);
    bool json = form == QR_FORM_JSON;
    if (json) qr_write_text(out, "{\"path\":[");
    if (!json) qr_write_u64(out, count);
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t siblings = proof->arity[i] - 1u;
        if (json) {
            qr_write_text(out, i == first ? "{\"hashes\":" : ",{\"hashes\":");
            qr_write_nodes(out, &proof->siblings[used], siblings);
            qr_write_text(out, ",\"index\":");
            qr_write_number(out, proof->index[i]);
            qr_write_text(out, "}");
        } else {
            qr_write_u64(out, siblings);
            qr_write_bytes(out, proof->siblings[used], siblings * 32);
            qr_write_u64(out, proof->index[i]);
        }
        used += siblings;
    }
    if (json) qr_write_text(out, "]}");
}

static void write_ends(qr_bytes_t *out, const qr_merkle_proof_t *proof, qr_form_t form) {
    if (form == QR_FORM_JSON) {
        qr_write_text(out, "\"root\":");
        qr_write_node(out, proof->root);
        qr_write_text(out, ",\"leaf\":");
        qr_write_node(out, proof->leaf);
    } else {
        qr_write_bytes(out, proof->root, 32);
        qr_write_bytes(out, proof->leaf, 32);
    }
}

static int variant_of(uint32_t sub_count, uint32_t top_count) {
    return top_count != 0 ? TOP : sub_count != 0 ? SUB : SINGLE;
}

/** The paths of a proof in several trees, and its ends. */
static void write_joined(qr_bytes_t *out, const qr_merkle_proof_t *proof, qr_form_t form) {
    bool json = form == QR_FORM_JSON;
    if (json) qr_write_text(out, "\"base_proof\":");
    write_path(out, proof, 0, proof->base_count, form);
    if (json) qr_write_text(out, ",\"sub_proof\":");
    write_path(out, proof, proof->base_count, proof->sub_count, form);
    if (proof->top_count != 0) {
        if (json) qr_write_text(out, ",\"top_proof\":");
        write_path(out, proof, proof->base_count + 1u, proof->top_count, form);
    }
    if (json) qr_write_text(out, ",");
    write_ends(out, proof, form);
}

void qr_write_proof(qr_bytes_t *out, const qr_merkle_proof_t *proof, qr_form_t form) {
    int variant = variant_of(proof->sub_count, proof->top_count);
    bool json = form == QR_FORM_JSON;
    if (json) {
        qr_write_text(out, "{\"data\":{\"");
        qr_write_text(out, variant_names[variant]);
        qr_write_text(out, "\":{");
    } else {
        qr_write_u32(out, (uint32_t)variant);
    }
    if (variant == SINGLE) {
        write_ends(out, proof, form);
        if (json) qr_write_text(out, ",\"path\":");
        write_path(out, proof, 0, proof->base_count, form);
    } else {
        write_joined(out, proof, form);
    }
    if (json) qr_write_text(out, "}}}");
}

/* ---- Reading ---- */

static bool set_index(qr_reader_t *in, qr_merkle_proof_t *out, uint32_t i, uint64_t index) {
    if (index >= out->arity[i]) return qr_reader_reject(in, "an index is not below the arity");
    out->index[i] = (uint8_t)index;
    return true;
}

static bool read_element_json(qr_reader_t *in, qr_merkle_proof_t *out, uint32_t i) {
    static const char *const keys[] = {"hashes", "index"};
    uint32_t seen = 0;
    uint64_t index;
    if (!qr_json_object(in)) return false;
    for (int key; (key = qr_json_key(in, keys, 2, &seen)) >= 0;) {
        if (key == 0) {
            qr_json_nodes(in, &out->siblings[siblings_before(out, i)], out->arity[i] - 1u);
        } else if (qr_json_number(in, &index)) {
            set_index(in, out, i, index);
        }
    }
    return in->problem == NULL;
}

static bool read_path_json(qr_reader_t *in, qr_merkle_proof_t *out, uint32_t first, uint32_t count) {
    static const char *const keys[] = {"path"};
    uint32_t seen = 0;
    if (!qr_json_object(in) || qr_json_key(in, keys, 1, &seen) != 0 || !qr_json_array(in)) {
        return qr_reader_reject(in, "a path was expected");
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!qr_json_element(in, i)) return qr_reader_reject(in, "a path is too short");
        if (!read_element_json(in, out, first + i)) return false;
    }
    return qr_json_array_end(in, count) && qr_json_key(in, keys, 1, &seen) == -1;
}

/** One member of the variant's object. */
static void read_member(qr_reader_t *in, qr_merkle_proof_t *out, const char *key) {
    uint32_t base = out->base_count;
    switch (key[0]) {
        case 'r':
            qr_json_node(in, out->root);
            break;
        case 'l':
            qr_json_node(in, out->leaf);
            break;
        case 's':
            read_path_json(in, out, base, 1);
            break;
        case 't':
            read_path_json(in, out, base + 1, 1);
            break;
        default:
            read_path_json(in, out, 0, base);
            break;
    }
}

static bool read_proof_json(qr_reader_t *in, qr_merkle_proof_t *out, int variant) {
    static const char *const data_keys[] = {"data"};
    static const char *const *const all_keys[] = {single_keys, sub_keys, top_keys};
    const size_t key_counts[] = {3, 4, 5};
    const char *const *keys = all_keys[variant];
    uint32_t data_seen = 0, variant_seen = 0, seen = 0;
    if (!qr_json_object(in) || qr_json_key(in, data_keys, 1, &data_seen) != 0 || !qr_json_object(in) ||
        qr_json_key(in, &variant_names[variant], 1, &variant_seen) != 0 || !qr_json_object(in)) {
        return qr_reader_reject(in, "a Merkle proof of this shape was expected");
    }
    for (int key; (key = qr_json_key(in, keys, key_counts[variant], &seen)) >= 0;) {
        read_member(in, out, keys[key]);
    }
    return qr_json_key(in, &variant_names[variant], 1, &variant_seen) == -1 &&
           qr_json_key(in, data_keys, 1, &data_seen) == -1;
}

static bool read_path_bincode(qr_reader_t *in, qr_merkle_proof_t *out, uint32_t first, uint32_t count) {
    uint32_t used = siblings_before(out, first);
    if (!qr_bincode_count(in, count)) return false;
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t siblings = out->arity[i] - 1u;
        uint64_t index;
        if (!qr_bincode_count(in, siblings)) return false;
        if (!qr_bincode_take(in, out->siblings[used], siblings * 32)) return false;
        if (!qr_bincode_u64(in, &index) || !set_index(in, out, i, index)) return false;
        used += siblings;
    }
    return true;
}

static bool read_ends_bincode(qr_reader_t *in, qr_merkle_proof_t *out) {
    return qr_bincode_take(in, out->root, 32) && qr_bincode_take(in, out->leaf, 32);
}

static bool read_proof_bincode(qr_reader_t *in, qr_merkle_proof_t *out, int variant) {
    uint32_t base = out->base_count;
    if (!qr_bincode_u32(in, (uint32_t)variant)) return false;
    if (variant == SINGLE) return read_ends_bincode(in, out) && read_path_bincode(in, out, 0, base);
    if (!read_path_bincode(in, out, 0, base) || !read_path_bincode(in, out, base, 1)) return false;
    if (variant == TOP && !read_path_bincode(in, out, base + 1, 1)) return false;
    return read_ends_bincode(in, out);
}

bool qr_read_proof(qr_reader_t *in, qr_merkle_proof_t *out, const qr_merkle_shape_t *shape, qr_form_t form) {
    qr_merkle_proof_place(out, shape, 0);
    int variant = variant_of(out->sub_count, out->top_count);
    return form == QR_FORM_JSON ? read_proof_json(in, out, variant) : read_proof_bincode(in, out, variant);
}
