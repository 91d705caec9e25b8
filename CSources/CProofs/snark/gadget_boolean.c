#include "gadget_boolean.h"

/** Up to three terms with coefficients 1, -1, 2 or -2 out of one boolean: what `sign` times it is as a sum.
 * Returns how many. */
static size_t bool_terms(qr_term_t *out, qr_bool_t a, bool negative) {
    size_t count = 0;
    bool with_one = a.kind == QR_BOOL_NOT || (a.kind == QR_BOOL_CONSTANT && a.value);
    if (with_one) out[count++] = negative ? qr_term_minus(QR_VAR_ONE) : qr_term_plus(QR_VAR_ONE);
    if (a.kind == QR_BOOL_CONSTANT) return count;
    bool minus = negative != (a.kind == QR_BOOL_NOT);
    out[count++] = minus ? qr_term_minus(a.var) : qr_term_plus(a.var);
    return count;
}

static qr_bool_t alloc_bit(qr_cs_t *cs, bool value) {
    qr_num_t num = qr_cs_alloc(cs, qr_bool_fr(value));
    return (qr_bool_t){num.var, QR_BOOL_IS, value};
}

/** The variable behind a boolean, without its negation. */
static qr_bool_t variable(qr_bool_t a) {
    return a.kind == QR_BOOL_NOT ? qr_bool_not(a) : a;
}

qr_bool_t qr_bool_alloc(qr_cs_t *cs, bool value) {
    qr_bool_t out = alloc_bit(cs, value);
    qr_cs_store(cs, qr_bool_fr(!value), qr_bool_fr(value));
    if (qr_cs_rows(cs)) {
        qr_term_t a[2] = {qr_term_plus(QR_VAR_ONE), qr_term_minus(out.var)}, b = qr_term_plus(out.var);
        qr_cs_emit(cs, a, 2, &b, 1, NULL, 0);
    }
    qr_cs_next(cs);
    return out;
}

qr_bool_t qr_bool_alloc_conditionally(qr_cs_t *cs, bool value, qr_bool_t must_be_false) {
    qr_bool_t out = alloc_bit(cs, value);
    qr_fr_t a_value = qr_fr_difference(qr_bool_fr(!must_be_false.value), qr_bool_fr(value));
    qr_cs_store(cs, a_value, qr_bool_fr(value));
    if (qr_cs_rows(cs)) {
        qr_term_t a[3] = {qr_term_plus(QR_VAR_ONE), qr_term_minus(must_be_false.var), qr_term_minus(out.var)};
        qr_term_t b = qr_term_plus(out.var);
        qr_cs_emit(cs, a, 3, &b, 1, NULL, 0);
    }
    qr_cs_next(cs);
    return out;
}

void qr_bool_alloc_u64(qr_cs_t *cs, qr_bool_t out[64], uint64_t value) {
    for (unsigned i = 0; i < 64; i++) out[i] = qr_bool_alloc(cs, (value >> i & 1) != 0);
}

/** (a + a) * b = a + b - c for two variables. */
static qr_bool_t xor_variables(qr_cs_t *cs, qr_bool_t a, qr_bool_t b) {
    qr_bool_t out = alloc_bit(cs, a.value != b.value);
    if (qr_cs_values(cs)) {
        static const qr_fr_t two = {{UINT64_C(0x00000003fffffffc), UINT64_C(0xb1096ff400069004),
                                     UINT64_C(0x33189fdfd9789fea), UINT64_C(0x304962b3598a0adf)}};
        qr_cs_store(cs, a.value ? two : qr_fr_zero, qr_bool_fr(b.value));
    }
    if (qr_cs_rows(cs)) {
        qr_term_t first = qr_term_twice(a.var), second = qr_term_plus(b.var);
        qr_term_t c[3] = {qr_term_plus(a.var), second, qr_term_minus(out.var)};
        qr_cs_emit(cs, &first, 1, &second, 1, c, 3);
    }
    qr_cs_next(cs);
    return out;
}

qr_bool_t qr_bool_xor(qr_cs_t *cs, qr_bool_t a, qr_bool_t b) {
    if (a.kind == QR_BOOL_CONSTANT || b.kind == QR_BOOL_CONSTANT) {
        // A constant false on either side goes first, as in the reference; the result is the same anyway.
        qr_bool_t constant = a.kind == QR_BOOL_CONSTANT ? a : b;
        qr_bool_t other = a.kind == QR_BOOL_CONSTANT ? b : a;
        return constant.value ? qr_bool_not(other) : other;
    }
    if (a.kind == b.kind) return xor_variables(cs, variable(a), variable(b));
    // not(a xor b), with the unnegated one first.
    qr_bool_t is = a.kind == QR_BOOL_IS ? a : b, negated = a.kind == QR_BOOL_IS ? b : a;
    return qr_bool_not(xor_variables(cs, is, variable(negated)));
}

/** a * b = c, a and b as they are: and, and-not and nor in one. */
static qr_bool_t and_variables(qr_cs_t *cs, qr_bool_t a, qr_bool_t b) {
    qr_bool_t out = alloc_bit(cs, a.value && b.value);
    qr_cs_store(cs, qr_bool_fr(a.value), qr_bool_fr(b.value));
    if (qr_cs_rows(cs)) {
        qr_term_t left[2], right[2], c = qr_term_plus(out.var);
        size_t left_count = bool_terms(left, a, false), right_count = bool_terms(right, b, false);
        qr_cs_emit(cs, left, left_count, right, right_count, &c, 1);
    }
    qr_cs_next(cs);
    return out;
}

