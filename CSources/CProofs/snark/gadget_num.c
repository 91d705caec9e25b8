#include "gadget_num.h"

/** a * b = c of single terms and the sums below them; `values` of A and B are given. */
static void enforce_terms(qr_cs_t *cs, qr_fr_t a_value, qr_fr_t b_value, const qr_term_t *a, size_t a_count,
                          qr_term_t b, qr_term_t c) {
    qr_cs_store(cs, a_value, b_value);
    if (qr_cs_rows(cs)) qr_cs_emit(cs, a, a_count, &b, 1, &c, 1);
    qr_cs_next(cs);
}

void qr_num_equal(qr_cs_t *cs, qr_num_t a, qr_num_t b) {
    qr_term_t left = qr_term_plus(a.var);
    enforce_terms(cs, a.value, qr_fr_one, &left, 1, qr_term_plus(QR_VAR_ONE), qr_term_plus(b.var));
}

void qr_num_inputize(qr_cs_t *cs, qr_num_t num) {
    qr_num_equal(cs, qr_cs_alloc_input(cs, num.value), num);
}

/** 0 * 0 = sum of 2^i bits[i] - num. */
static void enforce_unpacking(qr_cs_t *cs, const qr_bool_t bits[QR_FR_BITS], qr_num_t num) {
    if (!qr_cs_rows(cs)) {
        qr_cs_store(cs, qr_fr_zero, qr_fr_zero);
        qr_cs_next(cs);
        return;
    }
    qr_lc_t sum = {0};
    qr_fr_t coefficient = qr_fr_one;
    for (unsigned i = 0; i < QR_FR_BITS; i++) {
        qr_lc_add_bool(cs, &sum, coefficient, bits[i]);
        coefficient = qr_fr_sum(coefficient, coefficient);
    }
    qr_lc_minus(cs, &sum, num);
    qr_cs_enforce(cs, NULL, NULL, &sum);
    qr_lc_free(&sum);
}

static bool bit_of(qr_fr_t raw, unsigned i) {
    return (raw.l[i / 64] >> i % 64 & 1) != 0;
}

void qr_num_to_bits(qr_cs_t *cs, qr_bool_t out[QR_FR_BITS], qr_num_t num) {
    qr_fr_t raw = qr_fr_from_montgomery(num.value);
    for (unsigned i = 0; i < QR_FR_BITS; i++) out[i] = qr_bool_alloc(cs, bit_of(raw, i));
    enforce_unpacking(cs, out, num);
}

void qr_num_to_bits_strict(qr_cs_t *cs, qr_bool_t out[QR_FR_BITS], qr_num_t num) {
    // From the top: where r - 1 has a one, a bit of the number is free; after a run of ones, `equal` says
    // that the number agrees so far, and where r - 1 has a zero the bit must then be zero too.
    const qr_fr_t largest = {{QR_FR_R0 - 1, QR_FR_R1, QR_FR_R2, QR_FR_R3}};
    qr_fr_t raw = qr_fr_from_montgomery(num.value);
    qr_bool_t run[QR_FR_BITS + 1], equal = qr_bool_constant(true);
    unsigned length = 0;
    bool has_equal = false;
    for (unsigned i = QR_FR_BITS; i-- > 0;) {
        if (bit_of(largest, i)) {
            out[i] = run[length++] = qr_bool_alloc(cs, bit_of(raw, i));
            continue;
        }
        if (length > 0) {
            if (has_equal) run[length++] = equal;
            equal = run[0];
            for (unsigned k = 1; k < length; k++) equal = qr_bool_and(cs, equal, run[k]);
            has_equal = true;
            length = 0;
        }
        out[i] = qr_bool_alloc_conditionally(cs, bit_of(raw, i), equal);
    }
    enforce_unpacking(cs, out, num);
}

qr_num_t qr_num_add(qr_cs_t *cs, qr_num_t a, qr_num_t b) {
    qr_num_t sum = qr_cs_alloc(cs, qr_fr_sum(a.value, b.value));
    qr_term_t left[2] = {qr_term_plus(a.var), qr_term_plus(b.var)};
    enforce_terms(cs, sum.value, qr_fr_one, left, 2, qr_term_plus(QR_VAR_ONE), qr_term_plus(sum.var));
    return sum;
}

qr_num_t qr_constraint_add(qr_cs_t *cs, qr_num_t a, qr_num_t b) {
    return qr_num_add(cs, a, b);
}

qr_num_t qr_constraint_sub(qr_cs_t *cs, qr_num_t a, qr_num_t b) {
    qr_num_t difference = qr_cs_alloc(cs, qr_fr_difference(a.value, b.value));
    qr_term_t left[2] = {qr_term_plus(difference.var), qr_term_plus(b.var)};
    enforce_terms(cs, a.value, qr_fr_one, left, 2, qr_term_plus(QR_VAR_ONE), qr_term_plus(a.var));
    return difference;
}

