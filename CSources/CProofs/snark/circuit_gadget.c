/** Circuits of one gadget each, in the form of the reference vectors. */
#include <stdlib.h>

#include "gadget_insertion.h"
#include "gadget_label.h"
#include "gadget_por.h"
#include "gadget_poseidon.h"
#include "gadget_sha256.h"
#include "synthesis.h"

/** What a gadget is made from: field elements or bytes, and a few numbers. */
typedef struct {
    qr_circuit_t circuit;
    void (*write)(qr_cs_t *cs, const void *gadget);
    size_t length;
    uint64_t numbers[2];
    uint8_t data[];
} gadget_t;

static qr_num_t element(qr_cs_t *cs, const gadget_t *gadget, size_t i) {
    return qr_cs_alloc(cs, qr_fr_to_montgomery(qr_fr_load(gadget->data + 32 * i)));
}

static void write_num(qr_cs_t *cs, const void *context) {
    qr_num_t in[3];
    qr_bool_t bits[QR_FR_BITS];
    for (size_t i = 0; i < 3; i++) in[i] = element(cs, context, i);
    qr_num_to_bits(cs, bits, in[0]);
    qr_num_to_bits_strict(cs, bits, in[1]);
    (void)qr_num_mul(cs, in[0], in[1]);
    (void)qr_num_square(cs, in[2]);
    qr_num_inputize(cs, in[0]);
    qr_num_equal(cs, in[0], in[0]);
    (void)qr_constraint_add(cs, in[0], in[1]);
    (void)qr_constraint_sub(cs, in[0], in[1]);
}

static bool message_bit(const gadget_t *gadget, size_t i) {
    return (gadget->data[i / 8] >> i % 8 & 1) != 0;
}

static void write_multipack(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    qr_bool_t bits[2 * QR_FR_CAPACITY];
    size_t count = (size_t)gadget->numbers[0];
    for (size_t i = 0; i < count; i++) bits[i] = qr_bool_alloc(cs, message_bit(gadget, i));
    qr_pack_into_inputs(cs, bits, count);
}

static void write_uint64(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    qr_bool_t bits[64];
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++) value |= (uint64_t)gadget->data[i] << 8 * i;
    qr_bool_alloc_u64(cs, bits, value);
    qr_pack_u64_into_input(cs, bits);
}

#define MESSAGE_LIMIT 128u

static void write_sha256(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    qr_bool_t bits[8 * MESSAGE_LIMIT], digest[256];
    for (size_t i = 0; i < 8 * gadget->length; i++) {
        bits[i] = qr_bool_alloc(cs, message_bit(gadget, i / 8 * 8 + (7 - i % 8)));
    }
    qr_sha256_gadget(cs, digest, bits, 8 * gadget->length);
}

static void write_tree_node(qr_cs_t *cs, const void *context) {
    qr_num_t children[2];
    for (size_t i = 0; i < 2; i++) children[i] = element(cs, context, i);
    (void)qr_sha256_node_gadget(cs, children, 2);
}

static void write_encode(qr_cs_t *cs, const void *context) {
    qr_num_t key = element(cs, context, 0), value = element(cs, context, 1);
    (void)qr_constraint_add(cs, key, value);
}

static void write_decode(qr_cs_t *cs, const void *context) {
    qr_num_t key = element(cs, context, 0), value = element(cs, context, 1);
    (void)qr_constraint_sub(cs, value, key);
}

static void write_label(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    size_t parents = gadget->numbers[0] == 1 ? QR_BASE_PARENTS : QR_PARENTS;
    qr_num_t in[1 + QR_PARENTS];
    qr_node_bits_t bits[1 + QR_PARENTS];
    qr_bool_t node[64];
    for (size_t i = 0; i <= parents; i++) in[i] = element(cs, gadget, i);
    for (size_t i = 0; i <= parents; i++) qr_node_bits(cs, &bits[i], in[i]);
    qr_bool_alloc_u64(cs, node, gadget->numbers[1]);
    (void)qr_label_gadget(cs, &bits[0], bits + 1, parents, (uint32_t)gadget->numbers[0], node);
}

static void write_poseidon(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    size_t arity = gadget->length / 32;
    qr_num_t in[QR_PARENTS];
    for (size_t i = 0; i < arity; i++) in[i] = element(cs, gadget, i);
    (void)qr_poseidon_gadget(cs, in, arity);
}

/** Numbers of a gadget, then the bits of a place among `count`. */
static void place(qr_cs_t *cs, const gadget_t *gadget, qr_num_t *in, qr_bool_t *bits, size_t count) {
    for (size_t i = 0; i < count; i++) in[i] = element(cs, gadget, i);
    for (size_t i = 0; count >> i > 1; i++) bits[i] = qr_bool_alloc(cs, (gadget->numbers[0] >> i & 1) != 0);
}

static void write_insert(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    size_t count = gadget->length / 32;
    qr_num_t in[QR_INSERT_LIMIT], out[QR_INSERT_LIMIT];
    qr_bool_t bits[3];
    place(cs, gadget, in, bits, count);
    qr_num_insert(cs, out, in[0], bits, in + 1, count);
}

