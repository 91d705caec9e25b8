#include "gadget_uint32.h"

/** Bits that equations may fill, and one more: bellperson's Scalar::CAPACITY. */
#define CAPACITY 254u

void qr_u32_constant(qr_u32_t *out, uint32_t value) {
    for (unsigned i = 0; i < 32; i++) out->bits[i] = qr_bool_constant((value >> i & 1) != 0);
    out->value = value;
}

void qr_u32_from_bits_be(qr_u32_t *out, const qr_bool_t bits[32]) {
    out->value = 0;
    for (unsigned i = 0; i < 32; i++) {
        out->bits[i] = bits[31 - i];
        out->value |= (uint32_t)bits[31 - i].value << i;
    }
}

void qr_u32_to_bits_be(qr_bool_t out[32], const qr_u32_t *a) {
    for (unsigned i = 0; i < 32; i++) out[i] = a->bits[31 - i];
}

void qr_u32_rotr(qr_u32_t *out, const qr_u32_t *a, unsigned by) {
    memcpy(out->bits, a->bits + by, (32 - by) * sizeof *a->bits);
    memcpy(out->bits + 32 - by, a->bits, by * sizeof *a->bits);
    out->value = a->value >> by | a->value << (32 - by);
}

void qr_u32_shr(qr_u32_t *out, const qr_u32_t *a, unsigned by) {
    memcpy(out->bits, a->bits + by, (32 - by) * sizeof *a->bits);
    for (unsigned i = 32 - by; i < 32; i++) out->bits[i] = qr_bool_constant(false);
    out->value = a->value >> by;
}

void qr_u32_xor(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const qr_u32_t *b) {
    out->value = a->value ^ b->value;
    for (unsigned i = 0; i < 32; i++) out->bits[i] = qr_bool_xor(cs, a->bits[i], b->bits[i]);
}

void qr_u32_ch(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const qr_u32_t *b, const qr_u32_t *c) {
    out->value = (a->value & b->value) ^ (~a->value & c->value);
    for (unsigned i = 0; i < 32; i++) out->bits[i] = qr_bool_ch(cs, a->bits[i], b->bits[i], c->bits[i]);
}

void qr_u32_maj(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const qr_u32_t *b, const qr_u32_t *c) {
    out->value = (a->value & b->value) ^ (a->value & c->value) ^ (b->value & c->value);
    for (unsigned i = 0; i < 32; i++) out->bits[i] = qr_bool_maj(cs, a->bits[i], b->bits[i], c->bits[i]);
}

/* ---- Packed equations ---- */

void qr_multieq_init(qr_multieq_t *out) {
    *out = (qr_multieq_t){.power = qr_fr_one};
}

static void flush(qr_cs_t *cs, qr_multieq_t *equations) {
    qr_fr_t raw;
    memcpy(raw.l, equations->value, sizeof raw.l);
    equations->left.value = equations->right.value = qr_cs_values(cs) ? qr_fr_to_montgomery(raw) : qr_fr_zero;
    qr_term_t term = qr_term_plus(QR_VAR_ONE);
    qr_lc_t one = {.value = qr_fr_one, .terms = &term, .count = 1, .capacity = 1, .merged = 1};
    qr_cs_enforce(cs, &equations->left, &one, &equations->right);
    qr_lc_clear(&equations->left);
    qr_lc_clear(&equations->right);
    memset(equations->value, 0, sizeof equations->value);
    equations->bits = 0;
    equations->power = qr_fr_one;
}

void qr_multieq_finish(qr_cs_t *cs, qr_multieq_t *equations) {
    if (equations->bits > 0) flush(cs, equations);
    qr_lc_free(&equations->left);
    qr_lc_free(&equations->right);
}

/** Adds sum * 2^bits to the value of the equations; sum is below 2^36, and the total below 2^254. */
static void add_value(qr_multieq_t *equations, uint64_t sum) {
    unsigned word = equations->bits / 64, shift = equations->bits % 64;
    qr_u128_t shifted = (qr_u128_t)sum << shift;
    equations->value[word] |= (uint64_t)shifted;
    if (word < 3) equations->value[word + 1] |= (uint64_t)(shifted >> 64);
}

/** left += 2^bits * the sum of all operands. */
static void add_operands(qr_cs_t *cs, qr_multieq_t *equations, const qr_u32_t *const *operands,
                         size_t count) {
    for (size_t k = 0; k < count; k++) {
        qr_fr_t coefficient = equations->power;
        for (unsigned i = 0; i < 32; i++) {
            qr_lc_add_bool(cs, &equations->left, coefficient, operands[k]->bits[i]);
            coefficient = qr_fr_sum(coefficient, coefficient);
        }
    }
}

void qr_u32_add_many(qr_cs_t *cs, qr_multieq_t *equations, qr_u32_t *out, const qr_u32_t *const *operands,
                     size_t count) {
    uint64_t sum = 0;
    bool all_constant = true;
    for (size_t k = 0; k < count; k++) {
        sum += operands[k]->value;
        for (unsigned i = 0; i < 32; i++) {
            all_constant = all_constant && operands[k]->bits[i].kind == QR_BOOL_CONSTANT;
        }
    }
    if (all_constant) {
        qr_u32_constant(out, (uint32_t)sum);
        return;
    }
    unsigned width = 64 - (unsigned)__builtin_clzll(count * UINT64_C(0xffffffff));
    qr_bool_t bits[64];
    for (unsigned i = 0; i < width; i++) bits[i] = qr_bool_alloc(cs, (sum >> i & 1) != 0);
    if (equations->bits + width >= CAPACITY) flush(cs, equations);
    add_value(equations, sum);
    if (qr_cs_rows(cs)) add_operands(cs, equations, operands, count);
    for (unsigned i = 0; i < width; i++) {
        if (qr_cs_rows(cs)) qr_lc_add_bool(cs, &equations->right, equations->power, bits[i]);
        equations->power = qr_fr_sum(equations->power, equations->power);
    }
    equations->bits += width;
    // `out` may be one of the operands, so it is written last.
    memcpy(out->bits, bits, 32 * sizeof *bits);
    out->value = (uint32_t)sum;
}