qr_num_t qr_num_mul(qr_cs_t *cs, qr_num_t a, qr_num_t b) {
    qr_num_t product = qr_cs_alloc(cs, qr_fr_product(a.value, b.value));
    qr_term_t left = qr_term_plus(a.var);
    enforce_terms(cs, a.value, b.value, &left, 1, qr_term_plus(b.var), qr_term_plus(product.var));
    return product;
}

qr_num_t qr_num_square(qr_cs_t *cs, qr_num_t a) {
    return qr_num_mul(cs, a, a);
}

void qr_num_assert_nonzero(qr_cs_t *cs, qr_num_t a) {
    if (qr_cs_values(cs) && qr_fr_equal(a.value, qr_fr_zero)) qr_cs_fail(cs, QR_MISMATCH);
    qr_num_t inverse = qr_cs_alloc(cs, qr_cs_values(cs) ? qr_fr_invert(a.value) : qr_fr_zero);
    qr_term_t left = qr_term_plus(a.var);
    enforce_terms(cs, a.value, inverse.value, &left, 1, qr_term_plus(inverse.var), qr_term_plus(QR_VAR_ONE));
}

/** A new number: condition ? b : a, by (a - b) * condition = a - out. */
static qr_num_t pick(qr_cs_t *cs, qr_num_t a, qr_num_t b, qr_bool_t condition) {
    qr_num_t out = qr_cs_alloc(cs, condition.value ? b.value : a.value);
    qr_lc_t left = {0}, right = {0}, result = {0};
    qr_lc_plus(cs, &left, a);
    qr_lc_minus(cs, &left, b);
    qr_lc_add_bool(cs, &right, qr_fr_one, condition);
    qr_lc_plus(cs, &result, a);
    qr_lc_minus(cs, &result, out);
    qr_cs_enforce(cs, &left, &right, &result);
    qr_lc_free(&left);
    qr_lc_free(&right);
    qr_lc_free(&result);
    return out;
}

void qr_num_conditionally_reverse(qr_cs_t *cs, qr_num_t out[2], qr_num_t a, qr_num_t b, qr_bool_t condition) {
    out[0] = pick(cs, a, b, condition);
    out[1] = pick(cs, b, a, condition);
}

/* ---- Packing ---- */

/** The number that at most 254 bits are, least significant first. */
static qr_fr_t packed_value(const qr_bool_t *bits, size_t count) {
    qr_fr_t raw = qr_fr_zero;
    for (size_t i = 0; i < count; i++) raw.l[i / 64] |= (uint64_t)bits[i].value << i % 64;
    return qr_fr_to_montgomery(raw);
}

/** (sum of 2^i bits[i]) * 1 = num. */
static void enforce_packing(qr_cs_t *cs, const qr_bool_t *bits, size_t count, qr_num_t num) {
    qr_lc_t sum = {0};
    if (qr_cs_rows(cs)) {
        qr_fr_t coefficient = qr_fr_one;
        for (size_t i = 0; i < count; i++) {
            qr_lc_add_bool(cs, &sum, coefficient, bits[i]);
            coefficient = qr_fr_sum(coefficient, coefficient);
        }
    }
    sum.value = num.value;
    qr_term_t one = qr_term_plus(QR_VAR_ONE);
    qr_lc_t right = {.value = qr_fr_one, .terms = &one, .count = 1, .capacity = 1, .merged = 1};
    qr_term_t term = qr_term_plus(num.var);
    qr_lc_t result = {.value = num.value, .terms = &term, .count = 1, .capacity = 1, .merged = 1};
    qr_cs_enforce(cs, &sum, &right, &result);
    qr_lc_free(&sum);
}

void qr_pack_into_inputs(qr_cs_t *cs, const qr_bool_t *bits, size_t count) {
    for (size_t start = 0; start < count; start += QR_FR_CAPACITY) {
        size_t length = count - start < QR_FR_CAPACITY ? count - start : QR_FR_CAPACITY;
        qr_num_t input = qr_cs_alloc_input(cs, packed_value(bits + start, length));
        enforce_packing(cs, bits + start, length, input);
    }
}

qr_num_t qr_pack_bits(qr_cs_t *cs, const qr_bool_t *bits, size_t count) {
    if (count > QR_FR_CAPACITY) count = QR_FR_CAPACITY;
    qr_num_t num = qr_cs_alloc(cs, packed_value(bits, count));
    enforce_packing(cs, bits, count, num);
    return num;
}

void qr_pack_u64_into_input(qr_cs_t *cs, const qr_bool_t bits[64]) {
    qr_pack_into_inputs(cs, bits, 64);
}

size_t qr_bits_to_bytes_order(qr_bool_t *out, const qr_bool_t *bits, size_t count) {
    size_t padded = (count + 7) / 8 * 8;
    for (size_t i = 0; i < padded; i++) {
        size_t from = i / 8 * 8 + (7 - i % 8);
        out[i] = from < count ? bits[from] : qr_bool_constant(false);
    }
    return padded;
}