qr_bool_t qr_bool_and(qr_cs_t *cs, qr_bool_t a, qr_bool_t b) {
    if (a.kind == QR_BOOL_CONSTANT) return a.value ? b : a;
    if (b.kind == QR_BOOL_CONSTANT) return b.value ? a : b;
    if (a.kind == QR_BOOL_NOT && b.kind == QR_BOOL_IS) return and_variables(cs, b, a);
    return and_variables(cs, a, b);
}

qr_bool_t qr_bool_or(qr_cs_t *cs, qr_bool_t a, qr_bool_t b) {
    return qr_bool_not(qr_bool_and(cs, qr_bool_not(a), qr_bool_not(b)));
}

static bool is_constant(qr_bool_t a, bool value) {
    return a.kind == QR_BOOL_CONSTANT && a.value == value;
}

/** (b - c) * a = ch - c. */
static qr_bool_t ch_variables(qr_cs_t *cs, qr_bool_t a, qr_bool_t b, qr_bool_t c) {
    qr_bool_t out = alloc_bit(cs, a.value ? b.value : c.value);
    if (qr_cs_values(cs)) {
        qr_cs_store(cs, qr_fr_difference(qr_bool_fr(b.value), qr_bool_fr(c.value)), qr_bool_fr(a.value));
    }
    if (qr_cs_rows(cs)) {
        qr_term_t left[4], right[2], result[3];
        size_t left_count = bool_terms(left, b, false);
        left_count += bool_terms(left + left_count, c, true);
        size_t right_count = bool_terms(right, a, false);
        result[0] = qr_term_plus(out.var);
        size_t result_count = 1 + bool_terms(result + 1, c, true);
        qr_cs_emit(cs, left, left_count, right, right_count, result, result_count);
    }
    qr_cs_next(cs);
    return out;
}

qr_bool_t qr_bool_ch(qr_cs_t *cs, qr_bool_t a, qr_bool_t b, qr_bool_t c) {
    bool all = a.kind == QR_BOOL_CONSTANT && b.kind == QR_BOOL_CONSTANT && c.kind == QR_BOOL_CONSTANT;
    if (all) return qr_bool_constant(a.value ? b.value : c.value);
    if (is_constant(a, false)) return c;
    if (is_constant(b, false)) return qr_bool_and(cs, qr_bool_not(a), c);
    if (is_constant(c, false)) return qr_bool_and(cs, a, b);
    if (is_constant(c, true)) return qr_bool_not(qr_bool_and(cs, a, qr_bool_not(b)));
    if (is_constant(b, true)) return qr_bool_not(qr_bool_and(cs, qr_bool_not(a), qr_bool_not(c)));
    return ch_variables(cs, a, b, c);
}

/** (2 bc - b - c) * a = bc - maj, with bc = b and c. */
static qr_bool_t maj_variables(qr_cs_t *cs, qr_bool_t a, qr_bool_t b, qr_bool_t c) {
    qr_bool_t out = alloc_bit(cs, a.value ? b.value || c.value : b.value && c.value);
    qr_bool_t both = qr_bool_and(cs, b, c);
    if (qr_cs_values(cs)) {
        qr_fr_t left = b.value != c.value ? qr_fr_negate(qr_fr_one) : qr_fr_zero;
        qr_cs_store(cs, left, qr_bool_fr(a.value));
    }
    if (qr_cs_rows(cs)) {
        qr_term_t left[5], right[2], result[2];
        left[0] = qr_term_twice(both.var);
        size_t left_count = 1 + bool_terms(left + 1, b, true);
        left_count += bool_terms(left + left_count, c, true);
        size_t right_count = bool_terms(right, a, false);
        result[0] = qr_term_plus(both.var);
        result[1] = qr_term_minus(out.var);
        qr_cs_emit(cs, left, left_count, right, right_count, result, 2);
    }
    qr_cs_next(cs);
    return out;
}

qr_bool_t qr_bool_maj(qr_cs_t *cs, qr_bool_t a, qr_bool_t b, qr_bool_t c) {
    bool all = a.kind == QR_BOOL_CONSTANT && b.kind == QR_BOOL_CONSTANT && c.kind == QR_BOOL_CONSTANT;
    if (all) return qr_bool_constant(a.value ? b.value || c.value : b.value && c.value);
    if (is_constant(a, false)) return qr_bool_and(cs, b, c);
    if (is_constant(b, false)) return qr_bool_and(cs, a, c);
    if (is_constant(c, false)) return qr_bool_and(cs, a, b);
    if (is_constant(c, true)) return qr_bool_or(cs, a, b);
    if (is_constant(b, true)) return qr_bool_or(cs, a, c);
    if (is_constant(a, true)) return qr_bool_or(cs, b, c);
    return maj_variables(cs, a, b, c);
}

void qr_bool_enforce_equal(qr_cs_t *cs, qr_bool_t a, qr_bool_t b) {
    if (a.kind == QR_BOOL_CONSTANT && b.kind == QR_BOOL_CONSTANT) {
        if (a.value != b.value) qr_cs_fail(cs, QR_MISMATCH);
        return;
    }
    // The reference puts a constant true first: one minus the other.
    if (is_constant(b, true)) {
        qr_bool_t swapped = a;
        a = b;
        b = swapped;
    }
    // A constant false drops out, and the other stays positive.
    if (is_constant(a, false)) {
        a = b;
        b = qr_bool_constant(false);
    }
    qr_cs_store(cs, qr_fr_zero, qr_fr_zero);
    if (qr_cs_rows(cs)) {
        qr_term_t c[4];
        size_t count = bool_terms(c, a, false);
        count += bool_terms(c + count, b, true);
        qr_cs_emit(cs, NULL, 0, NULL, 0, c, count);
    }
    qr_cs_next(cs);
}
