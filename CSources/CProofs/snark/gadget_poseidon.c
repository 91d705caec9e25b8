#include "gadget_poseidon.h"

#include "gadget_poseidon_plan.h"

/** One hash on its way into the system. */
typedef struct {
    qr_cs_t *cs;
    const qr_poseidon_circuit_plan_t *plan;
    const qr_poseidon_box_t *box; /**< values of the next S-box */
} hash_t;

/** A new variable: the sum of terms that are in a row's order; sum * 1 = variable. */
static qr_num_t add_sum(hash_t *hash, qr_term_t *terms, size_t count, qr_fr_t value) {
    qr_num_t out = qr_cs_alloc(hash->cs, value);
    qr_term_t one = qr_term_plus(QR_VAR_ONE), result = qr_term_plus(out.var);
    qr_lc_t a = {.value = value, .terms = terms, .count = count, .capacity = count, .merged = count};
    qr_lc_t b = {.value = qr_fr_one, .terms = &one, .count = 1, .capacity = 1, .merged = 1};
    qr_lc_t c = {.value = value, .terms = &result, .count = 1, .capacity = 1, .merged = 1};
    qr_cs_enforce(hash->cs, &a, &b, &c);
    return out;
}

/** The rows of an S-box: variables x, x^2, x^4 and output, what is added to x and to the output or NULL. */
static void emit_box(qr_cs_t *cs, const qr_var_t var[4], const qr_fr_t *before, const qr_fr_t *key,
                     unsigned row) {
    const size_t in_count = before == NULL ? 1 : 2, out_count = key == NULL ? 1 : 2;
    const qr_term_t square = qr_term_plus(var[1]), fourth = qr_term_plus(var[2]);
    qr_term_t in[2] = {qr_term_plus(var[0])}, out[2] = {qr_term_plus(var[3])};
    if (before != NULL) in[1] = (qr_term_t){*before, QR_VAR_ONE};
    if (key != NULL) out[1] = (qr_term_t){qr_fr_negate(*key), QR_VAR_ONE};
    if (row == 0) qr_cs_emit(cs, in, in_count, in, in_count, &square, 1);
    if (row == 1) qr_cs_emit(cs, &square, 1, &square, 1, &fourth, 1);
    if (row == 2) qr_cs_emit(cs, in, in_count, &fourth, 1, out, out_count);
}

/** The S-box of `x` + before: squares, and the fifth power + key. NULL: nothing is added there. */
static qr_var_t add_box(hash_t *hash, qr_var_t x, const qr_fr_t *before, const qr_fr_t *key) {
    qr_cs_t *cs = hash->cs;
    const qr_poseidon_box_t *box = hash->box++;
    qr_var_t var[4] = {x};
    var[1] = qr_cs_alloc(cs, box->square).var;
    var[2] = qr_cs_alloc(cs, box->fourth).var;
    var[3] = qr_cs_alloc(cs, box->fifth).var;
    const qr_fr_t *const values[3][2] = {
        {&box->x, &box->x}, {&box->square, &box->square}, {&box->x, &box->fourth}};
    for (unsigned row = 0; row < 3; row++) {
        qr_cs_store(cs, *values[row][0], *values[row][1]);
        if (qr_cs_rows(cs)) emit_box(cs, var, before, key, row);
        qr_cs_next(cs);
    }
    return var[3];
}

/** The S-box of a sum. */
static qr_var_t add_sum_box(hash_t *hash, qr_term_t *terms, size_t count, const qr_fr_t *key) {
    return add_box(hash, add_sum(hash, terms, count, hash->box->x).var, NULL, key);
}

/** Terms of element j of the state of which outputs of a full round are given. Without rows there are none.
 */
static size_t mixed(const hash_t *hash, qr_term_t *terms, const qr_var_t *outputs, size_t j) {
    if (!qr_cs_rows(hash->cs)) return 0;
    for (size_t i = 0; i < hash->plan->width; i++) {
        terms[i] = (qr_term_t){hash->plan->matrix[j][i], outputs[i]};
    }
    return hash->plan->width;
}

/** A full round but for the first; outputs before and after. keys NULL: none, in the last. */
static void add_full(hash_t *hash, qr_var_t *outputs, const qr_fr_t *keys) {
    qr_var_t next[QR_TRACE_WIDTH];
    qr_term_t terms[QR_TRACE_WIDTH];
    for (size_t j = 0; j < hash->plan->width; j++) {
        size_t count = mixed(hash, terms, outputs, j);
        // In the second round the constant output of element 0 stands where its variable would.
        if (count > 0 && outputs[0] == QR_VAR_ONE) {
            terms[0].coefficient = qr_fr_product(terms[0].coefficient, hash->plan->first);
        }
        next[j] = add_sum_box(hash, terms, count, keys == NULL ? NULL : &keys[j]);
    }
    memcpy(outputs, next, hash->plan->width * sizeof next[0]);
}

