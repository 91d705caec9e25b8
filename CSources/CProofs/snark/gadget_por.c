#include "gadget_por.h"

#include "gadget_insertion.h"
#include "gadget_num.h"
#include "gadget_poseidon.h"
#include "gadget_sha256.h"

qr_fr_t qr_por_node(const uint8_t node[32]) {
    return qr_fr_to_montgomery(qr_fr_load(node));
}

static size_t elements_of(const qr_merkle_proof_t *proof) {
    return (size_t)proof->base_count + proof->sub_count + proof->top_count;
}

/** Bits of an index below `arity`. */
static size_t index_bits(size_t arity) {
    return (size_t)__builtin_ctzll(arity);
}

/** The parent of `node` and its siblings. */
static qr_num_t ascend(qr_cs_t *cs, qr_num_t node, const qr_bool_t *bits, const qr_num_t *siblings,
                       size_t arity, qr_tree_kind_t kind) {
    qr_num_t family[QR_INSERT_LIMIT];
    qr_num_insert(cs, family, node, bits, siblings, arity);
    if (kind == QR_TREE_D) return qr_sha256_node_gadget(cs, family, arity);
    return qr_poseidon_gadget(cs, family, arity);
}

/** An arity that the gadgets know; else the system fails, so that no array is left. */
static bool fits(qr_cs_t *cs, size_t elements, const uint8_t *arity) {
    size_t siblings = 0;
    bool good = elements <= QR_MAX_PATH;
    for (size_t i = 0; good && i < elements; i++) {
        good = arity[i] == 2 || arity[i] == 4 || arity[i] == 8;
        siblings += arity[i] - 1u;
    }
    good = good && siblings <= QR_MAX_SIBLINGS;
    if (!good) qr_cs_fail(cs, QR_INVALID_ARGUMENT);
    return good;
}

qr_num_t qr_por_root_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_merkle_proof_t *proof, qr_tree_kind_t kind) {
    qr_bool_t bits[3 * QR_MAX_PATH];
    size_t used = 0, taken = 0, elements = elements_of(proof);
    if (!fits(cs, elements, proof->arity)) return leaf;
    qr_num_t node = leaf;
    for (size_t i = 0; i < elements; i++) {
        size_t arity = proof->arity[i], length = index_bits(arity);
        qr_num_t siblings[QR_INSERT_LIMIT];
        for (size_t k = 0; k < length; k++) {
            bits[used + k] = qr_bool_alloc(cs, (proof->index[i] >> k & 1) != 0);
        }
        for (size_t k = 0; k + 1 < arity; k++) {
            siblings[k] = qr_cs_alloc(cs, qr_por_node(proof->siblings[taken++]));
        }
        node = ascend(cs, node, bits + used, siblings, arity, kind);
        used += length;
    }
    qr_pack_into_inputs(cs, bits, used);
    return node;
}

void qr_por_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_merkle_proof_t *proof, qr_tree_kind_t kind,
                   qr_num_t root) {
    qr_num_equal(cs, qr_por_root_gadget(cs, leaf, proof, kind), root);
}

void qr_por_path_alloc(qr_cs_t *cs, qr_por_path_t *out, const qr_merkle_proof_t *proof, size_t first,
                       size_t count) {
    size_t taken = 0, used = 0;
    out->elements = 0;
    if (first + count > elements_of(proof) || !fits(cs, first + count, proof->arity)) {
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
        return;
    }
    for (size_t i = 0; i < first; i++) taken += proof->arity[i] - 1u;
    for (size_t i = 0; i < count; i++) {
        out->arity[i] = proof->arity[first + i];
        for (size_t k = 0; k + 1 < out->arity[i]; k++) {
            out->siblings[used++] = qr_cs_alloc(cs, qr_por_node(proof->siblings[taken++]));
        }
    }
    out->elements = count;
}

void qr_por_path_gadget(qr_cs_t *cs, qr_num_t leaf, const qr_por_path_t *path, const qr_bool_t *bits,
                        qr_tree_kind_t kind, qr_num_t root) {
    const qr_num_t *siblings = path->siblings;
    qr_num_t node = leaf;
    for (size_t i = 0; i < path->elements; i++) {
        node = ascend(cs, node, bits, siblings, path->arity[i], kind);
        bits += index_bits(path->arity[i]);
        siblings += path->arity[i] - 1;
    }
    qr_num_equal(cs, node, root);
}