static void write_select(qr_cs_t *cs, const void *context) {
    const gadget_t *gadget = context;
    qr_num_t in[QR_SELECT_LIMIT];
    qr_bool_t bits[7];
    place(cs, gadget, in, bits, gadget->length / 32);
    (void)qr_num_select(cs, in, gadget->length / 32, bits);
}

/** PoRCircuit with leaf and root allocated inside, the root last. */
static void write_por(qr_cs_t *cs, const gadget_t *gadget, qr_tree_kind_t kind) {
    qr_merkle_proof_t proof = {0};
    uint8_t arity = kind == QR_TREE_D ? 2 : 8;
    size_t siblings = gadget->length / 32 - 2;
    proof.base_count = (uint8_t)(siblings / (arity - 1u));
    uint64_t rest = gadget->numbers[0];
    for (size_t i = 0; i < proof.base_count; i++) {
        proof.arity[i] = arity;
        proof.index[i] = (uint8_t)(rest % arity);
        rest /= arity;
    }
    memcpy(proof.siblings, gadget->data + 64, siblings * 32);
    qr_num_t leaf = element(cs, gadget, 0);
    qr_num_t computed = qr_por_root_gadget(cs, leaf, &proof, kind);
    qr_num_equal(cs, computed, element(cs, gadget, 1));
}

static void write_por_poseidon(qr_cs_t *cs, const void *context) {
    write_por(cs, context, QR_TREE_R_LAST);
}

static void write_por_sha256(qr_cs_t *cs, const void *context) {
    write_por(cs, context, QR_TREE_D);
}

/** Bytes that a gadget takes: from `least` to `most`. */
static const struct {
    const char *name;
    void (*write)(qr_cs_t *cs, const void *gadget);
    size_t least, most;
} gadgets[] = {
    {"num", write_num, 96, 96},
    {"multipack", write_multipack, 1, 2 * QR_FR_CAPACITY / 8},
    {"uint64", write_uint64, 8, 8},
    {"sha256", write_sha256, 1, MESSAGE_LIMIT},
    {"sha256_tree_node", write_tree_node, 64, 64},
    {"encode", write_encode, 64, 64},
    {"decode", write_decode, 64, 64},
    {"create_label", write_label, 32 * (1 + QR_BASE_PARENTS), 32 * (1 + QR_PARENTS)},
    {"poseidon", write_poseidon, 32 * 2, 32 * 11},
    {"insert", write_insert, 32 * 2, 32 * QR_INSERT_LIMIT},
    {"select", write_select, 32 * 2, 32 * QR_SELECT_LIMIT},
    {"por_poseidon", write_por_poseidon, 32 * 9, 32 * (2 + 7 * 10)},
    {"por_sha256", write_por_sha256, 32 * 3, 32 * (2 + 31)},
};

static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    (void)shared, (void)part;
    const gadget_t *gadget = (const gadget_t *)circuit;
    gadget->write(cs, gadget);
}

static void destroy(qr_circuit_t *circuit) {
    free(circuit);
}

/** Lengths and numbers that would make a gadget read past its data. */
static bool fits(const gadget_t *gadget) {
    void (*write)(qr_cs_t *, const void *) = gadget->write;
    size_t elements = gadget->length / 32, parents = gadget->numbers[0] == 1 ? QR_BASE_PARENTS : QR_PARENTS;
    bool power = (elements & (elements - 1)) == 0;
    if (write == write_multipack) return gadget->numbers[0] <= 8 * gadget->length;
    if (write == write_uint64 || write == write_sha256) return true;
    if (gadget->length % 32 != 0) return false;
    if (write == write_label) return gadget->numbers[0] != 0 && elements == 1 + parents;
    if (write == write_insert || write == write_select) return power && gadget->numbers[0] < elements;
    if (write == write_poseidon) return elements == 11 || (power && elements <= 8);
    return write != write_por_poseidon || (elements - 2) % 7 == 0;
}

qr_status_t qr_circuit_gadget(qr_job_t *job, qr_circuit_t **out, const char *name, const uint8_t *data,
                              size_t length, const uint64_t numbers[2]) {
    *out = NULL;
    size_t count = sizeof gadgets / sizeof gadgets[0], k = 0;
    while (k < count && strcmp(gadgets[k].name, name) != 0) k++;
    if (k == count) return qr_job_fail(job, QR_NOT_FOUND, 0, "gadget %s", name);
    if (length < gadgets[k].least || length > gadgets[k].most) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "gadget %s: length", name);
    }
    gadget_t *gadget = malloc(sizeof *gadget + length);
    if (gadget == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "gadget");
    *gadget =
        (gadget_t){.circuit = {.parts = 1, .has_witness = true, .synthesize = synthesize, .destroy = destroy},
                   .write = gadgets[k].write,
                   .length = length,
                   .numbers = {numbers[0], numbers[1]}};
    memcpy(gadget->data, data, length);
    qr_status_t status = QR_INVALID_ARGUMENT;
    if (fits(gadget)) status = qr_circuit_measure(job, &gadget->circuit);
    if (status != QR_OK) {
        free(gadget);
        return qr_job_fail(job, status, 0, "gadget %s", name);
    }
    *out = &gadget->circuit;
    return QR_OK;
}