/** Terms of element j after `rounds` partial rounds. */
static size_t after_partial(const hash_t *hash, qr_term_t *terms, const qr_fr_t *coefficients,
                            const qr_var_t *outputs, const qr_var_t *solitary, size_t rounds, size_t j) {
    const qr_poseidon_circuit_plan_t *plan = hash->plan;
    size_t count = 0;
    if (!qr_cs_rows(hash->cs)) return 0;
    for (size_t i = 0; i < plan->width; i++) terms[count++] = (qr_term_t){coefficients[i], outputs[i]};
    for (size_t i = 0; i < rounds; i++) {
        terms[count++] = (qr_term_t){plan->response[rounds - 1 - i][j], solitary[i]};
    }
    return count;
}

/** The partial rounds and the full round after them. */
static void add_partial(hash_t *hash, qr_var_t *outputs) {
    const qr_poseidon_circuit_plan_t *plan = hash->plan;
    qr_var_t solitary[QR_TRACE_PARTIAL], next[QR_TRACE_WIDTH];
    qr_term_t terms[QR_TRACE_WIDTH + QR_TRACE_PARTIAL];
    for (size_t k = 0; k < plan->partial; k++) {
        size_t count = after_partial(hash, terms, plan->start[k], outputs, solitary, k, 0);
        solitary[k] = add_sum_box(hash, terms, count, &plan->partial_keys[k]);
    }
    for (size_t j = 0; j < plan->width; j++) {
        size_t count = after_partial(hash, terms, plan->after[j], outputs, solitary, plan->partial, j);
        next[j] = add_sum_box(hash, terms, count, &plan->keys[QR_TRACE_HALF][j]);
    }
    memcpy(outputs, next, hash->plan->width * sizeof next[0]);
}

qr_num_t qr_poseidon_kind_gadget(qr_cs_t *cs, const qr_num_t *elements, qr_poseidon_kind_t kind) {
    const qr_poseidon_circuit_plan_t *plan = qr_poseidon_circuit_plan(kind);
    qr_poseidon_box_t boxes[QR_TRACE_BOXES];
    qr_fr_t in[QR_TRACE_WIDTH], digest = qr_fr_zero;
    if (qr_cs_values(cs)) {
        for (size_t i = 0; i + 1 < plan->width; i++) in[i] = elements[i].value;
        digest = qr_poseidon_trace(boxes, plan, in);
    } else {
        memset(boxes, 0, sizeof boxes);
    }
    hash_t hash = {.cs = cs, .plan = plan, .box = boxes};
    qr_var_t outputs[QR_TRACE_WIDTH];
    qr_term_t terms[QR_TRACE_WIDTH];
    outputs[0] = QR_VAR_ONE;
    for (size_t j = 1; j < plan->width; j++) {
        outputs[j] = add_box(&hash, elements[j - 1].var, &plan->before[j], &plan->keys[0][j]);
    }
    for (size_t round = 1; round < QR_TRACE_HALF; round++) add_full(&hash, outputs, plan->keys[round]);
    add_partial(&hash, outputs);
    for (size_t round = QR_TRACE_HALF + 1; round < QR_POSEIDON_FULL; round++) {
        add_full(&hash, outputs, round + 1 < QR_POSEIDON_FULL ? plan->keys[round] : NULL);
    }
    size_t count = mixed(&hash, terms, outputs, 1);
    return add_sum(&hash, terms, count, digest);
}

qr_num_t qr_poseidon_gadget(qr_cs_t *cs, const qr_num_t *elements, size_t arity) {
    switch (arity) {
        case 2:
            return qr_poseidon_kind_gadget(cs, elements, QR_POSEIDON_2);
        case 4:
            return qr_poseidon_kind_gadget(cs, elements, QR_POSEIDON_4);
        case 8:
            return qr_poseidon_kind_gadget(cs, elements, QR_POSEIDON_8);
        case 11:
            return qr_poseidon_kind_gadget(cs, elements, QR_POSEIDON_11);
        default:
            qr_cs_fail(cs, QR_INVALID_ARGUMENT);
            return qr_cs_one();
    }
}
