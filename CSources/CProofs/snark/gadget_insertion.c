#include "gadget_insertion.h"

qr_num_t qr_num_pick(qr_cs_t *cs, qr_bool_t condition, qr_num_t a, qr_num_t b) {
    qr_num_t out = qr_cs_alloc(cs, condition.value ? a.value : b.value);
    qr_cs_store(cs, qr_fr_difference(b.value, a.value), qr_bool_fr(condition.value));
    if (qr_cs_rows(cs)) {
        qr_term_t difference[2] = {qr_term_plus(b.var), qr_term_minus(a.var)};
        qr_term_t change[2] = {qr_term_plus(b.var), qr_term_minus(out.var)};
        qr_term_t bit[2] = {qr_term_plus(condition.var), qr_term_plus(QR_VAR_ONE)};
        size_t count = 1;
        if (condition.kind == QR_BOOL_NOT) bit[0] = qr_term_minus(condition.var), count = 2;
        if (condition.kind == QR_BOOL_CONSTANT) bit[0] = bit[1], count = condition.value;
        qr_cs_emit(cs, difference, 2, bit, count, change, 2);
    }
    qr_cs_next(cs);
    return out;
}

static void insert_2(qr_cs_t *cs, qr_num_t *out, qr_num_t a, const qr_bool_t *bits, const qr_num_t *others) {
    out[0] = qr_num_pick(cs, bits[0], others[0], a);
    out[1] = qr_num_pick(cs, bits[0], a, others[0]);
}

/** a among b, c, d. */
static void insert_4(qr_cs_t *cs, qr_num_t *out, qr_num_t a, const qr_bool_t *bits, const qr_num_t *others) {
    const qr_bool_t low = bits[0], high = bits[1];
    const qr_num_t b = others[0], c = others[1], d = others[2];
    qr_num_t near = qr_num_pick(cs, low, b, a);
    out[0] = qr_num_pick(cs, high, b, near);
    near = qr_num_pick(cs, low, a, b);
    out[1] = qr_num_pick(cs, high, c, near);
    near = qr_num_pick(cs, low, d, a);
    out[2] = qr_num_pick(cs, high, near, c);
    near = qr_num_pick(cs, low, a, d);
    out[3] = qr_num_pick(cs, high, near, d);
}

/** a among b .. h. */
static void insert_8(qr_cs_t *cs, qr_num_t *out, qr_num_t a, const qr_bool_t *bits, const qr_num_t *others) {
    const qr_bool_t b0 = bits[0], b1 = bits[1], b2 = bits[2];
    const qr_num_t b = others[0], c = others[1], d = others[2], e = others[3], f = others[4], g = others[5],
                   h = others[6];
    const qr_bool_t neither = qr_bool_and(cs, qr_bool_not(b0), qr_bool_not(b1));
    const qr_bool_t both = qr_bool_and(cs, b0, b1);
    qr_num_t near = qr_num_pick(cs, neither, a, b);
    out[0] = qr_num_pick(cs, b2, b, near);
    near = qr_num_pick(cs, b0, a, b);
    near = qr_num_pick(cs, b1, c, near);
    out[1] = qr_num_pick(cs, b2, c, near);
    near = qr_num_pick(cs, b0, d, a);
    near = qr_num_pick(cs, b1, near, c);
    out[2] = qr_num_pick(cs, b2, d, near);
    near = qr_num_pick(cs, both, a, d);
    out[3] = qr_num_pick(cs, b2, e, near);
    near = qr_num_pick(cs, neither, a, f);
    out[4] = qr_num_pick(cs, b2, near, e);
    near = qr_num_pick(cs, b0, a, f);
    near = qr_num_pick(cs, b1, g, near);
    out[5] = qr_num_pick(cs, b2, near, f);
    near = qr_num_pick(cs, b0, h, a);
    near = qr_num_pick(cs, b1, near, g);
    out[6] = qr_num_pick(cs, b2, near, g);
    near = qr_num_pick(cs, both, a, h);
    out[7] = qr_num_pick(cs, b2, near, h);
}

void qr_num_insert(qr_cs_t *cs, qr_num_t *out, qr_num_t element, const qr_bool_t *bits,
                   const qr_num_t *elements, size_t size) {
    switch (size) {
        case 2:
            insert_2(cs, out, element, bits, elements);
            return;
        case 4:
            insert_4(cs, out, element, bits, elements);
            return;
        case 8:
            insert_8(cs, out, element, bits, elements);
            return;
        default:
            qr_cs_fail(cs, QR_INVALID_ARGUMENT);
            for (size_t i = 0; i < size && i < QR_INSERT_LIMIT; i++) out[i] = element;
    }
}

qr_num_t qr_num_select(qr_cs_t *cs, const qr_num_t *from, size_t count, const qr_bool_t *bits) {
    qr_num_t left[QR_SELECT_LIMIT];
    if (count == 0 || count > QR_SELECT_LIMIT || (count & (count - 1)) != 0) {
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
        return qr_cs_one();
    }
    memcpy(left, from, count * sizeof *from);
    // The most significant bit halves the choice first.
    for (size_t half = count / 2, bit = (size_t)__builtin_ctzll(count); half > 0; half /= 2) {
        bit--;
        for (size_t j = 0; j < half; j++) left[j] = qr_num_pick(cs, bits[bit], left[half + j], left[j]);
    }
    return left[0];
}
