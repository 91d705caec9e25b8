#include "merkle_proof.h"

#include <string.h>

#include "quarry_crypto.h"

void qr_merkle_shape(qr_merkle_shape_t *out, const qr_porep_config_t *config, qr_tree_kind_t kind) {
    bool binary = kind == QR_TREE_D;
    uint64_t leaves = binary ? config->node_count : config->base_leaves;
    uint32_t bits = binary ? 1 : 3;
    out->base_arity = (uint8_t)(1u << bits);
    out->base_count = (uint8_t)((uint32_t)__builtin_ctzll(leaves) / bits);
    out->sub_arity = binary ? 0 : (uint8_t)config->sub_arity;
    out->top_arity = binary ? 0 : (uint8_t)config->top_arity;
}

uint32_t qr_merkle_shape_elements(const qr_merkle_shape_t *shape) {
    return shape->base_count + (shape->sub_arity != 0) + (shape->top_arity != 0);
}

uint32_t qr_merkle_shape_arity(const qr_merkle_shape_t *shape, uint32_t i) {
    if (i < shape->base_count) return shape->base_arity;
    if (i == shape->base_count && shape->sub_arity != 0) return shape->sub_arity;
    return shape->top_arity;
}

void qr_merkle_proof_place(qr_merkle_proof_t *proof, const qr_merkle_shape_t *shape, uint64_t leaf) {
    proof->base_count = shape->base_count;
    proof->sub_count = shape->sub_arity != 0;
    proof->top_count = shape->top_arity != 0;
    uint32_t elements = qr_merkle_shape_elements(shape);
    for (uint32_t i = 0; i < elements; i++) {
        uint32_t arity = qr_merkle_shape_arity(shape, i);
        proof->arity[i] = (uint8_t)arity;
        proof->index[i] = (uint8_t)(leaf % arity);
        leaf /= arity;
    }
}

/** The counts, arities and indices are those of this leaf in this shape. */
static bool is_placed(const qr_merkle_proof_t *proof, const qr_merkle_shape_t *shape, uint64_t leaf) {
    uint32_t elements = qr_merkle_shape_elements(shape);
    if (proof->base_count != shape->base_count || proof->sub_count != (shape->sub_arity != 0) ||
        proof->top_count != (shape->top_arity != 0)) {
        return false;
    }
    for (uint32_t i = 0; i < elements; i++) {
        uint32_t arity = qr_merkle_shape_arity(shape, i);
        if (proof->arity[i] != arity || proof->index[i] != leaf % arity) return false;
        leaf /= arity;
    }
    return leaf == 0;
}

/** Poseidon takes its inputs modulo r, so a second name of the same element must not pass. */
static bool is_canonical(const qr_merkle_proof_t *proof, const qr_merkle_shape_t *shape) {
    uint32_t siblings = 0, elements = qr_merkle_shape_elements(shape);
    for (uint32_t i = 0; i < elements; i++) siblings += qr_merkle_shape_arity(shape, i) - 1;
    bool good = qr_fr_is_canonical(proof->leaf) && qr_fr_is_canonical(proof->root);
    for (uint32_t i = 0; i < siblings; i++) good = good && qr_fr_is_canonical(proof->siblings[i]);
    return good;
}

static qr_poseidon_kind_t kind_of_arity(uint32_t arity) {
    return arity == 2 ? QR_POSEIDON_2 : arity == 4 ? QR_POSEIDON_4 : QR_POSEIDON_8;
}

static void hash_row(qr_tree_kind_t kind, uint32_t arity, uint8_t *out, const uint8_t *in, size_t count) {
    if (kind == QR_TREE_D) {
        qr_sha256_tree_row(out, in, count);
    } else {
        qr_poseidon_hash(kind_of_arity(arity), out, in, count);
    }
}

bool qr_merkle_proofs_verify(const qr_merkle_proof_t *const *proofs, const uint64_t *leaves, size_t count,
                             const qr_porep_config_t *config, qr_tree_kind_t kind) {
    qr_merkle_shape_t shape;
    uint8_t nodes[QR_MERKLE_BATCH][32], row[QR_MERKLE_BATCH * 8 * 32];
    qr_merkle_shape(&shape, config, kind);
    if (count > QR_MERKLE_BATCH) return false;
    for (size_t k = 0; k < count; k++) {
        if (!is_placed(proofs[k], &shape, leaves[k])) return false;
        if (kind != QR_TREE_D && !is_canonical(proofs[k], &shape)) return false;
        memcpy(nodes[k], proofs[k]->leaf, 32);
    }
    uint32_t used = 0, elements = qr_merkle_shape_elements(&shape);
    for (uint32_t i = 0; i < elements; i++) {
        uint32_t arity = qr_merkle_shape_arity(&shape, i);
        for (size_t k = 0; k < count; k++) {
            uint8_t *family = row + k * arity * 32;
            uint32_t place = proofs[k]->index[i];
            const uint8_t *siblings = proofs[k]->siblings[used];
            memcpy(family, siblings, place * 32);
            memcpy(family + place * 32, nodes[k], 32);
            memcpy(family + (place + 1) * 32, siblings + place * 32, (arity - 1 - place) * 32);
        }
        hash_row(kind, arity, nodes[0], row, count);
        used += arity - 1;
    }
    for (size_t k = 0; k < count; k++) {
        if (memcmp(nodes[k], proofs[k]->root, 32) != 0) return false;
    }
    return true;
}

bool qr_merkle_proof_verify(const qr_merkle_proof_t *proof, const qr_porep_config_t *config,
                            qr_tree_kind_t kind, uint64_t leaf) {
    return qr_merkle_proofs_verify(&proof, &leaf, 1, config, kind);
}
